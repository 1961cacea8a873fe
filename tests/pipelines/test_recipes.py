"""Every recipe that comes with the project fits the stages and names families that there are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assay.core.errors import UsageError
from assay.generators import FAMILIES, select
from assay.pipelines.recipe import Recipe, read_recipe
from assay.pipelines.run import check_recipe, run

ROOT = Path(__file__).parent.parent.parent
RECIPES = sorted((ROOT / "recipes").glob("*.yaml"))


def sets_of(recipe: Recipe) -> Iterator[tuple[str, dict[str, Any]]]:
    for stage, several in recipe.stages.items():
        for keywords in several:
            yield stage, keywords


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_there_are_recipes() -> None:
    assert {path.stem for path in RECIPES} >= {
        "quickstart", "curves-cpu", "smollm2-gpu", "transfer", "letters",
    }  # fmt: skip


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_fits_the_stages(path: Path, tmp_path: Path) -> None:
    check_recipe(read_recipe(path, []), tmp_path)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_names_families_that_there_are(path: Path) -> None:
    recipe = read_recipe(path, [])
    made = {family.name for keywords in recipe.stages.get("generate", ()) for family in
            select(keywords["families"])}  # fmt: skip
    made |= {keywords["family"] for keywords in recipe.stages.get("import", ())}
    for stage, keywords in sets_of(recipe):
        named = [*(keywords.get("families") or ()), *(keywords.get("unseen") or ())]
        if stage != "generate" and not isinstance(keywords.get("families"), str):
            assert set(named) <= made, (stage, named)


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_every_model_that_a_recipe_reads_is_one_that_it_makes(path: Path) -> None:
    recipe = read_recipe(path, [])
    made = {f"{{out}}/models/{k.get('name', stage)}" for stage, k in sets_of(recipe)}
    for stage, keywords in sets_of(recipe):
        for key in ("model", "orm", "prm", "judge", "train_log"):
            read = keywords.get(key)
            if isinstance(read, str) and read.startswith("{out}"):
                assert read in made, (stage, key, read)


def test_a_star_means_each_set_of_keywords(tmp_path: Path) -> None:
    recipe = read_recipe(ROOT / "recipes" / "curves-cpu.yaml", ["rl.*.tokens=9", "seed=4"])
    assert {keywords["tokens"] for keywords in recipe.stages["rl"]} == {9}
    assert recipe.stages["rl_shaped"][0]["tokens"] == 2_000_000, "an alias is not a shared place"
    with pytest.raises(UsageError, match=r"'\*'"):
        read_recipe(ROOT / "recipes" / "curves-cpu.yaml", ["sft.*.tokens=9"])


def test_the_gpu_recipe_trains_on_six_families_and_more() -> None:
    recipe = read_recipe(ROOT / "recipes" / "smollm2-gpu.yaml", [])
    assert len(recipe.stages["sft_continued"][0]["families"]) >= 6
    assert set(recipe.stages["sft_continued"][0]["families"]) <= set(FAMILIES)


def test_a_run_imports_what_the_user_has(tmp_path: Path) -> None:
    rows = [{"question": f"What is {n}+{n}?", "answer": f"It is.\n#### {2 * n}"} for n in range(4)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    stage = {"source": str(tmp_path / "rows.jsonl"), "family": "gsm8k", "split": "test"}
    stage["columns"] = {"prompt": "question", "answer": "answer"}
    found = run(Recipe("mine", 1, {"import": [stage]}), out=tmp_path / "out")
    assert found["tasks"] == 4

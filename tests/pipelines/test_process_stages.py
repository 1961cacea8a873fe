"""The stages of process supervision in a recipe: where they write, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from assay.core.errors import UsageError
from assay.pipelines.progress import Progress
from assay.pipelines.recipe import Recipe, read_recipe
from assay.pipelines.run import check_recipe, plan

STAGES: dict[str, Any] = {
    "monte_carlo": {"model": "{out}/models/sft", "rollouts": 8, "search": "binary"},
    "prm": {"model": "{out}/models/sft", "labels": ["{out}", "{out}/monte_carlo"],
            "targets": "soft", "weight_monte_carlo": 0.5, "lora": 4, "precision": "bfloat16"},
    "evaluate_steps": {"prm": "{out}/models/prm", "unseen": ["digit_chain"]},
}  # fmt: skip


def calls(out: Path, **changes: Any) -> dict[str, Any]:
    stages = {name: [{**keywords, **changes.get(name, {})}] for name, keywords in STAGES.items()}
    recipe = Recipe("r", 7, stages)
    return {c.stage: c.keywords for c in plan(recipe, out, 0, 1, Progress(True), {})}


def test_the_stages_come_in_order_and_keep_their_tables_apart(tmp_path: Path) -> None:
    found = calls(tmp_path)
    assert list(found) == ["monte_carlo", "prm", "evaluate_steps"]
    assert found["monte_carlo"]["out"] == tmp_path / "monte_carlo"
    assert found["monte_carlo"]["model"] == f"{tmp_path}/models/sft"
    assert found["prm"]["labels"] == [str(tmp_path), f"{tmp_path}/monte_carlo"]
    assert found["evaluate_steps"]["data"] == found["evaluate_steps"]["out"] == tmp_path
    assert {keywords["seed"] for keywords in found.values()} == {7}


def test_the_recipe_fits_the_stages(tmp_path: Path) -> None:
    recipe = Path(__file__).parent.parent.parent / "recipes" / "process.yaml"
    check_recipe(read_recipe(recipe, []), tmp_path)


@pytest.mark.parametrize(
    ("stage", "change", "said"),
    [
        ("monte_carlo", {"rollouts": 0}, "rollouts: 0"),
        ("monte_carlo", {"search": "ternary"}, "ternary"),
        ("monte_carlo", {"rolouts": 4}, "rolouts"),
        ("prm", {"targets": "firm"}, "firm"),
        ("prm", {"lora": -1}, "lora: -1"),
        ("prm", {"weight_human": -0.5}, "weight_human: -0.5"),
        ("prm", {"precision": "float8"}, "float8"),
        ("evaluate_steps", {"score": "max"}, "max"),
    ],
)
def test_a_typo_is_one_clear_sentence(
    stage: str, change: dict[str, Any], said: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=said):
        calls(tmp_path, **{stage: change})

"""Recipes: what is read, what `--set` changes, what is refused and how."""

from pathlib import Path
from typing import Literal

import pytest

from assay.core.errors import UsageError
from assay.pipelines.recipe import Recipe, bind, read_recipe
from assay.pipelines.run import check_recipe

GOOD = """
name: small
seed: 7
stages:
  generate: [{families: all, count: 3}, {families: chain_symbols, count: 5}]
  label: {}
  curate:
"""


def _read(tmp_path: Path, text: str, *changes: str) -> Recipe:
    (tmp_path / "r.yaml").write_text(text)
    return read_recipe(tmp_path / "r.yaml", list(changes))


def test_a_recipe_is_read(tmp_path: Path) -> None:
    recipe = _read(tmp_path, GOOD)
    assert recipe.name == "small" and recipe.seed == 7
    assert recipe.stages["generate"][1] == {"families": "chain_symbols", "count": 5}
    assert recipe.stages["label"] == recipe.stages["curate"] == [{}]


def test_changes_reach_their_place_and_the_key(tmp_path: Path) -> None:
    changed = _read(tmp_path, GOOD, "generate.0.count=4", "seed=8", "label.workers=2")
    assert changed.stages["generate"][0]["count"] == 4
    assert changed.seed == 8 and changed.stages["label"] == [{"workers": 2}]
    assert changed.key() != _read(tmp_path, GOOD).key() == _read(tmp_path, GOOD).key()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "a recipe is a mapping"),
        ("[1]", "a recipe is a mapping"),
        ("stages: {a: }}", "no valid YAML"),
        ("stage: {}", "unknown key"),
        ("seed: 1", "stages None"),
        ("seed: x\nstages: {label: {}}", "seed 'x'"),
        ("name: ../x\nstages: {label: {}}", "name '../x'"),
        ("stages: {label: 3}", "expected keywords"),
        ("stages: {label: [3]}", "expected keywords"),
        ("stages: {label: {1: 2}}", "expected keywords"),
        ("stages: !!python/object/apply:os.system [ls]", "no valid YAML"),
        ("a: " * 3000, "no valid YAML"),
    ],
)
def test_broken_recipes_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        _read(tmp_path, text)


@pytest.mark.parametrize(
    "change", ["", "=1", "count", "x.y=1", "generate.9.count=1", "generate.x=1", "label=[{", "seed"]
)
def test_broken_changes_are_refused(tmp_path: Path, change: str) -> None:
    with pytest.raises(UsageError):
        _read(tmp_path, GOOD, change)


def _stage(
    *,
    count: int,
    out: Path,
    share: float = 0.5,
    mode: Literal["a", "b"] = "a",
    stop: list[str] | None = None,
    folder: Path | None = None,
    levels: tuple[int, ...] = (1,),
) -> None:
    """A stage to bind to."""


def test_keywords_are_held_to_the_signature(tmp_path: Path) -> None:
    bound = bind(
        "s",
        _stage,
        {"count": 3, "share": 1, "folder": "{out}/x", "levels": [1, 2]},
        {"out": tmp_path, "workers": 2},
        tmp_path,
    )
    assert bound == {
        "count": 3,
        "share": 1.0,
        "folder": tmp_path / "x",
        "levels": (1, 2),
        "out": tmp_path,
    }


@pytest.mark.parametrize(
    ("keywords", "says"),
    [
        ({}, "needs the key 'count'"),
        ({"count": 1, "cuont": 2}, "did you mean count"),
        ({"count": 1, "out": "x"}, "unknown key of the stage"),
        ({"count": "3"}, "expected int"),
        ({"count": True}, "expected int"),
        ({"count": 1.5}, "expected int"),
        ({"count": None}, "expected int"),
        ({"count": 1, "share": "much"}, "expected float"),
        ({"count": 1, "mode": "c"}, "one of 'a', 'b'"),
        ({"count": 1, "mode": []}, "one of 'a', 'b'"),
        ({"count": 1, "stop": "x"}, "expected list"),
        ({"count": 1, "stop": [1]}, "expected list"),
        ({"count": 1, "levels": ["x"]}, "expected tuple"),
    ],
)
def test_wrong_keywords_are_named(tmp_path: Path, keywords: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        bind("s", _stage, keywords, {"out": tmp_path}, tmp_path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("sample.n=0", "sample.n: 0; at least 1"),
        ("label.max_errors=1.5", "label.max_errors: 1.5; at least 0 and at most 1"),
        ("generate.0.level=11", "generate.level: 11; at least 1 and at most 10"),
    ],
)
def test_a_number_out_of_range_is_seen_before_anything_is_made(
    tmp_path: Path, change: str, says: str
) -> None:
    text = GOOD + "  sample: {model: 'builtin:tiny', n: 1}\n"
    with pytest.raises(UsageError, match=says):
        check_recipe(_read(tmp_path, text, change), tmp_path / "new")
    assert not (tmp_path / "new").exists()

"""A user's own family: found, generated from, audited; broken ones are named with their law."""

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.core.errors import UsageError
from assay.core.store import open_table
from assay.exits import code_of
from assay.generators import FAMILIES, find, select
from assay.pipelines.audit import audit_oracle
from assay.pipelines.generate import generate
from assay.pipelines.laws import LAWS, audit_family, audit_laws
from assay.pipelines.recipe import read_recipe

GUIDE = Path(__file__).parents[2] / "docs" / "your-own-family.md"
BLOCKS = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    yield tmp_path


def write(folder: Path, name: str, *changes: tuple[str, str]) -> str:
    """The guide's family as a module, with changes; returns its reference."""
    source = "\n".join(textwrap.dedent(block) for block in BLOCKS)
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    (folder / f"{name}.py").write_text(source)
    return f"{name}:FAMILY"


def test_the_guides_family_keeps_every_law(folder: Path) -> None:
    reference = write(folder, "coins_whole")
    assert audit_family(find(reference), count=20)["laws"] == list(LAWS)
    told = audit_laws(reference, 20, out=folder / "told.jsonl")
    assert json.loads((folder / "told.jsonl").read_text()) == told
    found = audit_oracle(reference, 50, 3)
    assert found.agreed == found.items == 50


def test_it_is_generated_from_beside_ours_and_in_workers(folder: Path) -> None:
    reference = write(folder, "coins_made")
    for workers in (1, 2):
        out = folder / f"data{workers}"
        made = generate(
            families=f"{reference},digit_sum", count=12, seed=5, out=out, workers=workers
        )
        assert made == 24
    one, two = (open_table(folder / f"data{n}", "tasks") for n in (1, 2))
    assert one.equals(two)
    assert set(one.column("family").to_pylist()) == {"coins", "digit_sum"}


def test_a_file_may_be_named(folder: Path) -> None:
    write(folder, "coins_file")
    (folder / "sub").mkdir()
    (folder / "coins_file.py").rename(folder / "sub" / "own.py")
    assert select("sub/own.py:FAMILY")[0].name == "coins"


def test_a_recipe_names_it(folder: Path) -> None:
    from assay.pipelines.run import check_recipe

    reference = write(folder, "coins_recipe")
    recipe = folder / "r.yaml"
    stage = f'{{families: "{reference}", count: 5}}'
    recipe.write_text(f"name: r\nseed: 1\nstages:\n  generate: {stage}\n")
    check_recipe(read_recipe(recipe, []), folder / "out")


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("no_such_module_here:FAMILY", "cannot import 'no_such_module_here'"),
        ("nowhere/own.py:FAMILY", "no such file"),
        ("coins_errors:OTHER", "has no 'OTHER'"),
        ("coins_errors:generate", "expected a Family, found function"),
        (":FAMILY", "expected MODULE:NAME"),
        ("coins_errors:", "expected MODULE:NAME"),
        ("linear_equatio", "did you mean linear_equation"),
    ],
)
def test_what_cannot_be_loaded_is_said(folder: Path, reference: str, said: str) -> None:
    write(folder, "coins_errors")
    with pytest.raises(UsageError, match=re.escape(said)):
        select(reference)


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("taken", [('name="coins"', 'name="digit_sum"')], "name 'digit_sum' is taken"),
        ("ill", [('name="coins"', 'name="Coins!"')], "name 'Coins!'"),
        ("area", [('area="math"', 'area="maths"')], "area 'maths'"),
        ("syntax", [("FAMILY = Family(", "FAMILY = Family((")], "cannot import"),
    ],
)
def test_a_wrong_family_is_refused(
    folder: Path, name: str, changes: list[tuple[str, str]], said: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        select(write(folder, f"coins_{name}", *changes))


GOLD = "    total = price * count\n"
BREAKS = [
    ("levels 1 to 10", ("    price, count", "    assert level < 7\n    price, count")),
    ("same seed same bytes", (GOLD, "    import time\n    total = time.monotonic_ns()\n")),
    ("same seed same bytes", (GOLD, '    total = abs(hash("coins")) % 1000\n')),
    ("problem and kind", ('answer_kind="integer"', 'answer_kind="rational"')),
    ("phrasings", ("prompts=phrasings(", "prompts=[f'{count} {price}?'] or phrasings(")),
    ("oracle agrees", ("% 1000))", "% 1000 + 1))")),
    ("oracle agrees", ("oracle=oracle", "oracle=None")),
    ("gold passes", ('Answer("integer", str(total))', 'Answer("integer", f"about {total}")')),
    ("capacity", ("(9 * 10**level - 1) ** 2", "-1")),
    ("capacity", ("9 * 10**level), rng", "3), rng")),
    ("levels", ("10**level)", "10)")),
    ("steps true", ("str(total)))]", "str(total + 1)))]")),
    ("steps true", ("steps=[", "steps=()and[")),
]


@pytest.mark.parametrize(
    ("law", "change"), BREAKS, ids=[f"{i}-{b[0]}" for i, b in enumerate(BREAKS)]
)
def test_a_broken_law_is_named(folder: Path, law: str, change: tuple[str, str], request) -> None:  # type: ignore[no-untyped-def]
    number = request.node.callspec.id.split("-")[0]
    reference = write(folder, f"coins_broken_{number}", change)
    with pytest.raises(UsageError, match=f"breaks the law '{law}'") as raised:
        audit_family(find(reference), count=20)
    assert reference in str(raised.value)


def test_the_command_says_it_and_exits_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from assay.cli import app

    reference = write(folder, "coins_cli", ("% 1000))", "% 1000 + 1))"))
    code = code_of(lambda: app(["audit", reference, "--count", "10"], standalone_mode=False))
    assert code == 2
    assert "breaks the law 'oracle agrees'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["linear_equation", "letter_count", "repair"])
def test_ours_keep_the_laws(name: str) -> None:
    assert audit_family(FAMILIES[name], count=10)["laws"] == list(LAWS)

"""Reward models learn from other people's labelled steps: a table `stepwise` without tasks."""

import json
from pathlib import Path

import pytest

from assay.core.errors import UsageError
from assay.core.seeds import SPLITS
from assay.pipelines.stepwise.convert import convert
from assay.training.data import judged_solutions
from assay.training.outcome_rm import train_orm
from assay.training.process_rm import train_prm
from assay.training.stepwise import labelled_steps

FEW = {"steps": 4, "batch": 8, "checkpoint_every": 4, "seed": 1}


@pytest.fixture(scope="module")
def processbench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """60 solutions in ProcessBench's layout, every third with a second step that is wrong."""
    folder = tmp_path_factory.mktemp("stepwise")
    rows = [
        {
            "id": f"p-{n}",
            "generator": "somebody",
            "problem": f"What is {n} + 1 + 1?",
            "steps": [f"{n}+1={n + 1}", "", f"So\n{n + 1}+1={n + 2 + (n % 3 == 0)}"],
            "final_answer_correct": n % 3 > 0,
            "label": 2 if n % 3 == 0 else -1,
        }
        for n in range(60)
    ]
    (folder / "rows.json").write_text(json.dumps(rows))
    convert(folder / "rows.json", "processbench", folder / "table", "table")
    return folder / "table"


def test_every_row_is_in_one_split_and_its_steps_are_lines(processbench: Path) -> None:
    found = {split: judged_solutions(processbench, split=split) for split in SPLITS}
    everyone = [each for judged in found.values() for each in judged]
    assert len({each.task_id for each in everyone}) == len(everyone) == 60
    assert len(found["train"]) > 30
    for each in everyone:
        lines = [each.text[step.start : step.end] for step in each.steps]
        assert each.text == "\n".join(lines) and len(lines) == 2 and lines[1].startswith("So ")
        wrong = each.reward == 0.0
        assert [step.status for step in each.steps] == ["correct", "wrong" if wrong else "correct"]
    assert {each.label for each in labelled_steps(processbench, "train")} == {-1, 1}


def test_writers_and_layouts_choose(processbench: Path) -> None:
    assert judged_solutions(processbench, samplers=["somebody"], families=["processbench"])
    with pytest.raises(UsageError, match="no labelled steps of split train"):
        judged_solutions(processbench, samplers=["nobody"])


def test_a_prm_and_an_orm_learn_from_it(processbench: Path, policy: Path, tmp_path: Path) -> None:
    assert train_prm(data=processbench, model=str(policy), out=tmp_path / "prm", **FEW).steps == 4
    card = (tmp_path / "prm" / "README.md").read_text()
    assert "| processbench |" in card and "| human | wrong |" in card
    train_orm(data=processbench, model=str(policy), out=tmp_path / "orm", **FEW)
    assert "of them with the right answer" in (tmp_path / "orm" / "README.md").read_text()


def test_rows_without_a_source_or_an_outcome(policy: Path, tmp_path: Path) -> None:
    rows = [
        {"prompt": f"{n}?", "completions": ["1+1=2", f"2+1={n}"], "labels": [True, n == 3]}
        for n in range(40)
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    convert(tmp_path / "rows.jsonl", "trl", tmp_path / "table", "table")
    data = {"data": tmp_path / "table", "model": str(policy)}
    train_prm(out=tmp_path / "prm", **data, **FEW)
    card = (tmp_path / "prm" / "README.md").read_text()
    assert "| not said | wrong |" in card and "nobody said" in card
    with pytest.raises(UsageError, match="'stepwise' has its own"):
        train_prm(out=tmp_path / "both", labels=[str(tmp_path)], **data, **FEW)
    with pytest.raises(UsageError, match="usable label"):
        train_orm(out=tmp_path / "orm", **data, **FEW)

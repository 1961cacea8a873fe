"""What is made of people's labels: tables that train, agreement, and the command for both."""

import json
from pathlib import Path
from typing import Any

import pytest
from annotating import label_all
from synthetic_run import make_run
from typer.testing import CliRunner

from assay.cli import app
from assay.core.errors import UsageError
from assay.core.store import open_table
from assay.pipelines.annotate.agreement import agreement, compare, first_error
from assay.pipelines.annotate.export import export
from assay.training.data import judged_solutions


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("annotate") / "run", tasks=30)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run", tasks=30)


def test_export_is_what_training_reads(own: Path, tmp_path: Path) -> None:
    label_all(own, "ann")
    told = export(own, tmp_path / "out", ["ann"])
    assert (told.differing, told.stale) == (0, 0)
    judged = judged_solutions(tmp_path / "out")
    assert judged and {step.source for one in judged for step in one.steps} == {"human"}
    before = {tuple(row[:3]): row[3] for row in _step_words(own)}
    assert all(before[tuple(row[:3])] == row[3] for row in _step_words(tmp_path / "out"))
    with pytest.raises(UsageError, match="holds tables already"):
        export(own, tmp_path / "out", ["ann"])


def _step_words(folder: Path) -> list[tuple[Any, ...]]:
    rows = open_table(folder, "labels").to_pylist()
    return [
        (r["task_id"], r["sampler"], r["sample"],
         [(s["start"], s["end"], s["status"]) for s in r["steps"]])
        for r in rows
    ]  # fmt: skip


def test_where_two_differ_a_step_is_undecided(own: Path, tmp_path: Path) -> None:
    count = label_all(own, "ann")
    assert label_all(own, "bob", slips=3) == count
    told = export(own, tmp_path / "out", ["ann", "bob"])
    assert (told.solutions, told.differing) == (count, 3)
    labels = open_table(tmp_path / "out", "labels").to_pylist()
    assert [row["steps"][0]["status"] for row in labels[:3]] == ["undecided"] * 3


def test_agreement_of_a_run(own: Path) -> None:
    count = label_all(own, "ann", slips=4)
    label_all(own, "bob", most=10)
    found = agreement(own, ["ann", "bob"])
    assert found["annotators"]["ann"]["solutions"] == count
    steps = found["automatic"]["ann"]["steps"]
    assert steps["low"] < steps["kappa"] <= steps["high"] <= 1.0
    assert 1 - 4 / steps["n"] - 1e-4 < steps["agree"] < 1.0
    assert sum(sum(row.values()) for row in steps["confusion"].values()) >= steps["n"]
    bob = found["automatic"]["bob"]
    assert bob["steps"]["kappa"] == bob["first_error"]["kappa"] == 1.0
    assert bob["steps"]["low"] < 1.0
    assert found["between"]["ann / bob"]["solutions"] == 10
    assert agreement(own, ["ann", "bob"]) == found


def test_first_error_and_its_kappa_by_hand() -> None:
    assert first_error(["correct", "wrong", "wrong"]) == 1
    assert first_error(["correct", "neutral"]) == -1
    assert first_error(["undecided", "wrong"]) is None
    assert first_error(["wrong", "undecided"]) == 0
    one = {("a", "m", 0): ["correct", "wrong"], ("b", "m", 0): ["correct"],
           ("c", "m", 0): ["wrong", "inherited"], ("d", "m", 0): ["undecided"]}  # fmt: skip
    two = {("a", "m", 0): ["correct", "wrong"], ("b", "m", 0): ["wrong"],
           ("c", "m", 0): ["wrong", "correct"], ("d", "m", 0): ["correct"]}  # fmt: skip
    found = compare(one, two)
    # First errors 1/1, -1/0, 0/0, and one that cannot be told: po 2/3; margins (1,1,1) and (0,2,1)
    # over (-1, 0, 1): pe = (0 + 2 + 1) / 9 = 1/3; kappa = 1/2.
    assert found["first_error"]["kappa"] == 0.5
    assert (found["first_error"]["n"], found["first_error"]["decided"]) == (3, 0.75)
    # Steps: 5 decided of 6; same 3 of 5.
    assert (found["steps"]["n"], found["steps"]["agree"]) == (5, 0.6)
    assert found["first_error"]["confusion"]["undecided"] == {"-1": 1}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "say who labels"),
        (["--annotator", "../up"], "letters, digits"),
        (["--annotator", ""], "letters, digits"),
        (["--annotator", "a" * 65], "at most 64"),
        (["--annotator", "a", "--host", "0.0.0.0"], "--token-file"),
        (["--annotator", "a", "--host", "example.org"], "--token-file"),
        (["--annotator", "a", "--prm", "m"], "--order convincing"),
        (["--annotator", "a", "--sampler", "nobody"], "no solution of sampler 'nobody'"),
        (["--agreement"], "nobody has labelled"),
        (["--export", "new", "--annotator", "cat"], "no labels by 'cat'"),
    ],
)
def test_wrong_calls(run: Path, options: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["annotate", str(run), "--port", "0", *options])
    assert isinstance(result.exception, UsageError) and said in str(result.exception)
    assert not (run / "annotations").exists()


def test_agreement_and_export_from_the_command_line(own: Path, tmp_path: Path) -> None:
    label_all(own, "ann")
    done = CliRunner().invoke(app, ["annotate", str(own), "--agreement"])
    assert json.loads(done.stdout)["automatic"]["ann"]["steps"]["kappa"] == 1.0
    options = ["--annotator", "ann", "--export", str(tmp_path / "out")]
    done = CliRunner().invoke(app, ["annotate", str(own), *options])
    assert json.loads(done.stdout)["solutions"] == open_table(tmp_path / "out", "labels").num_rows

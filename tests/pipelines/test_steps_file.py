"""The stage steps: one row a line in input order, the contract's fields, no lost solution."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assay.core.errors import TooManyBadRows, UsageError
from assay.core.tables import task_row
from assay.generators import FAMILIES, draw
from assay.pipelines.steps import Summary, label_solutions
from assay.pipelines.steps_worker import LABELLING, lost_steps, row_of_steps

SOLUTIONS = [
    {
        "id": "a",
        "problem": "Compute 88 + 9 + 76.",
        "gold": "173",
        "steps": ["We add.", "88 + 9 = 97", "97 + 76 = 172", "Answer: 172"],
    },
    {"id": 2, "problem": "Solve 2x = 8.", "gold": "4", "steps": ["x = 8/2 = 4"]},
    {"id": None, "problem": "?", "gold": "", "steps": []},
    {"id": "\ud800", "problem": "What is 2+2?", "gold": 4, "steps": ["2 + 2 = \ud800 4"]},
]
BROKEN = [
    "{",
    "[1]",
    '{"id": "x", "problem": "p", "gold": "1", "steps": "2"}',
    '{"id": "y", "problem": "p", "gold": "1", "steps": ["2", 3]}',
    '{"id": "z", "gold": "1", "steps": []}',
    '{"id": "v", "problem": "p", "gold": "1", "steps": [], "task": {"answer": 3}}',
    '{"id": "u", "problem": "p", "gold": "1", "steps": [], "task": 7}',
    "",
]


def written(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(line + "\n" for line in lines))
    return path


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_rows_in_order_and_the_same_bytes_for_any_number_of_workers(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", [json.dumps(one) for one in SOLUTIONS] * 10)
    outputs = []
    for workers in (1, 3):
        out = tmp_path / f"{workers}.jsonl"
        summary = label_solutions(source, out, workers=workers)
        assert summary.rows == 40 and summary.errors == 0 and summary.with_error == 10
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1]
    first, second, third, fourth = read(tmp_path / "1.jsonl")[:4]
    assert set(first) == {"id", "labels", "first_error", "evidence"}
    assert first["labels"] == ["neutral", "correct", "wrong", "inherited"]
    assert (first["id"], first["first_error"]) == ("a", 2)
    assert len(first["evidence"]) == 4  # type: ignore[arg-type]
    assert (second["labels"], second["first_error"]) == (["correct"], -1)
    assert (third["id"], third["labels"], third["first_error"]) == (None, [], -1)
    assert fourth["first_error"] == -1


def test_a_broken_line_is_an_error_row_and_the_rest_is_kept(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", [*BROKEN, json.dumps(SOLUTIONS[0])])
    out = tmp_path / "out.jsonl"
    with pytest.raises(TooManyBadRows):
        label_solutions(source, out)
    rows = read(out)
    assert [row.get("status") for row in rows] == ["error"] * len(BROKEN) + [None]
    assert all(row["message"] and row["labels"] == [] for row in rows[: len(BROKEN)])
    assert rows[0]["id"] is None and rows[0]["line"] == 1
    assert [row["id"] for row in rows[2:7]] == ["x", "y", "z", "v", "u"]
    assert label_solutions(source, out, max_errors=1.0).errors == len(BROKEN)


def test_a_task_is_asked_about_every_step() -> None:
    task = draw(FAMILIES["chain_symbols"], 3, 42, 0).task
    steps = [step.text for step in task.steps] + [f"Answer: {task.answer.value}"]
    line = {"id": 1, "steps": steps, "task": task_row(task)}
    row = row_of_steps(json.dumps(line).encode(), 1)
    assert row["labels"] == ["correct"] * len(steps)
    left, _, right = steps[0].partition("=")
    line["steps"] = [f"{left}={int(right) + 1}", *steps[1:]]
    row = row_of_steps(json.dumps(line).encode(), 1)
    assert row["first_error"] == 0 and set(row["labels"][1:]) <= {"inherited", "correct"}


def test_scores_stand_beside_the_labels(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", [json.dumps(SOLUTIONS[0]), BROKEN[0]])
    out = tmp_path / "out.jsonl"
    asked = []

    def scores(solutions):  # type: ignore[no-untyped-def]
        asked.extend(solutions)
        return [[0.5] * len(steps) for _, steps in solutions]

    label_solutions(source, out, max_errors=1.0, scores=scores)
    rows = read(out)
    assert rows[0]["scores"] == [0.5] * 4 and "scores" not in rows[1]
    assert asked == [("Compute 88 + 9 + 76.", SOLUTIONS[0]["steps"])]


def test_a_lost_worker_costs_its_line_alone() -> None:
    line = json.dumps(SOLUTIONS[0]).encode()
    row = LABELLING.lost(line, 3, "died")
    assert row["id"] == "a" and row["status"] == "error" and row["labels"] == []
    assert lost_steps(b"{", 3, "hung")["line"] == 3


def test_files_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", [json.dumps(SOLUTIONS[0])])
    for arguments in ((tmp_path / "no", tmp_path / "o"), (source, tmp_path / "no" / "o")):
        with pytest.raises(UsageError):
            label_solutions(*arguments)
    with pytest.raises(UsageError):
        label_solutions(source, tmp_path / "o", workers=0)
    (tmp_path / "empty").write_bytes(b"")
    assert label_solutions(tmp_path / "empty", tmp_path / "o") == Summary(0, 0, 0, {}, 0.0, 0.0)


def test_the_command_imports_no_torch(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", [json.dumps(SOLUTIONS[0])])
    code = (
        "import sys\nfrom assay import cli\n"
        f"sys.argv = ['assay', 'steps', '--solutions', {str(source)!r}, '--out', '/dev/null']\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "assert not {'torch', 'transformers', 'datasets'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["labels"]["wrong"] == 1

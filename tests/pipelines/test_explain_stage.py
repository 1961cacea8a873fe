"""The stage explain: pairs, lines of a file and labels of a run, held against the store."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assay.checkers import CHECKER_VERSION
from assay.cli import app
from assay.core.errors import UsageError
from assay.core.records import Label, Solution, Verdict
from assay.core.store import open_table, write_part
from assay.core.tables import label_row, read_tasks, solution_row, table_of
from assay.pipelines.explain import explain_label, explain_line, explain_pair
from assay.pipelines.explain_text import told_text
from assay.pipelines.generate import generate
from assay.pipelines.label import label


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three tasks, a right and a wrong solution of each, and their labels."""
    folder = tmp_path_factory.mktemp("run")
    generate(families="chain_symbols", count=3, out=folder, seed=1)
    tasks = list(read_tasks(open_table(folder, "tasks")))
    solutions = [
        Solution(task.task_id, "m", sample, "none", {}, text, 1, 1, "stop", 0)
        for task in tasks
        for sample, text in enumerate((f"Answer: {task.answer.value}", "Answer: 12345678"))
    ]
    write_part(folder, "solutions", table_of("solutions", map(solution_row, solutions)), "s")
    label(tasks=folder, solutions=folder, out=folder)
    return folder


def _first(run: Path) -> str:
    return next(iter(read_tasks(open_table(run, "tasks")))).task_id


@pytest.mark.parametrize(("sample", "status"), [(0, "correct"), (1, "wrong")])
def test_a_label_is_found_and_is_the_same_again(run: Path, sample: int, status: str) -> None:
    told = explain_label(run, run, run, _first(run), "m", sample)
    assert told["status"] == status
    assert told["stored"] == {"same": True, "checker_version": CHECKER_VERSION, "differs": {}}
    assert "stored     the same verdict" in told_text(told)


def test_a_label_that_says_otherwise_is_told(run: Path, tmp_path: Path) -> None:
    stored = Label(_first(run), "m", 0, Verdict("wrong", "7", "exact"), "0")
    write_part(tmp_path, "labels", table_of("labels", [label_row(stored)]), "l")
    told = explain_label(run, run, tmp_path, _first(run), "m", 0)
    assert told["stored"]["same"] is False
    assert told["stored"]["differs"]["status"] == ["wrong", "correct"]
    assert "ANOTHER verdict" in told_text(told)


@pytest.mark.parametrize(
    ("task", "sampler", "sample"), [("nosuch", "m", 0), (None, "x", 0), (None, "m", 2)]
)
def test_a_key_that_is_not_there(run: Path, task: str | None, sampler: str, sample: int) -> None:
    with pytest.raises(UsageError, match=r"nosuch|'x'|'2'"):
        explain_label(run, run, None, task or _first(run), sampler, sample)


def test_a_pair_is_found_by_its_id(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    lines = [{"id": n, "gold": "4", "candidate": str(n), "form": "expr"} for n in ("a", 4, "4")]
    pairs.write_text("{broken\n" + "".join(json.dumps(line) + "\n" for line in lines))
    assert explain_line(pairs, "a")["status"] == "wrong"
    assert explain_line(pairs, "4")["extracted"] == "4"
    with pytest.raises(UsageError, match="nosuch"):
        explain_line(pairs, "nosuch")
    with pytest.raises(UsageError, match="cannot read"):
        explain_line(tmp_path / "missing", "a")


@pytest.mark.parametrize("gold", ["4", "\\sqrt{2}", "x^2+1", "{1, 2}", "[1, 3)", "yes", "x^2+C"])
@pytest.mark.parametrize("candidate", ["4", "\\boxed{1} or \\boxed{2}", "\x1b[2J", "", "1/0", "x"])
def test_every_explanation_has_a_text_that_is_safe_to_print(gold: str, candidate: str) -> None:
    text = told_text(explain_pair({"gold": gold, "candidate": candidate, "form": "text"}))
    assert text.startswith("verdict    ")
    assert all(letter.isprintable() or letter == "\n" for letter in text)


def test_a_required_form_is_named() -> None:
    told = explain_pair(
        {"gold": "3/4", "candidate": "6/8", "form": "expr", "required_form": "reduced"}
    )
    assert "not reduced: it is not in lowest terms" in told_text(told)


@pytest.mark.parametrize(
    "argv",
    [
        ["--gold=-1/2", "--candidate", "-0.5"],
        ["--gold", "4", "--candidate", "so \\boxed{4}", "--form", "text"],
        ["--gold", "4", "--candidate", "6*7", "--question", "What is 6*7?", "--kind", "integer"],
    ],
)
def test_the_command_and_its_json_say_the_same(argv: list[str]) -> None:
    text = CliRunner().invoke(app, ["explain", *argv])
    told = json.loads(CliRunner().invoke(app, ["explain", *argv, "--json"]).stdout)
    assert text.exit_code == 0 and text.stdout == told_text(told)


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--gold", "4"],
        ["--gold", "4", "--candidate", "4", "--id", "1"],
        ["--pairs", "x"],
        ["--tasks", "x", "--task-id", "y"],
        ["--kind", "integer"],
    ],
)
def test_one_verdict_has_to_be_named_whole(argv: list[str]) -> None:
    result = CliRunner().invoke(app, ["explain", *argv])
    assert isinstance(result.exception, UsageError) and "name one verdict" in str(result.exception)


def test_a_label_by_the_command(run: Path) -> None:
    where = [word for name in ("tasks", "solutions", "labels") for word in (f"--{name}", str(run))]
    argv = ["explain", *where, "--task-id", _first(run), "--sampler", "m", "--sample", "1"]
    assert "stored     the same verdict" in CliRunner().invoke(app, argv).stdout

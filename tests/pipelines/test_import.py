"""Users' own problems as tasks: styles of golds, programs, what is rejected and why."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assay.checkers import grade
from assay.core.errors import SandboxUnavailable, TooManyBadRows, UsageError
from assay.core.store import open_table
from assay.core.tables import read_tasks
from assay.generators import FAMILIES, draw
from assay.pipelines.import_rows import layout_of, read_row
from assay.pipelines.import_tasks import REJECTED, import_tasks
from assay.pipelines.vet import vet_task
from assay.sandbox import open_sandbox

GSM = [
    {"question": "Ann has 3 bags of 4 apples. How many?", "answer": "3*4 = 12\n#### 12"},
    {"question": "Half of 1,500?", "answer": "so #### 750"},
    {"question": "What is left?", "answer": "nothing stated"},
    {"question": "Half of  1,500?", "answer": "#### 750"},
    {"question": "", "answer": "#### 1"},
]
MATH = [
    {"problem": "Find 1/2+1/4.", "solution": r"So $\boxed{\frac{3}{4}}$.", "level": "Level 1"},
    {"problem": "Solve x^2=1.", "solution": r"Thus \boxed{x = 1 \text{ or } x = -1}"},
]
HUMANEVAL = {
    "task_id": "HumanEval/0",
    "prompt": 'def double(x: int) -> int:\n    """Twice x."""\n',
    "entry_point": "double",
    "canonical_solution": "    return 2 * x\n",
    "test": "METADATA = {}\n\ndef check(candidate):\n    assert True, 'shown'\n"
    "    assert candidate(2) == 4\n    assert candidate(-3) == -6\n",
}
MBPP = {
    "task_id": 7,
    "text": "Write a function to split a number into its halves.",
    "code": "def halves(x):\n    return (x / 2, x / 2)",
    "test_list": ["assert halves(3) == (1.5, 1.5)", "assert abs(halves2(2) - 1.0) < 1e-6"],
}


def jsonl(path: Path, rows: list[Any]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return str(path)


def imported(out: Path) -> list[Any]:
    return list(read_tasks(open_table(out, "tasks")))


def test_gsm8k_rows_become_tasks_and_the_rest_is_listed(tmp_path: Path) -> None:
    source, out = jsonl(tmp_path / "g.jsonl", GSM), tmp_path / "out"
    with pytest.raises(TooManyBadRows, match="3 of 5 rows"):
        import_tasks(source=source, out=out, family="gsm", style="gsm8k", split="test")
    found = import_tasks(
        source=source, out=out, family="gsm", style="gsm8k", split="test", max_errors=0.6
    )
    assert (found.tasks, found.rejected, found.kinds) == (2, 3, {"integer": 2})
    tasks = imported(out)
    assert [task.answer.value for task in tasks] == ["12", "750"]
    assert {task.split for task in tasks} == {"test"}
    assert grade(tasks[0].answer, "3*4 = 12 apples\n#### 12").status == "correct"
    lines = [json.loads(line) for line in (out / REJECTED).read_text().splitlines()]
    assert [line["row"] for line in lines] == [3, 4, 5]
    assert "####" in lines[0]["reason"] and "row 2" in lines[1]["reason"]
    assert "prompt" in lines[2]["reason"]


def test_math_rows_keep_the_kind_of_their_gold(tmp_path: Path) -> None:
    out = tmp_path / "out"
    import_tasks(source=jsonl(tmp_path / "m.jsonl", MATH), out=out, family="math500", style="math")
    first, second = imported(out)
    assert (first.answer.kind, second.answer.kind) == ("rational", "set")
    assert grade(first.answer, "The answer is 0.75.").status == "correct"
    assert grade(second.answer, "Answer: {-1, 1}").status == "correct"
    assert grade(second.answer, "Answer: 1").status == "wrong"


def test_a_second_call_and_a_parquet_file_change_nothing(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(MATH), tmp_path / "m.parquet")
    asked: dict[str, Any] = {
        "source": str(tmp_path / "m.parquet"), "out": tmp_path / "out", "family": "m",
        "columns": {"prompt": "problem", "answer": "solution"},
    }  # fmt: skip
    first = import_tasks(**asked)
    before = (tmp_path / "out" / "manifest.jsonl").read_bytes()
    assert import_tasks(**asked) == first
    assert (tmp_path / "out" / "manifest.jsonl").read_bytes() == before
    with pytest.raises(UsageError, match="another level"):
        import_tasks(**asked, level=3)


def test_tests_of_programs_are_read_and_never_run(tmp_path: Path) -> None:
    row = {**HUMANEVAL, "test": HUMANEVAL["test"] + "\nopen('/tmp/assay-was-here', 'w')\n"}
    problem = read_row(row, layout_of(row, "auto", {}, None))
    spec = problem.answer.spec
    assert problem.answer.kind == "program" and problem.answer.value == "double"
    assert spec["examples"] == [{"args": [2], "result": 4}, {"args": [-3], "result": -6}]
    assert spec["signature"] == "double(x: int) -> int"
    assert not Path("/tmp/assay-was-here").exists()


def test_mbpp_rows_show_one_case(tmp_path: Path) -> None:
    row = {**MBPP, "test_list": MBPP["test_list"][:1]}
    problem = read_row(row, layout_of(row, "auto", {}, None))
    assert "For example, halves(3) == [1.5, 1.5]" in problem.prompt
    assert problem.answer.spec["compare"]["tolerance"] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"test_list": MBPP["test_list"]}, "1 of 2 asserts"),
        ({"test_list": ["assert len(halves(3)) == 2"]}, "asserts are no plain"),
        ({"test_list": ["assert halves(__import__('os')) == 2"]}, "asserts are no plain"),
        ({"test_list": ["import os; os.system('true')"]}, "call no function"),
        ({"test_list": ["assert halves(("]}, "no Python"),
        ({"test_list": []}, "call no function"),
        ({"code": "x = 1", "test_list": ["assert halves(1) == 2"]}, "defines no function"),
        ({"code": ""}, "code is missing"),
        ({"test_list": ["assert halves({1, 2}) == 2"]}, "asserts are no plain"),
    ],
)
def test_programs_that_cannot_be_read_say_why(change: dict[str, Any], said: str) -> None:
    row = {**MBPP, **change}
    with pytest.raises(UsageError, match=said):
        read_row(row, layout_of(row, "mbpp", {}, None))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"family": "Bad Name"}, "Bad Name"),
        ({"family": "digit_sum"}, "one of assay's own"),
        ({"style": "gsm"}, "unknown style"),
        ({"columns": {"prompt": "nope"}}, "nope"),
        ({"columns": {"gold": "answer"}}, "field of --columns"),
        ({"kind": "integr"}, "integr"),
        ({"split": "dev"}, "dev"),
        ({"source": "/nowhere/at/all.jsonl"}, "no such file"),
    ],
)
def test_odd_requests_are_one_clear_sentence(
    change: dict[str, Any], said: str, tmp_path: Path
) -> None:
    asked: dict[str, Any] = {
        "source": jsonl(tmp_path / "g.jsonl", GSM[:2]), "out": tmp_path / "out", "family": "gsm",
    }  # fmt: skip
    with pytest.raises(UsageError, match=said):
        import_tasks(**{**asked, **change}, max_errors=0.0)


def test_broken_lines_and_hostile_values_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "h.jsonl"
    hostile = "[" * 50_000
    path.write_text(
        '{"question": "1+1?", "answer": "2"}\nno json\n'
        + json.dumps({"question": "x?", "answer": hostile})
        + '\n{"question": {"a": 1}, "answer": "2"}\n'
    )
    found = import_tasks(source=str(path), out=tmp_path / "out", family="h", max_errors=1.0)
    assert found.tasks + found.rejected == 4 and found.rejected >= 2
    assert imported(tmp_path / "out")[0].answer.value == "2"


def test_imported_programs_are_judged_by_their_own_tests() -> None:
    row = {**HUMANEVAL, "test": HUMANEVAL["test"] + "\n    assert candidate(0) == 0\n"}
    answer = read_row(row, layout_of(row, "auto", {}, None)).answer
    task = replace(draw(FAMILIES["function_synthesis"], 1, 1, 0).task, answer=answer, meta={})
    try:
        opened = open_sandbox("local")
    except SandboxUnavailable as refused:
        pytest.skip(str(refused))
    with opened as sandbox:
        vetted = vet_task(task, sandbox)
        assert (vetted["kept"], vetted["tests"], vetted["tried"]) == (True, 3, 0)
        right = "```python\ndef double(x):\n    return x + x\n```"
        assert grade(answer, right, sandbox=sandbox).status == "correct"
        verdict = grade(answer, right.replace("x + x", "x * x"), sandbox=sandbox, shrink=True)
        assert verdict.status == "wrong" and verdict.evidence["smallest"]["args"] == "[-3]"
        broken = replace(
            answer, spec={**answer.spec, "reference_source": "def double(x): return 1"}
        )
        assert not vet_task(replace(task, answer=broken), sandbox)["kept"]

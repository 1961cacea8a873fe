"""Stored programs as solutions of a sampler of their own."""

from pathlib import Path
from typing import Any

import pytest

from assay.checkers.program_source import find_program
from assay.core.errors import UsageError
from assay.core.records import Task
from assay.core.store import open_table, read_manifest, write_part
from assay.core.tables import solution_of, table_of, tasks_table
from assay.generators import FAMILIES, draw
from assay.pipelines.mutants import MODEL, SAMPLER, mutants


def tasks() -> list[Task]:
    names = ("function_synthesis", "repair", "output_prediction")
    return [draw(FAMILIES[name], 2, 9, index).task for name in names for index in range(2)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_part(tmp_path, "tasks", tasks_table(tasks()), key="all")
    return tmp_path


def test_the_reference_comes_first_then_the_mutants(folder: Path) -> None:
    written = mutants(tasks=folder, out=folder)
    rows = [solution_of(row) for row in open_table(folder, "solutions").to_pylist()]
    programs = [task for task in tasks() if task.answer.kind == "program"]
    assert written == len(rows) == sum(1 + len(t.answer.spec["mutants"]) for t in programs)
    for task in programs:
        mine = [row for row in rows if row.task_id == task.task_id]
        spec = task.answer.spec
        assert [row.sample for row in mine] == list(range(len(mine)))
        assert {(row.sampler, row.model, row.finish_reason) for row in mine} == {
            (SAMPLER, MODEL, "stop")
        }
        sources = [find_program(row.text, "solve") for row in mine]
        assert sources == [f"{s}\n" for s in (spec["reference_source"], *spec["mutants"])]
        assert [row.params["program"] for row in mine[:2]] == ["reference", "mutant 1"]


def test_started_again_it_writes_nothing(folder: Path) -> None:
    mutants(tasks=folder, out=folder, most=2)
    before = read_manifest(folder)
    assert mutants(tasks=folder, out=folder, most=2) == 0
    assert read_manifest(folder) == before
    assert open_table(folder, "solutions").num_rows == 4 * 3


def counts(tests: int) -> dict[str, Any]:
    return {"tests": tests, "tried": 3, "caught": 2, "equivalent": 1, "telling_json": "[]"}


def test_dropped_tasks_and_living_mutants_are_left_out(folder: Path) -> None:
    ids = [task.task_id for task in tasks() if task.answer.kind == "program"]
    rows = [
        {"task_id": ids[0], "kept": False, "reason": "x", "killed": [], **counts(0)},
        {"task_id": ids[1], "kept": True, "reason": None, "killed": [1], **counts(9)},
    ]
    write_part(folder, "vetted", table_of("vetted", rows), key="all")
    mutants(tasks=folder, out=folder)
    found = [solution_of(row) for row in open_table(folder, "solutions").to_pylist()]
    assert ids[0] not in {row.task_id for row in found}
    second = [row.text for row in found if row.task_id == ids[1]]
    spec = tasks()[1].answer.spec
    assert second == [
        f"```python\n{s}\n```" for s in (spec["reference_source"], spec["mutants"][1])
    ]


def test_a_negative_number_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="most -1"):
        mutants(tasks=folder, out=folder, most=-1)

"""The tasks that are left after vetting, part by part: what sampling and the mutants work on.

    for part in vetted_parts(Path("data/t")): part.key, part.tasks

Dropped tasks are left out and so are the mutants that no test kills; the tests that vetting found
to be missing come with the task. Tasks without a row in
`vetted` (other kinds, or no sandbox so far) are passed on as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assay.core.canonical import loads
from assay.core.records import Task
from assay.core.store import home_of, parts_of, read_part
from assay.pipelines.task_parts import TaskPart, task_parts, tasks_by_id

Row = Mapping[str, Any]


def vetted_parts(folder: Path) -> Iterator[TaskPart]:
    """The parts of the tasks table in `folder`, without what vetting dropped."""
    rows = vetted_rows(folder)
    for part in task_parts(folder):
        kept = [_pruned(task, rows) for task in part.tasks if _is_kept(task, rows)]
        yield TaskPart(part.key, kept, part.batch)


def vetted_rows(folder: Path) -> dict[str, Row]:
    """The rows of `vetted` in `folder` (or beside the folder of the tasks) by task."""
    home = home_of(folder, "tasks")
    parts = parts_of(home, "vetted")
    return {row["task_id"]: row for part in parts for row in read_part(home, part).to_pylist()}


def _is_kept(task: Task, rows: Mapping[str, Row]) -> bool:
    row = rows.get(task.task_id)
    return row is None or bool(row["kept"])


def vetted_tasks(folder: Path) -> dict[str, Task]:
    """All tasks of a folder by their id, the dropped ones too, with what vetting added to them."""
    rows = vetted_rows(folder)
    return {name: _pruned(task, rows) for name, task in tasks_by_id(folder).items()}


def _pruned(task: Task, rows: Mapping[str, Row]) -> Task:
    row = rows.get(task.task_id)
    if row is None:
        return task
    spec = task.answer.spec
    telling = loads(row["telling_json"])
    changed = {**spec, "mutants": [spec["mutants"][i] for i in row["killed"]]}
    if telling:
        changed["telling"] = telling
    return task if changed == spec else replace(task, answer=replace(task.answer, spec=changed))

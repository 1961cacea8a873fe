"""The tasks of a folder, part by part, as the stages after `generate` take them.

    for part in task_parts(Path("data/t")): part.key, part.tasks

A folder that nobody of us wrote (only `*.parquet`, no manifest) counts as one part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.core.records import Task
from assay.core.store import home_of, open_table, parts_of, read_part
from assay.core.tables import read_tasks


@dataclass(frozen=True, slots=True)
class TaskPart:
    """Some tasks that are worked on together; `key` names them among the parts of a folder.

    `batch` tells which call of generate made them: 0 the first, one more for each `--append`.
    """

    key: str
    tasks: Sequence[Task]
    batch: int = 0


def task_parts(folder: Path) -> Iterator[TaskPart]:
    """The parts of the tasks table in `folder` (or the folder of the table itself), in order."""
    home = home_of(folder, "tasks")
    parts = parts_of(home, "tasks")
    if not parts:
        yield TaskPart("tasks", list(read_tasks(open_table(folder, "tasks"))))
    for part in parts:
        tasks = list(read_tasks(read_part(home, part)))
        yield TaskPart(part.file.split("/")[-1], tasks, int(part.note.get("batch", 0)))


def tasks_by_id(folder: Path) -> dict[str, Task]:
    """All tasks of a folder by their id."""
    return {task.task_id: task for part in task_parts(folder) for task in part.tasks}

"""What a training reads from the tables, and what it must not read.

    shown = demonstrations(Path("data/t"), levels=(1, 2, 3), count=1000)
    judged = judged_solutions(Path("data/t"))         # task, text, reward, step labels

Rows of split `test` are for evaluation alone: only `held_out` gives them. Stored programs (sampler
`mutants`) are no policy's work and train reward models only when asked for by name. Undecided and
error rows carry no reward and are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assay.core.errors import UsageError
from assay.core.records import Task
from assay.core.seeds import SPLITS, Split, seed_for
from assay.core.store import open_table
from assay.core.tables import label_of, read_tasks
from assay.training.stepwise_table import Judged, holds_stepwise, stepwise_solutions
from assay.training.tiny import answer_text, worked_text

MUTANTS = "mutants"


@dataclass(frozen=True, slots=True)
class Shown:
    """A demonstration: a prompt and its worked solution."""

    prompt: str
    response: str


def tasks_of(
    folder: Path,
    split: Split,
    *,
    levels: Sequence[int] | None = None,
    families: Sequence[str] | None = None,
    most: int | None = None,
    programs: bool = False,
) -> list[Task]:
    """The tasks of one split in the table's order, at most `most`; programs only when asked for.

    Raises UsageError for an unknown split and when nothing is left.
    """
    if split not in SPLITS:
        raise UsageError(f"split {split!r}: allowed are {', '.join(SPLITS)}")
    table = open_table(folder, "tasks")
    chosen = [
        task
        for task in read_tasks(table.filter(pc.equal(table["split"], split)))
        if (levels is None or task.level in levels)
        and (families is None or task.family in families)
        and (programs or task.answer.kind != "program")
    ]
    if not chosen:
        wanted = f"split {split}, levels {levels or 'all'}, families {families or 'all'}"
        raise UsageError(f"no tasks in {str(folder)!r} for {wanted}{_instead(table, split)}")
    return _spread(chosen, most)


def _instead(table: pa.Table, split: str) -> str:
    """Which splits a table has, where the one asked for is not among them."""
    found = sorted(set(table["split"].to_pylist()))
    if not found or split in found:
        return ""
    return f"; all {table.num_rows} rows are of split {', '.join(found)}"


def _spread(tasks: list[Task], most: int | None) -> list[Task]:
    """At most `most` tasks, evenly spaced over the table so that every family has its share."""
    if most is None or most >= len(tasks):
        return tasks
    return [tasks[at * len(tasks) // most] for at in range(most)]


def learnt(split: Split) -> Split:
    """The split, when something may be learnt from it. Raises UsageError for `test`."""
    if split == "test":
        raise UsageError("split 'test' is for evaluation alone: allowed are train, validation")
    return split


def held_out(
    folder: Path,
    *,
    most: int | None,
    families: Sequence[str] | None,
    levels: Sequence[int] | None = None,
) -> list[Task]:
    """The test tasks, for evaluation only."""
    return tasks_of(folder, "test", families=families, levels=levels, most=most)


def demonstrations(
    folder: Path,
    *,
    levels: Sequence[int] | None,
    count: int | None,
    families: Sequence[str] | None = None,
    terse: float = 0.0,
) -> list[Shown]:
    """Worked training tasks of `levels` (None: all), at most `count`, evenly spaced.

    About the share `terse` of them, fixed by their ids, show the answer without the steps.
    """
    found = tasks_of(folder, "train", levels=levels, families=families)
    worked = [task for task in found if task.steps]
    if not worked:
        raise UsageError(f"no training task in {str(folder)!r} has worked steps")
    return [
        Shown(task.prompt, answer_text(task) if is_terse(task, terse) else worked_text(task))
        for task in _spread(worked, count)
    ]


def is_terse(task: Task, share: float) -> bool:
    """Whether the demonstration of a task leaves out its steps, when `share` of all do."""
    return seed_for("terse", task.task_id) < share * 2**63


def judged_solutions(
    folder: Path,
    *,
    samplers: Sequence[str] | None = None,
    families: Sequence[str] | None = None,
    split: Split = "train",
    labels: Sequence[Path] | None = None,
) -> list[Judged]:
    """The labelled solutions of one split whose outcome is known, in the tables' order.

    `labels` are the folders of the labels, when these are not (or not only) in `folder`: a solution
    with labels from several sources comes once for each. Where `folder` has no tasks but a table
    `stepwise`, its rows are the solutions.
    """
    if holds_stepwise(folder):
        if labels:
            raise UsageError(
                f"labels {str(labels[0])!r}: a table 'stepwise' has its own; give none with it"
            )
        return stepwise_solutions(folder, split, samplers=samplers, layouts=families)
    tasks = {task.task_id: task for task in tasks_of(folder, split, programs=True)}
    texts = _texts(folder)
    found = []
    for row in chain.from_iterable(
        open_table(place, "labels").to_pylist() for place in labels or [folder]
    ):
        task, key = tasks.get(row["task_id"]), _key(row)
        wanted = row["sampler"] in samplers if samplers else row["sampler"] != MUTANTS
        known = row["reward"] is not None and key in texts
        if task is None or not wanted or not known:
            continue
        if families is None or task.family in families:
            given = (task.task_id, task.family, task.prompt, texts[key])
            found.append(Judged(*given, row["reward"], label_of(row).steps))
    if not found:
        raise UsageError(f"no labelled solutions of split {split} in {str(folder)!r}")
    return found


def _texts(folder: Path) -> dict[tuple[str, str, int], str]:
    table = open_table(folder, "solutions").select(["task_id", "sampler", "sample", "text"])
    return {_key(row): row["text"] for row in table.to_pylist()}


def _key(row: dict[str, Any]) -> tuple[str, str, int]:
    return row["task_id"], row["sampler"], row["sample"]

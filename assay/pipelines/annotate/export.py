"""What people said, as tables that a training reads.

    export(Path("data/runs/r"), Path("data/human"), annotators=["ann"])
    assay train prm --data data/human --model … --out …

`DIR` gets the tasks, the solutions and the labels of every solution that is done. The verdict on
the whole is the run's own; where the run has none it is `undecided` and has no reward. A step's
`source` is `human`, its offsets are those of the solution's text. Where several annotators have
labelled a solution and differ on a step, that step is `undecided`, which trains nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.core.errors import UsageError
from assay.core.records import Label, StepLabel, StepStatus, Verdict
from assay.core.store import lock, parts_of, write_part
from assay.core.tables import label_row, solution_row, table_of, tasks_table
from assay.pipelines.annotate.items import Item, read_items
from assay.pipelines.annotate.journal import annotators as all_annotators
from assay.pipelines.annotate.journal import path_of, read_journal
from assay.pipelines.annotate.marks import statuses

VERSION = "human-1"


@dataclass(frozen=True, slots=True)
class Exported:
    """Solutions and steps written; `differing` steps on which annotators differ; `stale`
    solutions whose text is no longer what was labelled, which are left out."""

    annotators: Sequence[str]
    solutions: int
    steps: int
    differing: int
    stale: int


def chosen(folder: Path, named: str | None) -> list[str]:
    """The annotators to read: the named one, or all. Raises UsageError when there is none."""
    found = all_annotators(folder)
    if named is not None and named not in found:
        raise UsageError(
            f"no labels by {named[:100]!r} in {str(folder)!r}; there are: {', '.join(found) or '-'}"
        )
    if not found:
        raise UsageError(f"nobody has labelled anything in {str(folder)!r} yet")
    return [named] if named is not None else found


def export(folder: Path, out: Path, annotators: Sequence[str]) -> Exported:
    """Write tasks, solutions and labels of what is done. Raises UsageError when nothing is."""
    told = {name: read_journal(path_of(folder, name)) for name in annotators}
    done: list[tuple[Item, list[list[StepStatus]]]] = []
    stale = 0
    for item in read_items(folder):
        states = [t.states[item.key] for t in told.values() if item.key in t.states]
        whole = [state for state in states if state.is_done]
        mine = [statuses(state.marks) for state in whole if state.of == item.mark()]
        stale += len(whole) > len(mine)
        if mine:
            done.append((item, mine))
    if not done:
        raise UsageError(f"no solution is labelled to its end by {', '.join(annotators)}")
    labels = [_label(item, mine) for item, mine in done]
    _write(out, [item for item, _ in done], labels)
    return Exported(
        annotators=list(annotators),
        solutions=len(labels),
        steps=sum(len(label.steps) for label in labels),
        differing=sum(len(set(said)) > 1 for _, mine in done for said in zip(*mine, strict=True)),
        stale=stale,
    )


def _label(item: Item, said: Sequence[Sequence[StepStatus]]) -> Label:
    agreed: list[StepStatus] = [
        step[0] if len(set(step)) == 1 else "undecided" for step in zip(*said, strict=True)
    ]
    steps = tuple(
        StepLabel(start, end, status, "human")
        for (start, end), status in zip(item.spans, agreed, strict=True)
    )
    verdict = item.automatic.verdict if item.automatic else Verdict("undecided")
    return Label(*item.key, verdict, VERSION, steps)


def _write(out: Path, items: Sequence[Item], labels: Sequence[Label]) -> None:
    tasks = {item.task.task_id: item.task for item in items}
    with lock(out):
        if any(parts_of(out, name) for name in ("tasks", "solutions", "labels")):
            raise UsageError(f"{str(out)!r} holds tables already; name another folder")
        settings = {"stage": "annotate"}
        write_part(out, "tasks", tasks_table(tasks.values()), "human", None, settings)
        rows = [solution_row(item.solution) for item in items]
        write_part(out, "solutions", table_of("solutions", rows), "human", None, settings)
        rows = [label_row(label) for label in labels]
        write_part(out, "labels", table_of("labels", rows), "human", None, settings)

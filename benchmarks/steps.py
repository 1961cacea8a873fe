"""How many steps a second are labelled on one core, and the table of agreement in docs/steps.md.

    python benchmarks/steps.py        # prints both tables; takes a minute

Each text is labelled once, in a process that has not seen it: nothing is timed warm.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from assay.checkers import label_steps
from assay.checkers.prose.solution import label_solution
from assay.core.records import Task
from assay.generators import FAMILIES, draw

sys.path.append(str(Path(__file__).parent.parent / "tests" / "checkers"))
import free_form

SEED = 20_260


def worked(indices: range) -> Iterator[tuple[Task, list[str]]]:
    """The worked steps of every mathematics family at levels 1 to 10."""
    for family in FAMILIES.values():
        if family.area == "math" and family.has_steps:
            for index in indices:
                task = draw(family, 1 + index % 10, SEED, index).task
                yield task, [*(step.text for step in task.steps), f"Answer: {task.answer.value}"]


def timed() -> list[str]:
    """One line a way of labelling: steps, seconds, steps a second."""
    tasks = list(worked(range(40)))
    lines = ["| what is labelled | steps | steps/s |", "|---|---|---|"]
    lines.append(_timed("task's own lines, `label_steps`", tasks, 0))
    lines.append(_timed("the same as free text, without the task", tasks, 1))
    lines.append(_timed("the same as free text, with the task", tasks, 2))
    rows = free_form.rows()
    started = time.process_time()
    for row in rows:
        label_solution(row["problem"], row["gold"], row["steps"])
    seconds = time.process_time() - started
    steps = sum(len(row["steps"]) for row in rows)
    lines.append(f"| free-form solutions of the tests | {steps:,} | {steps / seconds:,.0f} |")
    return lines


def _timed(name: str, tasks: list[tuple[Task, list[str]]], way: int) -> str:
    started = time.process_time()
    for task, steps in tasks:
        if way == 0:
            label_steps(task, "\n".join(steps))
        else:
            label_solution(task.prompt, task.answer.value, steps, task if way == 2 else None)
    seconds = time.process_time() - started
    count = sum(len(steps) for _, steps in tasks)
    return f"| {name} | {count:,} | {count / seconds:,.0f} |"


if __name__ == "__main__":
    print("\n".join(timed()))
    print()
    print(free_form.table())

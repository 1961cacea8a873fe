"""Draws that the laws share, and the measures they take.

some(FAMILIES["derivative"], 3)      a few drawn tasks of level 3, drawn once
"""

from functools import cache

from assay.core.records import Task
from assay.generators import FAMILIES, Drawn, draw

FEW = 6


@cache
def some(name: str, level: int, count: int = FEW, seed: int = 7) -> tuple[Drawn, ...]:
    """The first `count` items of a family at a level."""
    return tuple(draw(FAMILIES[name], level, seed, index) for index in range(count))


def worked_text(task: Task) -> str:
    """The worked solution as a model would write it."""
    lines = [step.text for step in task.steps]
    return "\n".join([*lines, f"Answer: {task.answer.value}"])


def worked_size(task: Task, shortest: int) -> float:
    """The measure of hardness: `meta["size"]` if given, else characters to read and to write."""
    if "size" in task.meta:
        return float(task.meta["size"])
    return shortest + sum(len(step.text) for step in task.steps) + len(task.answer.value)

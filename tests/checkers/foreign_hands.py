"""Solutions of other hands, and how far our labels agree with their writers'.

    measured_hands("hand-1", with_task=False).decided  ->  the share of steps that are decided

Fifty-seven writers who had not seen the labeller wrote 100 to 130 solutions each; all are open,
and docs/steps.md has what the first run on each gave. `task` names the task of a
problem that is one, drawn again here. Run as a program it prints the table of docs/steps.md.
"""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from free_form import Measured, compared

from assay.core.records import Task
from assay.generators import FAMILIES, draw

FILE = Path(__file__).parent / "foreign_hands.jsonl"
HANDS = tuple(f"hand-{number}" for number in range(1, 58))
Row = dict[str, Any]


@lru_cache(maxsize=1)
def hands() -> tuple[Row, ...]:
    """All solutions in order."""
    return tuple(json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines())


def task_named(row: Row) -> Task | None:
    """The task that a problem comes from, where it comes from one."""
    if "task" not in row:
        return None
    family, level, seed, index = row["task"].rsplit("-", 3)
    return draw(FAMILIES[family], int(level), int(seed), int(index)).task


@cache
def measured_hands(part: str, with_task: bool) -> Measured:
    """How the labels stand against the writer's own."""
    chosen = [row for row in hands() if row["part"] == part]
    return compared((row, task_named(row) if with_task else None) for row in chosen)


def table() -> str:
    """The table of docs/steps.md."""
    lines = [
        "| writer | task beside | steps | decided | of those not neutral | precision of wrong | "
        "recall of wrong | first error exact | `correct` that the writer calls wrong |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for part in HANDS:
        for with_task in (False, True):
            one = measured_hands(part, with_task)
            lines.append(
                f"| {part} | {'yes' if with_task else 'no'} | {one.steps} | {one.decided:.1%} | "
                f"{one.decided_steps / (one.steps - one.neutral):.1%} | "
                f"{one.both_wrong}/{one.said_wrong} | {one.both_wrong}/{one.truly_wrong} | "
                f"{one.first_exact}/{one.solutions} | {one.missed} of {one.said_correct} |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())

"""The free-form solutions with their own labels, and how far ours agree with them.

    measured(rows("aside")).decided  ->  the share of steps that are correct, wrong or inherited

The rows `open` and `aside` of free_form_steps.jsonl were written before the labeller, those
of `aside` (every third) not looked at while it was tuned; those of `fresh` were written after it.
Run as a program it prints the table of docs/steps.md.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay.checkers.prose.solution import label_solution
from assay.core.records import Task

FILE = Path(__file__).parent / "free_form_steps.jsonl"
DECIDED = ("correct", "wrong", "inherited")
Row = dict[str, Any]


def rows(part: str | None = None) -> list[Row]:
    """The solutions of one part, or all."""
    found = [json.loads(line) for line in FILE.read_text().splitlines()]
    return [row for row in found if part in (None, row["part"])]


@dataclass
class Measured:
    """Counts over steps and solutions."""

    steps: int = 0
    decided_steps: int = 0
    agreed: int = 0
    said_wrong: int = 0
    truly_wrong: int = 0
    both_wrong: int = 0
    neutral: int = 0
    said_correct: int = 0
    missed: int = 0
    solutions: int = 0
    first_exact: int = 0
    false_alarms: list[str] = field(default_factory=list)

    @property
    def decided(self) -> float:
        return self.decided_steps / self.steps


def measured(chosen: Iterable[Row]) -> Measured:
    """How the labeller's labels stand against the written ones."""
    return compared((row, None) for row in chosen)


def compared(chosen: Iterable[tuple[Row, Task | None]]) -> Measured:
    """The same, with the task beside a solution where there is one."""
    found = Measured()
    for row, task in chosen:
        got = label_solution(row["problem"], row["gold"], row["steps"], task)
        wanted: Sequence[str] = row["labels"]
        first = wanted.index("wrong") if "wrong" in wanted else -1
        found.solutions += 1
        found.first_exact += got.first_error == first
        for mine, theirs in zip(got.labels, wanted, strict=True):
            found.steps += 1
            found.decided_steps += mine in DECIDED
            found.agreed += mine == theirs
            found.said_wrong += mine == "wrong"
            found.truly_wrong += theirs == "wrong"
            found.both_wrong += mine == theirs == "wrong"
            found.neutral += mine == "neutral"
            found.said_correct += mine == "correct"
            found.missed += mine == "correct" and theirs == "wrong"
            if mine == "wrong" != theirs:
                found.false_alarms.append(row["id"])
    return found


def _line(name: str, one: Measured) -> str:
    return (
        f"| {name} | {one.solutions} | {one.steps} | {one.decided:.1%} | "
        f"{one.both_wrong}/{one.said_wrong} | {one.both_wrong}/{one.truly_wrong} | "
        f"{one.first_exact}/{one.solutions} | {one.agreed / one.steps:.1%} |"
    )


def table() -> str:
    """The table of docs/steps.md."""
    lines = [
        "| solutions | number | steps | decided | precision of wrong | recall of wrong | "
        "first error exact | same label |",
        "|---|---|---|---|---|---|---|---|",
        *(_line(part, measured(rows(part))) for part in ("open", "aside", "fresh")),
    ]
    styles: dict[str, list[Row]] = defaultdict(list)
    for row in rows():
        styles[row["style"]].append(row)
    lines += [_line(style, measured(styles[style])) for style in sorted(styles)]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())

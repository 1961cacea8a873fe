"""The solutions of a run that a person can label, each with its problem and cut into steps.

    items = read_items(Path("data/runs/r"))
    items[0].problem, items[0].steps_text(), items[0].automatic     # None: nobody has labelled it

The steps are those of the labels table, so that a person's labels and the automatic ones stand at
the same offsets; where that table has none, every line that says something is a step. Stored
programs (sampler `mutants`), programs and solutions without a step are left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.core.canonical import digest
from assay.core.errors import UsageError
from assay.core.records import Label, Solution, Task
from assay.core.store import open_table
from assay.core.tables import label_of, read_tasks, solution_of

Key = tuple[str, str, int]
Span = tuple[int, int]
_MUTANTS = "mutants"


@dataclass(frozen=True, slots=True)
class Item:
    """One solution to label; `spans` are its steps in characters of the solution's text."""

    task: Task
    solution: Solution
    spans: tuple[Span, ...]
    automatic: Label | None

    @property
    def key(self) -> Key:
        """(task_id, sampler, sample)."""
        return self.solution.task_id, self.solution.sampler, self.solution.sample

    @property
    def problem(self) -> str:
        """What was asked."""
        return self.task.prompt

    def steps_text(self) -> list[str]:
        """The steps themselves."""
        return [self.solution.text[start:end] for start, end in self.spans]

    def statuses(self) -> list[str] | None:
        """The automatic labels of the steps; None where there are none."""
        if self.automatic is None or not self.automatic.steps:
            return None
        return [step.status for step in self.automatic.steps]

    def mark(self) -> str:
        """A hash of the text and of where its steps stand: labels belong to these alone."""
        return digest("steps", self.solution.text, [list(span) for span in self.spans]).hex()[:16]


def read_items(folder: Path, sampler: str | None = None) -> list[Item]:
    """The items of a run in the order of its solutions. Raises UsageError when there is none."""
    tasks = {task.task_id: task for task in read_tasks(open_table(folder, "tasks"))}
    labels = _labels(folder)
    found = []
    for row in open_table(folder, "solutions").to_pylist():
        solution = solution_of(row)
        task = tasks.get(solution.task_id)
        wanted = solution.sampler == sampler if sampler else solution.sampler != _MUTANTS
        if task is None or not wanted or task.answer.kind == "program":
            continue
        key = (solution.task_id, solution.sampler, solution.sample)
        item = _item(task, solution, labels.get(key))
        if item.spans:
            found.append(item)
    if not found:
        of = f" of sampler {sampler[:100]!r}" if sampler else ""
        raise UsageError(f"no solution{of} in {str(folder)!r} has a step that could be labelled")
    return found


def _labels(folder: Path) -> Mapping[Key, Label]:
    if not (folder / "labels").is_dir():
        return {}
    rows: list[dict[str, Any]] = open_table(folder, "labels").to_pylist()
    return {(row["task_id"], row["sampler"], row["sample"]): label_of(row) for row in rows}


def _item(task: Task, solution: Solution, label: Label | None) -> Item:
    text = solution.text
    if label is not None and label.steps:
        spans = tuple((step.start, step.end) for step in label.steps)
        places = [place for span in spans for place in span]
        if places != sorted(places) or places[0] < 0 or places[-1] > len(text):
            raise UsageError(
                f"the label of {solution.task_id[:200]!r}, {solution.sampler[:100]!r}, "
                f"{solution.sample} has steps that do not stand in its text"
            )
        return Item(task, solution, spans, label)
    return Item(task, solution, tuple(_lines(text)), label)


def _lines(text: str) -> Iterator[Span]:
    """The lines that say something, without the spaces around them."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            yield start, at + len(line.rstrip())
        at += len(line) + 1

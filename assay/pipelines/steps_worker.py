"""A line of the stage `steps` read and labelled: what its worker processes do.

    row_of_steps(b'{"id": 1, "problem": "2+3*4=", "gold": "14", "steps": ["3*4=12"]}', 1)
        ->  {"id": 1, "labels": ["correct"], "first_error": -1, "evidence": [...]}

A line that is no solution gives an `error` row with a message, no labels and no first error.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from assay.checkers.prose.solution import label_solution
from assay.core.errors import UsageError
from assay.core.records import Task
from assay.core.tables import task_of
from assay.pipelines.check_worker import Row, Trade, pair_of
from assay.pipelines.jsonl import printable


class Asked(NamedTuple):
    """A solution to label."""

    problem: str
    gold: str
    steps: list[str]
    task: Task | None


def row_of_steps(line: bytes, number: int) -> Row:
    """The labels of one line; a line that is no solution is an `error` row that says why."""
    row: Row = {"id": None, "line": number}
    try:
        solution = pair_of(line)
        row = {"id": printable(solution.get("id"))}
        asked = asked_steps(solution)
        found = label_solution(asked.problem, asked.gold, asked.steps, asked.task)
        row |= {"labels": list(found.labels), "first_error": found.first_error}
        row |= {"evidence": printable(list(found.evidence))}
    except (UsageError, RecursionError, MemoryError) as error:
        row |= _error(printable(str(error)) or type(error).__name__)
    return row


def lost_steps(line: bytes, number: int, what: str) -> Row:
    """The `error` row of a solution whose worker `died` or `hung`."""
    row: Row = {"id": None, "line": number}
    with suppress(UsageError, RecursionError):
        row = {"id": printable(pair_of(line).get("id"))}
    return row | _error(f"the worker {what} on this solution")


LABELLING = Trade(row_of_steps, lost_steps)


def _error(message: str) -> Row:
    empty: Row = {"labels": [], "first_error": None, "evidence": []}
    return empty | {"status": "error", "message": message}


def asked_steps(solution: Mapping[str, Any]) -> Asked:
    """A solution's fields, looked at. Raises UsageError that names the one that is wrong.

    A task's own prompt and answer stand in for a problem and a gold that are not given.
    """
    task = _task(solution.get("task"))
    problem = _text(solution, "problem", task.prompt if task else None)
    gold = _text(solution, "gold", task.answer.value if task else None)
    steps = solution.get("steps")
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        raise UsageError(f"steps is {_shown(steps)}; a list of strings is expected")
    return Asked(problem, gold, steps, task)


def _text(solution: Mapping[str, Any], name: str, otherwise: str | None) -> str:
    value = solution.get(name)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if value is None and otherwise is not None:
        return otherwise
    raise UsageError(f"{name} is {type(value).__name__}; a string is expected")


def _task(row: Any) -> Task | None:
    if row is None:
        return None
    if not isinstance(row, dict):
        raise UsageError(f"task is {type(row).__name__}; a row of the tasks table is expected")
    try:
        task = task_of(row)
    except (KeyError, TypeError) as error:
        raise UsageError(f"task is no row of the tasks table: {error!s:.80}") from None
    if not all(
        isinstance(text, str) for text in (task.prompt, task.answer.kind, task.answer.value)
    ):
        raise UsageError("task is no row of the tasks table: prompt and answer are strings")
    return task


def _shown(value: Any) -> str:
    if isinstance(value, list):
        odd = next(item for item in value if not isinstance(item, str))
        return f"a list with {type(odd).__name__}"
    return type(value).__name__

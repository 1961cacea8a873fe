"""What a task's own row knows: the values of its letters, and the numbers of its worked steps.

    numbers_of(task of "6*7 + 1")  ->  {6, 7, 42, 43, 1}

Its numbers account for a number that is not met with by chance; they refute nothing.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from assay.checkers.nodes import Node
from assay.checkers.prose.values import exact, node_of
from assay.core.records import Task

_DIGITS = re.compile(r"\d{1,40}(?:\.\d{1,20})?")


def numbers_of(task: Task) -> frozenset[Fraction]:
    """The numbers of the task's claims, and the values of their sides."""
    return frozenset(abs(number) for text in _texts(task) for number in _numbers(text))


def _texts(task: Task) -> Iterator[str]:
    for step in task.steps:
        yield step.claim.lhs
        yield step.claim.rhs
        yield from (str(value) for value in step.state.get("bind", {}).values())


def _numbers(text: str) -> Iterator[Fraction]:
    value = exact(text)
    if value is not None:
        yield value
    yield from (Fraction(digits) for digits in _DIGITS.findall(text))


def bindings_of(task: Task) -> dict[str, Node]:
    """The values that the task gives its letters."""
    found: dict[str, Node] = {}
    for step in task.steps:
        for name, written in step.state.get("bind", {}).items():
            node = node_of(str(written))
            if node is not None:
                found.setdefault(name, node)
    return found

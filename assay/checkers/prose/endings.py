"""What a solution that comes to the gold tells of its steps once it has been read to the end.

    led_to(outcomes of "36 - 13 = 23", "23 * 2 = 46", {46})  ->  {46, 23, 2, 36, 13}

The numbers that lead to the answer account for themselves, and the values that letters come to
confirm the equations set up for them. Neither refutes anything.
"""

from collections.abc import Sequence
from fractions import Fraction

from assay.checkers.nodes import Node, has_op, symbols
from assay.checkers.prose.outcome import GOOD, Outcome
from assay.checkers.prose.tasks import bindings_of
from assay.checkers.prose.values import exact, node_of
from assay.core.records import Task


def led_to(outcomes: Sequence[Outcome], gold: frozenset[Fraction]) -> frozenset[Fraction]:
    """The numbers that lead to the answer: what the claims that come to it use, and the claims that
    come to those."""
    found = {abs(number) for number in gold}
    for outcome in reversed(outcomes):
        for one in reversed(outcome.claims):
            if one.verdict not in GOOD or one.mended:
                continue
            sides = (one.said.left, one.said.right)
            if found & {abs(value) for side in sides if (value := exact(side.text)) is not None}:
                found |= {abs(number) for side in sides for number in side.numbers}
    return frozenset(found)


def settled_by(outcomes: Sequence[Outcome]) -> dict[str, tuple[Node, ...]]:
    """The values that true claims give letters; a letter with one that was doubted has none."""
    found: dict[str, dict[Node, None]] = {}
    doubted: set[str] = set()
    for outcome in outcomes:
        for one in outcome.claims:
            letter, value = node_of(one.said.left.text), node_of(one.said.right.text)
            if letter is None or value is None or letter.op != "sym" or one.said.supposed:
                continue
            if symbols(value) or has_op(value, "pm", "tuple"):
                continue
            name = str(letter.args[0])
            if one.verdict in GOOD:
                found.setdefault(name, {}).setdefault(value)
            elif not one.mended:
                doubted.add(name)
    return {name: tuple(values) for name, values in found.items() if name not in doubted}


def settled_of(task: Task | None) -> dict[str, tuple[Node, ...]]:
    """The values that a task's own state gives its letters."""
    return {} if task is None else {name: (node,) for name, node in bindings_of(task).items()}

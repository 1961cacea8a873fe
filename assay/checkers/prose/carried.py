"""What a step only carries on: no first error, however false it is.

    is_carried_on("x = -5", after "2x = -10")  ->  True
    is_late_derivative("f'(x) = 2x + 1", after "v' = 1")  ->  True

A slip is the first wrong step. A claim that follows from an earlier one, or puts together what
earlier steps worked out, may be false because of them: whether it is, nobody can tell from it.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

from assay.checkers.nodes import Node, symbols, walk
from assay.checkers.prose.calls import is_called
from assay.checkers.prose.equations import compared, difference
from assay.checkers.prose.outcome import BAD, Judged, Outcome
from assay.checkers.prose.problem import Point
from assay.checkers.prose.values import exact, exact_node, near, node_of, same
from assay.checkers.units import unit_of

_LOW = 3
"""Up to this power a complex number is multiplied out in one step."""


def is_carried_on(one: Judged, outcomes: Sequence[Outcome]) -> bool:
    """Whether the equation is that of an earlier claim, solved: x = -5 after "2x = -10"."""
    names = names_of(one)
    gap = _gap(one)
    if gap is None or len(names) != 1:
        return False
    (name,) = names
    told = [
        claim for outcome in outcomes[-4:] for claim in outcome.claims if names_of(claim) == names
    ]
    gaps = [found for claim in told if (found := _gap(claim)) is not None]
    return any(compared(found, gap, name) in ("same", "weaker", "stronger") for found in gaps)


def is_put_together(
    one: Judged, outcomes: Sequence[Outcome], equations: Sequence[tuple[Node, Node]]
) -> bool:
    """Whether an equation sets what earlier steps worked out equal to a side of the problem's:
    2x = 18 after "6x - 4x - 15 + 4 = 2x - 11", where the problem has 7 on its right."""
    names, gap = names_of(one), _gap(one)
    if gap is None or len(names) != 1:
        return False
    (name,) = names
    worked = [
        node for outcome in outcomes[-4:] for claim in outcome.claims
        if claim.said.relation == "=" and names_of(claim) == names
        and (node := node_of(claim.said.right.text)) is not None and symbols(node)
    ]  # fmt: skip
    sides = [side for pair in equations for side in pair]
    return any(
        compared(difference(node, side), gap, name) == "same"
        for node in worked
        for side in (*sides, *worked)
        if node != side
    )


def _gap(one: Judged) -> Node | None:
    left, right = node_of(one.said.left.text), node_of(one.said.right.text)
    equal = one.said.relation == "=" and left is not None and right is not None
    return difference(left, right) if equal and left and right else None


def is_late_derivative(one: Judged, outcomes: Sequence[Outcome]) -> bool:
    """Whether a derivative is put together after its parts: a slip may stand in them.

    "So the derivative is …" after parts that were seen to be right is an error of its own.
    """
    left = node_of(one.said.left.text)
    before = [claim for outcome in outcomes for claim in outcome.claims]
    primed = left is not None and is_called(left) and str(left.args[0]).endswith("'")
    if not primed and (one.said.operator != "derivative" or one.said.left.index >= 0):
        return False
    seen = any(c.said.operator == "derivative" and c.verdict == "true" for c in before)
    unread = any(outcome.status == "undecided" for outcome in outcomes)
    return (primed or not seen) and (unread or any(map(names_of, before)))


def is_carried_over(one: Judged, outcomes: Sequence[Outcome]) -> bool:
    """Whether a claim that is false by itself may only write down what a step before it decided: a
    derivative, a high power of a complex number or a multiple by primes after words that could not
    be read, a conversion by a factor that was worked out."""
    unread = any(outcome.status == "undecided" for outcome in outcomes)
    if one.said.operator == "derivative" and one.said.left.index >= 0:
        return unread
    node = node_of(one.said.left.text)
    if node is not None and node.op == "pow" and Node("const", ("i",)) in walk(node):
        return unread and (exact_node(node.args[1]) or 0) > _LOW
    worked = frozenset().union(*(outcome.values for outcome in outcomes))
    if node is not None and node.op == "fn" and node.args[0] in ("lcm", "gcd"):
        return unread and (one.said.right.has_operator or exact(one.said.right.text) in worked)
    left, right = one.said.left, one.said.right
    converts = bool(left.units) and left.units != right.units and not left.has_operator
    own = {Fraction(1), *left.numbers}
    return (
        converts
        and exact(left.text) != 1
        and any(number in worked for number in right.numbers if number not in own)
    )


def is_value(one: Judged) -> bool:
    """Whether a claim gives a letter, or a function at a place, its value: A = 8 + 18, f'(2) = 3.
    After a step that could not be read it may only carry on what went wrong there."""
    left, right = node_of(one.said.left.text), node_of(one.said.right.text)
    named = left is not None and (left.op == "sym" or is_called(left))
    return named and right is not None and not symbols(right)


_FUNCTIONS = re.compile(r"\^[{(]-1[)}]\(|[A-Za-z]\([A-Za-z]\(")


def is_about_functions(one: Judged) -> bool:
    """Whether a claim is about an inverse or a composed function, which others led to."""
    return _FUNCTIONS.search(one.said.left.text) is not None


def values_astray(outcomes: Sequence[Outcome], points: Sequence[Point]) -> bool:
    """Whether an earlier claim gave an unknown another value than it has: what comes of that value
    is no new error."""
    if not points:
        return False
    told = (claim for outcome in outcomes for claim in outcome.claims)
    return any(is_value(c) and _is_astray(c, points) for c in told if c.said.relation == "=")


def _is_astray(one: Judged, points: Sequence[Point]) -> bool:
    left, right = node_of(one.said.left.text), node_of(one.said.right.text)
    if left is None or right is None or left.op != "sym":
        return False
    values = [point[left.args[0]] for point in points if left.args[0] in point]
    return bool(values) and all(same(right, value) is False for value in values)


def names_of(one: Judged) -> frozenset[str]:
    """The letters of a claim, those that are called too: f' of f'(2)."""
    sides = (node_of(one.said.left.text), node_of(one.said.right.text))
    nodes = [node for node in sides if node is not None]
    heads = (str(n.args[0]) for node in nodes for n in walk(node) if is_called(n))
    return frozenset().union(heads, *map(symbols, nodes))


def is_excused(one: Judged) -> bool:
    """Whether two numbers that differ are said to be equal, and nobody was blamed: what comes
    after may come of that."""
    a, b = exact(one.said.left.text), exact(one.said.right.text)
    open_or_mended = one.verdict is None or (one.verdict in BAD and one.mended)
    units = (*one.said.left.units, *one.said.right.units)
    measured = any(unit_of(unit.lstrip("/")) for unit in units)
    if not open_or_mended or measured or one.said.relation != "=":
        return False
    if a is None or b is None:
        return _differ(one)
    return a != b


def _differ(one: Judged) -> bool:
    """Whether two numbers that are no fractions are unequal, as far as they are known."""
    left, right = node_of(one.said.left.text), node_of(one.said.right.text)
    x, y = near(left) if left else None, near(right) if right else None
    return x is not None and y is not None and abs(x - y) > max(abs(x), abs(y)) / 100


def is_bare(one: Judged) -> bool:
    """Whether a claim is a calculation with its own numbers, false whatever came before."""
    left, right = one.said.left, one.said.right
    worked_out = any(sign in left.text for sign in "+-*/^")
    return worked_out and not (left.has_letter or right.has_letter)

"""Integrals between bounds and limits by their numbers, where no exact rule is at hand.

    measured(∫_0^1 x e^x dx)  ->  1.0        measured(lim_{x => 0} sin(3x)/(5x))  ->  0.6

An integral is taken at two orders of Gauss and counts when they agree; a limit is what both sides
near the place come to, and only confirms. Floats are compared with room to spare.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import cos, pi

from assay.checkers.certain import Unknown, value_at
from assay.checkers.nodes import Node, has_op, num, replaced, sym, symbols, walk
from assay.checkers.prose.context import Verdict
from assay.checkers.prose.said import Said

_ORDERS = (24, 40)
_FAULTS = (Unknown, ArithmeticError, ValueError, OverflowError)


def by_numbers(said: Said, left: Node, right: Node) -> Verdict:
    """Whether both sides have the same number; false only for integrals that surely have not."""
    if said.relation not in ("=", "~"):
        return None
    a, b = measured(left), measured(right)
    if a is None or b is None:
        return None
    limits = any(inner.args[0] == "lim" for side in (left, right) for inner in _bigs(side))
    scale = max(abs(a), abs(b), 1e-3)
    if abs(a - b) <= (1e-3 if limits or said.rough else 1e-8) * scale:
        return "true"
    soft = said.loose or said.verbal or said.supposed or said.rough or limits
    soft |= any(n.args[:1] == ("log",) for side in (left, right) for n in walk(side))
    return "false" if abs(a - b) > 1e-3 * scale and not soft else None


def measured(node: Node) -> complex | None:
    """The value of an expression with integrals and limits and without unknowns."""
    place: dict[str, complex] = {}
    for at, inner in enumerate(_bigs(node)):
        value = _limit(inner) if inner.args[0] == "lim" else _integral(inner)
        if value is None:
            return None
        node = replaced(node, inner, sym(f"#{at}"))
        place[f"#{at}"] = value
    if symbols(node) - place.keys() or has_op(node, "big"):
        return None
    return _value(node, place)


def _bigs(node: Node) -> list[Node]:
    """The outermost integrals and limits."""
    if node.op == "big":
        return [node]
    return [big for arg in node.args if isinstance(arg, Node) for big in _bigs(arg)]


def _value(node: Node, place: Mapping[str, complex]) -> complex | None:
    try:
        return value_at(node, place)
    except _FAULTS:
        return None


def _integral(node: Node) -> complex | None:
    """The integral between bounds, where two orders agree."""
    if node.args[0] != "int" or len(node.args) != 4:
        return None
    inside = node.args[1]
    parts = inside.args if inside.op == "mul" else (inside,)
    last = [part for part in walk(inside) if part.op == "sym" and part.args[0].startswith("d ")]
    low, high = _value(node.args[2], {}), _value(node.args[3], {})
    if len({*last}) != 1 or low is None or high is None or low.imag or high.imag:
        return None
    name = last[0].args[0][2:]
    one = replaced(Node("mul", tuple(parts)) if len(parts) > 1 else inside, last[0], _ONE)
    if symbols(one) - {name}:
        return None

    def at(x: float) -> complex:
        return value_at(one, {name: complex(x)})

    try:
        coarse, fine = (_gauss(at, low.real, high.real, order) for order in _ORDERS)
    except _FAULTS:
        return None
    return fine if abs(coarse - fine) <= 1e-11 * max(abs(fine), 1.0) else None


def _gauss(at: Callable[[float], complex], low: float, high: float, order: int) -> complex:
    middle, half = (low + high) / 2, (high - low) / 2
    return half * sum((w * at(middle + half * x) for x, w in _nodes(order)), 0j)


@lru_cache(maxsize=4)
def _nodes(order: int) -> tuple[tuple[float, float], ...]:
    """The places and weights of Gauss and Legendre, by Newton's method."""
    found = []
    for k in range(order):
        x = cos(pi * (k + 0.75) / (order + 0.5))
        slope = 1.0
        for _ in range(50):
            before, now = 1.0, x
            for n in range(2, order + 1):
                before, now = now, ((2 * n - 1) * x * now - (n - 1) * before) / n
            slope = order * (x * now - before) / (x * x - 1)
            step = now / slope
            x -= step
            if abs(step) < 1e-15:
                break
        found.append((x, 2 / ((1 - x * x) * slope * slope)))
    return tuple(found)


def _limit(node: Node) -> complex | None:
    """What the values on both sides of a place come to."""
    if len(node.args) != 4 or node.args[2].op != "sym":
        return None
    body, name, place = node.args[1], str(node.args[2].args[0]), node.args[3]
    if symbols(body) - {name} or has_op(body, "big"):
        return None
    infinite = has_op(place, "const") and any(n.args == ("oo",) for n in walk(place))
    if infinite:
        sign = -1.0 if place.op == "neg" else 1.0
        near = [(sign * 1e5, sign * 1e5), (sign * 1e6, sign * 1e6)]
    else:
        middle = _value(place, {})
        if middle is None or middle.imag:
            return None
        near = [(middle.real - h, middle.real + h) for h in (1e-3, 1e-4)]
    sides = [[_value(body, {name: complex(x)}) for x in pair] for pair in near]
    values = [[v for v in pair if v is not None] for pair in sides]
    if any(len(pair) != 2 for pair in values):
        return None
    means = [sum(pair) / 2 for pair in values]
    spread = max(abs(a - b) for a, b in (*values[1:], (means[0], means[1])))
    return means[1] if spread <= 1e-3 * max(abs(means[1]), 1.0) else None


_ONE = num(1)

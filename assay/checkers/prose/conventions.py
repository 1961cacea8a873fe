"""What a formula may mean besides what it says: degrees for radians, another base of a logarithm.

    readings(node of "sin(30)")                        ->  the sine of 30, and of 30 degrees
    differ(node of "log(4)+log(5)", node of "log(9)")  ->  True, whatever the base

A claim that is false in one convention may be meant in another; one that is false in all is false.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from assay.checkers.nodes import Node, num, walk
from assay.checkers.prose.values import near
from assay.checkers.vocabulary import words

_WAVES = words("sin cos tan cot sec csc")
_TURNS = words("asin acos atan")
_BASES = (None, 10, 2)
_SMALL = Fraction(1, 1_000)


def is_delicate(node: Node) -> bool:
    """Whether a convention (degrees, base of a logarithm, e and i) may be read in another way."""
    return any(_is_bound(inner) or _is_bare_wave(inner) or _is_log(inner) for inner in walk(node))


def differ(left: Node, right: Node) -> bool:
    """Whether two numbers are unequal in every convention; False where that is not known.

    Only the usual bases of a logarithm can be tried; any other could be meant unless the ratio of
    the sides does not depend on it.
    """
    if any(_is_bound(inner) for side in (left, right) for inner in walk(side)):
        return False
    ratios = []
    for a, b in zip(readings(left), readings(right), strict=True):
        x, y = near(a), near(b)
        if not x or not y or abs(x - y) <= _SMALL * max(abs(x), abs(y)):
            return False
        ratios.append(x / y)
    logs = any(_is_log(inner) for side in (left, right) for inner in walk(side))
    return not logs or all(abs(a - b) < _SMALL * _SMALL * abs(a) for a, b in pairwise(ratios))


def with_powers_of_e(node: Node) -> Node:
    """A formula with exp(u) for e^u: there e is no letter, or any positive number would do."""
    if node.op == "pow" and node.args[0] == Node("const", ("e",)):
        return Node("fn", ("exp", with_powers_of_e(node.args[1])))
    parts = (with_powers_of_e(arg) if isinstance(arg, Node) else arg for arg in node.args)
    return Node(node.op, tuple(parts))


def readings(node: Node) -> Iterator[Node]:
    """A number as it stands, and in every other convention; in the same order for every number."""
    for base in _BASES:
        for degrees in (False, True):
            yield _read(node, base, degrees)


def _read(node: Node, base: int | None, degrees: bool) -> Node:
    if degrees and _is_bare_wave(node):
        return Node("fn", (node.args[0], Node("unit", (node.args[1], "deg"))))
    parts = tuple(_read(arg, base, degrees) if isinstance(arg, Node) else arg for arg in node.args)
    if base is not None and _is_log(node):
        return Node("fn", ("logb", parts[1], num(base)))
    return Node(node.op, parts)


def _is_log(node: Node) -> bool:
    return node.op == "fn" and node.args[0] == "log"


def _is_bare_wave(node: Node) -> bool:
    """Whether an angle does not show how it is measured: neither pi nor a sign of degrees."""
    return node.op == "fn" and node.args[0] in _WAVES and not any(map(_says_angle, node.args[1:]))


def _says_angle(node: Node) -> bool:
    return any(
        (inner.op == "const" and inner.args[0] == "pi")
        or (inner.op == "unit" and inner.args[1] == "deg")
        for inner in walk(node)
    )


def _is_bound(node: Node) -> bool:
    """Whether a part may mean several things that cannot be tried one by one."""
    letter = node.op == "const" and node.args[0] in ("e", "i")
    return letter or node.op == "mod" or (node.op == "fn" and node.args[0] in _TURNS)

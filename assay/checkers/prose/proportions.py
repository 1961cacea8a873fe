"""Expressions in the same unknowns in proportion: by a factor, or by a factor and a constant.

    ratio_of(x^2 + 13x, -(x+13)x, {x})                ->  -1
    is_apart(-8x + 8y - 46, 4x - 4y - 23, {x, y})     ->  True: -2 times it, and -92

The factor is read off at places that mean nothing, and then proved.
"""

from fractions import Fraction

from assay.checkers.nodes import Node, num, symbols
from assay.checkers.prose.values import near, same, substituted

_PLACES = (
    (Fraction(37, 100), Fraction(121, 100), Fraction(263, 100), Fraction(59, 100)),
    (Fraction(-7, 5), Fraction(31, 50), Fraction(9, 4), Fraction(-3, 10)),
)
MOST_UNKNOWNS = len(_PLACES[0])
_DENOMINATOR = 1_000
_CLOSE = Fraction(1, 10**7)


def ratio_of(mine: Node, other: Node, names: frozenset[str]) -> Fraction | None:
    """k, where mine = k * other and neither is nought; None where there is none."""
    if symbols(other) != names or not 0 < len(names) <= MOST_UNKNOWNS:
        return None
    a, b = _value(mine, names, 0), _value(other, names, 0)
    if not a or not b:
        return None
    ratio = (a / b).limit_denominator(_DENOMINATOR)
    close = ratio and abs(ratio - a / b) <= _CLOSE * abs(ratio)
    return ratio if close and same(mine, _times(ratio, other)) is True else None


def is_apart(mine: Node, other: Node, names: frozenset[str]) -> bool:
    """Whether mine = k * other + c for some k and a constant c that is not 0."""
    if symbols(other) != names or not 0 < len(names) <= MOST_UNKNOWNS:
        return False
    a, b = _value(mine, names, 0), _value(mine, names, 1)
    c, d = _value(other, names, 0), _value(other, names, 1)
    if a is None or b is None or c is None or d is None or c == d:
        return False
    ratio = ((a - b) / (c - d)).limit_denominator(_DENOMINATOR)
    rest = (a - ratio * c).limit_denominator(_DENOMINATOR)
    if not ratio or not rest or abs(a - ratio * c - rest) > _CLOSE:
        return False
    whole = Node("add", (_times(ratio, other), num(rest.numerator, rest.denominator)))
    return same(mine, whole) is True


def _value(node: Node, names: frozenset[str], place: int) -> Fraction | None:
    pairs = zip(sorted(names), _PLACES[place], strict=False)
    return near(substituted(node, {name: num(v.numerator, v.denominator) for name, v in pairs}))


def _times(ratio: Fraction, node: Node) -> Node:
    return Node("mul", (num(ratio.numerator, ratio.denominator), node))

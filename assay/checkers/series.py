"""Infinite sums of rational terms that have a rational value: geometric and telescoping ones.

    total(parse("\\\\sum_{n=1}^{\\\\infty} \\\\frac{3}{5^n}"), equal)  ->  3/4

A sum is geometric when the quotient of neighbouring terms is proved to be one rational below 1 in
size, and telescoping when its term is a quotient of polynomials whose poles are simple, rational
and whole steps apart. Any other sum, and one that has unknowns, is left alone.
"""

from collections.abc import Callable
from itertools import pairwise

from flint import fmpq, fmpq_poly

from assay.checkers.canonical import builder_of
from assay.checkers.exact import Undefined, bits, rational
from assay.checkers.nodes import Node, const, num, replaced, sym, symbols
from assay.checkers.ratios import NotCanonical
from assay.checkers.sums import Finite, finite

_OO = const("oo")
_FARTHEST = 200
_MOST_BITS = 2_000
Equal = Callable[[Node, Node], bool]


def is_endless(node: Node) -> bool:
    """Whether a node is a sum up to infinity."""
    return node.op == "big" and node.args[0] == "sum" and node.args[-1] == _OO


def total(node: Node, equal: Equal) -> Node | None:
    """The value of a sum up to infinity; None where it is not worked out here."""
    series = finite(node)
    if series is None or not is_endless(node) or symbols(series.body) != {series.over}:
        return None
    low = rational(series.low)
    if low is None or low.q != 1 or bits(low) > 20:
        return None
    try:
        found = _geometric(series, low, equal)
        found = _telescoped(series, low) if found is None else found
    except (NotCanonical, Undefined):
        return None
    return None if found is None else num(found)


def _geometric(series: Finite, low: fmpq, equal: Equal) -> fmpq | None:
    index = sym(series.over)
    first, second = (rational(replaced(series.body, index, num(low + k))) for k in (0, 1))
    if not first or second is None or not abs(second) < abs(first) or bits(first) > _MOST_BITS:
        return None
    ratio = second / first
    following = replaced(series.body, index, Node("add", (index, num(1))))
    if not equal(following, Node("mul", (num(ratio), series.body))):
        return None
    return first / (1 - ratio)


def _telescoped(series: Finite, low: fmpq) -> fmpq | None:
    """By partial fractions: c/(k-p) and -c/(k-q) leave the terms that lie between p and q."""
    parts = _quotient(series)
    if parts is None or parts[1].degree() < parts[0].degree() + 2:
        return None
    top, bottom = parts
    poles = _simple_poles(bottom)
    if poles is None or any((a - b).q != 1 or b - a > _FARTHEST for a, b in pairwise(poles)):
        return None
    if any(pole.q == 1 and pole >= low for pole in poles) or poles[-1] - poles[0] > _FARTHEST:
        return None
    slope = bottom.derivative()
    found = fmpq(0)
    for pole in poles:
        residue = top(pole) / slope(pole)
        for step in range(int((pole - poles[0]).p)):
            found += residue / (low - pole + step)
    return found


def _quotient(series: Finite) -> tuple[fmpq_poly, fmpq_poly] | None:
    builder = builder_of(series.body)
    ratio = builder.lowest(builder.of(series.body))
    if set(builder.index) != {("sym", series.over)}:
        return None
    at = builder.index["sym", series.over]
    found = []
    for poly in ratio:
        terms = {int(monomial[at]): value for monomial, value in poly.to_dict().items()}
        if max(terms, default=0) > 20:
            return None
        found.append(fmpq_poly([terms.get(k, fmpq(0)) for k in range(max(terms, default=0) + 1)]))
    return found[0], found[1]


def _simple_poles(bottom: fmpq_poly) -> list[fmpq] | None:
    """The roots in increasing order, if all are rational and simple."""
    roots = []
    for factor, power in bottom.numer().factor()[1]:
        if factor.degree() != 1 or power != 1:
            return None
        roots.append(fmpq(-factor[0], factor[1]))
    return sorted(roots)

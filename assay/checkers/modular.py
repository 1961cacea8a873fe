"""Values modulo the prime 2^61 - 1: identity of rational functions that are too large to expand.

    agree(parse("(x+y+z)^90"), parse("(z+y+x)^90"))  ->  ["1234…", "…", "…"], the points

By Schwartz and Zippel two different rational functions of total degree at most d agree at a random
point with probability at most d / p. Three points and d <= 2^40 leave less than 2^-60. The points
are
drawn from a hash of the expressions, so that a verdict can be replayed.
"""

from collections.abc import Mapping

from assay.checkers.exact import rational
from assay.checkers.nodes import Node, symbols
from assay.core.canonical import digest

PRIME = 2**61 - 1
MAX_TOTAL_DEGREE = 2**40
_POINTS = 3


class NotModular(ValueError):
    """The expression is no rational function over Q, or of too high a degree."""


def agree(a: Node, b: Node) -> tuple[bool, list[dict[str, int]]]:
    """Whether a and b agree at three points, and those points. Raises NotModular.

    A disagreement is a proof of difference; agreement is equality but for a chance below 2^-60.
    """
    if _degree(a) + _degree(b) > MAX_TOTAL_DEGREE:
        raise NotModular("the degree is too high for the error bound")
    if not symbols(a) | symbols(b):
        raise NotModular("a constant is no identity")
    tried: list[dict[str, int]] = []
    for number in range(_POINTS):
        point = point_of(a, b, number)
        tried.append(point)
        if value_at(a, point) != value_at(b, point):
            return False, tried
    return True, tried


def point_of(a: Node, b: Node, number: int) -> dict[str, int]:
    """The point of that number, 0 to 2, drawn from a hash of both expressions."""
    seed = digest(repr(a), repr(b), number)
    names = sorted(symbols(a) | symbols(b))
    return {name: int.from_bytes(digest(seed.hex(), name)[:8], "big") % PRIME for name in names}


def _degree(node: Node) -> int:
    """An upper bound of numerator's plus denominator's degree."""
    if node.op == "num":
        return 0
    if node.op == "sym":
        return 1
    if node.op == "pow":
        exponent = rational(node.args[1])
        if exponent is None or exponent.q != 1:
            raise NotModular("an exponent that is no integer")
        return _degree(node.args[0]) * abs(int(exponent.p))
    if node.op in ("add", "mul", "neg", "div", "ratio", "percent"):
        return sum(_degree(arg) for arg in node.args)
    raise NotModular(f"{node.op} is no rational function")


def value_at(node: Node, point: Mapping[str, int]) -> int:
    """The value of `node` at a point, modulo the prime. Raises NotModular."""
    if node.op == "num":
        value = node.args[0]
        return _divided(int(value.p), int(value.q))
    if node.op == "sym":
        return point[node.args[0]]
    if node.op == "pow":
        return _power(value_at(node.args[0], point), rational(node.args[1]))
    values = [value_at(arg, point) for arg in node.args]
    if node.op == "add":
        return sum(values) % PRIME
    if node.op == "mul":
        product = 1
        for value in values:
            product = product * value % PRIME
        return product
    if node.op == "neg":
        return -values[0] % PRIME
    if node.op in ("div", "ratio"):
        return _divided(*values)
    if node.op == "percent":
        return _divided(values[0], 100)
    raise NotModular(f"{node.op} is no rational function")


def _power(base: int, exponent: object) -> int:
    n = int(exponent.p)  # type: ignore[attr-defined]
    if n < 0:
        return pow(_divided(1, base), -n, PRIME)
    return pow(base, n, PRIME)


def _divided(top: int, bottom: int) -> int:
    if bottom % PRIME == 0:
        raise NotModular("a denominator that vanishes at the point")
    return top * pow(bottom, -1, PRIME) % PRIME

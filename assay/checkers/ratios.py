"""Quotients of polynomials over Q in kernels, and the builder that names the kernels.

    builder.kernel(("root", 2, 3), 2, three)  ->  the generator t with t**2 == 3

Contexts of flint come in a few fixed sizes; generators are handed out from the last to the first,
so
that under the lexicographic order a kernel's relation is led by the kernel itself.
"""

from collections.abc import Callable, Iterable, Mapping
from math import lcm
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from assay.checkers.exact import Undefined, gcd, rational
from assay.checkers.limits import MAX_DEGREE, MAX_TERMS
from assay.checkers.nodes import Node, walk

_SIZES = (2, 4, 8, 16, 32, 48)
_CONTEXTS = {size: fmpq_mpoly_ctx.get(("k", size), "lex") for size in _SIZES}


class NotCanonical(ValueError):
    """The expression has no canonical form here, or it is beyond the caps."""


class Ratio(NamedTuple):
    """A numerator and a denominator in the same context."""

    top: fmpq_mpoly
    bottom: fmpq_mpoly


class Builder:
    """The kernels that two expressions share, and the way from nodes to `Ratio`."""

    def __init__(self, nodes: tuple[Node, ...], rules: Mapping[str, Any]) -> None:
        self.rules = rules
        parts = [part for node in nodes for part in walk(node)]
        unknowns = len({part.args[0] for part in parts if part.op == "sym"})
        count = _kernels(parts) + unknowns
        if count > _SIZES[-1]:
            count = _kernels(set(parts)) + unknowns
        size = next((size for size in _SIZES if size >= count), None)
        if size is None:
            raise NotCanonical("too many kernels")
        self.context = _CONTEXTS[size]
        self.free = size
        self.index: dict[Any, int] = {}
        self.relations: dict[int, tuple[int, fmpq_mpoly]] = {}
        self.parts = _root_parts(parts)
        self.one = self.context.constant(1)

    def kernel(self, key: Any, degree: int = 0, square: fmpq_mpoly | None = None) -> fmpq_mpoly:
        """The generator of a key; with a degree, it satisfies kernel ** degree == square."""
        if key not in self.index:
            if not self.free:
                raise NotCanonical("too many kernels")
            self.free -= 1
            self.index[key] = self.free
            if degree and square is not None:
                self.relations[self.free] = (degree, square)
        return self.context.gen(self.index[key])

    def constant(self, value: fmpq | int) -> Ratio:
        return Ratio(self.context.constant(value), self.one)

    def of(self, node: Node) -> Ratio:
        rule = self.rules.get(node.op)
        if rule is None:
            raise NotCanonical(f"no canonical form for {node.op!r}")
        found: Ratio = rule(self, node)
        return found

    def reduced(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """`poly` modulo the kernels' relations, outermost kernel first."""
        for index in sorted(self.relations) if self.relations else ():
            degree, square = self.relations[index]
            if poly.degrees()[index] >= degree:
                poly = poly % (self.context.gen(index) ** degree - square)
        return poly

    def key(self, ratio: Ratio) -> Any:
        """A hashable identity of a ratio."""
        top, bottom = self.lowest(ratio)
        return (tuple(top.to_dict().items()), tuple(bottom.to_dict().items()))

    def lowest(self, ratio: Ratio) -> Ratio:
        """Relations applied, common factors cancelled, the denominator's leading coefficient 1."""
        top, bottom = self.reduced(ratio.top), self.reduced(ratio.bottom)
        if bottom.is_zero():
            raise Undefined("division by zero")
        if not bottom.is_constant():
            common = top.gcd(bottom)
            if not common.is_constant():
                top, bottom = top // common, bottom // common
        lead = bottom.leading_coefficient()
        return Ratio(top / lead, bottom / lead)


def _kernels(nodes: Iterable[Node]) -> int:
    """An upper bound of the kernels that these nodes need beside the unknowns."""
    count = 0
    for inner in nodes:
        if inner.op in ("const", "fact", "big", "unit"):
            count += 1
        elif inner.op == "fn" or (
            inner.op == "pow" and not (inner.args[1].op == "num" and inner.args[1].args[0].q == 1)
        ):
            count += 3
    return count


def _root_parts(nodes: Iterable[Node]) -> dict[str, int]:
    """For every unknown, the common denominator of the powers it is raised to."""
    parts: dict[str, int] = {}
    for inner in nodes:
        found = _fractional(inner)
        if found:
            parts[found[0]] = lcm(parts.get(found[0], 1), found[1])
    if any(part > 60 for part in parts.values()):
        raise NotCanonical("roots of too many degrees")
    return parts


def _fractional(node: Node) -> tuple[str, int] | None:
    if node.op == "pow" and node.args[0].op == "sym" and node.args[1].op in ("num", "neg", "div"):
        exponent = rational(node.args[1])
        return (node.args[0].args[0], int(exponent.q)) if exponent is not None else None
    if node.op == "fn" and node.args[1:] and node.args[0] in ("sqrt", "cbrt", "root"):
        name, radicand = node.args[0], node.args[1]
        index = {"sqrt": fmpq(2), "cbrt": fmpq(3)}.get(name) or rational(node.args[-1])
        if radicand.op == "pow":
            radicand = radicand.args[0]
        if radicand.op == "sym" and index is not None and index.q == 1 and index > 0:
            return radicand.args[0], int(index.p)
    return None


def product(a: fmpq_mpoly, b: fmpq_mpoly) -> fmpq_mpoly:
    """a * b under the cap on terms."""
    if len(a) * len(b) > MAX_TERMS:
        raise NotCanonical("too many terms")
    return a * b


def times(a: Ratio, b: Ratio) -> Ratio:
    """The product of two ratios."""
    return Ratio(product(a.top, b.top), product(a.bottom, b.bottom))


def inverse(builder: Builder, ratio: Ratio) -> Ratio:
    """1 / ratio."""
    if builder.reduced(ratio.top).is_zero():
        raise Undefined("division by zero")
    return Ratio(ratio.bottom, ratio.top)


def raised(builder: Builder, ratio: Ratio, exponent: int) -> Ratio:
    """ratio ** exponent under the caps."""
    if exponent < 0:
        return raised(builder, inverse(builder, ratio), -exponent)
    return Ratio(_raised(ratio.top, exponent), _raised(ratio.bottom, exponent))


def _raised(poly: fmpq_mpoly, exponent: int) -> fmpq_mpoly:
    terms = len(poly)
    if terms > 1 and (exponent > MAX_DEGREE or _binomial(terms, exponent) > MAX_TERMS):
        raise NotCanonical("a power of too high a degree")
    if terms == 1 and (exponent > 10**9 or exponent * _height(poly) > 100_000):
        raise NotCanonical("a power of too high a degree")
    return poly**exponent


def _height(poly: fmpq_mpoly) -> int:
    lead = poly.leading_coefficient()
    return int(lead.p.bit_length()) + int(lead.q.bit_length()) - 2


def _binomial(terms: int, exponent: int) -> int:
    count = 1
    for k in range(1, terms):
        count = count * (exponent + k) // k
        if count > MAX_TERMS:
            break
    return count


def content(poly: fmpq_mpoly) -> fmpq:
    """The positive rational gcd of the coefficients."""
    found = fmpq(0)
    for value in poly.coeffs():
        found = gcd(found, value)
    return found


Rule = Callable[[Builder, Node], Ratio]

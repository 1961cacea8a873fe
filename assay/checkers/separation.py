"""When a small ball is a proof of zero: a lower bound of non-zero algebraic constants.

    zero_bits(parse("\\sqrt{8} - 2\\sqrt{2}"))  ->  b: the constant is 0 or above 2**-b

The bound is that of Burnikel, Funke, Mehlhorn, Schirra and Schmitt (2001) for integers, + - * /,
roots,
i, sines and cosines of rational multiples of pi: |E| >= 1 / (l(E) * u(E)**(D-1)).
"""

from math import lcm, log2
from typing import Any

from flint import fmpq

from assay.checkers.ball import NoBall, value_of
from assay.checkers.exact import Undefined, rational
from assay.checkers.limits import MAX_PRECISION
from assay.checkers.nodes import Node, walk


class _Bound:
    """Logs of u and l of the bound, and the radicals and roots of unity met on the way."""

    def __init__(self) -> None:
        self.radicals: dict[Node, int] = {}
        self.order = 1
        self.steps = 0

    def degree(self) -> int:
        product = self.order
        for index in self.radicals.values():
            product *= index
        return product

    def of(self, node: Node) -> tuple[float, float]:
        """(log2 u, log2 l); raises NoBall for what is not known to be algebraic."""
        self.steps += 1
        value = rational(node)
        if value is not None:
            return (_log(value.p), _log(value.q))
        rule = getattr(self, f"_{node.op}", None)
        if rule is None or self.steps > 2_000:
            raise NoBall("not known to be algebraic")
        found: tuple[float, float] = rule(node)
        return found

    def _const(self, node: Node) -> tuple[float, float]:
        if node.args[0] != "i":
            raise NoBall("transcendental")
        self.order = lcm(self.order, 4)
        return (0.0, 0.0)

    def _neg(self, node: Node) -> tuple[float, float]:
        return self.of(node.args[0])

    def _add(self, node: Node) -> tuple[float, float]:
        u, low = self.of(node.args[0])
        for arg in node.args[1:]:
            u2, l2 = self.of(arg)
            u, low = max(u + l2, low + u2) + 1, low + l2
        return u, low

    def _mul(self, node: Node) -> tuple[float, float]:
        pairs = [self.of(arg) for arg in node.args]
        return sum(u for u, _ in pairs), sum(low for _, low in pairs)

    def _div(self, node: Node) -> tuple[float, float]:
        (u, low), (u2, l2) = self.of(node.args[0]), self.of(node.args[1])
        return u + l2, low + u2

    _ratio = _div

    def _percent(self, node: Node) -> tuple[float, float]:
        u, low = self.of(node.args[0])
        return u, low + log2(100)

    def _pow(self, node: Node) -> tuple[float, float]:
        if node.args[0] == Node("const", ("e",)):
            return self._unity(node.args[1])
        exponent = rational(node.args[1])
        if exponent is None or abs(exponent.p) > 1_000 or exponent.q > 32:
            raise NoBall("not known to be algebraic")
        u, low = self.of(node.args[0])
        if exponent.q > 1:
            u, low = self._rooted(node.args[0], int(exponent.q), u, low)
        u, low = u * abs(int(exponent.p)), low * abs(int(exponent.p))
        return (u, low) if exponent > 0 else (low, u)

    def _rooted(self, base: Node, index: int, u: float, low: float) -> tuple[float, float]:
        self.radicals[Node("root", (base, index))] = index
        if u >= low:
            return (u + (index - 1) * low) / index, low
        return u, ((index - 1) * u + low) / index

    def _fn(self, node: Node) -> tuple[float, float]:
        name, first = node.args[0], node.args[1]
        if name in ("sqrt", "cbrt", "root"):
            index = {"sqrt": fmpq(2), "cbrt": fmpq(3)}.get(name) or rational(node.args[2])
            if index is None or index.q != 1 or not 2 <= index <= 32:
                raise NoBall("not known to be algebraic")
            return self._rooted(first, int(index.p), *self.of(first))
        if name == "abs":
            return self._absolute(first)
        if name == "exp":
            return self._unity(first)
        turns = turns_of(first) if name in ("sin", "cos", "tan", "cot", "sec", "csc") else None
        if turns is None:
            raise NoBall("not known to be algebraic")
        self.order = lcm(self.order, 2 * int(turns.q), 4)
        if self.order > 10_000:
            raise NoBall("a root of unity of too high an order")
        return (1.0, 1.0) if name in ("sin", "cos") else (2.0, 2.0)

    def _unity(self, exponent: Node) -> tuple[float, float]:
        """exp(q i pi), a root of unity."""
        turns = turns_of(without_i(exponent))
        if turns is None or has_i(without_i(exponent)):
            raise NoBall("not known to be algebraic")
        self.order = lcm(self.order, 2 * int(turns.q), 4)
        if self.order > 10_000:
            raise NoBall("a root of unity of too high an order")
        return 0.0, 0.0

    def _absolute(self, inside: Node) -> tuple[float, float]:
        ball = value_of(inside, {}, 128)
        if not ball.imag == 0 and not ball.imag.contains(0):
            raise NoBall("the modulus of a complex number")
        return self.of(inside)


def _log(value: Any) -> float:
    return max(0.0, float(abs(value).bit_length()))


IMAGINARY = Node("const", ("i",))


def has_i(node: Node) -> bool:
    """Whether the imaginary unit occurs."""
    return any(inner == IMAGINARY for inner in walk(node))


def without_i(node: Node) -> Node:
    """A product or quotient without its first factor i; a text for anything else."""
    if node == IMAGINARY:
        return Node("num", (fmpq(1),))
    if node.op in ("neg", "mul", "div"):
        args = list(node.args)
        for at, arg in enumerate(args[:1] if node.op == "div" else args):
            if has_i(arg):
                args[at] = without_i(arg)
                return Node(node.op, tuple(args))
    return Node("text", ("no i",))


def turns_of(node: Node) -> fmpq | None:
    """q where the node is q * pi, found by its form; None otherwise."""
    if node == Node("const", ("pi",)):
        return fmpq(1)
    if node.op == "unit" and node.args[1] == "deg":
        degrees = rational(node.args[0])
        return None if degrees is None else degrees / 180
    if node.op == "neg":
        inner = turns_of(node.args[0])
        return None if inner is None else -inner
    if node.op == "div":
        top, bottom = turns_of(node.args[0]), rational(node.args[1])
        return None if top is None or not bottom else top / bottom
    if node.op == "mul":
        return _turns_of_product(node)
    return None


def _turns_of_product(node: Node) -> fmpq | None:
    found, factor = None, fmpq(1)
    for arg in node.args:
        value = rational(arg)
        if value is not None:
            factor *= value
        elif found is None and (found := turns_of(arg)) is not None:
            continue
        else:
            return None
    return None if found is None else found * factor


def zero_bits(node: Node) -> int | None:
    """Bits b such that the constant is 0 or larger than 2**-b in absolute value; None if
    unknown."""
    bound = _Bound()
    try:
        u, low = bound.of(node)
    except (NoBall, Undefined):
        return None
    degree = bound.degree()
    bits = low + (degree - 1) * u + 4
    return int(bits) + 1 if bits < MAX_PRECISION else None

"""Ball arithmetic: values with proven error bounds, and the proof that two constants are equal.

    differ(a, b)         True  a witness point where the balls of a and b are apart: proved unequal
    zero_bits(node)      a proved lower bound 2**-bits of a non-zero algebraic constant's size

A ball that contains 0 proves nothing by itself. For algebraic constants (integers, + - * /, roots,
i, sines and cosines of rational multiples of pi) it does below the separation bound of Burnikel,
Funke, Mehlhorn, Schirra and Schmitt (2001): |E| >= 1 / (l(E) * u(E)**(D-1)).
Precision is counted in bits and capped. flint's precision is global to the process: a lock holds
it.
"""

from collections.abc import Callable, Mapping
from math import lcm, log2
from threading import RLock
from typing import Any

import flint
from flint import acb, arb, fmpq

from assay.checkers.exact import Undefined, rational
from assay.checkers.limits import MAX_PRECISION
from assay.checkers.nodes import Node, walk

_LOCK = RLock()
NOWHERE: Mapping[str, fmpq] = {}
_MANY = 24
"""Below this many bits after the point, a value of the ball is not trusted to be integral."""


class NoBall(ValueError):
    """The expression has no ball: a function that is not known here, or no finite value."""


def at_precision(bits: int, work: Callable[[], Any]) -> Any:
    """The result of `work` with flint's precision at `bits`."""
    with _LOCK:
        before = flint.ctx.prec
        flint.ctx.prec = bits
        try:
            return work()
        finally:
            flint.ctx.prec = before


def value_of(node: Node, point: Mapping[str, fmpq], bits: int) -> acb:
    """The ball of `node` at `point`. Raises NoBall or Undefined."""
    found: acb = at_precision(bits, lambda: _ball(node, point))
    if not found.is_finite():
        raise NoBall("no finite value")
    return found


def approximate(node: Node) -> complex | None:
    """A constant to nine digits or better; None for what has no such ball."""
    try:
        found = value_of(node, NOWHERE, 64)
    except (NoBall, Undefined):
        return None
    if not (float(found.real.rad()) + float(found.imag.rad()) < 1e-9):
        return None
    return complex(float(found.real.mid()), float(found.imag.mid()))


def _ball(node: Node, point: Mapping[str, fmpq]) -> acb:
    rule = _RULES.get(node.op)
    if rule is None:
        raise NoBall(f"no ball for {node.op!r}")
    return rule(node, point)


def _sym(node: Node, point: Mapping[str, fmpq]) -> acb:
    if node.args[0] not in point:
        raise NoBall(f"no value for {node.args[0]!r}")
    return acb(arb(point[node.args[0]]))


def _const(node: Node, point: Mapping[str, fmpq]) -> acb:
    name = node.args[0]
    if name == "pi":
        return acb(arb.pi())
    if name == "e":
        return acb(arb.const_e())
    if name == "i":
        return acb(0, 1)
    raise NoBall(f"{name} has no ball")


def _add(node: Node, point: Mapping[str, fmpq]) -> acb:
    total = acb(0)
    for arg in node.args:
        total += _ball(arg, point)
    return total


def _mul(node: Node, point: Mapping[str, fmpq]) -> acb:
    product = acb(1)
    for arg in node.args:
        product *= _ball(arg, point)
    return product


def _div(node: Node, point: Mapping[str, fmpq]) -> acb:
    bottom = _ball(node.args[1], point)
    if bottom == 0:
        raise Undefined("division by zero")
    return _ball(node.args[0], point) / bottom


def _pow(node: Node, point: Mapping[str, fmpq]) -> acb:
    base = _ball(node.args[0], point)
    exponent = rational(node.args[1])
    if exponent is None:
        if node.args[0] == Node("const", ("e",)):
            return _ball(node.args[1], point).exp()
        return base ** _ball(node.args[1], point)
    if exponent.q == 1 and abs(exponent) < 10**18:
        return base ** int(exponent.p)
    if exponent == fmpq(1, 2):
        return base.sqrt()
    if base == 0:
        if exponent < 0:
            raise Undefined("division by zero")
        return acb(0)
    return (base.log() * acb(arb(exponent))).exp()


def _mod(node: Node, point: Mapping[str, fmpq]) -> acb:
    a, b = (_ball(arg, point) for arg in node.args)
    return a - b * _whole(a / b, "floor")


def _whole(value: acb, name: str) -> acb:
    """Floor or ceiling of a real ball that holds exactly one candidate."""
    rounded = value.real.floor() if name == "floor" else value.real.ceil()
    if not value.imag.contains(0) or rounded.unique_fmpz() is None:
        raise NoBall(f"the {name} is not decided")
    return acb(arb(rounded.unique_fmpz()))


def _fn(node: Node, point: Mapping[str, fmpq]) -> acb:
    name, values = node.args[0], [_ball(arg, point) for arg in node.args[1:]]
    if name in ("floor", "ceil"):
        return _whole(values[0], name)
    if name in ("max", "min"):
        reals = [value.real for value in values]
        best = reals[0]
        for real in reals[1:]:
            best = best.max(real) if name == "max" else best.min(real)
        return acb(best)
    rule = _FUNCTIONS.get(name)
    if rule is None:
        raise NoBall(f"no ball for {name!r}")
    try:
        return rule(*values)
    except TypeError:
        raise NoBall(f"{name!r} with {len(values)} arguments") from None


def _real_root(value: acb, index: acb) -> acb:
    """The real root of a real number (negative for an odd index), else the principal one."""
    n = index.real.unique_fmpz()
    if n is None or not 2 <= n <= 64:
        return (value.log() / index).exp()
    if value.imag == 0 and value.real < 0 and n % 2:
        return -acb((-value.real).root(int(n)))
    if value.imag == 0 and value.real >= 0:
        return acb(value.real.root(int(n)))
    return (value.log() / index).exp()


def _fact(node: Node, point: Mapping[str, fmpq]) -> acb:
    return (_ball(node.args[0], point) + 1).gamma()


def _degrees(node: Node, point: Mapping[str, fmpq]) -> acb:
    if node.args[1] != "deg":
        raise NoBall("a unit")
    return _ball(node.args[0], point) * acb(arb.pi()) / 180


def _sign(value: acb) -> acb:
    if value.real > 0 or value.real < 0:
        return acb(1 if value.real > 0 else -1)
    raise NoBall("the sign is not decided")


_FUNCTIONS: dict[str, Callable[..., acb]] = {
    "sqrt": lambda x: x.sqrt(),
    "cbrt": lambda x: _real_root(x, acb(3)),
    "root": _real_root,
    "exp": lambda x: x.exp(),
    "ln": lambda x: x.log(),
    "log": lambda x: x.log(),
    "log10": lambda x: x.log() / acb(10).log(),
    "logb": lambda x, b: x.log() / b.log(),
    "abs": lambda x: acb(abs(x)),
    "sign": _sign,
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "tan": lambda x: x.tan(),
    "cot": lambda x: x.cot(),
    "sec": lambda x: x.sec(),
    "csc": lambda x: x.csc(),
    "sinh": lambda x: x.sinh(),
    "cosh": lambda x: x.cosh(),
    "tanh": lambda x: x.tanh(),
    "coth": lambda x: x.coth(),
    "sech": lambda x: x.sech(),
    "csch": lambda x: x.csch(),
    "asin": lambda x: x.asin(),
    "acos": lambda x: x.acos(),
    "atan": lambda x: x.atan(),
    "asinh": lambda x: x.asinh(),
    "acosh": lambda x: x.acosh(),
    "atanh": lambda x: x.atanh(),
    "acot": lambda x: (1 / x).atan(),
    "asec": lambda x: (1 / x).acos(),
    "acsc": lambda x: (1 / x).asin(),
    "binom": lambda n, k: (n + 1).gamma() / ((k + 1).gamma() * (n - k + 1).gamma()),
    "factorial": lambda x: (x + 1).gamma(),
}
_RULES: dict[str, Callable[[Node, Mapping[str, fmpq]], acb]] = {
    "num": lambda node, point: acb(arb(node.args[0])),
    "sym": _sym,
    "const": _const,
    "add": _add,
    "mul": _mul,
    "neg": lambda node, point: -_ball(node.args[0], point),
    "div": _div,
    "ratio": _div,
    "pow": _pow,
    "mod": _mod,
    "fn": _fn,
    "fact": _fact,
    "percent": lambda node, point: _ball(node.args[0], point) / 100,
    "base": lambda node, point: acb(arb(rational(node))),
    "unit": _degrees,
}


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

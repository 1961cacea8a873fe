"""The exact rational value of a ground expression, where it has one within the caps.

    rational(parse("2/3 + 0.5^2"))  ->  fmpq(11, 12)       rational(parse("\\\\sqrt{2}"))  ->  None

None means "not rational, not ground, or too big to compute": the next rung has to say more.
Raises `Undefined` for a division by zero.
"""

from collections.abc import Callable

from flint import fmpq, fmpz

from assay.checkers.limits import MAX_BITS, MAX_FACTORIAL
from assay.checkers.nodes import Node


class Undefined(ArithmeticError):
    """The expression has no value: a division by zero, the logarithm of zero."""


def rational(node: Node) -> fmpq | None:
    """The value of `node`, or None."""
    if node.op == "num":
        value: fmpq = node.args[0]
        return value
    rule = _RULES.get(node.op)
    return rule(node) if rule else None


def _values(nodes: tuple[Node, ...]) -> list[fmpq] | None:
    values = []
    for node in nodes:
        value = rational(node)
        if value is None:
            return None
        values.append(value)
    return values


def _add(node: Node) -> fmpq | None:
    values = _values(node.args)
    return None if values is None else sum(values, fmpq(0))


def _mul(node: Node) -> fmpq | None:
    values = _values(node.args)
    if values is None:
        return None
    product = fmpq(1)
    for value in values:
        product *= value
        if bits(product) > MAX_BITS:
            return None
    return product


def _neg(node: Node) -> fmpq | None:
    value = rational(node.args[0])
    return None if value is None else -value


def _div(node: Node) -> fmpq | None:
    bottom = rational(node.args[1])
    if bottom == 0:
        raise Undefined("division by zero")
    top = rational(node.args[0])
    return None if top is None or bottom is None else top / bottom


def _pow(node: Node) -> fmpq | None:
    base, exponent = rational(node.args[0]), rational(node.args[1])
    if base is None or exponent is None:
        return None
    return power(base, exponent)


def power(base: fmpq, exponent: fmpq) -> fmpq | None:
    """base ** exponent where that is rational and within the caps (principal root)."""
    if exponent.q == 1:
        n = exponent.p
        if base == 0:
            if n < 0:
                raise Undefined("division by zero")
            return fmpq(0) if n else fmpq(1)
        if base in (1, -1):
            return base if n % 2 else fmpq(1)
        return None if abs(int(n)) * bits(base) > MAX_BITS else base ** int(n)
    if base < 0 or exponent.q > 64:
        return None
    if base == 0:
        return fmpq(0) if exponent > 0 else None
    rooted = root(base, int(exponent.q))
    return None if rooted is None else power(rooted, fmpq(exponent.p))


def root(value: fmpq, index: int) -> fmpq | None:
    """The exact root of a non-negative rational, or None."""
    top, bottom = _integer_root(value.p, index), _integer_root(value.q, index)
    return None if top is None or bottom is None else fmpq(top, bottom)


def _integer_root(value: fmpz, index: int) -> fmpz | None:
    found = value.root(index)
    return found if found**index == value else None


def bits(value: fmpq) -> int:
    """The size of a rational: bits of numerator and denominator."""
    return int(value.p.bit_length()) + int(value.q.bit_length())


def _mod(node: Node) -> fmpq | None:
    values = _values(node.args)
    if values is None:
        return None
    if values[1] == 0:
        raise Undefined("a remainder by zero")
    return values[0] - values[1] * (values[0] / values[1]).floor()


def _fact(node: Node) -> fmpq | None:
    value = rational(node.args[0])
    if value is None or value.q != 1 or not 0 <= value <= MAX_FACTORIAL:
        return None
    return fmpq(fmpz.fac_ui(value.p))


def _base(node: Node) -> fmpq | None:
    digits, base = node.args
    try:
        return fmpq(int(digits, base))
    except ValueError:
        raise Undefined(f"{digits} has no value in base {base}") from None


def _fn(node: Node) -> fmpq | None:
    name = node.args[0]
    rule = _FUNCTIONS.get(name)
    if rule is None:
        return None
    values = _values(node.args[1:])
    return None if values is None else rule(values)


def _sqrt(values: list[fmpq]) -> fmpq | None:
    return root(values[0], 2) if values[0] >= 0 else None


def _root(values: list[fmpq]) -> fmpq | None:
    value, index = values
    if index.q != 1 or not 2 <= index <= 64:
        return None
    if value < 0:
        odd = root(-value, int(index.p)) if index.p % 2 else None
        return None if odd is None else -odd
    return root(value, int(index.p))


def _gcd(values: list[fmpq]) -> fmpq:
    found = fmpq(0)
    for value in values:
        found = gcd(found, value)
    return found


def gcd(a: fmpq, b: fmpq) -> fmpq:
    """The largest rational of which both are integer multiples, never negative."""
    return fmpq((a.p * b.q).gcd(b.p * a.q), a.q * b.q)


def _lcm(values: list[fmpq]) -> fmpq:
    found = fmpq(1)
    for number, value in enumerate(values):
        if value == 0:
            return fmpq(0)
        found = abs(found * value / gcd(found, value)) if number else abs(value)
    return found


def _binom(values: list[fmpq]) -> fmpq | None:
    n, k = values
    if n.q != 1 or k.q != 1 or not 0 <= n <= 20_000:
        return None
    if k < 0 or k > n:
        return fmpq(0)
    return fmpq(fmpz.bin_uiui(int(n.p), int(k.p)))


def _constant(at: int, value: int) -> Callable[[list[fmpq]], fmpq | None]:
    return lambda values: fmpq(value) if len(values) == 1 and values[0] == at else None


_FUNCTIONS: dict[str, Callable[[list[fmpq]], fmpq | None]] = {
    "sqrt": _sqrt,
    "cbrt": lambda values: _root([values[0], fmpq(3)]),
    "root": lambda values: _root(values) if len(values) == 2 else None,
    "abs": lambda values: abs(values[0]),
    "floor": lambda values: fmpq(values[0].floor()),
    "ceil": lambda values: fmpq(values[0].ceil()),
    "gcd": _gcd,
    "lcm": _lcm,
    "max": lambda values: max(values),
    "min": lambda values: min(values),
    "sign": lambda values: fmpq((values[0] > 0) - (values[0] < 0)),
    "binom": lambda values: _binom(values) if len(values) == 2 else None,
    "factorial": lambda values: _fact(Node("fact", (Node("num", (values[0],)),))),
    "exp": _constant(0, 1),
    "ln": _constant(1, 0),
    "log": _constant(1, 0),
    "sin": _constant(0, 0),
    "cos": _constant(0, 1),
    "tan": _constant(0, 0),
}
_RULES: dict[str, Callable[[Node], fmpq | None]] = {
    "add": _add,
    "mul": _mul,
    "neg": _neg,
    "div": _div,
    "ratio": _div,
    "pow": _pow,
    "mod": _mod,
    "fact": _fact,
    "base": _base,
    "fn": _fn,
    "percent": lambda node: _div(Node("div", (node.args[0], Node("num", (fmpq(100),))))),
}

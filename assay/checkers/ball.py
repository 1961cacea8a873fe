"""Ball arithmetic: values with proven error bounds, and the proof that two constants are equal.

    value_of(parse("\\sqrt{2}"), {}, 64)  ->  [1.41421356237309505 +/- 5e-20]

A ball that contains 0 proves nothing by itself; `separation` says when it does. Precision is
counted
in bits and capped. flint's precision is global to the process: a lock holds it.
"""

from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any

import flint
from flint import acb, arb, fmpq

from assay.checkers.exact import Undefined, rational
from assay.checkers.limits import MAX_SUMMANDS
from assay.checkers.nodes import Node
from assay.checkers.sums import finite

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
        power = _ball(node.args[1], point)
        whole = power.real.unique_fmpz() if power.imag == 0 and power.real.is_exact() else None
        return base ** (power if whole is None else int(whole))
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


def _big(node: Node, point: Mapping[str, fmpq]) -> acb:
    """A sum or product term by term, where its ends are whole numbers that are near each other."""
    found = finite(node)
    if found is None:
        raise NoBall("an integral, a limit, or a sum over terms that are not known")
    low, high = (_ball(end, point).real.unique_fmpz() for end in (found.low, found.high))
    if low is None or high is None or not 0 <= high - low < MAX_SUMMANDS:
        raise NoBall("the ends are no whole numbers, or too far apart")
    total = acb(found.name == "prod")
    for k in range(int(low), int(high) + 1):
        term = _ball(found.body, {**point, found.over: fmpq(k)})
        total = total + term if found.name == "sum" else total * term
    return total


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
    "big": _big,
    "percent": lambda node, point: _ball(node.args[0], point) / 100,
    "base": lambda node, point: acb(arb(rational(node))),
    "unit": _degrees,
}

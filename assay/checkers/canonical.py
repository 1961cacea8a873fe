"""Canonical form: a quotient of polynomials over Q in unknowns and kernels, by python-flint.

    decide(parse("tan(y)^2 + 1"), parse("sec(y)^2"))  ->  True

Functions become polynomials in kernels: sines and exponentials in exp of their argument's terms,
roots of integers in roots of primes, other roots and functions one kernel each, with the
relation that the kernel satisfies. Two expressions are equal when the cross-multiplied
difference reduces to 0 by those relations: a proof, on the domain where both are real. They
are different, by proof, only when the kernels are known to be independent over Q.
"""

from collections.abc import Callable
from typing import Any

from flint import fmpq, fmpq_mpoly

from assay.checkers.exact import Undefined, gcd, rational
from assay.checkers.exponentials import (
    PARTS,
    WAVES,
    exponential,
    log_rational,
    log_to_base,
    logarithm,
    wave,
)
from assay.checkers.nodes import Node
from assay.checkers.powers import absolute, imaginary, rational_power, root_power
from assay.checkers.ratios import (
    Builder,
    NotCanonical,
    Ratio,
    Rule,
    content,
    inverse,
    product,
    raised,
    times,
)


def _num(builder: Builder, node: Node) -> Ratio:
    return builder.constant(node.args[0])


def _sym(builder: Builder, node: Node) -> Ratio:
    name = node.args[0]
    return Ratio(builder.kernel(("sym", name)) ** builder.parts.get(name, 1), builder.one)


def _const(builder: Builder, node: Node) -> Ratio:
    name = node.args[0]
    if name == "i":
        return Ratio(imaginary(builder), builder.one)
    if name == "e":
        return Ratio(builder.kernel(("exp", ())) ** PARTS, builder.one)
    if name != "pi":
        raise NotCanonical(f"{name} is no number")
    return Ratio(builder.kernel(("pi",)), builder.one)


def _add(builder: Builder, node: Node) -> Ratio:
    top, bottom = builder.of(node.args[0])
    for arg in node.args[1:]:
        more = builder.of(arg)
        if more.bottom == bottom:
            top = top + more.top
        else:
            top = product(top, more.bottom) + product(more.top, bottom)
            bottom = product(bottom, more.bottom)
    return Ratio(top, bottom)


def _mul(builder: Builder, node: Node) -> Ratio:
    top = bottom = builder.one
    for arg in node.args:
        more = builder.of(arg)
        top, bottom = product(top, more.top), product(bottom, more.bottom)
    return Ratio(top, bottom)


def _neg(builder: Builder, node: Node) -> Ratio:
    top, bottom = builder.of(node.args[0])
    return Ratio(-top, bottom)


def _div(builder: Builder, node: Node) -> Ratio:
    return times(builder.of(node.args[0]), inverse(builder, builder.of(node.args[1])))


def _pow(builder: Builder, node: Node) -> Ratio:
    base, exponent = node.args
    value = rational(exponent)
    if value is not None and value.q == 1:
        return raised(builder, builder.of(base), int(value.p))
    if base == Node("const", ("e",)):
        return exponential(builder, builder.of(exponent))
    if value is not None:
        return root_power(builder, base, value)
    ground = rational(base)
    if ground is not None and ground > 0:
        return exponential(builder, times(builder.of(exponent), log_rational(builder, ground)))
    if ground is not None and ground:  # (-2)^n is exp(n * (ln 2 + i*pi)), the principal power
        half_turn = product(imaginary(builder), builder.kernel(("pi",)))
        size = log_rational(builder, -ground)
        inside = Ratio(size.top + product(half_turn, size.bottom), size.bottom)
        return exponential(builder, times(builder.of(exponent), inside))
    inside = logarithm(builder, builder.of(base))
    return exponential(builder, times(builder.of(exponent), inside))


def _fn(builder: Builder, node: Node) -> Ratio:
    value = rational(node)
    if value is not None:
        return builder.constant(value)
    name, arguments = node.args[0], node.args[1:]
    if name in WAVES and len(arguments) == 1:
        return wave(builder, name, builder.of(arguments[0]))
    if name in ("sqrt", "cbrt", "root"):
        return _root(builder, name, arguments)
    ratios = [builder.lowest(builder.of(argument)) for argument in arguments]
    known = _constants(name, ratios)
    if known is not None:
        return builder.constant(known)
    rule = _NAMED.get(name)
    if rule is not None:
        return rule(builder, ratios)
    keys = tuple(builder.key(ratio) for ratio in ratios)
    return Ratio(builder.kernel(("fn", name, keys)), builder.one)


def _constants(name: str, ratios: list[Ratio]) -> fmpq | None:
    """The exact value of a function whose arguments cancel down to rationals."""
    values = []
    for top, bottom in ratios:
        if not (top.is_constant() and bottom.is_constant()):
            return None
        top_value = fmpq(0) if top.is_zero() else top.leading_coefficient()
        values.append(Node("num", (top_value / bottom.leading_coefficient(),)))
    return rational(Node("fn", (name, *values)))


def _root(builder: Builder, name: str, arguments: tuple[Node, ...]) -> Ratio:
    index = {"sqrt": fmpq(2), "cbrt": fmpq(3)}.get(name) or rational(arguments[-1])
    if index is None or index.q != 1 or not 2 <= index <= 60:
        raise NotCanonical("a root of an odd index")
    value = rational(arguments[0])
    if value is not None and value < 0 and index.p % 2:
        found = rational_power(builder, -value, 1 / index)
        return Ratio(-found.top, found.bottom)
    if arguments[0].op == "pow" and arguments[0].args[0].op == "sym":
        inner = rational(arguments[0].args[1])
        if inner is not None and (index.p % 2 or (inner.q == 1 and inner.p % 2)):
            return root_power(builder, arguments[0].args[0], inner / index)
    return root_power(builder, arguments[0], 1 / index)


def _arc_cosine(builder: Builder, argument: Ratio) -> Ratio:
    """pi/2 - asin."""
    arc = builder.kernel(("fn", "asin", (builder.key(argument),)))
    return Ratio(builder.kernel(("pi",)) / 2 - arc, builder.one)


def _extreme(builder: Builder, arguments: list[Ratio], largest: bool) -> Ratio:
    """max or min where all differ by constants; else a kernel of the set of them."""
    best = arguments[0]
    for other in arguments[1:]:
        gap = builder.lowest(
            Ratio(
                product(other.top, best.bottom) - product(best.top, other.bottom),
                product(best.bottom, other.bottom),
            )
        )
        if not (gap.top.is_constant() and gap.bottom.is_constant()):
            keys = tuple(sorted(map(repr, {builder.key(argument) for argument in arguments})))
            return Ratio(builder.kernel(("extreme", largest, keys)), builder.one)
        if not gap.top.is_zero() and (gap.top.leading_coefficient() > 0) == largest:
            best = other
    return best


def _common(builder: Builder, arguments: list[Ratio], multiple: bool) -> Ratio:
    """gcd or lcm of polynomials with rational content."""
    polys = [builder.lowest(argument) for argument in arguments]
    if any(not poly.bottom.is_constant() for poly in polys):
        raise NotCanonical("gcd of quotients")
    found = _primitive(polys[0].top)
    for poly in polys[1:]:
        scale, body = _primitive(poly.top)
        shared, both = gcd(found[0], scale), found[1].gcd(body)
        if multiple:
            if not shared:
                return builder.constant(0)
            found = (found[0] * scale / shared, found[1] * body // both)
        else:
            found = (shared, _primitive(both)[1])
    return Ratio(found[1] * found[0], builder.one)


def _primitive(poly: fmpq_mpoly) -> tuple[fmpq, fmpq_mpoly]:
    scale = content(poly) or fmpq(1)
    return scale, poly / scale


def _fact(builder: Builder, node: Node) -> Ratio:
    value = rational(node)
    if value is not None:
        return builder.constant(value)
    return _factorial(builder, builder.lowest(builder.of(node.args[0])))


def _factorial(builder: Builder, ratio: Ratio) -> Ratio:
    """(u + c)! for a small whole c as u! with its factors: (n+2)! = n! (n+1) (n+2)."""
    shift = _whole_part(ratio)
    base = Ratio(ratio.top - shift, ratio.bottom) if shift else ratio
    found = Ratio(builder.kernel(("fact", builder.key(base))), builder.one)
    for step in range(1, shift + 1):
        found = Ratio(product(found.top, base.top + step), found.bottom)
    for step in range(-shift):
        found = Ratio(found.top, product(found.bottom, base.top - step))
    return found


def _whole_part(ratio: Ratio) -> int:
    """The whole part of the constant term of a polynomial, where it is small; else 0."""
    if not ratio.bottom.is_one() or ratio.top.is_constant():
        return 0
    constant = sum(
        (value for monomial, value in ratio.top.to_dict().items() if not any(monomial)), fmpq(0)
    )
    whole = int(constant.floor())
    return whole if abs(whole) <= _MAX_SHIFT else 0


_MAX_SHIFT = 24


def _choices(builder: Builder, arguments: list[Ratio]) -> Ratio:
    """n over k as n! / (k! (n-k)!)."""
    n, k = arguments
    rest = Ratio(product(n.top, k.bottom) - product(k.top, n.bottom), product(n.bottom, k.bottom))
    below = [_of_constant(builder, part) for part in (k, builder.lowest(rest))]
    return times(_of_constant(builder, n), inverse(builder, times(*below)))


def _of_constant(builder: Builder, ratio: Ratio) -> Ratio:
    if ratio.top.is_zero():
        return builder.constant(1)
    if ratio.top.is_constant() and ratio.bottom.is_one():
        return _fact(builder, Node("fact", (Node("num", (ratio.top.leading_coefficient(),)),)))
    return _factorial(builder, ratio)


def _big(builder: Builder, node: Node) -> Ratio:
    """A sum or an integral: one kernel, the same for the same name, body and bounds."""
    name, body, *bounds = node.args
    parts = []
    for part in (body, *bounds):
        sides = part.args[1:] if part.op == "rel" else (part,)
        parts.append(tuple(builder.key(builder.of(side)) for side in sides))
    return Ratio(builder.kernel(("big", name, tuple(parts))), builder.one)


def _unit(builder: Builder, node: Node) -> Ratio:
    if node.args[1] != "deg":
        raise NotCanonical("a unit")
    top, bottom = builder.of(node.args[0])
    return Ratio(product(top, builder.kernel(("pi",))) / 180, bottom)


def _percent(builder: Builder, node: Node) -> Ratio:
    top, bottom = builder.of(node.args[0])
    return Ratio(top / 100, bottom)


def _ground(builder: Builder, node: Node) -> Ratio:
    value = rational(node)
    if value is None:
        raise NotCanonical(f"{node.op} of what is not rational")
    return builder.constant(value)


_NAMED: dict[str, Callable[[Builder, list[Ratio]], Ratio]] = {
    "exp": lambda builder, args: exponential(builder, args[0]),
    "ln": lambda builder, args: logarithm(builder, args[0]),
    "log": lambda builder, args: logarithm(builder, args[0]),
    "log10": lambda builder, args: log_to_base(builder, [args[0], builder.constant(10)]),
    "logb": log_to_base,
    "abs": absolute,
    "acos": lambda builder, args: _arc_cosine(builder, args[0]),
    "max": lambda builder, args: _extreme(builder, args, True),
    "min": lambda builder, args: _extreme(builder, args, False),
    "gcd": lambda builder, args: _common(builder, args, False),
    "lcm": lambda builder, args: _common(builder, args, True),
    "binom": _choices,
    "factorial": lambda builder, args: _of_constant(builder, args[0]),
}


_RULES: dict[str, Rule] = {
    "num": _num,
    "sym": _sym,
    "const": _const,
    "add": _add,
    "mul": _mul,
    "neg": _neg,
    "div": _div,
    "ratio": _div,
    "pow": _pow,
    "fn": _fn,
    "fact": _fact,
    "big": _big,
    "unit": _unit,
    "percent": _percent,
    "mod": _ground,
    "base": _ground,
}


def builder_of(*nodes: Node) -> Builder:
    """A builder with kernels enough for these nodes. Raises NotCanonical when they are too many."""
    return Builder(nodes, _RULES)


def decide(a: Node, b: Node) -> bool | None:
    """True or False where that is proved, None where the kernels leave it open.

    Raises NotCanonical or Undefined.
    """
    builder = builder_of(a, b)
    left, right = builder.of(a), builder.of(b)
    for side in (left, right):
        if builder.reduced(side.bottom).is_zero():
            raise Undefined("division by zero")
    difference = product(left.top, right.bottom) - product(right.top, left.bottom)
    difference = builder.reduced(difference)
    if difference.is_zero():
        return True
    return False if _independent(builder.index) or _never_zero(builder, difference) else None


def _never_zero(builder: Builder, difference: fmpq_mpoly) -> bool:
    """Whether a difference is one product of unknowns, exponentials, pi and i: no factor is 0."""
    if len(difference) != 1:
        return False
    names = {index: key[0] for key, index in builder.index.items()}
    (powers,) = difference.monoms()
    used = {names.get(index) for index, power in enumerate(powers) if power}
    return used <= {"sym", "exp", "pi", "i"} and "exp" in used


def _independent(keys: dict[Any, int]) -> bool:
    """Unknowns, unnamed functions, i, pi, roots of different primes: independent over Q.

    For the roots: Besicovitch (1940).
    """
    primes: set[int] = set()
    for key in keys:
        if key[0] == "root" and isinstance(key[2], int) and key[2] not in primes:
            primes.add(key[2])
        elif key[0] == "fn" and len(key[1].rstrip("'")) == 1:
            continue
        elif key[0] not in ("sym", "i", "pi"):
            return False
    return True

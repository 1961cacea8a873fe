"""Canonical form: a quotient of polynomials over Q in unknowns and kernels, by python-flint.

    decide(parse("tan(y)^2 + 1"), parse("sec(y)^2"))  ->  True

Functions become polynomials in kernels: sines and exponentials in exp of their argument's terms,
roots of integers in roots of primes, other roots and functions one kernel each, with the
relation that the kernel satisfies. Two expressions are equal when the cross-multiplied
difference reduces to 0 by those relations: a proof, on the domain where both are real. They
are different, by proof, only when the kernels are known to be independent over Q.
"""

from collections.abc import Callable, Iterable
from math import lcm
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mpoly, fmpq_mpoly_ctx
from flint.utils.flint_exceptions import DomainError

from assay.checkers.exact import Undefined, gcd, power, rational
from assay.checkers.limits import MAX_DEGREE, MAX_TERMS
from assay.checkers.nodes import Node, symbols, walk

_SIZES = (2, 4, 8, 16, 32, 48)
_PARTS = 12
"""Exponential kernels stand for exp(term / 12), so that halves, thirds and quarters fit."""
_CONTEXTS = {size: fmpq_mpoly_ctx.get(("k", size), "lex") for size in _SIZES}


class NotCanonical(ValueError):
    """The expression has no canonical form here, or it is beyond the caps."""


class Ratio(NamedTuple):
    """A numerator and a denominator in the same context."""

    top: fmpq_mpoly
    bottom: fmpq_mpoly


class Builder:
    """The kernels that two expressions share, and the way from nodes to `Ratio`."""

    def __init__(self, *nodes: Node) -> None:
        unknowns = len(frozenset().union(*map(symbols, nodes)))
        count = _kernels(inner for node in nodes for inner in walk(node)) + unknowns
        if count > _SIZES[-1]:
            count = _kernels({inner for node in nodes for inner in walk(node)}) + unknowns
        size = next((size for size in _SIZES if size >= count), None)
        if size is None:
            raise NotCanonical("too many kernels")
        self.context = _CONTEXTS[size]
        self.free = size
        self.index: dict[Any, int] = {}
        self.relations: dict[int, tuple[int, fmpq_mpoly]] = {}
        self.parts = _root_parts(nodes)
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
        rule = _RULES.get(node.op)
        if rule is None:
            raise NotCanonical(f"no canonical form for {node.op!r}")
        return rule(self, node)

    def reduced(self, poly: fmpq_mpoly) -> fmpq_mpoly:
        """`poly` modulo the kernels' relations, outermost kernel first."""
        for index in sorted(self.relations):
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


def _root_parts(nodes: tuple[Node, ...]) -> dict[str, int]:
    """For every unknown, the common denominator of the powers it is raised to."""
    parts: dict[str, int] = {}
    for node in nodes:
        for inner in walk(node):
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


def _num(builder: Builder, node: Node) -> Ratio:
    return builder.constant(node.args[0])


def _sym(builder: Builder, node: Node) -> Ratio:
    name = node.args[0]
    return Ratio(builder.kernel(("sym", name)) ** builder.parts.get(name, 1), builder.one)


def _const(builder: Builder, node: Node) -> Ratio:
    name = node.args[0]
    if name == "i":
        return Ratio(_imaginary(builder), builder.one)
    if name == "e":
        return Ratio(builder.kernel(("exp", ())) ** _PARTS, builder.one)
    if name != "pi":
        raise NotCanonical(f"{name} is no number")
    return Ratio(builder.kernel(("pi",)), builder.one)


def _imaginary(builder: Builder) -> fmpq_mpoly:
    return builder.kernel(("i",), 2, -builder.one)


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


def times(a: Ratio, b: Ratio) -> Ratio:
    """The product of two ratios."""
    return Ratio(product(a.top, b.top), product(a.bottom, b.bottom))


def inverse(builder: Builder, ratio: Ratio) -> Ratio:
    """1 / ratio."""
    if builder.reduced(ratio.top).is_zero():
        raise Undefined("division by zero")
    return Ratio(ratio.bottom, ratio.top)


def _neg(builder: Builder, node: Node) -> Ratio:
    top, bottom = builder.of(node.args[0])
    return Ratio(-top, bottom)


def _div(builder: Builder, node: Node) -> Ratio:
    return times(builder.of(node.args[0]), inverse(builder, builder.of(node.args[1])))


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


def _pow(builder: Builder, node: Node) -> Ratio:
    base, exponent = node.args
    value = rational(exponent)
    if value is not None and value.q == 1:
        return raised(builder, builder.of(base), int(value.p))
    if base == Node("const", ("e",)):
        return _exp(builder, builder.of(exponent))
    if value is not None:
        return root_power(builder, base, value)
    ground = rational(base)
    if ground is not None and ground > 0:
        return _exp(builder, times(builder.of(exponent), _log_rational(builder, ground)))
    inside = _log(builder, builder.of(base))
    return _exp(builder, times(builder.of(exponent), inside))


def root_power(builder: Builder, base: Node, exponent: fmpq) -> Ratio:
    """base ** (p/q), principal: roots of primes, of unknowns, of whole polynomials."""
    ground = rational(base)
    if ground is not None:
        return _rational_power(builder, ground, exponent)
    if base.op == "sym":
        parts = builder.parts.get(base.args[0], 1)
        root = Ratio(builder.kernel(("sym", base.args[0])), builder.one)
        if parts * exponent.p % exponent.q == 0:
            return raised(builder, root, int(parts * exponent.p / exponent.q))
    ratio = builder.lowest(builder.of(base))
    return _kernel_power(builder, ratio, exponent)


def _kernel_power(builder: Builder, ratio: Ratio, exponent: fmpq) -> Ratio:
    index = int(exponent.q)
    if ratio.top.is_zero():
        return builder.constant(0)
    if ratio.top.is_constant() and ratio.bottom.is_constant():
        value = ratio.top.leading_coefficient() / ratio.bottom.leading_coefficient()
        return _rational_power(builder, value, exponent)
    content = _content(ratio.top)
    ratio = Ratio(ratio.top / content, ratio.bottom)
    inside = _square_root(ratio) if index == 2 and ("i",) not in builder.index else None
    if inside is not None:
        outside = _rational_power(builder, content, exponent)
        return times(outside, raised(builder, _abs(builder, [inside]), int(exponent.p)))
    square = ratio.top if ratio.bottom.is_constant() else None
    key = ("root", index, builder.key(ratio))
    kernel = builder.kernel(key, index if square is not None else 0, square)
    outside = _rational_power(builder, content, exponent)
    return times(outside, raised(builder, Ratio(kernel, builder.one), int(exponent.p)))


def _square_root(ratio: Ratio) -> Ratio | None:
    """Q where the ratio is Q squared; the root of it is |Q| for real Q."""
    try:
        return Ratio(ratio.top.sqrt(), ratio.bottom.sqrt())
    except DomainError:
        return None


def _content(poly: fmpq_mpoly) -> fmpq:
    """The positive rational gcd of the coefficients."""
    found = fmpq(0)
    for value in poly.coeffs():
        found = gcd(found, value)
    return found


def _rational_power(builder: Builder, value: fmpq, exponent: fmpq) -> Ratio:
    plain = power(value, exponent) if value > 0 or exponent.q == 1 else None
    if plain is not None:
        return builder.constant(plain)
    if value == 0:
        return builder.constant(0)
    if value < 0:
        if exponent.q != 2:
            raise NotCanonical("a root of a negative number")
        unit = raised(builder, Ratio(_imaginary(builder), builder.one), int(exponent.p))
        return times(unit, _rational_power(builder, -value, exponent))
    found = builder.constant(1)
    for prime, times_ in [*_factors(value.p), *((p, -k) for p, k in _factors(value.q))]:
        total = exponent * times_
        whole = total.floor()
        rest = total - whole
        found = times(found, builder.constant(fmpq(prime) ** int(whole)))
        if rest:
            index = int(rest.q)
            kernel = builder.kernel(("root", index, prime), index, builder.context.constant(prime))
            found = times(found, Ratio(kernel ** int(rest.p), builder.one))
    return found


def _factors(value: Any) -> list[tuple[int, int]]:
    if abs(value) > 10**18:
        raise NotCanonical("too large to factor")
    return [(int(prime), int(times_)) for prime, times_ in value.factor()]


def _terms(builder: Builder, ratio: Ratio) -> list[tuple[fmpq, Any]]:
    """A ratio as a sum of (rational, key of a term)."""
    ratio = builder.lowest(ratio)
    if ratio.bottom.is_constant():
        scale = ratio.bottom.leading_coefficient()
        return [(c / scale, monomial) for monomial, c in ratio.top.to_dict().items()]
    lead = ratio.top.leading_coefficient()
    return [(lead, builder.key(Ratio(ratio.top / lead, ratio.bottom)))]


def _exp(builder: Builder, ratio: Ratio) -> Ratio:
    """exp of a ratio: a product of exp kernels, one for each term; exp(log u) is u."""
    found = builder.constant(1)
    if builder.reduced(ratio.top).is_zero():
        return found
    logs = {index: key for key, index in builder.index.items() if key[0] == "log"}
    for coefficient, monomial in _terms(builder, ratio):
        found = times(found, _exp_term(builder, coefficient, monomial, logs))
    return found


def _exp_term(builder: Builder, coefficient: fmpq, monomial: Any, logs: dict[int, Any]) -> Ratio:
    support = _support(monomial)
    if len(support) == 1 and support[0] in logs and monomial[support[0]] == 1:
        key = logs[support[0]]
        if isinstance(key[1], int):
            return _rational_power(builder, fmpq(key[1]), coefficient)
        if coefficient.q == 1:
            top, bottom = (builder.context.from_dict(dict(part)) for part in key[1])
            return raised(builder, Ratio(top, bottom), int(coefficient.p))
    scaled = coefficient * _PARTS
    key = ("exp", monomial if support else ())
    if scaled.q == 1:
        kernel = Ratio(_unity(builder, key, support), builder.one)
        return raised(builder, kernel, int(scaled.p))
    kernel = Ratio(builder.kernel((*key, int(coefficient.q))), builder.one)
    return raised(builder, kernel, int(coefficient.p))


def _support(monomial: Any) -> list[int]:
    if monomial and isinstance(monomial[0], tuple):
        return [-1]
    return [index for index, exponent in enumerate(monomial) if exponent]


def _unity(builder: Builder, key: Any, support: list[int]) -> fmpq_mpoly:
    """The kernel exp(term/12); for the term i*pi a primitive 24th root of unity: t^8 = t^4 - 1."""
    i, pi = builder.index.get(("i",)), builder.index.get(("pi",))
    if sorted(support) == sorted(x for x in (i, pi) if x is not None) and len(support) == 2:
        kernel = builder.kernel(key)
        builder.relations[builder.index[key]] = (8, kernel**4 - 1)
        return kernel
    return builder.kernel(key)


def _log(builder: Builder, ratio: Ratio) -> Ratio:
    ratio = builder.lowest(ratio)
    if ratio.top.is_constant() and ratio.bottom.is_constant() and not ratio.top.is_zero():
        return _log_rational(builder, ratio.top.leading_coefficient())
    if ratio.top.is_zero():
        raise Undefined("the logarithm of zero")
    power_of_e = _power_of_e(builder, ratio)
    if power_of_e is not None:
        return builder.constant(power_of_e)
    content = _content(ratio.top)
    key = builder.key(Ratio(ratio.top / content, ratio.bottom))
    kernel = builder.kernel(("log", key))
    top, bottom = _log_rational(builder, content)
    return Ratio(top + product(kernel, bottom), bottom)


def _power_of_e(builder: Builder, ratio: Ratio) -> fmpq | None:
    index = builder.index.get(("exp", ()))
    if index is None or len(ratio.top) != 1 or ratio.top.leading_coefficient() != 1:
        return None
    if len(ratio.bottom) != 1 or ratio.bottom.leading_coefficient() != 1:
        return None
    (up,), (down,) = ratio.top.monoms(), ratio.bottom.monoms()
    if any(up[k] or down[k] for k in range(len(up)) if k != index):
        return None
    return fmpq(int(up[index]) - int(down[index]), _PARTS)


def _log_rational(builder: Builder, value: fmpq) -> Ratio:
    if value <= 0:
        raise NotCanonical("the logarithm of a number that is not positive")
    total = builder.context.constant(0)
    for prime, times_ in [*_factors(value.p), *((p, -k) for p, k in _factors(value.q))]:
        total = total + builder.kernel(("log", prime)) * times_
    return Ratio(total, builder.one)


def _sine(builder: Builder, ratio: Ratio, plus: bool, circular: bool) -> Ratio:
    """cos (plus) or sin, cosh or sinh of a ratio, by exponentials."""
    if circular:
        ratio = Ratio(product(ratio.top, _imaginary(builder)), ratio.bottom)
    up = _exp(builder, ratio)
    top_squared, bottom_squared = product(up.top, up.top), product(up.bottom, up.bottom)
    top = top_squared + bottom_squared if plus else top_squared - bottom_squared
    bottom = product(up.top, up.bottom) * 2
    if circular and not plus:
        bottom = product(bottom, _imaginary(builder))
    return Ratio(top, bottom)


_CIRCULAR = {"sin": "s", "cos": "c", "tan": "s/c", "cot": "c/s", "sec": "1/c", "csc": "1/s"}
_WAVES = {
    **{name: (form, True) for name, form in _CIRCULAR.items()},
    "sinh": ("s", False),
    "cosh": ("c", False),
    "tanh": ("s/c", False),
    "coth": ("c/s", False),
    "sech": ("1/c", False),
    "csch": ("1/s", False),
}


def _wave(builder: Builder, name: str, inside: Ratio) -> Ratio:
    form, circular = _WAVES[name]
    top, _, bottom = form.partition("/")
    part = {"1": lambda: builder.constant(1)}
    part["s"] = lambda: _sine(builder, inside, False, circular)
    part["c"] = lambda: _sine(builder, inside, True, circular)
    found = part[top]()
    return times(found, inverse(builder, part[bottom]())) if bottom else found


def _fn(builder: Builder, node: Node) -> Ratio:
    value = rational(node)
    if value is not None:
        return builder.constant(value)
    name, arguments = node.args[0], node.args[1:]
    if name in _WAVES and len(arguments) == 1:
        return _wave(builder, name, builder.of(arguments[0]))
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
        found = _rational_power(builder, -value, 1 / index)
        return Ratio(-found.top, found.bottom)
    if arguments[0].op == "pow" and arguments[0].args[0].op == "sym" and index.p % 2:
        inner = rational(arguments[0].args[1])
        if inner is not None:
            return root_power(builder, arguments[0].args[0], inner / index)
    return root_power(builder, arguments[0], 1 / index)


def _abs(builder: Builder, arguments: list[Ratio]) -> Ratio:
    """|u| is a kernel whose square is u squared: real u only."""
    ratio = builder.lowest(arguments[0])
    lead = ratio.top.leading_coefficient() if not ratio.top.is_zero() else fmpq(1)
    content = _content(ratio.top) if not ratio.top.is_zero() else fmpq(1)
    ratio = Ratio(ratio.top / (content if lead > 0 else -content), ratio.bottom)
    square = ratio.top**2 if ratio.bottom.is_constant() else None
    if ("i",) in builder.index:
        square = None
    kernel = builder.kernel(("abs", builder.key(ratio)), 2 if square is not None else 0, square)
    return Ratio(kernel * content, builder.one)


def _logb(builder: Builder, arguments: list[Ratio]) -> Ratio:
    return times(_log(builder, arguments[0]), inverse(builder, _log(builder, arguments[1])))


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
        content, body = _primitive(poly.top)
        shared, both = gcd(found[0], content), found[1].gcd(body)
        if multiple:
            if not shared:
                return builder.constant(0)
            found = (found[0] * content / shared, found[1] * body // both)
        else:
            found = (shared, _primitive(both)[1])
    return Ratio(found[1] * found[0], builder.one)


def _primitive(poly: fmpq_mpoly) -> tuple[fmpq, fmpq_mpoly]:
    content = _content(poly) or fmpq(1)
    return content, poly / content


def _fact(builder: Builder, node: Node) -> Ratio:
    value = rational(node)
    if value is not None:
        return builder.constant(value)
    return Ratio(builder.kernel(("fact", builder.key(builder.of(node.args[0])))), builder.one)


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
    "exp": lambda builder, args: _exp(builder, args[0]),
    "ln": lambda builder, args: _log(builder, args[0]),
    "log": lambda builder, args: _log(builder, args[0]),
    "log10": lambda builder, args: _logb(builder, [args[0], builder.constant(10)]),
    "logb": _logb,
    "abs": _abs,
    "max": lambda builder, args: _extreme(builder, args, True),
    "min": lambda builder, args: _extreme(builder, args, False),
    "gcd": lambda builder, args: _common(builder, args, False),
    "lcm": lambda builder, args: _common(builder, args, True),
}
_RULES: dict[str, Callable[[Builder, Node], Ratio]] = {
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


def decide(a: Node, b: Node) -> bool | None:
    """True or False where that is proved, None where the kernels leave it open.

    Raises NotCanonical or Undefined.
    """
    builder = Builder(a, b)
    left, right = builder.of(a), builder.of(b)
    for side in (left, right):
        if builder.reduced(side.bottom).is_zero():
            raise Undefined("division by zero")
    difference = product(left.top, right.bottom) - product(right.top, left.bottom)
    if builder.reduced(difference).is_zero():
        return True
    return False if _independent(builder.index) else None


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

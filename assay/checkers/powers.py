"""Powers with fractional exponents as kernels: roots of primes, of unknowns, of polynomials.

    sqrt(12*x + 24)  ->  2 * root(2, 3) * root(2, x + 2)

The relation that a root satisfies is kept with its kernel. Only real identities are used: a
positive
content comes out of a root, the root of a square is an absolute value.
"""

from typing import Any

from flint import fmpq, fmpq_mpoly
from flint.utils.flint_exceptions import DomainError

from assay.checkers.exact import power, rational
from assay.checkers.nodes import Node
from assay.checkers.ratios import Builder, NotCanonical, Ratio, content, raised, times


def imaginary(builder: Builder) -> fmpq_mpoly:
    return builder.kernel(("i",), 2, -builder.one)


def root_power(builder: Builder, base: Node, exponent: fmpq) -> Ratio:
    """base ** (p/q), principal: roots of primes, of unknowns, of whole polynomials."""
    ground = rational(base)
    if ground is not None:
        return rational_power(builder, ground, exponent)
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
        return rational_power(builder, value, exponent)
    scale = content(ratio.top)
    ratio = Ratio(ratio.top / scale, ratio.bottom)
    inside = square_root(ratio) if index == 2 and ("i",) not in builder.index else None
    if inside is not None:
        outside = rational_power(builder, scale, exponent)
        return times(outside, raised(builder, absolute(builder, [inside]), int(exponent.p)))
    square = ratio.top if ratio.bottom.is_constant() else None
    key = ("root", index, builder.key(ratio))
    kernel = builder.kernel(key, index if square is not None else 0, square)
    outside = rational_power(builder, scale, exponent)
    return times(outside, raised(builder, Ratio(kernel, builder.one), int(exponent.p)))


def square_root(ratio: Ratio) -> Ratio | None:
    """Q where the ratio is Q squared; the root of it is |Q| for real Q."""
    try:
        return Ratio(ratio.top.sqrt(), ratio.bottom.sqrt())
    except DomainError:
        return None


def rational_power(builder: Builder, value: fmpq, exponent: fmpq) -> Ratio:
    plain = power(value, exponent) if value > 0 or exponent.q == 1 else None
    if plain is not None:
        return builder.constant(plain)
    if value == 0:
        return builder.constant(0)
    if value < 0:
        if exponent.q != 2:
            raise NotCanonical("a root of a negative number")
        unit = raised(builder, Ratio(imaginary(builder), builder.one), int(exponent.p))
        return times(unit, rational_power(builder, -value, exponent))
    found = builder.constant(1)
    for prime, times_ in [*factors(value.p), *((p, -k) for p, k in factors(value.q))]:
        total = exponent * times_
        whole = total.floor()
        rest = total - whole
        found = times(found, builder.constant(fmpq(prime) ** int(whole)))
        if rest:
            index = int(rest.q)
            kernel = builder.kernel(("root", index, prime), index, builder.context.constant(prime))
            found = times(found, Ratio(kernel ** int(rest.p), builder.one))
    return found


def factors(value: Any) -> list[tuple[int, int]]:
    if abs(value) > 10**18:
        raise NotCanonical("too large to factor")
    return [(int(prime), int(times_)) for prime, times_ in value.factor()]


def absolute(builder: Builder, arguments: list[Ratio]) -> Ratio:
    """|u| is a kernel whose square is u squared: real u only."""
    ratio = builder.lowest(arguments[0])
    lead = ratio.top.leading_coefficient() if not ratio.top.is_zero() else fmpq(1)
    scale = content(ratio.top) if not ratio.top.is_zero() else fmpq(1)
    ratio = Ratio(ratio.top / (scale if lead > 0 else -scale), ratio.bottom)
    square = ratio.top**2 if ratio.bottom.is_constant() else None
    if ("i",) in builder.index:
        square = None
    kernel = builder.kernel(("abs", builder.key(ratio)), 2 if square is not None else 0, square)
    return Ratio(kernel * scale, builder.one)

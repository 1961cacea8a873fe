"""Exponentials, logarithms and trigonometric functions as kernels.

    sin(2*x)  ->  (E**2 - 1/E**2) / (2*i)   with E = exp(i*x)

A kernel stands for exp(term / 12), so that halves, thirds and quarters of a term fit; the
logarithm of an
integer is a sum over its primes.
"""

from typing import Any

from flint import fmpq, fmpq_mpoly

from assay.checkers.exact import Undefined
from assay.checkers.powers import absolute, factors, imaginary, rational_power, square_root
from assay.checkers.ratios import (
    Builder,
    NotCanonical,
    Ratio,
    content,
    inverse,
    product,
    raised,
    times,
)

PARTS = 12


def _terms(builder: Builder, ratio: Ratio) -> list[tuple[fmpq, Any]]:
    """A ratio as a sum of (rational, key of a term)."""
    ratio = builder.lowest(ratio)
    if ratio.bottom.is_constant():
        scale = ratio.bottom.leading_coefficient()
        return [(c / scale, monomial) for monomial, c in ratio.top.to_dict().items()]
    lead = ratio.top.leading_coefficient()
    return [(lead, builder.key(Ratio(ratio.top / lead, ratio.bottom)))]


def exponential(builder: Builder, ratio: Ratio) -> Ratio:
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
            return rational_power(builder, fmpq(key[1]), coefficient)
        if coefficient.q == 1:
            top, bottom = (builder.context.from_dict(dict(part)) for part in key[1])
            return raised(builder, Ratio(top, bottom), int(coefficient.p))
    scaled = coefficient * PARTS
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


def logarithm(builder: Builder, ratio: Ratio) -> Ratio:
    ratio = builder.lowest(ratio)
    if ratio.top.is_constant() and ratio.bottom.is_constant() and not ratio.top.is_zero():
        return log_rational(builder, ratio.top.leading_coefficient())
    if ratio.top.is_zero():
        raise Undefined("the logarithm of zero")
    power_of_e = _power_of_e(builder, ratio)
    if power_of_e is not None:
        return builder.constant(power_of_e)
    inside = square_root(ratio) if ("i",) not in builder.index else None
    if inside is not None and not inside.top.is_constant():
        half = logarithm(builder, absolute(builder, [inside]))
        return Ratio(half.top * 2, half.bottom)
    scale = content(ratio.top)
    key = builder.key(Ratio(ratio.top / scale, ratio.bottom))
    kernel = builder.kernel(("log", key))
    top, bottom = log_rational(builder, scale)
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
    return fmpq(int(up[index]) - int(down[index]), PARTS)


def log_rational(builder: Builder, value: fmpq) -> Ratio:
    if value <= 0:
        raise NotCanonical("the logarithm of a number that is not positive")
    total = builder.context.constant(0)
    for prime, times_ in [*factors(value.p), *((p, -k) for p, k in factors(value.q))]:
        total = total + builder.kernel(("log", prime)) * times_
    return Ratio(total, builder.one)


def _sine(builder: Builder, ratio: Ratio, plus: bool, circular: bool) -> Ratio:
    """cos (plus) or sin, cosh or sinh of a ratio, by exponentials."""
    if circular:
        ratio = Ratio(product(ratio.top, imaginary(builder)), ratio.bottom)
    up = exponential(builder, ratio)
    top_squared, bottom_squared = product(up.top, up.top), product(up.bottom, up.bottom)
    top = top_squared + bottom_squared if plus else top_squared - bottom_squared
    bottom = product(up.top, up.bottom) * 2
    if circular and not plus:
        bottom = product(bottom, imaginary(builder))
    return Ratio(top, bottom)


_CIRCULAR = {"sin": "s", "cos": "c", "tan": "s/c", "cot": "c/s", "sec": "1/c", "csc": "1/s"}


WAVES = {
    **{name: (form, True) for name, form in _CIRCULAR.items()},
    "sinh": ("s", False),
    "cosh": ("c", False),
    "tanh": ("s/c", False),
    "coth": ("c/s", False),
    "sech": ("1/c", False),
    "csch": ("1/s", False),
}


def wave(builder: Builder, name: str, inside: Ratio) -> Ratio:
    form, circular = WAVES[name]
    top, _, bottom = form.partition("/")
    part = {"1": lambda: builder.constant(1)}
    part["s"] = lambda: _sine(builder, inside, False, circular)
    part["c"] = lambda: _sine(builder, inside, True, circular)
    found = part[top]()
    return times(found, inverse(builder, part[bottom]())) if bottom else found


def log_to_base(builder: Builder, arguments: list[Ratio]) -> Ratio:
    return times(
        logarithm(builder, arguments[0]), inverse(builder, logarithm(builder, arguments[1]))
    )

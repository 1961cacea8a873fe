"""A linear differential equation of second order with constant coefficients and initial values.

Example: y''-3*y'+2*y = 0, y(0) = 3, y'(0) = 4 -> 2*exp(x)+exp(2*x), worked t^2-3*t+2 = (t-1)*(t-2).

The roots of the characteristic polynomial are real and different, equal, or complex; from level 8
on there is a constant on the right. The oracle takes derivatives at 0 from the equation and matches
them to the functions that the quadratic formula gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.calculus import initial_values as series_of
from assay.generators.math.polynomials import factors, linear, nonzero
from assay.generators.math.spelling import polynomial, signed, term, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Which roots occur, their bound, the bound of the constants, that of the right side."""

    cases: tuple[str, ...]
    root: int
    number: int
    right: int = 0


_ALL = ("real", "double", "complex")
LEVELS = {
    1: Size(("real",), 4, 5),
    2: Size(("real",), 9, 9),
    3: Size(("real", "double"), 9, 12),
    4: Size(("double", "complex"), 9, 12),
    5: Size(_ALL, 12, 30),
    6: Size(_ALL, 25, 99),
    7: Size(_ALL, 60, 300),
    8: Size(_ALL, 9, 20, right=9),
    9: Size(_ALL, 20, 60, right=30),
    10: Size(_ALL, 60, 999, right=200),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the case, roots and constants; equation and initial values follow."""
    size = LEVELS[level]
    case = rng.choice(size.cases)
    shift = nonzero(rng, size.right) if size.right else 0
    first, second = nonzero(rng, size.number), nonzero(rng, size.number)
    roots, (b, c), answer, slope = _solution(rng, size, case, first, second)
    value = first + shift + (second if case == "real" else 0)
    answer = total([answer, str(shift)]) if shift else answer
    left = total(["y''", *([term(b, "y'")] if b else []), *([term(c, "y")] if c else [])])
    shown, right = left.replace("*", "").replace("+", " + ").replace("-", " - "), c * shift
    return Draft(
        prompts=phrasings(
            f"{left}={right}, y(0)={value}, y'(0)={slope}, y(x)=",
            (
                f"the function y(x) with {shown} = {right}, y(0) = {value} and y'(0) = {slope}",
                f"the solution of {shown} = {right} with y(0) = {value}, y'(0) = {slope}",
                f"the solution $ y(x) $ of $ {shown} = {right} $ with $ y(0) = {value} $ "
                f"and $ y'(0) = {slope} $",
            ),
            notes=("Answer with an expression in x.", "Here y is a function of x. Write y = ..."),
        ),
        problem={"b": b, "c": c, "right": right, "start": [value, slope]},
        answer=Answer("expression", answer, {"variables": ["x"]}),
        steps=worked(_lines(case, roots, (b, c), (value - shift, slope), shift)),
        meta={"size": (len(answer) + len(left)) * (2 if shift else 1)},
    )


Roots = tuple[int, int]


def _solution(
    rng: Random, size: Size, case: str, first: int, second: int
) -> tuple[Roots, tuple[int, int], str, int]:
    """The roots (or real and imaginary part), the coefficients, the solution, its slope at 0."""
    if case == "real":
        nonzeros = [n for n in range(-size.root, size.root + 1) if n]
        r, s = sorted(rng.sample(nonzeros, 2))
        text = total([term(first, _exp(r)), term(second, _exp(s))])
        return (r, s), (-r - s, r * s), text, first * r + second * s
    r = nonzero(rng, size.root)
    if case == "double":
        text = f"({total([str(first), term(second, 'x')])})*{_exp(r)}"
        return (r, r), (-2 * r, r * r), text, first * r + second
    r, w = rng.randint(-size.root, size.root), rng.randint(1, size.root)
    inside = term(w, "x")
    waves = total([term(first, f"cos({inside})"), term(second, f"sin({inside})")])
    text = f"{_exp(r)}*({waves})" if r else waves
    return (r, w), (-2 * r, r * r + w * w), text, first * r + second * w


def _exp(rate: int) -> str:
    return f"exp({term(rate, 'x')})"


def _lines(
    case: str, roots: Roots, equation: tuple[int, int], start: tuple[int, int], shift: int
) -> list[Line]:
    """The characteristic polynomial, then the two constants from the initial values."""
    (r, s), (b, c), (height, slope) = roots, equation, start
    whole = polynomial([c, b, 1], "t")
    lines: list[Line] = []
    if shift:
        lines = [(f"{signed(c * shift)}/{signed(c)}", str(shift))]
        lines.append((f"{signed(height + shift)}-{signed(shift)}", str(height)))
    if case == "complex":
        square = f"({polynomial([-r, 1], 't')})^2" if r else "t^2"
        lines.append((whole, f"{square}+{s}^2"))
        second = (slope - r * height) // s
        lines.append((f"({slope}-{signed(r)}*{signed(height)})/{s}", str(second)))
        return lines
    lines.append((whole, factors(1, [linear(r), linear(s)]).replace("x", "t")))
    if case == "double":
        lines.append((f"{slope}-{signed(r)}*{signed(height)}", str(slope - r * height)))
        return lines
    second = (slope - r * height) // (s - r)
    lines.append((f"({slope}-{signed(r)}*{signed(height)})/({s}-{signed(r)})", str(second)))
    lines.append((f"{signed(height)}-{signed(second)}", str(height - second)))
    return lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Derivatives at 0 from the equation, matched to a basis from the quadratic formula."""
    b, c, right = problem["b"], problem["c"], problem["right"]
    series = [Fraction(n) for n in problem["start"]]
    series.append(right - b * series[1] - c * series[0])
    under = b * b - 4 * c
    root = isqrt(abs(under))
    if under > 0:
        rates = [Fraction(-b - root, 2), Fraction(-b + root, 2)]
        names = [f"exp({rate}*x)" for rate in rates]
        basis = [series_of.exp_series(rate, 3) for rate in rates]
    else:
        grow = series_of.exp_series(Fraction(-b, 2), 3)
        others = [[Fraction(1), Fraction(0), Fraction(0)], [Fraction(0), Fraction(1), Fraction(0)]]
        inner = ["1", "x"]
        if under < 0:
            others = [series_of.wave_series(root // 2, 3, odd) for odd in (False, True)]
            inner = [f"cos({root // 2}*x)", f"sin({root // 2}*x)"]
        basis = [series_of.product_series(grow, other) for other in others]
        names = [f"exp({Fraction(-b, 2)}*x)*{name}" for name in inner]
    basis.append([Fraction(1), Fraction(0), Fraction(0)])
    names.append("1")
    found = series_of.matched(basis, series)
    value = "+".join(f"({n})*{name}" for n, name in zip(found, names, strict=True))
    return Answer("expression", value, {"variables": ["x"]})


def capacity(level: int) -> int | None:
    """Roots of each case, two constants, the constant on the right."""
    size = LEVELS[level]
    numbers = (2 * size.number) ** 2 * (2 * size.right or 1)
    roots = {
        "real": size.root * (2 * size.root - 1),
        "double": 2 * size.root,
        "complex": (2 * size.root + 1) * size.root,
    }
    share = Fraction(1, len(size.cases))
    return capacity_of_mixture(*((share, roots[case] * numbers) for case in size.cases))


FAMILY = Family(
    name="second_order_equation",
    area="math",
    domain="differential equations",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

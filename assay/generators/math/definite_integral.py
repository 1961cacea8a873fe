"""The definite integral of a polynomial.

Example: "int from 0 to 2 of 3*x^2+1" -> 10, worked 8+2 = 10, 0 = 0, 10-(0) = 10.

The antiderivative is evaluated at both ends. The oracle integrates exactly by quadrature
(Newton-Cotes) from the integrand at equally spaced points and writes no antiderivative.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.math.spelling import number, polynomial, pretty, signed, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Number of terms, largest degree and coefficient, ends up to `end` in steps of 1/`parts`."""

    terms: int
    degree: int
    bound: int
    end: int
    parts: int = 1


LEVELS = {
    1: Size(1, 4, 100, 5),
    2: Size(2, 3, 15, 4),
    3: Size(2, 4, 20, 6),
    4: Size(3, 4, 20, 6),
    5: Size(3, 5, 30, 8),
    6: Size(4, 6, 30, 8),
    7: Size(4, 5, 30, 6, parts=2),
    8: Size(4, 6, 30, 5, parts=4),
    9: Size(5, 7, 30, 5, parts=5),
    10: Size(6, 8, 60, 6, parts=6),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw an integrand and two ends in order."""
    size = LEVELS[level]
    integrand = [0] * (size.degree + 1)
    for n in rng.sample(range(size.degree + 1), size.terms):
        integrand[n] = rng.choice((-1, 1)) * rng.randint(1, size.bound)
    ticks = size.end * size.parts
    a, b = (Fraction(n, size.parts) for n in sorted(rng.sample(range(-ticks, ticks + 1), 2)))
    whole = [Fraction(0), *(Fraction(c, n + 1) for n, c in enumerate(integrand))]
    lines = list(_lines(whole, a, b))
    plain = polynomial(integrand)
    typeset = f"\\int_{{{tex(number(a))}}}^{{{tex(number(b))}}} \\left( {tex(plain)} \\right) dx"
    return Draft(
        prompts=phrasings(
            f"int from {a} to {b} of {plain} dx=",
            (
                f"the integral of {pretty(plain)} from x = {a} to x = {b}",
                f"the definite integral of f(x) = {pretty(plain)} over [{a}, {b}]",
                f"$ {typeset} $",
            ),
            notes=("Give the exact value.", "Answer with an integer or a fraction."),
        ),
        problem={"integrand": integrand, "from": number(a), "to": number(b)},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(whole: list[Fraction], a: Fraction, b: Fraction) -> Iterator[tuple[str, str]]:
    """The antiderivative at the upper and the lower end, and their difference."""
    values = []
    for end in (b, a):
        terms = [f"{signed(c)}*{signed(end)}^{n}" for n, c in enumerate(whole) if c]
        values.append(sum((c * end**n for n, c in enumerate(whole)), Fraction(0)))
        yield "+".join(reversed(terms)), number(values[-1])
    yield f"{number(values[0])}-{signed(values[1])}", number(values[0] - values[1])


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Newton's forward differences of the integrand at n+1 points, integrated exactly."""
    integrand = problem["integrand"]
    a, b = Fraction(problem["from"]), Fraction(problem["to"])
    degree = len(integrand) - 1
    step = (b - a) / degree
    values = []
    for point in range(degree + 1):
        value = Fraction(0)
        for coefficient in reversed(integrand):
            value = value * (a + point * step) + coefficient
        values.append(value)
    total = Fraction(0)
    for k in range(degree + 1):
        signs = (comb(k, i) * (-1) ** (k - i) * values[i] for i in range(k + 1))
        total += sum(signs, Fraction(0)) * _binomial_area(k, degree)
    return Answer("rational", str(step * total))


def _binomial_area(k: int, upto: int) -> Fraction:
    """The integral of t(t-1)...(t-k+1)/k! from 0 to `upto`."""
    poly = [Fraction(1)]
    for root in range(k):
        shifted = [Fraction(0), *poly]
        poly = [
            (high - root * low) / (root + 1)
            for high, low in zip(shifted, [*poly, Fraction(0)], strict=True)
        ]
    return sum((c * upto ** (n + 1) / (n + 1) for n, c in enumerate(poly)), Fraction(0))


def capacity(level: int) -> int | None:
    """Choices of powers, coefficients and pairs of ends."""
    size = LEVELS[level]
    ends = comb(2 * size.end * size.parts + 1, 2)
    count: int = ends * comb(size.degree + 1, size.terms) * (2 * size.bound) ** size.terms
    return count if count < 2**63 else None


FAMILY = Family(
    name="definite_integral",
    area="math",
    domain="calculus",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

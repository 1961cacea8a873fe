"""A definite integral that a substitution makes easy: a power of a polynomial times its derivative.

Example: the integral of 2*x*(x^2+1)^3 from 0 to 1 -> 15/4, worked u = x^2+1 from 1 to 2,
2^4-1^4 = 15, 1*15/4 = 15/4.

The oracle multiplies everything out with flint and integrates the polynomial.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import (
    bracket,
    derivative,
    draw,
    nonzero,
    put_in,
    times,
    value,
)
from assay.generators.math.spelling import polynomial, power, pretty, signed, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The degree of the inside and its bound, the least and the largest exponent, the bound of the
    factor in front and of the ends."""

    degree: int
    bound: int
    least: int
    most: int
    factor: int
    ends: int


LEVELS = {
    1: Size(1, 4, 2, 3, 2, 2),
    2: Size(1, 6, 2, 4, 4, 3),
    3: Size(2, 3, 2, 3, 3, 2),
    4: Size(2, 5, 2, 4, 5, 3),
    5: Size(2, 9, 3, 5, 6, 4),
    6: Size(3, 4, 3, 5, 6, 3),
    7: Size(3, 6, 4, 6, 9, 4),
    8: Size(3, 9, 5, 7, 9, 5),
    9: Size(4, 9, 5, 8, 12, 5),
    10: Size(5, 12, 7, 10, 20, 6),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the inside, the exponent, a factor and the ends."""
    size = LEVELS[level]
    inside = draw(rng, size.degree, size.bound)
    exponent, factor = rng.randint(size.least, size.most), nonzero(rng, size.factor)
    low, high = sorted(rng.sample(range(-size.ends, size.ends + 1), 2))
    slope = times([factor], derivative(inside))
    first, last = int(value(inside, low)), int(value(inside, high))
    gap = last ** (exponent + 1) - first ** (exponent + 1)
    answer = Fraction(factor * gap, exponent + 1)
    front = polynomial(slope)
    front = f"({front})" if "+" in front or "-" in front[1:] else front
    plain = f"{front}*{power(bracket(inside), exponent)}"
    lines = [
        (put_in(inside, low), str(first)),
        (put_in(inside, high), str(last)),
        (f"{signed(last)}^{exponent + 1}-{signed(first)}^{exponent + 1}", str(gap)),
        (f"{signed(factor)}*{signed(gap)}/{exponent + 1}", str(answer)),
    ]
    return Draft(
        prompts=phrasings(
            f"int from {low} to {high} of {plain} dx=",
            (
                f"the integral of {pretty(plain)} from x = {low} to x = {high}",
                f"the definite integral of f(x) = {pretty(plain)} between {low} and {high}",
                rf"$ \int_{{{low}}}^{{{high}}} {tex(plain)} \, dx $",
            ),
            notes=("Give the exact value.", "Answer with an integer or a fraction."),
        ),
        problem={"front": slope, "inside": inside, "exponent": exponent, "ends": [low, high]},
        answer=Answer("rational", str(answer)),
        steps=worked(lines),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The integrand multiplied out; flint's antiderivative at both ends."""
    from flint import fmpq_poly

    whole = fmpq_poly(problem["inside"]) ** problem["exponent"] * fmpq_poly(problem["front"])
    integral, (low, high) = whole.integral(), problem["ends"]
    return Answer("rational", str(integral(high) - integral(low)))


def capacity(level: int) -> int | None:
    """Insides, exponents, factors, pairs of ends."""
    size = LEVELS[level]
    inside = (2 * size.bound + 1) ** size.degree * 2 * size.bound
    rest = (size.most - size.least + 1) * 2 * size.factor * comb(2 * size.ends + 1, 2)
    return capped(inside * rest)


FAMILY = Family(
    name="substitution_integral",
    area="math",
    domain="calculus",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The volume of a solid that a curve sweeps out when it turns round the x axis.

Example: y = x+1 from 0 to 2 -> 26/3*pi, worked (x+1)^2 = x^2+2*x+1 and its integral.

The oracle adds up the squares by Newton's differences at equally spaced points, exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import draw, put_in, times, value
from assay.generators.math.spelling import Number, polynomial, pretty, signed, term, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The degree of the curve, the bound of its coefficients, the bound of the ends."""

    degree: int
    bound: int
    ends: int


LEVELS = {
    1: Size(1, 4, 4),
    2: Size(1, 9, 6),
    3: Size(1, 20, 9),
    4: Size(2, 3, 4),
    5: Size(2, 6, 6),
    6: Size(2, 12, 9),
    7: Size(3, 6, 5),
    8: Size(3, 12, 6),
    9: Size(4, 12, 6),
    10: Size(5, 20, 8),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the curve and the ends; integrate the square."""
    size = LEVELS[level]
    curve = draw(rng, size.degree, size.bound)
    low, high = sorted(rng.sample(range(-size.ends, size.ends + 1), 2))
    square = times(curve, curve)
    whole: list[Number] = [Fraction(0), *(Fraction(c, n + 1) for n, c in enumerate(square))]
    last, first = (Fraction(value(whole, end)) for end in (high, low))
    plain = polynomial(curve)
    lines: list[Line] = [(f"({plain})^2", polynomial(square))]
    lines += [(put_in(whole, end) if end else "0", str(value(whole, end))) for end in (high, low)]
    lines.append((f"{signed(last)}-{signed(first)}", str(last - first)))
    return Draft(
        prompts=phrasings(
            f"volume of y={plain}, {low}<=x<={high}, turned round the x axis:",
            (
                f"the volume of the solid that the region between the graph of y = {pretty(plain)} "
                f"and the x-axis, from x = {low} to x = {high}, sweeps out around that axis",
                f"the volume of the solid of revolution of f(x) = {pretty(plain)} over "
                f"[{low}, {high}] about the x-axis",
                f"the volume obtained by rotating $ y = {tex(plain)} $, "
                f"$ {low} \\le x \\le {high} $, about the x-axis",
            ),
            notes=("Give the exact value with pi.", "Answer with a number times pi, exactly."),
        ),
        problem={"curve": curve, "ends": [low, high]},
        answer=Answer("expression", term(last - first, "pi")),
        steps=worked(lines),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Equally spaced values of the square, their differences, each integrated as a binomial."""
    from flint import fmpq, fmpq_poly, fmpz_poly

    curve, (low, high) = fmpz_poly(problem["curve"]), problem["ends"]
    count = 2 * curve.degree() + 1
    step = fmpq(high - low, count)
    row = [curve(low + k * step) ** 2 for k in range(count + 1)]
    binomial, total = fmpq_poly([1]), fmpq(0)
    for k in range(count + 1):
        total += row[0] * binomial.integral()(count)
        row = [b - a for a, b in pairwise(row)]
        binomial *= fmpq_poly([-k, 1]) / (k + 1)
    return Answer("expression", f"({total * step})*pi")


def capacity(level: int) -> int | None:
    """Curves, either sign of one giving another problem, and pairs of ends."""
    size = LEVELS[level]
    curves = (2 * size.bound + 1) ** size.degree * 2 * size.bound
    return capped(curves * comb(2 * size.ends + 1, 2))


FAMILY = Family(
    name="volume_of_revolution",
    area="math",
    domain="calculus",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

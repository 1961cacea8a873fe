"""Where the derivative of a polynomial is positive, or negative, as a union of intervals.

Example: x^3-3*x, positive derivative -> (-oo, -1) U (1, oo), worked 3*x^2-3 = 3*(x+1)*(x-1).

The zeros of the derivative are drawn, some of them double. The oracle differentiates and factors
with flint and tests points. The size of a level is the degree times the characters shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.algebra.real_line import Chart, solution, test_points, tested
from assay.generators.math.polynomials import (
    derivative,
    factors,
    from_roots,
    linear,
    nonzero,
    put_in,
    value,
)
from assay.generators.math.spelling import polynomial, pretty, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Different zeros of the derivative, how many of them are double, bounds of the zeros, of the
    leading number and of the constant."""

    zeros: int
    double: int
    bound: int
    lead: int
    constant: int


LEVELS = {
    1: Size(1, 0, 9, 2, 9),
    2: Size(1, 0, 20, 5, 20),
    3: Size(2, 0, 5, 1, 9),
    4: Size(2, 0, 9, 3, 20),
    5: Size(2, 1, 6, 2, 20),
    6: Size(3, 0, 6, 2, 30),
    7: Size(3, 0, 12, 4, 60),
    8: Size(3, 1, 6, 2, 60),
    9: Size(4, 0, 9, 3, 99),
    10: Size(5, 0, 12, 5, 300),
}
_WHOLE = {1: 2, 2: 6, 3: 12, 4: 60, 5: 60}


def generate(rng: Random, level: int) -> Draft:
    """Draw the zeros, the leading number, the constant and the sign that is asked for."""
    size = LEVELS[level]
    zeros = rng.sample(range(-size.bound, size.bound + 1), size.zeros)
    borders = tuple((Fraction(z), 1 + (k < size.double), False) for k, z in enumerate(zeros))
    every = sorted(int(z) for z, times, _ in borders for _ in range(times))
    lead = nonzero(rng, size.lead) * _WHOLE[len(every)]
    slope = from_roots(every, lead)
    constant = rng.randint(-size.constant, size.constant)
    whole = [constant, *(c // (n + 1) for n, c in enumerate(slope))]
    word, relation = rng.choice((("positive", ">"), ("negative", "<")))
    found = solution(Chart(1 if lead > 0 else -1, borders), relation)
    assert found is not None  # no point stands alone where equality is not asked for
    plain = polynomial(whole)
    lines = [(polynomial(derivative(whole)), factors(lead, map(linear, every)))]
    points = test_points(sorted(map(Fraction, zeros)))
    lines += [(put_in(slope, x), str(value(slope, x))) for x in points]
    return Draft(
        prompts=phrasings(
            f"f(x)={plain}, f'(x){relation}0: all real x as intervals",
            (
                f"the set of all real x where the derivative of f(x) = {pretty(plain)} is {word}",
                f"the set of all x with f'(x) {relation} 0 for f(x) = {pretty(plain)}",
                f"the set where $ f'(x) {relation} 0 $ for $ f(x) = {tex(plain)} $",
            ),
            notes=(
                "Answer in interval notation, with oo for infinity and U between intervals; if "
                "there is no such x, answer: no solution.",
                "Write an interval or a union of intervals. If there is none, answer: no solution.",
            ),
        ),
        problem={"polynomial": whole, "relation": relation},
        answer=Answer("interval", found, {"variable": "x"}),
        steps=worked(lines),
        meta={"size": len(whole) * len(plain)},
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The roots of flint's derivative; its sign there and between them."""
    from flint import fmpq, fmpz_poly

    slope = fmpz_poly(problem["polynomial"]).derivative()
    zeros = [Fraction(-int(factor[0]), int(factor[1])) for factor, _ in slope.factor()[1]]

    def holds(x: Fraction) -> bool:
        at = slope(fmpq(x.numerator, x.denominator))
        return bool(at > 0 if problem["relation"] == ">" else at < 0)

    return Answer("interval", tested(zeros, holds), {"variable": "x"})


def capacity(level: int) -> int | None:
    """Sets of zeros with the double ones, leading numbers, constants, signs."""
    size = LEVELS[level]
    zeros = comb(2 * size.bound + 1, size.zeros) * comb(size.zeros, size.double)
    return capped(zeros * 2 * size.lead * (2 * size.constant + 1) * 2)


FAMILY = Family(
    name="rising_intervals",
    area="math",
    domain="calculus",
    answer_kind="interval",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

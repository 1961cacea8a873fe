"""The greatest or the least value of a polynomial on an interval.

Example: the greatest value of x^3-3*x on [-2, 3] -> 18, worked 3*x^2-3 = 3*(x+1)*(x-1) and the
values at -1, 1 and both ends.

The zeros of the derivative are drawn. The oracle factors flint's derivative.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.counting.picking import multiset, multisets
from assay.generators.math.polynomials import (
    Poly,
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
    """Zeros of the derivative, their bound, the bounds of its leading number and of the constant,
    the bound of the ends."""

    zeros: int
    bound: int
    lead: int
    constant: int
    ends: int


LEVELS = {
    1: Size(1, 6, 2, 9, 8),
    2: Size(1, 9, 6, 30, 12),
    3: Size(2, 3, 1, 9, 5),
    4: Size(2, 5, 2, 20, 8),
    5: Size(2, 9, 3, 60, 12),
    6: Size(3, 4, 1, 20, 6),
    7: Size(3, 7, 2, 60, 9),
    8: Size(4, 4, 1, 60, 6),
    9: Size(4, 7, 3, 99, 9),
    10: Size(5, 9, 4, 999, 12),
}
_WHOLE = {1: 2, 2: 6, 3: 12, 4: 60, 5: 60}


def generate(rng: Random, level: int) -> Draft:
    """Draw the derivative by its zeros, integrate, draw the interval and the question."""
    size = LEVELS[level]
    zeros = multiset(rng, range(-size.bound, size.bound + 1), size.zeros)
    lead = nonzero(rng, size.lead) * _WHOLE[size.zeros]
    slope = from_roots(zeros, lead)
    whole = _integral(slope, rng.randint(-size.constant, size.constant))
    low, high = sorted(rng.sample(range(-size.ends, size.ends + 1), 2))
    question = rng.choice(("greatest", "least"))
    places = sorted({low, high, *(zero for zero in zeros if low < zero < high)})
    values = [value(whole, place) for place in places]
    lines = [(polynomial(derivative(whole)), factors(lead, map(linear, zeros)))]
    lines += [(put_in(whole, x), str(y)) for x, y in zip(places, values, strict=True)]
    answer = max(values) if question == "greatest" else min(values)
    plain = polynomial(whole)
    return Draft(
        prompts=phrasings(
            f"{question} value of {plain} for {low}<=x<={high}:",
            (
                f"the {question} value of f(x) = {pretty(plain)} on the interval [{low}, {high}]",
                f"the {question} value that {pretty(plain)} takes for x from {low} to {high}, the "
                "ends included",
                f"the {question} value of $ {tex(plain)} $ for $ {low} \\le x \\le {high} $",
            ),
            notes=("Answer with the value, not with the place.", "Give the exact value."),
        ),
        problem={"polynomial": whole, "ends": [low, high], "question": question},
        answer=Answer("integer", str(answer)),
        steps=worked(lines),
    )


def _integral(slope: Poly, constant: int) -> Poly:
    """The antiderivative; its coefficients are whole by the choice of the leading number."""
    return [constant, *(c // (n + 1) for n, c in enumerate(slope))]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Values at the ends and at the roots of flint's derivative between them."""
    from flint import fmpz_poly

    whole, (low, high) = fmpz_poly(problem["polynomial"]), problem["ends"]
    found = [int(whole(low)), int(whole(high))]
    for factor, _ in whole.derivative().factor()[1]:
        place = Fraction(-int(factor[0]), int(factor[1]))
        if low < place < high:
            found.append(int(whole(int(place))))
    chosen = max(found) if problem["question"] == "greatest" else min(found)
    return Answer("integer", str(chosen))


def capacity(level: int) -> int | None:
    """Multisets of zeros, leading numbers, constants, intervals, questions."""
    size = LEVELS[level]
    zeros = multisets(2 * size.bound + 1, size.zeros)
    rest = 2 * size.lead * (2 * size.constant + 1) * comb(2 * size.ends + 1, 2) * 2
    return capped(zeros * rest)


FAMILY = Family(
    name="extreme_value",
    area="math",
    domain="calculus",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

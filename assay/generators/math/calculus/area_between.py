"""The area between two curves from their first crossing to their last.

Example: y = x^2 and y = x+2 -> 9/2, worked x^2-(x+2) = (x+1)*(x-2) and the integral from -1 to 2.

The crossings are drawn: at each one the curves change sides. The oracle finds them with flint and
integrates every piece by Boole's rule, which is exact here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import (
    Poly,
    factors,
    from_roots,
    linear,
    nonzero,
    plus,
    put_in,
    value,
)
from assay.generators.math.spelling import Number, polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Crossings and their bound, the bound of the leading number of the difference, degree and
    bound of the second curve."""

    crossings: int
    bound: int
    lead: int
    degree: int
    numbers: int


LEVELS = {
    1: Size(2, 4, 1, 1, 5),
    2: Size(2, 6, 3, 1, 9),
    3: Size(2, 9, 5, 2, 9),
    4: Size(3, 3, 1, 1, 9),
    5: Size(3, 5, 2, 2, 9),
    6: Size(3, 9, 3, 2, 15),
    7: Size(4, 4, 1, 2, 9),
    8: Size(4, 6, 2, 3, 15),
    9: Size(5, 6, 1, 3, 20),
    10: Size(5, 12, 4, 4, 40),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the crossings and one curve; the other one follows."""
    size = LEVELS[level]
    places = sorted(rng.sample(range(-size.bound, size.bound + 1), size.crossings))
    lead = nonzero(rng, size.lead)
    second = [rng.randint(-size.numbers, size.numbers) for _ in range(size.degree + 1)]
    gap = from_roots(places, lead)
    second = plus(second, [0])
    first = plus(gap, second)
    lines = list(_lines(first, second, gap, places, lead))
    f, g = polynomial(first), polynomial(second)
    return Draft(
        prompts=phrasings(
            f"area between y={f} and y={g}:",
            (
                f"the area enclosed between the curves y = {pretty(f)} and y = {pretty(g)}",
                f"the total area of the regions that the graphs of {pretty(f)} and {pretty(g)} "
                "enclose",
                f"the total area enclosed by the curves $ y = {tex(f)} $ and $ y = {tex(g)} $",
            ),
            notes=(
                "All pieces between the first and the last crossing count as positive.",
                "Add up all enclosed pieces, each as a positive area. Give the exact value.",
            ),
        ),
        problem={"curves": sorted([first, second])},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(first: Poly, second: Poly, gap: Poly, places: list[int], lead: int) -> Iterator[Line]:
    """The difference and its zeros; its integral over every piece; the sum of their sizes."""
    yield f"{polynomial(first)}-({polynomial(second)})", factors(lead, map(linear, places))
    whole: list[Number] = [Fraction(0), *(Fraction(c, n + 1) for n, c in enumerate(gap))]
    heights = []
    for place in places:
        heights.append(Fraction(value(whole, place)))
        yield put_in(whole, place) if place else "0", str(heights[-1])
    areas = []
    for low, high in pairwise(heights):
        areas.append(abs(high - low))
        yield f"abs({signed(high)}-{signed(low)})", str(areas[-1])
    if len(areas) > 1:
        yield "+".join(map(str, areas)), str(sum(areas))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Crossings by flint; every piece by Boole's rule, exact up to degree 5."""
    from flint import fmpq, fmpq_poly, fmpz_poly

    first, second = map(fmpz_poly, problem["curves"])
    gap = first - second
    places = sorted(-int(factor[0]) for factor, _ in gap.factor()[1])
    exact, total = fmpq_poly(gap), fmpq(0)
    for low, high in pairwise(places):
        step = fmpq(high - low, 4)
        values = [exact(low + k * step) for k in range(5)]
        weighted = 7 * values[0] + 32 * values[1] + 12 * values[2] + 32 * values[3] + 7 * values[4]
        area = weighted * step * fmpq(2, 45)
        total += area if area > 0 else -area
    return Answer("rational", str(total))


def capacity(level: int) -> int | None:
    """Sets of crossings, leading numbers, second curves; either curve may be named first."""
    size = LEVELS[level]
    places = comb(2 * size.bound + 1, size.crossings)
    return capped(places * 2 * size.lead * (2 * size.numbers + 1) ** (size.degree + 1))


FAMILY = Family(
    name="area_between",
    area="math",
    domain="calculus",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""Where a polynomial is positive or negative, as a union of intervals.

Example: (x-1)*(x-4) <= 0 -> [1, 4], worked with its value in every part between the roots.

Roots are drawn, some of them double, some factors without real roots: then the answer may be all
real numbers or none. The oracle factors with flint and tests points. The size of a level is the
number of coefficients times the characters of the polynomial.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.algebra.real_line import Chart, solution, test_points, tested
from assay.generators.math.linear_sides import rationals
from assay.generators.math.polynomials import Poly, factors, linear, product, put_in, times, value
from assay.generators.math.spelling import polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many different roots up to `bound`/`parts`, how many of them double, the leading number;
    with `unreal`, one problem in three has a quadratic without real roots in place of two roots."""

    roots: int
    bound: int
    parts: int = 1
    double: int = 0
    lead: int = 1
    unreal: bool = False
    factored: bool = False


LEVELS = {
    1: Size(2, 25, factored=True),
    2: Size(2, 12, lead=2),
    3: Size(2, 15, lead=20, unreal=True),
    4: Size(2, 15, parts=3, lead=20, unreal=True),
    5: Size(3, 9, lead=3),
    6: Size(3, 9, parts=2, lead=3, unreal=True),
    7: Size(3, 7, double=1, lead=4),
    8: Size(4, 9, parts=2, lead=2, unreal=True),
    9: Size(4, 9, double=2, lead=5),
    10: Size(5, 12, parts=2, double=1, lead=5, unreal=True),
}
_RELATIONS = ("<", "<=", ">", ">=")


def generate(rng: Random, level: int) -> Draft:
    """Draw roots and relation; read the signs off the factors."""
    size = LEVELS[level]
    lead, parts, relation, value_of = _draw(rng, size)
    whole = times([lead], product(parts))
    left = factors(lead, parts) if size.factored else polynomial(whole)
    plain = f"{left}{relation}0"
    return Draft(
        prompts=phrasings(
            f"{plain}, all real x as intervals:",
            (
                f"the set of all real x with {pretty(plain)}",
                f"the solution set of the inequality {pretty(plain)} over the real numbers",
                f"the set of real numbers x for which $ {tex(plain)} $",
            ),
            notes=(
                "Answer in interval notation, with oo for infinity and U between intervals; if no "
                "real x fits, answer: no solution.",
                "Write an interval or a union of intervals. If there is none, answer: no solution.",
            ),
        ),
        problem={"polynomial": whole, "relation": relation, "shown": left},
        answer=Answer("interval", value_of, {"variable": "x"}),
        steps=worked(_lines(left, lead, parts)),
        meta={"size": len(whole) * len(polynomial(whole))},
    )


def _draw(rng: Random, size: Size) -> tuple[int, list[Poly], str, str]:
    """Until no point stands alone: the leading number, the factors, the relation, the answer."""
    unreal = size.unreal and rng.randrange(3) == 0
    while True:
        places = rng.sample(_places(size), size.roots - 2 * unreal)
        lead = rng.choice((-1, 1)) * rng.randint(1, size.lead)
        borders = tuple((p, 2 if k < size.double else 1, False) for k, p in enumerate(places))
        parts = [linear(p) for p, times_, _ in sorted(borders) for _ in range(times_)]
        if unreal:
            parts.append(_unreal(rng))
        relation = rng.choice(_RELATIONS)
        found = solution(Chart(1 if lead > 0 else -1, borders), relation)
        if found is not None:
            return lead, parts, relation, found


def _places(size: Size) -> tuple[Fraction, ...]:
    return (Fraction(0), *rationals(size.bound, size.parts))


def _unreal(rng: Random) -> Poly:
    """(x-p)^2+g with g > 0."""
    p, g = rng.randint(-9, 9), rng.randint(1, 25)
    return [p * p + g, -2 * p, 1]


def _lines(left: str, lead: int, parts: list[Poly]) -> Iterator[Line]:
    """The factors, and the value in every part of the line."""
    split = factors(lead, parts)
    if split != left:
        yield left, split
    whole = times([lead], product(parts))
    roots = sorted({Fraction(-part[0], part[1]) for part in parts if len(part) == 2})
    for x in test_points(roots) if roots else [Fraction(0)]:
        terms = (f"({put_in(part, x)})" for part in parts)
        yield f"{signed(lead)}*{'*'.join(terms)}", str(value(whole, x))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The real roots by flint (all rational), then tests at the roots and between them."""
    from flint import fmpq, fmpz_poly

    whole, relation = fmpz_poly(problem["polynomial"]), problem["relation"]
    factored = (factor for factor, _ in whole.factor()[1])
    roots = [Fraction(-int(f[0]), int(f[1])) for f in factored if f.degree() == 1]

    def holds(x: Fraction) -> bool:
        at = whole(fmpq(x.numerator, x.denominator))
        return bool({"<": at < 0, "<=": at <= 0, ">": at > 0, ">=": at >= 0}[relation])

    return Answer("interval", tested(roots, holds), {"variable": "x"})


def capacity(level: int) -> int | None:
    """Sets of roots with a choice of the double ones, leading numbers and relations. A double root
    stands alone for one of the relations with equality, two may do so for both.
    """
    size = LEVELS[level]
    places = len(_places(size))
    signs = 2 * size.lead * (4 - size.double)
    real = comb(places, size.roots) * comb(size.roots, size.double) * signs
    if not size.unreal:
        return capacity_of_mixture((1, real))
    fewer = comb(places, size.roots - 2) * comb(size.roots - 2, size.double) * 19 * 25 * signs
    return capacity_of_mixture((Fraction(2, 3), real), (Fraction(1, 3), fewer))


FAMILY = Family(
    name="polynomial_inequality",
    area="math",
    domain="inequalities",
    answer_kind="interval",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

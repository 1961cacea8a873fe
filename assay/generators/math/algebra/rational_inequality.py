"""Where a quotient of polynomials is above or below a number, as a union of intervals.

Example: (x-1)/(x-3) <= 0 -> [1, 3): the denominator's root is excluded.

Roots above and below are drawn, all different. At the upper levels the right side is a number: it
has to be brought to the left first. The oracle factors with flint and tests points. The size of a
level is the number of roots times the characters of the quotient.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.algebra.real_line import Chart, solution, test_points, tested
from assay.generators.math.linear_sides import rationals
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
from assay.generators.math.spelling import polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Roots above and below the line, their bound and denominators, the leading number, the bound
    of the number on the right (0: the right side is 0 and the factors are shown)."""

    above: int
    below: int
    bound: int
    parts: int = 1
    lead: int = 1
    right: int = 0


LEVELS = {
    1: Size(1, 1, 20),
    2: Size(1, 1, 12, lead=5),
    3: Size(2, 1, 9, lead=2),
    4: Size(1, 1, 12, lead=5, right=6),
    5: Size(1, 1, 12, parts=2, lead=5, right=9),
    6: Size(2, 2, 12, lead=2),
    7: Size(2, 1, 12, lead=3, right=6),
    8: Size(2, 2, 9, lead=3, right=5),
    9: Size(2, 2, 12, parts=2, lead=5, right=9),
    10: Size(3, 3, 12, parts=2, lead=5, right=9),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the roots, the leading number and the right side."""
    size = LEVELS[level]
    places = rng.sample((Fraction(0), *rationals(size.bound, size.parts)), size.above + size.below)
    above, below = sorted(places[: size.above]), sorted(places[size.above :])
    lead, relation = nonzero(rng, size.lead), rng.choice(("<", "<=", ">", ">="))
    right = nonzero(rng, size.right) if size.right else 0
    borders = (*((p, 1, False) for p in above), *((p, 1, True) for p in below))
    found = solution(Chart(1 if lead > 0 else -1, borders), relation)
    assert found is not None
    over, under = from_roots(above, lead), from_roots(below)
    over = plus(over, under, right)
    plain, typeset = _spelled(size, over, under, (lead, above, below))
    plain, typeset = f"{plain}{relation}{right}", f"{typeset} {relation} {right}"
    typeset = typeset.replace("<=", "\\le").replace(">=", "\\ge")
    return Draft(
        prompts=phrasings(
            f"{plain}, all real x as intervals:",
            (
                f"the set of all real x with {pretty(plain)}",
                f"the solution set of the inequality {pretty(plain)} over the real numbers",
                f"the set of real numbers x for which $ {typeset} $",
            ),
            notes=(
                "Answer in interval notation, with oo for infinity and U between intervals.",
                "Write an interval or a union of intervals.",
            ),
        ),
        problem={"over": over, "under": under, "relation": relation, "right": right},
        answer=Answer("interval", found, {"variable": "x"}),
        steps=worked(_lines(over, under, right, (lead, above, below))),
        meta={"size": len(places) * (len(plain) + 20 * bool(right))},
    )


Roots = tuple[int, list[Fraction], list[Fraction]]


def _spelled(size: Size, over: Poly, under: Poly, roots: Roots) -> tuple[str, str]:
    """The quotient, in factors or expanded, plain and in LaTeX."""
    lead, above, below = roots
    top, bottom = polynomial(over), polynomial(under)
    if not size.right:
        top, bottom = factors(lead, map(linear, above)), factors(1, map(linear, below))
    first = f"({top})" if size.right and not top.isdigit() else top
    second = bottom if not size.right and len(below) == 1 else f"({bottom})"
    return f"{first}/{second}", rf"\frac{{{tex(_bare(top))}}}{{{tex(_bare(bottom))}}}"


def _bare(text: str) -> str:
    """A single factor without its brackets."""
    single = text[0] == "(" and text[-1] == ")" and text.count("(") == 1
    return text[1:-1] if single else text


def _lines(over: Poly, under: Poly, right: int, roots: Roots) -> Iterator[Line]:
    """The numerator over the common denominator in factors, then a value in every part."""
    lead, above, below = roots
    split = factors(lead, map(linear, above))
    if right:
        yield f"{polynomial(over)}-{signed(right)}*({polynomial(under)})", split
    over, under = from_roots(above, lead), from_roots(below)
    for x in test_points(sorted([*above, *below])):
        top = "*".join(f"({put_in(linear(r), x)})" for r in above)
        bottom = "*".join(f"({put_in(linear(r), x)})" for r in below)
        at = Fraction(value(over, x)) / value(under, x)
        yield f"{signed(lead)}*{top}/{bottom if len(below) == 1 else f'({bottom})'}", str(at)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Roots by flint of the denominator and of the difference; tests at and between them."""
    from flint import fmpq, fmpz_poly

    over, under = fmpz_poly(problem["over"]), fmpz_poly(problem["under"])
    right, relation = problem["right"], problem["relation"]
    both = (over - right * under) * under
    linear_ones = (factor for factor, _ in both.factor()[1] if factor.degree() == 1)
    roots = [Fraction(-int(f[0]), int(f[1])) for f in linear_ones]

    def holds(x: Fraction) -> bool:
        at = fmpq(x.numerator, x.denominator)
        if under(at) == 0:
            return False
        gap = over(at) / under(at) - right
        return bool({"<": gap < 0, "<=": gap <= 0, ">": gap > 0, ">=": gap >= 0}[relation])

    return Answer("interval", tested(roots, holds), {"variable": "x"})


def capacity(level: int) -> int | None:
    """Sets of roots above and below, leading numbers, relations, right sides."""
    size = LEVELS[level]
    places = 1 + len(rationals(size.bound, size.parts))
    roots = comb(places, size.above) * comb(places - size.above, size.below)
    return capped(roots * 2 * size.lead * 4 * (2 * size.right or 1))


FAMILY = Family(
    name="rational_inequality",
    area="math",
    domain="inequalities",
    answer_kind="interval",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""A polynomial to be written as a product of irreducible factors.

Example: 2*x^2+5*x-12 -> (2*x-3)*(x+4). The form is part of the task.

Factors are drawn: primitive linear ones, at the upper levels a quadratic one without rational
roots. Worked by putting in the rational roots; the oracle is flint's factorisation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_sides import rationals
from assay.generators.math.polynomials import Poly, factors, linear, product, put_in, times
from assay.generators.math.spelling import polynomial, pretty, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many rational roots up to `bound`/`parts`, the leading number, quadratics that stay."""

    roots: int
    bound: int
    parts: int = 1
    lead: int = 1
    quadratics: int = 0


LEVELS = {
    1: Size(2, 30),
    2: Size(2, 15, lead=4),
    3: Size(2, 12, parts=3),
    4: Size(2, 15, parts=5, lead=3),
    5: Size(3, 9),
    6: Size(3, 9, parts=3),
    7: Size(2, 9, parts=2, quadratics=1),
    8: Size(4, 9, parts=2, lead=2),
    9: Size(3, 9, parts=3, quadratics=1),
    10: Size(4, 12, parts=3, lead=4, quadratics=1),
}
_WIDE = 9


def generate(rng: Random, level: int) -> Draft:
    """Draw a multiset of roots, quadratics and the leading number; multiply out."""
    size = LEVELS[level]
    places = (Fraction(0), *rationals(size.bound, size.parts))
    picks = sorted(rng.sample(range(len(places) + size.roots - 1), size.roots))
    roots = sorted(places[pick - shift] for shift, pick in enumerate(picks))
    parts = [*map(linear, roots), *(_quadratic(rng) for _ in range(size.quadratics))]
    lead = rng.randint(1, size.lead)
    plain = polynomial(times([lead], product(parts)))
    value = factors(lead, parts)
    if value == plain:  # a power of x: nothing to factor
        return generate(rng, level)
    return Draft(
        prompts=phrasings(
            f"factor {plain} over the rationals:",
            (
                f"the factorisation of {pretty(plain)} into irreducible factors over the rationals",
                f"{pretty(plain)} as a product of factors with whole coefficients that cannot be "
                "split further",
                f"the complete factorisation of $ {tex(plain)} $ over the rational numbers",
            ),
            notes=(
                "Write a product of irreducible polynomials with whole coefficients, a common "
                "number in front.",
                "Answer with the product, its factors irreducible and with whole coefficients.",
            ),
        ),
        problem={"polynomial": times([lead], product(parts))},
        answer=Answer("expression", value, {"variables": ["x"], "required_form": "factored"}),
        steps=worked(_lines(plain, lead, parts, roots)),
    )


def _quadratic(rng: Random) -> Poly:
    """x^2+b*x+c without real roots."""
    while True:
        b, c = rng.randint(-_WIDE, _WIDE), rng.randint(1, 4 * _WIDE)
        if b * b < 4 * c:
            return [c, b, 1]


def _lines(plain: str, lead: int, parts: list[Poly], roots: list[Fraction]) -> Iterator[Line]:
    """Every root makes the polynomial 0; then the product."""
    whole = times([lead], product(parts))
    for root in sorted(set(roots)):
        yield put_in(whole, root), "0"
    yield plain, factors(lead, parts)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The factorisation over the integers by flint."""
    from flint import fmpz_poly

    lead, found = fmpz_poly(problem["polynomial"]).factor()
    parts = [
        f"({polynomial([int(c) for c in factor.coeffs()])})^{times_}" for factor, times_ in found
    ]
    value = "*".join([str(lead), *parts])
    return Answer("expression", value, {"variables": ["x"], "required_form": "factored"})


def capacity(level: int) -> int | None:
    """Multisets of roots, quadratics, leading numbers."""
    size = LEVELS[level]
    places = 1 + len(rationals(size.bound, size.parts))
    quadratics = sum(
        b * b < 4 * c for b in range(-_WIDE, _WIDE + 1) for c in range(1, 4 * _WIDE + 1)
    )
    roots = comb(places + size.roots - 1, size.roots) - (not size.quadratics)
    return capped(roots * quadratics**size.quadratics * size.lead)


FAMILY = Family(
    name="factor_polynomial",
    area="math",
    domain="polynomials",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

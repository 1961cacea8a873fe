"""The numerators of a partial fraction decomposition.

Example: (5x-1)/((x-1)*(x+1)) = A/(x-1) + B/(x+1) -> (2, 3), worked 2*(x+1)+3*(x-1) = 5*x-1.

The numerators are drawn. Worked by covering up one factor at a time; the oracle solves the linear
system of the coefficients with flint. The size of a level is terms times the characters shown.
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
from assay.generators.math.polynomials import (
    Poly,
    factors,
    linear,
    nonzero,
    plus,
    product,
    put_in,
    times,
)
from assay.generators.math.spelling import polynomial, pretty, tex, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many factors, bounds of their roots and of the numerators; whether they are expanded."""

    terms: int
    root: int
    parts: int
    numerator: int
    expanded: bool = False


LEVELS = {
    1: Size(2, 5, 1, 6),
    2: Size(2, 9, 1, 12),
    3: Size(2, 9, 1, 20, expanded=True),
    4: Size(2, 9, 2, 20, expanded=True),
    5: Size(3, 6, 1, 9),
    6: Size(3, 9, 1, 20, expanded=True),
    7: Size(3, 9, 2, 30, expanded=True),
    8: Size(4, 9, 1, 30, expanded=True),
    9: Size(4, 9, 2, 60, expanded=True),
    10: Size(5, 12, 2, 99, expanded=True),
}
_NAMES = "ABCDE"


def generate(rng: Random, level: int) -> Draft:
    """Draw the factors and the numerators; put them on one denominator."""
    size = LEVELS[level]
    roots = sorted(rng.sample((Fraction(0), *rationals(size.root, size.parts)), size.terms))
    numbers = [nonzero(rng, size.numerator) for _ in roots]
    parts = [linear(root) for root in roots]
    over: Poly = [0]
    for k, number in enumerate(numbers):
        over = plus(over, times([number], product(parts[:k] + parts[k + 1 :])))
    over_text = polynomial(over) if over != [0] else "0"
    under = polynomial(product(parts)) if size.expanded else factors(1, parts)
    sums = total(f"{name}/({polynomial(p)})" for name, p in zip(_NAMES, parts, strict=False))
    names = f"({', '.join(_NAMES[: size.terms])})"
    plain = f"({over_text})/({under})={sums}"
    typeset = rf"\frac{{{tex(over_text)}}}{{{tex(under)}}} = " + " + ".join(
        rf"\frac{{{name}}}{{{tex(polynomial(p))}}}" for name, p in zip(_NAMES, parts, strict=False)
    )
    return Draft(
        prompts=phrasings(
            f"{plain}, {names}=",
            (f"the numbers {names}", f"the constants {names} of this decomposition"),
            given=(
                f"{pretty(plain)} for all x where it is defined",
                f"$ {typeset} $ holds for every x that is no root of a denominator",
            ),
            notes=(f"Answer with {names}, exact values in this order.",),
            plural=True,
        ),
        problem={"over": over, "roots": [str(root) for root in roots]},
        answer=Answer("tuple", f"({', '.join(map(str, numbers))})"),
        steps=worked(_lines(over, roots, numbers)),
        meta={"size": size.terms * (len(plain) + 20 * size.expanded)},
    )


def _lines(over: Poly, roots: list[Fraction], numbers: list[int]) -> Iterator[Line]:
    """Each numerator: the whole one at the root, divided by the other factors there."""
    for root, number in zip(roots, numbers, strict=True):
        rest = [linear(other) for other in roots if other != root]
        below = "*".join(f"({put_in(part, root)})" for part in rest)
        yield f"({put_in(over, root)})/{below if len(rest) == 1 else f'({below})'}", str(number)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Equal coefficients of every power of x: a linear system, solved by flint."""
    from flint import fmpq_mat, fmpz_poly

    roots = [Fraction(root) for root in problem["roots"]]
    parts = [fmpz_poly([-root.numerator, root.denominator]) for root in roots]
    count = len(parts)
    rows = [[0] * count for _ in range(count)]
    for column in range(count):
        rest = fmpz_poly([1])
        for k, part in enumerate(parts):
            rest *= part if k != column else 1
        for power in range(count):
            rows[power][column] = int(rest[power])
    right = [[c] for c in (*problem["over"], *[0] * count)[:count]]
    found = fmpq_mat(rows).solve(fmpq_mat(right))
    return Answer("tuple", f"({', '.join(str(found[k, 0]) for k in range(count))})")


def capacity(level: int) -> int | None:
    """Sets of roots and numerators."""
    size = LEVELS[level]
    places = 1 + len(rationals(size.root, size.parts))
    return capped(comb(places, size.terms) * (2 * size.numerator) ** size.terms)


FAMILY = Family(
    name="partial_fractions",
    area="math",
    domain="algebra",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

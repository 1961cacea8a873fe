"""The slope of a curve that is given by an equation, at one of its points.

Example: x^2+y^2 = 25 at (3, 4) -> -3/4, worked 2*3 = 6, 2*4 = 8, -6/8 = -3/4.

The point is drawn and the right side follows. The oracle lets flint differentiate along each
coordinate. Curves are sums of monomials in x and y.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import power, pretty, signed, term, tex, total
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Monomials, their largest total degree, bounds of coefficients and of the point."""

    terms: int
    degree: int
    bound: int
    point: int


LEVELS = {
    1: Size(2, 2, 5, 5),
    2: Size(3, 2, 6, 6),
    3: Size(3, 3, 6, 5),
    4: Size(4, 3, 9, 6),
    5: Size(4, 4, 12, 6),
    6: Size(5, 4, 15, 7),
    7: Size(5, 5, 20, 7),
    8: Size(6, 6, 30, 7),
    9: Size(8, 6, 60, 9),
    10: Size(10, 8, 99, 9),
}
Term = tuple[int, tuple[int, int]]


def generate(rng: Random, level: int) -> Draft:
    """Draw monomials and a point where the curve has a slope."""
    size = LEVELS[level]
    monomials = _monomials(size.degree)
    while True:
        terms = [(nonzero(rng, size.bound), m) for m in sorted(rng.sample(monomials, size.terms))]
        x, y = (nonzero(rng, size.point) for _ in "xy")
        (first, across), (second, up) = _partial(terms, (x, y), 0), _partial(terms, (x, y), 1)
        if up:
            break
    right = sum(c * x**m * y**n for c, (m, n) in terms)
    plain = f"{total(_spell(c, powers) for c, powers in reversed(terms))}={right}"
    slope = Fraction(-across, up)
    lines = [(first or "0", str(across)), (second, str(up))]
    lines.append((f"-{signed(across)}/{signed(up)}", str(slope)))
    return Draft(
        prompts=phrasings(
            f"slope of {plain} at ({x}, {y}):",
            (
                f"the slope of the curve {pretty(plain)} at the point ({x}, {y})",
                f"dy/dx at (x, y) = ({x}, {y}) on the curve {pretty(plain)}",
                rf"$ \frac{{dy}}{{dx}} $ at $ ({x}, {y}) $ for the curve $ {tex(plain)} $",
            ),
            notes=("Give the exact value.", "Answer with an integer or a fraction."),
        ),
        problem={"terms": [[c, list(powers)] for c, powers in terms], "at": [x, y]},
        answer=Answer("rational", str(slope)),
        steps=worked(lines),
    )


def _monomials(degree: int) -> list[tuple[int, int]]:
    return [(m, n) for m in range(degree + 1) for n in range(degree + 1 - m) if m + n]


def _spell(coefficient: int, powers: tuple[int, int]) -> str:
    symbols = (power(name, n) for name, n in zip("xy", powers, strict=True))
    return term(coefficient, "*".join(filter(None, symbols)))


def _partial(terms: Sequence[Term], at: tuple[int, int], k: int) -> tuple[str, int]:
    """The derivative along x or y at the point: how it is worked out, and its value."""
    parts, found = [], 0
    for coefficient, powers in terms:
        if powers[k]:
            left = [n - (j == k) for j, n in enumerate(powers)]
            front = coefficient * powers[k]
            found += front * at[0] ** left[0] * at[1] ** left[1]
            numbers = (power(signed(x), n) for x, n in zip(at, left, strict=True))
            parts.append("*".join([signed(front), *filter(None, numbers)]))
    return "+".join(parts), found


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The left side along x and along y as polynomials that flint differentiates."""
    from flint import fmpz_poly

    x, y = problem["at"]
    along, up = fmpz_poly([0]), fmpz_poly([0])
    for coefficient, (m, n) in problem["terms"]:
        along += fmpz_poly([0] * m + [coefficient * y**n])
        up += fmpz_poly([0] * n + [coefficient * x**m])
    slope = Fraction(-int(along.derivative()(x)), int(up.derivative()(y)))
    return Answer("rational", str(slope))


def capacity(level: int) -> int | None:
    """Sets of monomials, coefficients, points; at most a quarter has no slope and is taken off."""
    size = LEVELS[level]
    sets = comb(len(_monomials(size.degree)), size.terms)
    return capped(sets * (2 * size.bound) ** size.terms * (2 * size.point) ** 2 * 3 // 4)


FAMILY = Family(
    name="implicit_slope",
    area="math",
    domain="calculus",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The gradient of a polynomial in two or three variables at a point.

Example: x^2*y+3*y at (1, 2) -> (4, 4), worked 2*1*2 = 4, 1^2+3 = 4.

Every monomial is differentiated and put in. The oracle puts numbers for all variables but one and
lets flint differentiate.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import power, pretty, signed, term, tex, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Variables, monomials, the largest total degree, bounds of coefficients and of the point."""

    variables: int
    terms: int
    degree: int
    bound: int
    point: int


LEVELS = {
    1: Size(2, 2, 2, 6, 3),
    2: Size(2, 2, 3, 9, 4),
    3: Size(2, 3, 3, 12, 5),
    4: Size(2, 4, 4, 12, 5),
    5: Size(2, 5, 4, 20, 5),
    6: Size(3, 5, 3, 12, 5),
    7: Size(3, 6, 4, 20, 5),
    8: Size(3, 7, 5, 20, 6),
    9: Size(3, 8, 6, 30, 7),
    10: Size(3, 10, 8, 60, 9),
}
Powers = tuple[int, ...]
Term = tuple[int, Powers]


def generate(rng: Random, level: int) -> Draft:
    """Draw different monomials with their coefficients, and the point."""
    size = LEVELS[level]
    monomials = _monomials(size)
    terms = [(nonzero(rng, size.bound), m) for m in sorted(rng.sample(monomials, size.terms))]
    at = [rng.randint(-size.point, size.point) for _ in range(size.variables)]
    names = "xyz"[: size.variables]
    plain = total(_spell(c, powers, names) for c, powers in reversed(terms))
    lines = list(_lines(terms, at))
    place = f"({', '.join(map(str, at))})"
    letters = f"({', '.join(names)})"
    values = [_slope(terms, at, k) for k in range(size.variables)]
    return Draft(
        prompts=phrasings(
            f"gradient of {plain} at {letters}={place}:",
            (
                f"the gradient of f{letters} = {pretty(plain)} at the point {place}",
                f"the vector of the partial derivatives with respect to {', '.join(names)} of "
                f"{pretty(plain)} at {letters} = {place}",
                f"the gradient of $ {tex(plain)} $ at $ {letters} = {place} $",
            ),
            notes=("Answer with a tuple.", f"Write its entries in the order {', '.join(names)}."),
        ),
        problem={"terms": [[c, list(powers)] for c, powers in terms], "at": at},
        answer=Answer("tuple", f"({', '.join(map(str, values))})"),
        steps=worked(lines),
    )


def _monomials(size: Size) -> list[Powers]:
    """All exponents up to the total degree, but not the constant."""
    every = product(range(size.degree + 1), repeat=size.variables)
    return [powers for powers in every if 0 < sum(powers) <= size.degree]


def _spell(coefficient: int, powers: Powers, names: str) -> str:
    symbols = (power(name, n) for name, n in zip(names, powers, strict=True))
    return term(coefficient, "*".join(filter(None, symbols)))


def _slope(terms: Sequence[Term], at: list[int], k: int) -> int:
    found = 0
    for coefficient, powers in terms:
        part = coefficient * powers[k]
        for j, (x, n) in enumerate(zip(at, powers, strict=True)):
            part *= x ** max(n - (j == k), 0) if part else 1
        found += part
    return found


def _lines(terms: Sequence[Term], at: list[int]) -> Iterator[Line]:
    """The derivative in each direction, with the point put in."""
    for k in range(len(at)):
        parts = []
        for coefficient, powers in terms:
            if powers[k]:
                left = [n - (j == k) for j, n in enumerate(powers)]
                numbers = (power(signed(x), n) for x, n in zip(at, left, strict=True))
                factors = [signed(coefficient * powers[k]), *filter(None, numbers)]
                parts.append("*".join(factors))
        yield "+".join(parts) or "0", str(_slope(terms, at, k))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """One variable left, the others numbers: a polynomial that flint differentiates."""
    from flint import fmpz_poly

    at = problem["at"]
    found = []
    for k, here in enumerate(at):
        line = fmpz_poly([0])
        for coefficient, powers in problem["terms"]:
            number = coefficient
            for j, (x, n) in enumerate(zip(at, powers, strict=True)):
                number *= x**n if j != k else 1
            line += fmpz_poly([0] * powers[k] + [number])
        found.append(str(line.derivative()(here)))
    return Answer("tuple", f"({', '.join(found)})")


def capacity(level: int) -> int | None:
    """Sets of monomials, coefficients, points."""
    size = LEVELS[level]
    sets = comb(len(_monomials(size)), size.terms)
    points = (2 * size.point + 1) ** size.variables
    return capped(sets * (2 * size.bound) ** size.terms * points)


FAMILY = Family(
    name="gradient",
    area="math",
    domain="calculus",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

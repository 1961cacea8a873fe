"""A product of polynomials, to be multiplied out.

Example: "(x+2)*(3*x-1)" -> 3*x^2+5*x-2. The form is part of the task: the answer must be expanded.

Worked one factor at a time; every line is an identity. The oracle multiplies values at enough
points and interpolates.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.math.spelling import polynomial, pretty, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The degrees of the factors and the largest coefficient."""

    degrees: tuple[int, ...]
    bound: int


LEVELS = {
    1: Size((1, 1), 9),
    2: Size((1, 1), 30),
    3: Size((1, 2), 9),
    4: Size((2, 2), 12),
    5: Size((1, 1, 1), 9),
    6: Size((1, 1, 2), 9),
    7: Size((2, 2, 1), 12),
    8: Size((1, 1, 1, 1), 12),
    9: Size((2, 2, 2), 15),
    10: Size((2, 2, 2, 2), 20),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the factors (no coefficient is 0) and multiply from the left."""
    size = LEVELS[level]
    factors = [
        [rng.choice((-1, 1)) * rng.randint(1, size.bound) for _ in range(degree + 1)]
        for degree in size.degrees
    ]
    plain = "*".join(f"({polynomial(factor)})" for factor in factors)
    lines = list(_lines(factors))
    return Draft(
        prompts=phrasings(
            f"Expand {plain}",
            (
                f"the expanded form of {pretty(plain)}",
                f"{pretty(plain)} as a sum of powers of x without brackets",
                f"the expanded form of $ {tex(plain)} $",
            ),
            notes=("Collect like terms.", "Answer with a polynomial in x, fully expanded."),
        ),
        problem={"factors": sorted(factors)},
        answer=Answer(
            "expression", lines[-1][1], {"variables": ["x"], "required_form": "expanded"}
        ),
        steps=worked(lines),
    )


def _lines(factors: list[list[int]]) -> Iterator[tuple[str, str]]:
    product = factors[0]
    for factor in factors[1:]:
        left = f"({polynomial(product)})*({polynomial(factor)})"
        product = _times(product, factor)
        yield left, polynomial(product)


def _times(a: list[int], b: list[int]) -> list[int]:
    product = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    return product


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The product's values at 0, 1, 2, ... and Newton's interpolation through them."""
    factors = problem["factors"]
    degree = sum(len(factor) - 1 for factor in factors)
    values = []
    for x in map(Fraction, range(degree + 1)):
        value = Fraction(1)
        for factor in factors:
            value *= _value(factor, x)
        values.append(value)
    for depth in range(1, degree + 1):
        for at in range(degree, depth - 1, -1):
            values[at] = (values[at] - values[at - 1]) / depth
    found = [values[degree]]
    for node in range(degree - 1, -1, -1):
        shifted = [Fraction(0), *found]
        found = [
            high - node * low for high, low in zip(shifted, [*found, Fraction(0)], strict=True)
        ]
        found[0] += values[node]
    return Answer("expression", polynomial(found), {"variables": ["x"]})


def _value(factor: list[int], x: Fraction) -> Fraction:
    value = Fraction(0)
    for coefficient in reversed(factor):
        value = value * x + coefficient
    return value


def capacity(level: int) -> int | None:
    """Choices of coefficients; the order of factors of one degree makes no new problem."""
    size = LEVELS[level]
    count = 1
    for degree in set(size.degrees):
        times, choices = size.degrees.count(degree), (2 * size.bound) ** (degree + 1)
        for k in range(times):
            count = count * (choices + k) // (k + 1)
    return count if count < 2**63 else None


FAMILY = Family(
    name="expand_product",
    area="math",
    domain="polynomials",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

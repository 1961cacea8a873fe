"""A later value of a polynomial that is known by its first values.

Example: f(0) = 1, f(1) = 3, f(2) = 7, degree at most 2; f(4) -> 21, worked 3-1 = 2, 7-3 = 4, ...

The degree is stated, so that the value is determined. Worked with a table of differences that is
continued; the oracle interpolates by Lagrange's formula.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The degree, the bound of the given values, how far behind them the question lies."""

    degree: int
    bound: int
    low: int
    high: int


LEVELS = {
    1: Size(1, 40, 1, 3),
    2: Size(2, 30, 1, 1),
    3: Size(2, 60, 2, 3),
    4: Size(3, 20, 1, 1),
    5: Size(3, 60, 2, 3),
    6: Size(4, 30, 1, 2),
    7: Size(4, 99, 3, 4),
    8: Size(5, 60, 2, 4),
    9: Size(6, 99, 4, 6),
    10: Size(8, 300, 6, 9),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the values: any whole numbers belong to one polynomial of that degree at most."""
    size = LEVELS[level]
    values = [rng.randint(-size.bound, size.bound) for _ in range(size.degree + 1)]
    asked = size.degree + rng.randint(size.low, size.high)
    lines = list(_lines(values, asked))
    listed = ", ".join(f"f({k}) = {value}" for k, value in enumerate(values))
    return Draft(
        prompts=phrasings(
            f"{listed}, f polynomial of degree <= {size.degree}: f({asked})=",
            (f"f({asked})", f"the value of f at {asked}", f"$ f({asked}) $"),
            given=(
                f"f is a polynomial of degree at most {size.degree} with {listed}",
                f"{listed} for a polynomial f whose degree is not above {size.degree}",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"values": values, "asked": asked},
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(values: list[int], asked: int) -> Iterator[Line]:
    """Row after row of differences; then every row is continued from the last one upwards."""
    row, ends = values, [values[-1]]
    while len(row) > 1:
        following = [b - a for a, b in pairwise(row)]
        for (a, b), gap in zip(pairwise(row), following, strict=True):
            yield f"{signed(b)}-{signed(a)}", str(gap)
        row = following
        ends.append(row[-1])
    for _ in range(len(values), asked + 1):
        for k in range(len(ends) - 2, -1, -1):
            value = ends[k] + ends[k + 1]
            yield f"{signed(ends[k])}+{signed(ends[k + 1])}", str(value)
            ends[k] = value


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Lagrange's formula at the point."""
    values, asked = problem["values"], problem["asked"]
    total = Fraction(0)
    for i, value in enumerate(values):
        part = Fraction(value)
        for j in range(len(values)):
            if j != i:
                part *= Fraction(asked - j, i - j)
        total += part
    return Answer("integer", str(total))


def capacity(level: int) -> int | None:
    """Values and questions."""
    size = LEVELS[level]
    return capped((2 * size.bound + 1) ** (size.degree + 1) * (size.high - size.low + 1))


FAMILY = Family(
    name="difference_table",
    area="math",
    domain="sequences",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

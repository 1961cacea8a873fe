"""A figure that sums up a list of numbers: mean, median, range, variance.

Example: mean of 4, 7, 10 -> 7, worked 4+7+10 = 21, 21/3 = 7.

The variance is that of the whole list (divided by the number of values), and the prompt says so.
The oracle works from counts of the distinct values and from pairwise differences.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.math.spelling import number, signed
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many values, their bound, whether negative ones occur, and the figures asked for."""

    values: int
    bound: int
    figures: tuple[str, ...]
    negative: bool = False


LEVELS = {
    1: Size(3, 60, ("mean", "median", "range")),
    2: Size(4, 60, ("mean", "median", "range")),
    3: Size(6, 99, ("mean", "median", "range")),
    4: Size(8, 99, ("mean",)),
    5: Size(5, 40, ("variance",)),
    6: Size(6, 99, ("variance",), negative=True),
    7: Size(8, 99, ("variance",), negative=True),
    8: Size(10, 99, ("variance",), negative=True),
    9: Size(13, 250, ("variance",), negative=True),
    10: Size(18, 999, ("variance",), negative=True),
}
_ASKED = {
    "mean": "arithmetic mean",
    "median": "median",
    "range": "range (largest minus smallest value)",
    "variance": "population variance (the mean squared distance from the mean)",
}


def generate(rng: Random, level: int) -> Draft:
    """Draw different values and a figure."""
    size = LEVELS[level]
    low = -size.bound if size.negative else 0
    values = rng.sample(range(low, size.bound + 1), size.values)
    figure = rng.choice(size.figures)
    lines = list(_lines(sorted(values), figure))
    shown = ", ".join(map(str, values))
    return Draft(
        prompts=phrasings(
            f"{'population variance' if figure == 'variance' else figure} of {shown}?",
            (
                f"the {_ASKED[figure]} of {shown}",
                f"the {_ASKED[figure]} of the {len(values)} numbers {shown}",
                f"the {_ASKED[figure]} of these data: $ {shown} $",
            ),
            notes=("Give the exact value.", "Answer with an integer or a fraction."),
        ),
        problem={"values": sorted(values), "figure": figure},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(values: list[int], figure: str) -> Iterator[tuple[str, str]]:
    if figure == "range":
        yield f"{values[-1]}-{signed(values[0])}", str(values[-1] - values[0])
    elif figure == "median":
        middle = values[(len(values) - 1) // 2], values[len(values) // 2]
        yield f"({middle[0]}+{signed(middle[1])})/2", number(Fraction(sum(middle), 2))
    else:
        yield from _moments(values, figure)


def _moments(values: list[int], figure: str) -> Iterator[tuple[str, str]]:
    count, total = len(values), sum(values)
    mean = Fraction(total, count)
    yield "+".join(map(signed, values)), str(total)
    yield f"{signed(total)}/{count}", number(mean)
    if figure == "variance":
        squares = sum(value * value for value in values)
        yield "+".join(f"{signed(value)}^2" for value in values), str(squares)
        yield f"{squares}/{count}-{signed(mean)}^2", number(Fraction(squares, count) - mean * mean)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Counts and pairwise differences: the variance is the mean of (a-b)^2/2 over all pairs."""
    values, figure = problem["values"], problem["figure"]
    n = len(values)
    if figure == "mean":
        weighted = sum(value * times for value, times in Counter(values).items())
        return Answer("rational", str(Fraction(weighted, n)))
    if figure == "range":
        return Answer("rational", str(max(abs(a - b) for a in values for b in values)))
    if figure == "median":
        left = list(values)
        while len(left) > 2:
            left.remove(max(left))
            left.remove(min(left))
        return Answer("rational", str(Fraction(left[0] + left[-1], 2)))
    squared = sum((a - b) ** 2 for a in values for b in values)
    return Answer("rational", str(Fraction(squared, 2 * n * n)))


def capacity(level: int) -> int | None:
    """Sets of values times figures."""
    size = LEVELS[level]
    values = 2 * size.bound + 1 if size.negative else size.bound + 1
    count = comb(values, size.values) * len(size.figures)
    return count if count < 2**63 else None


FAMILY = Family(
    name="data_summary",
    area="math",
    domain="statistics",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

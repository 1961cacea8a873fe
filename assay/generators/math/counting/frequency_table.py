"""A figure that sums up values with their frequencies: mean, median, variance.

Example: 2 (3 times), 5 (once): mean -> 11/4, worked 3*2+1*5 = 11, 3+1 = 4, 11/4 = 11/4.

The variance is that of the whole table (divided by the number of values). The oracle writes every
value down as often as it occurs. The size of a level is the characters worked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """How many different values, their bound (both signs from `low` on), the largest frequency, the
    figures asked for."""

    values: int
    low: int
    high: int
    times: int
    figures: tuple[str, ...]


_BOTH = ("mean", "median")
LEVELS = {
    1: Size(2, 0, 20, 6, _BOTH),
    2: Size(3, 0, 30, 9, _BOTH),
    3: Size(4, 0, 50, 15, _BOTH),
    4: Size(5, -50, 50, 25, _BOTH),
    5: Size(3, 0, 20, 9, ("variance",)),
    6: Size(4, 0, 40, 12, ("variance",)),
    7: Size(5, -40, 40, 20, ("variance",)),
    8: Size(7, -99, 99, 40, ("variance",)),
    9: Size(9, -300, 300, 99, ("variance",)),
    10: Size(12, -999, 999, 400, ("variance",)),
}
_ASKED = {
    "mean": "arithmetic mean",
    "median": "median",
    "variance": "population variance (the mean squared distance from the mean)",
}
Table = Sequence[tuple[int, int]]


def generate(rng: Random, level: int) -> Draft:
    """Draw different values, a frequency for each, and the figure."""
    size = LEVELS[level]
    values = rng.sample(range(size.low, size.high + 1), size.values)
    table = [(value, rng.randint(1, size.times)) for value in values]
    figure = rng.choice(size.figures)
    lines = list(_lines(sorted(table), figure))
    listed = ", ".join(f"{value} ({_often(n)})" for value, n in table)
    rows = "\n".join(f"{value:>6} | {n}" for value, n in sorted(table))
    return Draft(
        prompts=told(
            f"{_ASKED[figure]} of {listed}?",
            (
                f"These values occur in a list: {listed}.",
                f"Some data in a table:\nvalue | frequency\n{rows}\n",
                f"A count gave {listed}.",
            ),
            (f"What is the {_ASKED[figure]}?", f"Find the {_ASKED[figure]} of all these data."),
            ("Answer with an integer or a fraction.", "Give the exact value."),
        ),
        problem={"table": sorted(table), "figure": figure},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _often(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def _lines(table: Table, figure: str) -> Iterator[Line]:
    count = sum(n for _, n in table)
    yield "+".join(str(n) for _, n in table), str(count)
    if figure == "median":
        low, high = _place(table, (count - 1) // 2), _place(table, count // 2)
        yield f"({low}+{signed(high)})/2", str(Fraction(low + high, 2))
        return
    total = sum(n * value for value, n in table)
    mean = Fraction(total, count)
    yield "+".join(f"{n}*{signed(value)}" for value, n in table), str(total)
    yield f"{signed(total)}/{count}", str(mean)
    if figure == "variance":
        squares = sum(n * value * value for value, n in table)
        yield "+".join(f"{n}*{signed(value)}^2" for value, n in table), str(squares)
        yield f"{squares}/{count}-{signed(mean)}^2", str(Fraction(squares, count) - mean * mean)


def _place(table: Table, place: int) -> int:
    """The value at a place, from 0, of the data in order."""
    for value, n in table:
        if place < n:
            return value
        place -= n
    raise ValueError(f"the table ends before place {place}")


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The whole list; its middle, its mean, or the mean squared distance from its mean."""
    data = [value for value, n in problem["table"] for _ in range(n)]
    count = len(data)
    if problem["figure"] == "median":
        ordered = sorted(data)
        while len(ordered) > 2:
            ordered = ordered[1:-1]
        return Answer("rational", str(Fraction(ordered[0] + ordered[-1], 2)))
    mean = Fraction(sum(data), count)
    if problem["figure"] == "mean":
        return Answer("rational", str(mean))
    squares = sum(
        (count * value - mean.numerator * (count // mean.denominator)) ** 2 for value in data
    )
    return Answer("rational", str(Fraction(squares, count**3)))


def capacity(level: int) -> int | None:
    """Sets of values, frequencies, figures."""
    size = LEVELS[level]
    values = comb(size.high - size.low + 1, size.values)
    return capped(values * size.times**size.values * len(size.figures))


FAMILY = Family(
    name="frequency_table",
    area="math",
    domain="statistics",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""Paths on a grid, right and up only, that keep off some points.

Example: from (0, 0) to (2, 2) not through (1, 1) -> 2, worked 1+0 = 1, 0+1 = 1, 1+1 = 2.

Worked by adding up the ways to every point; the oracle multiplies binomial coefficients and takes
off what passes a blocked point first there. The size of a level is its number of points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Size:
    """How far right and up the end is, and how many points are blocked."""

    right: int
    up: int
    blocked: int


LEVELS = {
    1: Size(5, 3, 3),
    2: Size(4, 4, 3),
    3: Size(5, 4, 3),
    4: Size(5, 5, 4),
    5: Size(6, 5, 4),
    6: Size(6, 6, 5),
    7: Size(7, 6, 6),
    8: Size(8, 7, 7),
    9: Size(9, 8, 8),
    10: Size(11, 10, 10),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the blocked points until some path is left; add up point by point."""
    size = LEVELS[level]
    end = (size.right, size.up)
    points = [(x, y) for x in range(size.right + 1) for y in range(size.up + 1)]
    while True:
        blocked = sorted(rng.sample(points[1:-1], size.blocked))
        lines, ways = _add_up(end, frozenset(blocked))
        if ways:
            break
    listed = ", ".join(map(str, blocked[:-1])) + f" and {blocked[-1]}"
    return Draft(
        prompts=told(
            f"Paths right/up from (0, 0) to {end} avoiding {listed}?",
            (
                f"A path on the integer grid goes from (0, 0) to {end} in steps of one unit to the "
                f"right or up. It must not pass through {listed}.",
                f"A robot stands at (0, 0) and wants to get to {end}. It only moves one unit right "
                f"or one unit up at a time, and the points {listed} are blocked.",
                f"Streets form a grid. Somebody walks from corner (0, 0) to corner {end}, always "
                f"one block east or north, and avoids the corners {listed}.",
            ),
            ("How many different paths are there?", "In how many ways is that possible?"),
            ("", "Answer with one integer."),
        ),
        problem={"end": end, "blocked": blocked},
        answer=Answer("integer", str(ways)),
        steps=worked(lines),
        meta={"size": len(points)},
    )


def _add_up(end: Point, blocked: frozenset[Point]) -> tuple[list[Line], int]:
    """Ways to a point: those to its left neighbour and those to the one below."""
    ways: dict[Point, int] = {(0, 0): 1}
    lines = []
    for x in range(end[0] + 1):
        for y in range(end[1] + 1):
            if (x, y) in blocked or (x, y) == (0, 0):
                continue
            left, below = ways.get((x - 1, y), 0), ways.get((x, y - 1), 0)
            ways[x, y] = left + below
            if x and y:
                lines.append((f"{left}+{below}", str(left + below)))
    return lines, ways[end]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Free paths to every blocked point without an earlier blocked one; to the end likewise."""
    stops = [*sorted(map(tuple, problem["blocked"]), key=sum), tuple(problem["end"])]
    first: list[int] = []
    for at, (x, y) in enumerate(stops):
        ways = comb(x + y, x)
        for (a, b), count in zip(stops[:at], first, strict=False):
            if a <= x and b <= y:
                ways -= count * comb(x - a + y - b, x - a)
        first.append(ways)
    return Answer("integer", str(first[-1]))


def capacity(level: int) -> int | None:
    """Sets of blocked points; at most one in ten closes every path and is taken off."""
    size = LEVELS[level]
    return capped(comb((size.right + 1) * (size.up + 1) - 2, size.blocked) * 9 // 10)


FAMILY = Family(
    name="lattice_paths",
    area="math",
    domain="combinatorics",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

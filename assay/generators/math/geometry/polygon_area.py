"""The area of a polygon that is given by its corners in order.

Example: (0, 0), (4, 0), (0, 3) -> 6, worked 0*0-4*0 = 0, 4*3-0*0 = 12, 0*0-0*3 = 0, abs(12)/2 = 6.

Corners are sorted around their mean, so that no sides cross. The oracle cuts the polygon into
trapezoids under its sides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import atan2, comb, gcd, pi
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Size:
    """How many corners, and the bound of their coordinates."""

    corners: int
    bound: int


LEVELS = {
    1: Size(3, 5),
    2: Size(3, 12),
    3: Size(3, 40),
    4: Size(4, 9),
    5: Size(4, 30),
    6: Size(5, 12),
    7: Size(6, 20),
    8: Size(8, 30),
    9: Size(10, 60),
    10: Size(14, 200),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw corners until they go once round their mean."""
    size = LEVELS[level]
    while True:
        corners = _corners(rng, size)
        if corners:
            break
    lines = list(_lines(corners))
    listed = ", ".join(map(str, corners))
    return Draft(
        prompts=phrasings(
            f"area of the polygon {listed}:",
            (
                f"the area of the polygon with the corners {listed}, in this order",
                f"the area enclosed by the closed line that runs through {listed} and back to the "
                "start",
                f"the area of the {len(corners)}-sided polygon $ {listed} $",
            ),
            notes=("Give the exact value.", "Answer with an integer or a fraction."),
        ),
        problem={"corners": corners},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _corners(rng: Random, size: Size) -> list[Point]:
    """Different points sorted by their angle; none when a side would run past the mean."""
    side = 2 * size.bound + 1
    picks = rng.sample(range(side * side), size.corners)
    points = [(pick // side - size.bound, pick % side - size.bound) for pick in picks]
    x, y = (sum(p[k] for p in points) / size.corners for k in (0, 1))
    around = sorted((atan2(p[1] - y, p[0] - x), p) for p in points)
    angles = [angle for angle, _ in around]
    gaps = [b - a for a, b in pairwise([*angles, angles[0] + 2 * pi])]
    if min(gaps) < 1e-9 or max(gaps) > pi - 1e-9:
        return []
    start = rng.randrange(size.corners)
    ordered = [p for _, p in around]
    return [*ordered[start:], *ordered[:start]]


def _lines(corners: list[Point]) -> Iterator[Line]:
    """The cross products of neighbours; half the size of their sum."""
    terms = []
    for (a, b), (c, d) in pairwise([*corners, corners[0]]):
        terms.append(a * d - b * c)
        yield f"{signed(a)}*{signed(d)}-{signed(b)}*{signed(c)}", str(terms[-1])
    total = sum(terms)
    yield "+".join(map(signed, terms)), str(total)
    yield f"abs({total})/2", str(Fraction(abs(total), 2))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The trapezoids between each side and the x axis, with their signs."""
    corners, total = problem["corners"], Fraction(0)
    for (a, b), (c, d) in pairwise([*corners, corners[0]]):
        total += Fraction((c - a) * (b + d), 2)
    return Answer("rational", str(abs(total)))


@cache
def _lined_up(side: int) -> int:
    """Triples of points of a square grid that stand on one line: by the outer two."""
    found = 0
    for dx in range(side):
        for dy in range(side):
            between = gcd(dx, dy) - 1
            if between > 0:
                found += between * (side - dx) * (side - dy) * (2 if dx and dy else 1)
    return found


def capacity(level: int) -> int | None:
    """Triangles exactly; of more corners one set in three at least goes round. The corner that is
    named first makes another problem.
    """
    size = LEVELS[level]
    side = 2 * size.bound + 1
    sets = comb(side * side, size.corners)
    good = sets - _lined_up(side) if size.corners == 3 else sets // 3
    return capped(good * size.corners)


FAMILY = Family(
    name="polygon_area",
    area="math",
    domain="geometry",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

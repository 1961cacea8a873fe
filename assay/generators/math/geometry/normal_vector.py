"""A normal vector of the plane through three points, or of a hyperplane of four dimensions.

Example: (0, 0, 0), (1, 0, 1), (0, 1, 2) -> (1, 2, -1) or any multiple but 0, worked
0*2-1*1 = -1, ...

Worked from the edges at the first point by determinants. The oracle is flint's null space of all
differences between the points.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import comb, gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.geometry.cofactors import Rows, det, written
from assay.generators.math.linear_algebra.matrices import dot, draw, point
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Dimensions and the bound of the coordinates."""

    dimensions: int
    bound: int


LEVELS = {
    1: Size(3, 2),
    2: Size(3, 9),
    3: Size(3, 30),
    4: Size(3, 99),
    5: Size(3, 500),
    6: Size(4, 2),
    7: Size(4, 5),
    8: Size(4, 12),
    9: Size(4, 40),
    10: Size(4, 300),
}
_SPEC = {"up_to_scale": True}


def generate(rng: Random, level: int) -> Draft:
    """Draw points until they span a plane."""
    size = LEVELS[level]
    while True:
        points = draw(rng, size.dimensions, size.dimensions, size.bound)
        edges = [[b - a for a, b in zip(points[0], p, strict=True)] for p in points[1:]]
        normal = [(-1) ** k * det(minor) for k, minor in enumerate(_minors(edges))]
        if any(normal):
            break
    listed = [point(p) for p in points]
    through = f"{', '.join(listed[:-1])} and {listed[-1]}"
    plane = "plane" if size.dimensions == 3 else "hyperplane in four-dimensional space"
    divisor = gcd(*normal)
    return Draft(
        prompts=phrasings(
            f"normal vector of the {plane} through {through}:",
            (
                f"a normal vector of the {plane} through {through}",
                f"a nonzero vector that is perpendicular to the {plane} through {through}",
                f"a vector n, not 0, that is orthogonal to the {plane} containing {through}",
            ),
            notes=(
                "Answer with a tuple. Every multiple but 0 is right.",
                "Write the vector in ( ). Any length will do, and either of the two directions.",
            ),
        ),
        problem={"points": sorted(points)},
        answer=Answer("vector", point([x // divisor for x in normal]), _SPEC),
        steps=worked(_lines(points, edges, normal, divisor)),
        meta={"size": len(through) + (40 if size.dimensions == 4 else 0)},
    )


def _minors(edges: Rows) -> Iterator[Rows]:
    """The edges without each coordinate in turn."""
    for k in range(len(edges[0])):
        yield [edge[:k] + edge[k + 1 :] for edge in edges]


def _lines(points: Rows, edges: Rows, normal: list[int], divisor: int) -> Iterator[Line]:
    """Edges, determinants, the common divisor taken out, and every edge times the vector."""
    for p, edge in zip(points[1:], edges, strict=True):
        for a, b, difference in zip(points[0], p, edge, strict=True):
            yield f"{signed(b)}-{signed(a)}", str(difference)
    for k, (minor, entry) in enumerate(zip(_minors(edges), normal, strict=True)):
        text = written(minor)
        yield f"-({text})" if k % 2 else text, str(entry)
    vector = [x // divisor for x in normal]
    if divisor > 1:
        yield from ((f"{signed(x)}/{divisor}", str(x // divisor)) for x in normal)
    yield from ((dot(edge, vector), "0") for edge in edges)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """What all differences of two points send to 0."""
    from flint import fmpz_mat

    points = problem["points"]
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    basis, _ = fmpz_mat([[b - a for a, b in zip(p, q, strict=True)] for p, q in pairs]).nullspace()
    vector = [int(basis[k, 0]) for k in range(basis.nrows())]
    return Answer("vector", f"({', '.join(map(str, vector))})", _SPEC)


def capacity(level: int) -> int | None:
    """Sets of points; a tenth is taken off for those that span no plane."""
    size = LEVELS[level]
    points = (2 * size.bound + 1) ** size.dimensions
    return capped(comb(points, size.dimensions) * 9 // 10)


FAMILY = Family(
    name="normal_vector",
    area="math",
    domain="geometry",
    answer_kind="vector",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The circle through three points, or the sphere through four: its centre and squared radius.

Example: (0, 0), (2, 0), (0, 4) -> (1, 2, 5), worked with the equations of the bisectors.

Worked by Cramer's rule; the oracle solves the linear system of the general equation with flint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.geometry.cofactors import Rows, det, written
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Dimensions and the bound of the coordinates."""

    dimensions: int
    bound: int


LEVELS = {
    1: Size(2, 3),
    2: Size(2, 5),
    3: Size(2, 9),
    4: Size(2, 20),
    5: Size(2, 60),
    6: Size(2, 300),
    7: Size(3, 3),
    8: Size(3, 6),
    9: Size(3, 15),
    10: Size(3, 60),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw points that do not lie on one line (or in one plane)."""
    size = LEVELS[level]
    n = size.dimensions
    while True:
        points = [[rng.randint(-size.bound, size.bound) for _ in range(n)] for _ in range(n + 1)]
        lines, found = _work(points)
        if found:
            break
    listed = ", ".join(f"({', '.join(map(str, p))})" for p in points[:-1])
    listed += f" and ({', '.join(map(str, points[-1]))})"
    names = "(h, k, s)" if n == 2 else "(h, k, l, s)"
    centre = "(h, k)" if n == 2 else "(h, k, l)"
    round_ = "circle" if n == 2 else "sphere"
    return Draft(
        prompts=phrasings(
            f"{round_} through {listed}, centre {centre}, squared radius s: {names}=",
            (
                f"{names}, where {centre} is the centre and s the square of the radius of the "
                f"{round_} through {listed}",
                f"the centre {centre} and the squared radius s, written as {names}, of the "
                f"{round_} that passes through {listed}",
            ),
            notes=(f"Answer with one tuple {names} of exact numbers.", "Give exact values."),
        ),
        problem={"points": sorted(points)},
        answer=Answer("tuple", f"({', '.join(map(str, found))})"),
        steps=worked(lines),
    )


def _work(points: Rows) -> tuple[list[Line], list[Fraction]]:
    """The centre from 2*(p-q)*centre = p^2-q^2 for every p and the last point q, by Cramer."""
    *others, last = points
    rows = [[2 * (a - b) for a, b in zip(p, last, strict=True)] for p in others]
    right = [sum(a * a for a in p) - sum(b * b for b in last) for p in others]
    whole = det(rows)
    if not whole:
        return [], []
    lines, centre = [(written(rows), str(whole))], []
    for k in range(len(last)):
        swapped = [[*row[:k], e, *row[k + 1 :]] for row, e in zip(rows, right, strict=True)]
        over = det(swapped)
        centre.append(Fraction(over, whole))
        lines.append((written(swapped), str(over)))
        lines.append((f"{signed(over)}/{signed(whole)}", str(centre[-1])))
    pairs = list(zip(last, centre, strict=True))
    square = sum(((b - c) ** 2 for b, c in pairs), Fraction(0))
    lines.append(("+".join(f"({b}-{signed(c)})^2" for b, c in pairs), str(square)))
    return lines, [*centre, square]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """x^2+y^2+... = a*x+b*y+...+d at every point; the centre is half of (a, b, ...)."""
    from flint import fmpq_mat

    points = problem["points"]
    rows = fmpq_mat([[*point, 1] for point in points])
    right = fmpq_mat([[sum(x * x for x in point)] for point in points])
    found = rows.solve(right)
    *slopes, rest = [Fraction(str(found[k, 0])) for k in range(len(points))]
    centre = [slope / 2 for slope in slopes]
    square = rest + sum(c * c for c in centre)
    return Answer("tuple", f"({', '.join(map(str, [*centre, square]))})")


def capacity(level: int) -> int | None:
    """Sets of points, a sixth taken off for those on one line or in one plane."""
    size = LEVELS[level]
    points = (2 * size.bound + 1) ** size.dimensions
    return capped(comb(points, size.dimensions + 1) * 5 // 6)


FAMILY = Family(
    name="circle_through_points",
    area="math",
    domain="geometry",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

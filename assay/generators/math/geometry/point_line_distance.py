"""The distance of a point from a line, or from a plane in space.

Example: (1, 2) from 3x+4y = 1 -> 2, worked abs(3*1+4*2-1) = 10, 3^2+4^2 = 25, 10/sqrt(25) = 2.

Distances are whole, rational or roots. The oracle walks from the point along the normal until it
meets the line and takes the root of that squared length.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.geometry.roots import root
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import pretty, signed, term, tex, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Dimensions, bounds of the normal, of the right side, of the point; whether normals are taken
    from right triangles with whole sides."""

    dimensions: int
    normal: int
    right: int
    point: int
    whole: bool = False


LEVELS = {
    1: Size(2, 5, 9, 6, whole=True),
    2: Size(2, 15, 20, 9, whole=True),
    3: Size(2, 3, 9, 6),
    4: Size(2, 9, 20, 9),
    5: Size(2, 20, 60, 20),
    6: Size(2, 60, 200, 60),
    7: Size(3, 5, 9, 6),
    8: Size(3, 12, 30, 12),
    9: Size(3, 30, 99, 40),
    10: Size(3, 120, 999, 200),
}
_TRIPLES = ((3, 4), (5, 12), (8, 15), (6, 8), (9, 12))


def generate(rng: Random, level: int) -> Draft:
    """Draw the line or plane and a point off it."""
    size = LEVELS[level]
    n = size.dimensions
    while True:
        normal = _normal(rng, size)
        right = rng.randint(-size.right, size.right)
        point = [rng.randint(-size.point, size.point) for _ in range(n)]
        gap = sum(a * x for a, x in zip(normal, point, strict=True)) - right
        if gap:
            break
    square = sum(a * a for a in normal)
    distance = root(Fraction(gap * gap, square))
    plain = f"{total(term(a, x) for a, x in zip(normal, 'xyz', strict=False))}={right}"
    place, what = f"({', '.join(map(str, point))})", "line" if n == 2 else "plane"
    products = "+".join(f"{signed(a)}*{signed(x)}" for a, x in zip(normal, point, strict=True))
    lines: list[Line] = [
        (f"abs({products}-{signed(right)})", str(abs(gap))),
        ("+".join(f"{signed(a)}^2" for a in normal), str(square)),
        (f"{abs(gap)}/sqrt({square})", distance),
    ]
    return Draft(
        prompts=phrasings(
            f"distance of {place} from {plain}:",
            (
                f"the distance of the point {place} from the {what} {pretty(plain)}",
                f"the shortest distance between {place} and the {what} with the equation "
                f"{pretty(plain)}",
                f"the distance from $ {place} $ to the {what} $ {tex(plain)} $",
            ),
            notes=("Give the exact value.", "Answer exactly, with a square root if need be."),
        ),
        problem={"normal": normal, "right": right, "point": point},
        answer=Answer("expression", distance),
        steps=worked(lines),
        meta={"size": (n + (not size.whole)) * len(plain + place)},
    )


def _normal(rng: Random, size: Size) -> list[int]:
    if not size.whole:
        return [nonzero(rng, size.normal) for _ in range(size.dimensions)]
    pairs = [pair for pair in _TRIPLES if max(pair) <= max(size.normal, 5)]
    pair = rng.sample(rng.choice(pairs), 2)
    return [n * rng.choice((-1, 1)) for n in pair]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The foot of the perpendicular, and the root of its squared distance."""
    normal, point = problem["normal"], problem["point"]
    along = sum(a * x for a, x in zip(normal, point, strict=True))
    t = Fraction(problem["right"] - along, sum(a * a for a in normal))
    square = sum(((t * a) ** 2 for a in normal), Fraction(0))
    return Answer("expression", f"sqrt({square})")


def capacity(level: int) -> int | None:
    """Normals, right sides, points; a tenth is taken off for points on the line."""
    size = LEVELS[level]
    normals = (2 * size.normal) ** size.dimensions
    if size.whole:
        normals = 8 * sum(max(pair) <= max(size.normal, 5) for pair in _TRIPLES)
    points = (2 * size.point + 1) ** size.dimensions
    return capped(normals * (2 * size.right + 1) * points * 9 // 10)


FAMILY = Family(
    name="point_line_distance",
    area="math",
    domain="geometry",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

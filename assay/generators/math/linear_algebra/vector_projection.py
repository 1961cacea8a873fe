"""The projection of a vector onto another, or what is left of it at a right angle.

Example: (3, 1) onto (1, 1) -> (2, 2), worked 3*1+1*1 = 4, 1*1+1*1 = 2, 4/2 = 2, 2*1 = 2, 2*1 = 2.

The oracle finds the nearest point of the line from three squared distances, without a dot product.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_algebra.matrices import dot, point
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Entries of the vectors, their bounds, the questions."""

    length: int
    bound: int
    parts: tuple[str, ...] = ("along",)


_BOTH = ("along", "across")
LEVELS = {
    1: Size(2, 5),
    2: Size(2, 9),
    3: Size(2, 20, _BOTH),
    4: Size(3, 5),
    5: Size(3, 9, _BOTH),
    6: Size(3, 20, _BOTH),
    7: Size(4, 9, _BOTH),
    8: Size(4, 30, _BOTH),
    9: Size(5, 30, _BOTH),
    10: Size(6, 99, _BOTH),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw two vectors that are neither parallel nor at a right angle, and the part asked for."""
    size = LEVELS[level]
    part = rng.choice(size.parts)
    while True:
        u, v = ([rng.randint(-size.bound, size.bound) for _ in range(size.length)] for _ in "uv")
        product = sum(x * y for x, y in zip(u, v, strict=True))
        if product and product**2 != sum(x * x for x in u) * sum(y * y for y in v):
            break
    factor = Fraction(product, sum(y * y for y in v))
    along = [factor * y for y in v]
    answer = along if part == "along" else [x - p for x, p in zip(u, along, strict=True)]
    first, second = point(u), point(v)
    what = {
        "along": (
            f"the orthogonal projection of the vector {first} onto the vector {second}",
            f"the component of {first} along {second}, as a vector",
            f"the point of the line through (0, 0{', 0' * (size.length - 2)}) and {second} that is "
            f"nearest to {first}",
        ),
        "across": (
            f"the component of the vector {first} that is perpendicular to {second}",
            f"the vector {first} minus its orthogonal projection onto {second}",
            f"the part of {first} at a right angle to {second}, as a vector",
        ),
    }[part]
    short = "projection" if part == "along" else "perpendicular part"
    return Draft(
        prompts=phrasings(
            f"{short} of {first} onto {second}="
            if part == "along"
            else f"{short} of {first} to {second}=",
            what,
            notes=("Answer with a tuple of exact numbers.", "Write exact entries in ( )."),
        ),
        problem={"u": u, "v": v, "part": part},
        answer=Answer("tuple", point(answer)),
        steps=worked(_lines(u, v, factor, part)),
    )


def _lines(u: list[int], v: list[int], factor: Fraction, part: str) -> Iterator[Line]:
    square = sum(y * y for y in v)
    yield dot(u, v), str(factor * square)
    yield dot(v, v), str(square)
    yield f"{signed(factor * square)}/{square}", str(factor)
    for x, y in zip(u, v, strict=True):
        if part == "along":
            yield f"{signed(factor)}*{signed(y)}", str(factor * y)
        else:
            yield f"{signed(x)}-{signed(factor)}*{signed(y)}", str(x - factor * y)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Squared distances from u at t = -1, 0, 1 along v; the vertex of the parabola through them."""
    u, v = problem["u"], problem["v"]
    low, here, high = (sum((x - t * y) ** 2 for x, y in zip(u, v, strict=True)) for t in (-1, 0, 1))
    t = Fraction(low - high, 2 * (low - 2 * here + high))
    nearest = [t * y for y in v]
    if problem["part"] == "across":
        nearest = [x - p for x, p in zip(u, nearest, strict=True)]
    return Answer("tuple", f"({', '.join(map(str, nearest))})")


def capacity(level: int) -> int | None:
    """Pairs of vectors; at most a third is parallel or at a right angle and is taken off."""
    size = LEVELS[level]
    return capped((2 * size.bound + 1) ** (2 * size.length) * len(size.parts) * 2 // 3)


FAMILY = Family(
    name="vector_projection",
    area="math",
    domain="linear algebra",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The cross product of vectors in space, once or several times, or the volume they span.

Example: (1, 2, 3) x (4, 5, 6) -> (-3, 6, -3), worked 2*6-3*5 = -3, 3*4-1*6 = 6, 1*5-2*4 = -3.

From level 5 on the product is multiplied by a third vector, from level 8 on by a fourth. The oracle
reads every entry off a determinant by flint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_algebra.matrices import draw, point
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many vectors, and their largest entry."""

    vectors: int
    bound: int


LEVELS = {
    1: Size(2, 4),
    2: Size(2, 9),
    3: Size(2, 20),
    4: Size(2, 99),
    5: Size(3, 5),
    6: Size(3, 12),
    7: Size(3, 60),
    8: Size(4, 6),
    9: Size(4, 20),
    10: Size(5, 60),
}


_TIMES = r" \times "


def generate(rng: Random, level: int) -> Draft:
    """Draw the vectors; multiply from the left."""
    size = LEVELS[level]
    vectors = draw(rng, size.vectors, 3, size.bound)
    product, lines = vectors[0], []
    for vector in vectors[1:]:
        product, more = _cross(product, vector)
        lines += more
    texts = list(map(point, vectors))
    plain = _bracketed(texts, " x ")
    names = "uvwab"[: size.vectors]
    given = [", ".join(f"{n} = {t}" for n, t in zip(names, texts, strict=True))]
    asked = _bracketed(list(names), " x ")
    return Draft(
        prompts=phrasings(
            f"{plain}=",
            (
                f"the cross product {asked}",
                f"the vector product {asked} (right-handed)",
                f"$ {_bracketed(list(names), _TIMES)} $",
            ),
            given=given,
            notes=("Answer with a tuple.", "Write its three entries in ( )."),
        ),
        problem={"vectors": vectors},
        answer=Answer("tuple", point(product)),
        steps=worked(lines),
    )


def _bracketed(texts: list[str], sign: str) -> str:
    """(u x v) x w."""
    joined = texts[0]
    for at, text in enumerate(texts[1:]):
        joined = f"({joined}){sign}{text}" if at else f"{joined}{sign}{text}"
    return joined


def _cross(u: list[int], v: list[int]) -> tuple[list[int], list[Line]]:
    product: list[int] = []
    lines: list[Line] = []
    for i, j in ((1, 2), (2, 0), (0, 1)):
        product.append(u[i] * v[j] - u[j] * v[i])
        pairs = f"{signed(u[i])}*{signed(v[j])}-{signed(u[j])}*{signed(v[i])}"
        lines.append((pairs, str(product[-1])))
    return product, lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Entry k of u x v is the determinant of the unit vector k, u and v."""
    from flint import fmpz_mat

    product, *rest = problem["vectors"]
    for vector in rest:
        product = [
            int(fmpz_mat([[int(k == j) for j in range(3)], product, vector]).det())
            for k in range(3)
        ]
    return Answer("tuple", f"({', '.join(map(str, product))})")


def capacity(level: int) -> int | None:
    """Choices of the entries."""
    size = LEVELS[level]
    return capped((2 * size.bound + 1) ** (3 * size.vectors))


FAMILY = Family(
    name="cross_product",
    area="math",
    domain="linear algebra",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""Where a sum of absolute values lies above or below another side, as a union of intervals.

Example: |2x-3| < 5 -> (-1, 4), worked with both sides at the borders and in every part.

The shapes are those of `absolute_equation`. All real numbers or none may be the answer; a point
that stands alone is not. The oracle follows the straight pieces of the graph and tests points.
"""

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.algebra import absolute_values as bars
from assay.generators.math.algebra.absolute_values import SIZES, Shape
from assay.generators.math.algebra.real_line import spelled, test_points, tested
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings

_RELATIONS = ("<", "<=", ">", ">=")
_PIECES = {"n": 1, "|": 2, "x": 2, "+": 4}


def generate(rng: Random, level: int) -> Draft:
    """Draw both sides and the relation until no point stands alone."""
    size = SIZES[level]
    while True:
        shape, relation = bars.draw_shape(rng, size), rng.choice(_RELATIONS)
        borders = bars.crossings(shape)
        points = test_points(borders) if borders else [Fraction(0)]
        found = _solution(shape, relation, borders, points)
        if found is not None:
            break
    plain, typeset = bars.shown(shape, relation)
    return Draft(
        prompts=phrasings(
            f"{bars.spell(shape, relation)}, all real x as intervals, or no solution?",
            (
                f"the set of all real x with {plain}",
                f"the solution set of the inequality {plain} over the real numbers",
                f"the set of real numbers x that satisfy $ {typeset} $",
            ),
            notes=(
                "Answer in interval notation, with oo for infinity and U between intervals; if no "
                "real x fits, answer: no solution.",
                "Write an interval or a union of intervals. If there is none, answer: no solution.",
            ),
        ),
        problem={**bars.problem_of(shape), "relation": relation},
        answer=Answer("interval", found, {"variable": "x"}),
        steps=worked(bars.lines(shape, sorted({*borders, *points}))),
        meta={"size": _PIECES[size.kind] * len(str(size.slope * size.constant))},
    )


def _solution(
    shape: Shape, relation: str, borders: list[Fraction], points: list[Fraction]
) -> str | None:
    """Truth in every part and, for relations with equality, at the borders."""
    inside = []
    for x in points:
        left, right = bars.at(shape, x)
        inside.append(left < right if relation[0] == "<" else left > right)
    closed = len(relation) == 2
    truth = [inside[0]]
    for k, _ in enumerate(borders):
        if closed and not inside[k] and not inside[k + 1]:
            return None
        truth += [closed, inside[k + 1]]
    return spelled(borders, truth)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Zeros of the difference piece by piece; its sign there and between them."""
    shape, relation = bars.shape_of(problem), problem["relation"]

    def holds(x: Fraction) -> bool:
        gap = bars.gap(shape, x)
        return {"<": gap < 0, "<=": gap <= 0, ">": gap > 0, ">=": gap >= 0}[relation]

    return Answer("interval", tested(bars.zeros_by_segments(shape), holds), {"variable": "x"})


def capacity(level: int) -> int | None:
    """The shapes with each relation; at most one in ten leaves a point alone and is taken off."""
    size = SIZES[level]
    return capped(bars.count_shapes(size) // (2 if size.kind == "+" else 1) * 4 * 9 // 10)


FAMILY = Family(
    name="absolute_inequality",
    area="math",
    domain="inequalities",
    answer_kind="interval",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

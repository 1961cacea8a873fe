"""The real solutions of an equation with absolute values, as a set that may be empty.

Example: |2x-3| = 5 -> {-1, 4}, worked abs(2*(-1)-3) = 5, abs(2*4-3) = 5.

One pair of bars against a number, a line, another pair, or a sum of two. Solved by the cases of the
signs, every candidate put in: a case's solution that does not fit is no solution. The oracle
follows the straight pieces of the graph. The size of a level: see `absolute_values.SIZES`.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.algebra import absolute_values as bars
from assay.generators.math.algebra.absolute_values import SIZES
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings

_PIECES = {"n": 1, "|": 2, "x": 2, "+": 4}


def generate(rng: Random, level: int) -> Draft:
    """Draw both sides; solve by cases."""
    size = SIZES[level]
    shape = bars.draw_shape(rng, size)
    plain, typeset = bars.shown(shape, "=")
    return Draft(
        prompts=phrasings(
            f"{bars.spell(shape, '=')}, all real x, or no solution?",
            (
                f"all real solutions of {plain}",
                f"all real numbers x that satisfy {plain}",
                f"all real x with $ {typeset} $",
            ),
            notes=(
                "Answer with a set in braces; if no real x fits, answer: no solution.",
                "List exact values, each once, in braces. If there is none, answer: no solution.",
            ),
            plural=True,
        ),
        problem=bars.problem_of(shape),
        answer=Answer("set", "{" + ", ".join(map(str, bars.crossings(shape))) + "}"),
        steps=worked(bars.lines(shape, bars.candidates(shape))),
        meta={"size": _PIECES[size.kind] * len(str(size.slope * size.constant))},
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Zeros of the difference of the sides, piece by piece."""
    zeros = bars.zeros_by_segments(bars.shape_of(problem))
    return Answer("set", "{" + ", ".join(map(str, zeros)) + "}")


def capacity(level: int) -> int | None:
    """The shapes; a sum of two in either order is the same problem."""
    size = SIZES[level]
    return capped(bars.count_shapes(size) // (2 if size.kind == "+" else 1))


FAMILY = Family(
    name="absolute_equation",
    area="math",
    domain="algebra",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

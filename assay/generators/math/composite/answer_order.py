"""Several problems to be put in order by their answers.

Example: A = gcd(12, 18), B = phi(10), C = lcm(2, 3), smallest first -> B, A, C is no order: A and C
are equal, so such problems are not drawn.

The oracle asks the oracles of the parts and counts, for each, how many are smaller.
"""

from collections.abc import Mapping
from itertools import pairwise
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.lazy import chained
from assay.generators.math.composite.parts import count_parts, draw_parts, values_of
from assay.generators.math.spelling import signed
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings

_PARTS = {1: 3, 2: 3, 3: 4, 4: 4, 5: 5, 6: 5, 7: 6, 8: 7, 9: 8, 10: 10}


def generate(rng: Random, level: int) -> Draft:
    """Draw parts with different answers, and the direction."""
    while True:
        parts = draw_parts(rng, level, "ABCDEFGHIJ"[: _PARTS[level]])
        if len(set(parts.values)) == len(parts.letters):
            break
    first = rng.choice(("smallest", "largest"))
    ordered = sorted(zip(parts.values, parts.letters, strict=True), reverse=first == "largest")
    lines = [
        (f"{signed(max(a, b))}-{signed(min(a, b))}", str(abs(b - a)))
        for (a, _), (b, _) in pairwise(ordered)
    ]
    last = "largest" if first == "smallest" else "smallest"
    return Draft(
        prompts=phrasings(
            f"{parts.given}; letters from the {first} to the {last}:",
            (
                f"the order of the letters by their values, the {first} first",
                f"the list of the letters from the {first} value to the {last}",
            ),
            given=(parts.given, parts.told),
            notes=(
                "Answer with the letters, separated by commas.",
                "Write all letters, with commas.",
            ),
        ),
        problem={"parts": parts.problem, "first": first},
        answer=Answer("list", ", ".join(letter for _, letter in ordered), {"item": "text"}),
        steps=chained(parts.steps, worked(lines)),
        meta={"size": len(parts.letters) * (10 + level)},
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Each letter stands where the number of smaller (or larger) values puts it."""
    values = values_of(problem["parts"])
    sign = 1 if problem["first"] == "smallest" else -1
    places = {
        sum(sign * other < sign * value for other in values): letter
        for value, letter in zip(values, "ABCDEFGHIJ", strict=False)
    }
    return Answer("list", ", ".join(places[k] for k in range(len(values))), {"item": "text"})


def capacity(level: int) -> int | None:
    """Parts and directions; a third is taken off for equal answers."""
    return capped(count_parts(level, _PARTS[level]) * 2 * 2 // 3)


FAMILY = Family(
    name="answer_order",
    area="math",
    domain="composite",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

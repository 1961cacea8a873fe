"""The sum of the digits of a number, added one digit a line.

Example: "Digit sum of 4839?" -> 24, worked as 4+8=12, 12+3=15, 15+9=24.

Digits are 1 and up, so that every line adds something. The prompts are short, for small policies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How hard a level is: how many digits, the smallest and the largest."""

    digits: int
    smallest: int
    largest: int


LEVELS = {
    1: Size(4, 1, 6),
    2: Size(4, 1, 9),
    3: Size(5, 1, 6),
    4: Size(4, 4, 9),
    5: Size(5, 1, 7),
    6: Size(5, 1, 8),
    7: Size(5, 1, 9),
    8: Size(5, 3, 9),
    9: Size(5, 4, 9),
    10: Size(6, 1, 9),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the digits and add them up from the left."""
    size = LEVELS[level]
    digits = [rng.randint(size.smallest, size.largest) for _ in range(size.digits)]
    number = "".join(map(str, digits))
    sums = list(accumulate(digits))
    return Draft(
        prompts=phrasings(
            f"Digit sum of {number}?",
            (f"the sum of the digits of {number}", f"the digit sum of the number {number}"),
            notes=("", "Answer with one integer."),
        ),
        problem={"number": number},
        answer=Answer("integer", str(sums[-1])),
        steps=_steps(digits, sums),
    )


def _steps(digits: list[int], sums: list[int]) -> tuple[Step, ...]:
    steps = []
    for at, digit in enumerate(digits[1:]):
        done, result = f"{sums[at]}+{digit}", str(sums[at + 1])
        state = {"expr": "+".join(map(str, [sums[at], *digits[at + 1 :]]))}
        steps.append(Step(f"{done}={result}", Claim("equal", done, result), state))
    return tuple(steps)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Each digit as often as it occurs."""
    number = problem["number"]
    return Answer("integer", str(sum(digit * number.count(str(digit)) for digit in range(1, 10))))


def capacity(level: int) -> int:
    """All numbers of the level."""
    size = LEVELS[level]
    return int((size.largest - size.smallest + 1) ** size.digits)


FAMILY = Family(
    name="digit_sum",
    area="math",
    domain="arithmetic",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

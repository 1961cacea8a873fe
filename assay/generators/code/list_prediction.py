"""What list does this call return? See `call_prediction`.

Example: a function that keeps the even numbers and reverses the list, called with [4, 7, 8] -> 8, 4

Results have 2 to 10 numbers of at most 6 digits.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code import call_prediction
from assay.generators.family import Draft, Family

MOST = 10
LARGEST = 999_999


def _spell(result: list[int]) -> Answer | None:
    if not 2 <= len(result) <= MOST or any(abs(number) > LARGEST for number in result):
        return None
    return Answer("list", ", ".join(map(str, result)), {"item": "number"})


def generate(rng: Random, level: int) -> Draft:
    """Draw a function that gives a list of integers, and a call."""
    return call_prediction.predict(rng, level, "ints", _spell)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Read the problem on the second way."""
    return call_prediction.second(problem, _spell)


def capacity(level: int) -> int | None:
    """See `call_prediction.capacity`."""
    return call_prediction.capacity(level, "ints")


FAMILY = Family(
    name="list_prediction",
    area="code",
    domain="tracing",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
)

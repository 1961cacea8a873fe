"""What text does this call return? See `call_prediction`.

Example: a function that removes the vowels and reverses the text, called with 'stone' -> nts

Results have 2 to 30 characters, no spaces at the ends and never two together; upper and lower case
count.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code import call_prediction
from assay.generators.family import Draft, Family

MOST = 30


def _spell(result: str) -> Answer | None:
    if not 2 <= len(result) <= MOST or result != " ".join(result.split()):
        return None
    return Answer("text", result, {"exact": True})


def generate(rng: Random, level: int) -> Draft:
    """Draw a function that gives a text, and a call."""
    return call_prediction.predict(rng, level, "text", _spell)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Read the problem on the second way."""
    return call_prediction.second(problem, _spell)


def capacity(level: int) -> int | None:
    """See `call_prediction.capacity`."""
    return call_prediction.capacity(level, "text")


FAMILY = Family(
    name="text_prediction",
    area="code",
    domain="tracing",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
)

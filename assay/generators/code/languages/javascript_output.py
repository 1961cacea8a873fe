"""What does this call of a function in JavaScript return? A short list of numbers.

Example: `values.filter((x) => x % 2 === 0).slice().reverse()` of [4, 7, 8] -> 8, 4

Only behaviour that the language defines occurs, and no value leaves 32 bits (bounds.py).
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft, Family


def generate(rng: Random, level: int) -> Draft:
    """A function in JavaScript and a call."""
    return tasks.output(rng, level, "javascript", "ints")


def capacity(level: int) -> int | None:
    """That of the functions that give such a value, each with many calls."""
    return tasks.output_capacity(level, "ints")


FAMILY = Family(
    name="javascript_output",
    area="code",
    domain="tracing",
    answer_kind="list",
    generate=generate,
    oracle=tasks.output_oracle,
    capacity=capacity,
    has_steps=False,
)

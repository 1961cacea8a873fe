"""What does this call of a function in C++ return? A number.

Example: `std::accumulate(values.begin(), values.end(), 0LL)` of [4, 7, 8] -> 19

Only behaviour that the language defines occurs, and no value leaves 32 bits (bounds.py).
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft, Family


def generate(rng: Random, level: int) -> Draft:
    """A function in C++ and a call."""
    return tasks.output(rng, level, "cpp", "int")


def capacity(level: int) -> int | None:
    """That of the functions that give such a value, each with many calls."""
    return tasks.output_capacity(level, "int")


FAMILY = Family(
    name="cpp_output",
    area="code",
    domain="tracing",
    answer_kind="integer",
    generate=generate,
    oracle=tasks.output_oracle,
    capacity=capacity,
    has_steps=False,
)

"""Write a function in JavaScript from its specification and signature.

Example: "function solve(values): keep only the elements x for which x is even; take
the sum of the elements (0 for an empty list)."

The function is called with JSON; values stay within 32 bits.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A specification, wanted in JavaScript."""
    return tasks.synthesis(rng, level, "javascript")


FAMILY = tasks.program_family("javascript_function", "synthesis", generate)

"""Write a function in C from its specification and signature.

Example: "long long solve(const long long *values, int count): keep only the elements x for which x
is even; take the sum of the elements (0 for an empty list)."

The function is called by a `main` of the host's making; values stay within 32 bits. A list that is
given back is written to the last argument, and its length returned.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A specification, wanted in C."""
    return tasks.synthesis(rng, level, "c")


FAMILY = tasks.program_family("c_function", "synthesis", generate)

"""Write a function in C++ from its specification and signature.

Example: "long long solve(std::vector<long long> values): keep only the elements x for which x is
even; take the sum of the elements (0 for an empty list)."

The function is called by a `main` of the host's making; values stay within 32 bits.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A specification, wanted in C++."""
    return tasks.synthesis(rng, level, "cpp")


FAMILY = tasks.program_family("cpp_function", "synthesis", generate)

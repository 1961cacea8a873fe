"""Repair a function in C++ that has one small fault.

Example: a function that takes `x / 3` where the specification rounds down, and a call on
which that is wrong.

The fault is one changed piece of the problem; what it returns is computed by the callables.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A faulty function in C++."""
    return tasks.repair(rng, level, "cpp")


FAMILY = tasks.program_family("cpp_repair", "repair", generate, tasks.repair_oracle)

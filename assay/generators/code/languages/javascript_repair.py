"""Repair a function in JavaScript that has one small fault.

Example: a function that takes `values.sort()`, which compares texts, for an ascending order, and a
call on which that is wrong.

The fault is one changed piece of the problem; what it returns is computed by the callables.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A faulty function in JavaScript."""
    return tasks.repair(rng, level, "javascript")


FAMILY = tasks.program_family("javascript_repair", "repair", generate, tasks.repair_oracle)

"""Translate a function from C++ into Python; judged by running the translation.

Example: std::partial_sum becomes a running total, and `/` becomes a division that rounds down.

Both sources come from one problem, whose values stay within 32 bits (portable.py); the translation
is held to the values of the callables, never to the look of the reference.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A program in C++, wanted in Python."""
    return tasks.translation(rng, level, "cpp", "python")


FAMILY = tasks.program_family("cpp_to_python", "translation", generate)

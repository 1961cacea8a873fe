"""Translate a function from Python into C++; judged by running the translation.

Example: `x % 5` is never negative in Python and may be in C++; lists become vectors.

Both sources come from one problem, whose values stay within 32 bits (portable.py); the translation
is held to the values of the callables, never to the look of the reference.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A program in Python, wanted in C++."""
    return tasks.translation(rng, level, "python", "cpp")


FAMILY = tasks.program_family("python_to_cpp", "translation", generate)

"""Translate a function from C++ into JavaScript; judged by running the translation.

Example: std::sort(...) becomes a sort with a comparison, for JavaScript's compares texts.

Both sources come from one problem, whose values stay within 32 bits (portable.py); the translation
is held to the values of the callables, never to the look of the reference.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A program in C++, wanted in JavaScript."""
    return tasks.translation(rng, level, "cpp", "javascript")


FAMILY = tasks.program_family("cpp_to_javascript", "translation", generate)

"""Translate a function from JavaScript into C++; judged by running the translation.

Example: values.filter(...) becomes std::erase_if, and reduce a loop or std::accumulate.

Both sources come from one problem, whose values stay within 32 bits (portable.py); the translation
is held to the values of the callables, never to the look of the reference.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A program in JavaScript, wanted in C++."""
    return tasks.translation(rng, level, "javascript", "cpp")


FAMILY = tasks.program_family("javascript_to_cpp", "translation", generate)

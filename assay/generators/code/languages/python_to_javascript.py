"""Translate a function from Python into JavaScript; judged by running the translation.

Example: `x // 3` becomes Math.floor(x / 3), and sorted(values) needs a comparison.

Both sources come from one problem, whose values stay within 32 bits (portable.py); the translation
is held to the values of the callables, never to the look of the reference.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A program in Python, wanted in JavaScript."""
    return tasks.translation(rng, level, "python", "javascript")


FAMILY = tasks.program_family("python_to_javascript", "translation", generate)

"""Translate a function from JavaScript into Python; judged by running the translation.

Example: values.slice(0, 3) becomes values[:3], and an index of -1 means the last element.

Both sources come from one problem, whose values stay within 32 bits (portable.py); the translation
is held to the values of the callables, never to the look of the reference.
"""

from random import Random

from assay.generators.code.languages import tasks
from assay.generators.family import Draft


def generate(rng: Random, level: int) -> Draft:
    """A program in JavaScript, wanted in Python."""
    return tasks.translation(rng, level, "javascript", "python")


FAMILY = tasks.program_family("javascript_to_python", "translation", generate)

"""Functions of one integer, as chains of `apply` stages: what two families ask questions about.

    draw_chain(rng, Size(1, False, 20))
        == {"takes": "int", "gives": "int", "stages": [["apply", ["plus", 3]]]}

They are problems of `composition`, so source, callables and the second reading come from there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.generators.code.composition import LIBRARY, draw_element, element_collision
from assay.generators.code.part import Term


@dataclass(frozen=True, slots=True)
class Size:
    """How many stages, whether they may branch, and the largest number that is asked about."""

    stages: int
    joined: bool
    largest: int


LEVELS = {
    1: Size(2, False, 20),
    2: Size(2, False, 40),
    3: Size(2, True, 40),
    4: Size(3, False, 40),
    5: Size(3, True, 40),
    6: Size(3, True, 80),
    7: Size(4, True, 80),
    8: Size(4, True, 120),
    9: Size(5, True, 160),
    10: Size(6, True, 200),
}


def draw_chain(rng: Random, size: Size) -> dict[str, Any]:
    """A chain of random functions."""
    stages = [["apply", draw_element(rng, "f", size.joined)] for _ in range(size.stages)]
    return {"takes": "int", "gives": "int", "stages": stages}


def chain_capacity(level: int) -> float:
    """How many chains a level draws, as if all were equally likely (1 / the chance of a repeat)."""
    size = LEVELS[level]
    return (1 / element_collision("f", size.joined)) ** size.stages


def callable_of(stages: Sequence[Term]) -> Callable[[int], int]:
    """The chain as one callable."""
    functions = [LIBRARY.bind(stage[1], None) for stage in stages]

    def apply(number: int) -> int:
        for function in functions:
            number = function(number)
        return number

    return apply

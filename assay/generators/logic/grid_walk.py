"""Where a walker on the grid of whole numbers ends up.

Example: at (0, 1) facing north: forward 3, turn right, forward 2 -> (2, 4).

Levels grow in the number of commands; from level 5 parts are repeated. The walker does not end
where it began. The oracle walks with complex numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, counted, in_words

_COMPASS = ("north", "east", "south", "west")
_MOVES = ((0, 1), (1, 0), (0, -1), (-1, 0))
_TURNS = {"turn left": -1, "turn right": 1, "turn around": 2}
_FAR = 9


@dataclass(frozen=True, slots=True)
class Size:
    """How many pairs of a walk and a turn, and how often the last of them are done again."""

    pairs: int
    repeated: int = 0
    times: int = 1


LEVELS = {
    1: Size(2),
    2: Size(3),
    3: Size(4),
    4: Size(6),
    5: Size(6, 2, 2),
    6: Size(8, 2, 3),
    7: Size(10, 3, 3),
    8: Size(12, 4, 3),
    9: Size(15, 5, 3),
    10: Size(18, 6, 4),
}
Pair = tuple[int, str]


def generate(rng: Random, level: int) -> Draft:
    """Draw a start and commands until the walk leads away."""
    size = LEVELS[level]
    while True:
        start = (rng.randint(-_FAR, _FAR), rng.randint(-_FAR, _FAR))
        facing = rng.choice(_COMPASS)
        pairs = [(rng.randint(1, _FAR), rng.choice(list(_TURNS))) for _ in range(size.pairs)]
        places, steps = [start], []
        x, y = start
        way = _COMPASS.index(facing)
        loop = pairs[size.pairs - size.repeated :]
        for number, (far, turn) in enumerate([*pairs, *loop * (size.times - 1)], 1):
            x, y = x + far * _MOVES[way][0], y + far * _MOVES[way][1]
            way = (way + _TURNS[turn]) % 4
            places.append((x, y))
            steps.append(in_words(f"after walk {number}", f"({x}, {y}), then {_COMPASS[way]}"))
        if (x, y) != start:
            break
    return Draft(
        prompts=_prompts(start, facing, pairs, size),
        problem={
            "start": list(start),
            "facing": facing,
            "pairs": [list(pair) for pair in pairs],
            "repeated": size.repeated,
            "times": size.times,
        },
        answer=Answer("tuple", f"({x}, {y})"),
        steps=tuple(steps),
    )


def _prompts(start: tuple[int, int], facing: str, pairs: list[Pair], size: Size) -> tuple[str, ...]:
    told = [f"go {counted(far, 'step')} forward, then {turn}" for far, turn in pairs]
    brief = [f"{far} forward, {turn}" for far, turn in pairs]
    once = len(pairs) - size.repeated
    if size.repeated:
        loop = f"do the following {size.times} times"
        told = [*told[:once], f"{loop}: {'; '.join(told[once:])}"]
        brief = [*brief[:once], f"{size.times} times ({'; '.join(brief[once:])})"]
    rows = "\n".join(f"{number}. {row}" for number, row in enumerate(told, 1))
    flat = "; ".join(told)
    where = f"{start}"
    axes = "North is the direction of growing y, east that of growing x"
    forms = ("Answer as (x, y).", "Give the coordinates in the form (x, y).")
    return compose(
        f"from {where} facing {facing} (north is +y): {'; '.join(brief)}. Last point (x, y)?",
        (
            f"A robot stands at the point {where} of a grid and faces {facing}. {axes}. Its "
            f"program reads: {flat}.",
            f"{axes}. Somebody starts at {where}, looking {facing}, and follows these orders:\n"
            f"{rows}\n",
            f"A turtle on squared paper is at {where} with its head to the {facing}. {axes}. These "
            f"are the commands: {flat}.",
        ),
        (
            "At which point does the walk end?",
            "What are the coordinates of the point where it ends?",
            "Where is the walker in the end?",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Complex numbers: a turn to the left is a factor i."""
    place = complex(*problem["start"])
    way = {"north": 1j, "east": 1, "south": -1j, "west": -1}[problem["facing"]]
    turns = {"turn left": 1j, "turn right": -1j, "turn around": -1}
    pairs, repeated = problem["pairs"], problem["repeated"]
    walk = pairs + pairs[len(pairs) - repeated :] * (problem["times"] - 1)
    for far, turn in walk:
        place += far * way
        way *= turns[turn]
    return Answer("tuple", f"({round(place.real)}, {round(place.imag)})")


def capacity(level: int) -> int | None:
    """Starts, directions and commands."""
    return bounded((2 * _FAR + 1) ** 2 * 4 * (_FAR * len(_TURNS)) ** LEVELS[level].pairs)


FAMILY = Family(
    name="grid_walk",
    area="text",
    domain="state tracking",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

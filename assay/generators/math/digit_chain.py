"""A short chain of additions and subtractions of digits, worked from left to right.

Example: "14+5-8+3=" -> 14, worked one operation a line: 14+5=19, 19-8=11, 11+3=14.

Every intermediate value stays between 0 and the level's `top`, so a small policy can learn the
facts that it takes. A chain is drawn evenly from all chains of its level, which are counted. The
prompts are short; longer chains with products are `chain_symbols`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family


@dataclass(frozen=True, slots=True)
class Size:
    """How hard a level is: how many operations, and the largest value."""

    operations: int
    top: int


LEVELS = {
    1: Size(2, 19),
    2: Size(3, 19),
    3: Size(4, 19),
    4: Size(2, 29),
    5: Size(3, 24),
    6: Size(3, 29),
    7: Size(4, 24),
    8: Size(4, 29),
    9: Size(4, 39),
    10: Size(5, 29),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the first value and the moves, each as often as chains go on from it."""
    size = LEVELS[level]
    starts = list(range(1, size.top + 1))
    weights = [_ways(start, size.operations, size) for start in starts]
    values, moves = rng.choices(starts, weights), []
    for left in range(size.operations - 1, -1, -1):
        open_moves = _moves(values[-1], size)
        weights = [_ways(values[-1] + move, left, size) for move in open_moves]
        moves += rng.choices(open_moves, weights)
        values.append(values[-1] + moves[-1])
    expression = f"{values[0]}" + "".join(f"{move:+d}" for move in moves)
    return Draft(
        prompts=(
            f"{expression}=",
            f"What is {expression}?",
            f"Calculate {_spaced(expression)}, from left to right.",
            f"{_story(values[0], moves)} Which number is it now?",
        ),
        problem={"expression": expression},
        answer=Answer("integer", str(values[-1])),
        steps=_steps(values, moves),
    )


def _moves(value: int, size: Size) -> list[int]:
    """The digits, with their signs, that lead from `value` to a value that is allowed."""
    digits = range(-9, 10)
    return [digit for digit in digits if digit and 0 <= value + digit <= size.top]


@cache
def _ways(value: int, left: int, size: Size) -> int:
    """How many chains of `left` operations go on from `value`."""
    if left == 0:
        return 1
    return sum(_ways(value + move, left - 1, size) for move in _moves(value, size))


def _spaced(expression: str) -> str:
    return re.sub(r"([-+])", r" \1 ", expression)


def _story(start: int, moves: list[int]) -> str:
    told = (f"add {move}" if move > 0 else f"take away {-move}" for move in moves)
    return f"Start from {start}, {', then '.join(told)}."


def _steps(values: list[int], moves: list[int]) -> tuple[Step, ...]:
    steps = []
    for at, move in enumerate(moves):
        rest = "".join(f"{later:+d}" for later in moves[at:])
        done, result = f"{values[at]}{move:+d}", str(values[at + 1])
        state = {"expr": f"{values[at]}{rest}"}
        steps.append(Step(f"{done}={result}", Claim("equal", done, result), state))
    return tuple(steps)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """What is added less what is taken away, read off the string."""
    plus = re.findall(r"(?:^|\+)(\d+)", problem["expression"])
    minus = re.findall(r"-(\d+)", problem["expression"])
    return Answer("integer", str(sum(map(int, plus)) - sum(map(int, minus))))


def capacity(level: int) -> int:
    """All chains of the level."""
    size = LEVELS[level]
    return sum(_ways(start, size.operations, size) for start in range(1, size.top + 1))


FAMILY = Family(
    name="digit_chain",
    area="math",
    domain="arithmetic",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

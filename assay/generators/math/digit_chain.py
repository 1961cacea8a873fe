"""A short chain of additions and subtractions of digits, worked from left to right.

Example: "4+5-8+3=" -> 4, worked one operation a line: 4+5=9, 9-8=1, 1+3=4.

Every value on the way is a digit too, so there are only 90 facts to learn and each has few
possible results. Which digits may stand where is the level's pattern: large ones (5 to 9) are rare
on levels 1 to 3 and common above. A chain is drawn evenly from all chains of its level, which are
counted. Longer chains with products are `chain_symbols`.
"""

import re
from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import phrasings

LEVELS = {
    1: "sss",
    2: "ass",
    3: "asss",
    4: "aas",
    5: "aaa",
    6: "aass",
    7: "aaas",
    8: "aaaa",
    9: "laaa",
    10: "lala",
}
DIGITS = {"s": range(1, 5), "l": range(5, 10), "a": range(1, 10)}
VALUES = range(10)


def generate(rng: Random, level: int) -> Draft:
    """Draw the first value and the moves, each as often as chains go on from it."""
    pattern = LEVELS[level]
    values = rng.choices(VALUES, [_ways(start, pattern) for start in VALUES])
    moves: list[int] = []
    for at in range(len(pattern)):
        open_moves = _moves(values[-1], pattern[at])
        weights = [_ways(values[-1] + move, pattern[at + 1 :]) for move in open_moves]
        moves += rng.choices(open_moves, weights)
        values.append(values[-1] + moves[-1])
    expression = f"{values[0]}" + "".join(f"{move:+d}" for move in moves)
    return Draft(
        prompts=(
            *phrasings(
                f"{expression}=",
                (f"the value of {expression}", f"the result of {_spaced(expression)}"),
                notes=("", "Work from left to right.", "Answer with one digit."),
            ),
            f"{_story(values[0], moves)} Which number is it now?",
        ),
        problem={"expression": expression},
        answer=Answer("integer", str(values[-1])),
        steps=_steps(values, moves),
    )


def _moves(value: int, kind: str) -> list[int]:
    """The digits of a kind, with their signs, that lead from `value` to a digit."""
    signed = [*(-digit for digit in DIGITS[kind]), *DIGITS[kind]]
    return [move for move in signed if value + move in VALUES]


@cache
def _ways(value: int, pattern: str) -> int:
    """How many chains of this pattern go on from `value`."""
    if not pattern:
        return 1
    return sum(_ways(value + move, pattern[1:]) for move in _moves(value, pattern[0]))


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
    return sum(_ways(start, LEVELS[level]) for start in VALUES)


FAMILY = Family(
    name="digit_chain",
    area="math",
    domain="arithmetic",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

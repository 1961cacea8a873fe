"""How many assignments of truth values fulfil a formula.

Example: "(A or B) and not A" -> 1 of 4, worked as columns over A B = 00, 01, 10, 11:
(A or B) = 0111, not A = 1100, both = 0100.

Levels grow in the number of unknowns and of connectives. The steps write the column of every part.
The oracle reads the written formula with a stack, assignment by assignment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, counted, in_words, listed

_LETTERS = "ABCDEF"
_CONNECTIVES = ("and", "or", "xor", "implies")


@dataclass(frozen=True, slots=True)
class Size:
    """How many unknowns and connectives of two sides, and which."""

    unknowns: int
    connectives: int
    kinds: tuple[str, ...] = ("and", "or")


LEVELS = {
    1: Size(3, 3),
    2: Size(3, 3, ("and", "or", "xor")),
    3: Size(3, 4, ("and", "or", "xor")),
    4: Size(3, 5, ("and", "or", "xor")),
    5: Size(4, 5, ("and", "or", "xor")),
    6: Size(4, 7, _CONNECTIVES),
    7: Size(4, 9, _CONNECTIVES),
    8: Size(5, 9, _CONNECTIVES),
    9: Size(5, 12, _CONNECTIVES),
    10: Size(6, 14, _CONNECTIVES),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a formula in which every unknown occurs and that is neither always true nor never."""
    size = LEVELS[level]
    letters = _LETTERS[: size.unknowns]
    while True:
        steps: dict[str, str] = {}
        formula, column = _draw(rng, size, letters, size.connectives, steps)
        count = column.bit_count()
        if 0 < count < 2**size.unknowns and set(letters) <= set(formula):
            break
    bare = formula[1:-1]
    return Draft(
        prompts=_prompts(bare, letters, size.kinds),
        problem={"formula": bare, "letters": letters},
        answer=Answer("integer", str(count)),
        steps=_steps(letters, steps),
    )


def _draw(
    rng: Random, size: Size, letters: str, connectives: int, steps: dict[str, str]
) -> tuple[str, int]:
    """A formula with its column of truth values; `steps` takes the columns of its parts."""
    rows = 2**size.unknowns
    if connectives == 0:
        letter = rng.choice(letters)
        text, column = letter, _column(letters, letter)
    else:
        left = rng.randrange(connectives)
        one, a = _draw(rng, size, letters, left, steps)
        other, b = _draw(rng, size, letters, connectives - 1 - left, steps)
        kind = rng.choice(size.kinds)
        everything = (1 << rows) - 1
        column = {"and": a & b, "or": a | b, "xor": a ^ b, "implies": (everything ^ a) | b}[kind]
        text = f"({one} {kind} {other})"
        steps[text] = f"{column:0{rows}b}"
    if rng.random() < 0.3:
        text, column = f"not {text}", ((1 << rows) - 1) ^ column
        steps[text] = f"{column:0{rows}b}"
        if connectives == size.connectives:
            text = f"({text})"
    return text, column


def _column(letters: str, letter: str) -> int:
    """The truth values of a letter, first row all false, the last letter changing fastest."""
    place = letters.index(letter)
    width = 2 ** (len(letters) - 1 - place)
    return int(("0" * width + "1" * width) * 2**place, 2)


def _steps(letters: str, parts: dict[str, str]) -> tuple[Step, ...]:
    rows = 2 ** len(letters)
    first = [in_words(letter, f"{_column(letters, letter):0{rows}b}") for letter in letters]
    return (*first, *(in_words(text, column) for text, column in parts.items()))


_MEANING = {
    "xor": '"X xor Y" means that exactly one of X and Y is true',
    "implies": '"X implies Y" is false only when X is true and Y is false',
}


def _prompts(formula: str, letters: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    meaning = "; ".join(
        [
            "not binds most closely",
            "or allows both",
            *(_MEANING[kind] for kind in kinds if kind in _MEANING),
        ]
    )
    unknowns = listed(letters)
    rows = counted(2 ** len(letters), "way", "ways")
    forms = ("", "Answer with a whole number.", "Give only the number.")
    return compose(
        f"{formula}: number of assignments of {commas(letters)} that make it true?",
        (
            f"Read this formula with the usual meaning ({meaning}): {formula}.",
            f"Let {unknowns} be statements that can be true or false, and take {formula} "
            f"({meaning}).",
            f"A lamp shines when {formula}, where {unknowns} are switches and a switch that is on "
            f"counts as true ({meaning}).",
        ),
        (
            f"For how many of the {rows} to choose {unknowns} is it true?",
            f"There are {rows} to set {unknowns}. In how many of them does the formula hold?",
            f"Count the assignments of {unknowns} that fulfil the formula.",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Each assignment by itself, the formula read from its text with a stack."""
    words = re.findall(r"[()]|\w+", f"({problem['formula']})")
    letters = problem["letters"]
    rows = product((False, True), repeat=len(letters))
    found = (_true(words, dict(zip(letters, row, strict=True))) for row in rows)
    return Answer("integer", str(sum(found)))


def _true(words: list[str], here: Mapping[str, bool]) -> bool:
    stack: list[Any] = []
    for word in words:
        value: Any = here.get(word, word)
        if word == ")":
            value = _reduced(stack)
        while isinstance(value, bool) and stack and stack[-1] == "not":
            stack.pop()
            value = not value
        stack.append(value)
    return bool(stack[0])


def _reduced(stack: list[Any]) -> bool:
    """Take everything back to the last opening bracket off the stack; give its value."""
    inside: list[Any] = []
    while stack[-1] != "(":
        inside.insert(0, stack.pop())
    stack.pop()
    if len(inside) == 1:
        return bool(inside[0])
    one, kind, other = inside
    tables = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "xor": (0, 1, 1, 0), "implies": (1, 1, 0, 1)}
    return bool(tables[kind][2 * one + other])


def capacity(level: int) -> int | None:
    """A quarter of letters and connectives in one shape; "not" (3 in 10) counts as 1.7 ways."""
    size = LEVELS[level]
    sides = size.unknowns ** (size.connectives + 1) * len(size.kinds) ** size.connectives
    parts = 2 * size.connectives + 1
    return bounded(sides * 17**parts // (4 * 10**parts))


FAMILY = Family(
    name="truth_table",
    area="text",
    domain="logic",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

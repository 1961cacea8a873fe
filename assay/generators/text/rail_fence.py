"""A text under a rail fence cipher: written in a zigzag over rails, read off rail by rail.

Example: "seashell" on 2 rails: s a h l / e s e l -> sahlesel.

Levels grow in the length of the text and in the number of rails; from level 5 the text is to be
restored. The oracle sorts the places of the text by rail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle
from math import perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, counted, in_words
from assay.generators.text.word_list import WORDS


@dataclass(frozen=True, slots=True)
class Size:
    """How many words the text has, the numbers of rails, whether to decode."""

    words: int
    rails: tuple[int, ...]
    decode: bool = False


LEVELS = {
    1: Size(1, (2, 3)),
    2: Size(2, (2, 3)),
    3: Size(2, (3, 4)),
    4: Size(3, (3, 4)),
    5: Size(3, (2, 3), True),
    6: Size(4, (2, 3), True),
    7: Size(4, (3, 4), True),
    8: Size(5, (3, 4), True),
    9: Size(6, (4, 5), True),
    10: Size(8, (4, 5, 6), True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the plain text and the rails; write the zigzag."""
    size = LEVELS[level]
    plain = "".join(rng.sample(WORDS, size.words))
    rails = rng.choice(size.rails)
    rows = ["" for _ in range(rails)]
    zigzag = cycle([*range(rails), *range(rails - 2, 0, -1)])
    for letter, rail in zip(plain, zigzag, strict=False):
        rows[rail] += letter
    shown, found = ("".join(rows), plain) if size.decode else (plain, "".join(rows))
    steps = (in_words(f"rail {number}", " ".join(row)) for number, row in enumerate(rows, 1))
    return Draft(
        prompts=_prompts(shown, rails, size.decode),
        problem={"text": shown, "rails": rails, "way": "decode" if size.decode else "encode"},
        answer=Answer("text", found, {"exact": True}),
        steps=tuple(steps),
    )


def _prompts(shown: str, rails: int, decode: bool) -> tuple[str, ...]:
    lines = counted(rails, "rail")
    turn = "down and up again" if rails > 2 else "down and up, by turns"
    if decode:
        asks = (
            f"The code is {shown}. What was the text?",
            f"Decode {shown}.",
            f"Restore the text that gave {shown}.",
        )
    else:
        asks = (
            f"What is the code for {shown}?",
            f"Encode {shown}.",
            f"Write {shown} in this code.",
        )
    return compose(
        f"rail fence, {lines}, {'decode' if decode else 'encode'}: {shown}",
        (
            f"In a rail fence cipher with {lines} the letters of a text are written in a zigzag "
            f"{turn}, one letter on each rail, starting on the top rail; then the rails are read "
            "from top to bottom, each from left to right.",
            f"A code: write the letters one by one on {lines}, beginning on the first rail, moving "
            "to the next rail with each letter and turning back at the last and the first rail. "
            "The code is the first rail's letters, then the second rail's, and so on.",
            f"A text was put on a fence of {lines}, zigzagging from the top rail to the bottom one "
            "and back, one letter per rail; reading rail after rail from the top gives the code.",
        ),
        asks,
        ("Write lower-case letters without spaces.", "Answer in lower case, without spaces."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Places sorted by their rail, which is the distance from the nearest turn at the top."""
    text, turn = problem["text"], 2 * (problem["rails"] - 1)
    order = sorted(range(len(text)), key=lambda at: min(at % turn, -at % turn))
    if problem["way"] == "encode":
        return Answer("text", "".join(text[at] for at in order), {"exact": True})
    places = dict(zip(order, text, strict=True))
    return Answer("text", "".join(places[at] for at in range(len(text))), {"exact": True})


def capacity(level: int) -> int | None:
    """Rows of words times numbers of rails."""
    size = LEVELS[level]
    return bounded(perm(len(WORDS), size.words) * len(size.rails))


FAMILY = Family(
    name="rail_fence",
    area="text",
    domain="ciphers",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

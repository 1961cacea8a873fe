"""Words under a Caesar cipher, written or read.

Example: "Shift each letter of cab by 3 forwards" -> fde; the alphabet goes round from z to a.

Levels grow in the number of words and in the shift; from level 4 the words are to be decoded, from
level 8 the shift grows by one with every word. The oracle rotates the alphabet and looks letters
up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import perm
from random import Random
from string import ascii_lowercase
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_words
from assay.generators.text.word_list import WORDS


@dataclass(frozen=True, slots=True)
class Size:
    """How many words, the largest shift, whether to decode, what is added word by word."""

    words: int
    most: int
    decode: bool = False
    growth: int = 0


LEVELS = {
    1: Size(2, 3),
    2: Size(2, 13),
    3: Size(3, 25),
    4: Size(4, 25, decode=True),
    5: Size(5, 25, decode=True),
    6: Size(6, 25, decode=True),
    7: Size(8, 25, decode=True),
    8: Size(10, 25, decode=True, growth=1),
    9: Size(12, 25, decode=True, growth=2),
    10: Size(15, 25, decode=True, growth=3),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw plain words and a shift; the code words are computed from them."""
    size = LEVELS[level]
    plain, shift = rng.sample(WORDS, size.words), rng.randint(1, size.most)
    code = [_shifted(word, shift + size.growth * at) for at, word in enumerate(plain)]
    shown, found = (code, plain) if size.decode else (plain, code)
    return Draft(
        prompts=_prompts(shown, shift, size),
        problem={
            "words": shown,
            "shift": shift,
            "growth": size.growth,
            "way": "decode" if size.decode else "encode",
        },
        answer=Answer("list", commas(found), {"item": "text"}),
        steps=tuple(in_words(*pair) for pair in zip(shown, found, strict=True)),
    )


def _shifted(word: str, shift: int) -> str:
    return "".join(chr((ord(c) - 97 + shift) % 26 + 97) for c in word)


def _prompts(shown: list[str], shift: int, size: Size) -> tuple[str, ...]:
    words = commas(shown)
    places = "1 place" if shift == 1 else f"{shift} places"
    rule = f"every letter was moved {places} forwards in the alphabet"
    if not size.decode:
        rule = f"every letter is moved {places} forwards in the alphabet"
    if size.growth:
        rule = (
            f"every letter of the first word was moved {places} forwards in the alphabet, and with "
            f"each further word the shift grew by {size.growth}"
        )
    rule += " (after z comes a again)"
    todo = "Decode" if size.decode else "Encode"
    last = f"Which words do {words} stand for?"
    if not size.decode:
        last = f"What do the words {words} become?"
    more = f", {size.growth} more for each next word" if size.growth else ""
    return compose(
        f"Caesar +{shift}{more}, {todo.lower()}: {words}",
        (
            f"A Caesar cipher is used: {rule}.",
            f"In a secret letter {rule}.",
            f"Two friends agree on a code in which {rule}.",
        ),
        (f"{todo} these words: {words}.", f"{todo} {words}.", last),
        (
            "Separate the words with commas.",
            "Answer with the words in the same order, separated by commas.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Rotate the alphabet for each word and translate through the pair of alphabets."""
    found = []
    shift = problem["shift"]
    for word in problem["words"]:
        turned = ascii_lowercase[shift % 26 :] + ascii_lowercase[: shift % 26]
        pair = (ascii_lowercase, turned)
        table = str.maketrans(*(pair if problem["way"] == "encode" else pair[::-1]))
        found.append(word.translate(table))
        shift += problem["growth"]
    return Answer("list", commas(found), {"item": "text"})


def capacity(level: int) -> int | None:
    """Rows of words times shifts."""
    size = LEVELS[level]
    return bounded(perm(len(WORDS), size.words) * size.most)


FAMILY = Family(
    name="shift_cipher",
    area="text",
    domain="ciphers",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

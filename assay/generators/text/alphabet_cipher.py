"""Words under a cipher that replaces each letter by another one: Atbash, or a keyword's alphabet.

Example: Atbash (a and z change places, b and y, ...): cab -> xzy.

A keyword's alphabet is its letters, each once, then the rest of the alphabet. Levels grow in the
number of words; to level 3 Atbash, then a keyword, from level 6 to be decoded. The oracle builds
the alphabet by removing letters and looks each letter up by its index.
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

_KEYS = tuple(word for word in WORDS if len(word) >= 6)


@dataclass(frozen=True, slots=True)
class Size:
    """How many words; whether a keyword is used and whether to decode."""

    words: int
    keyword: bool = False
    decode: bool = False


LEVELS = {
    1: Size(2),
    2: Size(3),
    3: Size(4),
    4: Size(4, keyword=True),
    5: Size(5, keyword=True),
    6: Size(6, keyword=True, decode=True),
    7: Size(8, keyword=True, decode=True),
    8: Size(10, keyword=True, decode=True),
    9: Size(13, keyword=True, decode=True),
    10: Size(16, keyword=True, decode=True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw plain words and the cipher's alphabet; the code words are computed from them."""
    size = LEVELS[level]
    key = rng.choice(_KEYS) if size.keyword else ""
    plain = rng.sample(WORDS, size.words)
    table = str.maketrans(ascii_lowercase, _alphabet(key))
    code = [word.translate(table) for word in plain]
    shown, found = (code, plain) if size.decode else (plain, code)
    steps = [in_words(ascii_lowercase, _alphabet(key))]
    steps += [in_words(*pair) for pair in zip(shown, found, strict=True)]
    return Draft(
        prompts=_prompts(shown, key, size.decode),
        problem={"words": shown, "key": key, "way": "decode" if size.decode else "encode"},
        answer=Answer("list", commas(found), {"item": "text"}),
        steps=tuple(steps),
    )


def _alphabet(key: str) -> str:
    """What a, b, c, ... become: z to a without a key, else the key first."""
    return "".join(dict.fromkeys(key + ascii_lowercase)) if key else ascii_lowercase[::-1]


def _prompts(shown: list[str], key: str, decode: bool) -> tuple[str, ...]:
    words = commas(shown)
    todo = "Decode" if decode else "Encode"
    if key:
        rules: tuple[str, ...] = (
            f'A code replaces a, b, c, ... by the letters of the keyword "{key}" (each letter only '
            "the first time it occurs) followed by the rest of the alphabet in order.",
            f"To encode, write the keyword {key} without repeated letters, go on with the unused "
            "letters from a to z, and put this row under the alphabet; each letter becomes the one "
            "below it.",
            f"The cipher alphabet starts with the different letters of {key} in order of first "
            "appearance and goes on with all other letters alphabetically; a becomes its first "
            "letter, b its second, and so on.",
        )
    else:
        rules = (
            "In the Atbash code a becomes z, b becomes y, c becomes x, and so on to z, which "
            "becomes a.",
            "A mirror cipher swaps the first letter of the alphabet with the last one, the second "
            "with the last but one, and so on.",
            "Each letter is replaced by the letter that stands as far from the end of the alphabet "
            "as it stands from the beginning (a becomes z).",
        )
    last = f"Which words do {words} stand for?" if decode else f"What do {words} become?"
    return compose(
        f"{'keyword cipher ' + key if key else 'Atbash'}, {todo.lower()}: {words}",
        rules,
        (f"{todo} these words: {words}.", f"{todo} {words}.", last),
        (
            "Separate the words with commas.",
            "Answer with the words in the same order, separated by commas.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The cipher's alphabet by removal of what the key uses; letters by their index in it."""
    rest, row = list(ascii_lowercase), []
    for letter in problem["key"]:
        if letter in rest:
            rest.remove(letter)
            row.append(letter)
    row += rest
    if not problem["key"]:
        row.reverse()
    pair = (list(ascii_lowercase), row)
    source, target = pair if problem["way"] == "encode" else pair[::-1]
    found = ["".join(target[source.index(c)] for c in word) for word in problem["words"]]
    return Answer("list", commas(found), {"item": "text"})


def capacity(level: int) -> int | None:
    """Rows of words times keywords."""
    size = LEVELS[level]
    return bounded(perm(len(WORDS), size.words) * (len(_KEYS) if size.keyword else 1))


FAMILY = Family(
    name="alphabet_cipher",
    area="text",
    domain="ciphers",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""One text under a Vigenere cipher, written or read.

Example: key "bad", text "cab" -> dae: the key's letters shift by b=1, a=0 and d=3 places.

Levels grow in the length of the text and of the key; from level 4 the text is to be decoded. The
text consists of words written together. The oracle looks letters up in the square of alphabets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle
from math import perm
from random import Random
from string import ascii_lowercase
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, in_words
from assay.generators.text.word_list import WORDS


@dataclass(frozen=True, slots=True)
class Size:
    """How many words the text has, how many letters the key, whether to decode."""

    words: int
    key: int
    decode: bool = False


LEVELS = {
    1: Size(1, 2),
    2: Size(1, 3),
    3: Size(2, 3),
    4: Size(2, 4, True),
    5: Size(3, 4, True),
    6: Size(3, 5, True),
    7: Size(4, 5, True),
    8: Size(5, 6, True),
    9: Size(6, 7, True),
    10: Size(8, 8, True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw plain text and key; the code is computed from them."""
    size = LEVELS[level]
    words = rng.sample(WORDS, size.words)
    key = "".join(rng.choices(ascii_lowercase[1:], k=size.key))
    plain = "".join(words)
    shifts = [ord(c) - 97 for c in key]
    pairs = zip(plain, cycle(shifts), strict=False)
    code = "".join(chr((ord(c) - 97 + shift) % 26 + 97) for c, shift in pairs)
    shown, found = (code, plain) if size.decode else (plain, code)
    pieces = range(0, len(shown), size.key)
    return Draft(
        prompts=_prompts(shown, key, size.decode),
        problem={"text": shown, "key": key, "way": "decode" if size.decode else "encode"},
        answer=Answer("text", found, {"exact": True}),
        steps=tuple(
            in_words(" ".join(shown[at : at + size.key]), " ".join(found[at : at + size.key]))
            for at in pieces
        ),
    )


def _prompts(shown: str, key: str, decode: bool) -> tuple[str, ...]:
    rule = (
        f'The key "{key}" is repeated under the text; each letter of the text is moved forwards in '
        "the alphabet (z is followed by a) by the number of its key letter: a=0, b=1, and so on up "
        "to z=25."
    )
    if decode:
        asks = (
            f"Which text became {shown}?",
            f"Decode {shown}.",
            f"The result was {shown}. Restore the text.",
        )
    else:
        asks = (
            f"What does the text {shown} become?",
            f"Encode {shown}.",
            f"Write {shown} in this code.",
        )
    return compose(
        f"Vigenere (a=0), key {key}, {'decode' if decode else 'encode'}: {shown}",
        (
            f"A Vigenere cipher is used. {rule}",
            f"Here is how a message is written in code. {rule}",
            f"In the Vigenere code the rule is this: {rule[0].lower()}{rule[1:]}",
        ),
        asks,
        ("Write lower-case letters without spaces.", "Answer in lower case, without spaces."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Row of the key letter in the square of shifted alphabets: read along it or back out of it."""
    square = [ascii_lowercase[at:] + ascii_lowercase[:at] for at in range(26)]
    found = []
    for place, letter in enumerate(problem["text"]):
        row = square[ascii_lowercase.index(problem["key"][place % len(problem["key"])])]
        if problem["way"] == "encode":
            found.append(row[ascii_lowercase.index(letter)])
        else:
            found.append(ascii_lowercase[row.index(letter)])
    return Answer("text", "".join(found), {"exact": True})


def capacity(level: int) -> int | None:
    """Rows of words times keys."""
    size = LEVELS[level]
    return bounded(perm(len(WORDS), size.words) * 25**size.key)


FAMILY = Family(
    name="vigenere_cipher",
    area="text",
    domain="ciphers",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

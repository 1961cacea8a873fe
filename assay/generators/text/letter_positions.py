"""The places at which a letter stands in a word or a made-up string.

Example: "Positions of r in strawberry?" -> 3, 8, 9, worked s1 t2 r3 a4 w5 b6 r7 r8 y9 by eights.

Levels grow in the length of the text: a real word, then strings over ten letters; from level 6
places count from the right end. The letter occurs. The oracle searches from hit to hit.
"""

from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_words
from assay.generators.text.word_list import WORDS

LENGTHS = {1: 0, 2: 12, 3: 16, 4: 20, 5: 25, 6: 30, 7: 38, 8: 48, 9: 60, 10: 80}
_FROM_RIGHT = 6
_ALPHABET = "abeilnorst"
_CHUNK = 8


def generate(rng: Random, level: int) -> Draft:
    """Draw a text and one of its letters."""
    if LENGTHS[level]:
        text = "".join(rng.choices(_ALPHABET, k=LENGTHS[level]))
        letter = rng.choice(sorted(set(text)))
    else:
        text, letter = rng.choice(_pairs())
    right = level >= _FROM_RIGHT
    read = text[::-1] if right else text
    places = [place for place, c in enumerate(read, 1) if c == letter]
    spelled = [f"{c}{place}" for place, c in enumerate(read, 1)]
    chunks = range(0, len(read), _CHUNK)
    return Draft(
        prompts=_prompts(text, letter, right),
        problem={"text": text, "letter": letter, "from": "right" if right else "left"},
        answer=Answer("list", commas(places), {"item": "number"}),
        steps=tuple(
            in_words(read[at : at + _CHUNK], " ".join(spelled[at : at + _CHUNK])) for at in chunks
        ),
    )


@cache
def _pairs() -> list[tuple[str, str]]:
    return [(word, letter) for word in WORDS for letter in sorted(set(word))]


def _prompts(text: str, letter: str, right: bool) -> tuple[str, ...]:
    end = "the right end (the last letter is number 1)" if right else "the left (starting at 1)"
    side = " from the right" if right else ""
    rise = "Give the position numbers in increasing order, separated by commas."
    return compose(
        f"positions of {letter} in {text}{side}, smallest first?",
        (
            f'Number the letters of "{text}" from {end}.',
            f"Here is a string of letters: {text}. Its letters are counted from {end}.",
            f"A sign says {text}. Count its letters from {end}.",
        ),
        (
            f"At which positions does {letter} occur?",
            f"Which numbers does the letter {letter} get?",
            f'List every place where you find the letter "{letter}".',
            f"Where does {letter} stand?",
        ),
        (rise, "Answer with the numbers from the smallest to the largest, separated by commas."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Jump from each occurrence to the next one."""
    text, letter = problem["text"], problem["letter"]
    places, at = [], text.find(letter)
    while at >= 0:
        places.append(at + 1 if problem["from"] == "left" else len(text) - at)
        at = text.find(letter, at + 1)
    return Answer("list", commas(sorted(places)), {"item": "number"})


def capacity(level: int) -> int | None:
    """Texts with each of their letters."""
    n, k = LENGTHS[level], len(_ALPHABET)
    return bounded(k * (k**n - (k - 1) ** n)) if n else len(_pairs())


FAMILY = Family(
    name="letter_positions",
    area="text",
    domain="spelling",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

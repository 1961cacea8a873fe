"""One letter taken out of each word, put together.

Example: "letter 3 of apple, 1 of fig, 2 of plum?" -> pfl, worked letter 3 of apple = p, and so on.

Levels grow in the number of words; from level 5 some letters are counted from the end of the word
(-1 is the last letter). The oracle walks along each word letter by letter.
"""

from collections.abc import Mapping
from itertools import islice
from math import perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_words, listed, ordinal
from assay.generators.text.word_list import WORDS

LENGTHS = {1: 3, 2: 4, 3: 5, 4: 6, 5: 7, 6: 9, 7: 11, 8: 14, 9: 17, 10: 20}
_FROM_END = 5
_DEEPEST = 4
_LONG = tuple(word for word in WORDS if len(word) >= _DEEPEST)


def generate(rng: Random, level: int) -> Draft:
    """Draw words and for each of them a place."""
    words = rng.sample(_LONG, LENGTHS[level])
    places = [rng.choice(_places(level)) for _ in words]
    picked = [
        word[place - 1 if place > 0 else place] for word, place in zip(words, places, strict=True)
    ]
    steps = (
        in_words(f"letter {place} of {word}", letter)
        for word, place, letter in zip(words, places, picked, strict=True)
    )
    return Draft(
        prompts=_prompts(words, places),
        problem={"picks": [list(pick) for pick in zip(words, places, strict=True)]},
        answer=Answer("text", "".join(picked), {"exact": True}),
        steps=tuple(steps),
    )


def _places(level: int) -> tuple[int, ...]:
    ahead = tuple(range(1, _DEEPEST + 1))
    return ahead if level < _FROM_END else (*ahead, *(-place for place in ahead))


def _said(place: int) -> str:
    if place > 0:
        return f"{ordinal(place)} letter"
    return "last letter" if place == -1 else f"{ordinal(-place)} letter from the end"


def _prompts(words: list[str], places: list[int]) -> tuple[str, ...]:
    pairs = list(zip(words, places, strict=True))
    back = " (-1 is the last letter, -2 the one before it)" if min(places) < 0 else ""
    short = commas(f"{place} of {word}" for word, place in pairs)
    long = listed(f"the {_said(place)} of {word}" for word, place in pairs)
    rows = "\n".join(f"{word}: {_said(place)}" for word, place in pairs)
    return compose(
        f"letters {short}{back}? Write them together.",
        (
            f"Take {long}.",
            f"Pick these letters: {long}.",
            f"From each of these words take the letter that is named:\n{rows}\n",
        ),
        (
            "What do you get when you write these letters together?",
            "Write them one after the other, in this order.",
            "Which string of letters do they spell, in this order?",
        ),
        ("Use lower case without spaces.", "Answer in lower-case letters with nothing in between."),
        (f"Spell, in lower case and without spaces, the string that consists of {long}.",),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Walk along the word, or along its mirror image, to the place."""
    found = ""
    for word, place in problem["picks"]:
        letters = iter(word) if place > 0 else reversed(word)
        found += next(islice(letters, abs(place) - 1, None))
    return Answer("text", found, {"exact": True})


def capacity(level: int) -> int | None:
    """Rows of words times places."""
    words = LENGTHS[level]
    return bounded(perm(len(_LONG), words) * len(_places(level)) ** words)


FAMILY = Family(
    name="picked_letters",
    area="text",
    domain="spelling",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

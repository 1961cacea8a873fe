"""Which words of a list have a stated property.

Example: "Which have a double letter: apple, fig, berry?" -> apple, berry.

Levels grow in the number of words and of properties that must hold together (one, from level 4
two, from level 8 three). At least two words have them and one does not. The oracle reads each
property as a regular expression.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import perm, prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_words, listed
from assay.generators.text.word_list import WORDS


@dataclass(frozen=True, slots=True)
class Property:
    """How it is said of one word, and whether a word has it for a value."""

    said: str
    holds: Callable[[str, str], bool]
    values: tuple[str, ...]


def _vowels(word: str) -> int:
    return sum(c in "aeiou" for c in word)


PROPERTIES: Mapping[str, Property] = {
    "has": Property("contains the letter {}", lambda w, v: v in w, tuple("aeilnorst")),
    "lacks": Property("does not contain the letter {}", lambda w, v: v not in w, tuple("aeirt")),
    "ends": Property("ends with the letter {}", lambda w, v: w[-1] == v, tuple("elnrty")),
    "double": Property(
        "has the same letter twice in a row", lambda w, v: any(map(str.__eq__, w, w[1:])), ("",)
    ),
    "long": Property("has at least {} letters", lambda w, v: len(w) >= int(v), ("6", "7")),
    "short": Property("has at most {} letters", lambda w, v: len(w) <= int(v), ("5", "6")),
    "vowels": Property(
        "has exactly {} vowels (a, e, i, o, u)", lambda w, v: _vowels(w) == int(v), ("2", "3")
    ),
    "start": Property("starts with a vowel (a, e, i, o, u)", lambda w, v: w[0] in "aeiou", ("",)),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many words, and how many properties."""

    words: int
    properties: int


LEVELS = {
    1: Size(6, 1),
    2: Size(8, 1),
    3: Size(10, 1),
    4: Size(12, 2),
    5: Size(15, 2),
    6: Size(18, 2),
    7: Size(22, 2),
    8: Size(26, 3),
    9: Size(30, 3),
    10: Size(36, 3),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw words and properties until at least two words have them all and one does not."""
    size = LEVELS[level]
    while True:
        words = rng.sample(WORDS, size.words)
        names = rng.sample(sorted(PROPERTIES), size.properties)
        asked = [(name, rng.choice(PROPERTIES[name].values)) for name in names]
        fits = [word for word in words if all(PROPERTIES[n].holds(word, v) for n, v in asked)]
        if 2 <= len(fits) < len(words):
            break
    steps = (in_words(word, "kept" if word in fits else "dropped") for word in words)
    return Draft(
        prompts=_prompts(words, [PROPERTIES[name].said.format(value) for name, value in asked]),
        problem={"words": words, "asked": sorted(map(list, asked))},
        answer=Answer("list", commas(fits), {"item": "text"}),
        steps=tuple(steps),
    )


def _prompts(words: list[str], said: list[str]) -> tuple[str, ...]:
    shown = commas(words)
    rule = listed(said)
    keep = "Keep the order of the list and separate the words with commas."
    return compose(
        f"{shown}: which word {rule}? Keep the order.",
        (
            f"Look at these words: {shown}.",
            f"A vocabulary list reads {shown}.",
            f"Words on cards: {shown}.",
        ),
        (
            f"Find each word that {rule}.",
            f"Write down every word of the list that {rule}.",
            f"A word counts if it {rule}. Which words count?",
        ),
        (keep, "Answer with the words in their given order, separated by commas."),
        (f"Filter the list {shown}: keep a word only if it {rule}. {keep}",),
    )


_PATTERNS = {
    "has": r".*{}.*",
    "lacks": r"[^{}]*",
    "ends": r".*{}",
    "double": r".*(.)\1.*",
    "long": r".{{{},}}",
    "short": r".{{0,{}}}",
    "vowels": r"(?:[^aeiou]*[aeiou][^aeiou]*){{{}}}",
    "start": r"[aeiou].*",
}


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Words that match every pattern in full."""
    patterns = [re.compile(_PATTERNS[name].format(value)) for name, value in problem["asked"]]
    fits = [word for word in problem["words"] if all(p.fullmatch(word) for p in patterns)]
    return Answer("list", commas(fits), {"item": "text"})


def capacity(level: int) -> int | None:
    """Rows of words times sets of properties with values; nearly all of them are kept."""
    size = LEVELS[level]
    values = [len(known.values) for known in PROPERTIES.values()]
    sets = sum(map(prod, combinations(values, size.properties)))
    return bounded(perm(len(WORDS), size.words) * sets)


FAMILY = Family(
    name="words_with",
    area="text",
    domain="filtering",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

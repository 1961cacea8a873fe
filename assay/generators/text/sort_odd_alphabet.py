"""Words sorted by an alphabet whose letters stand in another order.

Example: alphabet "zyx...cba": apple, fig, zoo -> zoo, fig, apple.

Levels grow in the number of words; words that share their first letters come from level 4 on. To
level 3 the alphabet only has some letters moved to its front, then it is wholly mixed. Worked steps
group the words by first letter. The oracle compares by pairs, letter by letter.
"""

from collections.abc import Mapping
from functools import cache, cmp_to_key
from itertools import groupby
from math import comb, factorial, perm
from random import Random
from string import ascii_lowercase
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, bullets, commas, compose, in_words
from assay.generators.text.word_list import WORDS

LENGTHS = {1: 3, 2: 4, 3: 6, 4: 6, 5: 8, 6: 10, 7: 13, 8: 16, 9: 20, 10: 25}
_MOVED = {1: 3, 2: 4, 3: 5}
_FEW_FIRST = 5


def generate(rng: Random, level: int) -> Draft:
    """Draw an alphabet and words; from level 4 the words start with few different letters."""
    moved = rng.sample(ascii_lowercase, _MOVED.get(level, 26))
    alphabet = "".join(dict.fromkeys([*moved, *ascii_lowercase]))
    words = _draw_words(rng, level)
    rank = {letter: place for place, letter in enumerate(alphabet)}
    ranked = sorted(words, key=lambda word: [rank[c] for c in word])
    groups = groupby(ranked, key=lambda word: word[0])
    return Draft(
        prompts=_prompts(words, alphabet),
        problem={"words": sorted(words), "alphabet": alphabet},
        answer=Answer("list", commas(ranked), {"item": "text"}),
        steps=tuple(in_words(first, commas(group)) for first, group in groups),
    )


def _draw_words(rng: Random, level: int) -> list[str]:
    if level in _MOVED:
        return rng.sample(WORDS, LENGTHS[level])
    firsts = rng.sample(sorted(_by_first()), _FEW_FIRST)
    return rng.sample([word for first in firsts for word in _by_first()[first]], LENGTHS[level])


@cache
def _by_first() -> dict[str, list[str]]:
    groups = {first: list(words) for first, words in groupby(WORDS, key=lambda word: word[0])}
    return {first: words for first, words in groups.items() if len(words) >= 20}


def _prompts(words: list[str], alphabet: str) -> tuple[str, ...]:
    shown = commas(words)
    forms = (
        "Separate the words with commas.",
        "Answer with all the words in order, separated by commas.",
    )
    return compose(
        f"alphabet {alphabet}; sort {shown}",
        (
            f"In a far country the alphabet runs {alphabet}.",
            f"Suppose the letters came in the order {alphabet}.",
            f"Use this order of the letters instead of the usual one: {alphabet}.",
        ),
        (
            f"Sort these words as a dictionary there would: {shown}.",
            f"Put the words {shown} in alphabetical order under it.",
            f"Arrange the following words by it, first letters first.\n{bullets(words)}\n",
        ),
        forms,
        (f"Sort {shown} alphabetically, with the letters ordered as {alphabet}. {forms[0]}",),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Sort by comparing two words at a time at their first difference."""
    alphabet = problem["alphabet"]

    def compare(one: str, other: str) -> int:
        for a, b in zip(one, other, strict=False):
            if a != b:
                return -1 if alphabet.index(a) < alphabet.index(b) else 1
        return len(one) - len(other)

    ranked = sorted(problem["words"], key=cmp_to_key(compare))
    return Answer("list", commas(ranked), {"item": "text"})


@cache
def capacity(level: int) -> int | None:
    """Alphabets times sets of words (words with the most common first letters not counted out)."""
    words = comb(len(WORDS), LENGTHS[level])
    if level in _MOVED:
        return bounded(words * perm(26, _MOVED[level]))
    return bounded(factorial(26) * comb(20 * _FEW_FIRST, LENGTHS[level]))


FAMILY = Family(
    name="sort_odd_alphabet",
    area="text",
    domain="ordering",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

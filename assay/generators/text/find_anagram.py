"""The one word of a list that is an anagram of given letters.

Example: "Anagram of tisnel: listen, garden, hidden?" -> listen, worked by sorting the letters of
each: tisnel = e i l n s t, listen = e i l n s t, garden = a d e g n r.

Levels grow in the number of words to choose from and in their length; all have as many letters as
the anagram. No other word of the list has the same letters. The oracle crosses letters off.
"""

from collections.abc import Mapping
from functools import cache
from math import comb, factorial, prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, bullets, commas, compose, in_words
from assay.generators.text.word_list import WORDS

SIZES = {
    1: (3, 5),
    2: (4, 5),
    3: (6, 5),
    4: (8, 6),
    5: (10, 6),
    6: (13, 6),
    7: (16, 7),
    8: (20, 7),
    9: (26, 7),
    10: (32, 8),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw words of one length, choose one whose letters no other has, and shuffle it."""
    count, length = SIZES[level]
    while True:
        words = rng.sample(_of_length(length), count)
        target = rng.choice(words)
        letters = "".join(rng.sample(target, length))
        keys = [_key(word) for word in words]
        if letters != target and keys.count(_key(target)) == 1:
            break
    steps = [in_words(letters, _key(letters))]
    steps += [in_words(word, key) for word, key in zip(words, keys, strict=True)]
    return Draft(
        prompts=_prompts(letters, words),
        problem={"letters": letters, "words": sorted(words)},
        answer=Answer("text", target, {"exact": True}),
        steps=tuple(steps),
    )


@cache
def _of_length(length: int) -> tuple[str, ...]:
    return tuple(word for word in WORDS if len(word) == length)


def _key(word: str) -> str:
    return " ".join(sorted(word))


def _prompts(letters: str, words: list[str]) -> tuple[str, ...]:
    shown = commas(words)
    return compose(
        f"anagram of {letters}: {shown}?",
        (
            f"Choose from these words: {shown}.",
            f"One of these words was shuffled:\n{bullets(words)}\n",
            f"Word cards on a table: {shown}.",
        ),
        (
            f"Which of them is an anagram of {letters}?",
            f'Which one can be spelled with exactly the letters of "{letters}"?',
            f"The letters of one word, mixed up, read {letters}. Which word is it?",
        ),
        ("Answer with one word, in lower case.", "Give only the word, in lower case."),
        (f"Unscramble {letters}. The result is one of {shown}.",),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Cross the letters of each word off the given ones; nothing may be left or missing."""
    fits = []
    for word in problem["words"]:
        left = list(problem["letters"])
        for letter in word:
            if letter not in left:
                break
            left.remove(letter)
        else:
            fits += [word] if not left else []
    return Answer("text", fits[0] if len(fits) == 1 else f"{len(fits)} words", {"exact": True})


@cache
def capacity(level: int) -> int | None:
    """Sets of words, times orders of the letters of one of them."""
    count, length = SIZES[level]
    words = _of_length(length)
    orders = (factorial(length) // prod(factorial(w.count(c)) for c in set(w)) - 1 for w in words)
    return bounded(comb(len(words) - 1, count - 1) * sum(orders))


FAMILY = Family(
    name="find_anagram",
    area="text",
    domain="spelling",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

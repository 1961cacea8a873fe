"""The sum of the values of letters: their places in the alphabet, under a stated rule.

Example: "a=1, b=2, ..., z=26: value of cab?" -> 6, worked 3+1+2 = 6.

Levels grow in the number of letters; rules: a=1 to z=26, the other way round, vowels counted twice,
and each letter times its place in the word. The oracle adds up over the alphabet, not the words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from string import ascii_lowercase
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_numbers, in_words
from assay.generators.text.word_list import WORDS


@dataclass(frozen=True, slots=True)
class Rule:
    """How a rule is said, and what a letter of rank 1 to 26 at a place from 1 counts: a product."""

    said: str
    factors: Callable[[str, int, int], tuple[int, int]]


RULES = {
    "forward": Rule("a=1, b=2, and so on up to z=26", lambda c, rank, place: (1, rank)),
    "backward": Rule("a=26, b=25, and so on down to z=1", lambda c, rank, place: (1, 27 - rank)),
    "vowels": Rule(
        "a=1, b=2, and so on up to z=26, but the vowels a, e, i, o and u count twice",
        lambda c, rank, place: (2 if c in "aeiou" else 1, rank),
    ),
    "places": Rule(
        "a=1, b=2, and so on up to z=26, and each letter's value is multiplied by its place in "
        "the word (1 for the first letter)",
        lambda c, rank, place: (place, rank),
    ),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many words, and the rules that may be asked."""

    words: int
    rules: tuple[str, ...]


LEVELS = {
    1: Size(1, ("forward",)),
    2: Size(2, ("forward", "backward")),
    3: Size(3, ("forward", "backward")),
    4: Size(3, ("backward", "vowels")),
    5: Size(4, ("backward", "vowels")),
    6: Size(5, ("vowels", "places")),
    7: Size(6, ("vowels", "places")),
    8: Size(7, ("places",)),
    9: Size(9, ("places",)),
    10: Size(12, ("places",)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw words and a rule; add up each word, then the words."""
    size = LEVELS[level]
    words = rng.sample(WORDS, size.words)
    name = rng.choice(size.rules)
    sums, steps = [], []
    for word in words:
        factors = [RULES[name].factors(c, ord(c) - 96, n) for n, c in enumerate(word, 1)]
        spelled = "+".join(f"{b}" if a == 1 else f"{a}*{b}" for a, b in factors)
        sums.append(sum(a * b for a, b in factors))
        steps += [in_words(word, spelled), in_numbers(spelled, sums[-1])]
    if len(sums) > 1:
        steps.append(in_numbers("+".join(map(str, sums)), sum(sums)))
    return Draft(
        prompts=_prompts(words, RULES[name].said),
        problem={"words": sorted(words), "rule": name},
        answer=Answer("integer", str(sum(sums))),
        steps=tuple(steps),
    )


def _prompts(words: list[str], said: str) -> tuple[str, ...]:
    shown = commas(words)
    one = len(words) == 1
    these = f"the word {shown}" if one else f"the words {shown}"
    value = "value" if one else "total value"
    return compose(
        f"{said}: {value} of {shown}?",
        (
            f"Every letter has a value: {said}.",
            f"In a word game letters score as follows: {said}.",
            f"Let {said}. A word is worth the sum of its letters.",
        ),
        (
            f"What is the {value} of {these}?",
            f"Add up the values of all letters of {these}.",
            f"How much {'is' if one else 'are'} {these} worth{'' if one else ' together'}?",
        ),
        ("", "Answer with a whole number.", "Give only the number."),
        (f"Find the {value} of {these} if {said}.",),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """For each letter of the alphabet: its value times how often, or at which places, it stands."""
    total = 0
    for rank, letter in enumerate(ascii_lowercase, 1):
        for word in problem["words"]:
            places = [at for at in range(len(word)) if word[at] == letter]
            total += {
                "forward": len(places) * rank,
                "backward": len(places) * (27 - rank),
                "vowels": len(places) * rank * (1 + (letter in "aeiou")),
                "places": sum(places) * rank + len(places) * rank,
            }[problem["rule"]]
    return Answer("integer", str(total))


def capacity(level: int) -> int | None:
    """Sets of words times rules."""
    size = LEVELS[level]
    return bounded(comb(len(WORDS), size.words) * len(size.rules))


FAMILY = Family(
    name="letter_values",
    area="text",
    domain="spelling",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""How many different letters a few words have, or how many letters occur just so often.

Example: "How many different letters are in banana?" -> 3, worked a = 3, b = 1, n = 2.

Levels grow in the number of words; from level 4 the question is for letters that occur exactly
once, more than once, exactly twice or an odd number of times. The oracle takes letters out of the
text one kind at a time and sees by how much it shrinks.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, in_words
from assay.generators.text.word_list import WORDS

_RULES: Mapping[str, Callable[[int], bool]] = {
    "at least once": lambda n: n > 0,
    "exactly once": lambda n: n == 1,
    "more than once": lambda n: n > 1,
    "exactly twice": lambda n: n == 2,
    "an odd number of times": lambda n: n % 2 == 1,
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many words, and the ways of counting that may be asked."""

    words: int
    rules: tuple[str, ...] = ("at least once",)


LEVELS = {
    1: Size(1),
    2: Size(2),
    3: Size(3),
    4: Size(4, ("exactly once", "more than once")),
    5: Size(5, ("exactly once", "more than once")),
    6: Size(7, ("exactly once", "more than once")),
    7: Size(9, ("more than once", "exactly twice")),
    8: Size(12, ("exactly twice", "an odd number of times")),
    9: Size(15, ("exactly twice", "an odd number of times")),
    10: Size(20, ("exactly twice", "an odd number of times")),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw words and a rule, then tally every letter."""
    size = LEVELS[level]
    words = rng.sample(WORDS, size.words)
    rule = rng.choice(size.rules)
    tally = sorted(Counter("".join(words)).items())
    fits = [letter for letter, n in tally if _RULES[rule](n)]
    steps = [in_words(letter, str(n)) for letter, n in tally]
    steps.append(in_words(f"occurring {rule}", ", ".join(fits) or "none"))
    return Draft(
        prompts=_prompts(" ".join(words), rule),
        problem={"words": sorted(words), "rule": rule},
        answer=Answer("integer", str(len(fits))),
        steps=tuple(steps),
    )


def _prompts(text: str, rule: str) -> tuple[str, ...]:
    different = rule == "at least once"
    which = "different letters" if different else f"letters {rule}"
    full = f"How many different letters {'does it use' if different else f'occur {rule} in it'}?"
    kind = "words" if " " in text else "word"
    return compose(
        f"number of {which} in {text}?",
        (
            f'Take the text "{text}".',
            f"Somebody wrote: {text}.",
            f"Look only at the letters of this text: {text}.",
        ),
        (
            full,
            f"Go through the alphabet. {full}",
            f"Make a tally of its letters. {full}",
        ),
        ("", "Answer with a whole number.", "Give just the number."),
        (f"Which letters occur {rule} in the {kind} {text}? Say only how many there are.",),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Remove one kind of letter after the other; the loss of length is its count."""
    left, count = "".join(problem["words"]), 0
    while left:
        rest = left.replace(left[0], "")
        lost = len(left) - len(rest)
        count += {
            "at least once": True,
            "exactly once": lost == 1,
            "more than once": lost >= 2,
            "exactly twice": lost == 2,
            "an odd number of times": lost & 1 == 1,
        }[problem["rule"]]
        left = rest
    return Answer("integer", str(count))


def capacity(level: int) -> int | None:
    """Sets of words times rules."""
    size = LEVELS[level]
    return bounded(comb(len(WORDS), size.words) * len(size.rules))


FAMILY = Family(
    name="letter_census",
    area="text",
    domain="spelling",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

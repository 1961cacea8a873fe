"""Letters counted in made-up words, which teach a model to spell tokens that it never sees apart.

    assay generate --families recipes/letters_family.py:SPLICED --count 20 --out data/t

Example: "r in strawful?" -> 1, worked as in `letter_count`: spelled, then 0 or 1 for each letter.

A word is the beginning of one word of our list and the end of another, never a word of the list
itself: so every real word is held out from a training on these, while its pieces are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_lowercase
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import phrasings
from assay.generators.text.word_list import WORDS

KNOWN = frozenset(WORDS)
OFTEN = 0.75
"""How often a letter that occurs is asked for; else it is any letter."""


@dataclass(frozen=True, slots=True)
class Length:
    """The fewest and the most letters of a word."""

    fewest: int
    most: int


LEVELS = {
    1: Length(4, 5),
    2: Length(4, 6),
    3: Length(5, 6),
    4: Length(5, 7),
    5: Length(6, 8),
    6: Length(6, 9),
    7: Length(7, 9),
    8: Length(7, 10),
    9: Length(8, 11),
    10: Length(9, 12),
}


def generate(rng: Random, level: int) -> Draft:
    """Splice a word, choose a letter, count."""
    word = _word(rng, LEVELS[level])
    letter = rng.choice(word if rng.random() < OFTEN else ascii_lowercase)
    marks = "+".join("1" if found == letter else "0" for found in word)
    total, spelled = word.count(letter), " ".join(word)
    state = {"expr": marks}
    return Draft(
        prompts=phrasings(
            f"{letter} in {word}?",
            (
                f'the number of times that the letter {letter} occurs in "{word}"',
                f"the number of letters in the string {word} that are {letter}",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"text": word, "letter": letter},
        answer=Answer("integer", str(total)),
        steps=(
            Step(f"{word} = {spelled}", Claim("text", word, spelled), state),
            Step(f"{marks}={total}", Claim("equal", marks, str(total)), state),
        ),
    )


def _word(rng: Random, length: Length) -> str:
    while True:
        first, second = rng.choice(WORDS), rng.choice(WORDS)
        word = first[: rng.randint(1, len(first))] + second[rng.randint(0, len(second) - 1) :]
        if length.fewest <= len(word) <= length.most and word not in KNOWN:
            return word


def oracle(problem: Mapping[str, Any]) -> Answer:
    """How much shorter the word gets without the letter."""
    word = problem["text"]
    return Answer("integer", str(len(word) - len(word.replace(problem["letter"], ""))))


def capacity(level: int) -> int | None:
    """More than can be counted cheaply; draws that repeat are dropped."""
    return None


SPLICED = Family(
    name="spliced_letters",
    area="text",
    domain="spelling",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

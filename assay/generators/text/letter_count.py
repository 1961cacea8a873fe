"""How often a letter, or one of a few letters, occurs in words or in a made-up string.

Example: "How many r are in strawberry?" -> 3, worked by spelling the word and adding 1 for each
letter that counts: strawberry = s t r a w b e r r y, 0+0+1+0+0+0+0+1+1+0=3.

Real words up to level 4 and at 6, strings of syllables elsewhere; from level 8 only every third
letter counts. The oracle takes the letters away and measures what is left. One word at level
1 leaves few different problems: as many as the word list has pairs of word and letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import count
from math import comb, perm
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import Phrasings, phrasings, told
from assay.generators.text.word_list import WORDS

_CONSONANTS, _VOWELS = "blnrst", "aeo"
_CHUNK = 10
_THIRD = "only every third letter (3rd, 6th, 9th and so on)"


@dataclass(frozen=True, slots=True)
class Size:
    """Either `words` real words or a string of `syllables`; how many letters, which positions."""

    words: int = 0
    syllables: int = 0
    letters: int = 1
    every: int = 1


LEVELS = {
    1: Size(words=1),
    2: Size(words=2),
    3: Size(words=3),
    4: Size(words=5),
    5: Size(syllables=18),
    6: Size(words=8, letters=2),
    7: Size(syllables=28, letters=2),
    8: Size(syllables=60, every=3),
    9: Size(syllables=75, letters=2, every=3),
    10: Size(syllables=100, letters=3, every=3),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a text and letters, then tally."""
    size = LEVELS[level]
    text, letters = _draw(rng, size)
    steps, total = _tally(text, letters, size.every)
    return Draft(
        prompts=_prompts(text, letters, size.every),
        problem={"text": text, "letters": "".join(letters), "every": size.every},
        answer=Answer("integer", str(total)),
        steps=tuple(steps),
    )


def _draw(rng: Random, size: Size) -> tuple[str, list[str]]:
    if size.words == 1:
        word, letter = rng.choice(_single_pairs())
        return word, [letter]
    if size.words:
        text = " ".join(rng.sample(WORDS, size.words))
        alphabet = sorted(set(text) - {" "})
    else:
        pairs = ((rng.choice(_CONSONANTS), rng.choice(_VOWELS)) for _ in range(size.syllables))
        text = "".join(consonant + vowel for consonant, vowel in pairs)
        alphabet = sorted(_CONSONANTS + _VOWELS)
    return text, sorted(rng.sample(alphabet, size.letters))


@cache
def _single_pairs() -> tuple[tuple[str, str], ...]:
    """Every word with each of its letters, and with one common letter that it lacks."""
    pairs = []
    for word in WORDS:
        absent = next(letter for letter in "etaoinsrlcdu" if letter not in word)
        pairs += [(word, letter) for letter in (*sorted(set(word)), absent)]
    return tuple(pairs)


_NOTES = ("", "Answer with one integer.")


def _prompts(text: str, letters: list[str], every: int) -> Phrasings:
    some = letters[0] if len(letters) == 1 else ", ".join(letters[:-1]) + f" or {letters[-1]}"
    named = f"the letter {some}" if len(letters) == 1 else f"one of the letters {some}"
    if every > 1:
        rule = _THIRD
        return told(
            f"{some} in {text}, {rule}?",
            (f"Consider {rule} of {text}.", f'In the string "{text}", count {rule} only.'),
            (f"How many of them are {some}?", f"How often does {named} occur among them?"),
            _NOTES,
        )
    what = "words" if " " in text else "word" if text in WORDS else "string"
    return phrasings(
        f"{some} in {text}?",
        (
            f'the number of times that {named} occurs in "{text}"',
            f"the number of letters in the {what} {text} that are {some}",
        ),
        notes=_NOTES,
    )


def _tally(text: str, letters: list[str], every: int) -> tuple[list[Step], int]:
    """Spell a word or ten letters at a time, add up what counts, keep a running total."""
    counted = text[every - 1 :: every]
    chunks = counted.split()
    if len(chunks) == 1:
        chunks = [counted[at : at + _CHUNK] for at in range(0, len(counted), _CHUNK)]
    tallies = ["+".join("1" if c in letters else "0" for c in chunk) for chunk in chunks]
    steps, total = [], 0
    for at, (chunk, tally) in enumerate(zip(chunks, tallies, strict=True)):
        rest = "".join(f"+{later}" for later in tallies[at + 1 :])
        before = f"{total}+" if at else ""
        found, spelled = tally.count("1"), " ".join(chunk)
        state = {"expr": f"{before}{tally}{rest}"}
        steps.append(Step(f"{chunk} = {spelled}", Claim("text", chunk, spelled), state))
        if len(chunk) > 1:
            steps.append(_equal(tally, found, f"{before}{tally}{rest}"))
        if at:
            steps.append(_equal(f"{total}+{found}", total + found, f"{total}+{found}{rest}"))
        total += found
    return steps, total


def _equal(left: str, right: int, expression: str) -> Step:
    return Step(f"{left}={right}", Claim("equal", left, str(right)), {"expr": expression})


def oracle(problem: Mapping[str, Any]) -> Answer:
    """How much shorter the counted part gets when the letters are removed."""
    every = problem["every"]
    part = "".join(
        c for place, c in zip(count(1), problem["text"], strict=False) if place % every == 0
    )
    left = part.translate(dict.fromkeys(map(ord, problem["letters"])))
    return Answer("integer", str(len(part) - len(left)))


@cache
def capacity(level: int) -> int | None:
    """Texts times letters; for two or three words only letters that occur are asked for."""
    size = LEVELS[level]
    if size.words == 1:
        return len(_single_pairs())
    if size.words and size.letters == 1:
        every = perm(len(WORDS), size.words)
        lacking = [sum(letter not in word for word in WORDS) for letter in map(chr, range(97, 123))]
        total = sum(every - perm(some, size.words) for some in lacking)
    elif size.words:
        total = perm(len(WORDS), size.words)
    else:
        syllables = len(_CONSONANTS) * len(_VOWELS)
        total = syllables**size.syllables * comb(9, size.letters)
    return total if total < 2**63 else None


FAMILY = Family(
    name="letter_count",
    area="text",
    domain="spelling",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

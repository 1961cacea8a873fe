"""Numbers written in words, read and added up.

Example: "three thousand and forty plus twelve, in digits?" -> 3052, worked
three thousand and forty = 3000+40, 3000+40 = 3040, twelve = 12, 3040+12 = 3052.

Levels grow in the number of digits, from level 6 in the number of summands as well. Numbers are
spelled as in "one hundred and five", groups of three digits from the left. The oracle reads the
words one by one with a running value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, in_numbers, in_words, listed

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_ROUND = "- ten twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL, _TENS = tuple(_ONES.split()), tuple(_ROUND.split())
_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")


@dataclass(frozen=True, slots=True)
class Size:
    """The most digits of a number, and how many numbers are added."""

    digits: int
    summands: int = 1


LEVELS = {
    1: Size(4),
    2: Size(6),
    3: Size(9),
    4: Size(12),
    5: Size(15),
    6: Size(9, 2),
    7: Size(12, 2),
    8: Size(12, 3),
    9: Size(15, 3),
    10: Size(18, 4),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw numbers, half of them with a zero put in, and spell them."""
    size = LEVELS[level]
    numbers = [_draw_number(rng, size.digits) for _ in range(size.summands)]
    words = [spelled(number) for number in numbers]
    steps = []
    for number, word in zip(numbers, words, strict=True):
        parts = "+".join(str(value * 1000**group) for value, group in _split(number))
        steps.append(in_words(word, parts))
        if "+" in parts:
            steps.append(in_numbers(parts, number))
    if len(numbers) > 1:
        steps.append(in_numbers("+".join(map(str, numbers)), sum(numbers)))
    return Draft(
        prompts=_prompts(words),
        problem={"words": sorted(words)},
        answer=Answer("integer", str(sum(numbers))),
        steps=tuple(steps),
    )


def _draw_number(rng: Random, digits: int) -> int:
    number = rng.randrange(10 ** (digits - 1), 10**digits)
    if rng.random() < 0.5:
        at = 10 ** rng.randrange(digits - 1)
        number -= number // at % 10 * at
    return number


def _split(number: int) -> list[tuple[int, int]]:
    """Groups of three digits with their place, the highest first; groups of zeros left out."""
    groups = []
    for place in range(len(_GROUPS)):
        if number // 1000**place % 1000:
            groups.append((number // 1000**place % 1000, place))
    return groups[::-1]


def spelled(number: int) -> str:
    """The number in words, with "and" before its last two digits."""
    parts: list[str] = []
    for value, group in _split(number):
        link = "and " if parts and group == 0 and value < 100 else ""
        parts.append(f"{link}{_below_thousand(value)} {_GROUPS[group]}".strip())
    return " ".join(parts)


def _below_thousand(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        ones = f"-{_SMALL[rest % 10]}" if rest % 10 else ""
        low = _SMALL[rest] if rest < 20 else _TENS[rest // 10] + ones
        words.append(f"and {low}" if hundreds else low)
    return " ".join(words)


def _prompts(words: list[str]) -> tuple[str, ...]:
    forms = ("Use digits only.", "Answer in digits.", "Give a whole number in digits.")
    if len(words) == 1:
        return compose(
            f"{words[0]} in digits?",
            (
                f'A cheque says "{words[0]}".',
                f"Somebody dictates a number: {words[0]}.",
                f"In a book you read: {words[0]}.",
            ),
            ("Which number is it?", "Write the number.", "What is this number?"),
            forms,
            (f"Write {words[0]} in digits.",),
        )
    shown = listed(words)
    return compose(
        f"{' plus '.join(words)} in digits?",
        (
            f"These amounts are paid one after the other: {'; '.join(words)}.",
            f"Numbers are written on slips of paper: {'; '.join(words)}.",
            f"Take the numbers {'; '.join(words)}.",
        ),
        ("What is their sum?", "Add them up.", "How much are they together?"),
        forms,
        (f"Find the sum of {shown}, in digits.",),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Read word by word: units add, "hundred" and the names of groups multiply."""
    values = {word: value for value, word in enumerate(_SMALL)}
    values |= {word: 10 * value for value, word in enumerate(_TENS)}
    total = 0
    for words in problem["words"]:
        group = 0
        for word in words.replace("-", " ").split():
            if word == "hundred":
                group *= 100
            elif word in _GROUPS:
                total, group = total + group * 10 ** (3 * _GROUPS.index(word)), 0
            elif word != "and":
                group += values[word]
        total += group
    return Answer("integer", str(total))


def capacity(level: int) -> int | None:
    """Multisets of numbers; half as many as there are, for those with zeros come more often."""
    size = LEVELS[level]
    numbers, count = 5 * 10 ** (size.digits - 1), 1
    for at in range(size.summands):
        count = count * (numbers + at) // (at + 1)
    return bounded(count)


FAMILY = Family(
    name="number_words",
    area="text",
    domain="numerals",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

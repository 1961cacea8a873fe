"""How long a string is, or how often a letter stands in it, when all letters grow at once.

Example: a -> ab, b -> a; from a: ab, aba, abaab; the number of a after 3 rounds -> 3.

Levels grow in the number of rounds and letters. The steps count letters round by round; the oracle
really rewrites the string.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, counted, in_numbers, in_words

_ALPHABET = "abcd"
_LONGEST = 6_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many rounds and letters, and how long the string is at first."""

    rounds: int
    letters: int
    length: int


LEVELS = {
    1: Size(2, 2, 6),
    2: Size(3, 2, 6),
    3: Size(4, 2, 6),
    4: Size(4, 3, 4),
    5: Size(5, 3, 4),
    6: Size(6, 3, 4),
    7: Size(6, 4, 4),
    8: Size(7, 4, 4),
    9: Size(8, 4, 4),
    10: Size(10, 4, 4),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw rules and a string until it grows, but not beyond bounds."""
    size = LEVELS[level]
    letters = _ALPHABET[: size.letters]
    while True:
        rules = {c: "".join(rng.choices(letters, k=rng.choice((1, 2, 2, 3)))) for c in letters}
        start = "".join(rng.choices(letters, k=size.length))
        asked = rng.choice([*letters, ""])
        steps, tally = _count(start, rules, size.rounds)
        length = sum(tally.values())
        total = tally[asked] if asked else length
        if len(start) < length <= _LONGEST and total:
            break
    if not asked:
        steps.append(in_numbers("+".join(str(tally[c]) for c in letters), total))
    return Draft(
        prompts=_prompts(start, rules, size.rounds, asked),
        problem={"start": start, "rules": rules, "rounds": size.rounds, "asked": asked},
        answer=Answer("integer", str(total)),
        steps=tuple(steps),
    )


def _count(start: str, rules: dict[str, str], rounds: int) -> tuple[list[Step], Counter[str]]:
    """Letters of each kind after each round: what every kind brings, added up."""
    tally, steps = Counter(start), [in_words("at first", _shown(Counter(start), rules))]
    for number in range(1, rounds + 1):
        following: Counter[str] = Counter()
        for letter in rules:
            parts = [(tally[c], rules[c].count(letter)) for c in rules]
            said = "+".join(f"{a}*{b}" for a, b in parts if a and b)
            following[letter] = sum(a * b for a, b in parts)
            if said:
                steps.append(in_numbers(said, following[letter]))
        tally = following
        steps.append(in_words(f"after round {number}", _shown(tally, rules)))
    return steps, tally


def _shown(tally: Counter[str], rules: dict[str, str]) -> str:
    return commas(f"{tally[letter]} {letter}" for letter in rules)


def _prompts(start: str, rules: dict[str, str], rounds: int, asked: str) -> tuple[str, ...]:
    arrows = commas(f"{left} -> {right}" for left, right in rules.items())
    rows = "\n".join(f"{left} becomes {right}" for left, right in rules.items())
    times = counted(rounds, "round")
    what = f'letters "{asked}"' if asked else "letters"
    forms = ("", "Answer with a whole number.", "Give only the number.")
    return compose(
        f"{arrows}, all at once; {start} after {times}: number of {what}?",
        (
            f"In every round each letter of a string is replaced at the same time: {arrows}.",
            f"A plant grows by these rules, applied to all letters at once in each round:\n{rows}\n"
            "Its parts are written as letters.",
            f"Rewrite a string round by round. All its letters change at once: {arrows}.",
        ),
        (
            f"Starting from {start}, how many {what} are there after {times}?",
            f"The string is {start} at first. How many {what} does it have after {times}?",
            f"Begin with {start} and do {times}. Count the {what}.",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Rewrite the string itself."""
    text, table = problem["start"], str.maketrans(problem["rules"])
    for _ in range(problem["rounds"]):
        text = text.translate(table)
    return Answer("integer", str(text.count(problem["asked"]) if problem["asked"] else len(text)))


def capacity(level: int) -> int | None:
    """A quarter of strings, rules and questions; right sides weigh as their lengths are drawn."""
    size = LEVELS[level]
    k = size.letters
    sides = 1 / (Fraction(1, 16 * k) + Fraction(1, 4 * k**2) + Fraction(1, 16 * k**3))
    return bounded(int(k**size.length * sides**k * (k + 1) / 4))


FAMILY = Family(
    name="growing_string",
    area="text",
    domain="rewriting",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

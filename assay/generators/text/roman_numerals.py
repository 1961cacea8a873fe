"""Sums and differences of Roman numerals, as a Roman numeral.

Example: "XIV + CM - III" -> CMXI, worked XIV = 14, CM = 900, III = 3, 14+900-3 = 911, 911 = CMXI.

Levels grow in the number of numerals; level 1 asks for the numeral of a number. Results lie
between 1 and 3999. The oracle counts up through all numerals, each made digit by digit.
"""

from collections.abc import Mapping
from functools import cache
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, in_numbers, in_words

TERMS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 8, 8: 10, 9: 12, 10: 15}
_VALUES = {
    "M": 1000,
    "CM": 900,
    "D": 500,
    "CD": 400,
    "C": 100,
    "XC": 90,
    "L": 50,
    "XL": 40,
    "X": 10,
    "IX": 9,
    "V": 5,
    "IV": 4,
    "I": 1,
}
_MOST = 3999


def generate(rng: Random, level: int) -> Draft:
    """Draw numbers and signs until the result is a numeral."""
    while True:
        numbers = [rng.randint(1, _MOST if level == 1 else 1999) for _ in range(TERMS[level])]
        signs = ["", *rng.choices("+-", k=len(numbers) - 1)]
        total = sum(-n if sign == "-" else n for sign, n in zip(signs, numbers, strict=True))
        if 1 <= total <= _MOST:
            break
    parts = _parts(total)
    steps = [in_words(numeral(n), str(n)) for n in numbers] if level > 1 else []
    if level > 1:
        said = "".join(f"{sign}{n}" for sign, n in zip(signs, numbers, strict=True))
        steps.append(in_numbers(said, total))
    steps.append(in_numbers(str(total), "+".join(str(_VALUES[part]) for part in parts)))
    steps.append(in_words("letters", " ".join(parts)))
    written = [str(n) if level == 1 else numeral(n) for n in numbers]
    return Draft(
        prompts=_prompts(_formula(signs, written), level == 1),
        problem={"terms": [list(term) for term in zip(signs, written, strict=True)]},
        answer=Answer("text", numeral(total), {"exact": True}),
        steps=tuple(steps),
    )


def _parts(number: int) -> list[str]:
    """The largest part that fits, again and again."""
    parts = []
    for part, value in _VALUES.items():
        while number >= value:
            parts.append(part)
            number -= value
    return parts


def numeral(number: int) -> str:
    """MCMXCIV for 1994."""
    return "".join(_parts(number))


def _formula(signs: list[str], numerals: list[str]) -> str:
    return " ".join(f"{sign} {part}".strip() for sign, part in zip(signs, numerals, strict=True))


def _prompts(shown: str, plain: bool) -> tuple[str, ...]:
    forms = (
        "Answer with a Roman numeral in capital letters.",
        "Use the letters M, D, C, L, X, V and I in the usual way (IV for 4, IX for 9).",
    )
    if plain:
        return compose(
            f"{shown} as a Roman numeral?",
            (
                f"The year {shown} is carved above a door.",
                f"A book has {shown} pages, and the last one is numbered in the Roman way.",
                f"A clockmaker engraves the number {shown}.",
            ),
            (
                "What does it look like in Roman numerals?",
                "Write the number with Roman numerals.",
                "Which Roman numeral stands for the number?",
            ),
            forms,
        )
    return compose(
        f"{shown} = ? (Roman numeral)",
        (
            f"A Roman merchant reckons {shown}.",
            f"On an old slate stands {shown}.",
            f"Look at this sum of Roman numerals: {shown}.",
        ),
        (
            "What is the result as a Roman numeral?",
            "Work it out and write the result in Roman numerals.",
            "Which Roman numeral is the result?",
        ),
        forms,
    )


@cache
def _table() -> dict[str, int]:
    """All numerals from 1 to 3999, from the patterns of the ten digits in four places."""
    patterns = ("", "a", "aa", "aaa", "ab", "b", "ba", "baa", "baaa", "ac")
    places = ("M??", "CDM", "XLC", "IVX")
    table = {}
    for number in range(1, _MOST + 1):
        text = ""
        for digit, letters in zip(f"{number:04}", places, strict=True):
            text += patterns[int(digit)].translate(str.maketrans("abc", letters))
        table[text] = number
    return table


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Look every numeral up in the table of all, and the result backwards."""
    table, total = _table(), 0
    for sign, term in problem["terms"]:
        value = table[term] if term in table else int(term)
        total += -value if sign == "-" else value
    found = next(text for text, number in table.items() if number == total)
    return Answer("text", found, {"exact": True})


def capacity(level: int) -> int | None:
    """Rows of numbers with signs; about half of them have a result in range."""
    terms = TERMS[level]
    return bounded(1999**terms * 2 ** (terms - 1) // 2) if terms > 1 else _MOST


FAMILY = Family(
    name="roman_numerals",
    area="text",
    domain="numerals",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""Words put into a stated order.

Example: "Sort alphabetically: pear, apple, fig" -> apple, fig, pear.

Each level has a number of words and the orders it may ask for; every order decides ties, so that
the answer is unique. Worked steps group the words by what is compared first and sort each group.
The oracle places each word by counting the words that come before it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import told
from assay.generators.text.word_list import WORDS


@dataclass(frozen=True, slots=True)
class Order:
    """How an order is said, briefly and in full, and what is compared first."""

    short: str
    full: str
    first: Callable[[str], str | int]
    down: bool = False


def _vowels(word: str) -> int:
    return sum(word.count(vowel) for vowel in "aeiou")


_TIES = "with ties in alphabetical order"
ORDERS = {
    "alphabet": Order("A-Z", "in alphabetical order", lambda w: w[0]),
    "reverse": Order("Z-A", "in reverse alphabetical order (z before a)", lambda w: w[0], True),
    "length": Order("by length, then A-Z", f"from shortest to longest, {_TIES}", len),
    "last": Order("by last letter, then A-Z", f"by their last letter, {_TIES}", lambda w: w[-1]),
    "second": Order(
        "by second letter, then A-Z", f"by their second letter, {_TIES}", lambda w: w[1]
    ),
    "vowels": Order(
        "by number of vowels (a, e, i, o, u), then A-Z",
        f"by how many vowels (a, e, i, o, u) they have, fewest first, {_TIES}",
        _vowels,
    ),
    "mirror": Order(
        "A-Z reading each word backwards",
        "in the alphabetical order of their spellings read backwards",
        lambda w: w[-1],
    ),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many words, and the orders that may be asked."""

    words: int
    orders: tuple[str, ...]


LEVELS = {
    1: Size(3, ("alphabet",)),
    2: Size(4, ("alphabet",)),
    3: Size(6, ("alphabet", "reverse")),
    4: Size(8, ("alphabet", "reverse")),
    5: Size(9, ("length", "reverse")),
    6: Size(11, ("length", "last")),
    7: Size(13, ("last", "second")),
    8: Size(15, ("second", "vowels")),
    9: Size(18, ("vowels", "mirror")),
    10: Size(24, ("mirror", "vowels", "second")),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw words and an order; the question shows the words in a drawn order."""
    size = LEVELS[level]
    words = rng.sample(WORDS, size.words)
    name = rng.choice(size.orders)
    order = ORDERS[name]
    ranked = _ranked(words, name)
    shown = ", ".join(words)
    rows = "\n".join(f"- {word}" for word in words)
    answer = ", ".join(ranked)
    return Draft(
        prompts=told(
            f"sort {order.short}: {shown}",
            (f"Here are {len(words)} words: {shown}.", f"Here is a list of words.\n{rows}\n"),
            (
                f"Sort them {order.full}.",
                f"Which list do they make when they are sorted {order.full}?",
            ),
            ("Separate them with commas.", "Answer with all words in one line, with commas."),
        ),
        problem={"words": sorted(words), "order": name},
        answer=Answer("list", answer, {"item": "text"}),
        steps=tuple(_steps(ranked, order)),
    )


def _ranked(words: list[str], name: str) -> list[str]:
    order = ORDERS[name]
    if name == "mirror":
        return sorted(words, key=lambda word: word[::-1])
    if order.down:
        return sorted(words, reverse=True)
    return sorted(words, key=lambda word: (order.first(word), word))


def _steps(ranked: list[str], order: Order) -> Iterator[Step]:
    """One line for each value of what is compared first, in order."""
    for value, group in groupby(ranked, key=order.first):
        words = ", ".join(group)
        yield Step(f"{value} = {words}", Claim("text", str(value), words))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The place of a word is the number of words that come before it."""
    words, name = problem["words"], problem["order"]
    places: list[str] = [""] * len(words)
    for word in words:
        places[sum(_comes_before(other, word, name) for other in words)] = word
    return Answer("list", ", ".join(places), {"item": "text"})


def _comes_before(one: str, other: str, name: str) -> bool:
    """Whether `one` stands before the different word `other`."""
    if name == "reverse":
        return one > other
    if name == "mirror":
        return "".join(reversed(one)) < "".join(reversed(other))
    gap = {
        "alphabet": 0,
        "length": len(one) - len(other),
        "last": ord(one[-1]) - ord(other[-1]),
        "second": ord(one[1]) - ord(other[1]),
        "vowels": sum(c in "aeiou" for c in one) - sum(c in "aeiou" for c in other),
    }[name]
    return gap < 0 or (gap == 0 and one < other)


def capacity(level: int) -> int | None:
    """Sets of words times orders."""
    size = LEVELS[level]
    count = comb(len(WORDS), size.words) * len(size.orders)
    return count if count < 2**63 else None


FAMILY = Family(
    name="sort_words",
    area="text",
    domain="ordering",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

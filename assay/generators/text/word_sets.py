"""Sets of words combined: union, intersection, difference, symmetric difference.

Example: A = {fig, pear}, B = {pear, plum}: A and B -> pear; A without B -> fig.

Levels grow in the number of sets and in their size. Sets are combined from the left, one operation
a step; the words of the answer are asked for in alphabetical order, and there are at least two. The
oracle asks of each word by itself whether it belongs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_words, listed
from assay.generators.text.word_list import WORDS


@dataclass(frozen=True, slots=True)
class Size:
    """How many sets, how many words each, and how many words there are to draw from."""

    sets: int
    words: int
    pool: int


LEVELS = {
    1: Size(2, 4, 6),
    2: Size(2, 6, 9),
    3: Size(2, 8, 12),
    4: Size(3, 6, 10),
    5: Size(3, 8, 13),
    6: Size(3, 10, 16),
    7: Size(4, 9, 15),
    8: Size(4, 12, 20),
    9: Size(5, 12, 20),
    10: Size(6, 14, 24),
}
_NAMES = "ABCDEF"
_SAID = {
    "or": "that are in {} or in {} (or in both)",
    "and": "that are both in {} and in {}",
    "minus": "that are in {} but not in {}",
    "either": "that are in exactly one of {} and {}",
}
_SIGNS = {"or": "union", "and": "intersection", "minus": "minus", "either": "symmetric difference"}


def generate(rng: Random, level: int) -> Draft:
    """Draw the sets from a small pool, and operations until at least two words are left."""
    size = LEVELS[level]
    while True:
        pool = rng.sample(WORDS, size.pool)
        sets = [rng.sample(pool, size.words) for _ in range(size.sets)]
        operations = rng.choices(sorted(_SAID), k=size.sets - 1)
        left, steps = set(sets[0]), []
        for at, operation in enumerate(operations, 1):
            left = _combined(operation, left, set(sets[at]))
            steps.append(in_words(f"after {_NAMES[at]}", commas(sorted(left)) or "none"))
        if len(left) >= 2:
            break
    return Draft(
        prompts=_prompts(sets, operations),
        problem={"sets": [sorted(words) for words in sets], "operations": operations},
        answer=Answer("list", commas(sorted(left)), {"item": "text"}),
        steps=tuple(steps),
    )


def _combined(operation: str, one: set[str], other: set[str]) -> set[str]:
    return {
        "or": one | other,
        "and": one & other,
        "minus": one - other,
        "either": one ^ other,
    }[operation]


def _prompts(sets: list[list[str]], operations: list[str]) -> tuple[str, ...]:
    names = _NAMES[: len(sets)]
    rows = "\n".join(f"{name}: {commas(words)}" for name, words in zip(names, sets, strict=True))
    flat = "; ".join(f"{name} = {commas(words)}" for name, words in zip(names, sets, strict=True))
    braced = listed(
        f"{name} = {{{commas(words)}}}" for name, words in zip(names, sets, strict=True)
    )
    steps = [_SAID[operations[0]].format("A", "B")]
    steps += [
        _SAID[operation].format("that collection", name)
        for operation, name in zip(operations[1:], names[2:], strict=True)
    ]
    said = f"Collect the words {steps[0]}." + "".join(
        f" Then collect the words {step}." for step in steps[1:]
    )
    formula = "A"
    for operation, name in zip(operations, names[1:], strict=True):
        formula = f"({formula} {_SIGNS[operation]} {name})"
    formula = formula[1:-1]
    forms = (
        "Give the words in alphabetical order, separated by commas.",
        "Answer with the words sorted from a to z and separated by commas.",
    )
    return compose(
        f"{flat}. {formula}, A-Z?",
        (
            f"There are {len(sets)} lists of words:\n{rows}\n",
            f"These are the words on {len(sets)} lists. {flat}.",
            f"Let {braced} be sets of words.",
        ),
        (
            f"{said} Which words do you have in the end?",
            f"{said}",
            f"Find {formula}.",
            f"Which words belong to {formula}?",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """For each word its truth value under the operations, read as logic."""
    sets, found = problem["sets"], []
    for word in sorted({word for words in sets for word in words}):
        inside = word in sets[0]
        for operation, words in zip(problem["operations"], sets[1:], strict=True):
            there = word in words
            if operation == "or":
                inside = inside or there
            elif operation == "and":
                inside = inside and there
            else:
                inside = inside and not there if operation == "minus" else inside != there
        if inside:
            found.append(word)
    return Answer("list", commas(found), {"item": "text"})


def capacity(level: int) -> int | None:
    """Pools, sets in each and operations; a word that no set has is counted all the same."""
    size = LEVELS[level]
    pools = comb(len(WORDS), size.pool)
    return bounded(pools * comb(size.pool, size.words) ** size.sets * 4 ** (size.sets - 1))


FAMILY = Family(
    name="word_sets",
    area="text",
    domain="sets",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""People or things ranked from comparisons of pairs.

Example: "Ada is taller than Leo. Mei is shorter than Leo. Tallest to shortest?" -> Ada, Leo, Mei.

Every neighbouring pair of the ranking is compared, in mixed order and both ways round, and further
pairs that follow from them. Levels grow in the number of ranked ones. The steps chain from the top.
The oracle counts whom each one beats, directly or through others.
"""

from collections.abc import Mapping
from itertools import pairwise
from math import comb, perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, bullets, commas, compose, in_words, listed

SIZES = {
    1: (3, 0),
    2: (4, 0),
    3: (5, 1),
    4: (6, 2),
    5: (7, 3),
    6: (8, 4),
    7: (9, 6),
    8: (11, 8),
    9: (13, 10),
    10: (16, 14),
}
_MEASURES = (
    ("taller", "shorter", "tallest", "shortest"),
    ("older", "younger", "oldest", "youngest"),
    ("faster", "slower", "fastest", "slowest"),
    ("heavier", "lighter", "heaviest", "lightest"),
    ("richer", "poorer", "richest", "poorest"),
)


def generate(rng: Random, level: int) -> Draft:
    """Draw a ranking, its neighbouring pairs and more pairs."""
    count, more = SIZES[level]
    ranking = rng.sample(NAMES, count)
    measure = rng.choice(_MEASURES)
    far = [(i, j) for i in range(count) for j in range(i + 2, count)]
    pairs = [*pairwise(ranking), *((ranking[i], ranking[j]) for i, j in rng.sample(far, more))]
    rng.shuffle(pairs)
    ways = [rng.random() < 0.5 for _ in pairs]
    steps = []
    for number in range(1, count):
        left, right = ranking[number - 1], ranking[number]
        steps.append(in_words(f"{number} {left}", f"{number + 1} {right}"))
    return Draft(
        prompts=_prompts(pairs, ways, measure),
        problem={"pairs": sorted(list(pair) for pair in pairs)},
        answer=Answer("list", commas(ranking), {"item": "text"}),
        steps=tuple(steps),
    )


def _prompts(
    pairs: list[tuple[str, str]], ways: list[bool], measure: tuple[str, str, str, str]
) -> tuple[str, ...]:
    more, less, most, least = measure
    facts = [
        f"{one} is {more} than {other}." if way else f"{other} is {less} than {one}."
        for (one, other), way in zip(pairs, ways, strict=True)
    ]
    flat = " ".join(facts)
    names = listed(sorted({name for pair in pairs for name in pair}))
    forms = (
        f"List the names from the {most} to the {least}, separated by commas.",
        f"Answer with the names, the {most} first, with commas in between.",
    )
    return compose(
        f"{flat} {most.capitalize()} to {least}?",
        (
            flat,
            f"{names} are compared:\n{bullets(facts)}\n",
            f"This is known about {names}. {flat}",
        ),
        (
            f"Rank everybody from the {most} to the {least}.",
            "Put all of them in order.",
            f"Who is the {most}, who comes next, and so on?",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Nobody is beaten by whom they beat: rank by the number of those below."""
    below: dict[str, set[str]] = {}
    for one, other in problem["pairs"]:
        below.setdefault(one, set()).add(other)
        below.setdefault(other, set())
    for _ in below:
        for lower in below.values():
            lower |= {name for reached in set(lower) for name in below[reached]}
    counts = {name: len(lower) for name, lower in below.items()}
    if sorted(counts.values()) != list(range(len(counts))):
        return Answer("list", "no ranking", {"item": "text"})
    ranked = sorted((-count, name) for name, count in counts.items())
    return Answer("list", commas(name for _, name in ranked), {"item": "text"})


def capacity(level: int) -> int | None:
    """Rankings and further pairs."""
    count, more = SIZES[level]
    pairs = comb((count - 1) * (count - 2) // 2, more)
    return bounded(perm(len(NAMES), count) * pairs)


FAMILY = Family(
    name="comparison_order",
    area="text",
    domain="ordering",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

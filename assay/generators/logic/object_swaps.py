"""Who holds what after a number of swaps.

Example: Ada holds a red ball, Leo a blue one, Mei a green one; Ada and Mei swap, then Ada and Leo
-> blue, green, red (Ada, Leo, Mei).

Levels grow in the number of people and of swaps; from level 5 the asked order of people differs
from the told one. The oracle follows each person's ball backwards through the swaps.
"""

from collections.abc import Mapping
from math import comb, factorial, perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, bullets, commas, compose, in_words, listed

SIZES = {
    1: (3, 2),
    2: (3, 3),
    3: (4, 4),
    4: (4, 6),
    5: (5, 8),
    6: (5, 10),
    7: (6, 12),
    8: (6, 15),
    9: (7, 18),
    10: (8, 22),
}
_MIXED = 5
_COLORS = ("red", "blue", "green", "yellow", "black", "white", "purple", "pink")
_THINGS = ("ball", "scarf", "kite", "mug", "balloon", "umbrella")


def generate(rng: Random, level: int) -> Draft:
    """Draw people, colors and swaps (no swap is undone at once)."""
    people, moves = SIZES[level]
    names, colors = rng.sample(NAMES, people), rng.sample(_COLORS, people)
    swaps: list[tuple[str, str]] = []
    while len(swaps) < moves:
        pair = tuple(rng.sample(names, 2))
        if not swaps or set(pair) != set(swaps[-1]):
            swaps.append((pair[0], pair[1]))
    holds, steps = dict(zip(names, colors, strict=True)), []
    for number, (one, other) in enumerate(swaps, 1):
        holds[one], holds[other] = holds[other], holds[one]
        steps.append(in_words(f"after swap {number}", commas(f"{n} {holds[n]}" for n in names)))
    asked = rng.sample(names, people) if level >= _MIXED else names
    return Draft(
        prompts=_prompts(dict(zip(names, colors, strict=True)), swaps, asked, rng.choice(_THINGS)),
        problem={
            "people": [list(pair) for pair in zip(names, colors, strict=True)],
            "swaps": [sorted(pair) for pair in swaps],
            "asked": asked,
        },
        answer=Answer("list", commas(holds[name] for name in asked), {"item": "text"}),
        steps=tuple(steps),
    )


def _prompts(
    colors: dict[str, str], swaps: list[tuple[str, str]], asked: list[str], thing: str
) -> tuple[str, ...]:
    article = "an" if thing[0] in "aeiou" else "a"
    first = listed(f"{name} has a {color} {thing}" for name, color in colors.items())
    rows = bullets(f"{one} and {other} swap {thing}s." for one, other in swaps)
    told = " ".join(_told(number, *pair, thing) for number, pair in enumerate(swaps))
    order = listed(asked)
    short = commas(f"{name} {color}" for name, color in colors.items())
    pairs = commas(f"{one}-{other}" for one, other in swaps)
    forms = (
        f"List the colors for {order}, in this order, separated by commas.",
        f"Answer with colors separated by commas, in the order {commas(asked)}.",
    )
    return compose(
        f"{short}; swaps {pairs}; colors of {commas(asked)}?",
        (
            f"{first}. {told}",
            f"Everybody has {article} {thing}: {first}. Then this happens:\n{rows}\n",
            f"At a party {first}. One after the other, these things happen. {told}",
        ),
        (
            "Who has which color in the end?",
            f"Which color does everybody's {thing} have now?",
            "What colors do they hold after all the swaps?",
        ),
        forms,
    )


def _told(number: int, one: str, other: str, thing: str) -> str:
    if number == 0:
        return f"First, {one} and {other} swap {thing}s."
    ways = (
        f"Then {one} swaps with {other}.",
        f"After that, {one} and {other} trade their {thing}s.",
        f"Next, {one} and {other} swap.",
    )
    return ways[number % 3]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """What a person holds in the end was held at first by whom the swaps lead back to."""
    first = {name: color for name, color in problem["people"]}
    found = []
    for name in problem["asked"]:
        holder = name
        for pair in reversed(problem["swaps"]):
            if holder in pair:
                holder = pair[0] if pair[1] == holder else pair[1]
        found.append(first[holder])
    return Answer("list", commas(found), {"item": "text"})


def capacity(level: int) -> int | None:
    """People, colors, swaps that differ from the one before, and orders to answer in."""
    people, moves = SIZES[level]
    pairs = comb(people, 2)
    swaps = pairs * (pairs - 1) ** (moves - 1)
    orders = factorial(people) if level >= _MIXED else 1
    return bounded(perm(len(NAMES), people) * perm(len(_COLORS), people) * swaps * orders)


FAMILY = Family(
    name="object_swaps",
    area="text",
    domain="state tracking",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

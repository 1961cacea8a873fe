"""A sum to be paid with a given number of coins: how many of each value.

Example: 23 with 5 coins of 3, 4 and 7 -> (3, 0, 2) or (0, 4, 1), worked 3*3 = 9, 0*4 = 0, 2*7 = 14,
9+0+14 = 23, 3+0+2 = 5.

The numbers of coins are drawn; any others that pay the sum are as right. The oracle finds the
fewest coins for every smaller sum and fills up with the smallest coin.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.story_scenes import NAMES
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """How many values, the largest one, the most coins of one value."""

    values: int
    largest: int
    coins: int


LEVELS = {
    1: Size(3, 15, 6),
    2: Size(3, 40, 9),
    3: Size(3, 90, 20),
    4: Size(4, 60, 12),
    5: Size(4, 200, 25),
    6: Size(5, 150, 20),
    7: Size(5, 500, 30),
    8: Size(6, 500, 30),
    9: Size(7, 700, 25),
    10: Size(8, 900, 30),
}
_SCENES = (
    ("coins", "pays a bill of {} with exactly {} coins"),
    ("tokens", "fills a box to a worth of {} with exactly {} tokens"),
    ("stamps", "puts stamps worth {} on a parcel, {} of them"),
    ("weights", "balances a load of {} with {} weights, all on the other pan"),
    ("chips", "has chips worth {}, exactly {} of them"),
)


def generate(rng: Random, level: int) -> Draft:
    """Draw the values and how many there are of each."""
    size = LEVELS[level]
    values = sorted(rng.sample(range(2, size.largest + 1), size.values))
    counts = [rng.randint(0, size.coins) for _ in values]
    while sum(counts) < 2:
        counts = [rng.randint(0, size.coins) for _ in values]
    lines = list(_lines(values, counts))
    whole = int(lines[-2][1])
    problem = {"values": values, "coins": sum(counts), "total": whole}
    return Draft(
        prompts=_prompts(rng, problem),
        problem=problem,
        answer=Answer("witness", f"({', '.join(map(str, counts))})", _spec(problem)),
        steps=worked(lines),
        meta={"size": size.values * whole.bit_length()},
    )


def _spec(problem: Mapping[str, Any]) -> dict[str, Any]:
    values = list(problem["values"])
    return {
        "property": {
            "type": "integers",
            "count": len(values),
            "least": 0,
            "equations": [
                {"coefficients": values, "power": 1, "total": problem["total"]},
                {"coefficients": [1] * len(values), "power": 1, "total": problem["coins"]},
            ],
        }
    }


def _lines(values: list[int], counts: list[int]) -> Iterator[Line]:
    """What the coins of each value are worth, the sum, and how many they are."""
    for value, count in zip(values, counts, strict=True):
        yield f"{count}*{value}", str(count * value)
    parts = [count * value for value, count in zip(values, counts, strict=True)]
    yield "+".join(map(str, parts)), str(sum(parts))
    yield "+".join(map(str, counts)), str(sum(counts))


def _prompts(rng: Random, problem: Mapping[str, Any]) -> Phrasings:
    *first, last = map(str, problem["values"])
    values = f"{', '.join(first)} and {last}"
    coins, whole = problem["coins"], problem["total"]
    stories = []
    for (things, does), who in zip(rng.sample(_SCENES, 3), rng.sample(NAMES, 3), strict=True):
        stories.append(
            f"There are {things} of {values}, as many of each as one likes. "
            f"{who} {does.format(whole, coins)}."
        )
    return told(
        f"coins of {values}; {whole} with {coins} coins, (numbers of each)=",
        stories,
        (
            f"How many of each can there be, in the order {values}?",
            f"What is a possible choice, as numbers of {values} in this order?",
        ),
        (
            "Any choice that fits will do. Answer with a tuple; 0 is allowed.",
            "If there are several ways, give one, in ( ). A number may be 0.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every coin counts as the smallest; the others make up what is missing, with fewest coins."""
    least, *others = problem["values"]
    missing = problem["total"] - least * problem["coins"]
    fewest: list[int | None] = [0] + [None] * missing
    chosen = [0] * (missing + 1)
    for at, value in enumerate(others):
        more = value - least
        for whole in range(more, missing + 1):
            before, now = fewest[whole - more], fewest[whole]
            if before is not None and (now is None or before + 1 < now):
                fewest[whole], chosen[whole] = before + 1, at
    counts = [0] * len(others)
    while missing:
        counts[chosen[missing]] += 1
        missing -= others[chosen[missing]] - least
    counts = [problem["coins"] - sum(counts), *counts]
    return Answer("witness", f"({', '.join(map(str, counts))})", _spec(problem))


def capacity(level: int) -> int | None:
    """Values with the numbers of coins and a quarter of the smallest sums beyond them."""
    size = LEVELS[level]
    sums = size.values * size.coins * size.largest // 4
    return capped(comb(size.largest - 1, size.values) * sums)


FAMILY = Family(
    name="coin_payment",
    area="math",
    domain="word problems",
    answer_kind="witness",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

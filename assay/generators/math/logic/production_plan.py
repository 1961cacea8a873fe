"""The greatest profit of a plan of whole numbers under limits: integer programming in the small.

Example: cakes need 2 eggs, pies 3, profit 5 and 7, 12 eggs -> 30, worked 5*6+7*0 = 30, ...

Worked by going through the first number and giving the rest to the second; from level 8 on there
are three. The oracle goes through all plans.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """Kinds of goods, limited supplies, the most that one piece needs, the least and the largest
    supply, the largest profit."""

    goods: int
    supplies: int
    need: int
    low: int
    high: int
    profit: int


LEVELS = {
    1: Size(2, 1, 6, 10, 20, 12),
    2: Size(2, 1, 9, 14, 28, 20),
    3: Size(2, 2, 6, 18, 30, 15),
    4: Size(2, 2, 9, 25, 45, 25),
    5: Size(2, 2, 9, 40, 70, 40),
    6: Size(2, 3, 9, 55, 90, 60),
    7: Size(2, 3, 12, 80, 140, 99),
    8: Size(3, 2, 9, 25, 40, 60),
    9: Size(3, 3, 9, 35, 55, 99),
    10: Size(3, 4, 9, 50, 70, 500),
}
_SCENES = (
    (
        "A bakery makes",
        ("cakes", "pies", "tarts"),
        ("eggs", "cups of flour", "cups of sugar", "minutes of work"),
    ),
    (
        "A workshop builds",
        ("chairs", "tables", "shelves"),
        ("boards", "hours of work", "tins of paint", "boxes of screws"),
    ),
    (
        "A farm packs",
        ("small crates", "large crates", "baskets"),
        ("kilograms of apples", "labels", "minutes of work", "sheets of paper"),
    ),
    (
        "A studio prints",
        ("posters", "books", "maps"),
        ("rolls of paper", "bottles of ink", "hours of work", "metres of tape"),
    ),
)


def generate(rng: Random, level: int) -> Draft:
    """Draw needs, supplies and profits."""
    size = LEVELS[level]
    needs = [[rng.randint(2, size.need) for _ in range(size.goods)] for _ in range(size.supplies)]
    limits = [rng.randint(size.low, size.high) for _ in needs]
    profits = [rng.randint(2, size.profit) for _ in range(size.goods)]
    lines = list(_lines(needs, limits, profits))
    answer = max(int(value) for _, value in lines)
    return Draft(
        prompts=_prompts(rng, needs, limits, profits),
        problem={
            "supplies": sorted([limit, row] for limit, row in zip(limits, needs, strict=True)),
            "profits": profits,
        },
        answer=Answer("integer", str(answer)),
        steps=worked(lines),
    )


def _lines(needs: list[list[int]], limits: list[int], profits: list[int]) -> Iterator[Line]:
    """For every choice of all goods but the last, as much of the last as the supplies allow."""
    *front, last = range(len(profits))
    most = [min(limit // row[k] for limit, row in zip(limits, needs, strict=True)) for k in front]
    for plan in product(*(range(n + 1) for n in most)):
        left = [
            limit - sum(row[k] * n for k, n in zip(front, plan, strict=True))
            for limit, row in zip(limits, needs, strict=True)
        ]
        if min(left) < 0:
            continue
        rest = min(n // row[last] for n, row in zip(left, needs, strict=True))
        whole = (*plan, rest)
        text = "+".join(f"{p}*{n}" for p, n in zip(profits, whole, strict=True))
        yield text, str(sum(p * n for p, n in zip(profits, whole, strict=True)))


def _prompts(
    rng: Random, needs: list[list[int]], limits: list[int], profits: list[int]
) -> Phrasings:
    letters = "xyz"[: len(profits)]
    rows = [
        "+".join(f"{n}{x}" for n, x in zip(row, letters, strict=True)) + f"<={limit}"
        for row, limit in zip(needs, limits, strict=True)
    ]
    goal = "+".join(f"{p}{x}" for p, x in zip(profits, letters, strict=True))
    stories = []
    for start, goods, supplies in rng.sample(_SCENES, 3):
        kinds = goods[: len(profits)]
        each = []
        for k, kind in enumerate(kinds):
            parts = [f"{row[k]} {s}" for row, s in zip(needs, supplies, strict=False)]
            listed = ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else parts[0]
            each.append(f"Each of the {kind} needs {listed} and earns {profits[k]} coins.")
        have = [f"{limit} {s}" for limit, s in zip(limits, supplies, strict=False)]
        stock = ", ".join(have[:-1]) + f" and {have[-1]}" if len(have) > 1 else have[0]
        named = " and ".join(kinds) if len(kinds) == 2 else f"{kinds[0]}, {kinds[1]} and {kinds[2]}"
        stories.append(f"{start} {named}. {' '.join(each)} There are {stock}.")
    return told(
        f"max {goal}, {', '.join(rows)}, whole {', '.join(letters)}>=0:",
        stories,
        (
            "What is the greatest possible profit in coins, if only whole ones can be made?",
            "How many coins can be earned at most, if only finished ones count?",
        ),
        ("", "Answer with one integer."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """All plans within the supplies."""
    profits, supplies = problem["profits"], problem["supplies"]
    most = [min(limit // row[k] for limit, row in supplies) for k in range(len(profits))]
    best = 0
    for plan in product(*(range(n + 1) for n in most)):
        if all(
            sum(a * n for a, n in zip(row, plan, strict=True)) <= limit for limit, row in supplies
        ):
            best = max(best, sum(p * n for p, n in zip(profits, plan, strict=True)))
    return Answer("integer", str(best))


def capacity(level: int) -> int | None:
    """Needs, supplies without their order, profits."""
    size = LEVELS[level]
    one = (size.need - 1) ** size.goods * (size.high - size.low + 1)
    rows = one**size.supplies
    for k in range(2, size.supplies + 1):
        rows //= k
    return capped(rows * (size.profit - 1) ** size.goods)


FAMILY = Family(
    name="production_plan",
    area="math",
    domain="optimisation",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

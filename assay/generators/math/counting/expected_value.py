"""The expected gain of a game with a wheel, or the variance of the gain.

Example: a wheel with 2 fields of 10 and 3 of 0, 5 to play -> -1, worked 2*10+3*0 = 20, 2+3 = 5,
20/5 = 4, 4-5 = -1.

From level 5 on several independent plays are added up; from level 7 on the variance is asked for
as well. The oracle lists the fields one by one. The size of a level is the characters worked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """Kinds of fields, the most fields of a kind, the largest prize, the largest price of a play,
    the most plays, whether the variance is asked for."""

    kinds: int
    fields: int
    prize: int
    price: int
    plays: int = 1
    spread: bool = False


LEVELS = {
    1: Size(2, 5, 20, 9),
    2: Size(3, 6, 30, 12),
    3: Size(4, 9, 50, 20),
    4: Size(5, 12, 99, 40),
    5: Size(5, 12, 99, 40, plays=20),
    6: Size(6, 15, 200, 90, plays=50),
    7: Size(4, 9, 30, 12, plays=9, spread=True),
    8: Size(5, 12, 60, 30, plays=20, spread=True),
    9: Size(7, 20, 200, 99, plays=50, spread=True),
    10: Size(10, 40, 999, 400, plays=99, spread=True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw different prizes with their fields, the price and the number of plays."""
    size = LEVELS[level]
    prizes = rng.sample(range(size.prize + 1), size.kinds)
    wheel = [[prize, rng.randint(1, size.fields)] for prize in prizes]
    price = rng.randint(1, size.price)
    plays = rng.randint(2, size.plays) if size.plays > 1 else 1
    asked = "variance" if size.spread else "expected value"
    lines = list(_lines(wheel, price, plays, size.spread))
    return Draft(
        prompts=_prompts(wheel, price, plays, asked),
        problem={"wheel": sorted(wheel), "price": price, "plays": plays, "asked": asked},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(wheel: list[list[int]], price: int, plays: int, spread: bool) -> Iterator[Line]:
    """Sum over the fields, number of fields, mean; for the variance the same with squares."""
    fields = sum(n for _, n in wheel)
    total = sum(prize * n for prize, n in wheel)
    mean = Fraction(total, fields)
    yield "+".join(f"{n}*{prize}" for prize, n in wheel), str(total)
    yield "+".join(str(n) for _, n in wheel), str(fields)
    yield f"{total}/{fields}", str(mean)
    if spread:
        squares = sum(prize * prize * n for prize, n in wheel)
        variance = Fraction(squares, fields) - mean * mean
        yield "+".join(f"{n}*{prize}^2" for prize, n in wheel), str(squares)
        yield f"{squares}/{fields}-{signed(mean)}^2", str(variance)
        yield f"{plays}*{signed(variance)}", str(plays * variance)
        return
    yield f"{mean}-{price}", str(mean - price)
    if plays > 1:
        yield f"{plays}*{signed(mean - price)}", str(plays * (mean - price))


def _prompts(wheel: list[list[int]], price: int, plays: int, asked: str) -> Phrasings:
    listed = ", ".join(f"{n} x {prize}" for prize, n in wheel)
    fields = [f"{n} {'field pays' if n == 1 else 'fields pay'} {prize}" for prize, n in wheel]
    spoken = ", ".join(fields[:-1]) + f" and {fields[-1]}"
    times = "one play" if plays == 1 else f"{plays} independent plays together"
    return told(
        f"Wheel (fields x prize): {listed}; price {price} a play; {asked} of the gain of {times}?",
        (
            f"A wheel of fortune stops on each field with the same probability. {spoken} "
            f"coins. A play costs {price} coins.",
            f"All fields of a wheel are equally likely: {spoken} coins. Every spin costs {price} "
            "coins in advance.",
            f"In a game one draws one of these cards at random and puts it back (number of cards x "
            f"coins won): {listed}. A draw costs {price} coins.",
        ),
        (
            f"What is the {asked} of the gain (winnings minus cost) of {times}?",
            f"Find the {asked} of what a player gains in {times}, the cost taken off.",
        ),
        ("Give the exact value.", "Answer with an integer or a fraction."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every field by itself; the variance as half the mean squared difference of two fields."""
    gains = [prize - problem["price"] for prize, n in problem["wheel"] for _ in range(n)]
    plays, count = problem["plays"], len(gains)
    if problem["asked"] == "expected value":
        return Answer("rational", str(Fraction(plays * sum(gains), count)))
    squares = 0
    for prize, n in problem["wheel"]:
        for other, m in problem["wheel"]:
            squares += n * m * (prize - other) ** 2
    return Answer("rational", str(Fraction(plays * squares, 2 * count * count)))


def capacity(level: int) -> int | None:
    """Sets of prizes with their fields, prices, plays."""
    size = LEVELS[level]
    wheels = comb(size.prize + 1, size.kinds) * size.fields**size.kinds
    return capped(wheels * size.price * max(size.plays - 1, 1))


FAMILY = Family(
    name="expected_value",
    area="math",
    domain="probability",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

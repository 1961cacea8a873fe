"""A bill: several goods at a price each, a discount, and the change from a note.

Example: 3 pens at 1.25 and 2 pads at 2.40, paid with 20 -> 11.45, worked 3*1.25 = 3.75,
2*2.40 = 4.80, 3.75+4.80 = 8.55, 20-8.55 = 11.45.

Prices are in hundredths. A discount is a whole percentage of the whole bill that comes out even.
The oracle counts in the smallest coin.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
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
    """Different goods, the most pieces of each, the highest price in hundredths, whether there is a
    discount, whether the change is asked for."""

    goods: int
    pieces: int
    price: int
    discount: bool = False
    change: bool = False


LEVELS = {
    1: Size(1, 9, 500),
    2: Size(2, 9, 500),
    3: Size(2, 12, 999, change=True),
    4: Size(3, 12, 999, change=True),
    5: Size(3, 12, 1_999, discount=True),
    6: Size(4, 15, 2_999, discount=True, change=True),
    7: Size(5, 20, 4_999, discount=True, change=True),
    8: Size(6, 30, 9_999, discount=True, change=True),
    9: Size(9, 60, 19_999, discount=True, change=True),
    10: Size(14, 150, 99_999, discount=True, change=True),
}
_GOODS = (
    "pens", "pads", "mugs", "lamps", "scarves", "jars of jam", "loaves of bread", "plants",
    "batteries", "bulbs", "bags of rice", "boxes of tea", "candles", "notebooks", "towels", "hats",
)  # fmt: skip
_NOTES = (5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, 50_000, 200_000, 10**6, 10**7)
_RATES = (5, 10, 20, 25, 30, 40, 50)


def generate(rng: Random, level: int) -> Draft:
    """Draw goods, the discount (until it comes out even) and the note that is just enough."""
    size = LEVELS[level]
    rate = rng.choice(_RATES) if size.discount else 0
    while True:
        goods = [
            (rng.randint(2, size.pieces), rng.randint(20, size.price)) for _ in range(size.goods)
        ]
        total = sum(n * price for n, price in goods)
        if total * rate % 100 == 0:
            break
    due = total - total * rate // 100
    note = next(note for note in _NOTES if 100 * note >= due) if size.change else 0
    lines = list(_lines(goods, rate, note))
    return Draft(
        prompts=_prompts(rng, goods, rate, note),
        problem={"goods": sorted(goods), "rate": rate, "note": note},
        answer=Answer("decimal", lines[-1][1]),
        steps=worked(lines),
    )


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _lines(goods: list[tuple[int, int]], rate: int, note: int) -> Iterator[Line]:
    """Every line of the bill, the sum, the discount, the change."""
    amounts = []
    for n, price in goods:
        amounts.append(n * price)
        yield f"{n}*{_money(price)}", _money(n * price)
    due = sum(amounts)
    if len(amounts) > 1:
        yield "+".join(map(_money, amounts)), _money(due)
    if rate:
        off = due * rate // 100
        yield f"{_money(due)}*{rate}/100", _money(off)
        yield f"{_money(due)}-{_money(off)}", _money(due - off)
        due -= off
    if note:
        yield f"{note}-{_money(due)}", _money(100 * note - due)


def _prompts(rng: Random, goods: list[tuple[int, int]], rate: int, note: int) -> Phrasings:
    who, things = rng.choice(NAMES), rng.sample(_GOODS, len(goods))
    rows = [(thing, n, _money(p)) for thing, (n, p) in zip(things, goods, strict=True)]
    each = [f"{n} {thing} at {price} each" for thing, n, price in rows]
    listed = ", ".join(each[:-1]) + f" and {each[-1]}" if len(each) > 1 else each[0]
    bill = "\n".join(f"{thing} | {n} | {price}" for thing, n, price in rows)
    rest = f" The shop takes {rate}% off the whole bill." if rate else ""
    rest += f" {who} pays with {note}." if note else ""
    short = "+".join(f"{n}*{price}" for _, n, price in rows)
    short += f", {rate}% off" if rate else ""
    short += f", paid with {note}: change" if note else ""
    return told(
        f"{short}=",
        (
            f"{who} buys {listed}.{rest}",
            f"In a shop {who} takes {listed} to the till.{rest}",
            f"The goods of {who} (with pieces and price each):\n{bill}\n{rest[1:]}",
        ),
        (f"How much change does {who} get?", "What is the change?")
        if note
        else (f"How much does {who} have to pay?", "What does it cost altogether?"),
        ("Give the amount with two decimals.", "Answer with an exact amount of money."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Everything in hundredths; what is left of each hundred after the discount."""
    due = Fraction(sum(n * price for n, price in problem["goods"]) * (100 - problem["rate"]), 100)
    value = 100 * problem["note"] - due if problem["note"] else due
    cents = int(value)
    return Answer("decimal", f"{cents // 100}.{cents % 100:02d}")


def capacity(level: int) -> int | None:
    """Bills without their order; a discount of 5% comes out even for one bill in twenty, and each
    discount is drawn as often.
    """
    size = LEVELS[level]
    lines = (size.pieces - 1) * (size.price - 19)
    bills = comb(lines + size.goods - 1, size.goods)
    return capped(bills // 20 * len(_RATES) if size.discount else bills)


FAMILY = Family(
    name="shopping",
    area="math",
    domain="word problems",
    answer_kind="decimal",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""A question about a small table of sales: totals, means and shares of some of its rows.

Example: rows (north, 3, 5), (south, 2, 4), (north, 1, 2); total of north -> 17, worked
3*5+1*2 = 17.

Rows have a region, a number of units and a price. Questions pick rows by region and by the number
of units. The oracle sorts the rows into groups first. The size of a level is the characters shown
and worked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, regions, the most units, the highest price, the questions."""

    rows: int
    regions: int
    units: int
    price: int
    questions: tuple[str, ...]


LEVELS = {
    1: Size(3, 2, 9, 9, ("total",)),
    2: Size(4, 2, 12, 15, ("total", "difference")),
    3: Size(5, 2, 20, 20, ("total", "difference", "mean")),
    4: Size(6, 3, 20, 25, ("difference", "mean", "filtered")),
    5: Size(8, 3, 30, 40, ("difference", "mean", "filtered", "share")),
    6: Size(10, 3, 40, 60, ("difference", "filtered", "share")),
    7: Size(12, 4, 60, 80, ("difference", "filtered", "share")),
    8: Size(15, 4, 99, 120, ("difference", "filtered", "share")),
    9: Size(20, 5, 150, 300, ("difference", "filtered", "share")),
    10: Size(30, 6, 400, 999, ("difference", "filtered", "share")),
}
_REGIONS = ("north", "south", "east", "west", "centre", "coast")
_HEADS = (
    ("region", "units", "price"),
    ("branch", "pieces", "unit price"),
    ("area", "sold", "price each"),
)
Row = tuple[int, int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw the rows (every region that is asked for occurs) and the question."""
    size = LEVELS[level]
    question, least = rng.choice(size.questions), rng.randint(2, size.units)
    while True:
        rows: list[Row] = [
            (rng.randrange(size.regions), rng.randint(1, size.units), rng.randint(1, size.price))
            for _ in range(size.rows)
        ]
        if {row[0] for row in rows} >= {0, 1}:
            break
    if question != "filtered":
        least = 0
    lines = list(_lines(rows, question, least))
    return Draft(
        prompts=_prompts(rng, rows, question, least),
        problem={"rows": sorted(rows), "question": question, "least": least},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(rows: list[Row], question: str, least: int) -> Iterator[Line]:
    first = [row for row in rows if row[0] == 0 and row[1] >= least]
    if question == "mean":
        units = sum(row[1] for row in first)
        yield "+".join(str(row[1]) for row in first), str(units)
        yield f"{units}/{len(first)}", str(Fraction(units, len(first)))
        return
    here = _total(first)
    yield _sum(first), str(here)
    if question == "difference":
        second = [row for row in rows if row[0] == 1]
        there = _total(second)
        yield _sum(second), str(there)
        yield f"{here}-{there}", str(here - there)
    elif question == "share":
        yield _sum(rows), str(_total(rows))
        yield f"{here}/{_total(rows)}", str(Fraction(here, _total(rows)))


def _total(rows: list[Row]) -> int:
    return sum(units * price for _, units, price in rows)


def _sum(rows: list[Row]) -> str:
    return "+".join(f"{units}*{price}" for _, units, price in rows) or "0"


def _prompts(rng: Random, rows: list[Row], question: str, least: int) -> Phrasings:
    names = rng.sample(_REGIONS, len(_REGIONS))
    table = [(names[region], units, price) for region, units, price in rows]
    heads = rng.choice(_HEADS)
    bars = "\n".join(" | ".join(map(str, row)) for row in (heads, *table))
    commas = "\n".join(",".join(map(str, row)) for row in (heads, *table))
    inline = "; ".join(f"{name} {units} at {price}" for name, units, price in table)
    a, b, money = names[0], names[1], f"{heads[1]} times {heads[2]}"
    asked = {
        "total": f"total of {money} over all rows of {a}",
        "difference": f"total of {money} of {a} minus that of {b}",
        "mean": f"mean of {heads[1]} over the rows of {a}",
        "filtered": f"total of {money} over the rows of {a} where {heads[1]} is at least {least} "
        "(0 if there is no such row)",
        "share": f"total of {money} of {a} divided by the total of all rows",
    }[question]
    return told(
        f"{', '.join(heads)}: {inline}. {asked[0].upper()}{asked[1:]}?",
        (f"Here is a table.\n{bars}\n", f"A file holds these lines:\n{commas}\n"),
        (f"What is the {asked}?", f"Work out the {asked}.", f"Find the {asked}."),
        ("Answer with an integer or a fraction.", "Give the exact value."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Rows in groups by region, each group a list of (units, price); figures of the groups."""
    groups: dict[int, list[tuple[int, int]]] = {}
    for region, units, price in problem["rows"]:
        groups.setdefault(region, []).append((units, price))
    sales = {r: sum(u * p for u, p in rows if u >= problem["least"]) for r, rows in groups.items()}
    match problem["question"]:
        case "mean":
            value = Fraction(sum(units for units, _ in groups[0]), len(groups[0]))
        case "difference":
            value = Fraction(sales[0] - sales[1])
        case "share":
            value = Fraction(sales[0], sum(sales.values()))
        case _:
            value = Fraction(sales[0])
    return Answer("rational", str(value))


def capacity(level: int) -> int | None:
    """Tables without their order of rows (at most half lack a region), times questions."""
    size = LEVELS[level]
    tables = (size.regions * size.units * size.price) ** size.rows // 2
    for k in range(2, size.rows + 1):
        tables //= k
    return capped(tables * len(size.questions))


FAMILY = Family(
    name="sales_table",
    area="math",
    domain="statistics",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

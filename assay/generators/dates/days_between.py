"""The number of days from one date to a later one.

Example: "Days from 2024-03-03 to 2024-04-17?" -> 45, worked 31+29+3 = 63, 31+29+31+17 = 108,
108-63 = 45.

Levels grow in the distance. The end counts and the start does not; from level 5 half of the items
count both. The oracle walks from month to month.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.dates import gregorian
from assay.generators.dates.gregorian import date_of, spellings
from assay.generators.family import Draft, Family
from assay.generators.text.parts import compose, in_numbers

DISTANCES = {
    1: 31,
    2: 90,
    3: 250,
    4: 400,
    5: 1_000,
    6: 3_000,
    7: 8_000,
    8: 20_000,
    9: 50_000,
    10: 120_000,
}
_YEARS = (1900, 2099)
_BOTH = 5


def generate(rng: Random, level: int) -> Draft:
    """Draw the first day, the distance, and whether both ends count."""
    first = gregorian.draw_day(rng, *_YEARS)
    last = first + rng.randint(1, DISTANCES[level])
    both = level >= _BOTH and rng.random() < 0.5
    start, end = date_of(first), date_of(last)
    steps, days = gregorian.counting(start, end)
    if both:
        steps.append(in_numbers(f"{days}+1", days + 1))
    return Draft(
        prompts=_prompts(spellings(start), spellings(end), both),
        problem={"from": list(start), "to": list(end), "both": both},
        answer=Answer("integer", str(last - first + both)),
        steps=tuple(steps),
        meta={"size": 10 + last - first},
    )


def _prompts(start: tuple[str, str, str], end: tuple[str, str, str], both: bool) -> tuple[str, ...]:
    rule = "both days included" if both else "not counting the first day"
    forms = ("", "Answer with a whole number.", "Give only the number.")
    if both:
        asks = (
            f"How many days does it last, {rule}?",
            f"How many days is that, {rule}?",
            f"Count its days, {rule}.",
        )
        short = f"days from {start[2]} to {end[2]} inclusive?"
    else:
        asks = (
            "How many days after its beginning does it end?",
            "How many days lie between these two dates (the later minus the earlier)?",
            f"How many days pass, {rule} but counting the last?",
        )
        short = f"days from {start[2]} to {end[2]}?"
    return compose(
        short,
        (
            f"A project begins on {start[0]} and ends on {end[0]}.",
            f"An exhibition runs from {start[1]} until {end[1]}.",
            f"Take the period from {start[2]} to {end[2]} (year-month-day, Gregorian calendar).",
        ),
        asks,
        forms,
        (f"Find the number of days from {start[0]} to {end[0]}, {rule}.",),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Jump from the first of a month to the next one, adding its length each time."""
    (year, month, day), (last_year, last_month, last_day) = problem["from"], problem["to"]
    days = last_day - day
    while (year, month) != (last_year, last_month):
        if month == 2:
            divisible = year % 400 == 0 if year % 100 == 0 else year % 4 == 0
            days += 29 if divisible else 28
        else:
            days += 30 if month in (4, 6, 9, 11) else 31
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return Answer("integer", str(days + 1 if problem["both"] else days))


def capacity(level: int) -> int:
    """First days times distances, and from level 5 two ways to count."""
    return gregorian.days_in(*_YEARS) * DISTANCES[level] * (2 if level >= _BOTH else 1)


FAMILY = Family(
    name="days_between",
    area="text",
    domain="dates",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

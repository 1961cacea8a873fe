"""A date so many days later in a calendar with its own months and leap rule.

Example: months of 30, 20 and 25 days, no leap years: day 28 of month 1 of year 5, 10 days later
-> (8, 2, 5), worked 28+10 = 38, 38-30 = 8.

Levels grow in the number of days and of months; from level 4 every few years the last month is
longer. The steps take off whole years, then whole months. The oracle lives through every day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, counted, in_numbers, listed


@dataclass(frozen=True, slots=True)
class Size:
    """How many months, at most how many years go by, whether there are leap years."""

    months: int
    years: int
    leap: bool = False


LEVELS = {
    1: Size(3, 1),
    2: Size(4, 1),
    3: Size(5, 2),
    4: Size(5, 3, True),
    5: Size(6, 4, True),
    6: Size(7, 6, True),
    7: Size(8, 8, True),
    8: Size(9, 11, True),
    9: Size(11, 15, True),
    10: Size(13, 20, True),
}
_LEAST, _MOST = 12, 40
_PLACES = ("planet Orun", "island of Tavi", "kingdom of Mirel", "space station Kappa", "moon Selu")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Lengths of the months; each `every`-th year (0: none) the last has `extra` days more."""

    months: tuple[int, ...]
    every: int = 0
    extra: int = 0

    def lengths(self, year: int) -> tuple[int, ...]:
        """The lengths of the months of a year."""
        longer = self.extra if self.every and year % self.every == 0 else 0
        return (*self.months[:-1], self.months[-1] + longer)


def generate(rng: Random, level: int) -> Draft:
    """Draw a calendar, a date and a number of days."""
    size = LEVELS[level]
    calendar = Calendar(
        tuple(rng.randint(_LEAST, _MOST) for _ in range(size.months)),
        rng.randint(3, 6) if size.leap else 0,
        rng.randint(1, 4) if size.leap else 0,
    )
    year, month = rng.randint(1, 400), rng.randint(1, size.months)
    day = rng.randint(1, calendar.months[month - 1])
    days = rng.randint(sum(calendar.months) // 3, sum(calendar.months) * size.years)
    steps, end = _later(calendar, (day, month, year), days)
    return Draft(
        prompts=_prompts(calendar, (day, month, year), days, rng.choice(_PLACES)),
        problem={
            "months": list(calendar.months),
            "leap": [calendar.every, calendar.extra],
            "date": [day, month, year],
            "days": days,
        },
        answer=Answer("tuple", str(end)),
        steps=tuple(steps),
    )


def _later(
    calendar: Calendar, start: tuple[int, int, int], days: int
) -> tuple[list[Step], tuple[int, int, int]]:
    day, month, year = start
    passed = [str(n) for n in (*calendar.lengths(year)[: month - 1], day, days)]
    left = sum(calendar.lengths(year)[: month - 1]) + day + days
    steps = [in_numbers("+".join(passed), left)]
    while left > sum(calendar.lengths(year)):
        whole = sum(calendar.lengths(year))
        steps.append(in_numbers(f"{left}-{whole}", left - whole))
        left, year = left - whole, year + 1
    month = 1
    for length in calendar.lengths(year):
        if left <= length:
            break
        month += 1
        steps.append(in_numbers(f"{left}-{length}", left - length))
        left -= length
    return steps, (left, month, year)


def _prompts(
    calendar: Calendar, date: tuple[int, int, int], days: int, place: str
) -> tuple[str, ...]:
    day, month, year = date
    lengths = listed(map(str, calendar.months))
    leap = " There are no leap years."
    brief = "no leap years"
    if calendar.every:
        more = counted(calendar.extra, "day")
        leap = (
            f" In every year whose number is divisible by {calendar.every}, the last month has "
            f"{more} more."
        )
        brief = f"last month +{calendar.extra} in years divisible by {calendar.every}"
    short = (
        f"months {lengths} days, {brief}; day {day}, month {month}, year {year} + {days} days? "
        "(day, month, year)"
    )
    forms = (
        "Answer as (day, month, year), with numbers.",
        "Write the date as three numbers: (day, month, year).",
    )
    when = f"day {day} of month {month} of year {year}"
    return compose(
        short,
        (
            f"On the {place} a year has {len(calendar.months)} months of {lengths} days, in this "
            f"order.{leap}",
            f"The calendar of the {place} has {len(calendar.months)} months a year. Their lengths "
            f"in days are {lengths}, from the first to the last.{leap}",
            f"People of the {place} count {lengths} days in their {len(calendar.months)} months, "
            f"one after the other; then a new year begins.{leap}",
        ),
        (
            f"Which date is {days} days after {when}?",
            f"Today is {when}. What will be the date {days} days later?",
            f"A letter is posted on {when} and arrives after {days} days. When does it arrive?",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Day after day."""
    (day, month, year), (every, extra) = problem["date"], problem["leap"]
    months = problem["months"]
    for _ in range(problem["days"]):
        length = months[month - 1]
        if month == len(months) and every and year % every == 0:
            length += extra
        day += 1
        if day > length:
            day, month = 1, month + 1
        if month > len(months):
            month, year = 1, year + 1
    return Answer("tuple", f"({day}, {month}, {year})")


def capacity(level: int) -> int | None:
    """At least: lengths of months, leap rules, years, months and the fewest days of a month."""
    size = LEVELS[level]
    calendars = (_MOST - _LEAST + 1) ** size.months * (16 if size.leap else 1)
    return bounded(calendars * 400 * size.months * _LEAST)


FAMILY = Family(
    name="invented_calendar",
    area="text",
    domain="dates",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

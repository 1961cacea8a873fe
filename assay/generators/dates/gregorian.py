"""The Gregorian calendar in whole numbers: days counted from 1 January 1600, which is day 0.

    number_of((2000, 1, 1)) == 146097     date_of(146097) == (2000, 1, 1)     said(...)

Own arithmetic; the oracles of the families use the standard library's dates instead.
"""

from itertools import accumulate
from random import Random

from assay.core.records import Step
from assay.generators.text.parts import in_numbers

Date = tuple[int, int, int]
"""Year, month, day; months and days from 1."""

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAMES = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
MONTHS = tuple(_NAMES.split())
WEEKDAYS = tuple(_DAYS.split())
FIRST_YEAR = 1600
_CYCLE = 146_097
_SATURDAY = 5  # 1 January 1600


def leap(year: int) -> bool:
    """Divisible by 4, but not by 100 unless by 400."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def lengths(year: int) -> list[int]:
    """The lengths of the twelve months."""
    return [31, 29 if leap(year) else 28, *LENGTHS[2:]]


def leap_days(year: int) -> int:
    """How many leap years there are from 1600 up to, not including, `year`."""
    past = year - 1
    return past // 4 - past // 100 + past // 400 - 387


def number_of(date: Date) -> int:
    """The number of a date from 1600 on."""
    year, month, day = date
    before = 365 * (year - FIRST_YEAR) + leap_days(year)
    return before + sum(lengths(year)[: month - 1]) + day - 1


def date_of(number: int) -> Date:
    """The date with a number from 0 on."""
    year = FIRST_YEAR + number * 400 // _CYCLE
    while number_of((year, 1, 1)) > number:
        year -= 1
    while number_of((year + 1, 1, 1)) <= number:
        year += 1
    left = number - number_of((year, 1, 1))
    ends = list(accumulate(lengths(year)))
    month = next(at for at, end in enumerate(ends) if left < end)
    return year, month + 1, left - (ends[month - 1] if month else 0) + 1


def weekday_of(number: int) -> str:
    """The weekday of the day with a number."""
    return WEEKDAYS[(number + _SATURDAY) % 7]


def draw_day(rng: Random, first_year: int, last_year: int) -> int:
    """The number of a day within the years, both included."""
    return rng.randrange(number_of((first_year, 1, 1)), number_of((last_year + 1, 1, 1)))


def days_in(first_year: int, last_year: int) -> int:
    """How many days the years have, both included."""
    return number_of((last_year + 1, 1, 1)) - number_of((first_year, 1, 1))


def spellings(date: Date) -> tuple[str, str, str]:
    """3 March 2024, March 3, 2024 and 2024-03-03."""
    year, month, day = date
    name = MONTHS[month - 1]
    return f"{day} {name} {year}", f"{name} {day}, {year}", f"{year}-{month:02}-{day:02}"


def counting(start: Date, end: Date) -> tuple[list[Step], int]:
    """Worked days from `start` to the later `end`: days of each year, whole years between."""
    steps: list[Step] = []
    first, last = (_day_of_year(date, steps) for date in (start, end))
    years, leaps = end[0] - start[0], leap_days(end[0]) - leap_days(start[0])
    total = 365 * years + leaps + last - first
    if years:
        steps.append(in_numbers(f"365*{years}+{leaps}", 365 * years + leaps))
        steps.append(in_numbers(f"{365 * years + leaps}+{last}-{first}", total))
    else:
        steps.append(in_numbers(f"{last}-{first}", total))
    return steps, total


def _day_of_year(date: Date, steps: list[Step]) -> int:
    year, month, day = date
    parts = [*lengths(year)[: month - 1], day]
    if len(parts) > 1:
        steps.append(in_numbers("+".join(map(str, parts)), sum(parts)))
    return sum(parts)

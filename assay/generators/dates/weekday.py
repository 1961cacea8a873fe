"""The weekday of a date, from a known one or from the calendar alone.

Example: "3 March 2024 is a Sunday. Which weekday is 17 April 2024?" -> Wednesday, worked
45 = 6*7+3, Sunday + 3 = Wednesday.

Levels grow in the number of days between the two dates; from level 4 the asked date may lie before
the known one; from level 8 no weekday is given (the steps start at Saturday, 1 January 2000). The
oracle uses the standard library's calendar.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.dates import gregorian
from assay.generators.dates.gregorian import WEEKDAYS, date_of, spellings, weekday_of
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, in_numbers, in_words

_KNOWN = gregorian.number_of((2000, 1, 1))


@dataclass(frozen=True, slots=True)
class Size:
    """The largest distance in days (0: no known date), the years, whether to look back as well."""

    days: int
    years: tuple[int, int] = (1900, 2099)
    back: bool = False


LEVELS = {
    1: Size(30),
    2: Size(100),
    3: Size(400),
    4: Size(1_000, back=True),
    5: Size(3_000, back=True),
    6: Size(8_000, back=True),
    7: Size(18_000, back=True),
    8: Size(0, (1900, 2099)),
    9: Size(0, (1750, 2399)),
    10: Size(0, (1600, 2999)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the known day and the distance, or the asked day alone."""
    size = LEVELS[level]
    known = gregorian.draw_day(rng, *size.years) if size.days else _KNOWN
    if size.days:
        asked = known + rng.randint(1, size.days) * (rng.choice((1, -1)) if size.back else 1)
    else:
        asked = gregorian.draw_day(rng, *size.years)
    given = weekday_of(known) if size.days else ""
    return Draft(
        prompts=_prompts(spellings(date_of(asked)), spellings(date_of(known)), given),
        problem={
            "asked": list(date_of(asked)),
            "known": list(date_of(known)) if given else [],
            "weekday": given,
        },
        answer=Answer("text", weekday_of(asked)),
        steps=_steps(known, asked),
        meta={"size": 10 + abs(asked - known)},
    )


def _steps(known: int, asked: int) -> tuple[Step, ...]:
    """Count the days, drop whole weeks, go on from the known weekday."""
    early, late = sorted((known, asked))
    steps, days = gregorian.counting(date_of(early), date_of(late))
    weeks, rest = divmod(days, 7)
    sign = "+" if asked >= known else "-"
    first = weekday_of(known)
    return (
        *steps,
        in_numbers(str(days), f"{weeks}*7+{rest}"),
        in_words(f"{first} {sign} {rest}", weekday_of(asked)),
    )


def _prompts(
    asked: tuple[str, str, str], known: tuple[str, str, str], given: str
) -> tuple[str, ...]:
    forms = ("", "Answer with the name of the day.", "Give only the weekday, in English.")
    if not given:
        return compose(
            f"weekday of {asked[2]}?",
            (
                "Use the Gregorian calendar (a year is a leap year if 4 divides it, but not if 100 "
                "does unless 400 does too).",
                "All dates are Gregorian, also where history used another calendar.",
                "A historian looks into the Gregorian calendar.",
            ),
            (
                f"On which day of the week does {asked[0]} fall?",
                f"Which weekday belongs to {asked[1]}?",
                f"What day of the week is {asked[2]} (year-month-day)?",
            ),
            forms,
        )
    return compose(
        f"{known[2]} is {given}; weekday of {asked[2]}?",
        (
            f"{known[0]} is a {given}.",
            f"The day {known[1]} falls on a {given} (Gregorian calendar).",
            f"In the Gregorian calendar the date {known[2]} (year-month-day) is a {given}.",
        ),
        (
            f"On which day of the week does {asked[0]} fall?",
            f"Which weekday is {asked[1]}?",
            f"What day of the week is {asked[0]}?",
        ),
        forms,
        (f"If {known[0]} falls on a {given}, on which weekday does {asked[0]} fall?",),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """By the standard library: from the known weekday, or the date's own."""
    asked = date(*problem["asked"])
    if not problem["known"]:
        return Answer("text", WEEKDAYS[asked.weekday()])
    days = (asked - date(*problem["known"])).days
    return Answer("text", WEEKDAYS[(WEEKDAYS.index(problem["weekday"]) + days) % 7])


def capacity(level: int) -> int | None:
    """Known days times distances, or days."""
    size = LEVELS[level]
    days = gregorian.days_in(*size.years)
    return bounded(days * size.days * (1 + size.back)) if size.days else days


FAMILY = Family(
    name="weekday",
    area="text",
    domain="dates",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

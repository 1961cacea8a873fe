"""The angle between the hands of a clock, in degrees.

Example: "Smaller angle between the hands at 3:40?" -> 130, worked 30*3+40/2 = 110 for the hour
hand, 6*40 = 240 for the minute hand, 240-110 = 130.

Levels grow in the number of times whose angles are added up; from level 3 with seconds, from level
6 also the larger angle. The oracle measures turns in exact fractions of a revolution.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, in_numbers, listed


@dataclass(frozen=True, slots=True)
class Size:
    """How many times of day, whether they have seconds, which angles may be asked."""

    times: int
    seconds: bool = False
    which: tuple[str, ...] = ("smaller", "larger")


LEVELS = {
    1: Size(1),
    2: Size(2),
    3: Size(2, True),
    4: Size(3, True),
    5: Size(4, True),
    6: Size(5, True),
    7: Size(6, True),
    8: Size(7, True),
    9: Size(8, True),
    10: Size(10, True),
}
_MOMENTS = {False: 720, True: 43_200}
Time = tuple[int, int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw times (no two hands one on the other or opposite: those have one angle only)."""
    size = LEVELS[level]
    times: list[Time] = []
    while len(times) < size.times:
        moment = rng.randrange(_MOMENTS[size.seconds]) * (1 if size.seconds else 60)
        time = (moment // 3600 or 12, moment // 60 % 60, moment % 60)
        if 11 * moment % 21_600:
            times.append(time)
    which = rng.choice(size.which)
    steps, angles = [], []
    for time in times:
        lines, angle = _angle(time, which)
        steps += lines
        angles.append(str(angle))
    total = sum(map(Fraction, angles))
    if len(angles) > 1:
        steps.append(in_numbers("+".join(angles), str(total)))
    return Draft(
        prompts=_prompts([_said(time, size.seconds) for time in times], which),
        problem={"times": sorted(list(time) for time in times), "which": which},
        answer=Answer("rational", str(total)),
        steps=tuple(steps),
    )


def _angle(time: Time, which: str) -> tuple[list[Step], Fraction]:
    """Hands from 12 clockwise, their difference, and its complement to 360 where needed."""
    hour, minute, second = time
    hour %= 12
    short = Fraction(30 * hour) + Fraction(minute, 2) + Fraction(second, 120)
    long = Fraction(6 * minute) + Fraction(second, 10)
    ends = (f"+{second}/120", f"+{second}/10") if second else ("", "")
    steps = [
        in_numbers(f"30*{hour}+{minute}/2{ends[0]}", str(short)),
        in_numbers(f"6*{minute}{ends[1]}", str(long)),
    ]
    high, low = max(short, long), min(short, long)
    angle = high - low
    steps.append(in_numbers(f"{high}-{low}", str(angle)))
    if (angle > 180) == (which == "smaller"):
        steps.append(in_numbers(f"360-{angle}", str(360 - angle)))
        angle = 360 - angle
    return steps, angle


def _said(time: Time, seconds: bool) -> str:
    hour, minute, second = time
    return f"{hour}:{minute:02}" + (f":{second:02}" if seconds else "")


def _prompts(times: list[str], which: str) -> tuple[str, ...]:
    one = len(times) == 1
    shown = listed(times)
    angle = f"the {which} angle" if one else f"the sum of the {which} angles"
    each = "" if one else " (one angle for each time)"
    forms = (
        "Give it in degrees, as an exact number.",
        "Answer in degrees; if the number is not whole, write a fraction.",
    )
    return compose(
        f"{which} angle{'' if one else 's, summed,'} of clock hands at {shown}, in degrees?",
        (
            "The hour hand and the minute hand of a clock both move evenly.",
            "A wall clock has an hour hand and a minute hand; both turn without jumps.",
            "Imagine a round clock face with twelve hours. Its two hands turn steadily.",
        ),
        (
            f"What is {angle} between them at {shown}{each}?",
            f"Find {angle} that they form at {shown}{each}.",
            f"Look at the clock at {shown}. What is {angle} between its hands{each}?",
        ),
        forms,
        (
            f"At {shown}, what is {angle} between the hour hand and the minute hand of an "
            f"ordinary clock, in degrees{each}?",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The minute hand's lead over the hour hand is 11 turns in 12 hours: a fraction of a turn."""
    total = Fraction(0)
    for hour, minute, second in problem["times"]:
        passed = Fraction(hour * 3600 + minute * 60 + second, 12 * 3600)
        lead = 11 * passed % 1
        sides = (lead, 1 - lead)
        total += min(sides) if problem["which"] == "smaller" else max(sides)
    return Answer("rational", str(360 * total))


def capacity(level: int) -> int | None:
    """Choices of times with hands apart, times the two angles."""
    size = LEVELS[level]
    moments, count = _MOMENTS[size.seconds] - 2, 1
    for at in range(size.times):
        count = count * (moments + at) // (at + 1)
    return bounded(count * len(size.which))


FAMILY = Family(
    name="clock_angle",
    area="text",
    domain="dates",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

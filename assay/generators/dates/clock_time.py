"""The time on a 24-hour clock after a few durations, forwards and back, over midnight.

Example: "21:47 plus 5 h 38 min?" -> 03:25, worked 21*60+47 = 1307, 5*60+38 = 338,
1307+338 = 1645, 1645 = 1*1440+205, 205 = 3*60+25.

Levels grow in the number of durations; from level 4 some go back in time, from level 7 there are
seconds. The oracle uses the standard library's dates and durations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, bullets, compose, counted, in_numbers, listed


@dataclass(frozen=True, slots=True)
class Size:
    """How many durations, whether some go back, whether there are seconds."""

    durations: int
    back: bool = False
    seconds: bool = False


LEVELS = {
    1: Size(1),
    2: Size(2),
    3: Size(3),
    4: Size(3, True),
    5: Size(4, True),
    6: Size(5, True),
    7: Size(5, True, True),
    8: Size(6, True, True),
    9: Size(8, True, True),
    10: Size(10, True, True),
}
_DAY = 86_400


def generate(rng: Random, level: int) -> Draft:
    """Draw the first time and the durations; the last time differs from the first."""
    size = LEVELS[level]
    unit = 1 if size.seconds else 60
    while True:
        start = rng.randrange(0, _DAY, unit)
        moves = [_draw_move(rng, size, unit) for _ in range(size.durations)]
        end = (start + sum(moves)) % _DAY
        if end != start:
            break
    return Draft(
        prompts=_prompts(_shown(start, size.seconds), moves, size.seconds),
        problem={"start": start, "moves": moves, "seconds": size.seconds},
        answer=Answer("text", _shown(end, size.seconds), {"exact": True}),
        steps=_steps(start, moves, unit),
    )


def _draw_move(rng: Random, size: Size, unit: int) -> int:
    move = rng.randrange(600, _DAY, unit)
    return -move if size.back and rng.random() < 0.4 else move


def _shown(moment: int, seconds: bool) -> str:
    text = f"{moment // 3600:02}:{moment // 60 % 60:02}"
    return f"{text}:{moment % 60:02}" if seconds else text


def _steps(start: int, moves: list[int], unit: int) -> tuple[Step, ...]:
    """Everything in the smallest unit, whole days dropped, and back into hours."""
    first = _in_units(start, unit)
    steps = [in_numbers(first, start // unit)]
    running = start // unit
    for move in moves:
        amount = abs(move) // unit
        steps.append(in_numbers(_in_units(abs(move), unit), amount))
        following = running + amount if move > 0 else running - amount
        steps.append(in_numbers(f"{running}{'+' if move > 0 else '-'}{amount}", following))
        running = following
    days, rest = divmod(running, _DAY // unit)
    if days:
        whole = f"-{days}" if days > 0 else f"+{-days}"
        steps.append(in_numbers(f"{running}{whole}*{_DAY // unit}", rest))
    steps.append(in_numbers(str(rest), _in_units(rest * unit, unit)))
    return tuple(steps)


def _in_units(moment: int, unit: int) -> str:
    hours, minutes, seconds = moment // 3600, moment // 60 % 60, moment % 60
    return f"{hours}*60+{minutes}" if unit == 60 else f"{hours}*3600+{minutes}*60+{seconds}"


def _long(move: int) -> str:
    """5 hours, 38 minutes and 1 second; parts that are zero are left out."""
    amounts = (abs(move) // 3600, abs(move) // 60 % 60, abs(move) % 60)
    names = ("hour", "minute", "second")
    return listed(counted(n, name) for n, name in zip(amounts, names, strict=True) if n)


def _brief(move: int) -> str:
    text = f"{abs(move) // 3600}h {abs(move) // 60 % 60:02}m"
    return f"{text} {abs(move) % 60:02}s" if move % 60 else text


def _prompts(start: str, moves: list[int], seconds: bool) -> tuple[str, ...]:
    form = "HH:MM:SS" if seconds else "HH:MM"
    brief = " ".join(f"{'+' if move > 0 else '-'} {_brief(move)}" for move in moves)
    told = listed(f"{_long(move)} {'forwards' if move > 0 else 'back'}" for move in moves)
    rows = bullets(f"{'go forwards' if move > 0 else 'go back'} {_long(move)}" for move in moves)
    order = ", in this order" if len(moves) > 1 else ""
    forms = (
        f"Give the time as {form} on the 24-hour clock.",
        f"Answer in the form {form}, from 00 to 23 hours.",
    )
    return compose(
        f"{start} {brief} = ? ({form})",
        (
            f"A 24-hour clock shows {start}. Its hands are moved {told}{order}.",
            f"In a story the time is {start} (24-hour clock). The plot then jumps {told}.",
            f"Start at {start} on a 24-hour clock and follow this list:\n{rows}\n",
        ),
        (
            "What time is it then?",
            "Which time of day is reached?",
            "What does a 24-hour clock show in the end?",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """By the standard library's calendar, which knows nothing of going round."""
    moment = datetime(2024, 6, 1) + timedelta(seconds=problem["start"])
    for move in problem["moves"]:
        moment += timedelta(seconds=move)
    text = moment.strftime("%H:%M:%S" if problem["seconds"] else "%H:%M")
    return Answer("text", text, {"exact": True})


def capacity(level: int) -> int | None:
    """First times, and durations of ten minutes up to a day."""
    size = LEVELS[level]
    unit = 1 if size.seconds else 60
    moves = (_DAY - 600) // unit * (2 if size.back else 1)
    return bounded(_DAY // unit * moves**size.durations)


FAMILY = Family(
    name="clock_time",
    area="text",
    domain="dates",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

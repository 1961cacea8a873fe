"""Two that move along a road: when they meet, when one catches up, or how fast one is.

Example: 60 km apart, towards each other at 10 and 20 km/h -> 2 hours, worked 10+20 = 30, 60/30 = 2.

One may start later. The oracle takes the gap between them at two moments; it changes evenly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.spelling import signed
from assay.generators.math.story_scenes import NAMES
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """The bounds of distance and speeds, the latest start in minutes, the questions."""

    distance: int
    speed: int
    late: int
    questions: tuple[str, ...]


_MEET, _CATCH = ("meet",), ("meet", "catch")
_ALL = ("meet", "catch", "speed")
LEVELS = {
    1: Size(60, 20, 0, _MEET),
    2: Size(200, 40, 0, _CATCH),
    3: Size(400, 90, 0, _CATCH),
    4: Size(200, 60, 60, _CATCH),
    5: Size(400, 90, 90, _ALL),
    6: Size(900, 120, 120, _ALL),
    7: Size(2_000, 300, 300, _ALL),
    8: Size(9_999, 900, 600, _ALL),
    9: Size(99_999, 5_000, 1_000, _ALL),
    10: Size(10**7, 99_999, 9_999, _ALL),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw distance, speeds and the later start until they meet after it."""
    size = LEVELS[level]
    question = rng.choice(size.questions)
    while True:
        gap, late = rng.randint(2, size.distance), rng.randint(1, size.late) if size.late else 0
        first, second = rng.randint(2, size.speed), rng.randint(2, size.speed)
        left = (
            gap - Fraction(first * late, 60)
            if question != "catch"
            else gap + Fraction(first * late, 60)
        )
        closing = first + second if question != "catch" else second - first
        if closing > 0 and left > 0:
            break
    hours = left / closing
    problem: dict[str, Any] = {"question": question, "gap": gap, "late": late, "first": first}
    problem |= {"hours": str(hours)} if question == "speed" else {"second": second}
    lines = _lines(question, gap, late, first, second, hours)
    return Draft(
        prompts=_prompts(rng, question, gap, late, first, second, hours),
        problem=problem,
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
        meta={"size": len(f"{gap}{first}{second}") + 10 * len(lines)},
    )


def _lines(
    question: str, gap: int, late: int, first: int, second: int, hours: Fraction
) -> list[Line]:
    """The head start, what is left between them, how fast that shrinks, the time."""
    lines: list[Line] = []
    head = Fraction(first * late, 60)
    left = gap + head if question == "catch" else gap - head
    if late:
        lines.append((f"{first}*{late}/60", str(head)))
        lines.append((f"{gap}{'+' if question == 'catch' else '-'}{signed(head)}", str(left)))
    if question == "speed":
        lines.append((f"({left})/({hours})", str(left / hours)))
        return [*lines, (f"({left / hours})-{first}", str(second))]
    closing = second - first if question == "catch" else second + first
    lines.append((f"{second}{'-' if question == 'catch' else '+'}{first}", str(closing)))
    return [*lines, (f"({left})/{closing}", str(hours))]


_VERBS = ((15, "run"), (45, "cycle"), (130, "drive"), (1_000, "fly"), (10**9, "travel by rocket"))


def _prompts(
    rng: Random, question: str, gap: int, late: int, first: int, second: int, hours: Fraction
) -> Phrasings:
    a, b = rng.sample(NAMES, 2)
    verb = next(verb for limit, verb in _VERBS if max(first, second) <= limit)
    minutes = f"{late} minute{'' if late == 1 else 's'}"
    toward, ahead = "towards each other", f"{a} and {b} are {gap} km apart"
    if question == "catch":
        toward, ahead = "in the same direction", f"{a} is {gap} km ahead of {b}"
    facts = f"{a} goes {first} km/h"
    facts += f", {b} goes {second} km/h." if question != "speed" else "."
    facts += f" {b} starts {minutes} after {a}." if late else " They start at the same time."
    facts += f" They meet {hours} hours after {b} has started." if question == "speed" else ""
    asked = {
        "meet": (
            f"How many hours after {b} starts do they meet?",
            f"How long, in hours, has {b} been on the way when they meet?",
        ),
        "catch": (
            f"How many hours after starting does {b} catch up with {a}?",
            f"How many hours does {b} need, from starting, to catch up?",
        ),
        "speed": (f"How fast is {b}, in km/h?", f"What is the speed of {b} in km/h?"),
    }[question]
    word = {
        "meet": "meet after how many hours?",
        "catch": "the second catches up after how many hours?",
        "speed": f"they meet {hours} h after the second starts; its speed?",
    }[question]
    speeds = f"first {first} km/h" + (f", second {second} km/h" if question != "speed" else "")
    where = f"first {gap} km ahead" if question == "catch" else f"{gap} km apart, {toward}"
    wait = f", second starts {late} min later" if late else ""
    return told(
        f"{where}, {speeds}{wait}: {word}",
        (
            f"On a straight way {ahead}, and they {verb} {toward}. {facts}",
            f"{ahead} at first. They {verb} {toward}, each at a steady speed. {facts}",
            f"Two friends {verb} {toward} along a straight line: {ahead}. {facts}",
        ),
        asked,
        ("Give the exact number.", "Answer with an integer or a fraction."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The gap at the start of the second and a minute later; the moment when it is 0."""
    first, late, catch = problem["first"], problem["late"], problem["question"] == "catch"

    def place(minutes: int, second: Fraction) -> Fraction:
        """How far apart they are, `minutes` after the second has started."""
        one = Fraction(first * (late + minutes), 60) * (1 if catch else -1)
        return Fraction(problem["gap"]) + one - second * minutes / 60

    if problem["question"] == "speed":
        hours = Fraction(problem["hours"])
        return Answer(
            "rational", str((problem["gap"] - first * (Fraction(late, 60) + hours)) / hours)
        )
    second = Fraction(problem["second"])
    here, then = place(0, second), place(1, second)
    return Answer("rational", str(here / (here - then) / 60))


def capacity(level: int) -> int | None:
    """Distances, speeds and starts; at least a quarter of them work out."""
    size = LEVELS[level]
    count = (size.distance - 1) * (size.speed - 1) ** 2 * (size.late or 1) // 4
    share = Fraction(1, len(size.questions))
    return capacity_of_mixture(*((share, count) for _ in size.questions))


FAMILY = Family(
    name="motion",
    area="math",
    domain="word problems",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

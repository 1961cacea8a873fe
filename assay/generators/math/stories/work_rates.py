"""How long several workers or pipes take together, or one of them alone.

Example: 3 hours alone and 6 hours alone, together -> 2, worked 1/3+1/6 = 1/2, 1/(1/2) = 2.

From level 4 on one may work against the others (a drain); from level 6 on the time together is
given and that of one is asked for. The oracle counts the work done in a common number of hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb, lcm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.story_scenes import NAMES
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """How many work, the longest time alone; one works against; one's time is asked for."""

    workers: int
    hours: int
    against: bool = False
    alone: bool = False


LEVELS = {
    1: Size(2, 60),
    2: Size(2, 150),
    3: Size(3, 30),
    4: Size(3, 40, against=True),
    5: Size(4, 40, against=True),
    6: Size(3, 40, alone=True),
    7: Size(4, 60, alone=True),
    8: Size(5, 60, against=True, alone=True),
    9: Size(7, 90, against=True, alone=True),
    10: Size(10, 200, against=True, alone=True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw different times; the last one works against where that is so."""
    size = LEVELS[level]
    while True:
        times = rng.sample(range(2, size.hours + 1), size.workers)
        signs = [1] * size.workers
        if size.against:
            signs[-1] = -1
        speed = sum((Fraction(s, t) for s, t in zip(signs, times, strict=True)), Fraction(0))
        if speed > 0:
            break
    together = 1 / speed
    lines = _lines(times, signs, together, size.alone)
    helpers = sorted(times[1 if size.alone else 0 : -1 if size.against else None])
    problem: dict[str, Any] = {"helpers": helpers, "against": times[-1] if size.against else 0}
    if size.alone:
        problem["together"] = str(together)
    return Draft(
        prompts=_prompts(rng, times, size, together),
        problem=problem,
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(times: list[int], signs: list[int], together: Fraction, alone: bool) -> list[Line]:
    """The work of an hour; its inverse. For one alone: from that of all without the others'."""
    if not alone:
        text = "".join(f"{'+' if s > 0 else '-'}1/{t}" for s, t in zip(signs, times, strict=True))
        return [(text[1:], str(1 / together)), (f"1/({1 / together})", str(together))]
    rest = "".join(
        f"{'-' if s > 0 else '+'}1/{t}" for s, t in zip(signs[1:], times[1:], strict=True)
    )
    return [
        (f"1/({together})", str(1 / together)),
        (f"{1 / together}{rest}", str(Fraction(1, times[0]))),
        (f"1/({Fraction(1, times[0])})", str(times[0])),
    ]


def _prompts(rng: Random, times: list[int], size: Size, together: Fraction) -> Phrasings:
    names = rng.sample(NAMES, len(times))
    known = list(zip(names, times, strict=True))[1 if size.alone else 0 :]
    drain = known.pop()[1] if size.against else 0
    each = _listed([f"{name} needs {t} hours" for name, t in known])
    pairs = zip("ABCDEFGHIJ", known, strict=False)
    pipes = _listed([f"pipe {letter} needs {t} hours" for letter, (_, t) in pairs])
    rain = f" Rain washes the paint off a whole wall in {drain} hours." if drain else ""
    child = f" A child unpacks all boxes in {drain} hours." if drain else ""
    leak = f" A leak empties the full tank in {drain} hours." if drain else ""
    short = f"times alone {', '.join(str(t) for _, t in known)}"
    short += f", against them {drain}" if drain else ""
    if size.alone:
        short += f", together with another {together}: its time alone?"
        asked = (
            "How many hours would the remaining one need alone?",
            "Find the time, in hours, that the remaining one would take alone.",
        )
        more = f" With {names[0]} at work as well, it takes {together} hours in all."
        end = (more, more, f" With one more pipe open, the tank is full after {together} hours.")
    else:
        short += ": all together?"
        asked = (
            "How many hours does it take when all of this happens at once?",
            "After how many hours is the job done, if everything named goes on at the same time?",
        )
        end = ("", "", "")
    return told(
        short,
        (
            f"A wall is to be painted. Alone, {each}.{rain}{end[0]}",
            f"Boxes are packed for a fair. Working alone, {each} to pack them.{child}{end[1]}",
            f"To fill an empty tank alone, {pipes}.{leak}{end[2]}",
        ),
        asked,
        ("All rates are steady. Give the exact number.", "Rates are constant. Answer exactly."),
    )


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else parts[0]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Work done in a number of hours that all times divide; hours over the pieces done."""
    together = Fraction(problem.get("together", 0))
    against = [problem["against"]] if problem["against"] else []
    hours = lcm(*problem["helpers"], *against, together.numerator or 1)
    done = sum(hours // t for t in problem["helpers"]) - sum(hours // t for t in against)
    if not together:
        return Answer("rational", str(Fraction(hours, done)))
    pieces = hours / together - done
    return Answer("rational", str(hours / pieces))


def capacity(level: int) -> int | None:
    """Sets of times, with the one that is asked for and the one that works against; half of them
    at least get on.
    """
    size = LEVELS[level]
    count = comb(size.hours - 1, size.workers)
    count *= (size.workers if size.alone else 1) * (
        size.workers - size.alone if size.against else 1
    )
    return capped(count * 2 // 3 if size.against else count)


FAMILY = Family(
    name="work_rates",
    area="math",
    domain="word problems",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

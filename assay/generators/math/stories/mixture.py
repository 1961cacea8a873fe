"""Solutions that are mixed: the concentration of the mixture, or how much has to be added.

Example: 2 litres of 10% and 3 litres of 20% -> 16, worked 2*10+3*20 = 80, 2+3 = 5, 80/5 = 16.

From level 3 on an amount is asked for that gives a wanted concentration; it may be of water or of
the pure substance. The oracle solves a linear equation from its values at 0 and 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """How many mixtures are poured together, the largest amount, the step of percentages, the
    questions."""

    parts: int
    amount: int
    step: int
    questions: tuple[str, ...] = ("percent",)


_BOTH = ("percent", "amount")
LEVELS = {
    1: Size(2, 9, 10),
    2: Size(2, 20, 5),
    3: Size(2, 12, 10, _BOTH),
    4: Size(2, 30, 5, _BOTH),
    5: Size(3, 20, 10, _BOTH),
    6: Size(3, 40, 1, _BOTH),
    7: Size(4, 60, 1, _BOTH),
    8: Size(5, 99, 1, _BOTH),
    9: Size(8, 300, 1, _BOTH),
    10: Size(12, 2_000, 1, _BOTH),
}
_SCENES = (
    ("litres", "salt water", "salt"),
    ("litres", "syrup", "sugar"),
    ("kilograms", "brass", "zinc"),
    ("litres", "vinegar", "acid"),
    ("grams", "an alloy", "silver"),
    ("litres", "paint", "pigment"),
)


def generate(rng: Random, level: int) -> Draft:
    """Draw amounts and concentrations; for an amount, a concentration between the two sides."""
    size = LEVELS[level]
    question = rng.choice(size.questions)
    percents = range(0, 101, size.step)
    while True:
        parts = [(rng.randint(1, size.amount), rng.choice(percents)) for _ in range(size.parts)]
        content = sum(a * p for a, p in parts)
        mixed = Fraction(content, sum(a for a, _ in parts))
        added, wanted = rng.choice(percents), rng.choice(percents)
        if question == "percent" and len({p for _, p in parts}) > 1:
            break
        if question == "amount" and (mixed < wanted < added or added < wanted < mixed):
            break
    problem: dict[str, Any] = {"parts": sorted(parts), "question": question}
    if question == "amount":
        problem |= {"added": added, "wanted": wanted}
    lines = _lines(parts, question, added, wanted)
    return Draft(
        prompts=_prompts(rng, parts, question, added, wanted),
        problem=problem,
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(parts: list[tuple[int, int]], question: str, added: int, wanted: int) -> list[Line]:
    """What is in it (in hundredths), how much there is; then the share or what is missing."""
    content, whole = sum(a * p for a, p in parts), sum(a for a, _ in parts)
    lines = [("+".join(f"{a}*{p}" for a, p in parts), str(content))]
    lines.append(("+".join(str(a) for a, _ in parts), str(whole)))
    if question == "percent":
        return [*lines, (f"{content}/{whole}", str(Fraction(content, whole)))]
    missing, gain = wanted * whole - content, added - wanted
    return [
        *lines,
        (f"{wanted}*{whole}-{content}", str(missing)),
        (f"{added}-{wanted}", str(gain)),
        (f"{signed(missing)}/{signed(gain)}", str(Fraction(missing, gain))),
    ]


def _prompts(
    rng: Random, parts: list[tuple[int, int]], question: str, added: int, wanted: int
) -> Phrasings:
    scenes = rng.sample(_SCENES, 3)
    short = " + ".join(f"{a} of {p}%" for a, p in parts)
    stories, asked = [], []
    for unit, what, stuff in scenes:
        listed = [f"{a} {unit if a > 1 else unit[:-1]} with {p}% {stuff}" for a, p in parts]
        mix = ", ".join(listed[:-1]) + f" and {listed[-1]}"
        more = (
            ""
            if question == "percent"
            else (f" Something with {added}% {stuff} is to be added until the whole has {wanted}%.")
        )
        stories.append(f"Several portions of {what} are mixed: {mix}.{more}")
    if question == "percent":
        short = f"mixed {short}: percent?"
        asked = ["What is the percentage in the mixture?", "What is its concentration in percent?"]
    else:
        short = f"mixed {short}, added x of {added}% for {wanted}%: x?"
        asked = ["How much has to be added?", "What amount has to be added (in the same unit)?"]
    notes = (
        "Give the exact number, without a sign of percent or a unit.",
        "Answer with a number alone.",
    )
    return told(short, stories, asked, notes)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The excess of the mixture over a concentration is a straight line in what is added, and in
    the concentration: its zero from two values.
    """

    def excess(percent: int, more: int, of: int) -> int:
        inside: int = sum(a * (p - percent) for a, p in problem["parts"])
        return inside + more * (of - percent)

    if problem["question"] == "percent":
        at_0, at_1 = excess(0, 0, 0), excess(1, 0, 0)
    else:
        at_0, at_1 = (excess(problem["wanted"], n, problem["added"]) for n in (0, 1))
    return Answer("rational", str(Fraction(at_0, at_0 - at_1)))


def capacity(level: int) -> int | None:
    """Portions without their order; for an amount also the two percentages, of which one pair in
    ten at least makes sense.
    """
    size = LEVELS[level]
    percents = 100 // size.step + 1
    portions = (size.amount * percents) ** size.parts * 9 // 10
    for k in range(2, size.parts + 1):
        portions //= k
    share = Fraction(1, len(size.questions))
    classes = [(share, portions), (share, portions * percents * percents // 10)]
    return capacity_of_mixture(*classes[: len(size.questions)])


FAMILY = Family(
    name="mixture",
    area="math",
    domain="word problems",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

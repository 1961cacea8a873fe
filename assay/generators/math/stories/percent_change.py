"""A price, a population or a weight that changes by percentages, one after the other.

Example: 200, up 10%, then down 25% -> 165, worked 200*(110/100) = 220, 220*(75/100) = 165.

Asked is the value in the end, the value at the beginning, or the change altogether in percent. The
oracle multiplies all factors into one first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """How many changes, their step and bound in percent, the largest value and the questions."""

    changes: int
    step: int
    most: int
    value: int
    questions: tuple[str, ...] = ("end",)


_BOTH = ("end", "start")
_ALL = ("end", "start", "overall")
LEVELS = {
    1: Size(1, 10, 90, 300),
    2: Size(1, 5, 95, 999),
    3: Size(2, 10, 90, 999),
    4: Size(2, 5, 80, 999, _BOTH),
    5: Size(2, 1, 80, 2_000, _BOTH),
    6: Size(3, 5, 80, 5_000, _ALL),
    7: Size(3, 1, 80, 9_999, _ALL),
    8: Size(4, 1, 80, 9_999, _ALL),
    9: Size(6, 1, 90, 99_999, _ALL),
    10: Size(9, 1, 95, 10**6, _ALL),
}
_SCENES = (
    ("The price of a bicycle", "dollars"),
    ("The weight of a block of ice", "grams"),
    ("The monthly rent of a flat", "dollars"),
    ("The value of a painting", "dollars"),
    ("The volume of a balloon", "litres"),
    ("The speed of a train", "kilometres per hour"),
    ("The area of a lake", "hectares"),
    ("The output of a power station", "kilowatts"),
)


def generate(rng: Random, level: int) -> Draft:
    """Draw the value and the changes."""
    size = LEVELS[level]
    steps = range(size.step, size.most + 1, size.step)
    changes = [rng.choice(steps) * rng.choice((1, -1)) for _ in range(size.changes)]
    value, question = rng.randint(10, size.value), rng.choice(size.questions)
    lines = _lines(value, changes, question)
    return Draft(
        prompts=_prompts(rng, value, changes, question),
        problem={"value": value, "changes": sorted(changes), "question": question}
        if question != "overall"
        else {"changes": sorted(changes), "question": question},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(value: int, changes: list[int], question: str) -> list[Line]:
    """Change after change; back from the end; or all factors and what they come to."""
    at = Fraction(100 if question == "overall" else value)
    lines: list[Line] = []
    for change in reversed(changes) if question == "start" else changes:
        sign = "/" if question == "start" else "*"
        factor = Fraction(100 + change, 100)
        following = at / factor if question == "start" else at * factor
        lines.append((f"({at}){sign}({100 + change}/100)", str(following)))
        at = following
    if question == "overall":
        lines.append((f"({at})-100", str(at - 100)))
    return lines


def _prompts(rng: Random, value: int, changes: list[int], question: str) -> Phrasings:
    told_changes = [f"{'rises' if c > 0 else 'falls'} by {abs(c)}%" for c in changes]
    chain = ", then ".join(told_changes)
    signs = ", ".join(f"{'+' if c > 0 else '-'}{abs(c)}%" for c in changes)
    stories = []
    for thing, unit in rng.sample(_SCENES, 3):
        start = f" is {value} {unit} at first. It" if question == "end" else ""
        end = f" After that it is {value} {unit}." if question == "start" else ""
        stories.append(f"{thing}{start} {chain}.{end}")
    questions = {
        "end": ("What is it in the end?", "What does it come to afterwards?"),
        "start": ("What was it at first?", "What was it before?"),
        "overall": (
            "By how many percent has it changed altogether? A fall counts as negative.",
            "What is the overall change in percent (negative for a fall)?",
        ),
    }[question]
    short = {"end": f"start {value}", "start": f"end {value}", "overall": "overall change in %"}
    asked = {"end": "end", "start": "start", "overall": "how much"}[question]
    return told(
        f"{signs}, {short[question]}: {asked}?",
        stories,
        questions,
        (
            "Each percentage is of the value just before it. Give the exact number.",
            "Every change is a percentage of the value at that moment. Answer exactly.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """One factor for all changes."""
    whole = prod(100 + change for change in problem["changes"])
    factor = Fraction(whole, 100 ** len(problem["changes"]))
    match problem["question"]:
        case "end":
            value = problem["value"] * factor
        case "start":
            value = problem["value"] / factor
        case _:
            value = 100 * factor - 100
    return Answer("rational", str(value))


def capacity(level: int) -> int | None:
    """Values and changes without their order; overall changes have no value and are drawn as often
    as the other questions.
    """
    size = LEVELS[level]
    choices = 2 * (size.most // size.step)
    changes = choices**size.changes
    for k in range(2, size.changes + 1):
        changes //= k
    plain = changes * (1 if "overall" in size.questions else size.value - 9)
    return capped(plain * len(size.questions))


FAMILY = Family(
    name="percent_change",
    area="math",
    domain="word problems",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

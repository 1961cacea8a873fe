"""An amount that is shared out in a given ratio, or that is to be found from a share.

Example: 60 coins in the ratio 2:3 -> the second gets 36, worked 2+3 = 5, 60/5 = 12, 3*12 = 36.

Asked is a share, the difference of two, or the whole from a share or a difference. The oracle
solves for one part with flint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.story_scenes import NAMES
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """How many people, the largest number in the ratio, the largest part, the questions."""

    people: int
    ratio: int
    part: int
    questions: tuple[str, ...] = ("share",)


_ALL = ("share", "difference", "whole from share", "whole from difference")
LEVELS = {
    1: Size(2, 9, 30),
    2: Size(2, 12, 60, _ALL[:2]),
    3: Size(2, 20, 99, _ALL),
    4: Size(3, 9, 60, _ALL[:2]),
    5: Size(3, 12, 150, _ALL),
    6: Size(4, 15, 300, _ALL),
    7: Size(5, 20, 999, _ALL),
    8: Size(6, 40, 9_999, _ALL),
    9: Size(8, 90, 99_999, _ALL),
    10: Size(10, 400, 10**6, _ALL),
}
_THINGS = ("coins", "stamps", "beads", "shells", "tickets", "tokens", "marbles", "cards")


def generate(rng: Random, level: int) -> Draft:
    """Draw a ratio in lowest terms, the size of a part and the question about the first two."""
    size = LEVELS[level]
    while True:
        ratio = [rng.randint(1, size.ratio) for _ in range(size.people)]
        if gcd(*ratio) == 1 and ratio[0] != ratio[1]:
            break
    part, question = rng.randint(2, size.part), rng.choice(size.questions)
    lines = _lines(ratio, part, question)
    given = {
        "whole from share": ratio[0] * part,
        "whole from difference": abs(ratio[0] - ratio[1]) * part,
    }.get(question, sum(ratio) * part)
    return Draft(
        prompts=_prompts(rng, ratio, given, question),
        problem={"ratio": ratio, "given": given, "question": question},
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(ratio: list[int], part: int, question: str) -> list[Line]:
    whole, (a, b) = sum(ratio), ratio[:2]
    parts: Line = ("+".join(map(str, ratio)), str(whole))
    gap = abs(a - b)
    high, low = max(a, b), min(a, b)
    match question:
        case "share":
            return [parts, (f"{whole * part}/{whole}", str(part)), (f"{a}*{part}", str(a * part))]
        case "difference":
            lines = [parts, (f"{whole * part}/{whole}", str(part)), (f"{high}-{low}", str(gap))]
            return [*lines, (f"{gap}*{part}", str(gap * part))]
        case "whole from share":
            return [(f"{a * part}/{a}", str(part)), parts, (f"{whole}*{part}", str(whole * part))]
    lines = [(f"{high}-{low}", str(gap)), (f"{gap * part}/{gap}", str(part)), parts]
    return [*lines, (f"{whole}*{part}", str(whole * part))]


def _prompts(rng: Random, ratio: list[int], given: int, question: str) -> Phrasings:
    names, things = rng.sample(NAMES, len(ratio)), rng.choice(_THINGS)
    people = ", ".join(names[:-1]) + f" and {names[-1]}"
    colons = ":".join(map(str, ratio))
    a, b = names[:2]
    more, less = (a, b) if ratio[0] > ratio[1] else (b, a)
    fact = {
        "whole from share": f"{a} gets {given} {things}.",
        "whole from difference": f"{more} gets {given} {things} more than {less}.",
    }.get(question, f"There are {given} {things} in all.")
    asked = {
        "share": (f"How many {things} does {a} get?", f"What is the share of {a}?"),
        "difference": (
            f"How many {things} more than {less} does {more} get?",
            f"By how many {things} is the share of {more} larger than that of {less}?",
        ),
    }.get(question, (f"How many {things} are there in all?", f"How many {things} are shared out?"))
    short = {
        "share": f"{given} in the ratio {colons}: the first share?",
        "difference": f"{given} in the ratio {colons}: by how much do the first two shares differ?",
        "whole from share": f"ratio {colons}, first share {given}: the whole?",
    }.get(question, f"ratio {colons}, first two shares differ by {given}: the whole?")
    return told(
        short,
        (
            f"{people} share {things} in the ratio {colons} (in this order). {fact}",
            f"Some {things} are divided among {people} in the proportion {colons}. {fact}",
            f"The shares of {people} in a heap of {things} are as {colons}, in this order. {fact}",
        ),
        asked,
        ("", "Answer with a number."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Shares as unknowns: neighbours are in proportion, and what is given is one more equation."""
    from flint import fmpq_mat

    ratio, question = problem["ratio"], problem["question"]
    size = len(ratio)
    rows = []
    for k in range(size - 1):
        row = [0] * size
        row[k], row[k + 1] = ratio[k + 1], -ratio[k]
        rows.append(row)
    last = [1] * size
    if question == "whole from share":
        last = [1] + [0] * (size - 1)
    elif question == "whole from difference":
        sign = 1 if ratio[0] > ratio[1] else -1
        last = [sign, -sign] + [0] * (size - 2)
    right = [[0]] * (size - 1) + [[problem["given"]]]
    shares = [row[0] for row in fmpq_mat([*rows, last]).solve(fmpq_mat(right)).tolist()]
    if question == "share":
        value = shares[0]
    elif question == "difference":
        value = shares[0] - shares[1] if shares[0] > shares[1] else shares[1] - shares[0]
    else:
        value = sum(shares[1:], shares[0])
    return Answer("integer", str(value))


def capacity(level: int) -> int | None:
    """Ratios in lowest terms with two different first numbers (half of all, at least), parts,
    questions.
    """
    size = LEVELS[level]
    return capped(size.ratio**size.people // 2 * (size.part - 1) * len(size.questions))


FAMILY = Family(
    name="ratio_split",
    area="math",
    domain="word problems",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""How many numbers up to a bound are divisible by at least one, none or exactly one of some.

Example: up to 30, by 4 or 6 -> 10, worked 30 = 7*4+2, 30 = 5*6+0, 30 = 2*12+6, 7+5-2 = 10.

Worked by inclusion and exclusion; the oracle strikes out multiples, or counts one period of the
remainders where the bound is large. The size of a level is the number of sets of divisors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb, lcm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many divisors, the largest one, the least and the largest bound."""

    divisors: int
    largest: int
    low: int
    high: int


LEVELS = {
    1: Size(2, 9, 50, 120),
    2: Size(2, 12, 100, 400),
    3: Size(2, 25, 300, 2_000),
    4: Size(3, 8, 200, 900),
    5: Size(3, 12, 500, 3_000),
    6: Size(3, 20, 2_000, 20_000),
    7: Size(4, 12, 2_000, 9_999),
    8: Size(4, 16, 10_000, 99_999),
    9: Size(4, 20, 10**6, 10**8),
    10: Size(5, 16, 10**8, 10**10),
}
_QUESTIONS = ("at least one", "none", "exactly one")


def generate(rng: Random, level: int) -> Draft:
    """Draw the bound, different divisors and the question."""
    size = LEVELS[level]
    bound, question = rng.randint(size.low, size.high), rng.choice(_QUESTIONS)
    divisors = sorted(rng.sample(range(3, size.largest + 1), size.divisors))
    lines = _lines(bound, divisors, question)
    listed = ", ".join(map(str, divisors[:-1])) + f" and {divisors[-1]}"
    return Draft(
        prompts=phrasings(
            f"numbers from 1 to {bound} divisible by {question} of {listed}, how many?",
            (
                f"the number of integers from 1 to {bound} that are divisible by {question} of "
                f"{listed}",
                f"the number of positive integers up to {bound} of which {question} of the "
                f"numbers {listed} is a divisor",
                f"the number of n with $ 1 \\le n \\le {bound} $ that are multiples of {question} "
                f"of the numbers {listed}",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"bound": bound, "divisors": divisors, "question": question},
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
        meta={"size": 2**size.divisors * len(str(size.high))},
    )


def _lines(bound: int, divisors: list[int], question: str) -> list[Line]:
    """Multiples of the least common multiple of every set; signed sums of their numbers."""
    lines, terms = [], []
    for k in range(1, len(divisors) + 1):
        for chosen in combinations(divisors, k):
            multiple = lcm(*chosen)
            count = bound // multiple
            lines.append((str(bound), f"{count}*{multiple}+{bound % multiple}"))
            weight = (-1) ** (k - 1) * (k if question == "exactly one" else 1)
            terms.append((weight, count))
    total = sum(weight * count for weight, count in terms)
    text = "".join(
        f"{'+' if w > 0 else '-'}{count if abs(w) == 1 else f'{abs(w)}*{count}'}"
        for w, count in terms
    )
    lines.append((text[1:], str(total)))
    if question == "none":
        lines.append((f"{bound}-{total}", str(bound - total)))
    return lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Marks on multiples, over the whole range or over one period and what is left."""
    bound, divisors = problem["bound"], problem["divisors"]
    period = lcm(*divisors)
    length = min(bound, period)
    marks = bytearray(length + 1)
    for divisor in divisors:
        for multiple in range(divisor, length + 1, divisor):
            marks[multiple] += 1
    wanted = {"none": (0,), "exactly one": (1,), "at least one": range(1, len(divisors) + 1)}
    fits = wanted[problem["question"]]
    whole, rest = divmod(bound, length)
    count = sum(marks.count(n, 1) for n in fits) * whole
    count += sum(marks.count(n, 1, rest + 1) for n in fits)
    return Answer("integer", str(count))


def capacity(level: int) -> int | None:
    """Bounds, sets of divisors and questions."""
    size = LEVELS[level]
    sets = comb(size.largest - 2, size.divisors)
    return capped((size.high - size.low + 1) * sets * len(_QUESTIONS))


FAMILY = Family(
    name="divisible_count",
    area="math",
    domain="combinatorics",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""An arithmetic sequence known by two of its terms: another term, or a sum of terms.

Example: a(3) = 7, a(5) = 11; the sum of the first 10 terms -> 120, worked (11-7)/(5-3) = 2,
7-2*2 = 3, 3+9*2 = 21, 10*(3+21)/2 = 120.

The oracle walks from the first known term, step by step. From level 7 on the step is a fraction.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_sides import rationals
from assay.generators.math.spelling import signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The bounds of step and first term, the largest known index, the least and the largest index
    asked for, the largest denominator of the step."""

    step: int
    first: int
    known: int
    low: int
    high: int
    parts: int = 1


LEVELS = {
    1: Size(5, 20, 6, 7, 12),
    2: Size(9, 40, 9, 10, 20),
    3: Size(12, 60, 12, 15, 30),
    4: Size(20, 99, 20, 25, 60),
    5: Size(40, 300, 30, 50, 100),
    6: Size(99, 999, 60, 90, 200),
    7: Size(12, 60, 20, 25, 60, parts=5),
    8: Size(40, 300, 40, 60, 120, parts=9),
    9: Size(99, 999, 90, 120, 400, parts=16),
    10: Size(300, 9_999, 300, 400, 999, parts=30),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw step, first term, two known indices, and what is asked."""
    size = LEVELS[level]
    step, first = rng.choice(rationals(size.step, size.parts)), rng.randint(-size.first, size.first)
    m, n = sorted(rng.sample(range(2, size.known + 1), 2))
    asked, question = rng.randint(size.low, size.high), rng.choice(("term", "sum"))
    low, high = first + (m - 1) * step, first + (n - 1) * step
    lines = list(_lines((m, low), (n, high), asked, question))
    what = {
        "term": (
            f"a({asked})",
            f"the term number {asked} of the sequence",
            f"$ a_{{{asked}}} $",
        ),
        "sum": (
            f"a(1) + a(2) + ... + a({asked})",
            f"the sum of the first {asked} terms",
            rf"$ \sum_{{k=1}}^{{{asked}}} a_k $",
        ),
    }[question]
    short = f"a({asked})" if question == "term" else f"a(1)+...+a({asked})"
    return Draft(
        prompts=phrasings(
            f"arithmetic: a({m})={low}, a({n})={high}, {short}=",
            what,
            given=(
                f"a(1), a(2), a(3), ... is an arithmetic sequence with a({m}) = {low} and "
                f"a({n}) = {high}",
                f"a sequence a(1), a(2), ... changes by the same number at every step, and "
                f"a({m}) = {low}, a({n}) = {high}",
                f"$ a_{{{m}}} = {low} $ and $ a_{{{n}}} = {high} $ for the arithmetic sequence "
                f"$ a_1, a_2, \\dots $ that starts with $ a_1 $",
            ),
            notes=("", "Give the exact value."),
        ),
        problem={"known": [[m, str(low)], [n, str(high)]], "asked": asked, "question": question},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
        meta={"size": sum(len(value) for _, value in lines)},
    )


Known = tuple[int, Fraction]


def _lines(one: Known, other: Known, asked: int, question: str) -> Iterator[Line]:
    (m, low), (n, high) = one, other
    step = (high - low) / (n - m)
    first = low - (m - 1) * step
    last = first + (asked - 1) * step
    yield f"({high}-{signed(low)})/({n}-{m})", str(step)
    yield f"{signed(low)}-{m - 1}*{signed(step)}", str(first)
    yield f"{signed(first)}+{asked - 1}*{signed(step)}", str(last)
    if question == "sum":
        yield f"{asked}*({first}+{signed(last)})/2", str(asked * (first + last) / 2)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """One step after the other, forwards and backwards, over a common denominator."""
    (m, low), (n, high) = ((index, Fraction(value)) for index, value in problem["known"])
    unit = (low.denominator * high.denominator) * (n - m)
    step = int((high - low) * unit) // (n - m)
    terms = {m: int(low * unit)}
    for index in range(m - 1, 0, -1):
        terms[index] = terms[index + 1] - step
    for index in range(m + 1, problem["asked"] + 1):
        terms[index] = terms[index - 1] + step
    wanted = range(1, problem["asked"] + 1) if problem["question"] == "sum" else [problem["asked"]]
    return Answer("rational", str(Fraction(sum(terms[k] for k in wanted), unit)))


def capacity(level: int) -> int | None:
    """Steps, first terms, pairs of known indices, asked ones, questions."""
    size = LEVELS[level]
    steps = len(rationals(size.step, size.parts))
    rest = comb(size.known - 1, 2) * (size.high - size.low + 1) * 2
    return capped(steps * (2 * size.first + 1) * rest)


FAMILY = Family(
    name="arithmetic_series",
    area="math",
    domain="sequences",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

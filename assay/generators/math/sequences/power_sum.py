"""The sum of a polynomial over a range of whole numbers.

Example: the sum of k^2+1 for k from 1 to 10 -> 395, worked 10*11*21/6 = 385, 1*385+10 = 395.

Worked with the formulas for sums of powers. The oracle takes the first partial sums and goes on by
Newton's differences.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import draw, value
from assay.generators.math.spelling import polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The degree and the bound of the coefficients, the largest first index, the least and the
    largest last one."""

    degree: int
    bound: int
    first: int
    low: int
    high: int


LEVELS = {
    1: Size(1, 6, 1, 10, 30),
    2: Size(1, 12, 9, 20, 60),
    3: Size(2, 5, 1, 10, 30),
    4: Size(2, 9, 1, 20, 60),
    5: Size(2, 12, 12, 40, 120),
    6: Size(3, 9, 12, 20, 60),
    7: Size(3, 12, 15, 40, 200),
    8: Size(4, 12, 15, 30, 120),
    9: Size(4, 20, 20, 60, 500),
    10: Size(5, 40, 60, 300, 2_000),
}
# 1^d+2^d+...+n^d as n*(n+1)*(...)/below, written for a number n
_FORMULAS = {
    1: "{n}*({n}+1)/2",
    2: "{n}*({n}+1)*(2*{n}+1)/6",
    3: "({n}*({n}+1)/2)^2",
    4: "{n}*({n}+1)*(2*{n}+1)*(3*{n}^2+3*{n}-1)/30",
    5: "{n}^2*({n}+1)^2*(2*{n}^2+2*{n}-1)/12",
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the polynomial and the range."""
    size = LEVELS[level]
    terms = draw(rng, size.degree, size.bound)
    first, last = rng.randint(1, size.first), rng.randint(size.low, size.high)
    lines = list(_lines(terms, first, last))
    plain = polynomial(terms, "k")
    return Draft(
        prompts=phrasings(
            f"sum of {plain}, k={first}..{last}:",
            (
                f"the sum of {pretty(plain)} for k from {first} to {last}",
                f"the sum of the values of {pretty(plain)} for all integers k with "
                f"{first} <= k <= {last}",
                rf"$ \sum_{{k={first}}}^{{{last}}} \left( {tex(plain)} \right) $",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"terms": terms, "first": first, "last": last},
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
    )


@cache
def _sums(power: int) -> list[int]:
    """Sums of powers of 1, 2, ..., n for every n up to the largest, by adding."""
    most = max(size.high for size in LEVELS.values())
    return list(accumulate((k**power for k in range(1, most + 1)), initial=0))


def _lines(terms: list[int], first: int, last: int) -> Iterator[Line]:
    """Sums of powers up to the end and up to before the start; their multiples added up."""
    sums = [last - first + 1]
    for d in range(1, len(terms)):
        whole, before = _sums(d)[last], _sums(d)[first - 1]
        yield _FORMULAS[d].format(n=last), str(whole)
        if before:
            yield _FORMULAS[d].format(n=first - 1), str(before)
            yield f"{whole}-{before}", str(whole - before)
        sums.append(whole - before)
    yield f"{last}-{first}+1", str(sums[0])
    pairs = [f"{signed(c)}*{s}" for c, s in zip(terms, sums, strict=True) if c]
    yield "+".join(reversed(pairs)), str(sum(c * s for c, s in zip(terms, sums, strict=True)))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Partial sums from the first index on; Newton's forward differences at the last one."""
    first, count = problem["first"], len(problem["terms"]) + 1
    row = list(accumulate(int(value(problem["terms"], first + k)) for k in range(count)))
    total = 0
    for k in range(count):
        total += row[0] * comb(problem["last"] - first, k)
        row = [b - a for a, b in pairwise(row)]
    return Answer("integer", str(total))


def capacity(level: int) -> int | None:
    """Polynomials and ranges."""
    size = LEVELS[level]
    polynomials = (2 * size.bound + 1) ** size.degree * 2 * size.bound
    return capped(polynomials * size.first * (size.high - size.low + 1))


FAMILY = Family(
    name="power_sum",
    area="math",
    domain="sequences",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

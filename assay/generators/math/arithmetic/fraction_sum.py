"""A sum and difference of fractions, in lowest terms.

Example: 3/4+5/6-1/2 -> 13/12, worked 3/4 = 9/12, 5/6 = 10/12, 1/2 = 6/12, 9+10-6 = 13.

The oracle adds with flint's rationals.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import comb, gcd, lcm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many fractions, and the largest denominator."""

    terms: int
    below: int


LEVELS = {
    1: Size(2, 12),
    2: Size(2, 18),
    3: Size(2, 30),
    4: Size(3, 12),
    5: Size(3, 24),
    6: Size(4, 24),
    7: Size(4, 60),
    8: Size(5, 60),
    9: Size(6, 99),
    10: Size(9, 150),
}


@cache
def _fractions(below: int) -> tuple[Fraction, ...]:
    """Proper fractions in lowest terms."""
    return tuple(Fraction(a, b) for b in range(2, below + 1) for a in range(1, b) if gcd(a, b) == 1)


def generate(rng: Random, level: int) -> Draft:
    """Draw different fractions and their signs; the first one is positive."""
    size = LEVELS[level]
    parts = rng.sample(_fractions(size.below), size.terms)
    terms = [parts[0], *(part * rng.choice((1, -1)) for part in parts[1:])]
    lines = list(_lines(terms))
    plain = str(terms[0]) + "".join(f"-{-t}" if t < 0 else f"+{t}" for t in terms[1:])
    shown = plain.replace("+", " + ").replace("-", " - ")
    return Draft(
        prompts=phrasings(
            f"{plain}=",
            (f"{shown}", f"the exact value of {shown}", f"$ {tex(plain)} $"),
            notes=(
                "Answer with a fraction in lowest terms.",
                "Give a reduced fraction or a whole number.",
            ),
        ),
        problem={"terms": sorted(map(str, terms))},
        answer=Answer("rational", lines[-1][1], {"required_form": "reduced"}),
        steps=worked(lines),
    )


def _lines(terms: list[Fraction]) -> Iterator[Line]:
    """All over the least common denominator; the sum of the numerators; reduced."""
    below = lcm(*(t.denominator for t in terms))
    tops = [int(t * below) for t in terms]
    for term, top in zip(terms, tops, strict=True):
        if term.denominator != below:
            yield str(abs(term)), f"{abs(top)}/{below}"
    text = str(tops[0]) + "".join(f"-{-n}" if n < 0 else f"+{n}" for n in tops[1:])
    yield text, str(sum(tops))
    yield f"{sum(tops)}/{below}", str(Fraction(sum(tops), below))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The sum by flint."""
    from flint import fmpq

    total = fmpq(0)
    for term in problem["terms"]:
        above, below = term.split("/")
        total += fmpq(int(above), int(below))
    return Answer("rational", str(total), {"required_form": "reduced"})


def capacity(level: int) -> int | None:
    """Sets of fractions with the first one and the signs of the others."""
    size = LEVELS[level]
    sets = comb(len(_fractions(size.below)), size.terms)
    # a set with k minus signs comes up with any of its plus signs in front
    return capped(sets * (2**size.terms - 1) * 2 // 3)


FAMILY = Family(
    name="fraction_sum",
    area="math",
    domain="arithmetic",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

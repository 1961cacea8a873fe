"""The sum of a geometric series, finite or infinite; an infinite one may diverge.

Example: 3+6+12+... with 5 terms -> 93, worked 2^5 = 32, 3*(32-1)/(2-1) = 93.

Levels 3 to 5 are infinite series: one in four has a ratio of size 1 or more and no sum. The oracle
adds term by term, or goes by Aitken's rule from three partial sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture, capped
from assay.generators.math.linear_sides import rationals
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The bound of the first term, that of numerator and denominator of the ratio, the least and
    the largest number of terms (0: infinite)."""

    first: int
    ratio: int
    parts: int
    low: int = 0
    high: int = 0


LEVELS = {
    1: Size(30, 4, 1, 4, 7),
    2: Size(40, 5, 1, 5, 9),
    3: Size(60, 12, 12),
    4: Size(300, 30, 30),
    5: Size(2_000, 60, 60),
    6: Size(40, 7, 6, 5, 8),
    7: Size(60, 9, 9, 7, 12),
    8: Size(99, 12, 12, 9, 14),
    9: Size(300, 20, 20, 11, 17),
    10: Size(2_000, 40, 40, 14, 22),
}
_NONE = "diverges"


def generate(rng: Random, level: int) -> Draft:
    """Draw first term and ratio; for infinite series whether it converges."""
    size = LEVELS[level]
    first = nonzero(rng, size.first)
    if size.high:
        ratio = rng.choice(_ratios(size.ratio, size.parts, "not one"))
        count = rng.randint(size.low, size.high)
        answer, lines = _finite(first, ratio, count)
    else:
        which = "small" if rng.randrange(4) > 0 else "large"
        ratio, count = rng.choice(_ratios(size.ratio, size.parts, which)), 0
        answer, lines = _infinite(first, ratio)
    terms = [first * ratio**k for k in range(4)]
    shown = " + ".join(map(signed, terms[:3])) + " + ..."
    last = f" ({count} terms)" if count else ""
    bound = f"{count - 1}" if count else "oo"
    typeset = rf"\sum_{{k=0}}^{{{count - 1 if count else chr(92) + 'infty'}}} {first}"
    many = f"{count} terms" if count else "infinitely many terms"
    notes = ("Give the exact value.", "Answer with an integer or a fraction.")
    if not count:
        notes = (
            f"If it has no finite sum, answer: {_NONE}.",
            f"Answer with the exact sum, or with the word: {_NONE}.",
        )
    return Draft(
        prompts=phrasings(
            f"sum of {first}*({ratio})^k, k=0..{bound}" + ("" if count else f", or {_NONE}") + ":",
            (
                f"the sum of the geometric series {shown}{last}",
                f"the sum of the geometric series with first term {first}, ratio {ratio} and "
                f"{many}",
                rf"$ {typeset} \cdot \left( {tex(str(ratio))} \right)^k $",
            ),
            notes=notes,
        ),
        problem={"first": first, "ratio": str(ratio), "count": count},
        answer=answer,
        steps=worked(lines),
        meta={"kind": "text"} if answer.kind == "text" else {},
    )


@cache
def _ratios(bound: int, parts: int, which: str) -> tuple[Fraction, ...]:
    """The ratios of a size: all but 1 and -1, those below 1, or the others."""
    fits = {"not one": lambda q: abs(q) != 1, "small": lambda q: abs(q) < 1}
    fit = fits.get(which, lambda q: abs(q) >= 1)
    return tuple(filter(fit, rationals(bound, parts)))


def _finite(first: int, ratio: Fraction, count: int) -> tuple[Answer, list[Line]]:
    power = ratio**count
    total = first * (power - 1) / (ratio - 1)
    lines = [(f"({ratio})^{count}", str(power))]
    lines.append((f"{signed(first)}*({power}-1)/({ratio}-1)", str(total)))
    return Answer("rational", str(total)), lines


def _infinite(first: int, ratio: Fraction) -> tuple[Answer, list[Line]]:
    size: Line = (f"abs({ratio})", str(abs(ratio)))
    if abs(ratio) >= 1:
        return Answer("text", _NONE), [size]
    total = first / (1 - ratio)
    return Answer("rational", str(total)), [
        size,
        (f"{signed(first)}/(1-{signed(ratio)})", str(total)),
    ]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Term after term; an infinite sum from the partial sums x, y, z as x - (y-x)^2/(z-2y+x)."""
    term, ratio = Fraction(problem["first"]), Fraction(problem["ratio"])
    if not problem["count"] and abs(ratio) >= 1:
        return Answer("text", _NONE)
    sums = [Fraction(0)]
    for _ in range(problem["count"] or 3):
        sums.append(sums[-1] + term)
        term *= ratio
    if problem["count"]:
        return Answer("rational", str(sums[-1]))
    _, x, y, z = sums
    return Answer("rational", str(x - (y - x) ** 2 / (z - 2 * y + x)))


def capacity(level: int) -> int | None:
    """First terms, ratios but 1 and -1, numbers of terms; infinite ones by their two kinds."""
    size = LEVELS[level]
    ratios, firsts = rationals(size.ratio, size.parts), 2 * size.first
    small = sum(abs(q) < 1 for q in ratios)
    if size.high:
        return capped(firsts * (len(ratios) - 2) * (size.high - size.low + 1))
    return capacity_of_mixture(
        (Fraction(3, 4), firsts * small), (Fraction(1, 4), firsts * (len(ratios) - small))
    )


FAMILY = Family(
    name="geometric_series",
    area="math",
    domain="sequences",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

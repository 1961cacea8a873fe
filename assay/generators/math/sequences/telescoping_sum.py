"""A sum of fractions in which almost everything cancels.

Example: 1/(1*2)+1/(2*3)+...+1/(9*10) -> 9/10, worked 1 = 1, 1/10 = 1/10, 1-1/10 = 9/10.

Terms are c/(g(k)*g(k+d)) with g(k) = p*k+q. The oracle adds all of them over one denominator.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import polynomial, pretty
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The largest numerator, slope, constant and distance d; the most terms."""

    top: int
    slope: int
    constant: int
    distance: int
    terms: int


LEVELS = {
    1: Size(6, 1, 4, 1, 60),
    2: Size(9, 2, 5, 1, 60),
    3: Size(9, 3, 9, 1, 99),
    4: Size(9, 2, 5, 2, 60),
    5: Size(12, 3, 9, 2, 99),
    6: Size(20, 4, 12, 3, 99),
    7: Size(30, 5, 20, 4, 150),
    8: Size(60, 7, 30, 5, 200),
    9: Size(99, 9, 60, 6, 300),
    10: Size(300, 20, 99, 8, 400),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the numerator, g, the distance and the ends of the sum."""
    size = LEVELS[level]
    top, slope = rng.randint(1, size.top), rng.randint(1, size.slope)
    constant, distance = rng.randint(0, size.constant), rng.randint(1, size.distance)
    last = rng.randint(size.terms // 5, size.terms)
    lines = list(_lines(top, slope, constant, distance, last))
    g, h = polynomial([constant, slope], "k"), polynomial([constant + slope * distance, slope], "k")
    first, second = (text if text == "k" else f"({text})" for text in (g, h))
    body = f"{top}/({first}*{second})"
    shown = pretty(body)
    terms = [
        f"{top}/({slope * k + constant}*{slope * (k + distance) + constant})" for k in (1, 2, last)
    ]
    return Draft(
        prompts=phrasings(
            f"sum of {body}, k=1..{last}:",
            (
                f"the sum of {shown} for k from 1 to {last}",
                f"the sum {terms[0]} + {terms[1]} + ... + {terms[2]}, whose terms are {shown} with "
                f"k = 1, ..., {last}",
                rf"$ \sum_{{k=1}}^{{{last}}} \frac{{{top}}}{{{pretty(first)}{pretty(second)}}} $",
            ),
            notes=("Give the exact value.", "Answer with an integer or a fraction."),
        ),
        problem={
            "top": top,
            "slope": slope,
            "constant": constant,
            "distance": distance,
            "last": last,
        },
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
        meta={"size": size.distance * 10 + len(lines[-1][1])},
    )


def _lines(top: int, slope: int, constant: int, distance: int, last: int) -> Iterator[Line]:
    """What stays at the beginning and at the end; their difference times c/(p*d)."""
    ends = []
    for start in (1, last + 1):
        parts = [slope * (start + j) + constant for j in range(distance)]
        ends.append(sum((Fraction(1, n) for n in parts), Fraction(0)))
        yield "+".join(f"1/{n}" for n in parts), str(ends[-1])
    yield f"{ends[0]}-{ends[1]}", str(ends[0] - ends[1])
    weight = Fraction(top, slope * distance)
    yield f"{top}/({slope}*{distance})", str(weight)
    yield f"({weight})*({ends[0] - ends[1]})", str(weight * (ends[0] - ends[1]))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """All terms, two neighbouring sums at a time, so that the numbers stay small."""
    p, q, d = problem["slope"], problem["constant"], problem["distance"]
    parts = [
        Fraction(problem["top"], (p * k + q) * (p * (k + d) + q))
        for k in range(1, problem["last"] + 1)
    ]
    while len(parts) > 1:
        pairs = [a + b for a, b in zip(parts[::2], parts[1::2], strict=False)]
        parts = [*pairs, *(parts[-1:] if len(parts) % 2 else [])]
    return Answer("rational", str(parts[0]))


def capacity(level: int) -> int | None:
    """Numerators, slopes, constants, distances, ends."""
    size = LEVELS[level]
    ends = size.terms - size.terms // 5 + 1
    return capped(size.top * size.slope * (size.constant + 1) * size.distance * ends)


FAMILY = Family(
    name="telescoping_sum",
    area="math",
    domain="sequences",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

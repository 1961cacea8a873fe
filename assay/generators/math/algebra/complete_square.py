"""A quadratic written as a square and a number: the three constants.

Example: 2x^2-12x+7 = a(x-h)^2+k -> (2, 3, -11), worked -(-12)/(2*2) = 3, 7-2*3^2 = -11.

The constants are drawn. The oracle takes the second difference, the point of symmetry and the value
there from three values of the quadratic. The size of a level is the characters shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_sides import rationals
from assay.generators.math.spelling import Number, polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Bounds of a, h and k; h is over up to `parts`, a over up to `over`, k over `over`."""

    lead: int
    shift: int
    rest: int
    parts: int = 1
    over: int = 1


LEVELS = {
    1: Size(1, 20, 50),
    2: Size(3, 20, 60),
    3: Size(9, 20, 99),
    4: Size(9, 20, 99, parts=2),
    5: Size(12, 30, 200, parts=3),
    6: Size(20, 60, 500, parts=4),
    7: Size(30, 60, 500, parts=6, over=3),
    8: Size(40, 99, 999, parts=9, over=7),
    9: Size(60, 200, 9_999, parts=20, over=13),
    10: Size(99, 500, 99_999, parts=30, over=31),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a, h and k; multiply out."""
    size = LEVELS[level]
    a = rng.choice(rationals(size.lead, size.over))
    h = rng.choice(rationals(size.shift, size.parts))
    k = Fraction(rng.randint(-size.rest, size.rest), size.over)
    whole: list[Number] = [a * h * h + k, -2 * a * h, a]
    plain = polynomial(whole)
    return Draft(
        prompts=phrasings(
            f"{plain}=a*(x-h)^2+k, (a, h, k)=",
            ("the numbers (a, h, k)", "the constants (a, h, k)"),
            given=(
                f"{pretty(plain)} = a(x - h)^2 + k for all x",
                f"$ {tex(plain)} = a(x - h)^2 + k $ for all x",
                f"a(x - h)^2 + k is what one gets from {pretty(plain)} by completing the square",
            ),
            notes=("Answer with (a, h, k), whole numbers or fractions.",),
            plural=True,
        ),
        problem={"coefficients": [str(c) for c in whole]},
        answer=Answer("tuple", f"({a}, {h}, {k})"),
        steps=worked(_lines(a, h, k)),
        meta={"size": 2 * len(plain) + len(f"{a}{h}{k}")},
    )


def _lines(a: Fraction, h: Fraction, k: Fraction) -> Iterator[Line]:
    b, c = -2 * a * h, a * h * h + k
    yield f"-{signed(b)}/(2*{signed(a)})", str(h)
    yield f"{signed(c)}-{signed(a)}*{signed(h)}^2", str(k)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """From the values at -1, 0 and 1: half the second difference, where it is symmetric, there."""
    c, b, a = map(Fraction, problem["coefficients"])
    low, middle, high = a - b + c, c, a + b + c
    lead = (low - 2 * middle + high) / 2
    shift = (low - high) / (2 * (low - 2 * middle + high))
    rest = middle - (high - low) ** 2 / (8 * (low - 2 * middle + high))
    return Answer("tuple", f"({lead}, {shift}, {rest})")


def capacity(level: int) -> int | None:
    """Choices of a, h and k."""
    size = LEVELS[level]
    leads, shifts = rationals(size.lead, size.over), rationals(size.shift, size.parts)
    return capped(len(leads) * len(shifts) * (2 * size.rest + 1))


FAMILY = Family(
    name="complete_square",
    area="math",
    domain="algebra",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The remainder of a polynomial division.

Example: x^3+2*x+5 by x-1 -> 8, worked by taking off multiples of the divisor.

Divisor, quotient and remainder are drawn and put together. The oracle divides with flint. The
size of a level is the number of products times a bound of their factors.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import Poly, draw, plus, times
from assay.generators.math.spelling import polynomial, pretty, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Degrees of divisor and quotient, the largest coefficient, the divisor's leading one."""

    divisor: int
    quotient: int
    bound: int
    lead: int = 1


LEVELS = {
    1: Size(1, 1, 12),
    2: Size(1, 2, 9),
    3: Size(1, 3, 9),
    4: Size(2, 2, 6),
    5: Size(2, 2, 12),
    6: Size(2, 3, 12),
    7: Size(2, 3, 12, lead=3),
    8: Size(3, 3, 12, lead=3),
    9: Size(3, 4, 15, lead=4),
    10: Size(4, 5, 20, lead=5),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw divisor, quotient and remainder; divide."""
    size = LEVELS[level]
    while True:
        divisor = [*draw(rng, size.divisor - 1, size.bound), rng.randint(1, size.lead)]
        rest = [rng.randint(-size.bound, size.bound) for _ in range(size.divisor)]
        dividend = plus(times(divisor, draw(rng, size.quotient, size.bound)), rest)
        shown = (polynomial(dividend), polynomial(divisor))
        answer = polynomial(rest)
        if any(rest):
            break
    first, second = map(pretty, shown)
    typeset = tuple(map(tex, shown))
    return Draft(
        prompts=phrasings(
            f"remainder of ({shown[0]})/({shown[1]}):",
            (
                f"the remainder when {first} is divided by {second}",
                f"the remainder of the polynomial division of {first} by {second}",
                f"the remainder when $ {typeset[0]} $ is divided by $ {typeset[1]} $",
            ),
            notes=("Write it as a polynomial in x, expanded.", "Give it without brackets."),
        ),
        problem={"dividend": dividend, "divisor": divisor},
        answer=Answer("expression", answer, {"variables": ["x"], "required_form": "expanded"}),
        steps=worked(_lines(dividend, divisor)),
        meta={"size": (size.quotient + 1) * (size.divisor + 1) * (size.bound + 10 * size.lead)},
    )


def _lines(left: Poly, divisor: Poly) -> Iterator[Line]:
    """The highest power is taken off, line by line."""
    while len(left) >= len(divisor):
        part = [0] * (len(left) - len(divisor)) + [left[-1] // divisor[-1]]
        rest = plus(left, times(part, divisor), -1)
        taken = f"({polynomial(part)})*({polynomial(divisor)})"
        yield f"{polynomial(left)}-{taken}", polynomial(rest)
        left = rest


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The remainder over the rationals, by flint."""
    from flint import fmpq_poly

    rest = fmpq_poly(problem["dividend"]) % fmpq_poly(problem["divisor"])
    value = polynomial([int(c) for c in rest.coeffs()])
    return Answer("expression", value, {"variables": ["x"], "required_form": "expanded"})


def capacity(level: int) -> int | None:
    """Divisors without constant 0 where they are linear, quotients, remainders that are not 0."""
    size = LEVELS[level]
    wide, both = 2 * size.bound + 1, 2 * size.bound
    divisors = wide ** (size.divisor - 1) * both * size.lead
    return capped(divisors * wide**size.quotient * both * (wide**size.divisor - 1))


FAMILY = Family(
    name="polynomial_remainder",
    area="math",
    domain="polynomials",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

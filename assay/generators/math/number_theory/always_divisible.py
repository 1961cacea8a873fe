"""Whether a polynomial is divisible by a number at every integer: true or false.

Example: n^3+5*n and 6 -> true, worked 0 = 0*6, 1^3+5*1 = 1*6, 2^3+5*2 = 3*6, 3^3+5*3 = 7*6.

A polynomial of degree d is divisible everywhere when it is at 0, 1, ..., d. It is drawn as a sum of
a*n*(n-1)*...*(n-k+1), which is divisible when a*k! is; half of them are spoiled at one place. The
oracle tries all residues.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.polynomials import plus, put_in, times, value
from assay.generators.math.spelling import polynomial, pretty, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """The degree, the bound of the multiples, and the divisors."""

    degree: int
    bound: int
    divisors: tuple[int, ...]


LEVELS = {
    1: Size(2, 6, (2, 4, 6)),
    2: Size(3, 2, (3, 4, 6)),
    3: Size(3, 5, (6, 9, 10, 12)),
    4: Size(4, 3, (6, 8, 12, 24)),
    5: Size(5, 3, (10, 12, 20, 24, 30)),
    6: Size(5, 9, (15, 20, 40, 60, 120)),
    7: Size(6, 9, (24, 36, 48, 60, 72, 90, 120)),
    8: Size(7, 12, (28, 42, 56, 63, 70, 84, 105, 120)),
    9: Size(9, 12, (54, 72, 81, 90, 126, 162, 210, 252)),
    10: Size(12, 20, (154, 180, 220, 243, 280, 308, 315, 330, 504)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the sum of factorial powers; spoil one of them in half of the draws."""
    size = LEVELS[level]
    divisor = rng.choice(size.divisors)
    parts = [
        _step(divisor, k) * rng.randint(-size.bound, size.bound) for k in range(size.degree + 1)
    ]
    while not parts[-1]:
        parts[-1] = _step(divisor, size.degree) * rng.randint(-size.bound, size.bound)
    true = rng.random() < 0.5
    if not true:
        at = rng.choice(_places(divisor, size.degree))
        parts[at] += rng.randrange(1, _step(divisor, at))
    coefficients = _expanded(parts)
    plain = polynomial(coefficients, "n")
    return Draft(
        prompts=told(
            f"{divisor} divides {plain} for all integers n: true or false?",
            (
                f"P(n) = {pretty(plain)}.",
                f"Let P be the polynomial {pretty(plain)} in n.",
                f"A polynomial is given by $ P(n) = {tex(plain)} $.",
            ),
            (
                f"Does {divisor} divide P(n) for every integer n?",
                f"Is P(n) a multiple of {divisor} whatever the integer n is?",
                f"Is P(n) divisible by {divisor} for each integer n, without exception?",
            ),
            ("Answer true or false.", "The answer is one word: true if so, else false."),
        ),
        problem={"coefficients": coefficients, "divisor": divisor},
        answer=Answer("boolean", "true" if true else "false"),
        steps=worked(_lines(coefficients, divisor)),
        meta={"size": len(plain) + 6 * size.degree},
    )


def _step(divisor: int, k: int) -> int:
    """The least a for which a*n*(n-1)*...*(n-k+1) is always divisible."""
    return divisor // gcd(divisor, factorial(k))


def _places(divisor: int, degree: int) -> list[int]:
    """Where a sum can be spoiled, later places preferred: the first value that fails is there."""
    return [k for k in range(degree + 1) if _step(divisor, k) > 1 for _ in range(k + 1)]


def _expanded(parts: list[int]) -> list[int]:
    """The coefficients of the sum of the factorial powers."""
    whole, power = [0], [1]
    for k, part in enumerate(parts):
        whole = plus(whole, power, part)
        power = times(power, [-k, 1])
    return whole


def _lines(coefficients: list[int], divisor: int) -> Iterator[Line]:
    """Values at 0, 1, ... up to the degree as multiples of the divisor; the first that is none ends
    it.
    """
    for n in range(len(coefficients)):
        found = int(value(coefficients, n))
        quotient, rest = divmod(found, divisor)
        shown = f"({quotient})" if quotient < 0 else str(quotient)
        left = put_in(coefficients, n) if n else str(found)
        yield left, f"{shown}*{divisor}" + (f"+{rest}" if rest else "")
        if rest:
            return


def oracle(problem: Mapping[str, Any]) -> Answer:
    """All residues are put in."""
    coefficients, divisor = problem["coefficients"], problem["divisor"]
    for n in range(divisor):
        if sum(c * pow(n, k, divisor) for k, c in enumerate(coefficients)) % divisor:
            return Answer("boolean", "false")
    return Answer("boolean", "true")


def capacity(level: int) -> int | None:
    """True ones: multiples at every place, with a divisor of the fewest; false ones are spoiled at
    one place at least and have as many multiples at all places.
    """
    size = LEVELS[level]
    multiples = (2 * size.bound + 1) ** size.degree * 2 * size.bound * len(size.divisors)
    return capacity_of_mixture(
        (Fraction(1, 2), multiples),
        (Fraction(1, 2), multiples * min(map(_spoilings, size.divisors))),
    )


def _spoilings(divisor: int) -> int:
    return _step(divisor, 1) - 1


FAMILY = Family(
    name="always_divisible",
    area="math",
    domain="number theory",
    answer_kind="boolean",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

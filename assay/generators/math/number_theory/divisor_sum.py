"""The sum of all positive divisors of a number.

Example: 12 -> 28, worked 12 = 2^2*3, 1+2+2^2 = 7, 1+3 = 4, 7*4 = 28.

The number is drawn from those without large primes. The oracle adds the divisors that it finds up
to the square root, or asks flint when the number is large. The size of a level is the bits of the
number.
"""

from collections.abc import Iterator, Mapping
from math import isqrt, prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.number_theory.smooth import SIZES, factored, smooth_numbers, spelled
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


def generate(rng: Random, level: int) -> Draft:
    """Draw the number and multiply the sums of the powers of each prime."""
    number = rng.choice(smooth_numbers(*SIZES[level]))
    lines = list(_lines(number))
    return Draft(
        prompts=phrasings(
            f"sum of the divisors of {number}:",
            (
                f"the sum of all positive divisors of {number}, {number} itself included",
                f"the sum of the positive whole numbers that divide {number}",
                f"the sum of the divisors of $ {number} $, from 1 up to $ {number} $ itself",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"number": number},
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
        meta={"size": number.bit_length()},
    )


def _lines(number: int) -> Iterator[Line]:
    factors = factored(number)
    yield str(number), spelled(factors)
    sums = []
    for prime, times in factors.items():
        sums.append(sum(prime**n for n in range(times + 1)))
        powers = "+".join(f"{prime}^{n}" for n in range(2, times + 1))
        yield f"1+{prime}" + (f"+{powers}" if powers else ""), str(sums[-1])
    if len(sums) > 1:
        yield "*".join(map(str, sums)), str(prod(sums))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Pairs of divisors up to the square root; flint's divisor function beyond a million."""
    from flint import fmpz

    number = problem["number"]
    if number > 10**6:
        return Answer("integer", str(fmpz(number).divisor_sigma(1)))
    root = isqrt(number)
    pairs = (n + number // n for n in range(1, root + 1) if number % n == 0)
    return Answer("integer", str(sum(pairs) - (root if root * root == number else 0)))


def capacity(level: int) -> int | None:
    """The numbers of a level."""
    return capped(len(smooth_numbers(*SIZES[level])))


FAMILY = Family(
    name="divisor_sum",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

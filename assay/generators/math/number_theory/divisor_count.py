"""How many positive divisors a number has.

Example: 360 -> 24, worked 360 = 2^3*3^2*5, (3+1)*(2+1)*(1+1) = 24.

The number is drawn from those without large primes. The oracle is flint's divisor function. The
size of a level is the bits of the number.
"""

from collections.abc import Mapping
from math import prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.number_theory.smooth import SIZES, factored, smooth_numbers, spelled
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


def generate(rng: Random, level: int) -> Draft:
    """Draw the number and count by the exponents."""
    number = rng.choice(smooth_numbers(*SIZES[level]))
    factors = factored(number)
    count = str(prod(times + 1 for times in factors.values()))
    product = "*".join(f"({times}+1)" for times in factors.values())
    return Draft(
        prompts=phrasings(
            f"number of divisors of {number}:",
            (
                f"the number of positive divisors of {number}",
                f"the number of positive whole numbers that divide {number} without remainder",
                f"the number of positive divisors of $ {number} $, with 1 and $ {number} $ itself",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"number": number},
        answer=Answer("integer", count),
        steps=worked([(str(number), spelled(factors)), (product, count)]),
        meta={"size": number.bit_length()},
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The divisor function of flint."""
    from flint import fmpz

    return Answer("integer", str(fmpz(problem["number"]).divisor_sigma(0)))


def capacity(level: int) -> int | None:
    """The numbers of a level."""
    return capped(len(smooth_numbers(*SIZES[level])))


FAMILY = Family(
    name="divisor_count",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

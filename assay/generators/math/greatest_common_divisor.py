"""The greatest common divisor of a few numbers.

Example: "gcd(84, 126)" -> 42, worked 126 = 1*84+42, 84 = 2*42+0.

The divisor is drawn first and the numbers are built on it, so it is known by construction and never
1. The oracle factors every number into primes and takes the least powers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import comb, gcd
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.lazy import Late
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many numbers, the largest divisor, and the largest number once divided by it."""

    count: int
    divisor: int
    cofactor: int


LEVELS = {
    1: Size(2, 30, 80),
    2: Size(2, 60, 150),
    3: Size(2, 200, 300),
    4: Size(3, 60, 150),
    5: Size(3, 300, 400),
    6: Size(3, 2_000, 2_000),
    7: Size(4, 2_000, 2_000),
    8: Size(4, 20_000, 20_000),
    9: Size(5, 100_000, 50_000),
    10: Size(6, 1_000_000, 500_000),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the divisor and cofactors without a common divisor."""
    size = LEVELS[level]
    divisor = rng.randint(2, size.divisor)
    while True:
        cofactors = rng.sample(range(1, size.cofactor + 1), size.count)
        if gcd(*cofactors) == 1:
            break
    numbers = [divisor * cofactor for cofactor in cofactors]
    listed = ", ".join(map(str, numbers))
    spoken = ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}"
    return Draft(
        prompts=phrasings(
            f"gcd({listed})=",
            (
                f"the greatest common divisor of {spoken}",
                f"the largest whole number that divides each of {spoken}",
                f"the highest common factor of the numbers {spoken}",
                rf"$ \gcd({listed}) $",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"numbers": sorted(numbers)},
        answer=Answer("integer", str(divisor)),
        steps=Late(lambda: tuple(_steps(numbers))),
    )


def _steps(numbers: list[int]) -> Iterator[Step]:
    """Euclid's divisions, one number after the other."""
    found = numbers[0]
    for number in numbers[1:]:
        large, small = max(found, number), min(found, number)
        while small:
            times, rest = divmod(large, small)
            worked = f"{times}*{small}+{rest}"
            yield Step(f"{large} = {worked}", Claim("equal", str(large), worked))
            large, small = small, rest
        found = large


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The primes of the first number, each as often as every number has it."""
    from flint import fmpz

    first, *others = map(fmpz, problem["numbers"])
    found = fmpz(1)
    for prime, power in first.factor():
        shared = power
        for other in others:
            times = 0
            while times < shared and other % prime == 0:
                other, times = other // prime, times + 1
            shared = times
        found *= prime**shared
    return Answer("integer", str(found))


@cache
def capacity(level: int) -> int | None:
    """Divisors times sets of cofactors without a common divisor (by Moebius inversion)."""
    size = LEVELS[level]
    if (size.divisor - 1) * comb(size.cofactor, size.count) >= 2**65:
        return None  # more than a third of all sets have no common divisor: 2 - zeta(count) > 1/3
    signs = [1] * (size.cofactor + 1)
    for prime in range(2, size.cofactor + 1):
        if all(prime % d for d in range(2, int(prime**0.5) + 1)):
            for multiple in range(prime, size.cofactor + 1, prime):
                signs[multiple] *= 0 if multiple % (prime * prime) == 0 else -1
    sets = sum(
        sign * comb(size.cofactor // d, size.count) for d, sign in enumerate(signs) if d and sign
    )
    count = (size.divisor - 1) * sets
    return count if count < 2**63 else None


FAMILY = Family(
    name="greatest_common_divisor",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

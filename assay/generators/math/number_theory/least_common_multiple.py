"""The least common multiple of a few numbers.

Example: "lcm(12, 18)" -> 36, worked 18 = 1*12+6, 12 = 2*6+0, 12*18/6 = 36.

Numbers are made of primes up to 13, so that they share factors. Worked with Euclid's divisions; the
oracle takes the greatest power of every prime. The size of a level is the bits of the answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import comb, prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.number_theory.smooth import smooth_numbers
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many numbers, and the largest one."""

    count: int
    largest: int


LEVELS = {
    1: Size(2, 100),
    2: Size(2, 300),
    3: Size(2, 2_000),
    4: Size(3, 400),
    5: Size(3, 3_000),
    6: Size(3, 20_000),
    7: Size(4, 20_000),
    8: Size(4, 200_000),
    9: Size(5, 2_000_000),
    10: Size(7, 20_000_000),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw different smooth numbers."""
    size = LEVELS[level]
    numbers = rng.sample(smooth_numbers(4, size.largest, 13), size.count)
    lines = list(_lines(numbers))
    answer = lines[-1][1]
    listed = ", ".join(map(str, numbers))
    spoken = ", ".join(map(str, numbers[:-1])) + f" and {numbers[-1]}"
    return Draft(
        prompts=phrasings(
            f"lcm({listed})=",
            (
                f"the least common multiple of {spoken}",
                f"the smallest positive number that is divisible by each of {spoken}",
                f"$ \\operatorname{{lcm}}({listed}) $",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"numbers": sorted(numbers)},
        answer=Answer("integer", answer),
        steps=worked(lines),
        meta={"size": int(answer).bit_length()},
    )


def _lines(numbers: list[int]) -> Iterator[Line]:
    """The greatest common divisor by divisions, then the product divided by it."""
    found = numbers[0]
    for number in numbers[1:]:
        large, small = max(found, number), min(found, number)
        while small:
            times, rest = divmod(large, small)
            yield str(large), f"{times}*{small}+{rest}"
            large, small = small, rest
        yield f"{found}*{number}/{large}", str(found * number // large)
        found = found * number // large


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every prime as often as it stands in the number that has it most often."""
    from flint import fmpz

    powers: dict[int, int] = {}
    for number in problem["numbers"]:
        for prime, times in fmpz(number).factor():
            powers[int(prime)] = max(times, powers.get(int(prime), 0))
    return Answer("integer", str(prod(prime**times for prime, times in powers.items())))


def capacity(level: int) -> int | None:
    """Sets of smooth numbers."""
    size = LEVELS[level]
    return capped(comb(len(smooth_numbers(4, size.largest, 13)), size.count))


FAMILY = Family(
    name="least_common_multiple",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

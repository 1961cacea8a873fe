"""How many numbers up to n share no divisor with n: Euler's function.

Example: 36 -> 12, worked 36 = 2^2*3^2, 2*(2-1) = 2, 3*(3-1) = 6, 2*6 = 12.

The number is drawn from those without large primes. The oracle takes away, for each set of primes
of n, its multiples (inclusion and exclusion). The size of a level is the bits of the number.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.number_theory.smooth import SIZES, factored, smooth_numbers, spelled
from assay.generators.math.spelling import power
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


def generate(rng: Random, level: int) -> Draft:
    """Draw the number and multiply what each prime power gives."""
    number = rng.choice(smooth_numbers(*SIZES[level]))
    lines = list(_lines(number))
    return Draft(
        prompts=phrasings(
            f"phi({number})=",
            (
                f"the value of Euler's function phi({number})",
                f"the number of integers from 1 to {number} that have no common factor with "
                f"{number} except 1",
                f"$ \\varphi({number}) $, where $ \\varphi $ is Euler's totient function",
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
    parts = []
    for prime, times in factors.items():
        parts.append(prime ** (times - 1) * (prime - 1))
        yield "*".join(filter(None, (power(str(prime), times - 1), f"({prime}-1)"))), str(parts[-1])
    if len(parts) > 1:
        yield "*".join(map(str, parts)), str(prod(parts))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Inclusion and exclusion over the primes that flint finds."""
    from flint import fmpz

    number = problem["number"]
    primes = [int(p) for p, _ in fmpz(number).factor()]
    sets = (chosen for k in range(len(primes) + 1) for chosen in combinations(primes, k))
    return Answer("integer", str(sum((-1) ** len(s) * (number // prod(s)) for s in sets)))


def capacity(level: int) -> int | None:
    """The numbers of a level."""
    return capped(len(smooth_numbers(*SIZES[level])))


FAMILY = Family(
    name="euler_phi",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The prime factors of a number, in order, each as often as it occurs.

Example: "84" -> 2, 2, 3, 7, worked 84 = 2*42, 42 = 2*21, 21 = 3*7.

The primes are drawn, every multiset of them as likely. The oracle is flint's factorisation. The
size of a level is the bits of the number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb, prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many primes, and the largest one."""

    count: int
    largest: int


LEVELS = {
    1: Size(3, 70),
    2: Size(4, 50),
    3: Size(4, 100),
    4: Size(5, 100),
    5: Size(5, 200),
    6: Size(5, 500),
    7: Size(5, 1_000),
    8: Size(5, 3_000),
    9: Size(5, 10_000),
    10: Size(6, 20_000),
}


@cache
def _primes(largest: int) -> tuple[int, ...]:
    composite = bytearray(largest + 1)
    for n in range(2, int(largest**0.5) + 1):
        composite[n * n :: n] = b"\1" * len(range(n * n, largest + 1, n))
    return tuple(n for n in range(2, largest + 1) if not composite[n])


def generate(rng: Random, level: int) -> Draft:
    """Draw a combination of primes with repetition."""
    size = LEVELS[level]
    primes = _primes(size.largest)
    places = sorted(rng.sample(range(len(primes) + size.count - 1), size.count))
    factors = [primes[place - shift] for shift, place in enumerate(places)]
    number = prod(factors)
    return Draft(
        prompts=phrasings(
            f"prime factors of {number}, smallest first, with repeats:",
            (
                f"the prime factors of {number}",
                f"the prime numbers whose product is {number}",
                f"the primes in the factorisation of $ {number} $",
            ),
            notes=(
                "List them in increasing order, each as often as it occurs, separated by commas.",
                "Write a comma-separated list from the smallest to the largest, with repeats.",
            ),
            plural=True,
        ),
        problem={"number": number},
        answer=Answer("list", ", ".join(map(str, factors)), {"item": "number"}),
        steps=worked(_lines(number, factors)),
        meta={"size": number.bit_length()},
    )


def _lines(number: int, factors: Sequence[int]) -> list[Line]:
    """One prime split off a line."""
    lines = []
    for prime in factors[:-1]:
        lines.append((str(number), f"{prime}*{number // prime}"))
        number //= prime
    return lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The factorisation by flint."""
    from flint import fmpz

    found = [int(p) for p, times in fmpz(problem["number"]).factor() for _ in range(times)]
    return Answer("list", ", ".join(map(str, sorted(found))), {"item": "number"})


def capacity(level: int) -> int | None:
    """Multisets of primes."""
    size = LEVELS[level]
    return capped(comb(len(_primes(size.largest)) + size.count - 1, size.count))


FAMILY = Family(
    name="prime_factors",
    area="math",
    domain="number theory",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

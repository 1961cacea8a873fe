"""How often a number divides a factorial: the exponent of a prime in n!, or zeros at its end.

Example: how many zeros stand at the end of 100! in base 10? -> 24, worked 100 = 20*5+0,
20 = 4*5+0, 20+4 = 24.

Worked by repeated division; the oracle uses the sum of the digits of n in base p (Legendre). The
base is a prime or a product of two different primes. The size of a level is the bits of n.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings

_PRIMES = (2, 3, 5, 7, 11, 13)
_BASES = {base: (base,) for base in _PRIMES} | {
    6: (2, 3), 10: (2, 5), 14: (2, 7), 15: (3, 5), 21: (3, 7), 22: (2, 11), 26: (2, 13),
    33: (3, 11), 35: (5, 7), 39: (3, 13), 55: (5, 11), 77: (7, 11),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """The least and the largest n, and the bases."""

    least: int
    largest: int
    bases: tuple[int, ...]


_TWO = tuple(base for base, primes in _BASES.items() if len(primes) == 2)
LEVELS = {
    1: Size(20, 400, (3, 5, 7)),
    2: Size(100, 900, _PRIMES[:4]),
    3: Size(200, 3_000, _PRIMES),
    4: Size(500, 5_000, (6, 10, 15)),
    5: Size(2_000, 20_000, _TWO),
    6: Size(10_000, 99_999, _TWO),
    7: Size(10**5, 10**6, _TWO),
    8: Size(10**6, 10**7, _TWO),
    9: Size(10**8, 10**9, _TWO),
    10: Size(10**11, 10**12, _TWO),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw n and the base; divide by its primes."""
    size = LEVELS[level]
    n, base = rng.randint(size.least, size.largest), rng.choice(size.bases)
    lines, counts = [], []
    for prime in _BASES[base]:
        parts = list(_quotients(n, prime))
        lines += [(str(whole), f"{whole // prime}*{prime}+{whole % prime}") for whole in parts]
        counts.append(sum(whole // prime for whole in parts))
        lines.append(("+".join(str(whole // prime) for whole in parts), str(counts[-1])))
    return Draft(
        prompts=phrasings(
            f"largest k with {base}^k dividing {n}!:",
            (
                f"the largest k for which {base}^k divides {n}!",
                f"the number of zeros at the end of {n}! when it is written in base {base}",
                f"the greatest $ k $ such that $ {base}^k $ divides $ {n}! $",
                f"the number of times that the product of the whole numbers from 1 to {n} can be "
                f"divided by {base} without remainder",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"n": n, "base": base},
        answer=Answer("integer", str(min(counts))),
        steps=worked(lines),
        meta={"size": n.bit_length() * len(counts)},
    )


def _quotients(n: int, prime: int) -> Iterator[int]:
    """n, n/p, n/p^2, ... rounded down, as long as p goes into them."""
    while n >= prime:
        yield n
        n //= prime


def oracle(problem: Mapping[str, Any]) -> Answer:
    """(n minus the sum of its digits in base p) / (p - 1), the least over the primes p."""
    counts = []
    for prime in (p for p in range(2, problem["base"] + 1) if problem["base"] % p == 0):
        if any(prime % d == 0 for d in range(2, prime)):
            continue
        digits, left = 0, problem["n"]
        while left:
            left, digit = divmod(left, prime)
            digits += digit
        counts.append((problem["n"] - digits) // (prime - 1))
    return Answer("integer", str(min(counts)))


def capacity(level: int) -> int | None:
    """Every n with every base."""
    size = LEVELS[level]
    return capped((size.largest - size.least + 1) * len(size.bases))


FAMILY = Family(
    name="factorial_exponent",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

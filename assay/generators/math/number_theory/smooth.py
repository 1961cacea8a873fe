"""Numbers made of small primes only, and their factorisations.

    smooth_numbers(12, 40, 7)[:4] == (12, 14, 15, 16)        factored(360) == {2: 3, 3: 2, 5: 1}

They have many divisors, so that questions about divisors are not questions about large primes.
Used by families of number theory to draw numbers; their oracles use flint instead.
"""

from bisect import bisect_left
from functools import cache

_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)

# By level: the least and the largest number and its largest prime, for questions about divisors.
SIZES = {
    1: (12, 6_000, 31),
    2: (1_000, 20_000, 31),
    3: (5_000, 60_000, 31),
    4: (20_000, 200_000, 31),
    5: (10**5, 10**6, 31),
    6: (10**6, 10**7, 23),
    7: (10**7, 10**8, 19),
    8: (10**8, 10**9, 17),
    9: (10**9, 10**10, 17),
    10: (10**10, 10**12, 13),
}


@cache
def smooth_numbers(least: int, most: int, prime: int) -> tuple[int, ...]:
    """All numbers from `least` to `most` without a prime above `prime` (at most 31), in order."""
    found = [1]
    for p in _PRIMES:
        if p > prime:
            break
        grown, power = [], 1
        while power <= most:
            grown += [n * power for n in found if n * power <= most]
            power *= p
        found = grown
    found.sort()
    return tuple(found[bisect_left(found, least) :])


def factored(number: int) -> dict[int, int]:
    """The exponents of the primes of a smooth number."""
    found: dict[int, int] = {}
    for p in _PRIMES:
        while number % p == 0:
            found[p] = found.get(p, 0) + 1
            number //= p
    if number != 1:
        raise ValueError(f"{number} has no prime up to {_PRIMES[-1]}")
    return found


def spelled(factors: dict[int, int]) -> str:
    """2^3*3^2*5 in the checkers' grammar."""
    powers = (f"{p}^{times}" if times > 1 else str(p) for p, times in factors.items())
    return "*".join(powers)

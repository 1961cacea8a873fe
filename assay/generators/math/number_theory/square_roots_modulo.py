"""All square roots of a number modulo another, as a set.

Example: x^2 = 4 (mod 15) -> {2, 7, 8, 13}, worked 2^2-4 = 0*15, 7^2-4 = 3*15, ...

The root is drawn; the modulus is a product of different odd primes (two roots for one prime, four
for two, eight for three). The oracle squares every number. The size of a level is
modulus times roots.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, product
from math import gcd, prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many primes the modulus has, and its least and largest value."""

    primes: int
    least: int
    largest: int


LEVELS = {
    1: Size(1, 11, 160),
    2: Size(1, 60, 250),
    3: Size(1, 200, 500),
    4: Size(2, 100, 400),
    5: Size(2, 300, 700),
    6: Size(2, 600, 1_200),
    7: Size(2, 1_000, 2_000),
    8: Size(3, 1_000, 3_000),
    9: Size(3, 2_000, 5_000),
    10: Size(3, 4_000, 9_000),
}
Modulus = tuple[int, ...]


@cache
def _moduli(size: Size) -> tuple[list[Modulus], list[int]]:
    """The sets of primes of a level and the running sums of their numbers of squares."""
    limit = size.largest // (3 * 5 if size.primes == 3 else 3 if size.primes == 2 else 1)
    odd = [p for p in range(3, limit + 1, 2) if all(p % d for d in range(3, int(p**0.5) + 1, 2))]
    sets: list[Modulus] = [()]
    for _ in range(size.primes):
        sets = [
            (*chosen, p)
            for chosen in sets
            for p in odd
            if (not chosen or p > chosen[-1]) and prod(chosen) * p <= size.largest
        ]
    sets = [chosen for chosen in sets if prod(chosen) >= size.least]
    return sets, list(accumulate(prod((p - 1) // 2 for p in chosen) for chosen in sets))


def generate(rng: Random, level: int) -> Draft:
    """Draw a modulus in proportion to its squares, and a root that shares no factor with it."""
    moduli, weights = _moduli(LEVELS[level])
    primes = rng.choices(moduli, cum_weights=weights)[0]
    modulus = prod(primes)
    root = rng.randrange(1, modulus)
    while gcd(root, modulus) > 1:
        root = rng.randrange(1, modulus)
    square = root * root % modulus
    roots = _roots(root, primes)
    lines = [(f"{x}^2-{square}", f"{(x * x - square) // modulus}*{modulus}") for x in roots]
    return Draft(
        prompts=phrasings(
            f"x^2={square} mod {modulus}, all x from 0 to {modulus - 1}:",
            (
                f"all x from 0 to {modulus - 1} whose square leaves the remainder {square} when "
                f"divided by {modulus}",
                f"the solutions of x^2 = {square} modulo {modulus} between 0 and {modulus - 1}",
                f"all x with $ x^2 \\equiv {square} \\pmod{{{modulus}}} $ and "
                f"$ 0 \\le x < {modulus} $",
            ),
            notes=("Answer with a set in braces.", "Write the set of all of them."),
            plural=True,
        ),
        problem={"square": square, "modulus": modulus},
        answer=Answer("set", "{" + ", ".join(map(str, roots)) + "}"),
        steps=worked(lines),
        meta={"size": modulus * len(roots)},
    )


def _roots(root: int, primes: Modulus) -> list[int]:
    """The root with its sign changed modulo some of the primes, every choice of them."""
    modulus = prod(primes)
    found = []
    for signs in product((1, -1), repeat=len(primes)):
        x = 0
        for sign, p in zip(signs, primes, strict=True):
            rest = modulus // p
            x += sign * root * rest * pow(rest, -1, p)
        found.append(x % modulus)
    return sorted(found)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every number is squared."""
    square, modulus = problem["square"], problem["modulus"]
    found = [x for x in range(modulus) if x * x % modulus == square]
    return Answer("set", "{" + ", ".join(map(str, found)) + "}")


def capacity(level: int) -> int | None:
    """The squares without a common factor with the modulus, over all moduli."""
    return capped(_moduli(LEVELS[level])[1][-1])


FAMILY = Family(
    name="square_roots_modulo",
    area="math",
    domain="number theory",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

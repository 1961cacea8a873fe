"""The least number with given remainders.

Example: x mod 3 = 2 and x mod 5 = 3 -> 8, worked 2 = 0*3+2, 8 = 1*5+3.

Moduli are pairwise coprime and the number is drawn first, below their product. The oracle combines
the conditions with modular inverses; the worked steps sieve.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import gcd, prod
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.lazy import Late
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many conditions, and the moduli from `least` up to `most`."""

    conditions: int
    least: int
    most: int


LEVELS = {
    1: Size(2, 3, 30),
    2: Size(2, 5, 60),
    3: Size(2, 20, 99),
    4: Size(3, 3, 20),
    5: Size(3, 5, 40),
    6: Size(3, 20, 70),
    7: Size(4, 5, 40),
    8: Size(4, 20, 60),
    9: Size(5, 5, 40),
    10: Size(6, 7, 40),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw moduli evenly by the number of their answers, then the number."""
    size = LEVELS[level]
    moduli = _draw_moduli(rng, size)
    value = rng.randrange(prod(moduli))
    pairs = [(value % modulus, modulus) for modulus in moduli]
    said = " and ".join(f"x mod {modulus} = {rest}" for rest, modulus in pairs)
    spoken = ", ".join(f"remainder {rest} when divided by {modulus}" for rest, modulus in pairs)
    typeset = r",\ ".join(rf"x \equiv {rest} \pmod{{{modulus}}}" for rest, modulus in pairs)
    return Draft(
        prompts=phrasings(
            f"{said}. Least x >= 0?",
            (
                f"the smallest non-negative integer x with {said}",
                f"the least integer from 0 up that leaves {spoken}",
                rf"the smallest $ x \ge 0 $ with $ {typeset} $",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"conditions": sorted([modulus, rest] for rest, modulus in pairs)},
        answer=Answer("integer", str(value)),
        steps=Late(lambda: tuple(_steps(pairs))),
    )


def _draw_moduli(rng: Random, size: Size) -> list[int]:
    """A set of coprime moduli, in proportion to its product: so every problem is as likely."""
    sets, weights = _coprime_sets(size)
    moduli = list(rng.choices(sets, cum_weights=weights)[0])
    rng.shuffle(moduli)
    return moduli


@cache
def _coprime_sets(size: Size) -> tuple[list[tuple[int, ...]], list[int]]:
    """All sets of pairwise coprime moduli of a level, and the running sums of their products."""
    sets: list[tuple[int, ...]] = [()]
    for _ in range(size.conditions):
        sets = [
            (*chosen, modulus)
            for chosen in sets
            for modulus in range(chosen[-1] + 1 if chosen else size.least, size.most + 1)
            if gcd(modulus, prod(chosen)) == 1
        ]
    return sets, list(accumulate(map(prod, sets)))


def _steps(pairs: list[tuple[int, int]]) -> Iterator[Step]:
    """A number for the conditions so far, shown to fit; then whole products are added to it."""
    value, product = pairs[0][0], 1
    for rest, modulus in pairs:
        times = 0
        while (value + times * product) % modulus != rest:
            times += 1
        reached = value + times * product
        if product > 1:
            yield _line(f"{value}+{times}*{product}", str(reached))
        yield _line(str(reached), f"{reached // modulus}*{modulus}+{rest}")
        value, product = reached, product * modulus


def _line(left: str, right: str) -> Step:
    return Step(f"{left} = {right}", Claim("equal", left, right))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The sum of rest * M/m * (M/m)^-1 mod m over all conditions, modulo M."""
    conditions = problem["conditions"]
    whole = prod(modulus for modulus, _ in conditions)
    parts = (rest * (whole // m) * pow(whole // m, -1, m) for m, rest in conditions)
    return Answer("integer", str(sum(parts) % whole))


def capacity(level: int) -> int | None:
    """The sum of the products of all sets of coprime moduli."""
    count = _coprime_sets(LEVELS[level])[1][-1]
    return count if count < 2**63 else None


FAMILY = Family(
    name="chinese_remainder",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

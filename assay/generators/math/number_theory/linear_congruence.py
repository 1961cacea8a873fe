"""All solutions of a*x = b modulo m from 0 to m-1, as a set that may be empty.

Example: 4x = 2 (mod 6) -> {2, 5}, worked 4*2-2 = 1*6, 4*5-2 = 3*6.

Drawn evenly among the congruences where a and m have a common divisor of at most 6: there are as
many solutions as it says, or none. The oracle tries every x. The size of a level is its modulus.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import term
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The least and the largest modulus."""

    least: int
    largest: int


LEVELS = {
    1: Size(5, 20),
    2: Size(10, 35),
    3: Size(20, 60),
    4: Size(40, 100),
    5: Size(80, 200),
    6: Size(150, 400),
    7: Size(300, 700),
    8: Size(600, 1_200),
    9: Size(1_000, 2_000),
    10: Size(2_000, 4_000),
}
_MOST = 6


def generate(rng: Random, level: int) -> Draft:
    """Draw the congruence, divide by the common divisor, list the solutions."""
    size = LEVELS[level]
    while True:
        modulus = rng.randint(size.least, size.largest)
        a, b = rng.randrange(2, size.largest), rng.randrange(size.largest)
        if a < modulus and b < modulus and gcd(a, modulus) <= _MOST:
            break
    solutions = _solve(a, b, modulus)
    plain = term(a, "x")
    return Draft(
        prompts=phrasings(
            f"{plain}={b} mod {modulus}, all x from 0 to {modulus - 1}, or no solution?",
            (
                f"all x from 0 to {modulus - 1} for which {a}x leaves the remainder {b} when "
                f"divided by {modulus}",
                f"the solutions of {a}x = {b} modulo {modulus} between 0 and {modulus - 1}",
                f"all solutions of $ {a} x \\equiv {b} \\pmod{{{modulus}}} $ with "
                f"$ 0 \\le x < {modulus} $",
            ),
            notes=(
                "Answer with a set in braces, or with the words: no solution.",
                "Write the set of all of them. If there are none, answer: no solution.",
            ),
            plural=True,
        ),
        problem={"a": a, "b": b, "modulus": modulus},
        answer=Answer("set", "{" + ", ".join(map(str, solutions)) + "}"),
        steps=worked(_lines(a, b, modulus, solutions)),
        meta={"size": modulus},
    )


def _solve(a: int, b: int, modulus: int) -> list[int]:
    divisor = gcd(a, modulus)
    if b % divisor:
        return []
    period = modulus // divisor
    first = b // divisor * pow(a // divisor, -1, period) % period if period > 1 else 0
    return [first + k * period for k in range(divisor)]


def _lines(a: int, b: int, modulus: int, solutions: list[int]) -> Iterator[Line]:
    """The common divisor, why it is in the way, or every solution put in."""
    large, small = modulus, a
    while small:
        times, rest = divmod(large, small)
        yield str(large), f"{times}*{small}+{rest}"
        large, small = small, rest
    if not solutions:
        yield str(b), f"{b // large}*{large}+{b % large}"
    for x in solutions:
        yield f"{a}*{x}-{b}", f"{(a * x - b) // modulus}*{modulus}"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every x is put in, one remainder after the other."""
    a, b, modulus = problem["a"], problem["b"], problem["modulus"]
    found, rest = [], 0
    for x in range(modulus):
        if rest == b:
            found.append(x)
        rest = (rest + a) % modulus
    return Answer("set", "{" + ", ".join(map(str, found)) + "}")


@cache
def capacity(level: int) -> int | None:
    """Every b for every a above 1 and modulus that are allowed, by Euler's function."""
    size = LEVELS[level]
    phi = list(range(size.largest + 1))
    for p in range(2, size.largest + 1):
        if phi[p] == p:
            for multiple in range(p, size.largest + 1, p):
                phi[multiple] -= phi[multiple] // p
    total = 0
    for modulus in range(size.least, size.largest + 1):
        divisors = (d for d in range(1, _MOST + 1) if d < modulus and modulus % d == 0)
        total += modulus * (sum(phi[modulus // d] for d in divisors) - 1)
    return capped(total)


FAMILY = Family(
    name="linear_congruence",
    area="math",
    domain="number theory",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The inverse of a number modulo another, or none.

Example: 3 modulo 7 -> 5, worked 7 = 2*3+1, 3*5 = 2*7+1.

The odd modulus and the number are drawn evenly: in about one case of five they have a common
factor and there is no inverse. Worked with Euclid's divisions; the oracle is Python's pow.
"""

from collections.abc import Iterator, Mapping
from math import gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings

# The least and the largest modulus, both odd.
LEVELS = {
    1: (5, 79),
    2: (21, 151),
    3: (51, 301),
    4: (101, 999),
    5: (501, 2_999),
    6: (2_001, 9_999),
    7: (10_001, 99_999),
    8: (100_001, 999_999),
    9: (10**7 + 1, 10**9 - 1),
    10: (10**12 + 1, 10**15 - 1),
}
_NONE = "no inverse"


def generate(rng: Random, level: int) -> Draft:
    """Draw an odd modulus, in proportion to it, and a smaller number; divide until 0 remains."""
    least, most = LEVELS[level]
    while True:
        modulus, number = rng.randrange(least, most + 1, 2), rng.randint(2, most - 1)
        if number < modulus:
            break
    lines = list(_lines(number, modulus))
    inverse = str(_inverse(number, modulus)) if gcd(number, modulus) == 1 else ""
    if inverse:
        product = f"{number}*{inverse}"
        lines.append((product, f"{number * int(inverse) // modulus}*{modulus}+1"))
    return Draft(
        prompts=phrasings(
            f"{number}^-1 mod {modulus}, or {_NONE}=",
            (
                f"the inverse of {number} modulo {modulus}",
                f"the number x from 1 to {modulus - 1} for which {number} times x leaves the "
                f"remainder 1 when divided by {modulus}",
                f"the x from 1 to {modulus - 1} with $ {number} x \\equiv 1 \\pmod{{{modulus}}} $",
            ),
            notes=(
                f"Answer with a number from 1 to {modulus - 1}, or with the words: {_NONE}.",
                f"If there is no such number, answer: {_NONE}. "
                f"Otherwise it is to be between 0 and {modulus}.",
            ),
        ),
        problem={"number": number, "modulus": modulus},
        answer=Answer("integer", inverse) if inverse else Answer("text", _NONE),
        steps=worked(lines),
        meta={} if inverse else {"kind": "text"},
    )


def _lines(number: int, modulus: int) -> Iterator[Line]:
    large, small = modulus, number
    while small:
        times, rest = divmod(large, small)
        yield str(large), f"{times}*{small}+{rest}"
        large, small = small, rest


def _inverse(number: int, modulus: int) -> int:
    """By Euclid's divisions with the multiples of the number kept along."""
    (large, before), (small, factor) = (modulus, 0), (number, 1)
    while small != 1:
        times = large // small
        large, small = small, large - times * small
        before, factor = factor, before - times * factor
    return factor % modulus


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Python's pow with the exponent -1."""
    try:
        return Answer("integer", str(pow(problem["number"], -1, problem["modulus"])))
    except ValueError:
        return Answer("text", _NONE)


def capacity(level: int) -> int | None:
    """Numbers from 2 below every odd modulus."""
    least, most = LEVELS[level]
    return capped(((most - least) // 2 + 1) * (least + most - 4) // 2)


FAMILY = Family(
    name="modular_inverse",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

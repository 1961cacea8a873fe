"""The remainder of a power.

Example: "7^5 mod 13" -> 11, worked 7*7 = 3*13+10, 10*10 = 7*13+9, 9*7 = 4*13+11.

Worked by squaring along the binary digits of the exponent. The oracle is Python's own pow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The largest base, exponent and modulus; the least exponent."""

    base: int
    least: int
    exponent: int
    modulus: int


LEVELS = {
    1: Size(50, 2, 5, 300),
    2: Size(60, 3, 8, 400),
    3: Size(99, 5, 16, 500),
    4: Size(99, 9, 32, 999),
    5: Size(200, 20, 70, 999),
    6: Size(500, 50, 150, 2_000),
    7: Size(999, 100, 400, 5_000),
    8: Size(9_999, 300, 2_000, 9_999),
    9: Size(9_999, 2_000, 20_000, 99_999),
    10: Size(99_999, 20_000, 500_000, 999_999),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the three numbers and square along the exponent's digits."""
    size = LEVELS[level]
    base, modulus = rng.randint(2, size.base), rng.randint(3, size.modulus)
    exponent = rng.randint(size.least, size.exponent)
    steps, rest = _square(base, exponent, modulus)
    return Draft(
        prompts=phrasings(
            f"{base}^{exponent} mod {modulus}=",
            (
                f"the remainder when {base}^{exponent} is divided by {modulus}",
                f"{base} to the power of {exponent} modulo {modulus}",
                rf"$ {base}^{{{exponent}}} \bmod {modulus} $",
            ),
            notes=("", f"Answer with a number from 0 to {modulus - 1}."),
        ),
        problem={"base": base, "exponent": exponent, "modulus": modulus},
        answer=Answer("integer", str(rest)),
        steps=tuple(steps),
    )


def _square(base: int, exponent: int, modulus: int) -> tuple[list[Step], int]:
    steps: list[Step] = []
    first = base % modulus
    if first != base:
        steps.append(_line(str(base), base, modulus))
    value = first
    for digit in bin(exponent)[3:]:
        for factor in (value, first) if digit == "1" else (value,):
            steps.append(_line(f"{value}*{factor}", value * factor, modulus))
            value = value * factor % modulus
    return steps, value


def _line(spelled: str, number: int, modulus: int) -> Step:
    times, rest = divmod(number, modulus)
    worked = f"{times}*{modulus}+{rest}"
    return Step(f"{spelled} = {worked}", Claim("equal", spelled, worked))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Python's three-argument pow."""
    return Answer("integer", str(pow(problem["base"], problem["exponent"], problem["modulus"])))


def capacity(level: int) -> int | None:
    """Every triple within the bounds."""
    size = LEVELS[level]
    return (size.base - 1) * (size.exponent - size.least + 1) * (size.modulus - 2)


FAMILY = Family(
    name="modular_power",
    area="math",
    domain="number theory",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

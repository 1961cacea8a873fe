"""A whole number written in one base, to be written in another.

Example: 1011 in base 2, in base 7 -> 14, worked 1*2+0 = 2, 2*2+1 = 5, 5*2+1 = 11, 11 = 1*7+4.

Worked through base ten, digit by digit; the oracle reads with Python's int and writes from the
highest power down. Digits above 9 are capital letters. The size of a level is the bits of the
number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings

_DIGITS = "0123456789ABCDEF"


@dataclass(frozen=True, slots=True)
class Size:
    """The least and the largest number, and the bases."""

    least: int
    largest: int
    bases: tuple[int, ...]


LEVELS = {
    1: Size(9, 255, (2, 10, 5)),
    2: Size(60, 999, (2, 3, 8, 10)),
    3: Size(200, 4_000, (2, 4, 6, 8, 10)),
    4: Size(1_000, 20_000, (3, 5, 7, 9, 10)),
    5: Size(5_000, 99_999, (2, 8, 10, 12, 16)),
    6: Size(50_000, 10**6, (3, 7, 9, 11, 13)),
    7: Size(10**6, 10**8, (5, 7, 12, 15, 16)),
    8: Size(10**8, 10**10, (6, 7, 11, 13, 16)),
    9: Size(10**10, 10**13, (7, 9, 11, 13, 14)),
    10: Size(10**14, 10**18, (7, 9, 11, 13, 15)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the number and two bases; write it in both."""
    size = LEVELS[level]
    number = rng.randint(size.least, size.largest)
    base, target = rng.sample(size.bases, 2)
    given, _ = _written(number, base)
    answer, divisions = _written(number, target)
    lines = _read(given, base) if base != 10 else []
    letters = " Use capital letters for digits above 9." if target > 10 else ""
    return Draft(
        prompts=phrasings(
            f"{given} from base {base} to base {target}{' (A = 10)' if letters else ''}=",
            (
                f"the base {target} form of the number that is {given} in base {base}",
                f"the base {target} notation of the base {base} number {given}",
                f"the number $ ({given})_{{{base}}} $ written in base {target}",
            ),
            notes=(
                f"Answer with the digits only, without a subscript.{letters}",
                f"Write nothing but its digits.{letters}",
            ),
        ),
        problem={"given": given, "base": base, "target": target},
        answer=Answer("text", answer, {"exact": True}),
        steps=worked([*lines, *(divisions if target != 10 else [])]),
        meta={"size": number.bit_length()},
    )


def _read(digits: str, base: int) -> list[Line]:
    """From the first digit on: times the base, plus the next digit."""
    value, lines = _DIGITS.index(digits[0]), []
    for digit in digits[1:]:
        following = value * base + _DIGITS.index(digit)
        lines.append((f"{value}*{base}+{_DIGITS.index(digit)}", str(following)))
        value = following
    return lines


def _written(number: int, base: int) -> tuple[str, list[Line]]:
    """The digits by repeated division, last digit first."""
    digits, lines = "", []
    while number:
        times, rest = divmod(number, base)
        lines.append((str(number), f"{times}*{base}+{rest}"))
        digits, number = _DIGITS[rest] + digits, times
    return digits, lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Read by Python; written by taking off the highest powers first."""
    number, target = int(problem["given"], problem["base"]), problem["target"]
    power = 1
    while power * target <= number:
        power *= target
    digits = ""
    while power:
        times = sum(number >= k * power for k in range(1, target))
        digits, number, power = digits + f"{times:X}", number - times * power, power // target
    return Answer("text", digits, {"exact": True})


def capacity(level: int) -> int | None:
    """Numbers times ordered pairs of bases."""
    size = LEVELS[level]
    return capped((size.largest - size.least + 1) * len(size.bases) * (len(size.bases) - 1))


FAMILY = Family(
    name="base_conversion",
    area="math",
    domain="number theory",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

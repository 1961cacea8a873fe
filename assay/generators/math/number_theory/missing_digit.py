"""Which digits make a number with a gap divisible by another, as a set that may be empty.

Example: 4_7 divisible by 9 -> {7}, worked 4+7 = 11, 477 = 53*9.

Levels differ in the length of the number and in the divisors. Worked by the remainder of the number
with 0 in the gap; the oracle tries ten digits. The size of a level is digits times divisor.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many digits the number has, the gap among them, and the divisors."""

    digits: int
    divisors: tuple[int, ...]


LEVELS = {
    1: Size(4, (3, 4, 9)),
    2: Size(5, (3, 4, 6, 9)),
    3: Size(6, (6, 8, 9, 11)),
    4: Size(7, (7, 8, 11, 12)),
    5: Size(8, (7, 11, 12, 13)),
    6: Size(10, (7, 12, 13, 14)),
    7: Size(12, (12, 13, 14, 15)),
    8: Size(14, (13, 14, 17, 18)),
    9: Size(17, (13, 17, 19, 21)),
    10: Size(22, (17, 19, 21, 23)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the digits, the place of the gap (not the first) and the divisor."""
    size = LEVELS[level]
    number = rng.randrange(10 ** (size.digits - 2), 10 ** (size.digits - 1))
    place, divisor = rng.randrange(size.digits - 1), rng.choice(size.divisors)
    high, low = divmod(number, 10**place)
    shown = f"{high}d{low:0{place}}" if place else f"{high}d"
    digits = [d for d in range(10) if _filled(number, place, d) % divisor == 0]
    return Draft(
        prompts=phrasings(
            f"{shown} divisible by {divisor}, all digits d, or no solution?",
            (
                f"the set of all digits d (0 to 9) for which the number {shown} is divisible by "
                f"{divisor}",
                f"the set of digits that can stand for d so that {divisor} divides {shown}",
                f"the set of digits by which d can be replaced in {shown} to give a multiple of "
                f"$ {divisor} $",
            ),
            notes=(
                "The letter d stands for one decimal digit. If none fits, answer: no solution.",
                "Answer with a set in braces, or with the words: no solution.",
            ),
        ),
        problem={"number": number, "place": place, "divisor": divisor},
        answer=Answer("set", "{" + ", ".join(map(str, digits)) + "}"),
        steps=worked(_lines(number, place, divisor)),
        meta={"size": size.digits * divisor},
    )


def _filled(number: int, place: int, digit: int) -> int:
    high, low = divmod(number, 10**place)
    return int((high * 10 + digit) * 10**place + low)


def _lines(number: int, place: int, divisor: int) -> Iterator[Line]:
    """What remains with 0 in the gap, what one more there adds, and ten sums."""
    times, rest = divmod(_filled(number, place, 0), divisor)
    yield str(_filled(number, place, 0)), f"{times}*{divisor}+{rest}"
    more = 10**place % divisor
    yield f"10^{place}", f"{10**place // divisor}*{divisor}+{more}"
    for digit in range(10):
        value = rest + digit * more
        yield f"{rest}+{digit}*{more}", f"{value // divisor}*{divisor}+{value % divisor}"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Ten digits are written into the gap, one after the other."""
    text, place = str(problem["number"]), problem["place"]
    cut = len(text) - place
    numbers = {d: int(f"{text[:cut]}{d}{text[cut:]}") for d in range(10)}
    found = [str(d) for d, number in numbers.items() if number % problem["divisor"] == 0]
    return Answer("set", "{" + ", ".join(found) + "}")


def capacity(level: int) -> int | None:
    """Numbers, places of the gap and divisors."""
    size = LEVELS[level]
    return capped(9 * 10 ** (size.digits - 2) * (size.digits - 1) * len(size.divisors))


FAMILY = Family(
    name="missing_digit",
    area="math",
    domain="number theory",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

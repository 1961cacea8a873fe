"""Integers that give a number: a sum of multiples of squares, cubes or fourth powers.

Example: 2*x^2+3*y^2 = 35 -> (2, 3) or (-2, 3), worked 2*2^2 = 8, 3*3^2 = 27, 8+27 = 35.

The integers are drawn; any others that fulfil the equation are as right. The oracle keeps all
values of the last summand and tries the others from the largest down. The size of a level is how
many trials that takes, in bits.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import pretty, term, tex, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many unknowns, their bound, the exponent, the largest coefficient; trials in bits."""

    unknowns: int
    bound: int
    power: int
    coefficient: int
    bits: int


LEVELS = {
    1: Size(2, 20, 2, 9, 5),
    2: Size(3, 40, 2, 9, 6),
    3: Size(2, 150, 2, 20, 8),
    4: Size(2, 300, 3, 20, 9),
    5: Size(2, 2_000, 2, 50, 11),
    6: Size(3, 60, 3, 20, 12),
    7: Size(3, 120, 3, 30, 14),
    8: Size(2, 60_000, 2, 99, 16),
    9: Size(3, 400, 3, 50, 18),
    10: Size(3, 700, 4, 50, 19),
}
_NAMES = "xyz"


def generate(rng: Random, level: int) -> Draft:
    """Draw coefficients and what is put in for the unknowns."""
    size = LEVELS[level]
    coefficients = sorted(rng.randint(1, size.coefficient) for _ in range(size.unknowns))
    values = [rng.randint(1, size.bound) for _ in range(size.unknowns)]
    names = _NAMES[: size.unknowns]
    left = total(term(c, f"{n}^{size.power}") for c, n in zip(coefficients, names, strict=True))
    lines = list(_lines(coefficients, values, size.power))
    number = int(lines[-1][1])
    listed = f"({', '.join(names)})"
    plain = f"{left}={number}"
    positive = size.power % 2 == 1
    integers = "integers that are 0 or more" if positive else "integers"
    wanted = {"coefficients": coefficients, "power": size.power, "total": number}
    several = "triple" if size.unknowns == 3 else "pair"
    return Draft(
        prompts=phrasings(
            f"{plain}, {integers} {listed}=",
            (
                f"a solution {listed} of {pretty(plain)} in {integers}",
                f"a {several} {listed} of {integers} for which {pretty(plain)}",
                f"one {several} {listed} of {integers} with $ {tex(plain)} $",
            ),
            notes=(
                f"Any one that fulfils it will do. Answer with a tuple {listed}.",
                f"Write it as {listed}; where there are several, one is enough.",
            ),
        ),
        problem=wanted,
        answer=Answer("witness", f"({', '.join(map(str, values))})", _spec(wanted)),
        steps=worked(lines),
        meta={"size": size.bits},
    )


def _spec(problem: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "property": {
            "type": "integers",
            "count": len(problem["coefficients"]),
            "least": 0 if problem["power"] % 2 else None,
            "equations": [dict(problem)],
        }
    }


def _lines(coefficients: list[int], values: list[int], power: int) -> Iterator[Line]:
    parts = [c * x**power for c, x in zip(coefficients, values, strict=True)]
    for c, x, part in zip(coefficients, values, parts, strict=True):
        yield (f"{c}*{x}^{power}" if c > 1 else f"{x}^{power}"), str(part)
    yield "+".join(map(str, parts)), str(sum(parts))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The last unknown is looked up, all others are tried."""
    *others, last = problem["coefficients"]
    power, number = problem["power"], problem["total"]
    known, x = {}, 0
    while last * x**power <= number:
        known[last * x**power] = x
        x += 1
    columns = []
    for c in others:
        column, x = [], 0
        while c * x**power <= number:
            column.append((c * x**power, x))
            x += 1
        columns.append(column[::-1])
    found = next(
        [*(x for _, x in row), known[number - sum(part for part, _ in row)]]
        for row in product(*columns)
        if number - sum(part for part, _ in row) in known
    )
    return Answer("witness", f"({', '.join(map(str, found))})", _spec(problem))


def capacity(level: int) -> int | None:
    """Coefficients, with a quarter of the numbers that powers and unknowns reach."""
    size = LEVELS[level]
    sums = size.bound ** min(size.unknowns, size.power) // 4
    return capped(comb(size.coefficient + size.unknowns - 1, size.unknowns) * sums)


FAMILY = Family(
    name="represented_number",
    area="math",
    domain="number theory",
    answer_kind="witness",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

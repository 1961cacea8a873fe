"""Whole numbers x and y with a*x + b*y = c and x as small as it can be from 0 up, or none.

Example: 14x + 9y = 40 -> (8, -8), worked by Euclid's divisions and back.

a, b and c are drawn evenly, so that about one equation in four has no solution: the common divisor
of a and b does not divide c. The oracle tries every x from 0 below b (or inverts modulo b).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import pretty, signed, term, tex, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The largest a and b (b of both signs), and the largest c."""

    factor: int
    right: int


LEVELS = {
    1: Size(15, 40),
    2: Size(30, 100),
    3: Size(60, 300),
    4: Size(120, 900),
    5: Size(300, 2_000),
    6: Size(800, 6_000),
    7: Size(3_000, 20_000),
    8: Size(20_000, 90_000),
    9: Size(200_000, 10**6),
    10: Size(10**8, 10**9),
}
_NONE = "no solution"


def generate(rng: Random, level: int) -> Draft:
    """Draw the equation, solve it by Euclid."""
    size = LEVELS[level]
    a, b = rng.randint(2, size.factor), rng.choice((-1, 1)) * rng.randint(2, size.factor)
    c = rng.randint(1, size.right)
    found, lines = _solve(a, b, c)
    plain = f"{total([term(a, 'x'), term(b, 'y')])}={c}"
    return Draft(
        prompts=phrasings(
            f"{plain}: integers (x, y) with the least x >= 0, or {_NONE}?",
            (
                f"the pair (x, y) of integers with {pretty(plain)} and the smallest x >= 0",
                f"the integer solution (x, y) of $ {tex(plain)} $ with the least non-negative x",
            ),
            notes=(
                f"If no integers fit, answer: {_NONE}.",
                f"Answer with a pair (x, y), or with the words: {_NONE}.",
            ),
        ),
        problem={"a": a, "b": b, "c": c},
        answer=Answer("tuple", f"({found[0]}, {found[1]})") if found else Answer("text", _NONE),
        steps=worked(lines),
        meta={} if found else {"kind": "text"},
    )


def _solve(a: int, b: int, c: int) -> tuple[tuple[int, int] | None, list[Line]]:
    """The solution and the work: a combination that gives the common divisor, scaled, shifted."""
    lines = list(_divisions(a, abs(b)))
    divisor = gcd(a, b)
    times, rest = divmod(c, divisor)
    if rest:
        return None, [*lines, (str(c), f"{times}*{divisor}+{rest}")]
    modulus = abs(b) // divisor
    unit = pow(a // divisor, -1, modulus) if modulus > 1 else 0
    lines.append((_combined(a, unit, b, (divisor - a * unit) // b), str(divisor)))
    x = unit * times % modulus
    y = (c - a * x) // b
    return (x, y), [*lines, (_combined(a, x, b, y), str(c))]


def _divisions(large: int, small: int) -> Iterator[Line]:
    while small:
        times, rest = divmod(large, small)
        yield str(large), f"{times}*{small}+{rest}"
        large, small = small, rest


def _combined(a: int, x: int, b: int, y: int) -> str:
    return f"{a}*{x}+{signed(b)}*{signed(y)}"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The first x that leaves a multiple of b; found by trying, or in steps of equal classes."""
    a, b, c = problem["a"], problem["b"], problem["c"]
    x = _first(a, abs(b), c % abs(b))
    if x is None:
        return Answer("text", _NONE)
    return Answer("tuple", f"({x}, {(c - a * x) // b})")


def _first(a: int, modulus: int, rest: int) -> int | None:
    """The least x >= 0 with a*x leaving `rest`: by a smaller problem of the same kind."""
    if modulus <= 50:
        return next((x for x in range(modulus) if a * x % modulus == rest), None)
    a %= modulus
    if a == 0:
        return 0 if rest == 0 else None
    laps = _first(modulus, a, -rest % a)
    return None if laps is None else (laps * modulus + rest) // a


def capacity(level: int) -> int | None:
    """Every a, b and c."""
    size = LEVELS[level]
    return capped((size.factor - 1) * 2 * (size.factor - 1) * size.right)


FAMILY = Family(
    name="linear_diophantine",
    area="math",
    domain="number theory",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

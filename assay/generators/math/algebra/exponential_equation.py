"""An equation of powers whose bases are powers of one number.

Example: 4^(3*x+1) = 8^(x-5) -> -17/3, worked 2*(3*x+1) = 6*x+2, 3*(x-5) = 3*x-15, ...

The exponents are drawn. Two powers up to level 6, then a product of two on the left. The oracle
takes the exponents at x = 0 and x = 1 and joins them by straight lines. The size of a level is the
characters shown and worked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, pretty, signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The numbers whose powers the bases are, the largest power of a base, bounds of the exponents'
    slopes and constants, the powers on the left."""

    roots: tuple[int, ...]
    power: int
    slope: int
    constant: int
    left: int = 1


LEVELS = {
    1: Size((2, 3), 2, 3, 6),
    2: Size((2, 3, 5), 2, 5, 9),
    3: Size((2, 3, 5, 7), 3, 6, 12),
    4: Size((2, 3, 5, 7), 4, 9, 20),
    5: Size((2, 3, 5, 7), 5, 12, 40),
    6: Size((2, 3, 5, 6, 7), 6, 30, 99),
    7: Size((2, 3, 5, 7), 4, 9, 20, left=2),
    8: Size((2, 3, 5, 6, 7), 6, 20, 60, left=2),
    9: Size((2, 3, 5, 6, 7), 6, 40, 200, left=3),
    10: Size((2, 3, 5, 6, 7), 7, 99, 999, left=4),
}
Power = tuple[int, int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw the powers until x does not cancel."""
    size = LEVELS[level]
    root = rng.choice(size.roots)
    while True:
        powers = [_draw(rng, size) for _ in range(size.left + 1)]
        *left, right = powers
        slope = sum(n * a for n, a, _ in left) - right[0] * right[1]
        if slope:
            break
    rest = right[0] * right[2] - sum(n * b for n, _, b in left)
    solution = Fraction(rest, slope)
    texts = [_spell(root, power) for power in powers]
    plain = f"{'*'.join(texts[:-1])}={texts[-1]}"
    shown = " * ".join(map(pretty, texts[:-1])) + f" = {pretty(texts[-1])}"
    typeset = r" \cdot ".join(map(_typeset, texts[:-1])) + f" = {_typeset(texts[-1])}"
    return Draft(
        prompts=phrasings(
            f"{plain}, x=",
            (
                f"the real number x with {shown}",
                f"the real solution of the equation {shown}",
                f"the real number x that satisfies $ {typeset} $",
            ),
            notes=("Answer with an integer or a fraction.", "Give the exact value of x."),
        ),
        problem={
            "left": [[root**n, a, b] for n, a, b in left],
            "right": [root ** right[0], right[1], right[2]],
        },
        answer=Answer("rational", str(solution)),
        steps=worked(_lines(root, powers, slope, rest, solution)),
    )


def _draw(rng: Random, size: Size) -> Power:
    """The power that the base is, the slope and the constant of the exponent."""
    exponents = nonzero(rng, size.slope), nonzero(rng, size.constant)
    return rng.randint(1, size.power), *exponents


def _spell(root: int, power: Power) -> str:
    n, a, b = power
    return f"{root**n}^({polynomial([b, a])})"


def _typeset(text: str) -> str:
    return pretty(text).replace("(", "{").replace(")", "}")


def _lines(
    root: int, powers: list[Power], slope: int, rest: int, solution: Fraction
) -> Iterator[Line]:
    """The bases as powers, the exponents multiplied out, the equation of the exponents solved."""
    for n in sorted({n for n, _, _ in powers if n > 1}):
        yield str(root**n), f"{root}^{n}"
    for n, a, b in powers:
        if n > 1:
            yield f"{n}*({polynomial([b, a])})", polynomial([n * b, n * a])
    *left, (m, c, d) = powers
    constants = "".join(f"-{signed(n * b)}" for n, _, b in left)
    slopes = "+".join(signed(n * a) for n, a, _ in left)
    yield f"{slopes}-{signed(m * c)}", str(slope)
    yield f"{signed(m * d)}{constants}", str(rest)
    yield f"{signed(rest)}/{signed(slope)}", str(solution)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """How often the least prime stands on each side at x = 0 and at x = 1; lines through them."""
    from flint import fmpz

    def height(base: int, exponent: int) -> Fraction:
        return Fraction(int(fmpz(base).factor()[0][1]) * exponent)

    def gap(x: int) -> Fraction:
        left = sum((height(base, a * x + b) for base, a, b in problem["left"]), Fraction(0))
        base, a, b = problem["right"]
        return left - height(base, a * x + b)

    return Answer("rational", str(gap(0) / (gap(0) - gap(1))))


def capacity(level: int) -> int | None:
    """Roots, powers and exponents; at most a fifth, where x cancels, is taken off."""
    size = LEVELS[level]
    one = size.power * 2 * size.slope * 2 * size.constant
    return capped(len(size.roots) * one ** (size.left + 1) * 4 // 5)


FAMILY = Family(
    name="exponential_equation",
    area="math",
    domain="functions",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""An equation with square roots, where squaring brings in roots that do not fit.

Example: sqrt(5*x+1) = x-1 -> {7}: squared it has the roots 0 and 7, but at 0 the sides are 1
and -1.

The roots of the squared equation are drawn, and with them the numbers. From level 8 on two square
roots are added or subtracted. The oracle squares with flint and puts every root in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb, isqrt
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Bounds of the roots, of the slope outside the square root, of the constant outside; with two
    square roots: bounds of the root, of the slopes inside, of the values of the square roots."""

    root: int
    slope: int
    constant: int
    two: bool = False


LEVELS = {
    1: Size(9, 1, 9),
    2: Size(15, 1, 15),
    3: Size(30, 1, 30),
    4: Size(15, 2, 20),
    5: Size(25, 3, 30),
    6: Size(40, 5, 50),
    7: Size(90, 7, 90),
    8: Size(20, 12, 9, two=True),
    9: Size(60, 40, 30, two=True),
    10: Size(300, 90, 90, two=True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the roots; the equation follows; keep the roots that fit."""
    size = LEVELS[level]
    plain, problem, roots, lines = _double(rng, size) if size.two else _single(rng, size)
    return Draft(
        prompts=phrasings(
            f"{plain}, all real x, or no solution?",
            (
                f"all real solutions of {pretty(plain)}",
                f"all real numbers x for which {pretty(plain)} is true",
                f"all real solutions of $ {_typeset(plain)} $",
            ),
            notes=(
                "Answer with a set in braces; if no real x fits, answer: no solution.",
                "List every solution once, in braces. If there is none, answer: no solution.",
            ),
            plural=True,
        ),
        problem=problem,
        answer=Answer("set", "{" + ", ".join(map(str, roots)) + "}"),
        steps=worked(lines),
        meta={"size": (1 + size.two) * len(plain)},
    )


def _typeset(plain: str) -> str:
    return tex(plain).replace("sqrt(", "\\sqrt{").replace(")", "}")


Made = tuple[str, dict[str, Any], list[Fraction], list[Line]]


def _single(rng: Random, size: Size) -> Made:
    """sqrt(a*x+b) = k*x+c with (k*x+c)^2-(a*x+b) = k^2*(x-r)*(x-s)."""
    while True:
        r, s = sorted(rng.sample(range(-size.root, size.root + 1), 2))
        k, c = rng.randint(1, size.slope), rng.randint(-size.constant, size.constant)
        a, b = 2 * k * c + k * k * (r + s), c * c - k * k * r * s
        if a:
            break
    inside, outside = polynomial([b, a]), polynomial([c, k])
    lines = []
    for root in (r, s):
        lines.append((f"sqrt({a}*{signed(root)}+{signed(b)})", str(abs(k * root + c))))
        lines.append((f"{k}*{signed(root)}+{signed(c)}", str(k * root + c)))
    found = [Fraction(root) for root in (r, s) if k * root + c >= 0]
    return f"sqrt({inside})={outside}", {"inside": [b, a], "outside": [c, k]}, found, lines


def _double(rng: Random, size: Size) -> Made:
    """sqrt(a*x+b) +- sqrt(d*x+e) = f, true at a drawn root; the other root is worked out."""
    while True:
        root, sign = rng.randint(-size.root, size.root), rng.choice((1, -1))
        a, d = nonzero(rng, size.slope), nonzero(rng, size.slope)
        u, v = rng.randint(0, size.constant), rng.randint(0, size.constant)
        b, e, f = u * u - a * root, v * v - d * root, u + sign * v
        if a != d and f:
            break
    # sqrt(a*x+b) = f - sign*w with w = sqrt(d*x+e) turns into a quadratic for w: one root is v.
    # (a-d)*w^2 + 2*f*sign*d*w + (...) = 0, whose roots add up to -2*f*sign*d/(a-d)
    other = Fraction(-2 * f * sign * d, a - d) - v
    points = sorted({Fraction(root), (other * other - e) / d})
    found, lines = [], []
    for x in points:
        first, second = _root_of(a * x + b), _root_of(d * x + e)
        value = first + sign * second
        text = f"sqrt({a}*{signed(x)}+{signed(b)}){'+' if sign > 0 else '-'}"
        lines.append((f"{text}sqrt({d}*{signed(x)}+{signed(e)})", str(value)))
        found += [x] if value == f else []
    plain = f"sqrt({polynomial([b, a])}){'+' if sign > 0 else '-'}sqrt({polynomial([e, d])})={f}"
    problem = {"first": [b, a], "second": [e, d], "sign": sign, "sum": f}
    return plain, problem, found, lines


def _root_of(square: Fraction) -> Fraction:
    return Fraction(isqrt(square.numerator), isqrt(square.denominator))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Squared until no square root is left, factored, every rational root put in."""
    from flint import fmpz_poly

    if "inside" in problem:
        inside, outside = fmpz_poly(problem["inside"]), fmpz_poly(problem["outside"])
        squared, sides = outside * outside - inside, [(problem["inside"], 1)]
        right = problem["outside"]
    else:
        first, second = fmpz_poly(problem["first"]), fmpz_poly(problem["second"])
        rest = first - second - problem["sum"] ** 2
        squared = rest * rest - 4 * problem["sum"] ** 2 * second
        sides = [(problem["first"], 1), (problem["second"], problem["sign"])]
        right = [problem["sum"], 0]
    found = []
    for factor, _ in squared.factor()[1]:
        if factor.degree() == 1:
            x = Fraction(-int(factor[0]), int(factor[1]))
            if _fits(sides, right, x):
                found.append(str(x))
    return Answer("set", "{" + ", ".join(found) + "}")


def _fits(sides: list[tuple[list[int], int]], right: list[int], x: Fraction) -> bool:
    total = Fraction(0)
    for (constant, slope), sign in sides:
        square = slope * x + constant
        root = Fraction(isqrt(max(square.numerator, 0)), isqrt(square.denominator))
        if root * root != square:
            return False
        total += sign * root
    return total == right[1] * x + right[0]


def capacity(level: int) -> int | None:
    """Pairs of roots, slopes and constants without those where x leaves the square root; with two
    square roots: what is drawn, halved, for a problem with two solutions is drawn twice as often.
    """
    size = LEVELS[level]
    if size.two:
        slopes = 2 * size.slope * (2 * size.slope - 1)
        values = (size.constant + 1) ** 2
        return capped((2 * size.root + 1) * slopes * values)
    pairs, constants = comb(2 * size.root + 1, 2), 2 * size.constant + 1
    return capped(pairs * size.slope * constants * 9 // 10)


FAMILY = Family(
    name="radical_equation",
    area="math",
    domain="algebra",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

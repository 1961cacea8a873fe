"""All solutions of a trigonometric equation in one full turn, as a set that may be empty.

Example: 2*sin(x) = 1 on [0, 2*pi) -> {pi/6, 5*pi/6}, worked 2*sin(pi/6) = 1, 2*sin(5*pi/6) = 1.

Functions of x, of a multiple of x, or a quadratic in a function; values outside of [-1, 1] give no
solution. The oracle tries every multiple of a small angle with floats. The size of a level is the
characters shown times the number of angles that it has to be looked for among.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import cos, pi, sin, sqrt, tan
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import pretty, term, total
from assay.generators.math.trigonometry import surds
from assay.generators.math.trigonometry.surds import Surd
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Linear or quadratic in the function, the bound of factor and constant, the largest multiple
    of x inside, whether an angle is added inside."""

    quadratic: bool
    bound: int
    times: int = 1
    shifted: bool = False


LEVELS = {
    1: Size(False, 8),
    2: Size(False, 20),
    3: Size(False, 60),
    4: Size(False, 9, times=3),
    5: Size(False, 20, times=3, shifted=True),
    6: Size(True, 9),
    7: Size(True, 20, times=2),
    8: Size(True, 20, times=2, shifted=True),
    9: Size(True, 60, times=3, shifted=True),
    10: Size(True, 300, times=4, shifted=True),
}
_HALF = Fraction(1, 2)


def _surd(one: Fraction | int = 0, two: Fraction | int = 0, three: Fraction | int = 0) -> Surd:
    return (Fraction(one), Fraction(two), Fraction(three), Fraction(0))


# Values that a sine or a cosine takes at simple angles, and some that it never takes.
_TAKEN = (
    *(_surd(one) for one in (0, 1, -1, _HALF, -_HALF)),
    *(_surd(0, two) for two in (_HALF, -_HALF)),
    *(_surd(0, 0, three) for three in (_HALF, -_HALF)),
)
_NEVER = tuple(_surd(Fraction(n, 2)) for n in (3, -3, 4, -4, 5))
_SLOPES = (
    *(_surd(one) for one in (0, 1, -1)),
    *(_surd(0, 0, three) for three in (1, -1, Fraction(1, 3), -Fraction(1, 3))),
)
Inside = tuple[int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw the values that the function is to take, the inside, and numbers around them."""
    size = LEVELS[level]
    name = rng.choice(("sin", "cos") if size.quadratic else ("sin", "cos", "tan"))
    inside = (rng.randint(1, size.times), 2 * rng.randint(-5, 6) if size.shifted else 0)
    draw = _quadratic if size.quadratic else _linear
    plain, values, problem, lines = draw(rng, size, name, inside)
    solutions = sorted({k for value in values for k in _angles(name, value, inside)})
    members = [_angle(k, inside[0]) for k in solutions]
    if not size.quadratic and solutions:
        lines += _checks(plain, members)
    elif size.quadratic:
        lines += _values(name, inside, members, solutions)
    shown = pretty(plain)
    return Draft(
        prompts=phrasings(
            f"{plain}, all x in [0, 2*pi), or no solution?",
            (
                f"all x with 0 <= x < 2*pi that satisfy {shown}",
                f"the solutions of {shown} in the interval [0, 2*pi)",
                f"all $ x \\in [0, 2\\pi) $ with $ {surds.typeset(shown)} $",
            ),
            notes=(
                "Answer with a set of exact numbers (radians); if none fits, answer: no solution.",
                "List exact multiples of pi in braces, or answer: no solution.",
            ),
            plural=True,
        ),
        problem={"function": name, "inside": inside, **problem},
        answer=Answer("set", "{" + ", ".join(members) + "}"),
        steps=worked(lines),
        meta={"size": len(plain) * (2 + inside[0]) * (1 + size.quadratic)},
    )


Made = tuple[str, list[Surd], dict[str, Any], list[Line]]


def _linear(rng: Random, size: Size, name: str, inside: Inside) -> Made:
    """a*f(..)+c = a*v+c."""
    factor, constant = 2 * nonzero(rng, size.bound), rng.randint(-size.bound, size.bound)
    values = _SLOPES if name == "tan" else _NEVER if rng.randrange(6) == 0 else _TAKEN
    value = rng.choice(values)
    right = surds.added(surds.scaled(value, factor), _surd(constant))
    left = total(
        [term(factor, f"{name}({_inside(inside)})"), *([str(constant)] if constant else [])]
    )
    spelled = surds.spelled(right)
    lines = [(f"({spelled}-({constant}))/({factor})", surds.spelled(value))]
    problem = {"factors": [constant, factor], "right": [str(part) for part in right]}
    return f"{left}={spelled}", [value], problem, lines


def _quadratic(rng: Random, size: Size, name: str, inside: Inside) -> Made:
    """a*(2f-p)*(2f-q) = 0 with f = p/2 and f = q/2, multiplied out."""
    p, q = rng.randint(-2, 2), rng.choice((-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5))
    factor = nonzero(rng, size.bound)
    c, b, a = factor * p * q, -2 * factor * (p + q), 4 * factor
    function = f"{name}({_inside(inside)})"
    parts = [term(a, f"{function}^2")]
    parts += [term(b, function)] if b else []
    parts += [str(c)] if c else []
    split = f"{factor}*({total(['2*t', str(-p)] if p else ['2*t'])})"
    split += f"*({total(['2*t', str(-q)] if q else ['2*t'])})"
    whole = total([term(a, "t^2"), *([term(b, "t")] if b else []), *([str(c)] if c else [])])
    values = [_surd(Fraction(p, 2)), _surd(Fraction(q, 2))]
    problem = {"factors": [c, b, a], "right": ["0"]}
    return f"{total(parts)}=0", values, problem, [(whole, split)]


def _inside(inside: Inside) -> str:
    times, shift = inside
    return total([term(times, "x"), *([surds.angle(shift)] if shift else [])])


def _angles(name: str, value: Surd, inside: Inside) -> list[int]:
    """All places in the turn where f takes the value, in units of 15 degrees over the multiple."""
    times, shift = inside
    return [
        k
        for turn in range(-24, 24 * times + 24, 24)
        for place in _places(name, value)
        if 0 <= (k := turn + place - shift) < 24 * times
    ]


@lru_cache(maxsize=1_024)
def _places(name: str, value: Surd) -> tuple[int, ...]:
    """Where f takes the value in one turn, in units of 15 degrees."""
    return tuple(k for k in range(24) if surds.value(name, k) == value)


def _angle(k: int, times: int) -> str:
    turn = Fraction(k, 12 * times)
    if not turn:
        return "0"
    front = term(turn.numerator, "pi")
    return front if turn.denominator == 1 else f"{front}/{turn.denominator}"


def _checks(plain: str, members: list[str]) -> list[Line]:
    """Every solution put in."""
    left, right = plain.split("=")
    return [(left.replace("x", f"({member})"), right) for member in members]


def _values(name: str, inside: Inside, members: list[str], places: list[int]) -> list[Line]:
    """The function at every solution."""
    lines = []
    for member, k in zip(members, places, strict=True):
        value = surds.value(name, k + inside[1])
        if value is not None:
            lines.append(
                (f"{name}({_inside(inside).replace('x', f'({member})')})", surds.spelled(value))
            )
    return lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every multiple of pi/24, of a finer one where x is multiplied, put in with floats."""
    times, shift = problem["inside"]
    function = {"sin": sin, "cos": cos, "tan": tan}[problem["function"]]
    roots = (1.0, sqrt(2), sqrt(3), sqrt(6))
    parts = zip(problem["right"], roots, strict=False)
    right = sum(float(Fraction(part)) * root for part, root in parts)
    scale = max(map(abs, problem["factors"]))
    count, found = 48 * times, []
    for k in range(count):
        inner = 2 * pi * k / count * times + shift * pi / 12
        if problem["function"] == "tan" and abs(cos(inner)) < 1e-9:
            continue
        value = function(inner)
        left = sum(c * value**n for n, c in enumerate(problem["factors"]))
        if abs(left - right) < 1e-9 * scale:
            found.append(f"{Fraction(2 * k, count)}*pi")
    return Answer("set", "{" + ", ".join(found) + "}")


def capacity(level: int) -> int | None:
    """Functions, insides, factors, constants and values by their classes. Quadratics: 45 pairs of
    values, ten of them drawn twice as often, which repeat like an even draw from 40.
    """
    size = LEVELS[level]
    insides = size.times * (12 if size.shifted else 1)
    if size.quadratic:
        return capacity_of_mixture((1, 2 * insides * 2 * size.bound * 40))
    numbers = insides * 2 * size.bound * (2 * size.bound + 1)
    return capacity_of_mixture(
        (Fraction(1, 3), len(_SLOPES) * numbers),
        (Fraction(2, 3) * Fraction(5, 6), 2 * len(_TAKEN) * numbers),
        (Fraction(2, 3) * Fraction(1, 6), 2 * len(_NEVER) * numbers),
    )


FAMILY = Family(
    name="trigonometric_equation",
    area="math",
    domain="trigonometry",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

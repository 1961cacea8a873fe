"""Sums of absolute values of linear terms: drawn, spelled, and where they meet a line.

    shape = Shape(((2, -3), (1, 1)), (0, 5))          |2x-3| + |x+1|  against  0*x+5
    spell(shape, "=") == "|2*x-3|+|x+1|=5"            crossings(shape) == [-1, 7/3]

Used by the families of equations and inequalities with absolute values. The crossings come from the
cases of the signs; `gap` is the left side minus the right one at a point, for oracles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, pretty, signed, tex, total
from assay.generators.math.working import Line

Linear = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """The terms (slope, constant) between bars on the left, added up; the right side, which stands
    between bars too when `barred`."""

    left: tuple[Linear, ...]
    right: Linear
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """`kind` "n" is |ax+b| against a number, "x" against cx+d, "|" against |cx+d|, "+" the sum of
    two against a number; bounds of slopes and of constants."""

    kind: str
    slope: int
    constant: int


SIZES = {
    1: Size("n", 5, 12),
    2: Size("n", 12, 30),
    3: Size("n", 30, 90),
    4: Size("|", 6, 12),
    5: Size("|", 15, 40),
    6: Size("x", 8, 15),
    7: Size("x", 20, 60),
    8: Size("+", 6, 15),
    9: Size("+", 15, 50),
    10: Size("+", 60, 400),
}


def draw_shape(rng: Random, size: Size) -> Shape:
    """Slopes are not 0, and of different size where two stand in the problem."""
    first = (nonzero(rng, size.slope), rng.randint(-size.constant, size.constant))
    if size.kind == "n":
        return Shape((first,), (0, rng.randint(-size.constant // 4, size.constant)))
    second = (nonzero(rng, size.slope), rng.randint(-size.constant, size.constant))
    while abs(second[0]) == abs(first[0]):
        second = (nonzero(rng, size.slope), second[1])
    if size.kind == "+":
        return Shape((first, second), (0, rng.randint(1, 2 * size.constant)))
    return Shape((first,), second, size.kind == "|")


def count_shapes(size: Size) -> int:
    """How many `draw_shape` chooses from."""
    slopes, constants = 2 * size.slope, 2 * size.constant + 1
    if size.kind == "n":
        return slopes * constants * (size.constant + -(-size.constant // 4) + 1)
    both = slopes * (slopes - 2) * constants**2
    return both * 2 * size.constant if size.kind == "+" else both


def problem_of(shape: Shape) -> dict[str, Any]:
    """The canonical form."""
    return {"left": sorted(shape.left), "right": shape.right, "barred": shape.barred}


def shape_of(problem: Any) -> Shape:
    """Back from the canonical form."""
    left = tuple((a, b) for a, b in problem["left"])
    return Shape(left, (problem["right"][0], problem["right"][1]), problem["barred"])


def spell(shape: Shape, relation: str) -> str:
    """For claims and short prompts, with bars."""
    left = "+".join(f"|{polynomial([b, a])}|" for a, b in shape.left)
    right = polynomial([shape.right[1], shape.right[0]])
    return f"{left}{relation}{f'|{right}|' if shape.barred else right}"


def shown(shape: Shape, relation: str) -> tuple[str, str]:
    """For readers: plain and LaTeX."""
    texts = []
    for spelled in (pretty, tex):
        left = " + ".join(f"|{spelled(polynomial([b, a]))}|" for a, b in shape.left)
        right = spelled(polynomial([shape.right[1], shape.right[0]]))
        texts.append(f"{left} {relation} {f'|{right}|' if shape.barred else right}")
    return texts[0], texts[1].replace("<=", "\\le").replace(">=", "\\ge")


def candidates(shape: Shape) -> list[Fraction]:
    """Where the sides are equal for some choice of signs of what stands between bars."""
    found = set()
    for signs in product((1, -1), repeat=len(shape.left)):
        slope = sum(s * a for s, (a, _) in zip(signs, shape.left, strict=True)) - shape.right[0]
        rest = shape.right[1] - sum(s * b for s, (_, b) in zip(signs, shape.left, strict=True))
        found.add(Fraction(rest, slope))
    return sorted(found)


def at(shape: Shape, x: Fraction) -> tuple[Fraction, Fraction]:
    """Both sides at x, for constructions."""
    top, below = x.numerator, x.denominator
    left = sum(abs(a * top + b * below) for a, b in shape.left)
    right = shape.right[0] * top + shape.right[1] * below
    return Fraction(left, below), Fraction(abs(right) if shape.barred else right, below)


def crossings(shape: Shape) -> list[Fraction]:
    """Where both sides are equal."""
    return [x for x in candidates(shape) if len(set(at(shape, x))) == 1]


def lines(shape: Shape, points: Sequence[Fraction]) -> Iterator[Line]:
    """Both sides at every point, as claims."""
    for x in points:
        left, right = at(shape, x)
        bars = (f"abs({_at(linear, x)})" for linear in shape.left)
        yield "+".join(bars), str(left)
        if shape.right[0]:
            text = _at(shape.right, x)
            yield (f"abs({text})" if shape.barred else text), str(right)


def _at(linear: Linear, x: Fraction) -> str:
    a, b = linear
    return total([f"{a}*{signed(x)}", *([str(b)] if b else [])])


def gap(shape: Shape, x: Fraction) -> Fraction:
    """Left side minus right side at x, for oracles: the larger of each pair of signs."""
    left = Fraction(0)
    for a, b in shape.left:
        left += max(a * x + b, -a * x - b)
    right = shape.right[0] * x + shape.right[1]
    return left - (max(right, -right) if shape.barred else right)


def zeros_by_segments(shape: Shape) -> list[Fraction]:
    """Zeros of `gap` for oracles: it is straight between the corners; no algebra, only values."""
    bars = [*shape.left, *([shape.right] if shape.barred else [])]
    corners = sorted({Fraction(-b, a) for a, b in bars if a})
    points = [corners[0] - 1, *corners, corners[-1] + 1]
    found = {x for x in corners if gap(shape, x) == 0}
    for k in range(len(points) - 1):
        low, high = points[k], points[k + 1]
        here, there = gap(shape, low), gap(shape, high)
        if here == there:
            continue
        x = low + (high - low) * here / (here - there)
        inside = (k == 0 or x > low) and (k == len(points) - 2 or x < high)
        if inside:
            found.add(x)
    return sorted(found)

"""Sides of a linear equation or inequality: sums of pieces, drawn, counted, spelled, collected.

    pieces: k*x · n · m*(k*x+n) · (k*x+n)/m
    as JSON: ["x", k] · ["n", n] · ["(", m, k, n] · ["/", m, k, n]

A layout says which pieces stand on each side. The last number on the right is not drawn: it is
computed so that both sides are equal at the drawn value of x. Used by `linear_equation` and
`linear_inequality`; it solves nothing. `value` alone serves the oracles.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import gcd, lcm, prod
from random import Random
from typing import Any

from assay.generators.math.spelling import number, polynomial, term, total

Piece = tuple[Any, ...]
Side = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The pieces of the two sides, the bounds of their numbers, and where x is drawn from.

    `factor`, `slope` and `number` bound m, k and n; `whole` bounds the numerator of x and
    `parts` its denominator.
    """

    left: str
    right: str
    slope: int
    number: int
    factor: int
    whole: int
    parts: int = 1


@cache
def rationals(bound: int, parts: int) -> tuple[Fraction, ...]:
    """Every reduced p/q but 0 with |p| <= bound and q <= parts, in a fixed order."""
    return tuple(
        Fraction(sign * p, q)
        for q in range(1, parts + 1)
        for p in range(1, bound + 1)
        if gcd(p, q) == 1
        for sign in (1, -1)
    )


@cache
def _choices(kind: str, layout: Layout) -> tuple[tuple[int, ...], ...]:
    """What each number of a piece of this kind may be."""
    slopes = tuple(k for k in range(-layout.slope, layout.slope + 1) if k)
    numbers = tuple(n for n in range(-layout.number, layout.number + 1) if n)
    factors = tuple(range(2, layout.factor + 1))
    if kind == "(":
        return (*factors, *(-m for m in factors)), slopes, numbers
    if kind == "/":
        return factors, slopes, numbers
    if kind == "p":  # a positive slope above 1: the gentlest piece
        return (slopes[layout.slope + 1 :],)
    return (slopes,) if kind == "x" else (numbers,)


def _draw_side(rng: Random, kinds: str, layout: Layout) -> Side:
    return tuple(
        ("x" if kind == "p" else kind, *map(rng.choice, _choices(kind, layout))) for kind in kinds
    )


def draw_sides(rng: Random, layout: Layout) -> tuple[Side, Side]:
    """Pieces of both sides, drawn evenly among those that leave x in the equation."""
    while True:
        left = _draw_side(rng, layout.left, layout)
        right = _draw_side(rng, layout.right, layout)
        if affine(left)[0] != affine(right)[0]:
            return left, right


@cache
def count_sides(layout: Layout) -> int:
    """How many pairs of sides `draw_sides` chooses from: all but those where x cancels.

    Above 2**58 those (never half of them) are not taken off: with 64 solutions or more the
    level's capacity is above 2**63, and None, either way.
    """
    every = _pairs(layout)
    if every >= 2**58:
        return every
    left, right = _slopes(layout.left, layout), _slopes(layout.right, layout)
    return every - sum(times * right[slope] for slope, times in left.items())


def _pairs(layout: Layout) -> int:
    choices = (_choices(kind, layout) for kind in layout.left + layout.right)
    return prod(len(numbers) for choice in choices for numbers in choice)


def _slopes(kinds: str, layout: Layout) -> Counter[int]:
    """How often each slope of a side comes up, in units of 1/lcm of the denominators."""
    unit = lcm(*range(1, layout.factor + 1))
    found: Counter[int] = Counter({0: 1})
    for kind in kinds:
        own = _piece_slopes(kind, layout, unit)
        grown: Counter[int] = Counter()
        for one, times in found.items():
            for other, count in own.items():
                grown[one + other] += times * count
        found = grown
    return found


def _piece_slopes(kind: str, layout: Layout, unit: int) -> Counter[int]:
    choices = _choices(kind, layout)
    if kind == "n":
        return Counter({0: len(choices[0])})
    if kind in "xp":
        return Counter(k * unit for k in choices[0])
    factors, slopes, numbers = choices
    found: Counter[int] = Counter()
    for m in factors:
        for k in slopes:
            found[m * k * unit if kind == "(" else k * unit // m] += len(numbers)
    return found


def affine(side: Sequence[Piece]) -> tuple[Fraction, Fraction]:
    """(slope, constant) of the sum of the pieces."""
    slope, constant, below = 0, 0, 1
    for kind, *numbers in side:
        if kind == "x":
            slope += numbers[0] * below
        elif kind == "n":
            constant += numbers[0] * below
        else:
            m, k, n = numbers
            if kind == "(":
                slope, constant = slope + m * k * below, constant + m * n * below
            else:
                slope, constant, below = slope * m + k * below, constant * m + n * below, below * m
    return Fraction(slope, below), Fraction(constant, below)


def value(side: Sequence[Any], x: Fraction | int) -> Fraction:
    """The side at x, piece by piece from its JSON: for oracles, the construction uses `affine`."""
    result = Fraction(0)
    for piece in side:
        match list(piece):
            case ["x", k]:
                result += k * x
            case ["n", n]:
                result += n
            case ["(", m, k, n]:
                result += m * (k * x + n)
            case ["/", m, k, n]:
                result += Fraction(k * x + n) / m
            case _:
                raise ValueError(f"no piece of a side: {piece!r}")
    return result


def spell(side: Sequence[Piece], extra: Fraction | int = 0) -> str:
    """The side in the checkers' grammar, with a number at the end unless that is 0."""
    texts = [_spell_piece(piece) for piece in side]
    return total([*texts, number(extra)] if extra else texts)


def _spell_piece(piece: Piece) -> str:
    kind, *numbers = piece
    if kind == "x":
        return term(numbers[0], "x")
    if kind == "n":
        return str(numbers[0])
    m, k, n = numbers
    inside = f"({polynomial([n, k])})"
    return term(m, inside) if kind == "(" else f"{inside}/{m}"


def denominator(side: Sequence[Piece], extra: Fraction | int) -> int:
    """The least whole number that clears every denominator that is written on the side."""
    return lcm(Fraction(extra).denominator, *(piece[1] for piece in side if piece[0] == "/"))


def scaled(side: Sequence[Piece], by: int) -> Side:
    """The pieces times `by`, which every quotient's denominator divides."""
    return tuple(_scale_piece(piece, by) for piece in side)


def _scale_piece(piece: Piece, by: int) -> Piece:
    kind, first, *rest = piece
    if kind == "/":
        return ("(", by // first, *rest)
    return (kind, first * by, *rest)

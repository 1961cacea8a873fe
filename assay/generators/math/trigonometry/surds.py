"""Exact sines, cosines and tangents of multiples of 15 degrees: sums of rational multiples of 1,
sqrt(2), sqrt(3) and sqrt(6).

    spelled(value("sin", 5)) == "1/4*sqrt(2)+1/4*sqrt(6)"       (5 * 15 degrees)

A value is the four rational factors. For constructions; oracles ask SymPy or count by floats.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from assay.generators.math.spelling import term, total

Surd = tuple[Fraction, ...]
_NAMES = ("", "sqrt(2)", "sqrt(3)", "sqrt(6)")
_ROOT = re.compile(r"sqrt\((\d+)\)")
_NAME = re.compile(r"\b(sin|cos|tan|pi)\b")
_NOTHING = Fraction(0)
_QUARTER = Fraction(1, 4)
_SINES: tuple[tuple[Fraction | int, ...], ...] = (
    (0, 0, 0, 0),
    (0, -_QUARTER, 0, _QUARTER),
    (Fraction(1, 2), 0, 0, 0),
    (0, Fraction(1, 2), 0, 0),
    (0, 0, Fraction(1, 2), 0),
    (0, _QUARTER, 0, _QUARTER),
    (1, 0, 0, 0),
)
_TANGENTS: tuple[tuple[Fraction | int, ...] | None, ...] = (
    (0, 0, 0, 0),
    (2, 0, -1, 0),
    (0, 0, Fraction(1, 3), 0),
    (1, 0, 0, 0),
    (0, 0, 1, 0),
    (2, 0, 1, 0),
    None,
)


@cache
def value(function: str, k: int) -> Surd | None:
    """sin, cos or tan of k*15 degrees; None where the tangent is not defined."""
    if function == "cos":
        return value("sin", k + 6)
    k %= 24
    if function == "tan":
        k %= 12
        row, sign = (_TANGENTS[k], 1) if k <= 6 else (_TANGENTS[12 - k], -1)
        return None if row is None else scaled(row, sign)
    sign = 1 if k < 12 else -1
    k %= 12
    return scaled(_SINES[k if k <= 6 else 12 - k], sign)


def scaled(surd: Sequence[Fraction | int], by: Fraction | int) -> Surd:
    """The multiple of a value."""
    return tuple(Fraction(part) * by if part else _NOTHING for part in surd)


def added(a: Surd, b: Surd) -> Surd:
    """The sum of two values."""
    return tuple(x + y if x and y else x or y for x, y in zip(a, b, strict=True))


def spelled(surd: Surd) -> str:
    """In the checkers' grammar."""
    return total(term(part, name) for part, name in zip(surd, _NAMES, strict=True) if part)


def typeset(plain: str) -> str:
    """LaTeX of a spelling with trigonometric functions, roots of whole numbers and pi."""
    text = _ROOT.sub(r"\\sqrt{\1}", plain)
    return _NAME.sub(r"\\\1 ", text).replace(" (", "(").replace("*", " ")


def angle(k: int) -> str:
    """k*15 degrees in radians: 5*pi/12, -pi/3, 0."""
    turn = Fraction(k, 12)
    if not turn:
        return "0"
    front = term(turn.numerator, "pi")
    return front if turn.denominator == 1 else f"{front}/{turn.denominator}"

"""Matching a power series to known functions: how the oracles of differential equations prove.

    matched([exp_series(2), [1, 0, 0]], [3, 4, 8])      [2, 1]: the series of 2*exp(2x)+1

A series is the list of the derivatives at 0. The equation gives them one by one; a linear system,
solved by flint, gives the constants. Nothing here knows how the problems were made.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise


def exp_series(rate: Fraction | int, count: int) -> list[Fraction]:
    """The derivatives of exp(rate*x) at 0."""
    return [Fraction(rate) ** n for n in range(count)]


def product_series(a: Sequence[Fraction], b: Sequence[Fraction]) -> list[Fraction]:
    """The derivatives of a product at 0, by Leibniz' rule."""
    found, row = [], [1]
    for n in range(len(a)):
        found.append(sum((row[k] * a[k] * b[n - k] for k in range(n + 1)), Fraction(0)))
        row = [1, *(x + y for x, y in pairwise(row)), 1]
    return found


def wave_series(rate: int, count: int, odd: bool) -> list[Fraction]:
    """The derivatives of sin(rate*x) (odd) or cos(rate*x) at 0."""
    return [
        Fraction((-1) ** (n // 2) * rate**n) if n % 2 == odd else Fraction(0) for n in range(count)
    ]


def matched(basis: Sequence[Sequence[Fraction]], series: Sequence[Fraction]) -> list[Fraction]:
    """The constants with which the basis adds up to the series; as many equations as constants."""
    from flint import fmpq, fmpq_mat

    size = len(basis)
    rows = [[fmpq(b[n].numerator, b[n].denominator) for b in basis] for n in range(size)]
    right = [[fmpq(s.numerator, s.denominator)] for s in map(Fraction, series[:size])]
    found = fmpq_mat(rows).solve(fmpq_mat(right))
    return [Fraction(int(found[k, 0].p), int(found[k, 0].q)) for k in range(size)]

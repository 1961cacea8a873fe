"""Kappa against tables worked out by hand, and against its definition on random tables."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.core.kappa import Z95, cohen

# Worked out with pencil and fractions.
#   [[20, 5], [10, 15]]: po = 35/50 = 0.7, pe = 0.5 * 0.6 + 0.5 * 0.4 = 0.5, kappa = 0.2 / 0.5
#   [[45, 15], [25, 15]]: po = 0.6, pe = 0.6 * 0.7 + 0.4 * 0.3 = 0.54, kappa = 0.06 / 0.46
#   [[25, 35], [5, 35]]: po = 0.6, pe = 0.6 * 0.3 + 0.4 * 0.7 = 0.46, kappa = 0.14 / 0.54
#   [[0, 10], [10, 0]]: po = 0, pe = 0.5, kappa = -1
#   three words: po = 10/15, margins (6,5,4) and (5,5,5), pe = 75/225 = 1/3, kappa = 1/2
HAND = [
    ([[20, 5], [10, 15]], Fraction(2, 5)),
    ([[45, 15], [25, 15]], Fraction(3, 23)),
    ([[25, 35], [5, 35]], Fraction(7, 27)),
    ([[0, 10], [10, 0]], Fraction(-1)),
    ([[4, 1, 1], [1, 3, 1], [0, 1, 3]], Fraction(1, 2)),
]


@pytest.mark.parametrize(("table", "kappa"), HAND)
def test_tables_worked_out_by_hand(table: list[list[int]], kappa: Fraction) -> None:
    assert cohen(table).kappa == pytest.approx(float(kappa), abs=1e-12)


def test_the_interval_worked_out_by_hand() -> None:
    # po = 0.7, pe = 0.5, kappa = 0.4; rows (0.5, 0.5), columns (0.6, 0.4).
    # same:  0.4 (1 - 1.1 * 0.6)^2 + 0.3 (1 - 0.9 * 0.6)^2 = 0.04624 + 0.06348 = 0.10972
    # other: 0.36 (0.1 (0.6 + 0.5)^2 + 0.2 (0.4 + 0.5)^2) = 0.36 * 0.283 = 0.10188
    # less:  (0.4 - 0.5 * 0.6)^2 = 0.01
    # variance = (0.10972 + 0.10188 - 0.01) / (50 * 0.25) = 0.016128
    found = cohen([[20, 5], [10, 15]])
    assert found.low == pytest.approx(0.4 - Z95 * sqrt(0.016128), abs=1e-12)
    assert found.high == pytest.approx(0.4 + Z95 * sqrt(0.016128), abs=1e-12)
    assert (found.n, found.agree) == (50, 0.7)


def test_where_there_is_no_kappa() -> None:
    assert cohen([]).kappa is None
    assert cohen([[0, 0], [0, 0]]).kappa is None
    assert cohen([[7, 0], [0, 0]]).kappa is None and cohen([[7, 0], [0, 0]]).agree == 1.0


def test_full_agreement_has_a_lower_bound() -> None:
    found = cohen([[5, 0], [0, 5]])
    assert (found.kappa, found.high) == (1.0, 1.0)
    # 0 of 10 differ: at most 1 - 0.05^(1/10) do; chance 0.5.
    assert found.low == pytest.approx(1 - (1 - 0.05 ** (1 / 10)) / 0.5)


tables = st.integers(2, 4).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 30), min_size=size, max_size=size), min_size=size, max_size=size
    )
)


@given(tables)
def test_laws(table: list[list[int]]) -> None:
    found = cohen(table)
    turned = cohen([list(column) for column in zip(*table, strict=True)])
    assert (found.kappa is None) == (turned.kappa is None)
    if found.kappa is None or turned.kappa is None:
        return
    assert found.low is not None and found.high is not None and turned.low is not None
    assert -1 <= found.low <= found.kappa + 1e-12 and found.kappa <= found.high + 1e-12
    assert found.kappa == pytest.approx(turned.kappa) and found.low == pytest.approx(turned.low)
    reordered = cohen([row[::-1] for row in table[::-1]])
    assert reordered.kappa == pytest.approx(found.kappa)


@given(tables.filter(lambda table: len(table) == 2))
def test_the_error_is_the_other_spelling_s(table: list[list[int]]) -> None:
    """Agresti (Categorical Data Analysis, on matched pairs) writes the variance otherwise."""
    n = sum(map(sum, table))
    found = cohen(table)
    if found.kappa is None or found.agree == 1.0 or found.low in (-1.0, None):
        return
    p = [[x / n for x in row] for row in table]
    rows, columns = [sum(r) for r in p], [p[0][j] + p[1][j] for j in (0, 1)]
    po, pe = p[0][0] + p[1][1], sum(rows[i] * columns[i] for i in (0, 1))
    pairs = [(i, j) for i in (0, 1) for j in (0, 1)]
    one = po * (1 - po) / (1 - pe) ** 2
    two = 2 * (1 - po) * (2 * po * pe - sum(p[i][i] * (rows[i] + columns[i]) for i in (0, 1)))
    three = (1 - po) ** 2 * (
        sum(p[i][j] * (rows[j] + columns[i]) ** 2 for i, j in pairs) - 4 * pe**2
    )
    variance = (one + two / (1 - pe) ** 3 + three / (1 - pe) ** 4) / n
    low = found.kappa - Z95 * sqrt(max(0.0, variance))
    assert found.low == pytest.approx(max(-1.0, low), abs=1e-6)

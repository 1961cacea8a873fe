"""Agreement of two readers beyond chance: Cohen's kappa with its large-sample 95% interval.

    cohen([[20, 5], [10, 15]]).kappa == 0.4          # rows: the first reader, columns: the second

kappa = (po - pe) / (1 - pe), with po the share on which both agree and pe the share expected from
their margins alone (J. Cohen, Educational and Psychological Measurement 20, 1960, 37-46). The
standard error is that of Fleiss, Cohen and Everitt (Psychological Bulletin 72, 1969, 323-327)
which does not suppose that kappa is 0. It takes the readings as independent. Where one reader has
only one word and the other has the same, chance explains all and there is no kappa.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from assay.core.bounds import zero_bound

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Kappa:
    """`agree` is po; `kappa` and its bounds are None where there is none; `n` the readings."""

    n: int
    agree: float
    kappa: float | None
    low: float | None
    high: float | None


def cohen(table: Sequence[Sequence[int]]) -> Kappa:
    """Kappa of a square table of counts, categories in the same order on both sides."""
    n = sum(map(sum, table))
    if n == 0:
        return Kappa(0, 0.0, None, None, None)
    size = range(len(table))
    shares = [[count / n for count in row] for row in table]
    rows = [sum(row) for row in shares]
    columns = [sum(row[j] for row in shares) for j in size]
    agree = sum(table[i][i] for i in size) / n
    chance = sum(rows[i] * columns[i] for i in size)
    if chance >= 1.0:
        return Kappa(n, agree, None, None, None)
    kappa = (agree - chance) / (1 - chance)
    if agree == 1.0:
        return Kappa(n, agree, kappa, floor_of_one(chance, n), 1.0)
    error = _error(shares, rows, columns, kappa, chance, n)
    return Kappa(n, agree, kappa, max(-1.0, kappa - Z95 * error), min(1.0, kappa + Z95 * error))


def floor_of_one(chance: float, n: int) -> float:
    """The lower 95% bound of kappa when n readings agree in all: their rate of disagreement may
    still be as large as `zero_bound(n)`, with the same agreement by chance."""
    return max(-1.0, 1.0 - zero_bound(n) / (1.0 - chance))


def _error(
    shares: Sequence[Sequence[float]],
    rows: Sequence[float],
    columns: Sequence[float],
    kappa: float,
    chance: float,
    n: int,
) -> float:
    size = range(len(rows))
    same = sum(shares[i][i] * (1 - (rows[i] + columns[i]) * (1 - kappa)) ** 2 for i in size)
    other = sum(shares[i][j] * (columns[i] + rows[j]) ** 2 for i in size for j in size if i != j)
    spread = same + (1 - kappa) ** 2 * other - (kappa - chance * (1 - kappa)) ** 2
    return sqrt(max(0.0, spread) / n) / (1 - chance)

"""Matrices with known eigenvalues and eigenvectors: P*D*P^-1 with whole entries throughout.

    made = draw(rng, Size(2, 2, 5))      made.matrix has the eigenvalues made.values

P is a lower times an upper triangular matrix with ones on the diagonals, and the eigenvalues stand
in D in increasing order: then no matrix comes up in two ways, and counting them is easy.
"""

from dataclasses import dataclass
from math import comb
from random import Random

from assay.generators.math.linear_algebra.matrices import Matrix, times


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, the largest entry off the diagonals of the triangular factors, the largest value."""

    rows: int
    entry: int
    value: int


SIZES = {
    1: Size(2, 1, 12),
    2: Size(2, 2, 15),
    3: Size(2, 4, 20),
    4: Size(2, 9, 40),
    5: Size(2, 30, 99),
    6: Size(3, 1, 9),
    7: Size(3, 2, 12),
    8: Size(3, 3, 20),
    9: Size(3, 6, 40),
    10: Size(3, 12, 99),
}


@dataclass(frozen=True, slots=True)
class Made:
    """The matrix, its different eigenvalues in order, the columns of P."""

    matrix: Matrix
    values: list[int]
    vectors: Matrix


def draw(rng: Random, size: Size) -> Made:
    """Every choice of eigenvalues and triangular factors is as likely."""
    n = size.rows
    values = sorted(rng.sample(range(-size.value, size.value + 1), n))
    below, above = _unit(rng, n, size.entry), _unit(rng, n, size.entry)
    above = [list(column) for column in zip(*above, strict=True)]
    p, inverse = times(below, above), times(_inverted(above), _inverted(below))
    scaled = [[x * value for x, value in zip(row, values, strict=True)] for row in p]
    return Made(times(scaled, inverse), values, [list(c) for c in zip(*p, strict=True)])


def _unit(rng: Random, n: int, entry: int) -> Matrix:
    """Lower triangular with ones on the diagonal."""
    return [
        [1 if i == j else rng.randint(-entry, entry) if j < i else 0 for j in range(n)]
        for i in range(n)
    ]


def _inverted(matrix: Matrix) -> Matrix:
    """The inverse of a triangular matrix with ones on the diagonal: 1-N+N^2-..."""
    n = len(matrix)
    identity = [[int(i == j) for j in range(n)] for i in range(n)]
    rest = [[int(i == j) - matrix[i][j] for j in range(n)] for i in range(n)]
    found, power = identity, identity
    for _ in range(n - 1):
        power = times(power, rest)
        found = [
            [a + b for a, b in zip(x, y, strict=True)] for x, y in zip(found, power, strict=True)
        ]
    return found


def count(size: Size) -> int:
    """How many matrices `draw` chooses from."""
    n = size.rows
    return comb(2 * size.value + 1, n) * int((2 * size.entry + 1) ** (n * n - n))


def below_t(matrix: Matrix) -> str:
    """The determinant of A-t written out, for matrices of two or three rows."""

    def entry(i: int, j: int) -> str:
        value = matrix[i][j]
        return f"({value}-t)" if i == j else f"({value})" if value < 0 else str(value)

    def minor(i: int, j: int, k: int, m: int) -> str:
        return f"{entry(i, k)}*{entry(j, m)}-{entry(i, m)}*{entry(j, k)}"

    if len(matrix) == 2:
        return minor(0, 1, 0, 1)
    parts = [f"{entry(0, k)}*({minor(1, 2, *rest)})" for k, rest in enumerate(_OTHERS)]
    return f"{parts[0]}-{parts[1]}+{parts[2]}"


_OTHERS = ((1, 2), (0, 2), (0, 1))

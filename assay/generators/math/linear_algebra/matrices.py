"""Matrices of whole numbers as lists of rows: drawn, multiplied, spelled. For constructions.

    spelled([[1, 2], [3, 4]]) == "[[1,2],[3,4]]"        point([1, -2]) == "(1, -2)"

Oracles use flint's matrices instead.
"""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from assay.generators.math.spelling import Number, signed
from assay.generators.math.working import Line

Matrix = list[list[int]]


def draw(rng: Random, rows: int, columns: int, bound: int) -> Matrix:
    """Entries from -bound to bound: (2b+1)^(rows*columns) matrices."""
    return [[rng.randint(-bound, bound) for _ in range(columns)] for _ in range(rows)]


def times(a: Sequence[Sequence[int]], b: Sequence[Sequence[int]]) -> Matrix:
    """The product."""
    columns = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(row, c, strict=True)) for c in columns] for row in a]


def dot(a: Sequence[Number], b: Sequence[Number]) -> str:
    """A sum of products as it is worked out: 2*3+(-1)*4."""
    return "+".join(f"{signed(x)}*{signed(y)}" for x, y in zip(a, b, strict=True))


def spelled(matrix: Sequence[Sequence[Number]]) -> str:
    """In the checkers' grammar."""
    return "[" + ",".join("[" + ",".join(map(str, row)) + "]" for row in matrix) + "]"


def tex(matrix: Sequence[Sequence[Number]]) -> str:
    """In LaTeX."""
    rows = r" \\ ".join(" & ".join(map(str, row)) for row in matrix)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def point(vector: Sequence[Number]) -> str:
    """A vector as a tuple: (1, -2, 3)."""
    return f"({', '.join(map(str, vector))})"


def eliminated(matrix: Sequence[Sequence[Number]]) -> tuple[list[Line], int]:
    """Gauss's elimination, one line for every entry that changes, and the rank."""
    rows: list[list[Number]] = [list(row) for row in matrix]
    lines: list[Line] = []
    done = 0
    for column in range(len(rows[0])):
        pivot = next((k for k in range(done, len(rows)) if rows[k][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        top = rows[done]
        for row in rows[done + 1 :]:
            factor = Fraction(row[column], top[column])
            if not factor:
                continue
            for k in range(column, len(row)):
                value = row[k] - factor * top[k]
                lines.append((f"{signed(row[k])}-{signed(factor)}*{signed(top[k])}", str(value)))
                row[k] = value
        done += 1
    return lines, done

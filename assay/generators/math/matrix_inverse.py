"""The inverse of a 2x2 matrix (3x3 at the top), with whole or rational entries.

Example: [[2,1],[5,3]] -> [[3,-1],[-5,2]], worked 2*3-1*5 = 1, 3/1 = 3, ...

Invertible matrices are drawn evenly, but none that is its own inverse: there the question would be
the answer. 3x3 matrices are products L*U of two triangles: the
factors are unique, so the count is exact. The oracle is flint's inverse.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.math.linear_sides import rationals
from assay.generators.math.spelling import Number, number, signed
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings

Matrix = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True)
class Size:
    """The order, the bound of the entries and of their denominators (of the triangles at 3x3)."""

    order: int
    bound: int
    parts: int = 1
    triangular: bool = False


LEVELS = {
    1: Size(2, 10, triangular=True),
    2: Size(2, 9),
    3: Size(2, 20),
    4: Size(2, 40),
    5: Size(2, 12, parts=4),
    6: Size(2, 20, parts=6),
    7: Size(2, 40, parts=9),
    8: Size(3, 3),
    9: Size(3, 7),
    10: Size(3, 7, parts=3),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw an invertible matrix, then work out its determinant and cofactors."""
    size = LEVELS[level]
    while True:
        matrix = _draw_triples(rng, size) if size.order == 3 else _draw_pairs(rng, size)
        lines, inverse = (_invert_3 if size.order == 3 else _invert_2)(matrix)
        if inverse != matrix:
            break
    plain, typeset = _spell(matrix), _tex(matrix)
    return Draft(
        prompts=phrasings(
            f"{plain}^-1=",
            (
                f"the inverse of the matrix {plain}",
                f"the matrix that multiplied by {plain} gives the identity matrix",
                f"$ A^{{-1}} $ for $ A = {typeset} $",
            ),
            notes=(
                "Answer with a list of rows, like the matrix.",
                "Answer with exact entries, as in [[1, 2/3], [-4, 5]].",
            ),
        ),
        problem={"rows": [[number(entry) for entry in row] for row in matrix]},
        answer=Answer("matrix", _spell(inverse)),
        steps=worked(lines),
    )


def _spell(matrix: Matrix) -> str:
    return "[" + ",".join("[" + ",".join(map(number, row)) + "]" for row in matrix) + "]"


def _tex(matrix: Matrix) -> str:
    rows = (" & ".join(_tex_number(entry) for entry in row) for row in matrix)
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def _tex_number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value)
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


@cache
def _entries(size: Size) -> tuple[Fraction, ...]:
    return (Fraction(0), *rationals(size.bound, size.parts))


def _draw_pairs(rng: Random, size: Size) -> Matrix:
    """A 2x2 matrix with determinant other than 0; triangular ones have no 0 but the one."""
    entries = _entries(size)
    if size.triangular:
        a, d = rng.choice(entries[1:]), rng.choice(entries[1:])
        off = rng.choice(rationals(6 * size.bound, 1))
        rows = ((a, off), (Fraction(0), d)) if rng.random() < 0.5 else ((a, Fraction(0)), (off, d))
        return rows
    while True:
        a, b, c, d = (rng.choice(entries) for _ in range(4))
        if a * d != b * c:
            return ((a, b), (c, d))


def _draw_triples(rng: Random, size: Size) -> Matrix:
    """L*U with ones on the diagonal of L, no 0 on that of U, and a determinant other than 1, -1."""
    entries = _entries(size)
    low = [rng.choice(entries) for _ in range(3)]
    up = [rng.choice(entries) for _ in range(3)]
    diagonal = [rng.choice(entries[1:]) for _ in range(3)]
    while abs(diagonal[0] * diagonal[1] * diagonal[2]) == 1:
        diagonal = [rng.choice(entries[1:]) for _ in range(3)]
    lower = ((1, 0, 0), (low[0], 1, 0), (low[1], low[2], 1))
    columns = ((diagonal[0], 0, 0), (up[0], diagonal[1], 0), (up[1], up[2], diagonal[2]))
    return tuple(tuple(_dot(row, column) for column in columns) for row in lower)


def _dot(one: Sequence[Number], other: Sequence[Number]) -> Fraction:
    return sum((Fraction(x) * y for x, y in zip(one, other, strict=True)), Fraction(0))


Worked = tuple[list[tuple[str, str]], Matrix]


def _invert_2(matrix: Matrix) -> Worked:
    """ad - bc, then the swapped entries over it."""
    (a, b), (c, d) = matrix
    line, determinant = _cross(a, d, b, c)
    lines, rows = [line], []
    for row in ((d, -b), (-c, a)):
        rows.append(tuple(entry / determinant for entry in row))
        lines += [_quotient(entry, determinant) for entry in row]
    return lines, tuple(rows)


def _cross(a: Fraction, d: Fraction, b: Fraction, c: Fraction) -> tuple[tuple[str, str], Fraction]:
    """The line a*d-b*c = value, and the value."""
    value = a * d - b * c
    return (f"{signed(a)}*{signed(d)}-{signed(b)}*{signed(c)}", number(value)), value


def _quotient(entry: Fraction, determinant: Fraction) -> tuple[str, str]:
    return f"{signed(entry)}/{signed(determinant)}", number(entry / determinant)


def _invert_3(matrix: Matrix) -> Worked:
    """Nine cofactors (indices turned round, so that no sign is needed), determinant, quotients."""
    lines, cofactors = [], []
    for i in range(3):
        below, under = matrix[(i + 1) % 3], matrix[(i + 2) % 3]
        row = []
        for j in range(3):
            k, m = (j + 1) % 3, (j + 2) % 3
            line, value = _cross(below[k], under[m], below[m], under[k])
            lines.append(line)
            row.append(value)
        cofactors.append(row)
    determinant = _dot(matrix[0], cofactors[0])
    pairs = zip(matrix[0], cofactors[0], strict=True)
    spelled = "+".join(f"{signed(x)}*{signed(y)}" for x, y in pairs)
    lines.append((spelled, number(determinant)))
    columns = [[cofactors[i][j] for i in range(3)] for j in range(3)]
    lines += [_quotient(entry, determinant) for column in columns for entry in column]
    return lines, tuple(tuple(entry / determinant for entry in column) for column in columns)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """flint's inverse over the rationals (fraction-free elimination)."""
    from flint import fmpq, fmpq_mat

    rows = [[Fraction(entry) for entry in row] for row in problem["rows"]]
    order = len(rows)
    flat = [fmpq(entry.numerator, entry.denominator) for row in rows for entry in row]
    inverse = fmpq_mat(order, order, flat).inv()
    spelled = (",".join(str(inverse[i, j]) for j in range(order)) for i in range(order))
    return Answer("matrix", "[" + ",".join(f"[{row}]" for row in spelled) + "]")


@cache
def capacity(level: int) -> int | None:
    """All 2x2 matrices but the singular and the self-inverse; pairs of triangles at 3x3."""
    size = LEVELS[level]
    entries = _entries(size)
    if size.order == 3:
        pairs = Counter(abs(a * b) for a in entries[1:] for b in entries[1:])
        units = sum(pairs[1 / abs(c)] for c in entries[1:])
        count = len(entries) ** 6 * ((len(entries) - 1) ** 3 - units)
    elif size.triangular:  # (1, -1) and (-1, 1) on the diagonal: self-inverse
        count = 2 * ((len(entries) - 1) ** 2 - 2) * len(rationals(6 * size.bound, 1))
    else:
        products = _products(entries)
        singular = sum(times * times for times in products.values())
        involutions = 2 + sum(products[1 - a * a] for a in entries)
        count = len(entries) ** 4 - singular - involutions
    return count if count < 2**63 else None


def _products(entries: Sequence[Fraction]) -> Counter[Fraction]:
    """How many pairs of entries have each product."""
    parts = Counter(
        (a.numerator * b.numerator, a.denominator * b.denominator) for a in entries for b in entries
    )
    products: Counter[Fraction] = Counter()
    for (top, bottom), times in parts.items():
        products[Fraction(top, bottom)] += times
    return products


FAMILY = Family(
    name="matrix_inverse",
    area="math",
    domain="linear algebra",
    answer_kind="matrix",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""Small determinants and how they are written out. For constructions: oracles use flint.

det([[1, 2], [3, 4]]) == -2        written([[1, 2], [3, 4]]) == "1*4-2*3"
"""

from assay.generators.math.spelling import signed

Rows = list[list[int]]


def det(rows: Rows) -> int:
    """The determinant of two rows or more, by the first row."""
    if len(rows) == 2:
        (a, b), (c, d) = rows
        return a * d - b * c
    parts = ((-1) ** k * x * det(minor(rows, k)) for k, x in enumerate(rows[0]))
    return sum(parts)


def minor(rows: Rows, column: int) -> Rows:
    """Without the first row and a column."""
    return [row[:column] + row[column + 1 :] for row in rows[1:]]


def written(rows: Rows) -> str:
    """A determinant of two or three rows written out."""
    if len(rows) == 2:
        (a, b), (c, d) = rows
        return f"{signed(a)}*{signed(d)}-{signed(b)}*{signed(c)}"
    first, second, third = (
        f"{signed(x)}*({written(minor(rows, k))})" for k, x in enumerate(rows[0])
    )
    return f"{first}-{second}+{third}"

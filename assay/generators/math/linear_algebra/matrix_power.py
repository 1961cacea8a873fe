"""A power of a square matrix.

Example: [[1,1],[1,0]]^5 -> [[8,5],[5,3]], worked entry by entry along the digits of the exponent.

The oracle takes the power with flint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_algebra.matrices import Matrix, dot, draw, spelled, tex, times
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, the largest entry, the least and the largest exponent."""

    rows: int
    bound: int
    least: int
    most: int


LEVELS = {
    1: Size(2, 4, 2, 2),
    2: Size(2, 9, 2, 2),
    3: Size(2, 5, 3, 3),
    4: Size(2, 6, 4, 5),
    5: Size(2, 5, 6, 7),
    6: Size(2, 5, 8, 12),
    7: Size(3, 4, 3, 4),
    8: Size(3, 5, 5, 6),
    9: Size(3, 6, 7, 9),
    10: Size(3, 9, 12, 20),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the matrix and the exponent; square and multiply."""
    size = LEVELS[level]
    matrix = draw(rng, size.rows, size.rows, size.bound)
    exponent = rng.randint(size.least, size.most)
    power, lines = matrix, []
    for digit in bin(exponent)[3:]:
        for factor in (power, matrix) if digit == "1" else (power,):
            lines += _entries(power, factor)
            power = times(power, factor)
    plain = spelled(matrix)
    return Draft(
        prompts=phrasings(
            f"{plain}^{exponent}=",
            (
                f"the matrix {plain} to the power {exponent}",
                f"the matrix A^{exponent} for A = {plain}",
                f"$ {tex(matrix)}^{{{exponent}}} $",
            ),
            notes=(
                "Write it as a list of rows, like the matrix.",
                "Answer with its rows, as in [[1, 2], [3, 4]].",
            ),
        ),
        problem={"matrix": matrix, "exponent": exponent},
        answer=Answer("matrix", spelled(power)),
        steps=worked(lines),
    )


def _entries(a: Matrix, b: Matrix) -> list[Line]:
    """Every entry of a product."""
    columns = list(zip(*b, strict=True))
    pairs = ((row, column) for row in a for column in columns)
    entries = (entry for row in times(a, b) for entry in row)
    return [(dot(row, c), str(entry)) for (row, c), entry in zip(pairs, entries, strict=True)]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The power by flint."""
    from flint import fmpz_mat

    power = (fmpz_mat(problem["matrix"]) ** problem["exponent"]).tolist()
    return Answer("matrix", spelled([[int(entry) for entry in row] for row in power]))


def capacity(level: int) -> int | None:
    """Matrices and exponents."""
    size = LEVELS[level]
    matrices = (2 * size.bound + 1) ** (size.rows * size.rows)
    return capped(matrices * (size.most - size.least + 1))


FAMILY = Family(
    name="matrix_power",
    area="math",
    domain="linear algebra",
    answer_kind="matrix",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

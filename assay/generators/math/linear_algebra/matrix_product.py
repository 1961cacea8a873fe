"""The product of two matrices.

Example: [[1,2],[3,4]]*[[0,1],[1,1]] -> [[2,3],[4,7]], worked 1*0+2*1 = 2, ...

Every entry is a sum of products. The oracle multiplies with flint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_algebra.matrices import dot, draw, spelled, tex, times
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Rows of the first matrix, its columns, columns of the second; the largest entry."""

    rows: int
    inner: int
    columns: int
    bound: int


LEVELS = {
    1: Size(1, 2, 2, 9),
    2: Size(2, 2, 1, 15),
    3: Size(2, 2, 2, 9),
    4: Size(2, 2, 2, 30),
    5: Size(2, 3, 2, 12),
    6: Size(2, 3, 3, 20),
    7: Size(3, 3, 3, 20),
    8: Size(3, 4, 3, 40),
    9: Size(4, 4, 4, 60),
    10: Size(4, 5, 5, 99),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw both matrices."""
    size = LEVELS[level]
    a = draw(rng, size.rows, size.inner, size.bound)
    b = draw(rng, size.inner, size.columns, size.bound)
    product, columns = times(a, b), list(zip(*b, strict=True))
    lines = [
        (dot(row, column), str(entry))
        for row, entries in zip(a, product, strict=True)
        for column, entry in zip(columns, entries, strict=True)
    ]
    first, second = spelled(a), spelled(b)
    return Draft(
        prompts=phrasings(
            f"{first}*{second}=",
            (
                f"the matrix product of {first} and {second}, in this order",
                f"the product AB of the matrices A = {first} and B = {second}",
                f"the matrix product $ {tex(a)} {tex(b)} $",
            ),
            notes=(
                "Write it as a list of rows, like the matrices.",
                "Answer with its rows, as in [[1, 2], [3, 4]].",
            ),
        ),
        problem={"a": a, "b": b},
        answer=Answer("matrix", spelled(product)),
        steps=worked(lines),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The product by flint."""
    from flint import fmpz_mat

    product = (fmpz_mat(problem["a"]) * fmpz_mat(problem["b"])).tolist()
    return Answer("matrix", spelled([[int(entry) for entry in row] for row in product]))


def capacity(level: int) -> int | None:
    """Choices of all entries."""
    size = LEVELS[level]
    entries = (size.rows + size.columns) * size.inner
    return capped((2 * size.bound + 1) ** entries)


FAMILY = Family(
    name="matrix_product",
    area="math",
    domain="linear algebra",
    answer_kind="matrix",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

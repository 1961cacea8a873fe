"""The rank of a matrix.

Example: [[1,2,3],[2,4,6],[1,0,1]] -> 2, worked by Gauss's elimination.

The rank is drawn first: so many rows are free, the others are sums of their multiples, and the rows
are shuffled. The oracle is flint's rank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.linear_algebra.matrices import draw, eliminated, spelled, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, columns, the largest free entry, the largest factor in a sum of rows."""

    rows: int
    columns: int
    bound: int
    factor: int


LEVELS = {
    1: Size(2, 3, 5, 3),
    2: Size(3, 2, 9, 3),
    3: Size(3, 3, 6, 2),
    4: Size(3, 4, 9, 2),
    5: Size(4, 3, 12, 2),
    6: Size(4, 4, 9, 2),
    7: Size(4, 5, 15, 3),
    8: Size(5, 5, 12, 3),
    9: Size(5, 6, 25, 3),
    10: Size(6, 7, 60, 4),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the rank, free rows of that rank, and the rest from them."""
    size = LEVELS[level]
    rank = rng.randint(1, min(size.rows, size.columns))
    while True:
        free = draw(rng, rank, size.columns, size.bound)
        if eliminated(free)[1] == rank:
            break
    columns = list(zip(*free, strict=True))
    rows = list(free)
    while len(rows) < size.rows:
        factors = [rng.randint(-size.factor, size.factor) for _ in free]
        rows.append([sum(f * x for f, x in zip(factors, c, strict=True)) for c in columns])
    rng.shuffle(rows)
    lines, _ = eliminated(rows)
    plain = spelled(rows)
    return Draft(
        prompts=phrasings(
            f"rank of {plain}=",
            (
                f"the rank of the matrix {plain}",
                f"the largest number of linearly independent rows of {plain}",
                f"the dimension of the space spanned by the columns of {plain}",
                f"the rank of $ {tex(rows)} $",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"rows": rows},
        answer=Answer("integer", str(rank)),
        steps=worked(lines or [(f"{rank}+0", str(rank))]),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The rank by flint."""
    from flint import fmpz_mat

    return Answer("integer", str(fmpz_mat(problem["rows"]).rank()))


def capacity(level: int) -> int | None:
    """Free rows and factors for every rank, four in five: free rows have to be independent, and
    orders of the rows are not counted.
    """
    size = LEVELS[level]
    ranks = min(size.rows, size.columns)
    counts = (
        (2 * size.bound + 1) ** (rank * size.columns)
        * (2 * size.factor + 1) ** (rank * (size.rows - rank))
        for rank in range(1, ranks + 1)
    )
    return capacity_of_mixture(*((Fraction(1, ranks), count * 4 // 5) for count in counts))


FAMILY = Family(
    name="matrix_rank",
    area="math",
    domain="linear algebra",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

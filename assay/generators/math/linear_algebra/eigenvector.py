"""An eigenvector to a given eigenvalue, in its simplest form.

Example: [[4,1],[2,3]] and 5 -> (1, 1), worked 4*1+1*1 = 5, 2*1+3*1 = 5.

Any multiple is an eigenvector as well: the question fixes one by whole entries without a common
factor and a positive first entry that is not 0. The oracle takes flint's reduced echelon form.
"""

from collections.abc import Mapping
from math import gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_algebra.diagonalised import SIZES, count, draw
from assay.generators.math.linear_algebra.matrices import dot, eliminated, point, spelled, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


def generate(rng: Random, level: int) -> Draft:
    """Draw the matrix and one of its eigenvalues."""
    made = draw(rng, SIZES[level])
    k = rng.randrange(len(made.values))
    value, vector = made.values[k], made.vectors[k]
    if next(x for x in vector if x) < 0:
        vector = [-x for x in vector]
    shifted = [[x - value * (i == j) for j, x in enumerate(r)] for i, r in enumerate(made.matrix)]
    lines, _ = eliminated(shifted)
    lines += [
        (dot(row, vector), str(value * x)) for row, x in zip(made.matrix, vector, strict=True)
    ]
    plain = spelled(made.matrix)
    return Draft(
        prompts=phrasings(
            f"eigenvector of {plain} to {value}, whole entries without a common factor, the first "
            "nonzero one positive:",
            (
                f"an eigenvector of the matrix {plain} to the eigenvalue {value}",
                f"a nonzero vector that the matrix {plain} multiplies by {value}",
                f"an eigenvector of $ {tex(made.matrix)} $ to the eigenvalue $ {value} $",
            ),
            notes=(
                "Give the one whose entries are whole numbers without a common factor and whose "
                "first nonzero entry is positive, like (a, b).",
                "Of all multiples write the one with whole entries, no common factor, and a "
                "positive first nonzero entry, as a tuple.",
            ),
        ),
        problem={"matrix": made.matrix, "value": value},
        answer=Answer("tuple", point(vector)),
        steps=worked(lines),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The free column of the reduced echelon form, scaled."""
    from flint import fmpz_mat

    rows = problem["matrix"]
    shifted = [
        [x - problem["value"] * (i == j) for j, x in enumerate(r)] for i, r in enumerate(rows)
    ]
    reduced, scale, rank = fmpz_mat(shifted).rref()
    size = len(rows)
    pivots = [next(j for j in range(size) if reduced[i, j]) for i in range(rank)]
    free = next(j for j in range(size) if j not in pivots)
    vector = [0] * size
    vector[free] = int(scale)
    for i, pivot in enumerate(pivots):
        vector[pivot] = -int(reduced[i, free])
    divisor = gcd(*vector) * (-1 if next(x for x in vector if x) < 0 else 1)
    return Answer("tuple", f"({', '.join(str(x // divisor) for x in vector)})")


def capacity(level: int) -> int | None:
    """Matrices with one of their eigenvalues."""
    return capped(count(SIZES[level]) * SIZES[level].rows)


FAMILY = Family(
    name="eigenvector",
    area="math",
    domain="linear algebra",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

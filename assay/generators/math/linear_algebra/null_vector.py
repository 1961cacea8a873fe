"""The vector that a matrix sends to 0, in its simplest form.

Example: [[1,2,-3],[2,1,-3]] -> (1, 1, 1), worked 1*1+2*1+(-3)*1 = 0, ...

The vector is drawn, with one entry 1 or -1 somewhere, and the rows are made orthogonal to it. The
question fixes one of its multiples. The oracle is flint's null space.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_algebra.matrices import dot, eliminated, point, spelled, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Entries of the vector, their bound, the bound of the free entries of the matrix."""

    length: int
    entry: int
    bound: int


LEVELS = {
    1: Size(2, 30, 30),
    2: Size(3, 3, 5),
    3: Size(3, 6, 9),
    4: Size(3, 12, 20),
    5: Size(4, 3, 5),
    6: Size(4, 6, 9),
    7: Size(4, 12, 20),
    8: Size(5, 4, 6),
    9: Size(5, 9, 15),
    10: Size(6, 12, 20),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the vector and one row fewer than it has entries, of full rank."""
    size = LEVELS[level]
    vector, rows, lines = _draw(rng, size)
    plain = spelled(rows)
    return Draft(
        prompts=phrasings(
            f"A={plain}, Av=0: v with whole entries without a common factor, the first nonzero one "
            "positive:",
            (
                f"a nonzero vector v with Av = 0 for the matrix A = {plain}",
                f"a vector other than 0 in the null space of {plain}",
                f"a nonzero vector in the kernel of $ {tex(rows)} $",
            ),
            notes=(
                "Give the one whose entries are whole numbers without a common factor and whose "
                "first nonzero entry is positive, as a tuple.",
                "Of all multiples write the one with whole entries, no common factor, and a "
                "positive first nonzero entry, as a tuple.",
            ),
        ),
        problem={"rows": rows},
        answer=Answer("tuple", point(vector)),
        steps=worked(lines),
    )


def _draw(rng: Random, size: Size) -> tuple[list[int], list[list[int]], list[Line]]:
    """The vector, the rows, and the work: elimination, then every row times the vector."""
    place = rng.randrange(size.length)
    vector = [rng.randint(-size.entry, size.entry) for _ in range(size.length)]
    vector[place] = rng.choice((-1, 1))
    while True:
        rows = [_row(rng, vector, place, size.bound) for _ in range(size.length - 1)]
        lines, rank = eliminated(rows)
        if rank == size.length - 1:
            break
    if next(x for x in vector if x) < 0:
        vector = [-x for x in vector]
    return vector, rows, lines + [(dot(row, vector), "0") for row in rows]


def _row(rng: Random, vector: list[int], place: int, bound: int) -> list[int]:
    """Free entries but at the place of the 1: that one makes the row orthogonal."""
    row = [rng.randint(-bound, bound) for _ in vector]
    row[place] = 0
    row[place] = -vector[place] * sum(a * x for a, x in zip(row, vector, strict=True))
    return row


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The one column of flint's basis of the null space, scaled."""
    from flint import fmpz_mat

    basis, _ = fmpz_mat(problem["rows"]).nullspace()
    vector = [int(basis[k, 0]) for k in range(basis.nrows())]
    divisor = gcd(*vector) * (-1 if next(x for x in vector if x) < 0 else 1)
    return Answer("tuple", f"({', '.join(str(x // divisor) for x in vector)})")


def capacity(level: int) -> int | None:
    """Vectors with a 1 at a given place and the rows' free entries; half is taken off for rows that
    depend on each other and for vectors that come up by two places.
    """
    size = LEVELS[level]
    vectors = (2 * size.entry + 1) ** (size.length - 1)
    return capped(vectors * (2 * size.bound + 1) ** ((size.length - 1) ** 2) // 2)


FAMILY = Family(
    name="null_vector",
    area="math",
    domain="linear algebra",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The eigenvalues of a matrix of whole numbers, all whole and different.

Example: [[4,1],[2,3]] -> {2, 5}, worked (4-t)*(3-t)-1*2 = (t-2)*(t-5).

Eigenvalues and eigenvectors are drawn. The oracle factors flint's characteristic polynomial. The
size of a level is entries times the digits of an eigenvalue.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_algebra.diagonalised import SIZES, below_t, count, draw
from assay.generators.math.linear_algebra.matrices import spelled, tex
from assay.generators.math.polynomials import linear
from assay.generators.math.spelling import polynomial
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


def generate(rng: Random, level: int) -> Draft:
    """Draw the matrix with its eigenvalues."""
    made = draw(rng, SIZES[level])
    plain = spelled(made.matrix)
    product = "*".join(f"({polynomial(linear(value), 't')})" for value in made.values)
    sign = "-" if len(made.values) % 2 else ""
    return Draft(
        prompts=phrasings(
            f"eigenvalues of {plain}:",
            (
                f"the eigenvalues of the matrix {plain}",
                f"all numbers t for which {plain} minus t times the identity is singular",
                f"the eigenvalues of $ {tex(made.matrix)} $",
            ),
            notes=("Answer with a set in braces.", "Write the set of all of them, in braces."),
            plural=True,
        ),
        problem={"matrix": made.matrix},
        answer=Answer("set", "{" + ", ".join(map(str, made.values)) + "}"),
        steps=worked([(below_t(made.matrix), f"{sign}{product}")]),
        meta={"size": len(made.values) ** 2 * (3 + len(str(made.matrix[0][0])))},
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Linear factors of the characteristic polynomial, by flint."""
    from flint import fmpz_mat

    _, factors = fmpz_mat(problem["matrix"]).charpoly().factor()
    values = sorted(-int(factor[0]) for factor, _ in factors if factor.degree() == 1)
    return Answer("set", "{" + ", ".join(map(str, values)) + "}")


def capacity(level: int) -> int | None:
    """Eigenvalues and eigenvectors."""
    return capped(count(SIZES[level]))


FAMILY = Family(
    name="eigenvalues",
    area="math",
    domain="linear algebra",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

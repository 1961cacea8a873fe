"""The characteristic polynomial det(t*I - A) of a matrix, expanded.

Example: [[4,1],[2,3]] -> t^2-7*t+10, worked 4+3 = 7, ..., (7*7+(-1)*29)/2 = 10.

Worked with the traces of powers and Newton's identities; the oracle is flint's polynomial.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.linear_algebra.matrices import Matrix, dot, draw, spelled, tex, times
from assay.generators.math.spelling import polynomial, signed
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Rows and the largest entry."""

    rows: int
    bound: int


LEVELS = {
    1: Size(2, 4),
    2: Size(2, 9),
    3: Size(2, 30),
    4: Size(2, 99),
    5: Size(3, 3),
    6: Size(3, 6),
    7: Size(3, 15),
    8: Size(4, 4),
    9: Size(4, 9),
    10: Size(5, 9),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the matrix."""
    size = LEVELS[level]
    matrix = draw(rng, size.rows, size.rows, size.bound)
    lines, coefficients = _newton(matrix)
    plain = spelled(matrix)
    spec = {"variables": ["t"], "required_form": "expanded"}
    return Draft(
        prompts=phrasings(
            f"det(t*I-A) for A={plain}:",
            (
                f"the characteristic polynomial det(tI - A) of the matrix A = {plain}",
                f"the determinant of t times the identity minus {plain}, as a polynomial in t",
                f"the characteristic polynomial $ \\det(tI - A) $ of $ A = {tex(matrix)} $",
            ),
            notes=("Write it expanded, in powers of t.", "Give a polynomial in t, multiplied out."),
        ),
        problem={"matrix": matrix},
        answer=Answer("expression", polynomial(coefficients, "t"), spec),
        steps=worked(lines),
    )


def _newton(matrix: Matrix) -> tuple[list[Line], list[int]]:
    """Powers and their traces, then each coefficient from the traces and the ones before it."""
    n, columns = len(matrix), list(zip(*matrix, strict=True))
    power, traces, sums, lines = matrix, [], [1], []
    for k in range(1, n + 1):
        if k > 1:
            following = times(power, matrix)
            for row, values in zip(power, following, strict=True):
                lines += [(dot(row, c), str(v)) for c, v in zip(columns, values, strict=True)]
            power = following
        diagonal = [power[i][i] for i in range(n)]
        traces.append(sum(diagonal))
        lines.append(("+".join(map(signed, diagonal)), str(traces[-1])))
        terms = [(-1) ** (j - 1) * sums[k - j] for j in range(1, k + 1)]
        sums.append(sum(a * b for a, b in zip(terms, traces, strict=True)) // k)
        if k > 1:
            lines.append((f"({dot(terms, traces)})/{k}", str(sums[-1])))
    return lines, [(-1) ** k * sums[k] for k in range(n, -1, -1)]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The characteristic polynomial by flint."""
    from flint import fmpz_mat

    coefficients = [int(c) for c in fmpz_mat(problem["matrix"]).charpoly().coeffs()]
    spec = {"variables": ["t"], "required_form": "expanded"}
    return Answer("expression", polynomial(coefficients, "t"), spec)


def capacity(level: int) -> int | None:
    """Choices of the entries."""
    size = LEVELS[level]
    return capped((2 * size.bound + 1) ** (size.rows * size.rows))


FAMILY = Family(
    name="characteristic_polynomial",
    area="math",
    domain="linear algebra",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The determinant of a whole-numbered matrix, 2x2 to 5x5.

Example: [[3,1],[2,5]] -> 13, worked 3*5-1*2 = 13.

Worked by fraction-free elimination (Bareiss): every line is one exact cross product divided by the
pivot before it. The oracle is flint's determinant. Singular matrices occur; the answer is then 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.math.spelling import signed
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The order and the largest entry, either sign."""

    order: int
    bound: int


LEVELS = {
    1: Size(2, 8),
    2: Size(2, 30),
    3: Size(2, 200),
    4: Size(3, 4),
    5: Size(3, 9),
    6: Size(3, 30),
    7: Size(4, 5),
    8: Size(4, 12),
    9: Size(5, 6),
    10: Size(5, 20),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the entries and eliminate."""
    size = LEVELS[level]
    rows = [
        [rng.randint(-size.bound, size.bound) for _ in range(size.order)] for _ in range(size.order)
    ]
    steps, value = _eliminate([list(row) for row in rows])
    plain = "[" + ",".join("[" + ",".join(map(str, row)) + "]" for row in rows) + "]"
    inside = r" \\ ".join(" & ".join(map(str, row)) for row in rows)
    return Draft(
        prompts=phrasings(
            f"det {plain}=",
            (
                f"the determinant of the matrix {plain}",
                f"det(A) for A = {plain}",
                rf"$ \det \begin{{pmatrix}} {inside} \end{{pmatrix}} $",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={"rows": rows},
        answer=Answer("integer", str(value)),
        steps=tuple(steps),
    )


def _eliminate(rows: list[list[int]]) -> tuple[list[Step], int]:
    steps: list[Step] = []
    sign, before = 1, 1
    for k in range(len(rows) - 1):
        swap = next((i for i in range(k, len(rows)) if rows[i][k]), None)
        if swap is None:
            steps.append(_line("0", 0))
            return steps, 0
        if swap != k:
            rows[k], rows[swap], sign = rows[swap], rows[k], -sign
        pivot = rows[k]
        for row in rows[k + 1 :]:
            for j in range(k + 1, len(rows)):
                crossed = f"{signed(pivot[k])}*{signed(row[j])}-{signed(pivot[j])}*{signed(row[k])}"
                value = (pivot[k] * row[j] - pivot[j] * row[k]) // before
                steps.append(
                    _line(f"({crossed})/{signed(before)}" if before != 1 else crossed, value)
                )
                row[j] = value
        before = pivot[k]
    last = rows[-1][-1]
    if sign < 0:
        steps.append(_line(f"(-1)*{signed(last)}", -last))
    return steps, sign * last


def _line(left: str, right: int) -> Step:
    return Step(f"{left} = {right}", Claim("equal", left, str(right)))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """flint's determinant."""
    from flint import fmpz_mat

    return Answer("integer", str(fmpz_mat([list(row) for row in problem["rows"]]).det()))


def capacity(level: int) -> int | None:
    """Every matrix with entries within the bound."""
    size = LEVELS[level]
    count: int = (2 * size.bound + 1) ** (size.order**2)
    return count if count < 2**63 else None


FAMILY = Family(
    name="determinant",
    area="math",
    domain="linear algebra",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""Two linear equations in x and y, or three in x, y and z, with one solution.

Example: "2*x+y=7; x-y=-1" -> (2, 3), worked -3*y = -9, y = 3, 2*x = 4, x = 2.

The solution is drawn first, then the coefficients. Worked by elimination; every line is true at the
solution. The oracle is flint's solver over the rationals.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.math.linear_sides import rationals
from assay.generators.math.spelling import number, pretty, term, tex, total
from assay.generators.phrasing import phrasings

Row = list[Fraction]


@dataclass(frozen=True, slots=True)
class Size:
    """How many unknowns, the largest coefficient, and bounds of the solution's entries."""

    unknowns: int
    bound: int
    whole: int
    parts: int = 1


LEVELS = {
    1: Size(2, 5, 10),
    2: Size(2, 9, 20),
    3: Size(2, 20, 30),
    4: Size(2, 12, 20, parts=4),
    5: Size(2, 40, 30, parts=7),
    6: Size(2, 99, 60, parts=12),
    7: Size(3, 12, 160),
    8: Size(3, 20, 50, parts=2),
    9: Size(3, 12, 60, parts=6),
    10: Size(3, 40, 90, parts=12),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the solution and an invertible matrix; the right sides follow."""
    size = LEVELS[level]
    names = "xyz"[: size.unknowns]
    solution = [rng.choice(_values(size)) for _ in names]
    while True:
        matrix = [[Fraction(rng.randint(-size.bound, size.bound)) for _ in names] for _ in names]
        steps = _eliminate([[*row, _dot(row, solution)] for row in matrix], names)
        if steps is not None:
            break
    rows = [[*row, _dot(row, solution)] for row in matrix]
    equations = [_spell(row, names) for row in rows]
    shown, point = [pretty(equation) for equation in equations], ", ".join(names)
    typeset = r" \\ ".join(tex(equation) for equation in equations)
    return Draft(
        prompts=phrasings(
            f"{'; '.join(equations)}. ({point})=",
            (
                f"the solution ({point}) of the system {', '.join(shown)}",
                f"the point ({point}) at which {' and '.join(shown)}",
                rf"$ ({point}) $ from $ \begin{{cases}} {typeset} \end{{cases}} $",
            ),
            notes=(f"Answer with ({point}).", f"Write it as a tuple ({point}) of exact values."),
        ),
        problem={"rows": sorted([number(entry) for entry in row] for row in rows)},
        answer=Answer("tuple", f"({', '.join(map(number, solution))})"),
        steps=tuple(
            Step(text, Claim("equal", *text.split(" = ")), {"bind": _bound(names, solution)})
            for text in steps
        ),
    )


@cache
def _values(size: Size) -> tuple[Fraction, ...]:
    return (Fraction(0), *rationals(size.whole, size.parts))


def _dot(one: Row, other: Row) -> Fraction:
    return sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))


def _bound(names: str, solution: Row) -> dict[str, str]:
    return {name: number(value) for name, value in zip(names, solution, strict=True)}


def _spell(row: Row, names: str, space: str = "") -> str:
    left = total(term(c, name) for c, name in zip(row, names, strict=False) if c)
    return f"{left}{space}={space}{number(row[-1])}"


def _eliminate(rows: list[Row], names: str) -> list[str] | None:
    """The lines of an elimination; None when the matrix is singular."""
    lines = []
    order = len(rows)
    for k in range(order):
        swap = next((i for i in range(k, order) if rows[i][k]), None)
        if swap is None:
            return None
        rows[k], rows[swap] = rows[swap], rows[k]
        for i in range(k + 1, order):
            if rows[i][k]:
                rows[i] = [
                    rows[k][k] * b - rows[i][k] * a for a, b in zip(rows[k], rows[i], strict=True)
                ]
                if not any(rows[i][:-1]):
                    return None
                lines.append(_spell(rows[i], names, " "))
    known: dict[int, Fraction] = {}
    for k in reversed(range(order)):
        rest = rows[k][-1] - sum((rows[k][j] * known[j] for j in known), Fraction(0))
        one = [rows[k][k] if j == k else Fraction(0) for j in range(order)]
        known[k] = rest / rows[k][k]
        lines += [_spell([*one, rest], names, " "), f"{names[k]} = {number(known[k])}"]
    return list(dict.fromkeys(lines))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """flint's solver over the rationals."""
    from flint import fmpq, fmpq_mat

    rows = [[Fraction(entry) for entry in row] for row in problem["rows"]]
    flat = [[fmpq(e.numerator, e.denominator) for e in row] for row in rows]
    order = len(rows)
    matrix = fmpq_mat(order, order, [e for row in flat for e in row[:-1]])
    found = matrix.solve(fmpq_mat(order, 1, [row[-1] for row in flat]))
    return Answer("tuple", "(" + ", ".join(str(found[i, 0]) for i in range(order)) + ")")


@cache
def capacity(level: int) -> int | None:
    """Solutions times sets of equations: invertible matrices up to the order of their rows.

    At three unknowns None: with at least 25^9/6 sets and 321^3 solutions the count is above 2**63
    even if half of all matrices were singular.
    """
    size = LEVELS[level]
    if size.unknowns == 3:
        return None
    span = range(-size.bound, size.bound + 1)
    products = Counter(a * b for a in span for b in span)
    singular = sum(times * times for times in products.values())
    count = len(_values(size)) ** 2 * (len(span) ** 4 - singular) // 2
    return count if count < 2**63 else None


FAMILY = Family(
    name="linear_system",
    area="math",
    domain="linear algebra",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

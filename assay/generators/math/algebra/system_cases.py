"""A linear system that has one solution, none, or infinitely many.

Example: 2x+3y = 8, 4x+6y = 20 -> no solution, worked 2*6-3*4 = 0, 2*20-4*8 = 8.

One problem in two has one solution, one in four none, one in four infinitely many. The last
equation is made of the others; one changed coefficient, or the right side, decides. The oracle
compares ranks with flint.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import pretty, signed, term, tex, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Unknowns, bounds of coefficients and solutions, bound of the factors of made equations."""

    unknowns: int
    bound: int
    solution: int
    factor: int


LEVELS = {
    1: Size(2, 4, 9, 4),
    2: Size(2, 9, 12, 5),
    3: Size(2, 19, 20, 9),
    4: Size(2, 60, 40, 12),
    5: Size(2, 300, 99, 30),
    6: Size(3, 5, 9, 2),
    7: Size(3, 9, 12, 3),
    8: Size(3, 15, 20, 5),
    9: Size(3, 99, 60, 9),
    10: Size(3, 999, 300, 20),
}
_NAMES = "xyz"
Rows = list[list[int]]
_NONE, _MANY = "no solution", "infinitely many solutions"


def generate(rng: Random, level: int) -> Draft:
    """Draw the case, then the equations: all look alike."""
    size = LEVELS[level]
    case = rng.choice(("one", "one", _NONE, _MANY))
    while True:
        rows, solution = _draw(rng, size, case)
        left = [row[:-1] for row in rows]
        if (_det(left) != 0) == (case == "one") and (len(left) == 2 or _det([r[:2] for r in left])):
            break
    plain = ", ".join(f"{_side(row)}={row[-1]}" for row in rows)
    names = f"({', '.join(_NAMES[: size.unknowns])})"
    return Draft(
        prompts=phrasings(
            f"{plain}: {names}, or {_NONE}, or {_MANY}?",
            (
                f"the solution {names} of the system {pretty(plain)}",
                f"the numbers {names} that satisfy all of these equations: {pretty(plain)}",
                f"the solution {names} of the system of equations $ {tex(plain)} $",
            ),
            notes=(
                f"If there is none, answer: {_NONE}. If there is more than one, answer: {_MANY}.",
                f"Answer with {names}, or with the words {_NONE}, or with the words {_MANY}.",
            ),
        ),
        problem={"rows": sorted(rows)},
        answer=_answer(case, solution),
        steps=worked(_pair(rows) if size.unknowns == 2 else _triple(rows, case)),
        meta={} if case == "one" else {"kind": "text"},
    )


def _answer(case: str, solution: list[int]) -> Answer:
    if case != "one":
        return Answer("text", case)
    return Answer("tuple", f"({', '.join(map(str, solution))})")


def _draw(rng: Random, size: Size, case: str) -> tuple[Rows, list[int]]:
    """All but one equation free, the last a sum of multiples of them: with one coefficient changed
    for one solution, with the right side changed for none, as it is for many.
    """
    n, far = size.unknowns, size.bound * size.solution
    rows = [[nonzero(rng, size.bound) for _ in range(n)] for _ in range(n - 1)]
    by = [nonzero(rng, size.factor) for _ in rows]
    while by == [1]:
        by = [nonzero(rng, size.factor)]
    rows.append([sum(m * row[k] for m, row in zip(by, rows, strict=True)) for k in range(n)])
    if case == "one":
        rows[-1][rng.randrange(n)] += nonzero(rng, size.bound)
        solution = [rng.randint(-size.solution, size.solution) for _ in range(n)]
        right = [sum(a * x for a, x in zip(row, solution, strict=True)) for row in rows]
    else:
        solution, right = [], [rng.randint(-far, far) for _ in by]
        right.append(sum(m * e for m, e in zip(by, right, strict=True)))
        right[-1] += nonzero(rng, far) if case == _NONE else 0
    return [[*row, e] for row, e in zip(rows, right, strict=True)], solution


def _det(rows: Rows) -> int:
    if len(rows[0]) == 2:
        (a, b), (c, d), *_ = rows
        return a * d - b * c
    (a, b, c), *_ = rows
    minors = [_det([row[:k] + row[k + 1 :] for row in rows[1:]]) for k in range(3)]
    return a * minors[0] - b * minors[1] + c * minors[2]


def _side(row: list[int]) -> str:
    names = zip(row[:-1], _NAMES, strict=False)
    return total(term(c, name) for c, name in names if c) or "0"


def _cross(a: int, d: int, b: int, c: int) -> Line:
    return f"{signed(a)}*{signed(d)}-{signed(b)}*{signed(c)}", str(a * d - b * c)


def _pair(rows: Rows) -> Iterator[Line]:
    """The determinant; the numerators of Cramer's rule; their quotients, if there are any."""
    (a, b, e), (c, d, f) = rows
    yield _cross(a, d, b, c)
    yield _cross(e, d, b, f)
    yield _cross(a, f, e, c)
    whole = a * d - b * c
    if whole:
        for over in (e * d - b * f, a * f - e * c):
            yield f"{signed(over)}/{signed(whole)}", str(over // whole)


def _triple(rows: Rows, case: str) -> Iterator[Line]:
    """Cramer's rule, or how the third equation is made of the first two."""
    (a, b, c, _), (d, e, f, _), (g, h, i, _) = rows
    whole = _det([row[:-1] for row in rows])
    text = f"{signed(a)}*({_cross(e, i, f, h)[0]})-{signed(b)}*({_cross(d, i, f, g)[0]})"
    yield f"{text}+{signed(c)}*({_cross(d, h, e, g)[0]})", str(whole)
    if case == "one":
        for k in range(3):
            swapped = [[*row[:k], row[3], *row[k + 1 : 3]] for row in rows]
            over = _det(swapped)
            yield f"{signed(over)}/{signed(whole)}", str(over // whole)
        return
    minor = a * e - b * d
    u, v = Fraction(g * e - h * d, minor), Fraction(a * h - b * g, minor)
    for k in range(4):
        value = u * rows[0][k] + v * rows[1][k]
        yield f"{signed(u)}*{signed(rows[0][k])}+{signed(v)}*{signed(rows[1][k])}", str(value)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Ranks with and without the right side; the solution from the reduced echelon form."""
    from flint import fmpq_mat

    whole = fmpq_mat(problem["rows"])
    count = whole.ncols() - 1
    left = fmpq_mat([row[:-1] for row in problem["rows"]])
    if left.rank() < whole.rank():
        return Answer("text", _NONE)
    if left.rank() < count:
        return Answer("text", _MANY)
    reduced, _ = whole.rref()
    return Answer("tuple", f"({', '.join(str(reduced[k, count]) for k in range(count))})")


def capacity(level: int) -> int | None:
    """Free equations and factors, and what is changed in the last one; a tenth is taken off for
    draws that are refused and for systems that come out twice.
    """
    size = LEVELS[level]
    n, far = size.unknowns, 2 * size.bound * size.solution
    made = (2 * size.bound) ** (n * n - n) * ((2 * size.factor) ** (n - 1) - (n == 2)) * 9 // 10
    many = made * (far + 1) ** (n - 1)
    return capacity_of_mixture(
        (Fraction(1, 2), made * n * 2 * size.bound * (2 * size.solution + 1) ** n),
        (Fraction(1, 4), many * far),
        (Fraction(1, 4), many),
    )


FAMILY = Family(
    name="system_cases",
    area="math",
    domain="algebra",
    answer_kind="tuple",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

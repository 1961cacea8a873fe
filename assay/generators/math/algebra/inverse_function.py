"""The inverse of a linear or of a fractional linear function.

Example: f(x) = (2x+1)/(x-3) -> (3*x+1)/(x-2), worked by f(that) = x.

Levels 1 to 4 are linear. The oracle inverts the matrix of the coefficients with flint. Functions
that are their own inverse are left out. The size of a level is the characters shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, pretty, tex
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The bound of the numbers, and whether x stands in the denominator."""

    bound: int
    fractional: bool = False


LEVELS = {
    1: Size(20),
    2: Size(60),
    3: Size(300),
    4: Size(5_000),
    5: Size(5, fractional=True),
    6: Size(9, fractional=True),
    7: Size(20, fractional=True),
    8: Size(99, fractional=True),
    9: Size(999, fractional=True),
    10: Size(99_999, fractional=True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw (a*x+b)/(c*x+d) that is no constant and not its own inverse."""
    size = LEVELS[level]
    while True:
        a, b = nonzero(rng, size.bound), nonzero(rng, size.bound)
        c, d = (nonzero(rng, size.bound) for _ in range(2)) if size.fractional else (0, 1)
        plain, answer = _quotient(a, b, c, d), _quotient(d, -b, -c, a)
        if a * d != b * c and a != -d:
            break
    typeset = plain if not c else rf"\frac{{{polynomial([b, a])}}}{{{polynomial([d, c])}}}"
    return Draft(
        prompts=phrasings(
            f"f(x)={plain}, f^-1(x)=",
            (
                "the inverse function of f, as an expression in x",
                "the expression in x that gives the inverse of f",
                "$ f^{-1}(x) $",
            ),
            given=(f"f(x) = {pretty(plain)}", f"$ f(x) = {tex(typeset)} $"),
        ),
        problem={"matrix": [[a, b], [c, d]]},
        answer=Answer("expression", answer, {"variables": ["x"]}),
        steps=worked([(plain.replace("x", f"({answer})"), "x")]),
        meta={"size": 2 * len(plain) + len(answer)},
    )


def _quotient(a: int, b: int, c: int, d: int) -> str:
    """(a*x+b)/(c*x+d), without a denominator that is 1 or negative."""
    if not c and d < 0:
        a, b, d = -a, -b, -d
    top = polynomial([b, a])
    if c:
        return f"({top})/({polynomial([d, c])})"
    return top if d == 1 else f"({top})/{d}"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The inverse matrix gives the inverse function."""
    from flint import fmpq_mat

    (a, b), (c, d) = fmpq_mat(problem["matrix"]).inv().tolist()
    return Answer("expression", f"(({a})*x+({b}))/(({c})*x+({d}))", {"variables": ["x"]})


def capacity(level: int) -> int | None:
    """Choices of the numbers; at most a fifth is refused and taken off. Multiples of all numbers
    count as another problem: they are spelled differently.
    """
    size = LEVELS[level]
    return capped((2 * size.bound) ** (4 if size.fractional else 2) * 4 // 5)


FAMILY = Family(
    name="inverse_function",
    area="math",
    domain="functions",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

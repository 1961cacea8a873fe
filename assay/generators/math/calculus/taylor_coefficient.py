"""A coefficient of the power series of a product of known functions.

Example: the coefficient of x^3 in exp(2*x)/(1-x) -> 19/3, worked 2^3/3! = 4/3, ..., and their sum.

Factors are exponentials, sines, cosines, logarithms, geometric series and powers of 1+a*x. The
oracle multiplies flint's power series. The size of a level is characters worked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, signed, term
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The kinds of the factors, the bound of their numbers, the least and the largest index."""

    factors: int
    bound: int
    least: int
    most: int


LEVELS = {
    1: Size(1, 20, 3, 6),
    2: Size(1, 30, 5, 9),
    3: Size(2, 4, 3, 4),
    4: Size(2, 6, 4, 5),
    5: Size(2, 9, 5, 7),
    6: Size(2, 12, 7, 9),
    7: Size(3, 5, 5, 6),
    8: Size(3, 7, 6, 8),
    9: Size(3, 9, 8, 10),
    10: Size(4, 12, 9, 12),
}
_KINDS = ("exp", "sin", "cos", "ln", "inverse", "power")
_MOST_POWER = 6
Part = tuple[str, int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw factors of different kinds and an index whose coefficient is not 0."""
    size = LEVELS[level]
    while True:
        kinds = sorted(rng.sample(_KINDS, size.factors))
        parts = [(kind, nonzero(rng, size.bound), _exponent(rng, kind)) for kind in kinds]
        index = rng.randint(size.least, size.most)
        lines = list(_lines(parts, index))
        if lines and lines[-1][1] != "0":
            break
    order = rng.sample(parts, len(parts))
    plain = "*".join(_spell(part) for part in order)
    typeset = r" \cdot ".join(_typeset(part) for part in order)
    return Draft(
        prompts=phrasings(
            f"coefficient of x^{index} in the power series of {plain} at 0:",
            (
                f"the coefficient of x^{index} in the Maclaurin series of {plain}",
                f"the coefficient of x^{index} when f(x) = {plain} is written as a power series "
                "around x = 0",
                f"the coefficient of $ x^{{{index}}} $ in the Taylor series of $ {typeset} $ at 0",
            ),
            notes=(
                (
                    "Give an exact number; ln is the natural logarithm.",
                    "Answer exactly; ln is log_e.",
                )
                if "ln" in plain
                else ("Give an exact number.", "Answer with an integer or a fraction.")
            ),
        ),
        problem={"parts": [list(part) for part in parts], "index": index},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
        meta={"size": len(parts) ** 2 * index},
    )


def _exponent(rng: Random, kind: str) -> int:
    return rng.randint(2, _MOST_POWER) if kind == "power" else 1


def _spell(part: Part) -> str:
    kind, a, n = part
    if kind == "inverse":
        return f"(1/({polynomial([1, a])}))"
    if kind == "power":
        return f"({polynomial([1, a])})^{n}"
    return f"{kind}({polynomial([1, a]) if kind == 'ln' else term(a, 'x')})"


def _typeset(part: Part) -> str:
    kind, a, n = part
    line = polynomial([1, a]).replace("*", "")
    if kind == "inverse":
        return rf"\frac{{1}}{{{line}}}"
    if kind == "power":
        return f"({line})^{{{n}}}"
    return rf"\{kind}({line if kind == 'ln' else term(a, 'x').replace('*', '')})"


def _coefficient(part: Part, k: int) -> tuple[str, Fraction]:
    """How the coefficient of x^k is worked out, and its value."""
    kind, a, n = part
    at = signed(a)
    match kind:
        case "exp":
            return f"{at}^{k}/{k}!", Fraction(a**k, factorial(k))
        case "sin" | "cos":
            if k % 2 != (kind == "sin"):
                return "0", Fraction(0)
            sign = (-1) ** (k // 2)
            text = f"{at}^{k}/{k}!" if sign > 0 else f"-{at}^{k}/{k}!"
            return text, Fraction(sign * a**k, factorial(k))
        case "ln":
            if not k:
                return "0", Fraction(0)
            sign = (-1) ** (k + 1)
            return f"{'' if sign > 0 else '-'}{at}^{k}/{k}", Fraction(sign * a**k, k)
        case "inverse":
            return f"{signed(-a)}^{k}", Fraction((-a) ** k)
    if k > n:
        return "0", Fraction(0)
    return f"{n}!/({k}!*{n - k}!)*{at}^{k}", Fraction(comb(n, k) * a**k)


def _lines(parts: Sequence[Part], index: int) -> Iterator[Line]:
    """The coefficients of every factor; then product after product, the last one at the index."""
    tables = []
    for part in parts:
        pairs = [_coefficient(part, k) for k in range(index + 1)]
        tables.append([value for _, value in pairs])
        wanted = range(index + 1) if len(parts) > 1 else (index,)
        for k in wanted:
            if pairs[k][0] != "0" and k > 0:
                yield pairs[k][0], str(pairs[k][1])
    product = tables[0]
    for at, table in enumerate(tables[1:], 2):
        places = (index,) if at == len(tables) else range(index + 1)
        following = [Fraction(0)] * (index + 1)
        for place in places:
            terms = [(product[k], table[place - k]) for k in range(place + 1)]
            kept = [(x, y) for x, y in terms if x and y]
            following[place] = sum((x * y for x, y in kept), Fraction(0))
            text = "+".join(f"{signed(x)}*{signed(y)}" for x, y in kept)
            if text or at == len(tables):  # an odd function has no even power: "0", drawn again
                yield text or "0", str(following[place])
        product = following


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The product of flint's power series."""
    from flint import ctx, fmpq_series

    index, before = problem["index"], ctx.cap
    ctx.cap = index + 2
    try:
        product = fmpq_series([1])
        for kind, a, n in problem["parts"]:
            line, base = fmpq_series([0, a]), fmpq_series([1, a])
            match kind:
                case "exp":
                    product *= line.exp()
                case "sin":
                    product *= line.sin()
                case "cos":
                    product *= line.cos()
                case "ln":
                    product *= base.log()
                case "inverse":
                    product *= base.inv()
                case _:
                    product *= base**n
        return Answer("rational", str(product[index]))
    finally:
        ctx.cap = before


def capacity(level: int) -> int | None:
    """Kinds, numbers, exponents of powers, indices; a third is taken off for coefficients 0."""
    size = LEVELS[level]
    plain = comb(len(_KINDS) - 1, size.factors) + comb(len(_KINDS) - 1, size.factors - 1) * (
        _MOST_POWER - 1
    )
    numbers = (2 * size.bound) ** size.factors
    return capped(plain * numbers * (size.most - size.least + 1) * 2 // 3)


FAMILY = Family(
    name="taylor_coefficient",
    area="math",
    domain="calculus",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The tangent to a curve at a point, as an expression in x.

Example: y = x^2 at x = 3 -> 6*x-9, worked 3^2 = 9, 2*3 = 6, 9-6*3 = -9.

Polynomials up to level 6, then quotients of polynomials. The oracle is the remainder of the
polynomial by (x-a)^2, or the first two terms of the quotient's power series, by flint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import Poly, derivative, draw, put_in, value
from assay.generators.math.spelling import Number, polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The degrees of numerator and denominator (0: a polynomial), bounds of coefficients and of
    the point."""

    degree: int
    below: int
    bound: int
    point: int


LEVELS = {
    1: Size(2, 0, 6, 4),
    2: Size(2, 0, 12, 9),
    3: Size(3, 0, 9, 5),
    4: Size(3, 0, 20, 9),
    5: Size(4, 0, 12, 6),
    6: Size(5, 0, 20, 9),
    7: Size(1, 1, 9, 9),
    8: Size(2, 1, 12, 9),
    9: Size(2, 2, 20, 9),
    10: Size(4, 3, 20, 12),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the function and the point, which is no zero of the denominator."""
    size = LEVELS[level]
    while True:
        over, under = draw(rng, size.degree, size.bound), draw(rng, size.below, size.bound)
        if not size.below:
            under = [1]
        point = rng.randint(-size.point, size.point)
        if value(under, point):
            break
    lines, (rest, slope) = _work(over, under, point)
    top, bottom = polynomial(over), polynomial(under)
    plain = f"({top})/({bottom})" if size.below else top
    typeset = rf"\frac{{{tex(top)}}}{{{tex(bottom)}}}" if size.below else tex(top)
    return Draft(
        prompts=phrasings(
            f"tangent to y={plain} at x={point}: y=",
            (
                f"the tangent to the curve y = {pretty(plain)} at x = {point}",
                f"the line that touches the graph of f(x) = {pretty(plain)} where x = {point}",
                f"the tangent line of $ y = {typeset} $ at the point with $ x = {point} $",
            ),
            notes=(
                "Write it as y = mx + b with exact numbers.",
                "Answer with the right-hand side of y = mx + b.",
            ),
        ),
        problem={"over": over, "under": under, "point": point},
        answer=Answer(
            "expression",
            polynomial([rest, slope]),
            {"variables": ["x"], "required_form": "expanded"},
        ),
        steps=worked(lines),
        meta={"size": len(plain) * (1 + bool(size.below))},
    )


def _work(over: Poly, under: Poly, point: int) -> tuple[list[Line], tuple[Number, Number]]:
    """Value and slope at the point (by the quotient rule), then where the line meets the y axis."""
    a, b = (Fraction(value(part, point)) for part in (over, under))
    da, db = (Fraction(value(derivative(part), point)) for part in (over, under))
    lines = [(put_in(over, point), str(a)), (put_in(derivative(over), point), str(da))]
    height, slope = a / b, (da * b - a * db) / (b * b)
    if len(under) > 1:
        lines += [(put_in(under, point), str(b)), (put_in(derivative(under), point), str(db))]
        lines.append((f"{signed(a)}/{signed(b)}", str(height)))
        rule = f"({signed(da)}*{signed(b)}-{signed(a)}*{signed(db)})/{signed(b)}^2"
        lines.append((rule, str(slope)))
    rest = height - slope * point
    lines.append((f"{signed(height)}-{signed(slope)}*{signed(point)}", str(rest)))
    return lines, (rest, slope)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The function in powers of h = x - a up to the first, by flint."""
    from flint import fmpq_poly

    shift = fmpq_poly([problem["point"], 1])
    over, under = (fmpq_poly(problem[key])(shift) for key in ("over", "under"))
    height = over[0] / under[0]
    slope = (over[1] - height * under[1]) / under[0]
    rest = height - slope * problem["point"]
    numbers = [Fraction(int(n.p), int(n.q)) for n in (rest, slope)]
    spec = {"variables": ["x"], "required_form": "expanded"}
    return Answer("expression", polynomial(numbers), spec)


def capacity(level: int) -> int | None:
    """Functions and points; at most a fifth of the points is a zero of the denominator."""
    size = LEVELS[level]
    wide, both = 2 * size.bound + 1, 2 * size.bound
    functions = wide**size.degree * both * (wide**size.below * both * 4 // 5 if size.below else 1)
    return capped(functions * (2 * size.point + 1))


FAMILY = Family(
    name="tangent_line",
    area="math",
    domain="calculus",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

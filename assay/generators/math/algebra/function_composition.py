"""One polynomial put into another, expanded.

Example: f(x) = x^2+1, g(x) = 2x-3, f(g(x)) -> 4*x^2-12*x+10, worked with the powers of g.

The question asks for f(g(x)), g(f(x)) or f(f(x)). The oracle takes values at enough points and
interpolates. The size of a level is the degree of the answer times its characters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import Poly, draw, plus, times
from assay.generators.math.spelling import polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The degrees of f and g and the largest coefficient."""

    degrees: tuple[int, int]
    bound: int


LEVELS = {
    1: Size((1, 1), 9),
    2: Size((1, 1), 40),
    3: Size((2, 1), 6),
    4: Size((2, 1), 12),
    5: Size((2, 2), 5),
    6: Size((2, 2), 9),
    7: Size((3, 1), 9),
    8: Size((3, 2), 6),
    9: Size((3, 2), 12),
    10: Size((3, 3), 12),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw f, g and which is put into which."""
    size = LEVELS[level]
    functions = {n: draw(rng, d, size.bound) for n, d in zip("fg", size.degrees, strict=True)}
    outer, inner = rng.choice(("fg", "gf", "ff"))
    lines = list(_lines(functions[outer], functions[inner]))
    asked = f"{outer}({inner}(x))"
    f, g = (polynomial(p) for p in functions.values())
    return Draft(
        prompts=phrasings(
            f"f(x)={f}, g(x)={g}, {asked}=",
            (f"{asked} as an expanded polynomial in x", f"the expanded form of $ {asked} $"),
            given=(
                f"f(x) = {pretty(f)} and g(x) = {pretty(g)}",
                f"$ f(x) = {tex(f)} $ and $ g(x) = {tex(g)} $",
                f"g(x) = {pretty(g)} and f(x) = {pretty(f)}",
            ),
        ),
        problem={"outer": functions[outer], "inner": functions[inner], "f": f, "g": g},
        answer=Answer(
            "expression", lines[-1][1], {"variables": ["x"], "required_form": "expanded"}
        ),
        steps=worked(lines),
        meta={"size": (len(functions[outer]) - 1) * len(lines[-1][1]) + len(f + g)},
    )


def _lines(outer: Poly, inner: Poly) -> Iterator[Line]:
    """The powers of the inner polynomial, then the sum of their multiples."""
    text, powers = polynomial(inner), [[1], inner]
    while len(powers) < len(outer):
        yield f"({text})*({polynomial(powers[-1])})", polynomial(times(inner, powers[-1]))
        powers.append(times(inner, powers[-1]))
    whole: Poly = [0]
    for coefficient, power in zip(outer, powers, strict=True):
        whole = plus(whole, power, coefficient)
    spelled = (f"{signed(c)}*({text})^{n}" for n, c in enumerate(outer) if c and n)
    yield "+".join([*spelled, *([signed(outer[0])] if outer[0] else [])]), polynomial(whole)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Values of the composition at 0, 1, 2, ... and Lagrange's interpolation by flint."""
    from flint import fmpq, fmpq_poly, fmpz_poly

    outer, inner = fmpz_poly(problem["outer"]), fmpz_poly(problem["inner"])
    points = range(outer.degree() * inner.degree() + 1)
    found = fmpq_poly([0])
    for at in points:
        part = fmpq_poly([outer(inner(at))])
        for other in points:
            if other != at:
                part *= fmpq_poly([-other, 1]) * fmpq(1, at - other)
        found += part
    text = polynomial([Fraction(int(c.p), int(c.q)) for c in found.coeffs()])
    return Answer("expression", text, {"variables": ["x"], "required_form": "expanded"})


def capacity(level: int) -> int | None:
    """Choices of f and g times three questions."""
    size = LEVELS[level]
    count = 3
    for degree in size.degrees:
        count *= (2 * size.bound + 1) ** degree * 2 * size.bound
    return capped(count)


FAMILY = Family(
    name="function_composition",
    area="math",
    domain="functions",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""All complex solutions of a quadratic equation, with real or complex coefficients.

Example: z^2-4*z+13 = 0 -> {2-3*i, 2+3*i}, worked 4^2-4*13 = -36.

Roots are drawn: a conjugate pair, the two square roots of a number, or any two numbers. The oracle
takes the discriminant's root by the formula for real and imaginary parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import term, total
from assay.generators.math.trigonometry.gaussian import Complex, plus, spelled, times
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """What is drawn: a "pair" of conjugates, square "roots", or "two" numbers; the bound of their
    parts and of the leading number."""

    kind: str
    bound: int
    lead: int = 1


LEVELS = {
    1: Size("pair", 25),
    2: Size("pair", 40, lead=3),
    3: Size("pair", 99, lead=9),
    4: Size("roots", 30),
    5: Size("roots", 99),
    6: Size("roots", 999),
    7: Size("two", 6),
    8: Size("two", 15),
    9: Size("two", 60),
    10: Size("two", 999),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the roots and multiply out."""
    size = LEVELS[level]
    first: Complex = (rng.randint(-size.bound, size.bound), nonzero(rng, size.bound))
    lead = rng.randint(1, size.lead)
    if size.kind == "pair":
        first = (first[0], max(first[1], -first[1]))
        second: Complex = (first[0], -first[1])
    elif size.kind == "roots":
        if first[0] == 0:
            first = (1, first[1])
        second = (-first[0], -first[1])
    else:
        second = (rng.randint(-size.bound, size.bound), rng.randint(-size.bound, size.bound))
    b, c = plus(first, second), times(first, second)
    b, c = (-lead * b[0], -lead * b[1]), (lead * c[0], lead * c[1])
    plain = _equation(lead, b, c)
    roots = sorted({first, second})
    shown = plain.replace("*", "").replace("=", " = ")
    return Draft(
        prompts=phrasings(
            f"{plain}, all complex z:",
            (
                f"all complex solutions of {shown}",
                f"all complex numbers z with {shown}",
                f"the complex roots of the equation $ {shown} $",
            ),
            notes=(
                "Here i is the imaginary unit. Answer with a set in braces, each number as a + bi.",
                "List them in braces, exactly, in the form a + bi.",
            ),
            plural=True,
        ),
        problem={"lead": lead, "b": list(b), "c": list(c)},
        answer=Answer("set", "{" + ", ".join(spelled(root) for root in roots) + "}"),
        steps=worked(_lines(lead, b, c, first, second)),
        meta={"size": len(plain) + {"pair": 0, "roots": 12, "two": 20}[size.kind]},
    )


def _equation(lead: int, b: Complex, c: Complex) -> str:
    """z^2+(1-2*i)*z+5-i=0; real coefficients without brackets."""
    parts = [term(lead, "z^2")]
    if b != (0, 0):
        text = spelled(b)
        parts.append(term(b[0], "z") if not b[1] else f"({text})*z")
    if c != (0, 0):
        parts.append(spelled(c))
    return f"{total(parts)}=0"


def _lines(lead: int, b: Complex, c: Complex, first: Complex, second: Complex) -> list[Line]:
    """Each root put in: its square, times the coefficients, adds up to 0."""
    lines: list[Line] = []
    for root in dict.fromkeys((first, second)):
        square = times(root, root)
        lines.append((f"({spelled(root)})^2", spelled(square)))
        linear = times(b, root)
        if b != (0, 0):
            lines.append((f"({spelled(b)})*({spelled(root)})", spelled(linear)))
        parts = f"{lead}*({spelled(square)})+({spelled(linear)})+({spelled(c)})"
        lines.append((parts, "0"))
    return lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """(-b +- s)/(2*lead), where s = p+q*i has the square u+v*i: p^2 = (|u+v*i|+u)/2."""
    lead, (b, d), (c, e) = problem["lead"], problem["b"], problem["c"]
    u, v = b * b - d * d - 4 * lead * c, 2 * b * d - 4 * lead * e
    length = isqrt(u * u + v * v)
    p, q = isqrt((length + u) // 2), isqrt((length - u) // 2)
    if v < 0:
        q = -q
    found = []
    for sign in (1, -1):
        real, imaginary = Fraction(-b + sign * p, 2 * lead), Fraction(-d + sign * q, 2 * lead)
        found.append(f"({real})+({imaginary})*i")
    return Answer("set", "{" + ", ".join(dict.fromkeys(found)) + "}")


def capacity(level: int) -> int | None:
    """Roots by their kind; the order of two and the sign of a square root make no new problem."""
    size = LEVELS[level]
    wide = 2 * size.bound + 1
    if size.kind == "pair":
        return capped(wide * size.bound * size.lead)
    if size.kind == "roots":
        return capped(2 * size.bound * size.bound)
    return capped(wide * 2 * size.bound * wide * wide // 2)


FAMILY = Family(
    name="complex_roots",
    area="math",
    domain="complex numbers",
    answer_kind="set",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

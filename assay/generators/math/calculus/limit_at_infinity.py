"""The limit of a quotient of polynomials, or of a root minus a line, far out.

Example: (6*x^2+1)/(2*x^2-x) for x to oo -> 3; sqrt(x^2+6*x)-x for x to oo -> 3, worked 6/(2*1) = 3.

Quotients may tend to 0, to a number, to oo or -oo, for x to oo or to -oo. The oracle
looks at the value very far out, with eighty digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import Poly, draw, nonzero
from assay.generators.math.spelling import polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The degrees of a quotient (numerator and denominator) or none for a root, the bound."""

    degrees: tuple[tuple[int, int], ...]
    bound: int


LEVELS = {
    1: Size(((1, 1),), 9),
    2: Size(((1, 1), (1, 2), (2, 2)), 9),
    3: Size(((2, 2), (2, 1), (1, 2)), 15),
    4: Size(((3, 3), (3, 2), (2, 3), (3, 1)), 20),
    5: Size(((4, 4), (5, 4), (4, 5), (5, 2)), 30),
    6: Size(((6, 6), (7, 5), (6, 7), (7, 4)), 60),
    7: Size((), 9),
    8: Size((), 60),
    9: Size((), 999),
    10: Size((), 10**5),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a quotient and a direction, or a root whose leading term the line takes away."""
    size = LEVELS[level]
    made = _quotient(rng, size) if size.degrees else _root(rng, size)
    plain, typeset, toward, value, lines, problem = made
    return Draft(
        prompts=phrasings(
            f"limit of {plain} for x to {toward}:",
            (
                f"the limit of {pretty(plain)} as x tends to {toward}",
                f"the limit of f(x) = {pretty(plain)} for x to {toward}",
                rf"$ \lim_{{x \to {toward.replace('oo', chr(92) + 'infty')}}} {typeset} $",
            ),
            notes=(
                "Write oo or -oo if it is infinite.",
                "Answer with an exact number, or with oo or -oo.",
            ),
        ),
        problem=problem,
        answer=Answer("rational", value),
        steps=worked(lines),
        meta={"size": len(plain) * (1 if size.degrees else 4)},
    )


Made = tuple[str, str, str, str, list[Line], dict[str, Any]]


def _quotient(rng: Random, size: Size) -> Made:
    m, n = rng.choice(size.degrees)
    over, under = draw(rng, m, size.bound), draw(rng, n, size.bound)
    toward = rng.choice(("oo", "-oo"))
    ratio = Fraction(over[-1], under[-1])
    if m < n:
        value = "0"
    elif m == n:
        value = str(ratio)
    else:
        positive = (ratio > 0) == (toward == "oo" or (m - n) % 2 == 0)
        value = "oo" if positive else "-oo"
    lines = [(f"{over[-1]}/{signed(under[-1])}", str(ratio)), (f"{m}-{n}", str(m - n))]
    top, bottom = polynomial(over), polynomial(under)
    typeset = rf"\frac{{{tex(top)}}}{{{tex(bottom)}}}"
    problem = {"over": over, "under": under, "toward": toward}
    return f"({top})/({bottom})", typeset, toward, value, lines, problem


def _root(rng: Random, size: Size) -> Made:
    """sqrt(k^2*x^2+b*x+c)-(k*x+d) tends to b/(2*k)-d."""
    k = rng.randint(1, max(3, min(size.bound // 9, 99)))
    b, c, d = nonzero(rng, size.bound), nonzero(rng, size.bound), rng.randint(0, size.bound)
    inside: Poly = [c, b, k * k]
    value = Fraction(b, 2 * k) - d
    root = polynomial(inside)
    line = polynomial([d, k])
    plain = f"sqrt({root})-({line})" if d else f"sqrt({root})-{line}"
    typeset = rf"\left( \sqrt{{{tex(root)}}} - {f'({tex(line)})' if d else tex(line)} \right)"
    # the root's square minus (k*x)^2 is b*x+c; divided by about 2*k*x
    lines = [(f"{root}-({polynomial([0, k])})^2", polynomial([c, b]))]
    lines.append((f"{signed(b)}/(2*{k})-{d}", str(value)))
    return plain, typeset, "oo", str(value), lines, {"inside": inside, "line": [d, k]}


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The exact value very far out; the simple fraction next to it, or what it has run off to."""
    far = 10**40 if problem.get("toward", "oo") == "oo" else -(10**40)
    if "inside" in problem:
        (c, b, square), (d, k) = problem["inside"], problem["line"]
        digits = 10**40
        root = isqrt((square * far * far + b * far + c) * digits * digits)
        value = Fraction(root, digits) - k * far - d
    else:
        over, under = (
            sum(c * far**n for n, c in enumerate(problem[key])) for key in ("over", "under")
        )
        value = Fraction(over, under)
    if abs(value) > 10**20:
        return Answer("rational", "oo" if value > 0 else "-oo")
    return Answer("rational", str(value.limit_denominator(10**6)))


def capacity(level: int) -> int | None:
    """Quotients by pairs of degrees (each as often: the fewest count) and directions; roots."""
    size = LEVELS[level]
    wide, both = 2 * size.bound + 1, 2 * size.bound
    if not size.degrees:
        return capped(max(3, min(size.bound // 9, 99)) * both * both * (size.bound + 1))
    least = min(wide ** (m + n) * both * both for m, n in size.degrees)
    return capped(2 * least * len(size.degrees))


FAMILY = Family(
    name="limit_at_infinity",
    area="math",
    domain="calculus",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

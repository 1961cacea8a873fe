"""A symmetric expression in the roots of a polynomial, without solving it.

Example: r and s are the roots of x^2-5*x+3; r^2+s^2 -> 19, worked 5^2-2*3 = 19.

Quadratics with two roots r, s and cubics with r, s, t, counted with multiplicity and complex where
they have to be. Worked by Vieta's formulas; the oracle takes traces of powers of the companion
matrix and of its inverse. The size of a level is the degree times the digits, with the expression.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, pretty, signed, tex
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Roots, bounds of the coefficients and of the leading one, the powers that are summed up."""

    roots: int
    bound: int
    lead: int
    powers: tuple[int, ...]


LEVELS = {
    1: Size(2, 20, 1, (2, -1)),
    2: Size(2, 40, 1, (2, -1)),
    3: Size(2, 30, 4, (2, -1)),
    4: Size(2, 20, 2, (3, -2)),
    5: Size(2, 60, 6, (3, -2)),
    6: Size(3, 9, 1, (2, -1)),
    7: Size(3, 20, 3, (2, -2)),
    8: Size(3, 20, 2, (3, -2)),
    9: Size(3, 60, 5, (4, -3)),
    10: Size(3, 99, 9, (5, -4)),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the polynomial and the power."""
    size = LEVELS[level]
    lead, power = rng.randint(1, size.lead), rng.choice(size.powers)
    coefficients = [*(nonzero(rng, size.bound) for _ in range(size.roots)), lead]
    names = "rst"[: size.roots]
    terms = [f"{name}^{power}" if power > 0 else _inverse(name, -power) for name in names]
    asked, plain = "+".join(terms), polynomial(coefficients)
    roots = f"{', '.join(names[:-1])} and {names[-1]}"
    lines = _lines(coefficients, power)
    return Draft(
        prompts=phrasings(
            f"{asked} for the roots {', '.join(names)} of {plain}=",
            (f"the value of {pretty(asked)}", f"$ {_typeset(asked)} $"),
            given=(
                f"{roots} are the roots of {pretty(plain)}",
                f"the polynomial $ {tex(plain)} $ has the complex roots {roots}, each counted as "
                "often as it occurs",
                f"{roots} are the roots of {pretty(plain)} = 0, counted with multiplicity",
            ),
            notes=("Answer with an integer or a fraction.", "Give the exact value."),
        ),
        problem={"coefficients": coefficients, "power": power},
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
        meta={"size": (size.roots + abs(power)) * (len(plain) + 2)},
    )


def _inverse(name: str, power: int) -> str:
    return f"1/{name}" if power == 1 else f"1/{name}^{power}"


def _typeset(asked: str) -> str:
    return " + ".join(
        rf"\frac{{1}}{{{tex(t[2:])}}}" if t[0] == "1" else tex(t) for t in asked.split("+")
    )


def _lines(coefficients: list[int], power: int) -> list[Line]:
    """Vieta's sums of products, of the roots or of their inverses, then Newton's sums of powers."""
    ordered = coefficients[::-1] if power > 0 else coefficients
    lines, sums = [], []
    for k, coefficient in enumerate(ordered[1 : abs(power) + 1], 1):
        sums.append(Fraction((-1) ** k * coefficient, ordered[0]))
        if ordered[0] != 1 or power == -1:
            lines.append((f"{signed((-1) ** k * coefficient)}/{signed(ordered[0])}", str(sums[-1])))
    powers = sums[:1]
    for n in range(2, abs(power) + 1):
        terms = [((-1) ** k * sums[k], powers[n - k - 2]) for k in range(min(n - 1, len(sums)))]
        if n <= len(sums):
            terms.append((Fraction((-1) ** (n - 1) * n), sums[n - 1]))
        powers.append(sum((a * b for a, b in terms), Fraction(0)))
        lines.append(("+".join(f"{signed(a)}*{signed(b)}" for a, b in terms), str(powers[-1])))
    return lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The trace of a power of the companion matrix, by flint."""
    from flint import fmpq, fmpq_mat

    *low, lead = problem["coefficients"]
    size = len(low)
    rows = [[fmpq(int(j == i + 1)) for j in range(size)] for i in range(size - 1)]
    companion = fmpq_mat([*rows, [fmpq(-c, lead) for c in low]])
    power = problem["power"]
    base = companion if power > 0 else companion.inv()
    found = base
    for _ in range(abs(power) - 1):
        found = found * base
    return Answer("rational", str(sum((found[k, k] for k in range(size)), fmpq(0))))


def capacity(level: int) -> int | None:
    """Polynomials times powers."""
    size = LEVELS[level]
    return capped((2 * size.bound) ** size.roots * size.lead * len(size.powers))


FAMILY = Family(
    name="symmetric_roots",
    area="math",
    domain="polynomials",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

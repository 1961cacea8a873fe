"""A linear differential equation of first order with an initial value.

Example: y' = 2*y-4, y(0) = 5 -> 3*exp(2*x)+2, worked 2 = 4/2, 5-2 = 3.

The solution is drawn: an exponential, and at the upper levels a line and a second exponential that
the right side asks for. The oracle takes the derivatives at 0 from the equation and matches them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.calculus.initial_values import exp_series, matched
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import polynomial, pretty, signed, term, total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """The bounds of the rate, of the constants, of the line's slope and of a second rate (0: not
    there)."""

    rate: int
    number: int
    slope: int = 0
    second: int = 0


LEVELS = {
    1: Size(5, 9),
    2: Size(9, 20),
    3: Size(20, 60),
    4: Size(5, 9, slope=5),
    5: Size(9, 20, slope=9),
    6: Size(20, 60, slope=30),
    7: Size(5, 9, second=6),
    8: Size(9, 20, second=9),
    9: Size(9, 20, slope=9, second=9),
    10: Size(30, 99, slope=60, second=30),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the solution; the equation follows from it."""
    size = LEVELS[level]
    rate = nonzero(rng, size.rate)
    q = rng.randint(-size.number, size.number)
    p = nonzero(rng, size.slope) if size.slope else 0
    others = [k for k in range(-size.second, size.second + 1) if k not in (0, rate)]
    second = rng.choice(others) if others else 0
    r = nonzero(rng, size.number) if size.second else 0
    front = nonzero(rng, size.number)
    line, wave = [p - rate * q, -rate * p], r * (second - rate)
    start = front + q + r
    right = total(
        part
        for part in (
            term(rate, "y"),
            polynomial(line) if any(line) else "",
            term(wave, _exp(second)) if wave else "",
        )
        if part
    )
    answer = total(
        [
            term(front, _exp(rate)),
            *([term(r, _exp(second))] if r else []),
            *([polynomial([q, p])] if p or q else []),
        ]
    )
    plain = f"y'={right}, y(0)={start}"
    return Draft(
        prompts=phrasings(
            f"{plain}, y(x)=",
            (
                f"the function y(x) with y' = {pretty(right)} and y(0) = {start}",
                f"the solution of the initial value problem y' = {pretty(right)}, y(0) = {start}",
                f"the solution $ y(x) $ of $ y' = {_typeset(right)}, \\ y(0) = {start} $",
            ),
            notes=("Answer with an expression in x.", "Here y is a function of x. Write y = ..."),
        ),
        problem={
            "rate": rate,
            "line": line,
            "wave": [wave, second],
            "start": start,
        },
        answer=Answer("expression", answer, {"variables": ["x"]}),
        steps=worked(_lines(rate, line, wave, second, start)),
        meta={"size": (1 + bool(p) + bool(r)) * len(plain)},
    )


def _exp(rate: int) -> str:
    return f"exp({term(rate, 'x')})"


def _typeset(right: str) -> str:
    parts = pretty(right).split("exp(")
    return "e^{".join([parts[0], *(part.replace(")", "}", 1) for part in parts[1:])])


def _lines(rate: int, line: list[int], wave: int, second: int, start: int) -> list[Line]:
    """The constants of the particular solution, then the one that the initial value fixes."""
    constant, slope = line
    p = Fraction(slope, -rate)
    q = (p - constant) / rate
    r = Fraction(wave, second - rate) if wave else Fraction(0)
    lines = [(f"-{signed(slope)}/{signed(rate)}", str(p))] if slope else []
    if any(line):
        lines.append((f"({p}-{signed(constant)})/{signed(rate)}", str(q)))
    if wave:
        lines.append((f"{signed(wave)}/({second}-{signed(rate)})", str(r)))
    lines.append((f"{start}-{signed(q)}-{signed(r)}", str(start - q - r)))
    return lines


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Derivatives at 0 from the equation; the constants of exp, exp, x and 1 that match them."""
    rate, line, (wave, second) = problem["rate"], problem["line"], problem["wave"]
    rates = [rate, *([second] if wave else [])]
    count = len(rates) + 2
    forced = [Fraction(wave * second**n + (line[n] if n < 2 else 0)) for n in range(count)]
    series = [Fraction(problem["start"])]
    for n in range(count - 1):
        series.append(rate * series[n] + forced[n])
    basis = [exp_series(k, count) for k in rates]
    basis += [[Fraction(n == k) for n in range(count)] for k in (1, 0)]
    *fronts, slope, constant = matched(basis, series)
    parts = [f"({c})*exp({k}*x)" for c, k in zip(fronts, rates, strict=True)]
    value = "+".join([*parts, f"({slope})*x", f"({constant})"])
    return Answer("expression", value, {"variables": ["x"]})


def capacity(level: int) -> int | None:
    """Rates, constants, lines, second rates and their factors."""
    size = LEVELS[level]
    count = 2 * size.rate * (2 * size.number + 1) * 2 * size.number * (2 * size.slope or 1)
    if size.second:
        count *= (2 * size.second - 1) * 2 * size.number
    return capped(count)


FAMILY = Family(
    name="first_order_equation",
    area="math",
    domain="differential equations",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

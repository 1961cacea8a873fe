"""A linear equation whose coefficients are the answers of other problems.

Example: A = phi(10), B = gcd(12, 18), C = 26: A*x+B = C -> 5, worked 26-6 = 20, 20/4 = 5.

From level 6 on x stands on both sides. The oracle asks the oracles of the parts and evaluates both
sides at 0 and 1.
"""

from collections.abc import Mapping
from fractions import Fraction
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family, capped
from assay.generators.lazy import chained
from assay.generators.math.composite.parts import count_parts, draw_parts, values_of
from assay.generators.math.spelling import signed
from assay.generators.math.working import step
from assay.generators.phrasing import phrasings

_BOUND = {level: 10 * level * level for level in range(1, 11)}


def generate(rng: Random, level: int) -> Draft:
    """Draw the parts until x does not cancel, and a number on the right."""
    letters = "AB" if level < 6 else "ABC"
    while True:
        parts = draw_parts(rng, level, letters)
        slope, constant, *rest = parts.values
        other = rest[0] if rest else 0
        if slope != other:
            break
    right = rng.randint(-_BOUND[level], _BOUND[level])
    value = Fraction(right - constant, slope - other)
    equation = f"A*x+B = {f'C*x{right:+d}' if rest and right else 'C*x' if rest else right}"
    lines = [(f"{signed(right)}-{signed(constant)}", str(right - constant))]
    if rest:
        lines.append((f"{signed(slope)}-{signed(other)}", str(slope - other)))
    lines.append((f"{signed(right - constant)}/{signed(slope - other)}", str(value)))
    steps: tuple[Step, ...] = tuple(step(left, result) for left, result in lines)
    shown = equation.replace("*", "")
    return Draft(
        prompts=phrasings(
            f"{parts.given}: {equation}, x=",
            (f"the number x with {shown}", f"the solution x of $ {shown} $"),
            given=(parts.given, parts.told),
            notes=("Answer with an integer or a fraction.", "Give the exact value of x."),
        ),
        problem={"parts": parts.problem, "right": right},
        answer=Answer("rational", str(value)),
        steps=chained(parts.steps, steps),
        meta={"size": len(letters) * (10 + level)},
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The gap of the sides at 0 and 1, with the parts by their oracles."""
    slope, constant, *rest = values_of(problem["parts"])
    gaps = [slope * x + constant - problem["right"] - sum(rest) * x for x in (0, 1)]
    return Answer("rational", str(Fraction(gaps[0], gaps[0] - gaps[1])))


def capacity(level: int) -> int | None:
    """Parts and right sides; a tenth is taken off for equations without x."""
    count = count_parts(level, 2 if level < 6 else 3)
    return capped(count * (2 * _BOUND[level] + 1) * 9 // 10)


FAMILY = Family(
    name="answer_equation",
    area="math",
    domain="composite",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""A sum of multiples of the answers of other problems.

Example: A = gcd(12, 18), B = phi(10): 2*A+3*B -> 24, worked as the parts are, then 2*6+3*4 = 24.

Two parts, then three and four. The oracle asks the oracles of the parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.lazy import chained
from assay.generators.math.composite.parts import count_parts, draw_parts, values_of
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import pretty, signed, term, total
from assay.generators.math.working import step
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many parts, and the bound of their factors."""

    parts: int
    factor: int


LEVELS = {
    1: Size(2, 4),
    2: Size(2, 9),
    3: Size(2, 20),
    4: Size(2, 60),
    5: Size(3, 9),
    6: Size(3, 20),
    7: Size(3, 60),
    8: Size(4, 20),
    9: Size(4, 60),
    10: Size(5, 99),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the parts and the factors."""
    size = LEVELS[level]
    parts = draw_parts(rng, level, "ABCDE"[: size.parts])
    factors = [nonzero(rng, size.factor) for _ in parts.letters]
    value = sum(f * v for f, v in zip(factors, parts.values, strict=True))
    asked = total(term(f, x) for f, x in zip(factors, parts.letters, strict=True))
    work = "+".join(f"{signed(f)}*{signed(v)}" for f, v in zip(factors, parts.values, strict=True))
    return Draft(
        prompts=phrasings(
            f"{parts.given}: {asked}=",
            (f"the value of {pretty(asked)}", f"$ {pretty(asked)} $"),
            given=(parts.given, parts.told),
            notes=("", "Answer with one integer."),
        ),
        problem={"parts": parts.problem, "factors": factors},
        answer=Answer("integer", str(value)),
        steps=chained(parts.steps, (step(work, str(value)),)),
        meta={"size": size.parts * (10 + level)},
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The parts by their oracles."""
    values = values_of(problem["parts"])
    whole = sum(f * v for f, v in zip(problem["factors"], values, strict=True))
    return Answer("integer", str(whole))


def capacity(level: int) -> int | None:
    """Parts and factors."""
    size = LEVELS[level]
    return capped(count_parts(level, size.parts) * (2 * size.factor) ** size.parts)


FAMILY = Family(
    name="answer_combination",
    area="math",
    domain="composite",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

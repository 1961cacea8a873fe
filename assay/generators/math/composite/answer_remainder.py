"""The remainder of an expression in the answers of other problems.

Example: A = 6, B = 4 of two problems, A^2+5*B by 11 -> 1, worked 6^2+5*4 = 56, 56 = 5*11+1.

The oracle asks the oracles of the parts and counts modulo from the start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.lazy import chained
from assay.generators.math.composite.parts import POSITIVE, count_parts, draw_parts, values_of
from assay.generators.math.spelling import power, term, total
from assay.generators.math.working import worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """Parts, the largest factor, the largest exponent, the largest modulus."""

    parts: int
    factor: int
    exponent: int
    modulus: int


LEVELS = {
    1: Size(2, 4, 1, 20),
    2: Size(2, 9, 1, 60),
    3: Size(2, 9, 2, 99),
    4: Size(2, 12, 3, 150),
    5: Size(3, 12, 2, 300),
    6: Size(3, 20, 3, 999),
    7: Size(4, 20, 2, 999),
    8: Size(4, 30, 3, 9_999),
    9: Size(5, 60, 3, 99_999),
    10: Size(6, 99, 4, 10**6),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw parts with positive answers, factors, exponents and the modulus."""
    size = LEVELS[level]
    parts = draw_parts(rng, level, "ABCDEF"[: size.parts], POSITIVE)
    terms = [[rng.randint(1, size.factor), rng.randint(1, size.exponent)] for _ in parts.letters]
    modulus = rng.randint(3, size.modulus)
    whole = sum(f * v**n for (f, n), v in zip(terms, parts.values, strict=True))
    pairs = zip(terms, parts.letters, strict=True)
    asked = total(term(f, power(x, n)) for (f, n), x in pairs)
    work = "+".join(f"{f}*{v}^{n}" for (f, n), v in zip(terms, parts.values, strict=True))
    times, rest = divmod(whole, modulus)
    shown = asked.replace("*", "").replace("+", " + ")
    return Draft(
        prompts=phrasings(
            f"{parts.given}: ({asked}) mod {modulus}=",
            (
                f"the remainder of {shown} when divided by {modulus}",
                rf"$ ({shown}) \bmod {modulus} $",
            ),
            given=(parts.given, parts.told),
            notes=("", f"Answer with a number from 0 to {modulus - 1}."),
        ),
        problem={"parts": parts.problem, "terms": terms, "modulus": modulus},
        answer=Answer("integer", str(rest)),
        steps=chained(
            parts.steps,
            worked([(work, str(whole)), (str(whole), f"{times}*{modulus}+{rest}")]),
        ),
        meta={"size": size.parts * (10 + level)},
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Parts by their oracles; powers modulo the modulus."""
    modulus, rest = problem["modulus"], 0
    for (factor, exponent), value in zip(
        problem["terms"], values_of(problem["parts"]), strict=True
    ):
        rest = (rest + factor * pow(value, exponent, modulus)) % modulus
    return Answer("integer", str(rest))


def capacity(level: int) -> int | None:
    """Parts, factors, exponents, moduli."""
    size = LEVELS[level]
    terms = (size.factor * size.exponent) ** size.parts
    return capped(count_parts(level, size.parts, POSITIVE) * terms * (size.modulus - 2))


FAMILY = Family(
    name="answer_remainder",
    area="math",
    domain="composite",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""A term of a sequence given by its first terms and a linear rule.

Example: a(1)=2, a(2)=5, a(n+1)=3*a(n)-a(n-1); a(4)? -> 34, worked 3*5-2 = 13, 3*13-5 = 34.

The oracle multiplies matrices. Rules with one to three earlier terms and, at some levels, a
constant and a multiple of n.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.math.spelling import signed, term, total
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many earlier terms the rule uses, bounds of its numbers, the indices that are asked."""

    order: int
    factor: int
    start: int
    constant: int
    slope: int
    first: int
    last: int


LEVELS = {
    1: Size(1, 5, 20, 60, 0, 3, 4),
    2: Size(1, 7, 20, 60, 0, 4, 6),
    3: Size(2, 4, 12, 0, 0, 5, 6),
    4: Size(2, 5, 12, 0, 0, 6, 8),
    5: Size(2, 5, 12, 20, 0, 7, 9),
    6: Size(2, 6, 15, 20, 0, 9, 11),
    7: Size(2, 5, 15, 20, 9, 10, 12),
    8: Size(3, 4, 12, 0, 0, 11, 14),
    9: Size(3, 5, 12, 20, 9, 12, 16),
    10: Size(3, 6, 15, 40, 20, 16, 20),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the rule and the first terms, then go on term by term."""
    size = LEVELS[level]
    factors = [_nonzero(rng, size.factor) for _ in range(size.order)]
    if size.order == 1:
        factors = [rng.choice((-1, 1)) * rng.randint(2, size.factor)]
    first = [rng.randint(-size.start, size.start) for _ in range(size.order)]
    constant = _nonzero(rng, size.constant) if size.constant else 0
    slope = _nonzero(rng, size.slope) if size.slope else 0
    asked = rng.randint(size.first, size.last)
    rule, given = _rule(factors, constant, slope), _given(first)
    steps, value = _go_on(factors, first, constant, slope, asked)
    return Draft(
        prompts=phrasings(
            f"{given}, {rule}, a({asked})=",
            (f"a({asked})", f"the term a({asked}) of the sequence", f"$ a({asked}) $"),
            given=(
                f"{given} and {rule} for every n from {size.order} on",
                f"{given} and, for all n >= {size.order}, {rule}",
                f"$ {given} $ and $ {rule.replace('*', ' ')} $ for $ n \\ge {size.order} $",
            ),
            notes=("", "Answer with one integer."),
        ),
        problem={
            "factors": factors,
            "first": first,
            "constant": constant,
            "slope": slope,
            "asked": asked,
        },
        answer=Answer("integer", str(value)),
        steps=tuple(steps),
    )


def _nonzero(rng: Random, bound: int) -> int:
    return rng.choice((-1, 1)) * rng.randint(1, bound)


def _given(first: list[int]) -> str:
    return ", ".join(f"a({n}) = {value}" for n, value in enumerate(first, 1))


def _rule(factors: list[int], constant: int, slope: int) -> str:
    """a(n+1) = 3*a(n)-a(n-1)+n+4."""
    names = ["a(n)", "a(n-1)", "a(n-2)"]
    parts = [term(factor, name) for factor, name in zip(factors, names, strict=False)]
    parts += [term(slope, "n")] if slope else []
    parts += [str(constant)] if constant else []
    return f"a(n+1) = {total(parts)}"


def _go_on(
    factors: list[int], first: list[int], constant: int, slope: int, asked: int
) -> tuple[list[Step], int]:
    terms, steps = list(first), []
    while len(terms) < asked:
        n = len(terms)
        parts = [f"{signed(factor)}*{signed(terms[-1 - k])}" for k, factor in enumerate(factors)]
        parts += [f"{signed(slope)}*{n}"] if slope else []
        parts += [signed(constant)] if constant else []
        value = (
            sum(factor * terms[-1 - k] for k, factor in enumerate(factors)) + slope * n + constant
        )
        left = "+".join(parts)
        steps.append(Step(f"{left} = {value}", Claim("equal", left, str(value))))
        terms.append(value)
    return steps, terms[asked - 1]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """A power of the matrix that moves (a(n), ..., n, 1) one place on."""
    from flint import fmpz_mat

    factors, first = problem["factors"], problem["first"]
    order = len(factors)
    rows = [[*factors, problem["slope"], problem["constant"]]]
    rows += [[int(j == i) for j in range(order + 2)] for i in range(order - 1)]
    rows += [[0] * order + [1, 1], [0] * order + [0, 1]]
    moved = fmpz_mat(rows) ** (problem["asked"] - order)
    start = fmpz_mat(order + 2, 1, [*reversed(first), order, 1])
    return Answer("integer", str((moved * start)[0, 0]))


def capacity(level: int) -> int | None:
    """The product of the numbers' ranges."""
    size = LEVELS[level]
    factors = 2 * (size.factor - 1) if size.order == 1 else (2 * size.factor) ** size.order
    count: int = factors * (2 * size.start + 1) ** size.order * (size.last - size.first + 1)
    count *= (2 * size.constant or 1) * (2 * size.slope or 1)
    return count if count < 2**63 else None


FAMILY = Family(
    name="recurrence",
    area="math",
    domain="sequences",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

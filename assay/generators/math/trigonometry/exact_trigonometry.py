"""A sum of multiples of sines, cosines and tangents of simple angles, exactly.

Example: 2*sin(pi/3)+cos(pi) -> sqrt(3)-1, worked sin(pi/3) = 1/2*sqrt(3), cos(pi) = -1.

Angles are multiples of pi/6 and pi/4, from level 5 on of pi/12. The oracle is SymPy. The size of a
level is its number of terms times the largest angle.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.polynomials import nonzero
from assay.generators.math.spelling import signed, term, total
from assay.generators.math.trigonometry import surds
from assay.generators.math.trigonometry.surds import Surd
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many terms, the bound of their factors, the largest angle in full turns, whether all
    multiples of pi/12 occur."""

    terms: int
    factor: int
    turns: int
    fine: bool = False


LEVELS = {
    1: Size(1, 12, 2),
    2: Size(2, 5, 2),
    3: Size(2, 9, 3),
    4: Size(3, 9, 3),
    5: Size(2, 9, 2, fine=True),
    6: Size(3, 9, 3, fine=True),
    7: Size(4, 12, 4, fine=True),
    8: Size(5, 20, 6, fine=True),
    9: Size(7, 30, 12, fine=True),
    10: Size(10, 60, 60, fine=True),
}
Part = tuple[str, int]


@cache
def _parts(turns: int, fine: bool) -> tuple[Part, ...]:
    """Functions with angles (in units of 15 degrees) where they are defined."""
    return tuple(
        (function, k)
        for function in ("sin", "cos", "tan")
        for k in range(-24 * turns, 24 * turns + 1)
        if (fine or k % 2 == 0 or k % 3 == 0) and surds.value(function, k) is not None
    )


def generate(rng: Random, level: int) -> Draft:
    """Draw different functions of angles, with factors."""
    size = LEVELS[level]
    chosen = rng.sample(_parts(size.turns, size.fine), size.terms)
    terms = [(nonzero(rng, size.factor), *part) for part in chosen]
    values = [_value(name, k) for _, name, k in terms]
    whole = values[0]
    whole = surds.scaled(whole, terms[0][0])
    for (factor, _, _), value in zip(terms[1:], values[1:], strict=True):
        whole = surds.added(whole, surds.scaled(value, factor))
    answer = surds.spelled(whole)
    names = [f"{name}({surds.angle(k)})" for _, name, k in terms]
    plain = total(term(factor, name) for (factor, _, _), name in zip(terms, names, strict=True))
    lines: list[Line] = [(n, surds.spelled(v)) for n, v in zip(names, values, strict=True)]
    parts = (f"{signed(t[0])}*({surds.spelled(v)})" for t, v in zip(terms, values, strict=True))
    lines.append(("+".join(parts), answer))
    shown = plain.replace("*", " ").replace("+", " + ")
    return Draft(
        prompts=phrasings(
            f"{plain}=",
            (
                f"the exact value of {plain}",
                f"{shown} as an exact number",
                f"the exact value of $ {surds.typeset(plain)} $",
            ),
            notes=(
                "Angles are in radians. Write it without sin, cos and tan.",
                "Answer with rational numbers and square roots; angles are in radians.",
            ),
        ),
        problem={"terms": sorted([list(t) for t in terms], key=str)},
        answer=Answer("expression", answer),
        steps=worked(lines),
        meta={"size": size.terms * (2 + size.turns) * (1 + size.fine)},
    )


def _value(name: str, k: int) -> Surd:
    found = surds.value(name, k)
    if found is None:
        raise ValueError(f"{name} has no value at {k} times 15 degrees")
    return found


def oracle(problem: Mapping[str, Any]) -> Answer:
    """SymPy's values of the functions."""
    parts = [f"({factor})*({_by_sympy(name, k)})" for factor, name, k in problem["terms"]]
    return Answer("expression", "+".join(parts))


@cache
def _by_sympy(name: str, k: int) -> str:
    import sympy

    return str(getattr(sympy, name)(sympy.pi * sympy.Rational(k, 12)))


def capacity(level: int) -> int | None:
    """Sets of functions of angles, with factors."""
    size = LEVELS[level]
    return capped(
        comb(len(_parts(size.turns, size.fine)), size.terms) * (2 * size.factor) ** size.terms
    )


FAMILY = Family(
    name="exact_trigonometry",
    area="math",
    domain="trigonometry",
    answer_kind="expression",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""A sum of fractions as a residue class: divisions are by inverses modulo the modulus.

Example: 3/7+5/4 modulo 31 -> 12, worked 7*9 = 2*31+1, 3*9 = 27, 4*8 = 1*31+1, 5*8 = 40, ...

Any member of the class is right. The oracle divides in flint's ring of residues.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import gcd
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import total
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many fractions, and the least and the largest modulus."""

    terms: int
    least: int
    largest: int


LEVELS = {
    1: Size(1, 11, 40),
    2: Size(1, 30, 120),
    3: Size(2, 20, 99),
    4: Size(2, 60, 300),
    5: Size(2, 200, 999),
    6: Size(3, 500, 3_000),
    7: Size(3, 2_000, 20_000),
    8: Size(4, 10_000, 10**6),
    9: Size(4, 10**6, 10**9),
    10: Size(6, 10**9, 10**14),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a modulus and fractions whose denominators have no factor with it."""
    size = LEVELS[level]
    modulus = rng.randint(size.least, size.largest)
    fractions = [_fraction(rng, modulus) for _ in range(size.terms)]
    lines = list(_lines(fractions, modulus))
    texts = [f"{a}/{b}" for a, b in fractions]
    plain = total(texts)
    latex = "".join(
        f"{'-' if a < 0 else '+' if k else ''}\\frac{{{abs(a)}}}{{{b}}}"
        for k, (a, b) in enumerate(fractions)
    )
    return Draft(
        prompts=phrasings(
            f"{plain} mod {modulus}=",
            (
                f"the residue class of {plain} modulo {modulus}",
                f"an integer congruent to {plain} modulo {modulus}",
                f"an integer n with $ n \\equiv {latex} \\pmod{{{modulus}}} $",
            ),
            notes=(
                f"To divide is to multiply by the inverse modulo {modulus}. Any integer of the "
                "class will do.",
                f"Here 1/b means the inverse of b modulo {modulus}. Answer with an integer of the "
                "class.",
            ),
        ),
        problem={"fractions": sorted(fractions), "modulus": modulus},
        answer=Answer("modular", lines[-1][1].rpartition("+")[2], {"modulus": modulus}),
        steps=worked(lines),
        meta={"size": len(plain) + 2 * len(str(modulus)) * size.terms},
    )


def _fraction(rng: Random, modulus: int) -> tuple[int, int]:
    """A fraction in lowest terms that has a value modulo the modulus."""
    while True:
        a, b = rng.randrange(1, modulus), rng.randrange(2, modulus)
        if gcd(a, b) == gcd(b, modulus) == 1:
            return rng.choice((a, -a)), b


def _lines(fractions: list[tuple[int, int]], modulus: int) -> Iterator[Line]:
    """Every inverse with its proof, the products, and what is left of their sum."""
    parts = []
    for a, b in fractions:
        inverse = pow(b, -1, modulus)
        yield f"{b}*{inverse}", f"{b * inverse // modulus}*{modulus}+1"
        parts.append(a * inverse)
        yield (f"{a}*{inverse}" if a > 0 else f"({a})*{inverse}"), str(a * inverse)
    whole = sum(parts)
    if len(parts) > 1:
        yield "+".join(str(part) if part > 0 else f"({part})" for part in parts), str(whole)
    times, rest = divmod(whole, modulus)
    yield str(whole), f"{f'({times})' if times < 0 else times}*{modulus}+{rest}"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Sums of quotients of residues."""
    from flint import fmpz_mod_ctx

    ring = fmpz_mod_ctx(problem["modulus"])
    value = ring(0)
    for a, b in problem["fractions"]:
        value = value + ring(a) * ring(b).inverse()
    return Answer("modular", str(int(value)), {"modulus": problem["modulus"]})


def capacity(level: int) -> int | None:
    """Moduli with numerators and denominators, a quarter of them for those in lowest terms and
    without a factor in common with the modulus; the order of the fractions makes no difference.
    """
    size = LEVELS[level]
    fractions = (size.least + size.largest) ** 2 // 2
    count = (size.largest - size.least) * (fractions // 4) ** size.terms
    for k in range(2, size.terms + 1):
        count //= k
    return capped(count)


FAMILY = Family(
    name="fraction_modulo",
    area="math",
    domain="number theory",
    answer_kind="modular",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

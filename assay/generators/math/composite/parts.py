"""Parts of composite problems: small problems of other families, each with a letter for its answer.

    parts = draw_parts(rng, level, "AB")
    parts.given == "A = gcd(84, 126), B = phi(36)"      parts.values == [42, 12]

The parts are drawn as their families draw them, with their worked steps; the oracle of a composite
family asks each part's own oracle. Only families are used whose short phrasing names a number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import perm, prod
from random import Random
from typing import Any

from assay.core.records import Step
from assay.generators.family import Draft, Family
from assay.generators.lazy import Late, chained
from assay.generators.math import determinant, greatest_common_divisor, modular_power
from assay.generators.math.calculus import extreme_value
from assay.generators.math.number_theory import (
    divisor_count,
    divisor_sum,
    euler_phi,
    factorial_exponent,
    least_common_multiple,
)
from assay.generators.math.sequences import power_sum

POSITIVE: Mapping[str, Family] = {
    module.FAMILY.name: module.FAMILY
    for module in (
        greatest_common_divisor,
        least_common_multiple,
        modular_power,
        divisor_count,
        divisor_sum,
        euler_phi,
        factorial_exponent,
    )
}
PARTS: Mapping[str, Family] = {
    **POSITIVE,
    **{module.FAMILY.name: module.FAMILY for module in (determinant, power_sum, extreme_value)},
}


_NOUNS = ("number", "sum", "largest", "least", "greatest")


@dataclass(frozen=True, slots=True)
class Parts:
    """Drawn parts by their letters."""

    letters: str
    names: tuple[str, ...]
    drafts: tuple[Draft, ...]

    @property
    def values(self) -> list[int]:
        """The answers."""
        return [int(draft.answer.value) for draft in self.drafts]

    @property
    def given(self) -> str:
        """What each letter stands for."""
        shorts = (draft.prompts[0].rstrip("=:? ") for draft in self.drafts)
        return ", ".join(f"{x} = {text}" for x, text in zip(self.letters, shorts, strict=True))

    @property
    def told(self) -> str:
        """The same in a row of sentences without their end."""
        shorts = (draft.prompts[0].rstrip("=:? ") for draft in self.drafts)
        named = (f"the {text}" if text.startswith(_NOUNS) else text for text in shorts)
        return "; ".join(f"{x} is {text}" for x, text in zip(self.letters, named, strict=True))

    @property
    def steps(self) -> Late[Step]:
        """The worked steps of all parts, one part after the other."""
        return chained(*(draft.steps for draft in self.drafts))

    @property
    def problem(self) -> list[list[Any]]:
        """Families and problems, for the canonical form."""
        pairs = zip(self.names, self.drafts, strict=True)
        return [[name, draft.problem] for name, draft in pairs]


def draw_parts(
    rng: Random, level: int, letters: str, families: Mapping[str, Family] = PARTS
) -> Parts:
    """A different family for each letter, at about half the level."""
    names = tuple(rng.sample(list(families), len(letters)))
    drafts = tuple(families[name].generate(rng, _half(level)) for name in names)
    return Parts(letters, names, drafts)


def _half(level: int) -> int:
    return 1 + level // 2


def values_of(parts: Sequence[Sequence[Any]]) -> list[int]:
    """The answers by the oracles of the parts: for oracles of composite families."""
    found = []
    for name, problem in parts:
        oracle = PARTS[name].oracle
        if oracle is None:
            raise ValueError(f"{name} has no oracle")
        found.append(int(oracle(problem).value))
    return found


def count_parts(level: int, count: int, families: Mapping[str, Family] = PARTS) -> int:
    """How many ordered choices of parts there are, at least: as if all were of small families."""
    sizes = sorted(family.capacity(_half(level)) or 2**63 for family in families.values())
    return perm(len(families), count) * prod(sizes[:count])

"""What is found of a step: its claims with their verdicts, and how the step came out.

outcome.bad  ->  the claims that make the step wrong
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from assay.checkers.prose.context import Verdict
from assay.checkers.prose.facts import Fact
from assay.checkers.prose.said import Said, Spoken
from assay.checkers.prose.values import exact
from assay.core.records import StepStatus

GOOD = frozenset({"true", "firm", "defined"})
BAD = frozenset({"false", "misfit"})


@dataclass(slots=True)
class Judged:
    """A claim and its verdict; `mended` when the step itself takes it back."""

    said: Said
    verdict: Verdict
    mended: bool = False


@dataclass(slots=True)
class Outcome:
    """What is found of a step taken by itself, before errors are handed down."""

    status: StepStatus
    claims: list[Judged]
    facts: list[Fact]
    open_numbers: list[Fraction] = field(default_factory=list)
    firm: bool = False
    given_only: bool = False
    values: frozenset[Fraction] = frozenset()

    @property
    def bad(self) -> list[Judged]:
        """The claims that make the step wrong."""
        return [one for one in self.claims if one.verdict in BAD and not one.mended]


def is_silent(said: Said, spoken: Spoken) -> bool:
    """Whether a claim is asked, denied or supposed rather than made."""
    places = {said.left.index, said.right.index}
    return bool(places & (spoken.asked | spoken.denied)) or said.supposed


def both(said: Said) -> tuple[Fraction | None, Fraction | None]:
    return exact(said.left.text), exact(said.right.text)


def values_of(found: list[Judged]) -> Iterable[Fraction]:
    """The values that true claims establish."""
    for one in found:
        if one.verdict in GOOD:
            yield from (value for value in both(one.said) if value is not None)

"""Worked solutions as lines `left = right`, each a claim that holds by itself.

    worked([("84+26", "110"), ("110/2", "55")])[0].text == "84+26 = 110"

Both sides are in the checkers' grammar. `bound` gives the unknowns that stand in the lines their
true values; a line without unknowns needs none. Words between the lines are not made here.
"""

from collections.abc import Iterable, Mapping

from assay.core.records import Claim, Step
from assay.generators.lazy import Late

Line = tuple[str, str]


def step(left: str, right: str, bound: Mapping[str, str] | None = None) -> Step:
    """One line."""
    state = {"bind": dict(bound)} if bound else {}
    return Step(f"{left} = {right}", Claim("equal", left, right), state)


def worked(lines: Iterable[Line], bound: Mapping[str, str] | None = None) -> Late[Step]:
    """All lines of a solution but those that say nothing ((-5) = -5), unless there is no other.

    Lines that are an iterator are gone through when the steps are read: it must draw nothing.
    """

    def made() -> list[Step]:
        every = list(lines)
        kept = [line for line in every if line[0].strip("()") != line[1]] or every[-1:]
        return [step(left, right, bound) for left, right in kept]

    return Late(made)

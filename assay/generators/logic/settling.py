"""Worked steps that settle unknowns of two values: assume the wrong value, refute it, go on.

    Ada knight = Leo knave              what follows from the assumption
    Ada knight, Mei knight = contradiction
    Ada knight, Mei knave = contradiction
    Ada = knave                         so the other value it is

Each line is `assumptions = what follows` in words. What follows is given by the family.
"""

from collections.abc import Callable, Iterator, Sequence

from assay.core.records import Step
from assay.generators.text.parts import commas, in_words

Known = dict[int, bool]
Follows = Callable[[Known], Known | None]
"""What follows at once from known values, without them; None for a contradiction."""


def settled(
    names: Sequence[str], values: tuple[str, str], follows: Follows, truth: int
) -> Iterator[Step]:
    """Lines that settle every unknown; bit i of `truth` is the value of unknown i."""

    def said(known: Known) -> str:
        return commas(f"{names[unknown]} {values[value]}" for unknown, value in known.items())

    def refuted(known: Known, assumed: Known) -> Iterator[Step]:
        forced = follows(known | assumed)
        if forced is None:
            yield in_words(said(assumed), "contradiction")
            return
        yield in_words(said(assumed), said(forced) or "nothing yet")
        together = known | assumed | forced
        doubtful = next(unknown for unknown in range(len(names)) if unknown not in together)
        for value in (True, False):
            yield from refuted(known | forced, assumed | {doubtful: value})

    known = follows({}) or {}
    yield from (in_words(names[unknown], values[value]) for unknown, value in known.items())
    for unknown, name in enumerate(names):
        if unknown in known:
            continue
        value = bool(truth >> unknown & 1)
        yield from refuted(known, {unknown: not value})
        known[unknown] = value
        forced = follows(known)
        assert forced is not None
        known |= forced
        yield in_words(name, values[value])
        yield from (in_words(names[other], values[role]) for other, role in forced.items())

"""Zebra puzzles of up to seven houses: the larger kin of `assignment_puzzle`, no guess needed.

Example: 5 houses with people, pets, drinks, jobs and colors; the nurse lives next to the owner of
the cat; tea is drunk in the red house; ... Which drink belongs to which house?

Levels grow in houses and kinds (the size of an item is the binary logarithm of the number of
assignments), and from level 6 no clue names a house. Narrowing by clues alone ends in one
assignment, which proves that there is no other; clues that did nothing are dropped. The steps are
what the clues up to each have settled. The oracle searches by trying.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb, factorial, log2, perm
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.lazy import Late
from assay.generators.logic.assignment_puzzle import (
    ALL_CLUES,
    HARD_CLUES,
    VALUES,
    prompts,
    said_of,
    values_of,
)
from assay.generators.logic.placing import ROW, Board, Clue, Geometry, drawn_puzzle
from assay.generators.logic.placing_search import placings
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, commas, in_words


@dataclass(frozen=True, slots=True)
class Size:
    """How many places, how many kinds (the names are one), which clues."""

    places: int
    kinds: int
    clues: tuple[str, ...]

    @property
    def bits(self) -> float:
        """The binary logarithm of the number of assignments."""
        return round(log2(factorial(self.places)) * self.kinds, 2)


LEVELS = {
    1: Size(4, 3, ALL_CLUES),
    2: Size(4, 4, ALL_CLUES),
    3: Size(5, 3, ALL_CLUES),
    4: Size(4, 5, ALL_CLUES),
    5: Size(5, 4, ALL_CLUES),
    6: Size(5, 5, HARD_CLUES),
    7: Size(6, 4, HARD_CLUES),
    8: Size(6, 5, HARD_CLUES),
    9: Size(7, 4, HARD_CLUES),
    10: Size(6, 6, HARD_CLUES),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw an assignment and clues that leave no other."""
    size = LEVELS[level]
    kinds = ["name", *sorted(rng.sample(list(VALUES), size.kinds - 1))]
    words = [sorted(rng.sample(values_of(kind), size.places)) for kind in kinds]
    drawn = drawn_puzzle(rng, size.places, size.kinds, ROW, size.clues)
    asked = rng.randrange(1, size.kinds)
    said = [said_of(_apart(clue, size.places), kinds, words) for clue in drawn.clues]
    return Draft(
        prompts=prompts(kinds, words, said, kinds[asked]),
        problem=problem_of(kinds, words, drawn.clues, asked),
        answer=Answer("list", commas(row_of(words, drawn.truth, asked)), {"item": "text"}),
        steps=Late(lambda: tuple(steps_of(drawn.clues, words, ROW))),
        meta={"size": size.bits},
    )


def _apart(clue: Clue, places: int) -> tuple[str, tuple[tuple[int, int], ...], int]:
    """A clue with its things as (kind, value)."""
    name, a, b, number = clue
    return name, (divmod(a, places), divmod(b, places)), number


def problem_of(
    kinds: Sequence[str], words: Sequence[Sequence[str]], clues: Sequence[Clue], asked: int
) -> dict[str, Any]:
    """The canonical problem: words by kind, the clues in order, which kind is asked for."""
    places = len(words[0])
    return {
        "words": [[kind, *named] for kind, named in zip(kinds, words, strict=True)],
        "clues": sorted([n, [*divmod(a, places)], [*divmod(b, places)], k] for n, a, b, k in clues),
        "asked": asked,
    }


def row_of(words: Sequence[Sequence[str]], truth: Sequence[int], asked: int) -> list[str]:
    """The words of the asked kind from the first place to the last."""
    places = len(words[0])
    at = truth[asked * places : (asked + 1) * places]
    return [words[asked][at.index(place)] for place in range(places)]


def steps_of(
    clues: Sequence[Clue], words: Sequence[Sequence[str]], geometry: Geometry
) -> Iterator[Step]:
    """What the clues up to each one have settled, where it is more than before."""
    places = len(words[0])
    board, known = Board(places, len(words), geometry), set[int]()
    for number, clue in enumerate(clues, 1):
        board.add([clue])
        new = [
            thing
            for thing, mask in enumerate(board.left)
            if thing not in known and not mask & (mask - 1)
        ]
        known.update(new)
        if new:
            facts = (
                f"{words[thing // places][thing % places]} {board.left[thing].bit_length()}"
                for thing in new
            )
            yield in_words("clue 1" if number == 1 else f"clues 1 to {number}", commas(facts))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The placing that a search by trying finds, if it finds one and no second."""
    return answer_of(problem, _holds)


def answer_of(problem: Mapping[str, Any], holds: Any) -> Answer:
    """The asked row of the only placing."""
    found = placings(problem, holds)
    if len(found) != 1:
        return Answer("list", f"{len(found)} assignments", {"item": "text"})
    asked = problem["asked"]
    words = problem["words"][asked][1:]
    row = sorted(words, key=lambda word: found[0][asked, words.index(word)])
    return Answer("list", commas(row), {"item": "text"})


def _holds(name: str, one: int, other: int, number: int, places: int) -> bool:
    gap = other - one
    if name in ("at", "end"):
        return one == number if name == "at" else one in {0, places - 1}
    if name in ("same", "apart"):
        return (gap == 0) == (name == "same")
    if name in ("left", "before"):
        return gap == 1 if name == "left" else gap > 0
    return gap in ({-1, 1} if name == "next" else {-number - 1, number + 1})


def capacity(level: int) -> int | None:
    """At least: names, values, assignments, and which kind is asked for."""
    size = LEVELS[level]
    others = size.kinds - 1
    values = perm(7, size.places) ** others * comb(len(VALUES), others)
    return bounded(perm(len(NAMES), size.places) * values * others)


FAMILY = Family(
    name="zebra",
    area="text",
    domain="logic",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""Who sits where at a round table and has what: clues about neighbours that leave one seating.

Example: 4 seats; Ada has seat 1; the owner of the cat sits directly to the left of Leo; the nurse
sits opposite the person who drinks tea; ... Who sits on the seats from 1 on?

Levels grow in seats and kinds (the size of an item is the binary logarithm of the number of
seatings). Seats are numbered clockwise and seat 1 is next to the last; one clue or more names a
seat. Narrowing by clues alone ends in one seating. The steps are what the clues up to each have
settled. The oracle searches by trying.
"""

from collections.abc import Mapping, Sequence
from math import comb, perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.lazy import Late
from assay.generators.logic.assignment_puzzle import WHO, plural, values_of
from assay.generators.logic.placing import CIRCLE, Clue, drawn_puzzle
from assay.generators.logic.zebra import Size, answer_of, problem_of, row_of, steps_of
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, commas, compose, counted, listed

_KINDS = ("drink", "fruit", "job", "pet")
_CLUES = ("same", "same", "left", "next", "far", "apart")
_EVEN = (*_CLUES, "opposite")
LEVELS = {
    1: Size(4, 2, _EVEN),
    2: Size(5, 2, _CLUES),
    3: Size(4, 4, _EVEN),
    4: Size(5, 3, _CLUES),
    5: Size(6, 3, _EVEN),
    6: Size(5, 5, _CLUES),
    7: Size(7, 3, _CLUES),
    8: Size(6, 4, _EVEN),
    9: Size(6, 5, _EVEN),
    10: Size(7, 4, _CLUES),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a seating and clues that leave no other."""
    size = LEVELS[level]
    kinds = ["name", *sorted(rng.sample(_KINDS, size.kinds - 1))]
    words = [sorted(rng.sample(values_of(kind), size.places)) for kind in kinds]
    drawn = drawn_puzzle(rng, size.places, size.kinds, CIRCLE, size.clues, "at")
    asked = rng.randrange(size.kinds)
    said = [_said(clue, kinds, words) for clue in drawn.clues]
    return Draft(
        prompts=_prompts(kinds, words, said, kinds[asked]),
        problem=problem_of(kinds, words, drawn.clues, asked),
        answer=Answer("list", commas(row_of(words, drawn.truth, asked)), {"item": "text"}),
        steps=Late(lambda: tuple(steps_of(drawn.clues, words, CIRCLE))),
        meta={"size": size.bits},
    )


def _said(clue: Clue, kinds: Sequence[str], words: Sequence[Sequence[str]]) -> str:
    name, *things, number = clue
    one, other = (_thing(int(thing), kinds, words) for thing in things)
    text = {
        "at": f"{one} has seat {number + 1}",
        "same": f"{one} is {other}",
        "apart": f"{one} is not {other}",
        "left": f"{one} sits directly before {other} in clockwise order",
        "next": f"{one} sits next to {other}",
        "opposite": f"{one} sits opposite {other}",
        "far": f"going clockwise, {other} is {counted(number, 'seat')} after {one}",
    }[name]
    return f"{text[0].upper()}{text[1:]}."


def _thing(thing: int, kinds: Sequence[str], words: Sequence[Sequence[str]]) -> str:
    kind, value = divmod(thing, len(words[0]))
    word = words[kind][value]
    return word if kind == 0 else WHO[kinds[kind]].format(word)


def _prompts(
    kinds: Sequence[str], words: Sequence[Sequence[str]], said: Sequence[str], asked: str
) -> tuple[str, ...]:
    count, what = len(words[0]), plural(asked)
    lists = listed(
        f"the {plural(kind)} {listed(named)}" for kind, named in zip(kinds, words, strict=True)
    )
    flat, rows = " ".join(said), "\n".join(f"{n}. {clue}" for n, clue in enumerate(said, 1))
    seats = f"{count} seats, numbered clockwise from 1 to {count}"
    forms = (
        f"List the {what} from seat 1 to seat {count}, separated by commas.",
        f"Answer with the {what} in the order of the seats from 1 on, with commas in between.",
    )
    return compose(
        f"Round table of {seats}; {lists}, each once. {flat} {what.capitalize()} from seat 1 on?",
        (
            f"A round table has {seats}, so that seat {count} is next to seat 1. One person sits "
            f"on each. There are {lists}. Clues:\n{rows}\n",
            f"{count} people sit around a table. It has {seats}. To each belongs one of {lists}, "
            f"and none occurs twice. {flat}",
            f"Puzzle: a round table with {seats}, a person on each. To be shared out, one to each "
            f"seat: {lists}. {flat}",
        ),
        (
            f"Which {asked} belongs to which seat?",
            f"Find out the {asked} that goes with each seat.",
            f"Work out the {what}.",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The seating that a search by trying finds, if it finds one and no second."""
    return answer_of(problem, _holds)


def _holds(name: str, one: int, other: int, number: int, places: int) -> bool:
    """By walking clockwise from one place to the other."""
    walked = (other - one + places) % places
    return {
        "at": one == number,
        "same": walked == 0,
        "apart": walked != 0,
        "left": walked == 1,
        "next": walked in {1, places - 1},
        "opposite": walked + walked == places,
        "far": walked == number,
    }[name]


def capacity(level: int) -> int | None:
    """At least: names, values, seatings, and which kind is asked for."""
    size = LEVELS[level]
    others = size.kinds - 1
    values = perm(7, size.places) ** others * comb(len(_KINDS), others)
    return bounded(perm(len(NAMES), size.places) * values * size.kinds)


FAMILY = Family(
    name="round_table",
    area="text",
    domain="logic",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

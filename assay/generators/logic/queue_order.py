"""In which order people stand in a queue.

Example: 3 people; Ada stands directly before Leo; Mei is not last ... -> Mei, Ada, Leo.

Levels grow in the number of people. Clues say who stands before whom, next to whom, at which place
and how many are in between; one order fits and no clue can be dropped. The steps are the places
that the clues force, in order. The oracle places people one after the other and turns back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import factorial, perm
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.logic import clues
from assay.generators.logic.clues import Clue
from assay.generators.logic.models import every, members, one_model, solution
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, commas, compose, in_words, listed, ordinal

Masked = tuple[Clue, int]
_FEW = 24
_ALL = ("left", "next", "before", "between", "at", "end")
_HARD = ("next", "before", "between", "end")


@dataclass(frozen=True, slots=True)
class Size:
    """How many people, and which kinds of clues."""

    people: int
    kinds: tuple[str, ...] = _ALL


LEVELS = {
    1: Size(3),
    2: Size(4),
    3: Size(4, _HARD),
    4: Size(5),
    5: Size(5, _HARD),
    6: Size(6),
    7: Size(6, _HARD),
    8: Size(7),
    9: Size(7, _HARD),
    10: Size(8, _HARD),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw an order and clues that it alone fulfils."""
    size = LEVELS[level]
    names = sorted(rng.sample(NAMES, size.people))
    truth = rng.randrange(factorial(size.people))
    given = None
    while given is None:
        given = _clues(rng, truth, size)
    places = solution(truth, size.people, 1)[0]
    row = [names[places.index(place)] for place in range(size.people)]
    return Draft(
        prompts=_prompts(names, [_said(clue, names) for clue, _ in given]),
        problem={
            "names": names,
            "clues": sorted([kind, [v for _, v in things], n] for (kind, things, n), _ in given),
        },
        answer=Answer("list", commas(row), {"item": "text"}),
        steps=tuple(_steps(given, names)),
        meta={"size": round(10 * len(bin(factorial(size.people))) + 5 * (size.kinds == _HARD))},
    )


def _clues(rng: Random, truth: int, size: Size) -> list[Masked] | None:
    true = solution(truth, size.people, 1)

    def against(wrong: int) -> Masked | None:
        clue = clues.against(rng, true, solution(wrong, size.people, 1), size.kinds)
        return None if clue is None else (clue, clues.models_of(clue, size.people, 1))

    return one_model(every(size.people, 1), truth, against)


def _said(clue: Clue, names: list[str]) -> str:
    kind, things, number = clue
    one, other = names[things[0][1]], names[things[-1][1]]
    people = "1 person" if number == 1 else f"{number} people"
    return {
        "at": f"{one} is {ordinal(number + 1)} in the queue.",
        "end": f"{one} is first or last.",
        "left": f"{one} stands directly in front of {other}.",
        "before": f"{one} stands somewhere in front of {other}.",
        "next": f"{one} and {other} stand next to each other.",
        "between": f"There {'is' if number == 1 else 'are'} {people} between {one} and {other}.",
    }[kind]


def _steps(given: list[Masked], names: list[str]) -> Iterator[Step]:
    """Once few orders are left: the people whose place is the same in all of them."""
    left, known = every(len(names), 1), set()
    for number, (_, mask) in enumerate(given, 1):
        left &= mask
        if left.bit_count() > _FEW:
            continue
        rows = [solution(model, len(names), 1)[0] for model in members(left)]
        new = []
        for person, name in enumerate(names):
            if name not in known and len({row[person] for row in rows}) == 1:
                known.add(name)
                new.append(f"{name} {rows[0][person] + 1}")
        if new:
            yield in_words("clue 1" if number == 1 else f"clues 1 to {number}", commas(new))


def _prompts(names: list[str], said: list[str]) -> tuple[str, ...]:
    flat, rows = " ".join(said), "\n".join(f"{n}. {clue}" for n, clue in enumerate(said, 1))
    people = listed(names)
    forms = (
        "List the names from the first to the last, separated by commas.",
        "Answer with all names, the first in the queue first, with commas in between.",
    )
    return compose(
        f"Queue of {people}. {flat} Order, first to last?",
        (
            f"{people} stand in a queue. {flat}",
            f"{len(names)} people wait in line: {people}. This is known:\n{rows}\n",
            f"At a bus stop {people} have formed a queue, one behind the other. {flat}",
        ),
        (
            "In which order do they stand?",
            "What is the order of the queue?",
            "Find out who stands where.",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Place after place; a clue is tried when its people are placed. All orders are counted."""
    names, given = problem["names"], problem["clues"]
    found: list[list[int]] = []

    def extend(row: list[int]) -> None:
        places = {person: place for place, person in enumerate(row)}
        if not all(_holds(clue, places, len(names)) for clue in given):
            return
        if len(row) == len(names):
            found.append(row)
        for person in range(len(names)):
            if person not in places:
                extend([*row, person])

    extend([])
    row = [names[person] for person in found[0]] if len(found) == 1 else [str(len(found))]
    return Answer("list", commas(row), {"item": "text"})


def _holds(clue: tuple[str, list[int], int], places: dict[int, int], count: int) -> bool:
    kind, who, number = clue
    if kind == "before" and who[1] in places:
        return who[0] in places and places[who[0]] < places[who[1]]
    if any(person not in places for person in who):
        return True
    one, other = places[who[0]], places[who[-1]]
    gap = one - other
    return {
        "at": one == number,
        "end": one % (count - 1) == 0,
        "left": gap == -1,
        "before": True,
        "next": gap * gap == 1,
        "between": gap * gap == (number + 1) ** 2,
    }[kind]


def capacity(level: int) -> int | None:
    """At least: the people in each order of the queue."""
    people = LEVELS[level].people
    return bounded(perm(len(NAMES), people))


FAMILY = Family(
    name="queue_order",
    area="text",
    domain="logic",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

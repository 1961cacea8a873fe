"""Who lives where and with what: clues that leave one assignment (known as zebra puzzles).

Example: 3 houses; Ada lives directly to the left of the owner of the cat; Leo has the dog and lives
at an end; ... Who has which pet, from the first house to the last?

Levels grow in the number of assignments that the clues choose from, (houses!) to the power of kinds
(the size of an item is its binary logarithm, and one more where no clue names a house). No clue can
be dropped. The steps are facts in the order in which the clues force them. The
oracle fills the kinds one by one and tries every order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations, product
from math import comb, factorial, log2, perm
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.logic import clues
from assay.generators.logic.clues import Clue, Thing, fits, holds
from assay.generators.logic.models import every, members, one_model, solution
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, commas, compose, in_words, listed, ordinal

VALUES: Mapping[str, tuple[str, ...]] = {
    "pet": ("cat", "dog", "parrot", "rabbit", "turtle", "horse", "hamster"),
    "drink": ("tea", "coffee", "milk", "water", "juice", "cocoa", "lemonade"),
    "job": ("baker", "nurse", "pilot", "teacher", "farmer", "painter", "dentist"),
    "color": ("red", "blue", "green", "yellow", "white", "black", "purple"),
    "fruit": ("mango", "cherry", "banana", "grape", "lemon", "peach", "melon"),
}
WHO = {
    "pet": "the owner of the {}",
    "drink": "the person who drinks {}",
    "job": "the {}",
    "color": "the person in the {} house",
    "fruit": "the person whose favorite fruit is the {}",
}
_FEW, _LAST = 24, 4
Masked = tuple[Clue, int]
ALL_CLUES = ("same", "same", "same", "left", "next", "before", "at", "end", "apart")
HARD_CLUES = ("same", "same", "left", "next", "before", "between", "apart")


@dataclass(frozen=True, slots=True)
class Size:
    """How many houses, how many kinds of things beside the names, which clues."""

    houses: int
    kinds: int
    clues: tuple[str, ...] = ALL_CLUES


LEVELS = {
    1: Size(3, 1),
    2: Size(3, 2),
    3: Size(4, 1),
    4: Size(3, 3),
    5: Size(4, 2),
    6: Size(5, 1),
    7: Size(4, 2, HARD_CLUES),
    8: Size(3, 5),
    9: Size(4, 3),
    10: Size(4, 3, HARD_CLUES),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw an assignment and clues that it fulfils until it is the only one."""
    size = LEVELS[level]
    kinds = ["name", *sorted(rng.sample(list(VALUES), size.kinds))]
    words = [sorted(rng.sample(values_of(kind), size.houses)) for kind in kinds]
    truth = rng.randrange(factorial(size.houses) ** len(kinds))
    places = solution(truth, size.houses, len(kinds))
    given: list[Masked] | None = None
    while given is None:
        given = _clues(rng, truth, size)
    asked = rng.randrange(1, len(kinds))
    row = [words[asked][places[asked].index(place)] for place in range(size.houses)]
    said = [said_of(clue, kinds, words) for clue, _ in given]
    bits = log2(factorial(size.houses)) * len(kinds)
    return Draft(
        prompts=prompts(kinds, words, said, kinds[asked]),
        problem={
            "words": [[kind, *named] for kind, named in zip(kinds, words, strict=True)],
            "clues": sorted(
                [name, [list(thing) for thing in things], n] for (name, things, n), _ in given
            ),
            "asked": asked,
        },
        answer=Answer("list", commas(row), {"item": "text"}),
        steps=tuple(_steps(given, size, words)),
        meta={"size": round(bits + (size.clues == HARD_CLUES), 2)},
    )


def values_of(kind: str) -> tuple[str, ...]:
    """The words of a kind, names as well."""
    return NAMES if kind == "name" else VALUES[kind]


def _clues(rng: Random, truth: int, size: Size) -> list[Masked] | None:
    houses, kinds = size.houses, size.kinds + 1
    true = solution(truth, houses, kinds)

    def against(wrong: int) -> Masked | None:
        clue = clues.against(rng, true, solution(wrong, houses, kinds), size.clues)
        return None if clue is None else (clue, clues.models_of(clue, houses, kinds))

    return one_model(every(houses, kinds), truth, against)


def _thing(thing: Thing, kinds: list[str], words: list[list[str]]) -> str:
    kind, value = thing
    word = words[kind][value]
    return word if kind == 0 else WHO[kinds[kind]].format(word)


def said_of(clue: Clue, kinds: list[str], words: list[list[str]]) -> str:
    """A clue as a sentence."""
    name, things, number = clue
    one, other = (_thing(thing, kinds, words) for thing in (things[0], things[-1]))
    text = {
        "at": f"{one} lives in the {ordinal(number + 1)} house",
        "end": f"{one} lives in the first or the last house",
        "same": f"{one} is {other}",
        "left": f"{one} lives directly to the left of {other}",
        "before": f"{one} lives somewhere to the left of {other}",
        "next": f"{one} lives next to {other}",
        "between": f"there {'is 1 house' if number == 1 else f'are {number} houses'} between the "
        f"houses of {one} and {other}",
        "apart": f"{one} is not {other}"
        if things[0][0] != things[-1][0]
        else f"{one} and {other} live in different houses",
    }[name]
    return f"{text[0].upper()}{text[1:]}."


def _steps(given: list[Masked], size: Size, words: list[list[str]]) -> Iterator[Step]:
    """After each of the last clues, once few assignments are left: what all of them agree on."""
    kinds = len(words)
    left = every(size.houses, kinds)
    models: list[list[tuple[int, ...]]] = []
    known: set[Thing] = set()
    for number, (clue, mask) in enumerate(given, 1):
        if models:
            models = [places for places in models if fits(clue, places)]
        else:
            left &= mask
        if number + _LAST <= len(given):
            continue
        if not models and left.bit_count() <= _FEW:
            models = [solution(m, size.houses, kinds) for m in members(left)]
        new = []
        for kind, value in product(range(kinds), range(size.houses)):
            found = {places[kind][value] for places in models}
            if len(found) == 1 and (kind, value) not in known:
                known.add((kind, value))
                new.append(f"{words[kind][value]} {found.pop() + 1}")
        if new:
            yield in_words("clue 1" if number == 1 else f"clues 1 to {number}", commas(new))


def prompts(
    kinds: list[str], words: list[list[str]], said: list[str], asked: str
) -> tuple[str, ...]:
    """Every wording: the houses, the words of each kind, the clues, what is asked."""
    count = len(words[0])
    lists = listed(
        f"the {plural(kind)} {listed(values)}" for kind, values in zip(kinds, words, strict=True)
    )
    flat, rows = " ".join(said), "\n".join(f"{n}. {clue}" for n, clue in enumerate(said, 1))
    several = listed(plural(kind) for kind in kinds[1:])
    forms = (
        f"List the {plural(asked)} from the first house to the last, separated by commas.",
        f"Answer with the {plural(asked)} in the order of the houses, with commas in between.",
    )
    return compose(
        f"{count} houses in a row, {lists}, each once. {flat} {plural(asked).capitalize()} from "
        "left to right?",
        (
            f"In a street there are {count} houses, numbered from left to right. One person lives "
            f"in each, and their {several} all differ. There are {lists}. Clues:\n{rows}\n",
            f"{count} neighbors live in {count} houses in a row, the first house on the left. Each "
            f"house and its person have one of {lists}, and none occurs twice. {flat}",
            f"Puzzle: {count} houses stand side by side from left to right, with one person in "
            f"each. To be shared out, one to each house: {lists}. {flat}",
        ),
        (
            f"Which {asked} belongs to which house?",
            f"Find out the {asked} that goes with each house.",
            f"Work out the {plural(asked)}.",
        ),
        forms,
    )


def plural(kind: str) -> str:
    """pets, jobs, names"""
    return "names" if kind == "name" else f"{kind}s"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Order after order for kind after kind; a clue is tried as soon as its kinds are there."""
    given = [(name, tuple(map(tuple, things)), n) for name, things, n in problem["clues"]]
    words = [row[1:] for row in problem["words"]]
    ready = [[c for c in given if max(k for k, _ in c[1]) == kind] for kind in range(len(words))]
    partial: list[list[tuple[int, ...]]] = [[]]
    for kind in range(len(words)):
        partial = [
            [*chosen, order]
            for chosen in partial
            for order in permutations(range(len(words[0])))
            if all(holds(clue, [*chosen, order]) for clue in ready[kind])
        ]
    if len(partial) != 1:
        return Answer("list", f"{len(partial)} assignments", {"item": "text"})
    row = sorted(zip(partial[0][problem["asked"]], words[problem["asked"]], strict=True))
    return Answer("list", commas(word for _, word in row), {"item": "text"})


def capacity(level: int) -> int | None:
    """At least: names, values, assignments, and which kind is asked for."""
    size = LEVELS[level]
    values = perm(7, size.houses) ** size.kinds * comb(len(VALUES), size.kinds)
    return bounded(perm(len(NAMES), size.houses) * values * size.kinds)


FAMILY = Family(
    name="assignment_puzzle",
    area="text",
    domain="logic",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""What lies on stacks and stands in queues after some operations.

Example: put fig on the stack, put pear on it, take one off, put plum on it -> fig, plum.

To level 3 one stack, to level 5 a queue as well, then two of each, with moves from one to another.
Levels grow in the number of operations. At least two words are left where it is asked. The oracle
writes stacks as nested pairs and queues as two ends of one row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_words, listed
from assay.generators.text.word_list import WORDS

Operation = tuple[str, str, str]
"""("put", word, place), ("take", "", place) or ("move", from, to)."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many operations, and the places: names with S are stacks, with Q queues."""

    operations: int
    places: tuple[str, ...]


LEVELS = {
    1: Size(5, ("S",)),
    2: Size(7, ("S",)),
    3: Size(9, ("S",)),
    4: Size(11, ("S", "Q")),
    5: Size(14, ("S", "Q")),
    6: Size(17, ("S1", "S2", "Q")),
    7: Size(20, ("S1", "S2", "Q")),
    8: Size(24, ("S1", "S2", "Q1", "Q2")),
    9: Size(28, ("S1", "S2", "Q1", "Q2")),
    10: Size(34, ("S1", "S2", "Q1", "Q2")),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw operations until a place has two words or more; ask for such a place."""
    size = LEVELS[level]
    while True:
        words = iter(rng.sample(WORDS, size.operations))
        rows: dict[str, list[str]] = {place: [] for place in size.places}
        operations, steps = [], []
        for number in range(1, size.operations + 1):
            operation = _draw(rng, rows, words)
            _apply(operation, rows)
            operations.append(operation)
            shown = "; ".join(f"{place}: {commas(row) or '-'}" for place, row in rows.items())
            steps.append(in_words(f"after step {number}", shown))
        full = [place for place in size.places if len(rows[place]) >= 2]
        if full:
            break
    asked = rng.choice(full)
    return Draft(
        prompts=_prompts(operations, size.places, asked),
        problem={"operations": [list(o) for o in operations], "asked": asked},
        answer=Answer("list", commas(rows[asked]), {"item": "text"}),
        steps=tuple(steps),
    )


def _draw(rng: Random, rows: dict[str, list[str]], words: Any) -> Operation:
    filled = [place for place, row in rows.items() if row]
    kind = rng.choice(("put", "put", "put", "take", "move"))
    if kind == "put" or not filled:
        return "put", next(words), rng.choice(list(rows))
    place = rng.choice(filled)
    others = [other for other in rows if other != place]
    return ("move", place, rng.choice(others)) if kind == "move" and others else ("take", "", place)


def _apply(operation: Operation, rows: dict[str, list[str]]) -> None:
    """Rows are kept from the bottom to the top, from the front to the back."""
    kind, what, place = operation
    if kind == "take":
        rows[place].pop(-1 if place[0] == "S" else 0)
    else:
        word = what if kind == "put" else rows[what].pop(-1 if what[0] == "S" else 0)
        rows[place].append(word)


def _told(operation: Operation) -> str:
    kind, what, place = operation
    if kind == "take":
        return f"remove a word from {place}"
    return f"add {what} to {place}" if kind == "put" else f"move a word from {what} to {place}"


def _prompts(operations: list[Operation], places: tuple[str, ...], asked: str) -> tuple[str, ...]:
    stacks = [place for place in places if place[0] == "S"]
    queues = [place for place in places if place[0] == "Q"]
    kinds = [f"{listed(stacks)} {'is a stack' if len(stacks) == 1 else 'are stacks'}"]
    rule = "On a stack words are added and removed at the top."
    if queues:
        kinds.append(f"{listed(queues)} {'is a queue' if len(queues) == 1 else 'are queues'}")
        rule += " In a queue words are added at the back and removed at the front."
    what = f"{listed(kinds)}, empty at first."
    told = [_told(operation) for operation in operations]
    rows = "\n".join(f"{number}. {row}" for number, row in enumerate(told, 1))
    flat = "; ".join(told)
    ends = "from the bottom to the top" if asked[0] == "S" else "from the front to the back"
    forms = (f"List them {ends}, separated by commas.", f"Answer {ends}, with commas in between.")
    return compose(
        f"{listed(kinds)}; {flat}; what is in {asked} ({ends})?",
        (
            f"{what} {rule} Do this:\n{rows}\n",
            f"{rule} {what} The operations are: {flat}.",
            f"A program uses words in containers. {what} {rule} It does the following: {flat}.",
        ),
        (
            f"Which words does {asked} hold in the end?",
            f"What is in {asked} afterwards?",
            f"Give the contents of {asked} after all operations.",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Stacks as (rest, top) pairs; queues as a row with the place of its front."""
    stacks: dict[str, Any] = {}
    queues: dict[str, tuple[list[str], int]] = {}

    def removed(place: str) -> str:
        if place.startswith("S"):
            stacks[place], word = stacks[place]
        else:
            row, front = queues[place]
            word, queues[place] = row[front], (row, front + 1)
        return str(word)

    for kind, what, place in problem["operations"]:
        word = removed(place if kind == "take" else what) if kind != "put" else what
        if kind != "take" and place.startswith("S"):
            stacks[place] = (stacks.get(place), word)
        elif kind != "take":
            queues.setdefault(place, ([], 0))[0].append(word)
    asked, found = problem["asked"], []
    if asked.startswith("Q"):
        row, front = queues[asked]
        found = row[front:]
    else:
        left = stacks[asked]
        while left:
            left, word = left
            found.insert(0, word)
    return Answer("list", commas(found), {"item": "text"})


def capacity(level: int) -> int | None:
    """At least: rows of words for two fifths of the operations."""
    return bounded(perm(len(WORDS), 2 * LEVELS[level].operations // 5))


FAMILY = Family(
    name="stacks_and_queues",
    area="text",
    domain="state tracking",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

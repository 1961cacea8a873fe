"""Who tells the truth: knights always do, knaves never.

Example: Ada says "Leo is a knave", Leo says "we are both knights" -> knight, knave (Ada, Leo).

Levels grow in the number of people and in what they say. One assignment fits: a knight's statement
holds, a knave's does not. The steps assume and refute. The oracle tries every assignment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.logic.models import columns
from assay.generators.logic.settling import settled
from assay.generators.text.names import NAMES
from assay.generators.text.parts import bounded, commas, compose, listed

_ROLES = ("knave", "knight")
Statement = tuple[str, tuple[int, ...], int]
"""The kind of statement, the people it is about, and a number where it has one."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many people, and the kinds of statements they make."""

    people: int
    kinds: tuple[str, ...]


_EASY = ("knave", "knight", "same", "different")
_MORE = (*_EASY, "both knaves", "either knave", "knight or knave")
_MOST = ("same", "different", "either knave", "knight or knave", "exactly", "at least")
LEVELS = {
    1: Size(2, _MORE),
    2: Size(3, _EASY),
    3: Size(3, _MORE),
    4: Size(4, _MORE),
    5: Size(4, _MOST),
    6: Size(5, _MORE),
    7: Size(5, _MOST),
    8: Size(6, _MOST),
    9: Size(7, _MOST),
    10: Size(8, _MOST),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw statements that fit a drawn truth until no other assignment fits them."""
    size = LEVELS[level]
    while True:
        truth = rng.randrange(2**size.people)
        said = [_draw(rng, size, speaker, truth) for speaker in range(size.people)]
        fits = [_fits(size.people, speaker, s) for speaker, s in enumerate(said)]
        left = fits[0]
        for mask in fits:
            left &= mask
        if left == 1 << truth:
            break
    names = rng.sample(NAMES, size.people)
    roles = [_ROLES[truth >> person & 1] for person in range(size.people)]
    return Draft(
        prompts=_prompts(names, said),
        problem={"names": names, "said": [[kind, list(who), n] for kind, who, n in said]},
        answer=Answer("list", commas(roles), {"item": "text"}),
        steps=tuple(settled(names, _ROLES, lambda known: _forced(fits, known), truth)),
    )


def _draw(rng: Random, size: Size, speaker: int, truth: int) -> Statement:
    """A statement that is true just if the speaker is a knight."""
    others = [person for person in range(size.people) if person != speaker]
    while True:
        kind = rng.choice(size.kinds)
        number = 0
        if kind in ("exactly", "at least"):
            who, number = tuple(range(size.people)), rng.randint(1, size.people - 1)
        elif kind in ("knave", "knight"):
            who = (rng.choice(others),)
        else:
            pool = others if len(others) > 1 and rng.random() < 0.7 else [*others, speaker]
            who = tuple(rng.sample(pool, 2))
        statement = (kind, who, number)
        if _meaning(size.people, statement) >> truth & 1 == truth >> speaker & 1:
            return statement


def _everything(people: int) -> int:
    return (1 << (1 << people)) - 1


@cache
def _meaning(people: int, statement: Statement) -> int:
    """The assignments in which a statement holds."""
    kind, who, number = statement
    knight = columns(people)
    everything = _everything(people)
    if kind in ("exactly", "at least"):
        count = range(number, number + 1 if kind == "exactly" else people + 1)
        return sum(1 << m for m in range(2**people) if m.bit_count() in count)
    first, last = knight[who[0]], knight[who[-1]]
    return {
        "knight": first,
        "knave": everything ^ first,
        "same": everything ^ first ^ last,
        "different": first ^ last,
        "both knaves": everything ^ (first | last),
        "either knave": everything ^ (first & last),
        "knight or knave": first | (everything ^ last),
    }[kind]


def _fits(people: int, speaker: int, statement: Statement) -> int:
    """The assignments in which the speaker may say it."""
    everything = _everything(people)
    return everything ^ columns(people)[speaker] ^ _meaning(people, statement)


def _forced(fits: list[int], known: dict[int, bool]) -> dict[int, bool] | None:
    """What follows from the words of people whose role is known; None for a contradiction."""
    knight, found = columns(len(fits)), dict(known)
    everything = _everything(len(fits))
    while True:
        left = everything
        for person, role in found.items():
            left &= fits[person] & (knight[person] if role else everything ^ knight[person])
        if not left:
            return None
        new = {}
        for person in range(len(fits)):
            if person not in found and left & knight[person] in (0, left):
                new[person] = left & knight[person] == left
        if not new:
            return {person: role for person, role in found.items() if person not in known}
        found |= new


def _words(names: list[str], speaker: int, statement: Statement) -> str:
    """What somebody says, in the first person where it is about the speaker."""
    kind, who, number = statement
    if kind in ("exactly", "at least"):
        return f"{kind} {number} of us {'is a knight' if number == 1 else 'are knights'}"
    called = ["I" if person == speaker else names[person] for person in who]
    called.sort(key="I".__eq__)
    one, other = called[0], called[-1]
    is_ = "am" if other == "I" else "is"
    if kind in ("knight", "knave"):
        return f"{one} is a {kind}"
    if kind == "knight or knave":
        first, last = ("I" if person == speaker else names[person] for person in who)
        return (
            f"{first} {'am' if first == 'I' else 'is'} a knight or {last} "
            f"{'am' if last == 'I' else 'is'} a knave, or both"
        )
    return {
        "same": f"{one} and {other} are of the same kind",
        "different": f"{one} and {other} are of different kinds",
        "both knaves": f"{one} and {other} are both knaves",
        "either knave": f"{one} is a knave or {other} {is_} a knave, or both",
    }[kind]


def _prompts(names: list[str], said: list[Statement]) -> tuple[str, ...]:
    words = [_words(names, speaker, statement) for speaker, statement in enumerate(said)]
    quoted = [
        f'{name} says: "{w[0].upper()}{w[1:]}."' for name, w in zip(names, words, strict=True)
    ]
    flat, rows = " ".join(quoted), "\n".join(quoted)
    law = "Knights only say what is true, knaves only what is false"
    order = listed(names)
    forms = (
        f"Answer knight or knave for {order}, in this order, separated by commas.",
        f"List knight or knave for each of {order}, in this order, with commas in between.",
    )
    return compose(
        f"{flat} Knight (true) or knave (false): {commas(names)}?",
        (
            f"On an island everybody is a knight or a knave. {law}. You meet {order}. {flat}",
            f"{law}; everybody is one or the other. Here are {order}:\n{rows}\n",
            f"{order} are knights or knaves. {law}. {flat}",
        ),
        ("Who is what?", "What is each of them?", "Find out who is a knight and who is a knave."),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Every assignment is tried: does each person say what they can say?"""
    said, found = problem["said"], []
    for roles in product((True, False), repeat=len(said)):
        if all(_true(roles, *words) == role for role, words in zip(roles, said, strict=True)):
            found.append(commas("knight" if role else "knave" for role in roles))
    return Answer("list", found[0] if len(found) == 1 else str(len(found)), {"item": "text"})


def _true(roles: tuple[bool, ...], kind: str, who: list[int], number: int) -> bool:
    here = [roles[person] for person in who]
    if kind == "exactly":
        return sum(here) == number
    if kind == "at least":
        return sum(here) >= number
    if kind in ("same", "different"):
        return (here[0] == here[1]) == (kind == "same")
    if kind == "both knaves":
        return not any(here)
    if kind == "either knave":
        return not all(here)
    return here[0] or not here[1] if kind == "knight or knave" else here[0] == (kind == "knight")


def capacity(level: int) -> int | None:
    """At least: the people, and one of four statements about another person for each."""
    people = LEVELS[level].people
    return bounded(perm(len(NAMES), people) * 2**people)


FAMILY = Family(
    name="knights_and_knaves",
    area="text",
    domain="logic",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

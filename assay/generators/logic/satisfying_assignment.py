"""Truth values that fulfil all of some conditions; several choices may do (SAT with a witness).

Example: at least one of A, not B; at least one of B, C; at least one of not A, not C
-> true, true, false, and false, false, true is as good.

Levels grow in the number of unknowns. Conditions are drawn until few choices are left, so that
guessing is seldom right; any choice that fulfils them is accepted. The oracle tries the choices
one by one, from the other end.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.logic.models import columns, members
from assay.generators.text.parts import bounded, bullets, commas, compose, in_words, listed

UNKNOWNS = {1: 5, 2: 6, 3: 7, 4: 8, 5: 9, 6: 10, 7: 11, 8: 12, 9: 13, 10: 14}
RARE = 32
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_WORDS = ("false", "true")
Clause = tuple[int, ...]
"""Numbers of unknowns from 1 on, negative where the unknown has to be false; one has to fit."""


def generate(rng: Random, level: int) -> Draft:
    """Draw a choice, and conditions that it fulfils, until few others do."""
    count = UNKNOWNS[level]
    truth = rng.randrange(2**count)
    letters = sorted(rng.sample(_LETTERS, count))
    whole = left = (1 << 2**count) - 1
    clauses: list[Clause] = []
    while left.bit_count() * RARE > 2**count + RARE:
        clause = _drawn(rng, count, truth)
        mask = 0
        for number in clause:
            column = columns(count)[abs(number) - 1]
            mask |= column if number > 0 else whole ^ column
        if left & mask != left:
            left &= mask
            clauses.append(clause)
    first = rng.choice(members(left))
    values = [bool(first >> unknown & 1) for unknown in range(count)]
    return Draft(
        prompts=_prompts(letters, clauses),
        problem={"letters": "".join(letters), "clauses": sorted(map(list, clauses))},
        answer=_answer(values, clauses),
        steps=tuple(
            in_words(_clause(letters, clause), f"true because {_reason(letters, clause, values)}")
            for clause in clauses
        ),
        meta={"size": count},
    )


def _drawn(rng: Random, count: int, truth: int) -> Clause:
    """A condition of two or three unknowns that the truth fulfils."""
    while True:
        chosen = sorted(rng.sample(range(1, count + 1), rng.choice((2, 3, 3, 3))))
        clause = tuple(number if rng.random() < 0.5 else -number for number in chosen)
        if any((truth >> abs(number) - 1 & 1) == (number > 0) for number in clause):
            return clause


def _answer(values: Sequence[bool], clauses: Sequence[Sequence[int]]) -> Answer:
    wanted = {
        "type": "clauses",
        "clauses": sorted(map(list, clauses)),
        "unknowns": len(values),
    }
    return Answer("witness", commas(_WORDS[value] for value in values), {"property": wanted})


def _literal(letters: Sequence[str], number: int) -> str:
    return f"{'' if number > 0 else 'not '}{letters[abs(number) - 1]}"


def _clause(letters: Sequence[str], clause: Clause) -> str:
    return f"({' or '.join(_literal(letters, number) for number in clause)})"


def _reason(letters: Sequence[str], clause: Clause, values: Sequence[bool]) -> str:
    number = next(n for n in clause if values[abs(n) - 1] == (n > 0))
    return f"{letters[abs(number) - 1]} is {_WORDS[number > 0]}"


def _prompts(letters: list[str], clauses: list[Clause]) -> tuple[str, ...]:
    rows = [
        listed((f"{letters[abs(n) - 1]} is {_WORDS[n > 0]}" for n in clause), "or")
        for clause in clauses
    ]
    formula = " and ".join(_clause(letters, clause) for clause in clauses)
    names = listed(letters)
    forms = (
        f"List the values (true or false) of {names}, in this order, separated by commas. Any "
        "choice that fits will do.",
        f"There may be several; answer with one, as true or false for each of {names}, in this "
        "order, with commas in between.",
    )
    return compose(
        f"{formula}: one choice of true/false for {commas(letters)} that fulfils it?",
        (
            f'Each of {names} is true or false. In the formula {formula}, "or" allows that several '
            "parts hold.",
            f"{names} can be true or false. Every line has to hold; a line holds when at least "
            f"one of its parts does:\n{bullets(rows)}\n",
            f"The formula {formula} is satisfiable.",
            f"Conditions on the truth values of {names}; each needs at least one of its parts:\n"
            f"{bullets(rows)}\n",
        ),
        (
            "Find values for which all of this holds.",
            "Give truth values for which all of this holds.",
            "Which truth values fulfil all of this?",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The first choice that fulfils every condition, from all true on."""
    clauses = problem["clauses"]
    for values in product((True, False), repeat=len(problem["letters"])):
        if all(any(values[abs(n) - 1] is (n > 0) for n in clause) for clause in clauses):
            return _answer(values, clauses)
    return Answer("witness", "", {})


def capacity(level: int) -> int | None:
    """At least: letters drawn evenly, and four conditions of three unknowns."""
    count = UNKNOWNS[level]
    return bounded(comb(len(_LETTERS), count) * (7 * comb(count, 3)) ** 4)


FAMILY = Family(
    name="satisfying_assignment",
    area="text",
    domain="logic",
    answer_kind="witness",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The only truth values that fulfil all of some conditions (a formula with a single model).

Example: at least one of A, B; at least one of A, not B; at least one of not A, B -> true, true.

Levels grow in the number of unknowns. No condition can be dropped. The steps assume and refute. The
oracle tries all values.
"""

from collections.abc import Mapping
from itertools import product
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.logic.models import columns, one_model
from assay.generators.logic.settling import Known, settled
from assay.generators.text.parts import bounded, bullets, commas, compose, listed

UNKNOWNS = {1: 3, 2: 4, 3: 5, 4: 6, 5: 7, 6: 8, 7: 9, 8: 10, 9: 11, 10: 12}
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
Condition = tuple[tuple[int, bool], ...]
"""Unknowns with the value that fulfils the condition; one of them has to have it."""


def generate(rng: Random, level: int) -> Draft:
    """Draw the truth and conditions that leave it alone."""
    count = UNKNOWNS[level]
    truth = rng.randrange(2**count)
    letters = sorted(rng.sample(_LETTERS, count))
    made = one_model((1 << 2**count) - 1, truth, lambda wrong: _against(rng, count, truth, wrong))
    assert made is not None
    conditions = [condition for condition, _ in made]
    values = ["true" if truth >> unknown & 1 else "false" for unknown in range(count)]
    steps = settled(letters, ("false", "true"), lambda k: _follows(conditions, k), truth)
    return Draft(
        prompts=_prompts(letters, conditions),
        problem={
            "letters": "".join(letters),
            "conditions": sorted(
                [[letters[unknown], value] for unknown, value in condition]
                for condition in conditions
            ),
        },
        answer=Answer("list", commas(values), {"item": "text"}),
        steps=tuple(steps),
        meta={"size": count},
    )


def _against(rng: Random, count: int, truth: int, wrong: int) -> tuple[Condition, int]:
    """A condition of two or three unknowns that the truth fulfils and the wrong values do not."""
    differing = [unknown for unknown in range(count) if (truth ^ wrong) >> unknown & 1]
    first = rng.choice(differing)
    others = [unknown for unknown in range(count) if unknown != first]
    chosen = sorted([first, *rng.sample(others, rng.choice((1, 2, 2)))])
    condition = tuple((unknown, not wrong >> unknown & 1) for unknown in chosen)
    whole, mask = (1 << 2**count) - 1, 0
    for unknown, value in condition:
        column = columns(count)[unknown]
        mask |= column if value else whole ^ column
    return condition, mask


def _follows(conditions: list[Condition], known: Known) -> Known | None:
    """Conditions with a single open unknown left, again and again."""
    found = dict(known)
    while True:
        size = len(found)
        for condition in conditions:
            left = []
            for unknown, value in condition:
                known_value = found.get(unknown)
                if known_value is None:
                    left.append((unknown, value))
                elif known_value == value:
                    break
            else:
                if not left:
                    return None
                if len(left) == 1:
                    found[left[0][0]] = left[0][1]
        if len(found) == size:
            return {unknown: value for unknown, value in found.items() if unknown not in known}


def _prompts(letters: list[str], conditions: list[Condition]) -> tuple[str, ...]:
    literals = [
        [f"{letters[unknown]} is {'true' if value else 'false'}" for unknown, value in condition]
        for condition in conditions
    ]
    rows = [listed(parts, "or") for parts in literals]
    formula = " and ".join(_clause(letters, condition) for condition in conditions)
    names = listed(letters)
    forms = (
        f"List the values (true or false) of {names}, in this order, separated by commas.",
        f"Answer true or false for each of {names}, in this order, with commas in between.",
    )
    return compose(
        f"{formula}: values of {commas(letters)}?",
        (
            f'Each of {names} is true or false. The formula {formula} is true, where "or" allows '
            "that both sides hold.",
            f"{names} are true or false so that all of this holds, where several parts of a line "
            f"may hold at once:\n{bullets(rows)}\n",
            f"Exactly one choice of truth values for {names} makes {formula} true.",
        ),
        ("Which values are they?", "Find the values.", "What are the truth values?"),
        forms,
    )


def _clause(letters: list[str], condition: Condition) -> str:
    parts = (f"{'' if value else 'not '}{letters[unknown]}" for unknown, value in condition)
    return f"({' or '.join(parts)})"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """All values are tried."""
    letters, found = problem["letters"], []
    for values in product((False, True), repeat=len(letters)):
        here = dict(zip(letters, values, strict=True))
        if all(any(here[c] == value for c, value in row) for row in problem["conditions"]):
            found.append(commas(str(value).lower() for value in values))
    return Answer("list", found[0] if len(found) == 1 else str(len(found)), {"item": "text"})


def capacity(level: int) -> int | None:
    """At least: letters and values."""
    return bounded(comb(len(_LETTERS), UNKNOWNS[level]) * 2 ** UNKNOWNS[level])


FAMILY = Family(
    name="truth_assignment",
    area="text",
    domain="logic",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

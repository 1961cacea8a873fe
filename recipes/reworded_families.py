"""Digit arithmetic in other words, and plain instructions, for recipes/phrasings.yaml.

    assay generate --families recipes/reworded_families.py:ASKED_REWORDED --count 20 --out data/t

| family | worded by | in recipes/phrasings.yaml |
|---|---|---|
| asked_chain, _sum, _gaps, _evens | TRAINED: "Find the gap sum of 6523." | RL trains on them |
| asked_reworded, of all kinds | REWORDED: "Tell me the gap sum …" | the start saw these wordings |
| asked_unheard, of all kinds | UNHEARD: "How much is …?" | nobody saw these wordings |
| plain_orders | "Say 483 twice." -> 483 483 | the start saw them; RL has no reason to keep them |

A problem belongs to one of the three wordings by a hash of itself, so that no problem that RL meets
in one wording is asked in another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer, Claim, Step
from assay.core.seeds import seed_for
from assay.generators.family import Draft, Family
from assay.generators.math import digit_chain, digit_sum
from recipes import digit_families

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences around the thing that is asked for, and which tenths of all problems they ask."""

    sentences: tuple[str, ...]
    tenths: range


TRAINED = Wording(
    (
        *("{}?", "What is {}?", "Compute {}.", "Find {}.", "Work out {}."),
        *("Give {}.", "Now {}?", "Solve: {}", "So, {}?", "Say {}."),
    ),
    range(6),
)
REWORDED = Wording(("Determine {}.", "Please find {}.", "Tell me {}.", "And {}?"), range(6, 8))
UNHEARD = Wording(
    ("Could you work out {}?", "Evaluate {}.", "How much is {}?", "Kindly give {}."), range(8, 10)
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of digit arithmetic, and what its problems are called in a sentence."""

    family: Family
    thing: Callable[[Mapping[str, Any]], str]


def _number(name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda problem: f"the {name} sum of {problem['number']}"


KINDS = {
    "chain": Kind(digit_chain.FAMILY, lambda problem: str(problem["expression"])),
    "sum": Kind(digit_sum.FAMILY, _number("digit")),
    "gaps": Kind(digit_families.GAPS, _number("gap")),
    "evens": Kind(digit_families.EVENS, _number("even")),
}


def _draw(kinds: tuple[str, ...], wording: Wording, rng: Random, level: int) -> Draft:
    """A problem of one of the kinds that this wording asks."""
    kind = rng.choice(kinds)
    while True:
        draft = KINDS[kind].family.generate(rng, level)
        if seed_for("wording", kind, dumps(draft.problem)) % TENTHS in wording.tenths:
            break
    thing = KINDS[kind].thing(draft.problem)
    prompts = tuple(sentence.format(thing) for sentence in wording.sentences)
    return replace(draft, prompts=prompts, problem={"kind": kind, **draft.problem})


def _oracle(problem: Mapping[str, Any]) -> Answer:
    oracle = KINDS[problem["kind"]].family.oracle
    assert oracle is not None
    return oracle({key: value for key, value in problem.items() if key != "kind"})


def _capacity(kinds: tuple[str, ...], wording: Wording, level: int) -> int:
    """About so many: the wording's share of each kind's problems, the rarest kind for all."""
    each = [KINDS[kind].family.capacity(level) or 0 for kind in kinds]
    return min(each) * len(kinds) * len(wording.tenths) // TENTHS * 8 // 10


def _family(name: str, kinds: tuple[str, ...], wording: Wording) -> Family:
    return Family(
        name=name,
        area="math",
        domain="arithmetic",
        answer_kind="integer",
        generate=partial(_draw, kinds, wording),
        oracle=_oracle,
        capacity=partial(_capacity, kinds, wording),
    )


ASKED_CHAIN = _family("asked_chain", ("chain",), TRAINED)
ASKED_SUM = _family("asked_sum", ("sum",), TRAINED)
ASKED_GAPS = _family("asked_gaps", ("gaps",), TRAINED)
ASKED_EVENS = _family("asked_evens", ("evens",), TRAINED)
ASKED_REWORDED = _family("asked_reworded", tuple(KINDS), REWORDED)
ASKED_UNHEARD = _family("asked_unheard", tuple(KINDS), UNHEARD)

ORDERS: Mapping[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "once": (("Say {}.", "Repeat {}.", "Write {}."), lambda number: number),
    "twice": (("Say {} twice.", "Write {} two times."), lambda number: f"{number} {number}"),
    "first": (("First digit of {}?", "How does {} begin?"), lambda number: number[0]),
    "last": (("Last digit of {}?", "How does {} end?"), lambda number: number[-1]),
    "apart": (("Spell {}.", "Digits of {}?"), " ".join),
}
"""What is asked of a number, and what is to be said."""


def plain(rng: Random, level: int) -> Draft:
    """An order about a number of three or four digits; every level is as hard."""
    order, number = rng.choice(tuple(ORDERS)), str(rng.randrange(100, 10_000))
    sentences, said = ORDERS[order]
    return Draft(
        prompts=tuple(sentence.format(number) for sentence in sentences),
        problem={"order": order, "number": number},
        answer=Answer("text", said(number), {"exact": True}),
        steps=(Step(number, Claim("text", number, number)),),
    )


def plain_oracle(problem: Mapping[str, Any]) -> Answer:
    """By places and joins."""
    number = problem["number"]
    places = {"first": [0], "last": [len(number) - 1], "apart": range(len(number))}
    if problem["order"] in places:
        found = " ".join(number[place] for place in places[problem["order"]])
    else:
        found = " ".join([number] * (2 if problem["order"] == "twice" else 1))
    return Answer("text", found, {"exact": True})


PLAIN = Family(
    name="plain_orders",
    area="text",
    domain="spelling",
    answer_kind="text",
    generate=plain,
    oracle=plain_oracle,
    capacity=lambda level: 9_900 * len(ORDERS),
)

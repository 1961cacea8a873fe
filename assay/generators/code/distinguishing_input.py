"""At which input do two versions of a function first differ?

Example: f returns x * 3 + 1 where x > 4, g where x > 6, and both x - 2 otherwise: the smallest
number from 0 to 20 on which they differ is 5.

The second version changes one literal of the first. There always is a difference in the range, and
"the smallest" makes the answer one number. The oracle reads both versions on the second way
(reading.py).
"""

import copy
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code import composition, reading
from assay.generators.code.composition import integer_places
from assay.generators.code.integer_chain import LEVELS, callable_of, chain_capacity, draw_chain
from assay.generators.code.part import Term
from assay.generators.family import Draft, Family
from assay.generators.phrasing import Phrasings, shown

LATE = 4
EARLY_KEPT = 0.15
ACCEPTED = 0.2


def generate(rng: Random, level: int) -> Draft:
    """Draw a function and change one literal, until the two differ first at a late number.

    A difference at 0 is never kept and one below LATE seldom, so that no guess is right often.
    """
    size = LEVELS[level]
    while True:
        first = draw_chain(rng, size)
        second = changed_chain(rng, first)
        if second is None:
            continue
        at = _first_difference(first["stages"], second["stages"], size.largest)
        if at >= LATE or (at > 0 and rng.random() < EARLY_KEPT):
            break
    problem = {"first": first["stages"], "second": second["stages"], "largest": size.largest}
    return Draft(
        prompts=_prompts(_named(first, "f"), _named(second, "g"), size.largest),
        problem=problem,
        answer=Answer("integer", str(at)),
    )


def _first_difference(first: Sequence[Term], second: Sequence[Term], largest: int) -> int:
    """The smallest number where the two differ; 0 also where they never do."""
    f, g = callable_of(first), callable_of(second)
    return next((number for number in range(largest + 1) if f(number) != g(number)), 0)


def changed_chain(rng: Random, problem: Mapping[str, Any]) -> dict[str, Any] | None:
    """The problem with one integer of it changed to a neighbour; None where there is no integer."""
    twin: dict[str, Any] = copy.deepcopy(dict(problem))
    places = [place for stage in twin["stages"] for place in integer_places(stage)]
    if not places:
        return None
    term, at, options = rng.choice(places)
    near = [value for value in options if value != term[at] and abs(value - term[at]) <= 2]
    term[at] = rng.choice(near)
    return twin


def _named(problem: Mapping[str, Any], name: str) -> str:
    return composition.source(problem).replace(f"def {composition.ENTRY}(", f"def {name}(", 1)


def _prompts(f: str, g: str, largest: int) -> Phrasings:
    return shown(
        f"{f}\n\n{g}\n\nsmallest n from 0 to {largest} with f(n) != g(n):",
        f"```python\n{f}\n\n{g}\n```",
        (
            "These two functions are not the same. What is the smallest integer n with 0 <= n <= "
            f"{largest} for which f(n) and g(n) differ?",
            f"Test the integers 0, 1, 2, ..., {largest} in turn: which is the first one n on which "
            "f(n) != g(n)?",
            f"A change turned the function f into g. Find the least integer between 0 and "
            f"{largest} that shows the difference.",
            f"Both functions take an integer n from 0 to {largest}. What is the least n with "
            "different results?",
            f"Find the smallest n in 0, 1, ..., {largest} such that f(n) is not g(n).",
        ),
        ("", "Answer with one integer."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Read both versions at every number; no answer where they never differ."""
    for number in range(problem["largest"] + 1):
        results = [
            reading.result({"stages": problem[version]}, (number,))
            for version in ("first", "second")
        ]
        if results[0] != results[1]:
            return Answer("integer", str(number))
    return Answer("integer", "")


def capacity(level: int) -> int | None:
    """A cautious figure: chains, reduced for those that are not kept, with two changes or more.

    Repeats among 8,000 draws of level 1 were those of 128,000 equally likely problems; this says
    32,000 there.
    """
    count = int(chain_capacity(level) * ACCEPTED**2 * 2)
    return count if count < 2**63 else None


FAMILY = Family(
    name="distinguishing_input",
    area="code",
    domain="equivalence",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
)

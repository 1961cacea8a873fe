"""Do two functions agree on all numbers of a range? Answer with a number on which they differ.

Example: f returns abs(number - 3), g returns number - 3 where number > 3, and 3 - number otherwise:
equivalent. With 4 in place of the last 3: any of 0, 1, 2, 3.

Half of the pairs are equivalent by construction: the second is the first, rewritten by rules that
keep every value. The others are rewritten as well, after one literal was changed, so that the looks
of the two tell nothing. All numbers of the range are tried: the differing ones are the right
answers. The oracle reads both on the second way (reading.py).
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code import composition, reading
from assay.generators.code.distinguishing_input import changed_chain
from assay.generators.code.integer_chain import LEVELS, callable_of, chain_capacity, draw_chain
from assay.generators.code.part import Term
from assay.generators.family import Draft, Family, capped
from assay.generators.text.parts import compose

SAME = "equivalent"
MOST_DIFFERING = 5
ACCEPTED = 0.05


def generate(rng: Random, level: int) -> Draft:
    """Draw a function and its rewritten twin, in half of the cases with a literal changed."""
    size = LEVELS[level]
    same = rng.random() < 0.5
    while True:
        first = draw_chain(rng, size)
        start = first if same else changed_chain(rng, first)
        second = rewritten(rng, start["stages"]) if start else None
        if second is None:
            continue
        found = _differing(first["stages"], second, size.largest)
        if bool(found) is not same and len(found) <= size.largest // MOST_DIFFERING:
            break
    values = [str(number) for number in found] or [SAME]
    problem = {"first": first["stages"], "second": second, "largest": size.largest}
    f, g = (
        _named({**first, "stages": problem[k]}, n) for k, n in (("first", "f"), ("second", "g"))
    )
    return Draft(
        prompts=_prompts(f, g, size.largest),
        problem=problem,
        answer=Answer(
            "witness",
            values[0],
            {"property": {"type": "one_of", "values": values}},
        ),
        meta={"size": 8 * size.stages + 8 * size.joined + size.largest // 8},
    )


def _differing(first: Sequence[Term], second: Sequence[Term], largest: int) -> list[int]:
    f, g = callable_of(first), callable_of(second)
    return [number for number in range(largest + 1) if f(number) != g(number)]


def rewritten(rng: Random, stages: Sequence[Term]) -> list[Term] | None:
    """The stages with every term rewritten for which there is a rule; None where there is none."""
    found: list[Term] = []
    for stage in stages:
        found += [["apply", term] for term in _rewrite(rng, stage[1])]
    return found if found != list(stages) else None


def _rewrite(rng: Random, term: Term) -> list[Term]:
    """One term as terms to be applied one after the other, with the same value for every number."""
    name, *rest = term
    if name == "choose":
        test, yes, no = rest
        return [["choose", _opposite(test), no, yes]]
    if name == "distance":
        return [["choose", ["above", rest[0]], ["plus", -rest[0]], ["from", rest[0]]]]
    if name == "absolute":
        return [["choose", ["below", 0], ["from", 0], ["plus", 0]]]
    if name == "affine":
        part = rng.choice([n for n in range(-9, 10) if n])
        return [["affine", rest[0], rest[1] - part], ["plus", part]]
    if name == "plus":
        part = rng.choice([n for n in range(-9, 10) if n not in (0, rest[0])])
        return [["plus", part], ["plus", rest[0] - part]]
    if name == "from":
        part = rng.choice([n for n in range(-9, 10) if n])
        return [["from", rest[0] - part], ["plus", part]]
    if name in ("at_most", "at_least"):
        return [term, term] if rng.random() < 0.3 else [term]
    return [term]


def _opposite(test: Term) -> Term:
    """A test that is true where this one is false."""
    name, *rest = test
    flipped = {"even": ["odd"], "odd": ["even"]}.get(name)
    if flipped is None and name == "above":
        flipped = ["below", rest[0] + 1]
    if flipped is None and name == "below":
        flipped = ["above", rest[0] - 1]
    return flipped or ["neither", test, test]


def _named(problem: Mapping[str, Any], name: str) -> str:
    return composition.source(problem).replace(f"def {composition.ENTRY}(", f"def {name}(", 1)


def _prompts(f: str, g: str, largest: int) -> tuple[str, ...]:
    block = f"```python\n{f}\n\n{g}\n```"
    return compose(
        f"{f}\n\n{g}\n\nn from 0 to {largest} with f(n) != g(n), or equivalent if there is none:",
        (
            f"Compare these two functions.\n\n{block}\n\n",
            f"{block}\n\nThe function f was rewritten as g.",
            f"Somebody claims that f and g return the same value for every integer from 0 to "
            f"{largest}.\n\n{block}\n\n",
            f"Two functions of an integer n are given.\n\n{f}\n\n{g}\n\n",
        ),
        (
            f"Is there an integer n with 0 <= n <= {largest} for which they return different "
            "values?",
            f"Find an integer from 0 to {largest} on which they differ, if there is one.",
            f"Are they equivalent for all integers from 0 to {largest}, or is there a "
            "counterexample?",
        ),
        (
            "Answer with one such integer, or with the word equivalent if there is none.",
            "If there is none, the answer is: equivalent. Otherwise answer with one such number.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Read both versions at every number."""
    values = []
    for number in range(problem["largest"] + 1):
        one, two = (
            reading.result({"stages": problem[version]}, (number,))
            for version in ("first", "second")
        )
        values += [str(number)] if one != two else []
    values = values or [SAME]
    wanted = {"type": "one_of", "values": values}
    return Answer("witness", values[-1], {"property": wanted})


def capacity(level: int) -> int | None:
    """Chains, reduced for those that are not kept."""
    return capped(int(chain_capacity(level) * ACCEPTED))


FAMILY = Family(
    name="equivalence",
    area="code",
    domain="equivalence",
    answer_kind="witness",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
    has_steps=False,
)

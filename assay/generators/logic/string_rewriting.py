"""A string after a number of rewriting steps.

Example: rules AB -> BA, BB -> C; ABB after 2 steps: ABB = BAB, BAB = BBA -> BBA.

In each step the first rule of the list whose left side occurs is applied once, at the leftmost
place. Levels grow in the number of steps, then of rules and letters. A rule applies in every step
that is asked for. The oracle cuts the string at the left side instead of searching places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import perm
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, counted, in_words

_ALPHABET = "ABCD"
_LONGEST = 36
Rules = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many steps, rules and different letters, and how long the string is at first."""

    steps: int
    rules: int
    letters: int
    length: int


LEVELS = {
    1: Size(2, 2, 2, 7),
    2: Size(3, 2, 3, 8),
    3: Size(4, 3, 3, 8),
    4: Size(6, 3, 3, 9),
    5: Size(8, 3, 3, 10),
    6: Size(10, 4, 3, 11),
    7: Size(13, 4, 3, 12),
    8: Size(16, 4, 4, 13),
    9: Size(20, 5, 4, 14),
    10: Size(25, 6, 4, 16),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw rules and a string until every step has a rule to apply."""
    size = LEVELS[level]
    while True:
        start, rules = _draw(rng, size)
        line = _run(start, rules, size.steps)
        if line and line[-1] != start:
            break
    return Draft(
        prompts=_prompts(start, rules, size.steps),
        problem={"start": start, "rules": [list(rule) for rule in rules], "steps": size.steps},
        answer=Answer("text", line[-1], {"exact": True}),
        steps=tuple(in_words(before, after) for before, after in pairwise(line)),
    )


def _draw(rng: Random, size: Size) -> tuple[str, Rules]:
    letters = _ALPHABET[: size.letters]
    pairs = [a + b for a in letters for b in letters]
    rules = []
    for left in rng.sample(pairs, size.rules):
        right = left
        while right == left:
            right = "".join(rng.choices(letters, k=rng.choice((1, 2, 2, 3))))
        rules.append((left, right))
    return "".join(rng.choices(letters, k=size.length)), rules


def _run(start: str, rules: Rules, steps: int) -> list[str]:
    """All strings on the way, the first one included; nothing where a step has no rule."""
    line = [start]
    for _ in range(steps):
        now = line[-1]
        rule = next((rule for rule in rules if rule[0] in now), None)
        if rule is None or len(now) > _LONGEST:
            return []
        at = now.find(rule[0])
        line.append(now[:at] + rule[1] + now[at + 2 :])
    return line


def _prompts(start: str, rules: Rules, steps: int) -> tuple[str, ...]:
    arrows = [f"{left} -> {right}" for left, right in rules]
    rows = "\n".join(f"{number}. {arrow}" for number, arrow in enumerate(arrows, 1))
    moves = counted(steps, "step")
    how = (
        "In each step find the first rule of the list whose left side occurs in the string, and "
        "replace the leftmost occurrence of that left side by the right side."
    )
    return compose(
        f"rules {commas(arrows)} (first rule that fits, leftmost place); {start} after {moves}?",
        (
            f"Rewriting rules, in this order:\n{rows}\n{how}",
            f"A machine rewrites strings by an ordered list of rules: {commas(arrows)}. {how}",
            f"These rules are given, the earlier ones first: {commas(arrows)}. {how}",
        ),
        (
            f"Start with {start}. Which string do you have after {moves}?",
            f"What has become of {start} after {moves}?",
            f"The string is {start} at first. Do {moves}. What does the string look like then?",
        ),
        ("Answer with the string alone, in capital letters.", "Write capital letters, no spaces."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Cut the string in two at the first left side that is in it."""
    now = problem["start"]
    for _ in range(problem["steps"]):
        for left, right in problem["rules"]:
            before, found, after = now.partition(left)
            if found:
                now = right.join((before, after))
                break
    return Answer("text", now, {"exact": True})


def capacity(level: int) -> int | None:
    """A quarter of strings and rules; right sides weigh as their lengths are drawn."""
    size = LEVELS[level]
    k = size.letters
    single, double, triple = Fraction(1, 4 * k), Fraction(1, 2 * k**2), Fraction(1, 4 * k**3)
    squares = k * single**2 + (k**2 - 1) * double**2 + k**3 * triple**2
    sides = (1 - double) ** 2 / squares
    return bounded(int(perm(k**2, size.rules) * sides**size.rules * k**size.length / 4))


FAMILY = Family(
    name="string_rewriting",
    area="text",
    domain="rewriting",
    answer_kind="text",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

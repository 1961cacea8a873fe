"""In how many orders beads of several colours can stand in a row, with or without a condition.

Example: 3 red and 2 blue beads, no two blue ones side by side -> 6, worked 4!/(2!*2!) = 6.

Beads of one colour are alike. The oracle recurs on the last bead while that is quick, and puts the
colours in one after the other when it is not. The size of a level is the number of beads times
colours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import comb, factorial, prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capacity_of_mixture
from assay.generators.math.counting.picking import choose_text, multiset, multisets
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told

_COLOURS = (
    *("red", "blue", "green", "yellow", "black", "white"),
    *("orange", "purple", "pink", "brown", "grey"),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many colours, the fewest and the most beads of each."""

    colours: int
    least: int
    most: int


LEVELS = {
    1: Size(3, 1, 9),
    2: Size(4, 1, 7),
    3: Size(4, 1, 9),
    4: Size(5, 1, 7),
    5: Size(5, 1, 10),
    6: Size(6, 1, 10),
    7: Size(6, 2, 12),
    8: Size(7, 2, 12),
    9: Size(8, 3, 14),
    10: Size(10, 4, 20),
}
_RULES = ("first", "together", "apart")


def generate(rng: Random, level: int) -> Draft:
    """Draw how many beads of each colour, and the condition on the first one."""
    size = LEVELS[level]
    counts = range(size.least, size.most + 1)
    question = "all" if rng.randrange(8) == 0 else rng.choice(_RULES)
    if question == "all":
        special, others = 0, multiset(rng, counts, size.colours)
    else:
        special, others = rng.choice(counts), multiset(rng, counts, size.colours - 1)
    lines = _lines(special, others, question)
    return Draft(
        prompts=_prompts(rng, special, others, question),
        problem={"special": special, "others": others, "question": question},
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
        meta={"size": (special + sum(others)) * size.colours},
    )


def _prompts(rng: Random, special: int, others: list[int], question: str) -> Phrasings:
    colours = rng.sample(_COLOURS, len(others) + 1)
    pairs = [(n, colour) for n, colour in zip((special, *others), colours, strict=True) if n]
    rng.shuffle(pairs)
    named = [f"{n} {colour}" for n, colour in pairs]
    beads = ", ".join(named[:-1]) + f" and {named[-1]}"
    colour = colours[0]
    rule = {
        "all": "",
        "first": f" if the first one must be {colour}",
        "together": f" if all {colour} ones must stand side by side",
        "apart": f" if no two {colour} ones may stand side by side",
    }[question]
    return told(
        f"Orders of {', '.join(named)} beads in a row{rule}?",
        (
            f"Somebody has {beads} beads; beads of one colour are all alike.",
            f"A box holds {beads} marbles, and marbles of the same colour cannot be told apart.",
            f"{beads} flags are to be hung on a line. Flags of one colour look the same.",
        ),
        (
            f"In how many different orders can they be put in a row{rule}?",
            f"How many different rows can be made of all of them{rule}?",
        ),
        ("", "Answer with one integer."),
    )


def _lines(special: int, others: list[int], question: str) -> list[Line]:
    if question == "all":
        return [_row(others)]
    if question == "first":
        return [_row([n for n in (special - 1, *others) if n])]
    rest = _row(others)
    places = sum(others) + 1
    if question == "together":
        return [rest, (f"{rest[1]}*{places}", str(int(rest[1]) * places))]
    ways = comb(places, special)
    if not ways:
        return [(f"{special}-{places}", str(special - places)), (f"0*{rest[1]}", "0")]
    chosen = (choose_text(places, special), str(ways))
    return [rest, chosen, (f"{rest[1]}*{ways}", str(int(rest[1]) * ways))]


def _row(counts: list[int]) -> Line:
    """All orders: the factorial of the sum over those of the counts."""
    below = "*".join(f"{n}!" for n in counts)
    number = factorial(sum(counts)) // prod(map(factorial, counts))
    return f"{sum(counts)}!/({below})", str(number)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Bead by bead from the end, or colour by colour into the row."""
    special, others, question = problem["special"], problem["others"], problem["question"]
    if (special + 1) * prod(n + 1 for n in others) <= 20_000:
        return Answer("integer", str(_recursive(special, tuple(others), question)))
    free = [*others, special - 1] if question == "first" else list(others)
    ways, placed = 1, 0
    for count in free:
        placed += count
        ways *= comb(placed, count)
    if question == "together":
        ways *= placed + 1
    elif question == "apart":
        ways *= comb(placed + 1, special)
    return Answer("integer", str(ways))


def _recursive(special: int, others: tuple[int, ...], question: str) -> int:
    """Rows of beads, from the left: `before` says whether the last one was special, `open` whether
    special ones may still come."""

    @cache
    def rows(left: int, rest: tuple[int, ...], before: bool) -> int:
        if not left and not any(rest):
            return 1
        found = 0
        started = left < special
        may = not (question == "apart" and before)
        may = may and not (question == "together" and started and not before)
        if left and may:
            found += rows(left - 1, rest, True)
        must = question == "first" and left == special
        if not must:
            for k, count in enumerate(rest):
                if count:
                    found += rows(left, (*rest[:k], count - 1, *rest[k + 1 :]), False)
        return found

    return rows(special, others, False)


def capacity(level: int) -> int | None:
    """Multisets of counts, with the counted-out colour for the three conditions."""
    size = LEVELS[level]
    choices = size.most - size.least + 1
    conditioned = 3 * choices * multisets(choices, size.colours - 1)
    free = multisets(choices, size.colours)
    return capacity_of_mixture((Fraction(1, 8), free), (Fraction(7, 8), conditioned))


FAMILY = Family(
    name="arrangements",
    area="math",
    domain="combinatorics",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

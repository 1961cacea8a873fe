"""Contest tasks with other ideas: prefix sums, two ends, sieves, binary search, merging, chains.

Example: n and k, then n values; every value x is replaced by x times 3; print the least number m
for which the list can be cut into at most k parts with sums of at most m, modulo 4,201.

Statements, tests and the slow first mutant are those of the contest family; only the questions
(search_cores.py) are others.
"""

from dataclasses import replace
from random import Random

from assay.generators.code import contest
from assay.generators.code.contest import Size
from assay.generators.family import Draft, Family

EASIER_TIERS = 3
LEVELS = {
    1: Size(4, 1, False),
    2: Size(4, 1, True),
    3: Size(4, 2, True),
    4: Size(5, 1, True),
    5: Size(5, 2, True),
    6: Size(5, 3, True),
    7: Size(6, 1, True),
    8: Size(6, 2, True),
    9: Size(6, 3, True),
    10: Size(6, 5, True),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw a question and replacements; its size counts the tiers from 4 on as 1, 2, 3."""
    draft = contest.draft_of(rng, LEVELS[level])
    return replace(draft, meta={"size": draft.meta["size"] - 8 * EASIER_TIERS})


def capacity(level: int) -> int | None:
    """As in the contest family."""
    return contest.capacity_of(LEVELS[level])


FAMILY = Family(
    name="contest_search",
    area="code",
    domain="algorithms",
    answer_kind="program",
    generate=generate,
    oracle=contest.oracle,
    capacity=capacity,
    has_steps=False,
    version=2,
)

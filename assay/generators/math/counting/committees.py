"""How many committees of a size can be made of groups of people, with a condition on one group.

Example: 4 of 5 teachers and 6 parents, at least 3 teachers -> 65, worked 5!/(3!*2!) = 10,
10*6 = 60, 5!/(4!*1!) = 5, 5*1 = 5, 60+5 = 65.

Two groups, or three from level 7. The oracle lets the people in one by one and keeps count. The
size of a level is the characters worked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.counting.picking import choose_text
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """Largest groups, the committee's least and largest size, the conditions."""

    groups: tuple[int, ...]
    least: int
    most: int
    rules: tuple[str, ...] = ("exactly",)


_MANY = ("at least", "at most")
LEVELS = {
    1: Size((12, 12), 2, 4),
    2: Size((20, 20), 3, 5),
    3: Size((12, 12), 3, 5, _MANY),
    4: Size((15, 15), 4, 6, _MANY),
    5: Size((18, 18), 5, 8, _MANY),
    6: Size((25, 25), 6, 10, _MANY),
    7: Size((12, 12, 12), 5, 8, _MANY),
    8: Size((15, 15, 15), 7, 11, _MANY),
    9: Size((25, 25, 25), 9, 14, _MANY),
    10: Size((40, 40, 40), 14, 20, _MANY),
}
_PEOPLE = (
    ("teachers", "parents", "students"),
    ("engineers", "designers", "managers"),
    ("nurses", "doctors", "therapists"),
    ("runners", "swimmers", "cyclists"),
    ("violinists", "pianists", "singers"),
    ("bakers", "cooks", "waiters"),
)


def generate(rng: Random, level: int) -> Draft:
    """Draw groups, committee and condition until some committees fit and some do not."""
    groups, chosen, rule, want = _draw(rng, LEVELS[level])
    lines = list(_lines(groups, chosen, _counts(groups, chosen, rule, want)))
    return Draft(
        prompts=_prompts(rng, groups, chosen, rule, want),
        problem={
            "groups": [groups[0], *sorted(groups[1:])],
            "chosen": chosen,
            "rule": rule,
            "want": want,
        },
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
    )


def _draw(rng: Random, size: Size) -> tuple[list[int], int, str, int]:
    """Even among all that leave the condition open."""
    while True:
        groups = [rng.randint(2, most) for most in size.groups]
        groups[1:] = sorted(groups[1:])
        chosen, rule = rng.randint(size.least, size.most), rng.choice(size.rules)
        want = rng.randint(0, size.most)
        open_ = _open(groups[0], sum(groups[1:]), chosen)
        trivial = {"at least": open_[:1], "at most": open_[-1:]}.get(rule, ())
        if want in open_ and want not in trivial:
            return groups, chosen, rule, want


def _open(first: int, others: int, chosen: int) -> range:
    """How many of the first group a committee can have."""
    return range(max(0, chosen - others), min(first, chosen) + 1)


def _counts(groups: list[int], chosen: int, rule: str, want: int) -> list[int]:
    allowed = _open(groups[0], sum(groups[1:]), chosen)
    fits = {"exactly": want.__eq__, "at least": want.__le__, "at most": want.__ge__}[rule]
    return [n for n in allowed if fits(n)]


def _lines(groups: list[int], chosen: int, counts: list[int]) -> Iterator[Line]:
    """Every number from the first group: ways there times ways among the others; their sum."""
    first, others = groups[0], sum(groups[1:])
    if len(groups) > 2:
        yield "+".join(map(str, groups[1:])), str(others)
    parts = []
    for n in counts:
        here, there = comb(first, n), comb(others, chosen - n)
        product = f"{choose_text(first, n)}*{choose_text(others, chosen - n)}"
        parts.append(here * there)
        yield product, str(parts[-1])
    if len(parts) > 1:
        yield "+".join(map(str, parts)), str(sum(parts))


def _prompts(rng: Random, groups: list[int], chosen: int, rule: str, want: int) -> Phrasings:
    names = rng.sample(rng.choice(_PEOPLE), len(groups))
    listed = [f"{n} {name}" for n, name in zip(groups, names, strict=True)]
    people = ", ".join(listed[:-1]) + f" and {listed[-1]}"
    return told(
        f"Committees of {chosen} out of {people}, {rule} {want} of the {names[0]}?",
        (
            f"A club has {people}, and {chosen} of these people are to form a committee.",
            f"Out of {people}, a team of {chosen} people is to be chosen.",
            f"{people} have applied; {chosen} of them will be invited.",
        ),
        (
            f"In how many ways can that be done with {rule} {want} of the {names[0]} among them?",
            f"How many choices are there with {rule} {want} of the {names[0]}?",
        ),
        ("", "The order of choosing does not matter.", "Answer with one integer."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """One person after the other is taken or left; counted by size and by the first group's."""
    first, *others = problem["groups"]
    ways = {(0, 0): 1}
    for person in range(first + sum(others)):
        more = 1 if person < first else 0
        following = dict(ways)
        for (size, special), count in ways.items():
            if size < problem["chosen"]:
                key = (size + 1, special + more)
                following[key] = following.get(key, 0) + count
        ways = following
    want, rule = problem["want"], problem["rule"]
    total = 0
    for (size, special), count in ways.items():
        fits = special == want if rule == "exactly" else (special > want) == (rule == "at least")
        if size == problem["chosen"] and (fits or special == want):
            total += count
    return Answer("integer", str(total))


@cache
def capacity(level: int) -> int | None:
    """Groups, sizes and conditions that `_draw` lets through; groups after the first in order."""
    size = LEVELS[level]
    most = size.groups[1]
    sums = [0] * (3 * most)
    for a in range(2, most + 1):
        for b in range(a, most + 1) if len(size.groups) > 2 else (0,):
            sums[a + b] += 1
    total = 0
    for first in range(2, size.groups[0] + 1):
        for others, times in enumerate(sums):
            for chosen in range(size.least, size.most + 1):
                count = len(_open(first, others, chosen))
                total += times * (count if size.rules == ("exactly",) else 2 * max(count - 1, 0))
    return capped(total)


FAMILY = Family(
    name="committees",
    area="math",
    domain="combinatorics",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

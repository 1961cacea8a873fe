"""Ages of several people from what is said of them now, earlier and later.

Example: Ana is twice as old as Ben; in 5 years they are 40 together: Ben? -> 10, worked
40-2*5 = 30, 30/(2+1) = 10.

Everybody's age is a multiple of the youngest one's, or so many years more; a sum, now or at another
time, fixes it. The oracle solves the linear system with flint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.spelling import signed
from assay.generators.math.story_scenes import NAMES
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told

Link = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Size:
    """How many people besides the first, the oldest first age, the largest multiple, the largest
    difference, how far the sum lies from now in years."""

    others: int
    age: int
    times: int
    years: int
    away: int


LEVELS = {
    1: Size(1, 40, 9, 40, 4),
    2: Size(1, 60, 9, 60, 12),
    3: Size(2, 20, 4, 25, 3),
    4: Size(2, 30, 5, 30, 12),
    5: Size(3, 25, 4, 30, 15),
    6: Size(4, 25, 4, 30, 15),
    7: Size(5, 30, 3, 40, 20),
    8: Size(7, 30, 3, 40, 20),
    9: Size(10, 30, 3, 40, 25),
    10: Size(15, 40, 3, 60, 30),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw the first age, how everybody else's hangs on an earlier one, and the time of the sum."""
    size = LEVELS[level]
    age, links = rng.randint(2, size.age), []
    ages, rule = [age], [(1, 0)]
    for _ in range(size.others):
        at = rng.randrange(len(ages))
        if rng.randrange(2) and ages[at] * size.times < 100:
            link: Link = ("times", at, rng.randint(2, size.times))
            ages.append(ages[at] * link[2])
            rule.append((rule[at][0] * link[2], rule[at][1] * link[2]))
        else:
            link = ("more", at, rng.randint(1, size.years))
            ages.append(ages[at] + link[2])
            rule.append((rule[at][0], rule[at][1] + link[2]))
        links.append(link)
    away = rng.randint(0, size.away)
    total = sum(ages) + away * len(ages)
    lines = _lines(rule, age, away, total)
    return Draft(
        prompts=_prompts(rng, links, away, total),
        problem={"links": links, "away": away, "total": total},
        answer=Answer("integer", str(age)),
        steps=worked(lines),
    )


def _lines(rule: list[tuple[int, int]], age: int, away: int, total: int) -> list[Line]:
    """The sum now, without what is added to the multiples; divided by all multiples."""
    now = total - away * len(rule)
    slope, rest = sum(a for a, _ in rule), sum(b for _, b in rule)
    lines = [(f"{total}-{len(rule)}*{away}", str(now))] if away else []
    lines.append(("+".join(signed(a) for a, _ in rule), str(slope)))
    lines.append(("+".join(signed(b) for _, b in rule), str(rest)))
    lines.append((f"({now}-{rest})/{slope}", str(age)))
    return lines


def _prompts(rng: Random, links: list[Link], away: int, total: int) -> Phrasings:
    names = rng.sample(NAMES, len(links) + 1)
    facts = []
    for name, (kind, at, n) in zip(names[1:], links, strict=True):
        if kind == "times":
            often = {2: "twice", 3: "three times"}.get(n, f"{n} times")
            facts.append(f"{name} is {often} as old as {names[at]}.")
        else:
            facts.append(f"{name} is {n} year{'' if n == 1 else 's'} older than {names[at]}.")
    when = f"In {away} year{'' if away == 1 else 's'} they will" if away else "Now they"
    people = "the two" if len(names) == 2 else f"all {len(names)}"
    end = f"{when} be {total} years old together." if away else f"Together they are {total} now."
    later = f"The ages of {people} will add up to {total} in {away} year{'' if away == 1 else 's'}."
    other = later if away else f"The ages of {people} add up to {total}."
    letters = "abcdefghijklmnopqrstuvw"[: len(names)]
    plain = [
        f"{x}={n}{letters[at]}" if kind == "times" else f"{x}={letters[at]}+{n}"
        for x, (kind, at, n) in zip(letters[1:], links, strict=True)
    ]
    sums = "+".join(letters)
    short = (
        f"{', '.join(plain)}, {sums}={total - away * len(names)}"
        if not away
        else (
            f"{', '.join(plain)}, sum of all {len(names)} ages "
            f"{away} year{'' if away == 1 else 's'} later: {total}"
        )
    )
    return told(
        f"{short}: a=",
        (f"{' '.join(facts)} {end}", f"{other} {' '.join(facts)}", f"{' '.join(facts)} {other}"),
        (f"How old is {names[0]} now?", f"What is the age of {names[0]}?"),
        ("", "Answer with a number of years."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """One equation for each sentence; all ages by flint."""
    from flint import fmpq_mat

    links = problem["links"]
    size = len(links) + 1
    rows, right = [], []
    for k, (kind, at, n) in enumerate(links, 1):
        row = [0] * size
        row[k], row[at] = 1, -n if kind == "times" else -1
        rows.append(row)
        right.append([0 if kind == "times" else n])
    rows.append([1] * size)
    right.append([problem["total"] - problem["away"] * size])
    return Answer("integer", str(fmpq_mat(rows).solve(fmpq_mat(right))[0, 0]))


def capacity(level: int) -> int | None:
    """First ages, what hangs on what, times of the sum; each link as an even draw would have to
    choose to repeat itself as rarely: of two kinds, the one with fewer forms.
    """
    size = LEVELS[level]
    count = (size.age - 1) * (size.away + 1)
    for k in range(size.others):
        count *= (k + 1) * 2 * (size.times - 1)
    return capped(count)


FAMILY = Family(
    name="ages",
    area="math",
    domain="word problems",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

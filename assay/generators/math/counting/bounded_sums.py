"""In how many ways equal things can be given to several people, with bounds on what each gets.

Example: 7 apples to 3 children, each at least 1 -> 15, worked 7-3 = 4, 6!/(2!*4!) = 15.

Every person has an own least number; from level 5 on nobody may get more than a common largest one.
Worked with stars and bars; the oracle multiplies polynomials. The size of a level is the characters
worked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.counting.picking import choose_text, multiset, multisets
from assay.generators.math.story_scenes import NAMES
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import Phrasings, told


@dataclass(frozen=True, slots=True)
class Size:
    """People, the largest least number, how many more things there are than those need; how much
    more than the largest least number anybody may get (0: no bound)."""

    people: int
    least: int
    low: int
    high: int
    room: int = 0


LEVELS = {
    1: Size(3, 4, 3, 35),
    2: Size(4, 3, 4, 40),
    3: Size(5, 3, 5, 40),
    4: Size(6, 4, 8, 60),
    5: Size(3, 4, 6, 20, room=9),
    6: Size(4, 3, 8, 24, room=9),
    7: Size(5, 3, 10, 30, room=10),
    8: Size(6, 3, 14, 40, room=11),
    9: Size(7, 4, 20, 60, room=14),
    10: Size(9, 5, 40, 99, room=18),
}
_THINGS = ("apples", "pencils", "coins", "stickers", "cookies", "marbles", "tickets")


def generate(rng: Random, level: int) -> Draft:
    """Draw least numbers (every multiset as likely), what is left over them, and the bound."""
    size = LEVELS[level]
    least = multiset(rng, range(size.least + 1), size.people)
    spare = rng.randint(size.low, size.high)
    most = max(least) + rng.randint(2, size.room) if size.room else 0
    total = sum(least) + spare
    lines = _lines(total, least, most)
    return Draft(
        prompts=_prompts(rng, total, least, most),
        problem={"total": total, "least": least, "most": most},
        answer=Answer("integer", lines[-1][1]),
        steps=worked(lines),
    )


def _lines(total: int, least: list[int], most: int) -> list[Line]:
    """Give out the least numbers; free ways; take off those where somebody has too many."""
    free, k = total - sum(least), len(least)
    lines = [(f"{total}-{'-'.join(map(str, least))}", str(free))]
    over = {0: {0: 1}}  # excess taken off so far, by the number of people above the bound
    if most:
        for n in least:
            grown: dict[int, dict[int, int]] = {}
            for count, taken in over.items():
                for more in (0, 1):
                    inner = grown.setdefault(count + more, {})
                    for t, times in taken.items():
                        key = t + more * (most - n + 1)
                        inner[key] = inner.get(key, 0) + times
            over = grown
    terms = []
    for count, taken in over.items():
        for t, times in sorted(taken.items()):
            if t <= free:
                ways = comb(free - t + k - 1, k - 1)
                lines.append((choose_text(free - t + k - 1, k - 1), str(ways)))
                terms.append(((-1) ** count * times, ways))
    if len(terms) > 1:
        text = "".join(f"{'+' if w > 0 else '-'}{abs(w)}*{ways}" for w, ways in terms)
        lines.append((text[1:], str(sum(w * ways for w, ways in terms))))
    return lines


def _prompts(rng: Random, total: int, least: list[int], most: int) -> Phrasings:
    things, names = rng.choice(_THINGS), rng.sample(NAMES, len(least))
    variables = [f"x{k}" for k in range(1, len(least) + 1)]
    shuffled = rng.sample(least, len(least))
    wants = ", ".join(f"{name} at least {n}" for name, n in zip(names, shuffled, strict=True))
    bounds = ", ".join(f"{x} >= {n}" for x, n in zip(variables, shuffled, strict=True))
    cap = f" Nobody may get more than {most}." if most else ""
    upper = f", each at most {most}" if most else ""
    return told(
        f"Integer solutions of {'+'.join(variables)} = {total} with {bounds}{upper}, how many?",
        (
            f"{total} identical {things} are shared out completely: {wants}.{cap}",
            f"A teacher gives all of {total} equal {things} to children, {wants}.{cap}",
            f"Integers {', '.join(variables)} add up to {total}, with {bounds}{upper}.",
        ),
        ("In how many ways is that possible?", "How many possibilities are there?"),
        ("", "Answer with one integer."),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The coefficient of t^total in the product of one polynomial for each person."""
    from flint import fmpz_poly

    total, product = problem["total"], fmpz_poly([1])
    for least in problem["least"]:
        most = problem["most"] or total
        product *= fmpz_poly([int(least <= n <= most) for n in range(total + 1)])
    return Answer("integer", str(int(product[total])))


def capacity(level: int) -> int | None:
    """Multisets of least numbers, spare things, bounds."""
    size = LEVELS[level]
    choices = (size.high - size.low + 1) * (size.room - 1 if size.room else 1)
    return capped(multisets(size.least + 1, size.people) * choices)


FAMILY = Family(
    name="bounded_sums",
    area="math",
    domain="combinatorics",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

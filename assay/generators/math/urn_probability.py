"""The probability of a colour count among balls drawn without putting any back.

Example: 3 red and 2 blue balls, 2 drawn; exactly 1 red? -> 3/5, worked 3*2 = 6,
(5*4/2) = 10, 6/10 = 3/5.

Worked with binomial coefficients, written out. The oracle draws the balls one at a time and adds
up the probabilities of every order. Levels from 7 ask for at least or at most so many.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import comb, factorial
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.math.working import worked
from assay.generators.phrasing import told

_COLOURS = ("red", "blue", "green", "yellow", "black", "white", "orange", "purple")


@dataclass(frozen=True, slots=True)
class Size:
    """The most balls of the asked colour and of the other one, the most drawn, the questions."""

    asked: int
    other: int
    drawn: int
    questions: tuple[str, ...] = ("exactly",)


LEVELS = {
    1: Size(120, 150, 2),
    2: Size(80, 100, 3),
    3: Size(60, 80, 4),
    4: Size(60, 80, 5),
    5: Size(70, 90, 6),
    6: Size(90, 120, 7),
    7: Size(30, 40, 6, ("at least", "at most")),
    8: Size(40, 50, 8, ("at least", "at most")),
    9: Size(50, 60, 10, ("at least", "at most")),
    10: Size(80, 90, 14, ("at least", "at most")),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw an urn and a question whose answer is neither 0 nor 1."""
    size = LEVELS[level]
    asked, other, drawn, want, question = _draw(rng, size)
    colour, second = rng.sample(_COLOURS, 2)
    lines = list(_lines(asked, other, drawn, want, question))
    urn = f"{asked} {colour} and {other} {second}"
    event = f"{question} {want} {'is' if want == 1 else 'are'} {colour}"
    return Draft(
        prompts=told(
            f"Urn: {urn} balls. Draw {drawn} without replacement. P({question} {want} {colour})?",
            (
                f"An urn holds {urn} balls. {drawn} balls are drawn at random and not put back.",
                f"{drawn} marbles are taken at random, all at once, from a bag with {urn} marbles.",
                f"A box contains {asked + other} beads: {urn} ones. {drawn} of them are picked at "
                "random without replacement.",
                f"{drawn} cards are dealt from a well-shuffled pile of {urn} cards.",
            ),
            (
                f"What is the probability that {event}?",
                f"How likely is it that {event}?",
            ),
            ("Give the exact value.", "Answer with an integer or a fraction."),
        ),
        problem={
            "asked": asked,
            "other": other,
            "drawn": drawn,
            "want": want,
            "question": question,
        },
        answer=Answer("rational", lines[-1][1]),
        steps=worked(lines),
    )


Question = tuple[int, int, int, int, str]


def _draw(rng: Random, size: Size) -> Question:
    while True:
        asked, other = rng.randint(2, size.asked), rng.randint(2, size.other)
        drawn, want = rng.randint(2, size.drawn), rng.randint(0, size.drawn)
        question = rng.choice(size.questions)
        if _open(asked, other, drawn, want, question):
            return asked, other, drawn, want, question


def _open(asked: int, other: int, drawn: int, want: int, question: str) -> bool:
    """Whether the draw is possible and the event neither impossible nor certain."""
    if drawn > asked + other:
        return False
    least, most = max(0, drawn - other), min(asked, drawn)
    if least == most:
        return False
    if question == "exactly":
        return least <= want <= most
    return least < want <= most if question == "at least" else least <= want < most


def _lines(
    asked: int, other: int, drawn: int, want: int, question: str
) -> Iterator[tuple[str, str]]:
    """Favourable draws for each count, their sum, all draws, the quotient."""
    least, most = max(0, drawn - other), min(asked, drawn)
    counts = {"exactly": [want], "at least": [*range(want, most + 1)]}.get(
        question, [*range(least, want + 1)]
    )
    ways = []
    for count in counts:
        ways.append(comb(asked, count) * comb(other, drawn - count))
        yield f"{_choose(asked, count)}*{_choose(other, drawn - count)}", str(ways[-1])
    if len(ways) > 1:
        yield "+".join(map(str, ways)), str(sum(ways))
    every = comb(asked + other, drawn)
    yield _choose(asked + other, drawn), str(every)
    yield f"{sum(ways)}/{every}", str(Fraction(sum(ways), every))


def _choose(n: int, k: int) -> str:
    """The binomial coefficient written out: (5*4/2)."""
    if k < 2:
        return str(n) if k else "1"
    return f"({'*'.join(str(n - i) for i in range(k))}/{factorial(k)})"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Draw ball after ball: the distribution of the count after each draw."""
    asked, other = problem["asked"], problem["other"]
    chances = {0: Fraction(1)}
    for done in range(problem["drawn"]):
        following: dict[int, Fraction] = {}
        for count, chance in chances.items():
            left = asked + other - done
            for more, balls in ((1, asked - count), (0, other - (done - count))):
                if balls > 0:
                    now = following.get(count + more, Fraction(0))
                    following[count + more] = now + chance * Fraction(balls, left)
        chances = following
    want = problem["want"]
    holds = {"exactly": want.__eq__, "at least": want.__le__, "at most": want.__ge__}
    fits = holds[problem["question"]]
    return Answer("rational", str(sum((p for n, p in chances.items() if fits(n)), Fraction(0))))


@cache
def capacity(level: int) -> int | None:
    """Urns and numbers of draws, times the counts that leave the event open."""
    size, count = LEVELS[level], 0
    for asked in range(2, size.asked + 1):
        for other in range(2, size.other + 1):
            for drawn in range(2, min(size.drawn, asked + other) + 1):
                counts = min(asked, drawn) - max(0, drawn - other) + 1
                if counts > 1:
                    count += counts if size.questions == ("exactly",) else 2 * (counts - 1)
    return count


FAMILY = Family(
    name="urn_probability",
    area="math",
    domain="probability",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The probability of a number of successes in independent trials.

Example: 4 trials with chance 1/3, exactly 2 -> 8/27, worked 4!/(2!*2!)*(1/3)^2*(2/3)^2 = 8/27.

Exactly so many, or at least or at most so many. The oracle goes through the trials one by one. The
size of a level is the characters worked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.counting.picking import choose_text
from assay.generators.math.linear_sides import rationals
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """The fewest and the most trials, the largest denominator of the chance, the questions."""

    low: int
    high: int
    parts: int
    questions: tuple[str, ...] = ("exactly",)


_MANY = ("at least", "at most")
LEVELS = {
    1: Size(2, 4, 30),
    2: Size(3, 6, 20),
    3: Size(5, 9, 20),
    4: Size(3, 5, 20, _MANY),
    5: Size(5, 8, 20, _MANY),
    6: Size(7, 10, 20, _MANY),
    7: Size(9, 13, 20, _MANY),
    8: Size(12, 17, 25, _MANY),
    9: Size(16, 22, 30, _MANY),
    10: Size(24, 40, 40, _MANY),
}
_SCENES = (
    ("A biased coin shows heads with probability {p}. It is tossed {n} times", "heads"),
    ("A player hits each free throw with probability {p} and throws {n} times", "hits"),
    ("Each of {n} seeds sprouts with probability {p}, independently", "sprouting seeds"),
    ("A spinner stops on red with probability {p}. It is spun {n} times", "red results"),
    ("Each of {n} lamps fails within a year with probability {p}, independently", "failures"),
    ("A test is passed with probability {p} at every attempt; there are {n} attempts", "passes"),
)


@cache
def _chances(parts: int) -> tuple[Fraction, ...]:
    return tuple(q for q in rationals(parts, parts) if 0 < q < 1)


def generate(rng: Random, level: int) -> Draft:
    """Draw trials, chance and question."""
    size = LEVELS[level]
    chance, question = rng.choice(_chances(size.parts)), rng.choice(size.questions)
    while True:
        trials, want = rng.randint(size.low, size.high), rng.randint(0, size.high)
        if want in _open(trials, question):
            break
    lines = list(_lines(trials, chance, question, want))
    scenes = rng.sample(_SCENES, 3)
    stories = [f"{text.format(p=chance, n=trials)}. We count the {what}." for text, what in scenes]
    return Draft(
        prompts=told(
            f"{trials} trials, chance {chance} each: probability of {question} {want} "
            f"success{'' if want == 1 else 'es'}?",
            stories,
            (
                f"What is the probability that the count is {question} {want}?",
                f"How likely is a count of {question} {want}?",
            ),
            (
                "Answer with a fraction in lowest terms.",
                "Give the exact value as a reduced fraction.",
            ),
        ),
        problem={"trials": trials, "chance": str(chance), "question": question, "want": want},
        answer=Answer("rational", lines[-1][1], {"required_form": "reduced"}),
        steps=worked(lines),
    )


def _open(trials: int, question: str) -> range:
    return range(int(question == "at least"), trials + 1 - (question == "at most"))


def _lines(trials: int, chance: Fraction, question: str, want: int) -> Iterator[Line]:
    """The term of every count that fits, or of every other one where those are fewer."""
    below, above = range(want), range(want, trials + 1)
    if question == "at most":
        below, above = range(want + 1, trials + 1), range(want + 1)
    fewer = above if len(above) <= len(below) else below
    counts = [want] if question == "exactly" else list(fewer)
    terms = []
    for k in counts:
        ways = comb(trials, k)
        terms.append(ways * chance**k * (1 - chance) ** (trials - k))
        text = f"{choose_text(trials, k)}*({chance})^{k}*({1 - chance})^{trials - k}"
        yield text, str(terms[-1])
    if len(terms) > 1:
        yield "+".join(map(str, terms)), str(sum(terms))
    if question != "exactly" and fewer is below:
        yield f"1-{sum(terms)}", str(1 - sum(terms))


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Trial by trial: the chances of every count so far, in whole numbers over a power."""
    chance = Fraction(problem["chance"])
    hit, miss = chance.numerator, chance.denominator - chance.numerator
    counts = [1]
    for _ in range(problem["trials"]):
        counts = [
            miss * here + hit * before
            for here, before in zip([*counts, 0], [0, *counts], strict=True)
        ]
    want = problem["want"]
    match problem["question"]:
        case "exactly":
            good = counts[want]
        case "at least":
            good = sum(counts[want:])
        case _:
            good = sum(counts[: want + 1])
    return Answer("rational", str(Fraction(good, sum(counts))), {"required_form": "reduced"})


def capacity(level: int) -> int | None:
    """Chances, trials and open questions."""
    size = LEVELS[level]
    trials = range(size.low, size.high + 1)
    questions = sum(len(_open(n, question)) for n in trials for question in size.questions)
    return capped(len(_chances(size.parts)) * questions)


FAMILY = Family(
    name="binomial_probability",
    area="math",
    domain="probability",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

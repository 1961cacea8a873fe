"""The probability of a sum of fair dice with different numbers of faces.

Example: two dice with 4 and 6 faces, sum 5 -> 1/6, worked 1+1+1+1 = 4, 4/24 = 1/6.

Worked by the faces of the last die; the oracle multiplies polynomials. The size of a level is the
bits of the number of outcomes times dice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import prod
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.counting.picking import multiset
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """How many dice, the fewest and the most faces, the questions."""

    dice: int
    least: int
    most: int
    questions: tuple[str, ...] = ("exactly",)


_MANY = ("at least", "at most")
LEVELS = {
    1: Size(2, 3, 14),
    2: Size(2, 4, 20),
    3: Size(2, 4, 20, _MANY),
    4: Size(3, 3, 9),
    5: Size(3, 4, 12),
    6: Size(3, 4, 14, _MANY),
    7: Size(4, 4, 10),
    8: Size(4, 4, 12, _MANY),
    9: Size(5, 5, 14, _MANY),
    10: Size(6, 6, 16, _MANY),
}


def generate(rng: Random, level: int) -> Draft:
    """Draw dice and a question that is open."""
    size = LEVELS[level]
    while True:
        faces = multiset(rng, range(size.least, size.most + 1), size.dice)
        question = rng.choice(size.questions)
        want = rng.randint(size.dice, size.dice * size.most)
        if want in _open(faces, question):
            break
    lines = list(_lines(faces, question, want))
    listed = ", ".join(map(str, faces[:-1])) + f" and {faces[-1]}"
    dice = f"{len(faces)} fair dice with {listed} faces"
    value = f"{question} {want}" if question != "exactly" else f"exactly {want}"
    return Draft(
        prompts=told(
            f"Dice with {listed} faces: probability of a sum of {value}?",
            (
                f"{dice} are rolled (a die with n faces shows 1 to n, each as likely).",
                f"Somebody rolls {dice}, numbered from 1, and adds up what they show.",
                f"The numbers on {dice} are added up after one throw. Every die is numbered from 1 "
                "up to the number of its faces.",
            ),
            (
                f"What is the probability that the sum is {value}?",
                f"How likely is a sum of {value}?",
            ),
            (
                "Answer with a fraction in lowest terms.",
                "Give the exact probability as a reduced fraction.",
            ),
        ),
        problem={"faces": faces, "question": question, "want": want},
        answer=Answer("rational", lines[-1][1], {"required_form": "reduced"}),
        steps=worked(lines),
        meta={"size": prod(faces).bit_length() * len(faces)},
    )


def _open(faces: list[int], question: str) -> range:
    """The sums that can be asked for: neither impossible nor certain."""
    low, high = len(faces), sum(faces)
    return range(low + (question == "at least"), high + 1 - (question == "at most"))


def _lines(faces: list[int], question: str, want: int) -> Iterator[Line]:
    """Ways of the other dice for every face of the last one, added up over the sums that are asked
    for, or over the others where those are fewer; divided by all outcomes.
    """
    *others, last = faces
    ways = {0: 1}
    for die in others:
        grown: dict[int, int] = {}
        for total, count in ways.items():
            for face in range(1, die + 1):
                grown[total + face] = grown.get(total + face, 0) + count
        ways = grown
    low, high, every = range(len(faces), want), range(want, sum(faces) + 1), prod(faces)
    if question == "at most":
        low, high = range(len(faces), want + 1), range(want + 1, sum(faces) + 1)
    wanted, other = (low, high) if question == "at most" else (high, low)
    sums = (want,) if question == "exactly" else min(wanted, other, key=len)
    counts = []
    for total in sums:
        parts = [ways[total - face] for face in range(1, last + 1) if total - face in ways]
        counts.append(sum(parts))
        yield "+".join(map(str, parts)), str(counts[-1])
    if len(counts) > 1:
        yield "+".join(map(str, counts)), str(sum(counts))
    yield "*".join(map(str, faces)), str(every)
    chance = Fraction(sum(counts), every)
    yield f"{sum(counts)}/{every}", str(chance)
    if sums == other:
        yield f"1-{chance}", str(1 - chance)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The product of t+t^2+...+t^n over all dice: its coefficients over their sum."""
    from flint import fmpz_poly

    product = fmpz_poly([1])
    for die in problem["faces"]:
        product *= fmpz_poly([0] + [1] * die)
    counts, want = [int(c) for c in product.coeffs()], problem["want"]
    match problem["question"]:
        case "exactly":
            good = counts[want]
        case "at least":
            good = sum(counts[want:])
        case _:
            good = sum(counts[: want + 1])
    return Answer("rational", str(Fraction(good, sum(counts))), {"required_form": "reduced"})


@cache
def capacity(level: int) -> int | None:
    """Open questions over all multisets of dice, counted by the sum of the faces."""
    size = LEVELS[level]
    ways = {(0, 0): 1}
    for die in range(size.least, size.most + 1):
        for (dice, total), count in sorted(ways.items()):
            for more in range(1, size.dice - dice + 1):
                key = (dice + more, total + more * die)
                ways[key] = ways.get(key, 0) + count
    found = 0
    for (dice, total), count in ways.items():
        if dice == size.dice:
            found += count * sum(len(_open([0] * (dice - 1) + [total], q)) for q in size.questions)
    return capped(found)


FAMILY = Family(
    name="dice_sum",
    area="math",
    domain="probability",
    answer_kind="rational",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""Which of some numbers that are close to each other is the largest: fractions, square roots, cube
roots.

Example: A) 4*sqrt(5), B) 9, C) 7*sqrt(2) -> C, worked (4*sqrt(5))^2 = 80, 9^2 = 81, ...

All are near a number that is drawn; they are compared by their squares or sixth powers. The oracle
encloses each of them in a ball of flint.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, isqrt
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told


@dataclass(frozen=True, slots=True)
class Size:
    """How many numbers, the largest of their parts, and the roots they may have: 1 is none."""

    count: int
    bound: int
    roots: tuple[int, ...]


LEVELS = {
    1: Size(3, 120, (1,)),
    2: Size(4, 200, (1,)),
    3: Size(3, 15, (2,)),
    4: Size(4, 40, (1, 2)),
    5: Size(5, 90, (1, 2)),
    6: Size(5, 300, (1, 2)),
    7: Size(5, 30, (1, 2, 3)),
    8: Size(6, 60, (1, 2, 3)),
    9: Size(7, 200, (1, 2, 3)),
    10: Size(9, 900, (1, 2, 3)),
}
_LETTERS = "ABCDEFGHI"
_ORDINALS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 9: "nine"}
_SQUAREFREE = (2, 3, 5, 6, 7, 10, 11, 13, 14, 15, 17, 19, 21, 22, 23, 26, 29, 30)
_UNIT = 10**6
_ROOTS = {
    **{(2, under): isqrt(under * _UNIT**2) for under in _SQUAREFREE},
    **{(3, under): round(_UNIT * under ** (1 / 3)) for under in _SQUAREFREE},
    (1, 1): _UNIT,
}
Surd = tuple[int, int, int, int]
"""Above and below the line, under the root, and which root it is."""


def generate(rng: Random, level: int) -> Draft:
    """Draw a number and others beside it until one of them is the largest alone."""
    size = LEVELS[level]
    power = 6 if 3 in size.roots else 2 if 2 in size.roots else 1
    while True:
        target = Fraction(rng.randint(size.bound, 4 * size.bound), size.bound)
        surds = [_near(rng, size, target) for _ in range(size.count)]
        powers = [_power(surd, power) for surd in surds]
        if len(set(powers)) == size.count:
            break
    letter = _LETTERS[powers.index(max(powers))]
    texts = [f"{name}) {_plain(surd)}" for name, surd in zip(_LETTERS, surds, strict=False)]
    latex = [f"{name}) $ {_tex(surd)} $" for name, surd in zip(_LETTERS, surds, strict=False)]
    how_many = _ORDINALS[size.count]
    return Draft(
        prompts=told(
            f"largest of {', '.join(texts)}: letter=",
            (
                f"Here are {how_many} numbers: {', '.join(texts)}.",
                "\n".join(("Compare these numbers:", *texts, "")),
                f"There are {how_many} numbers to choose from: {', '.join(latex)}.",
            ),
            ("Which of them is the largest?", "Which one is greater than all the others?"),
            ("Answer with its letter.", "Give nothing but the letter."),
        ),
        problem={"options": surds},
        answer=Answer("choice", letter),
        steps=worked(_lines(surds, powers, power)),
        meta={"size": sum(map(len, texts)) * power},
    )


def _near(rng: Random, size: Size, target: Fraction) -> Surd:
    """A surd near the target: its denominator and radicand are drawn, its numerator fits."""
    most = size.bound // 4
    while True:
        root = rng.choice(size.roots)
        below = rng.randint(max(most // 2, 1 if root > 1 else 2), most)
        under = rng.choice(_SQUAREFREE) if root > 1 else 1
        above = int(target * below * _UNIT // _ROOTS[root, under]) + rng.randint(0, 1)
        if above > 0 and gcd(above, below) == 1:
            return above, below, under, root


def _power(surd: Surd, power: int) -> Fraction:
    above, below, under, root = surd
    times = int(under ** (power // root)) if root > 1 else 1
    return Fraction(above**power * times, below**power)


def _plain(surd: Surd) -> str:
    """In the checkers' grammar: 3*sqrt(2)/4, 5^(1/3)/2, 7/3."""
    above, below, under, root = surd
    radical = f"sqrt({under})" if root == 2 else f"{under}^(1/3)" if root == 3 else ""
    top = radical if above == 1 and radical else f"{above}*{radical}" if radical else str(above)
    return top if below == 1 else f"{top}/{below}"


def _tex(surd: Surd) -> str:
    above, below, under, root = surd
    radical = f"\\sqrt{{{under}}}" if root == 2 else f"\\sqrt[3]{{{under}}}" if root == 3 else ""
    top = radical if above == 1 and radical else f"{above} {radical}".strip()
    return top if below == 1 else rf"\frac{{{top}}}{{{below}}}"


def _lines(surds: list[Surd], powers: list[Fraction], power: int) -> Iterator[Line]:
    """The power of every number, and by how much the largest is above the others."""
    for (above, below, under, root), value in zip(surds, powers, strict=True):
        whole = str(above) if below == 1 else f"{above}/{below}"
        if power > 1:
            whole = f"{whole if below == 1 else f'({whole})'}^{power}"
        if root > 1:
            times = f"{under}^{power // root}" if power > root else str(under)
            whole = times if above == below == 1 else f"{whole}*{times}"
        yield whole, str(value)
    largest = max(powers)
    for value in powers:
        if value != largest:
            yield f"{largest}-{value}", str(largest - value)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The balls are apart at 400 bits, so that their middles are in order."""
    from flint import arb, ctx

    before, ctx.prec = ctx.prec, 400
    try:
        balls = [arb(a) / b * arb(c).root(d) for a, b, c, d in problem["options"]]
        at = next(k for k, x in enumerate(balls) if all(x > y for y in balls if y is not x))
    finally:
        ctx.prec = before
    return Answer("choice", _LETTERS[at])


def capacity(level: int) -> int | None:
    """Targets, with half of the denominators of all numbers and what may stand under their roots.

    Half, for those in lowest terms; a number near the target comes by several targets.
    """
    size = LEVELS[level]
    denominators = size.bound // 4 - size.bound // 8
    forms = denominators * sum(len(_SQUAREFREE) if root > 1 else 1 for root in size.roots)
    return capped(3 * size.bound * forms**size.count // 2 ** (size.count + 3))


FAMILY = Family(
    name="largest_number",
    area="math",
    domain="arithmetic",
    answer_kind="choice",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

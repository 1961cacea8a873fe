"""Three further families of digit arithmetic, for recipes/curves-cpu.yaml.

    assay generate --families recipes/digit_families.py:GAPS --count 20 --out data/t
    assay audit recipes/digit_families.py:GAPS

| family | example | worked |
|---|---|---|
| digit_gaps | "Gap sum of 6523?" -> 5 | 6-5=1, 5-2=3, 1+3=4, 3-2=1, 4+1=5 |
| digit_evens | "Even sum of 6523?" -> 8 | 6+2=8 |
| digit_alternating | "Alternating sum of 9623?" -> 2 | 9-6=3, 3+2=5, 5-3=2 |

They use the same small sums as `digit_chain` and `digit_sum`, so that a very small policy
can learn all five, and show how families of one's own come into a recipe.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise, product
from random import Random
from typing import Any

from assay.core.records import Answer, Claim, Step
from assay.generators.family import Draft, Family
from assay.generators.phrasing import phrasings


@dataclass(frozen=True, slots=True)
class Size:
    """How many digits, the smallest and the largest."""

    digits: int
    smallest: int
    largest: int


LEVELS = {
    1: Size(4, 1, 6),
    2: Size(4, 1, 9),
    3: Size(5, 1, 5),
    4: Size(5, 1, 6),
    5: Size(5, 1, 7),
    6: Size(5, 1, 8),
    7: Size(5, 1, 9),
    8: Size(5, 2, 9),
    9: Size(5, 3, 9),
    10: Size(6, 1, 9),
}
Digits = list[int]
_MEANING = {
    "Gap": "the sum of the distances between neighbouring digits of {}",
    "Even": "the sum of the even digits of {}",
    "Alternating": "the first digit less the second plus the third and so on, for {}",
}
_NOTES = {
    "Gap": "the distances between neighbouring digits are added",
    "Even": "only even digits count",
    "Alternating": "the first digit counts plus, the second minus, and so on",
}


def _drawn(rng: Random, level: int, fits: Callable[[Digits], bool]) -> Digits:
    """Digits of a level, drawn again until they fit."""
    size = LEVELS[level]
    while True:
        digits = [rng.randint(size.smallest, size.largest) for _ in range(size.digits)]
        if fits(digits):
            return digits


def _draft(name: str, digits: Digits, total: int, steps: Sequence[Step]) -> Draft:
    number = "".join(map(str, digits))
    return Draft(
        prompts=phrasings(
            f"{name} sum of {number}?",
            (_MEANING[name].format(number), f"the {name.lower()} sum of the digits of {number}"),
            notes=("", "Answer with one integer.", f"({_NOTES[name]})"),
        ),
        problem={"number": number},
        answer=Answer("integer", str(total)),
        steps=tuple(steps),
    )


def _step(left: str, right: int, expression: str) -> Step:
    return Step(f"{left}={right}", Claim("equal", left, str(right)), {"expr": expression})


def _numbers(problem: Mapping[str, Any]) -> Digits:
    return [int(digit) for digit in problem["number"]]


def gaps(rng: Random, level: int) -> Draft:
    """The distance of each digit from the next, added up as they come."""
    digits = _drawn(rng, level, lambda _: True)
    pairs = [(max(pair), min(pair)) for pair in pairwise(digits)]
    steps: list[Step] = []
    total = 0
    for at, (more, less) in enumerate(pairs):
        rest = "".join(f"+({a}-{b})" for a, b in pairs[at + 1 :])
        before = f"{total}+" if at else ""
        steps.append(_step(f"{more}-{less}", more - less, f"{before}({more}-{less}){rest}"))
        if at:
            left = f"{total}+{more - less}"
            steps.append(_step(left, total + more - less, left + rest))
        total += more - less
    return _draft("Gap", digits, total, steps)


def gaps_oracle(problem: Mapping[str, Any]) -> Answer:
    """Absolute differences, without the order of the working."""
    digits = _numbers(problem)
    return Answer("integer", str(sum(abs(a - b) for a, b in pairwise(digits))))


def evens(rng: Random, level: int) -> Draft:
    """The even digits, at least half of all, added up from the left."""
    digits = _drawn(rng, level, _enough_even)
    chosen = [digit for digit in digits if digit % 2 == 0]
    return _draft("Even", digits, sum(chosen), _running(chosen, [1] * len(chosen)))


def evens_oracle(problem: Mapping[str, Any]) -> Answer:
    """Each even digit as often as it occurs."""
    number = problem["number"]
    return Answer("integer", str(sum(digit * number.count(str(digit)) for digit in (2, 4, 6, 8))))


def alternating(rng: Random, level: int) -> Draft:
    """Minus and plus in turn; no value on the way is below 0."""
    digits = _drawn(rng, level, lambda drawn: min(_alternating_sums(drawn)) >= 0)
    signs = [1 if at % 2 == 0 else -1 for at in range(len(digits))]
    return _draft("Alternating", digits, _alternating_sums(digits)[-1], _running(digits, signs))


def alternating_oracle(problem: Mapping[str, Any]) -> Answer:
    """The digits in odd places less those in even places."""
    digits = _numbers(problem)
    return Answer("integer", str(sum(digits[::2]) - sum(digits[1::2])))


def _running(digits: Digits, signs: Sequence[int]) -> list[Step]:
    """One operation a line, from the left."""
    total, steps = digits[0], []
    signed = [digit * sign for digit, sign in zip(digits, signs, strict=True)]
    for at, move in enumerate(signed[1:], start=1):
        rest = "".join(f"{later:+d}" for later in signed[at + 1 :])
        left = f"{total}{move:+d}"
        steps.append(_step(left, total + move, left + rest))
        total += move
    return steps


def _alternating_sums(digits: Digits) -> list[int]:
    signed = (digit if at % 2 == 0 else -digit for at, digit in enumerate(digits))
    return list(accumulate(signed))


def _enough_even(digits: Digits) -> bool:
    return sum(digit % 2 == 0 for digit in digits) >= len(digits) // 2


def _capacity(fits: Callable[[Digits], bool]) -> Callable[[int], int]:
    """All numbers of a level that fit, counted one by one."""

    @cache
    def count(level: int) -> int:
        size = LEVELS[level]
        values = range(size.smallest, size.largest + 1)
        return sum(fits(list(way)) for way in product(values, repeat=size.digits))

    return count


def _family(
    name: str,
    generate: Callable[[Random, int], Draft],
    oracle: Callable[[Mapping[str, Any]], Answer],
    fits: Callable[[Digits], bool],
) -> Family:
    return Family(
        name=name,
        area="math",
        domain="arithmetic",
        answer_kind="integer",
        generate=generate,
        oracle=oracle,
        capacity=_capacity(fits),
    )


GAPS = _family("digit_gaps", gaps, gaps_oracle, lambda _: True)
EVENS = _family("digit_evens", evens, evens_oracle, _enough_even)
ALTERNATING = _family(
    "digit_alternating",
    alternating,
    alternating_oracle,
    lambda drawn: min(_alternating_sums(drawn)) >= 0,
)

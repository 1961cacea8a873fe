"""Lists of numbers: progressions, and lists made of another, entry by entry.

    "The remainders of 3, 10, 17, 24 on division by 5 are 3, 0, 2, 4."  ->  both lists hold

A list accounts for its numbers when it goes on by one difference or one ratio, writes out the
digits of a number of the problem, or is another list's differences, squares, remainders or
shift. It refutes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from assay.checkers.prose.phrase import Phrase
from assay.checkers.prose.values import exact

Numbers = tuple[Fraction, ...]
_FEWEST = 3


def lists_of(phrases: Sequence[Phrase]) -> Iterator[tuple[Numbers, tuple[int, ...]]]:
    """The runs of three or more numbers between commas, with the places of their phrases."""
    run: list[tuple[Fraction, int]] = []
    for phrase in phrases:
        value = exact(phrase.text) if not phrase.has_letter else None
        joined = all(token.text in (",", "and") for token in phrase.gap)
        if run and not (phrase.gap and joined and value is not None):
            if len(run) >= _FEWEST:
                yield tuple(v for v, _ in run), tuple(at for _, at in run)
            run = []
        if value is not None:
            run.append((value, phrase.index))
    if len(run) >= _FEWEST:
        yield tuple(v for v, _ in run), tuple(at for _, at in run)


def holds_together(numbers: Numbers, digits: Iterable[str], others: Sequence[Numbers]) -> bool:
    """Whether a list is a progression, the digits of a number, or made of another list."""
    if _is_progression(numbers) or "".join(str(n) for n in numbers) in digits:
        return True
    return any(_is_made_of(numbers, other) for other in others if other != numbers)


def _is_progression(numbers: Numbers) -> bool:
    steps = {b - a for a, b in pairwise(numbers)}
    if len(steps) == 1 and steps != {Fraction(0)}:
        return True
    if 0 in numbers:
        return False
    return len({b / a for a, b in pairwise(numbers)}) == 1 < len({*numbers})


def _is_made_of(mine: Numbers, other: Numbers) -> bool:
    """Differences, squares, multiples, shifts and remainders of another list."""
    if mine == tuple(b - a for a, b in pairwise(other)):
        return True
    if len(mine) != len(other) or len({*other}) < 2:
        return False
    if mine == tuple(n * n for n in other) or sorted(mine) == sorted(other):
        return True
    shifts = {a - b for a, b in zip(mine, other, strict=True)}
    ratios = {a / b for a, b in zip(mine, other, strict=True) if b}
    if len(shifts) == 1 or (len(ratios) == 1 and 0 not in other):
        return True
    whole = all(n.denominator == 1 for n in (*mine, *other)) and min(mine) >= 0
    least = int(max(mine)) + 1 if whole else 0
    return whole and any(
        all(b % m == a for a, b in zip(mine, other, strict=True)) for m in range(least, least + 40)
    )

"""Lists of numbers: progressions, and lists made of another, entry by entry.

    "The remainders of 3, 10, 17, 24 on division by 5 are 3, 0, 2, 4."  ->  both lists hold

A list accounts for its numbers when it goes on by one difference or one ratio, writes out the
digits of a number of the problem, or is another list's differences, squares, remainders or
shift. It refutes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from assay.checkers.prose.phrase import Phrase
from assay.checkers.prose.values import exact

Numbers = tuple[Fraction, ...]
_FEWEST = 3
_BASES = 17


def lists_of(phrases: Sequence[Phrase]) -> Iterator[tuple[Numbers, tuple[int, ...]]]:
    """The runs of three or more numbers between commas, with the places of their phrases."""
    run: list[tuple[Fraction, int]] = []
    arrows = False
    for phrase in phrases:
        value = exact(phrase.text) if not phrase.has_letter else None
        joined = all(token.text in (",", "and", "=>", "then") for token in phrase.gap)
        by_arrow = any(token.text == "=>" for token in phrase.gap)
        arrows = by_arrow if len(run) == 1 else arrows
        goes_on = bool(phrase.gap) and joined and value is not None and arrows == by_arrow
        if run and not goes_on:
            if len(run) >= _FEWEST:
                yield tuple(v for v, _ in run), tuple(at for _, at in run)
            run = []
        if value is not None:
            run.append((value, phrase.index))
    if len(run) >= _FEWEST:
        yield tuple(v for v, _ in run), tuple(at for _, at in run)


def holds_together(numbers: Numbers, digits: Iterable[str], others: Sequence[Numbers]) -> bool:
    """Whether a list is a progression, the digits of a number, or made of another list."""
    digits = frozenset(digits)
    if _is_progression(numbers) or "".join(str(n) for n in numbers) in digits:
        return True
    if _is_fibonacci(numbers) or _is_worked(numbers, digits) or _are_powers(numbers, digits):
        return True
    return any(_is_made_of(numbers, other) for other in others if other != numbers)


def _is_progression(numbers: Numbers) -> bool:
    steps = {b - a for a, b in pairwise(numbers)}
    if len(steps) == 1 and steps != {Fraction(0)}:
        return True
    if 0 in numbers:
        return False
    return len({b / a for a, b in pairwise(numbers)}) == 1 < len({*numbers})


def _is_fibonacci(numbers: Numbers) -> bool:
    """Whether each number from the third on is the sum of the two before it."""
    triples = zip(numbers, numbers[1:], numbers[2:], strict=False)
    return len(numbers) > 4 and all(a + b == c for a, b, c in triples)


def _is_worked(numbers: Numbers, digits: Iterable[str]) -> bool:
    """Whether a list is a number of the problem read digit by digit in some base: 2, 8, 25, 76 for
    the digits 2, 2, 1, 1 in base 3; in base 1 it is the running sum of the digits."""
    for text in digits:
        if not text.isdigit() or len(text) < 3 or len(numbers) > len(text):
            continue
        first = next((at for at, n in enumerate(text) if n != "0"), 0)
        steps = list(zip(numbers, numbers[1:], text[first + 1 :], strict=False))
        if numbers[0] != int(text[first]) or not steps:
            continue
        for base in range(1, _BASES):
            if all(b == a * base + int(n) for a, b, n in steps):
                return len(numbers) == len(text) - first
    return False


def _are_powers(numbers: Numbers, digits: Iterable[str]) -> bool:
    """Whether a list is the powers of its first number by a modulus of the problem: 3, 2, 6, 4."""
    if len(numbers) < _FEWEST + 1 or any(n.denominator != 1 or n < 0 for n in numbers):
        return False
    first = int(numbers[0])
    for modulus in {10, *(int(text) for text in digits if text.isdigit() and len(text) < 7)}:
        if modulus > max(numbers) and all(
            int(a) * first % modulus == b for a, b in pairwise(numbers)
        ):
            return True
    return False


def _is_made_of(mine: Numbers, other: Numbers) -> bool:
    """Differences, squares, multiples, shifts and remainders of another list."""
    if mine == tuple(b - a for a, b in pairwise(other)):
        return True
    if len(mine) != len(other) or len({*other}) < 2:
        return False
    if mine == tuple(accumulate(other)):
        return True
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

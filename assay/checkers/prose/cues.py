"""Results that words announce without writing the sum: "108 of them, so 60 stay behind".

    is_cued(60, words ["so", "stay"], operands {168, 108})  ->  True

Only the operation that the words name is tried, and only on numbers of the step and the last
results. A result that is rounded ("about 8.78") is one that some value near by rounds to.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from math import isqrt

from assay.checkers.prose.phrase import Phrase
from assay.checkers.prose.values import exact, near, node_of
from assay.checkers.vocabulary import words

_LESS = words(
    "left leave leaves leaving remain remains remaining stay stays rest others other difference "
    "fewer less missing minus still short without save saves saving cheaper under below"
)
ADDING = words(
    "together altogether total totals sum all combined both plus more adding add adds added grows "
    "grow now after whole"
)
_TIMES = words("product times twice double doubled each per square squared area every")
_SPLIT = words("half halves halved third quarter fifth mean average per each split divided share")
_ROOT = words("root")
_ROUGH = words(
    "about roughly approximately around nearly almost bit under over little slightly close"
)
_MOST = 14
_BY_CHANCE = 20


def is_cued(number: Fraction, near_by: frozenset[str], operands: Iterable[Fraction]) -> bool:
    """Whether the operation that the words near a number name makes it of two operands."""
    values = sorted({abs(value) for value in operands if value}, reverse=True)[:_MOST]
    number = abs(number)
    if near_by & _ROOT and any(value == number * number for value in values):
        return True
    if near_by & _SPLIT and any(number * part in values for part in (2, 3, 4, 5)):
        return True
    if near_by & _TIMES and any(value in (number / 2, number / 3) for value in values):
        return True
    pairs = list(combinations(values, 2))
    if near_by & _LESS and any(a - b == number for a, b in pairs):
        return True
    if near_by & ADDING and (number / 2 in values or any(a + b == number for a, b in pairs)):
        return True
    if near_by & _SPLIT and any(a == number * b for a, b in pairs):
        return True
    return bool(near_by & _TIMES) and any(a * b == number for a, b in pairs)


def is_worked_out(number: Fraction, operands: Iterable[Fraction]) -> bool:
    """Whether a number that is not met with by chance is a sum, difference or product of two
    numbers at hand, though no word says so: "48 and 16.80 off: 31.20"."""
    number = abs(number)
    if number <= _BY_CHANCE and number.denominator == 1:
        return False
    values = sorted({abs(value) for value in operands if value} - {number}, reverse=True)[:_MOST]
    known = set(values)
    return any(
        other != a and other in known
        for a in values
        for other in (number - a, number + a, number / a)
    )


def is_rounded(phrase: Phrase, near_by: frozenset[str], others: Sequence[str]) -> bool:
    """Whether a number that is said to be rough is what another value rounds to."""
    places, value = phrase.places, exact(phrase.text)
    if places is None or value is None or not near_by & _ROUGH:
        return False
    unit = Fraction(1, 10 ** min(places, 12))
    for text in others:
        other = exact(text)
        if other is None:
            node = node_of(text)
            other = near(node) if node is not None else None
        if other is not None and other != value and abs(other - value) < unit:
            return True
    return False


def is_made_of(number: Fraction, known: frozenset[Fraction]) -> bool:
    """Whether an operand is a power, product, sum or difference of numbers met before."""
    if number.denominator != 1:
        return number in {Fraction(a, b) for a in known for b in known if b}
    n = abs(int(number))
    if isqrt(n) ** 2 == n and n <= 400:
        return True
    small = [int(value) for value in known if value.denominator == 1][:40]
    held = {*small, *(-a for a in small)}
    return any(
        n - a in held or n + a in held or (a != 0 and n % a == 0 and n // a in held) for a in small
    )

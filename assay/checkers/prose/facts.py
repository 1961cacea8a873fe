"""Facts about whole numbers said in words: divisibility, remainders, primes, parity.

    facts("41 isn't divisible by 2, 3 or 5")  ->  [Fact(True, {41, 2, 3, 5})]

Each pattern is linear and reads numbers only; what it does not match it leaves alone.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from flint import fmpz

from assay.checkers.units import unit_of
from assay.checkers.vocabulary import words


class Fact(NamedTuple):
    """Whether what is said holds, and the numbers that it speaks of."""

    holds: bool
    numbers: frozenset[Fraction]
    text: str


_CLOCK = re.compile(
    r"\b(\d{1,2}):(\d{2})(?: ?[ap]\.?m\.?)?,? ([-+]|plus|minus|and) "
    r"(?:\((\d{1,2}) \+ (\d{1,2})/60\)|(\d{1,3})) (hours?|minutes?|mins?|hrs?|h) (?:later )?"
    r"(?:is|=|gives|makes) (\d{1,2}):(\d{2})(?!\d)"
)
_LAPSE = re.compile(
    r"\b(\d{1,2}):(\d{2})(?: ?[ap]\.?m\.?)? (?:-|minus) (\d{1,2}):(\d{2})(?: ?[ap]\.?m\.?)? "
    r"(?:=|is) (?:(\d{1,2}):(\d{2})(?!\d)|(\d{1,4}) min)"
)
_SUM_OF_CLOCKS = re.compile(
    r"(?<![\d:.])(\d{1,2}):(\d{2}) ?\+ ?(\d{1,2}):(\d{2}) ?= ?(\d{1,2}):(\d{2})(?![\d:])"
)
_IN_ONE = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|1) ((?:cubic |square )?[a-z]{1,12}) (?:has|is|equals|contains|=) "
    r"(\d{1,9}(?:\.\d{1,6})?) ((?:cubic |square )?[a-z]{1,12})\b|"
    r"\b(?:are )?(\d{1,9}(?:\.\d{1,6})?) ([a-z]{1,12}) in (?:an?|one|1|each|every) ([a-z]{1,12})\b"
)
_TELLING = re.compile(
    r"divi|inverse of|multip|factor|prime|even|odd|remain|\brem\b| [rR] \d|\d:\d\d|"
    r"\bin (?:an?|one|1|each|every)\b|"
    r"\b(?:[Aa]n?|[Oo]ne|1) (?:cubic |square )?[a-z]{1,12} (?:has|is|equals|contains|=) \d"
)
_N = r"(?<![\d.,])(-?\d{1,18})"
_S = r"(?<![\w.,)}^*/+-])(?<![*/^+-] )(-?\d{1,18})"  # by itself: not the end of 7A^2 or 8 - 3
_LIST = r"(\d{1,18}(?:(?:, | or | and |, or |, and )\d{1,18}){0,8})(?![\w^*/(]| ?[*^/+] ?[\w(])"
_STOPS = r"(?= ?(?:[.,;:)]|$|and|or|so|but|number|integer))"
_NOT = r"( not|n't| no longer)?"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_S} (?:is|are){_NOT} (?:evenly )?divisible by {_LIST}"), "divisible"),
    (re.compile(rf"{_S} (?:is|are){_NOT} (?:a )?multiples? of {_LIST}"), "divisible"),
    (re.compile(rf"{_S} (?:is|are){_NOT} (?:a )?(?:factors?|divisors?) of {_LIST}"), "divides"),
    (re.compile(rf"{_S} does{_NOT} divide {_LIST}"), "divides"),
    (re.compile(rf"{_S} (?:is|are){_NOT} (?:a )?primes?\b(?! (?:to|factor))"), "prime"),
    (re.compile(rf"{_S} (?:is|are){_NOT} (?:an )?even{_STOPS}"), "even"),
    (re.compile(rf"{_S} (?:is|are){_NOT} (?:an )?odd{_STOPS}"), "odd"),
    (re.compile(rf"{_S} / {_N} (?:=|is) {_N},? (?:with )?(?:a )?(?:remainder|rem\.?|r|R)"
                rf"(?: of)? {_N}\b"), "quotient"),
    (re.compile(rf"{_S} (?:leaves|has|gives) (?:a )?remainder (?:of )?{_N} (?:when|if|on) "
                rf"(?:it is )?(?:divided|division) by {_N}\b"), "leaves"),
    (re.compile(rf"remainder (?:of|when|if) {_N} (?:is )?(?:divided by|/) {_N} is {_N}\b"),
     "remainder"),
    (re.compile(rf"{_S} (?:divided by|/) {_N} (?:leaves|has|gives) (?:a )?remainder "
                rf"(?:of )?{_N}\b"), "remainder"),
    (re.compile(rf"{_S} goes into {_N} {_N} times\b[^.;]{{0,60}}\bremainder (?:is |of )?{_N}\b"),
     "goes"),
    (re.compile(rf"{_N} ?[;,] ?{_N} ?\* ?{_N} ?= ?{_N} ?[;,] (?:and |so )?(?:the )?remainder "
                rf"(?:is |of )?{_N}\b"),
     "multiple"),
    (re.compile(rf"\b[Ii]nverse of {_N},? (?:modulo|mod) {_N},? (?:is|=) {_N}\b"), "inverse"),
)  # fmt: skip


def facts(text: str) -> list[Fact]:
    """The facts of a spelled step, in order of pattern."""
    found: list[Fact] = []
    text = text.replace("\x02", "").replace("\x03", "")
    if not _TELLING.search(text):
        return found
    for pattern, name in _PATTERNS:
        for match in pattern.finditer(text):
            groups = [group for group in match.groups() if group and group[:1] in "-0123456789"]
            denied = any(
                group and group.strip() in ("not", "n't", "no longer") for group in match.groups()
            )
            numbers = [[int(n) for n in re.findall(r"-?\d{1,18}", group)] for group in groups]
            holds = _RULES[name](numbers, denied)
            if holds is not None and not _SUPPOSED.search(text[: match.start()][-24:]):
                every = frozenset(Fraction(n) for group in numbers for n in group)
                found.append(Fact(holds, every, match[0]))
    found.extend(_clocks(text))
    found.extend(_lapses(text))
    found.extend(_sums_of_clocks(text))
    found.extend(_units(text))
    return found


def _clocks(text: str) -> Iterator[Fact]:
    """ "3:45 plus 2 hours is 5:45", on a clock of 12 or 24 hours."""
    for match in _CLOCK.finditer(text):
        start, end = int(match[1]) * 60 + int(match[2]), int(match[8]) * 60 + int(match[9])
        compound = match[4] is not None
        lapse = int(match[4]) * 60 + int(match[5]) if compound else int(match[6])
        if not compound and match[7].startswith("h"):
            lapse *= 60
        sign = -1 if match[3] in ("-", "minus") else 1
        numbers = (match[4], match[5], "60", match[1], match[8], match[6])
        held = frozenset(Fraction(n) for n in numbers if n)
        yield Fact((start + sign * lapse - end) % 720 == 0, held, match[0])


def _lapses(text: str) -> Iterator[Fact]:
    """ "11:45 - 10:15 = 1:30", within half a day."""
    for match in _LAPSE.finditer(text):
        late, soon = (int(match[at]) * 60 + int(match[at + 1]) for at in (1, 3))
        lapse = int(match[7]) if match[7] else int(match[5]) * 60 + int(match[6])
        held = frozenset(Fraction(int(n)) for n in match.groups() if n)
        yield Fact((late - soon - lapse) % 720 == 0, held, match[0])


def _sums_of_clocks(text: str) -> Iterator[Fact]:
    """ "8:50 + 1:45 = 10:35", a time or a lapse and a lapse."""
    for match in _SUM_OF_CLOCKS.finditer(text):
        start, lapse, end = (60 * int(match[at]) + int(match[at + 1]) for at in (1, 3, 5))
        numbers = frozenset(Fraction(int(n)) for n in match.groups())
        yield Fact((start + lapse - end) % 720 == 0, numbers, match[0])


def _units(text: str) -> Iterator[Fact]:
    """ "One hour has 60 minutes"; units that are not known are left alone."""
    for match in _IN_ONE.finditer(text):
        one, count, many = (match[1], match[2], match[3]) if match[1] else match.group(6, 4, 5)
        larger, smaller = unit_of(one), unit_of(many)
        if larger is None or smaller is None or larger.dimension != smaller.dimension:
            continue
        if larger.factor == smaller.factor:
            continue
        ratio, said = Fraction(str(larger.factor / smaller.factor)), Fraction(count)
        if abs(ratio - said) * 20 < ratio or ratio > 1:
            close = abs(ratio - said) * 50 < ratio
            names = {name.removeprefix("cubic ").removeprefix("square ") for name in (one, many)}
            if not close and not names <= _STRICT:
                continue
            yield Fact(close, frozenset({said, Fraction(1)}), match[0])


def _divisible(numbers: list[list[int]], denied: bool) -> bool | None:
    (n,), by = numbers
    if 0 in by:
        return None
    if denied:
        return all(n % d for d in by)
    return all(n % d == 0 for d in by)


def _divides(numbers: list[list[int]], denied: bool) -> bool | None:
    (d,), of = numbers
    return None if not d else all((n % d == 0) != denied for n in of)


def _prime(numbers: list[list[int]], denied: bool) -> bool | None:
    n = numbers[0][0]
    return bool(n > 1 and fmpz(n).is_prime()) != denied


def _parity(odd: int) -> Callable[[list[list[int]], bool], bool | None]:
    return lambda numbers, denied: (numbers[0][0] % 2 == odd) != denied


def _quotient(numbers: list[list[int]], denied: bool) -> bool | None:
    (n,), (d,), (q,), (r,) = numbers
    return None if not d else n == d * q + r and 0 <= r < abs(d)


def _leaves(numbers: list[list[int]], denied: bool) -> bool | None:
    (n,), (r,), (d,) = numbers
    return None if d <= 0 else n % d == r


def _remainder(numbers: list[list[int]], denied: bool) -> bool | None:
    (n,), (d,), (r,) = numbers
    return None if d <= 0 else n % d == r


def _goes(numbers: list[list[int]], denied: bool) -> bool | None:
    (d,), (n,), (q,), (r,) = numbers
    return None if d <= 0 else divmod(n, d) == (q, r)


def _multiple(numbers: list[list[int]], denied: bool) -> bool | None:
    """What is left of a number when its multiple of a divisor, which is shown, is taken off."""
    (n,), (a,), (b,), (product,), (r,) = numbers
    rest = n - product
    return rest == r if a * b == product and 0 <= rest < max(a, b) else None


_SUPPOSED = re.compile(r"\b(?:if|whether|when|unless|suppose|assume|since if|that|check)\s*$", re.I)
_STRICT = words(
    "hour hours minute minutes second seconds km m cm mm kg g foot feet inch inches yard litre "
    "litres liter liters ml millilitre millilitres milliliter milliliters metre metres meter "
    "meters centimetre centimetres centimeter centimeters kilometre kilometres kilometer "
    "kilometers gram grams kilogram kilograms mg milligram milligrams mcg microgram micrograms "
    "week weeks"
)


def _inverse(numbers: list[list[int]], _denied: bool) -> bool | None:
    """The inverse of 5 modulo 11 is 9; another one was worked out before it."""
    (a,), (modulus,), (b,) = numbers
    return True if modulus > 1 and (a * b - 1) % modulus == 0 else None


_RULES: dict[str, Callable[[list[list[int]], bool], bool | None]] = {
    "divisible": _divisible,
    "divides": _divides,
    "prime": _prime,
    "even": _parity(0),
    "odd": _parity(1),
    "quotient": _quotient,
    "leaves": _leaves,
    "remainder": _remainder,
    "goes": _goes,
    "multiple": _multiple,
    "inverse": _inverse,
}

"""Claims between numbers: do they hold, allowing for what people write?

    holds(claim("10/3 = 3.33"))   ->  True        holds(claim("3*7 = 22"))   ->  False
    holds(claim("2 hours = 120 minutes"))  ->  True

A claim is False only when no usual reading makes it true: rounding, percentages, units that
convert, running totals ("12+5 = 17*2 = 34"), a missing bracket. What is in doubt is None.
"""

import re
from fractions import Fraction
from functools import lru_cache

from flint import fmpq

from assay.checkers.arithmetic import ground_value, tokens
from assay.checkers.nodes import Node, has_op, num
from assay.checkers.prose.conventions import differ, is_delicate, readings, with_powers_of_e
from assay.checkers.prose.phrase import Phrase
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import as_fraction, exact, near, node_of, same
from assay.checkers.units import Unit, unit_of
from assay.checkers.vocabulary import words

_SCALES = words(
    "dozen dozens million millions billion billions thousand thousands hundred hundreds pair pairs "
    "couple score decade decades century centuries dime dimes nickel nickels quarter quarters "
    "penny pennies k couples half"
)
_COINS = {"dime": 10, "nickel": 5, "penny": 1, "pennie": 1, "quarter": 25}
_PART = re.compile(r"\(?\d{1,9}/\d{1,9}\)?|\\frac \{\d{1,9}\}\{\d{1,9}\}")
_EARLY_END = re.compile(r"/ ?\d{1,40} ?/|/ ?[\w.]{1,40} ?[(A-Za-z]|/ ?\([^()]{1,60}\) ?[\w(]|\d \d")
_PERCENT_OFF = re.compile(r"(.{1,60})([+-])([\d.]{1,12})%")
_ANGLES = words("deg degree degrees")
_VAGUE = words("day days week weeks month months year years yr yrs mo")
_NEAR = Fraction(1, 500)
_FAR = Fraction(1, 8)
_ROUGHLY = Fraction(3, 100)


def holds(said: Said) -> bool | None:
    """Whether a claim without unknowns holds; None where it may."""
    a, b = exact(said.left.text), exact(said.right.text)
    if a is None or b is None:
        return _irrational(said, a, b)
    if said.modulus:
        return _congruent(a, b, said)
    if said.relation in ("=", "~", "≡"):
        if a == b:
            return True
        if " mod " in said.right.text:
            return _remains(a, said)
        return _doubtful(said, a, b) if said.relation != "≡" else None
    return _ordered(a, said.relation, b)


def _congruent(a: Fraction, b: Fraction, said: Said) -> bool | None:
    modulus = said.modulus or 1
    if a.denominator != 1 or b.denominator != 1:
        return None
    return (a - b) % modulus == 0


def _remains(a: Fraction, said: Said) -> bool | None:
    """17 = 2 mod 5, with a sign of equality for a congruence."""
    head, _, tail = said.right.text.rpartition(" mod ")
    b, modulus = exact(head), exact(tail)
    if b is None or not modulus or (a - b).denominator != 1 or modulus.denominator != 1:
        return None
    if (a - b) % modulus == 0:
        return True
    return None if said.loose or said.rough else False


def _ordered(a: Fraction, relation: str, b: Fraction) -> bool | None:
    return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b, "!=": a != b}.get(relation)


def _irrational(said: Said, a: Fraction | None, b: Fraction | None) -> bool | None:
    """Roots, logarithms, sines, pi: equal by the ladder, or near where a decimal is given."""
    left, right = node_of(said.left.text), node_of(said.right.text)
    if left is None or right is None:
        return None
    found = _compared(said, left, right, a, b)
    if found or not (is_delicate(left) or is_delicate(right)) or said.relation not in ("=", "~"):
        return found
    pairs = zip(readings(left), readings(right), strict=True)
    return found if not any(_compared(said, x, y, a, b) for x, y in pairs) else True


def _compared(
    said: Said, left: Node, right: Node, a: Fraction | None, b: Fraction | None
) -> bool | None:
    """The same in one reading of both sides."""
    if said.relation in ("=", "~") and same(left, right):
        return True
    turned = bool(_ANGLES & {*said.left.units}) != bool(_ANGLES & {*said.right.units})
    if turned and not (has_op(left, "fn") or has_op(right, "fn")):
        return True if _turned(said, left, right) else None
    x = a if a is not None else near(left)
    y = b if b is not None else near(right)
    if x is None or y is None:
        return None
    if said.relation not in ("=", "~"):
        return _ordered(x, said.relation, y) if abs(x - y) > Fraction(1, 10**6) else None
    decimal = "." in said.left.text or "." in said.right.text or said.rough
    if decimal or (a is None) != (b is None):
        close = _rounded(said, x, y)
        if close is not None:
            return close
        scale = max(abs(x), abs(y))
        if decimal and abs(x - y) <= _NEAR * scale:
            return True
        if abs(x - y) <= _FAR * scale:
            return None if decimal or abs(x - y) <= _ROUGHLY * scale else _certain(said, x, y)
    return _certain(said, x, y)


def _turned(said: Said, left: Node, right: Node) -> bool:
    """pi/6 = 30 degrees: one side in radians, the other in degrees."""
    degrees, radians = (left, right) if _ANGLES & {*said.left.units} else (right, left)
    turned = Node("div", (Node("mul", (degrees, Node("const", ("pi",)))), num(180)))
    return same(turned, radians) is True


def _certain(said: Said, x: Fraction, y: Fraction) -> bool | None:
    left, right = node_of(said.left.text), node_of(said.right.text)
    if left is None or right is None:
        return None
    pair = with_powers_of_e(left), with_powers_of_e(right)
    powers = all(has_op(side, "fn") for side in pair)
    if (is_delicate(left) or is_delicate(right)) and not differ(
        *(pair if powers else (left, right))
    ):
        return None
    if said.loose or said.relation == "~" or abs(x - y) < Fraction(1, 10**6):
        return None
    if _mixed_units(said) or not (said.left.has_operator or said.right.has_operator):
        return None
    return False


def _doubtful(said: Said, a: Fraction, b: Fraction) -> bool | None:
    """Two different numbers that are said to be equal: True, None, or False for certain."""
    rounded = _rounded(said, a, b)
    if rounded is not None:
        return rounded
    if _percent(said, a, b):
        return True
    converted = _converted(said)
    if converted is not None:
        return converted
    if said.rough or said.relation == "~":
        scale = max(abs(a), abs(b))
        if abs(a - b) <= _ROUGHLY * scale:
            return True
        return None if abs(a - b) <= _FAR * 2 * scale else _firm(said, a, b)
    return _firm(said, a, b)


def _firm(said: Said, a: Fraction, b: Fraction) -> bool | None:
    """False, unless the claim can be read in another way."""
    left, right = said.left, said.right
    if said.loose or not (left.has_operator or right.has_operator):
        return None
    if _mixed_units(said) or _SCALES & {*left.units, *right.units}:
        return None
    texts = (left.text, right.text)
    if any("." in text for text in texts) and abs(a - b) <= max(abs(a), abs(b)) / 200:
        return None
    if _truncated(a, b) or _truncated(b, a) or _in_base(left, b) or _in_base(right, a):
        return None
    if bool(left.units) != bool(right.units) and _rescaled(a, b):
        return None
    if _hundredfold(said, a, b):
        return None
    if 0 < a < 1 <= b and _PART.fullmatch(left.text) and not right.has_operator:
        return None
    if not left.has_operator and (said.verbal or left.units):
        return None
    if any(_otherwise(text, other) for text, other in ((left.text, b), (right.text, a))):
        return None
    return None if _running(right.text, a) else False


def _rescaled(a: Fraction, b: Fraction) -> bool:
    """3 * 25 = $0.75, 45 * 2 = 1.5 hours: a unit that is said on one side only."""
    return any(a == b * scale or b == a * scale for scale in (100, 1000, 60, 3600, 12, 24, 7))


def _in_base(phrase: Phrase, other: Fraction) -> bool:
    """1101 = 8 + 4 + 1: digits that are meant in base two."""
    digits = phrase.text.strip()
    return 2 < len(digits) < 60 and set(digits) <= {"0", "1"} and int(digits, 2) == other


def _truncated(a: Fraction, b: Fraction) -> bool:
    """Whether b is the whole part of a, or the next whole number."""
    return a.denominator != 1 and b.denominator == 1 and abs(a - b) < 1


def _rounded(said: Said, a: Fraction, b: Fraction) -> bool | None:
    """Whether one side is the other, rounded to the places that it shows."""
    for value, lone, phrase in ((a, b, said.right), (b, a, said.left)):
        places = phrase.places
        if places is None or places > 30:
            continue
        unit = Fraction(1, 10**places)
        if (
            abs(value - lone) * 2 <= unit
            and (places or said.rough)
            and (value / unit).denominator != 1
        ):
            return True
        if abs(value - lone) < unit and (value / unit).denominator != 1:
            return None if not said.rough else True
    return None


def _percent(said: Said, a: Fraction, b: Fraction) -> bool:
    """0.125 * 100 = 12.5%, and 10/40 * 100% = 25: the hundred stands on one side only."""
    left, right = "%" in said.left.text, "%" in said.right.text
    if left == right:
        return False
    plain, marked = (b, a) if left else (a, b)
    other = said.right if left else said.left
    return plain == 100 * marked and ("100" in other.text or not other.has_operator)


def _hundredfold(said: Said, a: Fraction, b: Fraction) -> bool:
    """90/2 = 45 percent, 0.08192*100 = 8.2%: a sign of percent that may be one too many."""
    left, right = "%" in said.left.text, "%" in said.right.text
    plain, marked = (b, a) if left else (a, b)
    return left != right and abs(plain - 100 * marked) <= abs(plain) / 50


_MONEY = unit_of("dollar") or Unit((("dollar", 1),), fmpq(1))


def _dimensions(units: tuple[str, ...]) -> list[tuple[object, Fraction]]:
    found: list[tuple[object, Fraction]] = []
    for name in units:
        unit = unit_of(name.lstrip("/"))
        coin = _COINS.get(name.removesuffix("s"))
        if coin is not None:
            found.append((_MONEY.dimension, Fraction(coin, 100)))
        if unit is not None:
            found.append((unit.dimension, as_fraction(unit.factor)))
    return found


@lru_cache(maxsize=1_024)
def _mixture(units: tuple[str, ...]) -> bool:
    """Whether one dimension is measured in two units."""
    seen: dict[object, Fraction] = {}
    return any(seen.setdefault(what, factor) != factor for what, factor in _dimensions(units))


def _mixed_units(said: Said) -> bool:
    units = (*said.left.units, *said.right.units)
    return bool(units) and _mixture(units)


def _converted(said: Said) -> bool | None:
    """Two quantities of one dimension in two units: 45 minutes = 0.75 hours."""
    left, right = _single(said.left), _single(said.right)
    if left is None or right is None or left[0] != right[0] or left[1] == right[1]:
        return None
    a, b = exact(said.left.text), exact(said.right.text)
    if a is None or b is None:
        return None
    if a * left[1] == b * right[1]:
        return True
    if _VAGUE & {*said.left.units, *said.right.units}:
        return None
    close = abs(a * left[1] - b * right[1]) <= abs(a * left[1]) / 50
    return None if close or said.loose or said.rough else False


def _single(phrase: Phrase) -> tuple[object, Fraction] | None:
    """The one unit of a phrase, km/h and m^2 too, when it is known and stands alone; a dollar
    beside another unit encloses the formula."""
    units = tuple(unit for unit in phrase.units if unit != "$") or phrase.units
    if len(units) > 1:
        rest = all(unit.startswith(("/", "^")) for unit in units[1:])
        unit = unit_of("".join(units)) if rest else None
        return (unit.dimension, as_fraction(unit.factor)) if unit else None
    known = _dimensions(units)
    return known[0] if len(known) == 1 and not units[0].startswith("/") else None


@lru_cache(maxsize=4_096)
def _otherwise(text: str, other: Fraction) -> bool:
    """Whether another reading of `text` gives `other`: left to right, a factorial as an
    exclamation, a bracketed sign, a divisor that ends early."""
    if text.endswith("!") and exact(text[:-1]) == other:
        return True
    if "/" in text and _EARLY_END.search(text):
        return True
    percent = _PERCENT_OFF.fullmatch(text)
    if percent is not None:
        base, share = exact(percent[1]), exact(percent[3])
        if base is not None and share is not None:
            return other == base * (1 + share / 100 * (1 if percent[2] == "+" else -1))
    if text.startswith("-") and "^" in text:
        return exact("(" + text.replace("^", ")^", 1)) == other
    return _left_to_right(text) == other


def _left_to_right(text: str) -> Fraction | None:
    """The value of `5+3*2` worked out as it comes."""
    parts = tokens(text)
    if parts is None or "(" in parts or "^" in parts or not len(parts) % 2 or len(parts) < 5:
        return None
    value = ground_value(parts[:1])
    for at in range(1, len(parts), 2):
        if value is None or parts[at] not in "+-*/" or not parts[at + 1][0].isdigit():
            return None
        value = ground_value(tuple(_literal(Fraction(value))) + tuple(parts[at : at + 2]))
    return None if value is None else Fraction(value)


def _literal(value: Fraction) -> list[str]:
    top = ["(", str(abs(value.numerator)), "/", str(value.denominator), ")"]
    return ["(", "-", *top, ")"] if value < 0 else top


def _running(text: str, total: Fraction) -> bool:
    """Whether `text` goes on from a total: 17*2 after 12+5."""
    parts = tokens(text)
    if parts is None:
        return False
    for at in range(1, min(len(parts), 12)):
        if parts[at] in "+-*/" and ground_value(parts[:at]) == total:
            return True
    return False

"""Plain arithmetic at speed: tokens and exact values of lines such as `(87-60)*4+18`.

    value(tokens("2*(3-5)")) == Fraction(-4)        value(tokens("6x"), {"x": Fraction(2)}) == 12

Digits, + - * / ^, brackets and one-letter unknowns with given values; juxtaposition multiplies.
Everything else is None here and left to the parser. Used for step labels, where a line has to be
judged in microseconds.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z])(?![A-Za-z_0-9])|(\*\*|[-+*/^()]))")
_MAX_TOKENS = 400
_MAX_DEPTH = 40
_MAX_EXPONENT = 64
_MAX_BITS = 4_000
Number = Fraction | int
NOTHING: Mapping[str, Number] = {}


class _NoValue(ValueError):
    """Not plain arithmetic, or without a value."""


@lru_cache(maxsize=16_384)
def tokens(text: str) -> tuple[str, ...] | None:
    """The tokens of an arithmetic line, brackets around single numbers dropped; None for any
    other."""
    found: list[str] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or len(found) > _MAX_TOKENS:
            return None
        part = match[0].strip()
        found.append("^" if part == "**" else part)
        at = match.end()
    return bare(found) if found else None


def bare(parts: Sequence[str]) -> tuple[str, ...]:
    """`(27)` is 27 and `(-3)` is -3, unless a power or a letter stands next to the bracket."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        width = _single(parts, at)
        follows = parts[at + width] if width and at + width < len(parts) else ""
        before = found[-1] if found else ""
        if width and follows != "^" and follows != "(" and not before.isalnum() and before != ")":
            found.extend(parts[at + 1 : at + width - 1])
            at += width
        else:
            found.append(parts[at])
            at += 1
    return tuple(found)


def _single(parts: Sequence[str], at: int) -> int:
    """The width of a bracketed single number at `at`, else 0."""
    if parts[at] != "(":
        return 0
    for width in (3, 4):
        inner = parts[at + 1 : at + width - 1]
        if len(inner) == width - 2 and at + width <= len(parts) and parts[at + width - 1] == ")":
            number = inner[-1][0].isdigit() and (width == 3 or inner[0] == "-")
            return width if number else 0
    return 0


@lru_cache(maxsize=16_384)
def ground_value(parts: tuple[str, ...]) -> Number | None:
    """The exact value of tokens without unknowns, or None."""
    return value(parts, NOTHING)


def value(parts: Sequence[str], point: Mapping[str, Number]) -> Number | None:
    """The exact value of tokens at a point, or None (no arithmetic, division by zero, too big)."""
    reader = _Reader(parts, point)
    try:
        found = reader.sum(0)
    except (_NoValue, ZeroDivisionError):
        return None
    return found if reader.at == len(parts) else None


class _Reader:
    """Recursive descent over tokens."""

    def __init__(self, parts: Sequence[str], point: Mapping[str, Number]) -> None:
        self.parts = [*parts, ""]
        self.point = point
        self.at = 0

    def sum(self, depth: int) -> Number:
        if depth > _MAX_DEPTH:
            raise _NoValue
        total = self.product(depth)
        while True:
            sign = self.parts[self.at]
            if sign == "+":
                self.at += 1
                total = total + self.product(depth)
            elif sign == "-":
                self.at += 1
                total = total - self.product(depth)
            else:
                return total

    def product(self, depth: int) -> Number:
        total = self.signed(depth)
        while True:
            sign = self.parts[self.at]
            if sign == "*":
                self.at += 1
                total = total * self.signed(depth)
            elif sign == "/":
                self.at += 1
                total = Fraction(total) / self.signed(depth)
            elif sign == "(" or sign.isalpha():
                total = total * self.power(depth)
            else:
                return _small(total)

    def signed(self, depth: int) -> Number:
        if self.parts[self.at] == "-":
            self.at += 1
            return -self.signed(depth + 1) if depth < _MAX_DEPTH else self.fail()
        return self.power(depth)

    def power(self, depth: int) -> Number:
        base = self.atom(depth)
        if self.parts[self.at] != "^":
            return base
        self.at += 1
        exponent = self.signed(depth + 1)
        if exponent.denominator != 1 or abs(exponent.numerator) > _MAX_EXPONENT:
            self.fail()
        n = int(exponent)
        return _small(Fraction(base) ** n if n < 0 else base**n)

    def atom(self, depth: int) -> Number:
        part = self.parts[self.at]
        self.at += 1
        if part == "(":
            inner = self.sum(depth + 1)
            if self.parts[self.at] != ")":
                self.fail()
            self.at += 1
            return inner
        if part and part[0].isdigit():
            return int(part) if part.isdigit() and len(part) < 1_000 else _decimal(part)
        if part in self.point:
            return self.point[part]
        return self.fail()

    def fail(self) -> Number:
        raise _NoValue


def _decimal(part: str) -> Number:
    if len(part) > 1_000:
        raise _NoValue
    return Fraction(part)


def _small(number: Number) -> Number:
    top = number.numerator
    if top.bit_length() > _MAX_BITS or number.denominator.bit_length() > _MAX_BITS:
        raise _NoValue
    return number

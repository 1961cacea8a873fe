"""Letters that a problem gives to quantities of whole numbers in words.

    quantities("A is the sum of the divisors of 6; B = 3^4 mod 5")  ->  {"A": 12, "B": 1}

They only confirm what a step says of them.
"""

import re
from collections.abc import Iterator
from functools import reduce
from math import gcd, lcm

from flint import fmpz

from assay.checkers.nodes import Node, num
from assay.checkers.prose.calls import RULES

_LETTER = r"(?<![A-Za-z])([A-Z])(?: is|=| =) ?(?:the )?"
_OF = r"(?:all )?(?:the )?(?:positive )?divisors of (\d{1,12})\b"
_SUM = re.compile(rf"{_LETTER}sum of {_OF}")
_NUMBER = re.compile(rf"{_LETTER}number of {_OF}")
_TOTIENT = re.compile(rf"{_LETTER}(?:\\?phi|φ|ϕ) ?\((\d{{1,12}})\)")
_LARGEST = re.compile(
    rf"{_LETTER}largest (?:integer |number )?([a-z]) (?:with|such that|for which) "
    r"(\d{1,6})\^\{?\2\}? (?:dividing|divides) (\d{1,6})!"
)
_MANY = re.compile(rf"{_LETTER}(gcd|lcm) ?\((\d{{1,12}}(?:, ?\d{{1,12}}){{1,6}})\)")
_POWER = re.compile(rf"{_LETTER}(\d{{1,9}})\^\{{?(\d{{1,9}})\}}? (?:\\bmod|mod) (\d{{1,9}})\b")


def quantities(text: str) -> dict[str, Node]:
    """The letters with their values; one that is given twice counts as first given."""
    text = text.replace("$", "").replace("\x02", "").replace("\x03", "")
    found: dict[str, Node] = {}
    for name, value in _said(text):
        found.setdefault(name, num(value))
    return found


def _said(text: str) -> Iterator[tuple[str, int]]:
    for pattern, name in ((_SUM, "sigma"), (_NUMBER, "tau"), (_TOTIENT, "phi")):
        for match in pattern.finditer(text):
            if int(match[2]):
                yield match[1], RULES[name](fmpz(int(match[2])))
    for match in _LARGEST.finditer(text):
        if int(match[3]) > 1:
            yield match[1], _exponent(int(match[3]), int(match[4]))
    for match in _MANY.finditer(text):
        yield match[1], reduce(gcd if match[2] == "gcd" else lcm, map(int, match[3].split(",")))
    for match in _POWER.finditer(text):
        if int(match[4]):
            yield match[1], pow(int(match[2]), int(match[3]), int(match[4]))


def _exponent(base: int, top: int) -> int:
    """The largest k for which base^k divides top!, by Legendre's formula for each prime."""
    found: list[int] = []
    for prime, power in fmpz(base).factor():
        total, rest = 0, top
        while rest:
            rest //= int(prime)
            total += rest
        found.append(total // int(power))
    return min(found)

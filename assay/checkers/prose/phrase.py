"""A formula of a step, and the one that is being read.

Phrase("3*7", units=("packs",), …)      its text is for the parser; nothing is evaluated here
"""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from assay.checkers.prose.cursor import Gap

TRAILING = frozenset({"+", "-", "*", "/", "^", "(", "[", "{", ",", " mod ", "\\pm "})


@dataclass(slots=True)
class Phrase:
    """A formula with its units: its text for the parser, and the tokens between it and the last."""

    text: str
    numbers: tuple[Fraction, ...]
    units: tuple[str, ...]
    gap: Gap
    has_operator: bool
    has_letter: bool
    depth: int
    places: int | None
    index: int


@dataclass(slots=True)
class Open:
    """The phrase that is being read."""

    parts: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    tail: int = 0
    have: bool = False
    open: int = 0
    operator: bool = False
    letter: bool = False
    percent: bool = False


@lru_cache(maxsize=4_096)
def number_of(digits: str) -> Fraction:
    return Fraction(digits) if len(digits) <= 60 else Fraction(0)


def balanced(text: str) -> str:
    """The text without the brackets that have no partner."""
    if text.count("(") == text.count(")"):
        return text
    while text.startswith("(") and text.count("(") > text.count(")"):
        text = text[1:]
    return text

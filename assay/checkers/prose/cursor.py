"""A spelled step as tokens, and what a token may be where it stands: an operand, a unit, a name.

    tokens_of("3 packs")  ->  [Token("num", "3"), Token("word", "packs")]

A cursor looks ahead and classifies; it builds nothing. One pass, linear in the length.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assay.checkers.prose.vocabulary import STOP
from assay.checkers.units import unit_of
from assay.checkers.vocabulary import FUNCTIONS, words


class Token(NamedTuple):
    """A kind, its text, and whether a space stands before it."""

    kind: str
    text: str
    spaced: bool


_TOKEN = re.compile(
    r"(?P<space>[ \t\r\f\v]+)|(?P<mark>[\x02\x03])|(?P<newline>\n)"
    r"|(?P<dark>\d{1,2}:\d{2}(?!\d)|\d{1,9}:\d{1,9}|\d{1,9}(?:st|nd|rd|th)\b|\d{1,4}x\d{1,4}\b"
    r"|(?<!\^)\d{1,9}-(?!pi\b)[A-Za-z]{2,}(?:-[A-Za-z]+)*|\.{2,}|\d{1,9},\d{1,2}(?![\d,]))"
    r"|(?P<num>(?!(?<=\()\d{1,3}(?:,\d{3})+\))\d{1,3}(?:,\d{3})+(?!\d|,\d)(?:\.\d+)?"
    r"|\d+\.\d+|\d+|\.\d+)"
    r"|(?P<cmd>\\[A-Za-z]+|\\[{}|])"
    r"|(?P<rel><=|>=|!=|==|=>|->|=|<|>|~|≡)"
    r"|(?P<op>\*\*|[-+*/^!])|(?P<open>[(\[{])|(?P<close>[)\]}])"
    r"|(?P<money>[$€£])|(?P<percent>%)|(?P<sub>_\{[^{}\n]{1,12}\}|_\d{1,4}|_[A-Za-z])"
    r"|(?P<prime>[A-Za-z]'{1,3}(?![A-Za-z]))"
    r"|(?P<word>[A-Za-z]{2,}(?:-[A-Za-z]{2,})+|[A-Za-z]+(?:'[A-Za-z]+)?'?)"
    r"|(?P<punct>[.,;:?])|(?P<other>.)",
    re.DOTALL,
)
TIGHT = re.compile(r"\d{1,9},\d{1,2}")
MAX_TOKENS = 1_500
UNIT_LETTERS = words("m g h s L l N")
_SPACED_UNITS = words("J V W K A y d")
_ENGLISH = words(
    "is of to in at so we he it or be by if as an on up no do go us my me am pm ok vs hi oh re"
)
FENCES = frozenset({"\\cup", "\\cap", "\\in", "\\setminus", "\\angle", "\\triangle", "\\mid"})
CALLS = words(
    "gcd lcm sin cos tan cot sec csc ln log exp sqrt cbrt abs max min floor ceil binom arcsin "
    "arccos arctan sinh cosh tanh"
)
Gap = tuple[Token, ...]
END = Token("end", "", True)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a spelled step; what lies beyond the cap is left out."""
    found: list[Token] = []
    spaced = True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "space":
            spaced = True
            continue
        found.append(Token(kind, match[0], spaced))
        spaced = False
        if len(found) >= MAX_TOKENS:
            break
    return found


class Cursor:
    """A place in the tokens of a step."""

    def __init__(
        self,
        found: Sequence[Token],
        unknowns: frozenset[str],
        measures: frozenset[str],
        calls: frozenset[str],
    ) -> None:
        self.calls = calls
        self.tokens = found
        self.measures = measures
        self.unknowns = unknowns
        self.at = 0
        self.inside = False

    def ahead(self, steps: int = 0) -> Token:
        """The next token, marks left out."""
        at = self.at
        while at < len(self.tokens):
            if self.tokens[at].kind != "mark":
                if not steps:
                    return self.tokens[at]
                steps -= 1
            at += 1
        return END

    def before(self) -> Token:
        return self.tokens[self.at - 2] if self.at >= 2 else END

    def skip_to_next(self) -> None:
        while self.at < len(self.tokens) and self.tokens[self.at].kind == "mark":
            self.at += 1
        self.at += 1

    def is_unit(self, token: Token, have: bool) -> bool:
        if token.kind != "word":
            return False
        if self.inside and len(token.text) == 1 and token.text not in self.measures:
            return False
        if token.text in FUNCTIONS and token.text not in ("min", "sec"):
            return False
        if len(token.text) == 1:
            return self.is_measure(token)
        return token.text.lower() not in STOP and not self.is_product(token, have)

    def is_measure(self, token: Token) -> bool:
        """Whether one letter after a number is a unit: `5 m`, and `5m` where the problem has it."""
        if token.text in self.unknowns:
            return False
        if token.text in _SPACED_UNITS:
            return token.spaced
        return token.text in UNIT_LETTERS and (token.spaced or token.text in self.measures)

    def is_product(self, token: Token, have: bool) -> bool:
        """Letters that are unknowns side by side: `4ac`, `xy`."""
        text = token.text
        if len(text) > 3 or not text.isalpha() or unit_of(text) is not None:
            return False
        if text in _ENGLISH or text.lower() in STOP or text in FUNCTIONS:
            return False
        known = self.unknowns and set(text) <= self.unknowns
        return self.inside or bool(known) or (not token.spaced and have)

    def starts(self, token: Token, have: bool, calling: bool = False) -> bool:
        """Whether a token may begin an operand."""
        if token.kind in ("num", "open", "money", "prime"):
            return True
        if token.kind == "cmd":
            return token.text not in FENCES
        if token.kind == "op":
            return token.text in "+-"
        if token.kind == "dark":
            return TIGHT.fullmatch(token.text) is not None and calling
        return token.kind == "word" and (
            len(token.text) == 1
            or token.text in CALLS
            or token.text == "pi"
            or self.name(token, have)
        )

    def name(self, token: Token, have: bool) -> bool:
        """A segment such as AB, or a product of unknowns."""
        text = token.text
        return (1 < len(text) <= 3 and text.isupper() and text not in ("LCM", "GCD", "I")) or (
            self.is_product(token, have)
        )

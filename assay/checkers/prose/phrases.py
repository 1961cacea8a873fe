"""A spelled step cut into formulas and what stands between them. One pass, linear in the length.

    phrases("The 3 packs contain 3 * 7 = 21 stickers.")  ->  3 [packs], 3*7, 21 [stickers]

A unit is what words follow a number, as far as no other word of the sentence is reached. What is
cut out wrongly does not parse and says nothing; no phrase is evaluated here.
"""

from collections.abc import Callable, Mapping, Sequence

from assay.checkers.prose.calls import MARK, NAMED
from assay.checkers.prose.cursor import (
    CALLS,
    FENCES,
    TIGHT,
    UNIT_LETTERS,
    Cursor,
    Gap,
    Token,
    tokens_of,
)
from assay.checkers.prose.phrase import TRAILING, Open, Phrase, balanced, number_of
from assay.checkers.prose.spelling import CLOSE, OPEN
from assay.checkers.vocabulary import GREEK

_MANY = frozenset({"gcd", "lcm", "max", "min", "binom"})
_BIG = frozenset({"\\int", "\\sum", "\\prod", "\\lim"})
_SKIPPED = frozenset({"\\boxed", "\\fbox"})
_DEGREES = frozenset({"\\circ", "\\degree"})


_GOES_ON = frozenset({"*", "/", "^"})
NOTHING: frozenset[str] = frozenset()


def phrases(
    text: str,
    unknowns: frozenset[str] = NOTHING,
    measures: frozenset[str] = NOTHING,
    calls: frozenset[str] = NOTHING,
) -> tuple[list[Phrase], Gap]:
    """The phrases of a spelled step in order, and the tokens after the last one.

    `unknowns` are letters that are no units, `measures` letters that are, also next to a digit,
    `calls` names of functions.
    """
    return _Reader(tokens_of(text), unknowns, measures, calls).read()


class _Reader(Cursor):
    """One pass over the tokens of one step."""

    def __init__(
        self,
        found: Sequence[Token],
        unknowns: frozenset[str],
        measures: frozenset[str],
        calls: frozenset[str],
    ) -> None:
        super().__init__(found, unknowns, measures, calls)
        self.depth = 0
        self.now = Open()
        self.gap: list[Token] = []
        self.done: list[Phrase] = []

    def read(self) -> tuple[list[Phrase], Gap]:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            _STEPS[token.kind](self, token)
        self.flush()
        return self.done, tuple(self.gap)

    def flush(self) -> None:
        """Close the phrase at hand; what is no formula goes into the gap."""
        now, self.now = self.now, Open()
        cut: list[Token] = []
        while now.parts and now.parts[-1] in TRAILING:
            part = now.parts.pop()
            self.depth -= part == "("
            if part in _GOES_ON:
                cut.append(Token("op", part, False))
        if now.parts and (now.numbers or now.letter):
            text = balanced("".join(now.parts))
            numbers = tuple(number_of(n) for n in now.numbers)
            lone = len(now.numbers) == 1 and not now.operator and not now.letter
            places = len(now.numbers[0].partition(".")[2]) + 2 * now.percent if lone else None
            self.done.append(
                Phrase(text, numbers, tuple(now.units), tuple(self.gap), now.operator, now.letter,
                       self.depth, places, len(self.done))
            )  # fmt: skip
            self.gap = cut[:1]

    def add(self, text: str, have: bool) -> None:
        self.now.parts.append(text)
        self.now.have = have
        self.now.tail = 0

    def apart(self, token: Token) -> None:
        """A token that belongs to no formula."""
        self.flush()
        self.gap.append(token)

    def mark(self, token: Token) -> None:
        self.inside = token.text == OPEN
        if self.inside and self.now.have and self.ahead().kind not in ("op", "close", "percent"):
            self.flush()
        if token.text == CLOSE and self.now.open == 0 and self.ahead().kind == "op":
            return

    def number(self, token: Token) -> None:
        text = token.text
        last = self.before()
        letter = last.kind == "word" and len(last.text) == 1 and not token.spaced
        if letter and self.now.have and self.now.parts[-1].strip() == last.text and text.isdigit():
            self.add(f"_{{{text}}}", True)
            return
        if self.now.have and not self.mixed(token):
            self.flush()
        if self.now.open and "," in text and self.called():
            text, _, rest = text.partition(",")
            self.at -= 1
            self.tokens = [*self.tokens[: self.at], Token("num", text, False),
                           Token("punct", ",", False), Token("num", rest, False),
                           *self.tokens[self.at + 1 :]]  # fmt: skip
            self.at += 1
        digits = text.replace(",", "")
        self.now.numbers.append(digits)
        self.add((" " if self.now.have else "") + digits, True)

    def mixed(self, token: Token) -> bool:
        """The 1/2 of 2 1/2."""
        last = self.now.parts[-1] if self.now.parts else ""
        if not last.strip().isdigit() or self.now.tail or not token.text.isdigit():
            return False
        slash, bottom = self.ahead(), self.ahead(1)
        proper = bottom.kind == "num" and bottom.text.isdigit()
        return slash.text == "/" and proper and int(token.text[:9]) < int(bottom.text[:9])

    def calling(self) -> bool:
        """Whether a function's name stands right before: its bracket opens."""
        return bool(self.now.parts) and self.now.parts[-1].strip(" \\") in CALLS

    def called(self) -> bool:
        """Whether the innermost bracket belongs to a function: its commas separate."""
        for at in range(len(self.now.parts) - 1, 0, -1):
            if self.now.parts[at] == "(":
                return self.now.parts[at - 1][:1].isalpha()
        return False

    def dark(self, token: Token) -> None:
        if token.text[:1].isdigit() and TIGHT.fullmatch(token.text) and self.now.open:
            first, _, second = token.text.partition(",")
            self.number(Token("num", first, token.spaced))
            self.add(",", False)
            self.number(Token("num", second, False))
            return
        self.apart(token)

    def money(self, token: Token) -> None:
        if self.ahead().kind in ("num", "open") or self.ahead().text in ("-", "."):
            if self.now.have:
                self.flush()
            self.now.units.append(token.text)
        elif self.now.have:
            self.now.units.append(token.text)
            self.now.tail = 1
        else:
            self.apart(token)

    def percent(self, token: Token) -> None:
        if not self.now.have:
            self.apart(token)
            return
        self.now.percent = True
        self.add("%", True)

    def subscript(self, token: Token) -> None:
        if self.now.have and not token.spaced:
            self.add(token.text, True)
            if self.now.parts[-2:-1] and self.now.parts[-2].strip().isdigit():
                self.now.numbers.pop()
                self.now.operator = self.now.letter = True
        elif self.now.parts and self.now.parts[-1].strip(" \\") == "log":
            self.add(token.text + " ", False)
        else:
            self.apart(token)

    def operator(self, token: Token) -> None:
        text = token.text
        if self.now.tail and text in ("^", "**"):
            self.skip_exponent()
        elif text == "/" and self.now.have and self.is_divisor_unit(self.ahead()):
            self.now.tail += 1
            self.now.units.append("/" + self.ahead().text)
            self.skip_to_next()
        elif text == "!" and (not self.now.have or token.spaced or self.now.tail):
            self.apart(token)
        elif text in ("-", "+") and not self.now.have:
            self.sign(token)
        elif text == "^" and not self.now.have and self.calling() and self.ahead().kind == "num":
            self.now.parts[-1] = self.now.parts[-1].rstrip() + "^" + self.ahead().text + " "
            self.skip_to_next()
        elif not self.now.have or (text != "!" and not self.starts(self.ahead(), self.now.have)):
            self.apart(token)
        elif self.ahead().kind == "cmd" and self.ahead().text in _DEGREES and text == "^":
            self.degrees()
        else:
            self.now.operator = True
            self.add("^" if text == "**" else text, text == "!")

    def sign(self, token: Token) -> None:
        follows = self.ahead()
        glued = not follows.spaced or self.inside or self.now.parts
        pair = bool(self.now.open) and TIGHT.fullmatch(follows.text) is not None
        if (pair or self.starts(follows, self.now.have, self.calling())) and glued:
            self.add(token.text, False)
        else:
            self.apart(token)

    def skip_exponent(self) -> None:
        """The 2 of cm^2."""
        if self.ahead().kind == "open":
            inside: list[str] = []
            while self.at < len(self.tokens) and self.tokens[self.at].kind != "close":
                inside.append(self.tokens[self.at].text)
                self.at += 1
            self.at += 1
            if len(inside) == 2 and inside[1].isdigit():
                self.now.units.append("^" + inside[1])
        elif self.ahead().kind == "num":
            self.now.units.append("^" + self.ahead().text)
            self.skip_to_next()

    def degrees(self) -> None:
        self.skip_to_next()
        if any(part.strip(" \\") in CALLS for part in self.now.parts):
            self.add("^\\circ", True)
        self.now.units.append("deg")

    def is_called(self, name: str) -> bool:
        """Whether a bracket right after a name holds what it is applied to."""
        follows = self.ahead()
        return follows.text == "(" and not follows.spaced and name in self.calls | NAMED

    def word(self, token: Token) -> None:
        text = token.text
        if text in NAMED and self.is_called(text):
            self.letters(text + MARK)
        elif len(text) == 1 and self.is_variable(token):
            self.letters(text)
        elif len(text) == 2 and text[0] == "d" and any("\\int" in p for p in self.now.parts):
            self.letters(" " + text)
        elif text == "in" and self.now.have and self.ahead().kind in ("op", "rel", "end"):
            self.now.units.append(text)
            self.now.tail += 1
        elif text in CALLS and not (text == "min" and self.now.have) and self.is_call(text):
            self.now.operator = self.now.letter = True
            self.add((" " if self.now.have else "") + text, False)
        elif text == "pi":
            self.letters("pi")
        elif text == "mod" and self.now.have and self.starts(self.ahead(), self.now.have):
            self.now.operator = True
            self.add(" mod ", False)
        elif (
            self.now.have
            and self.now.tail < 3
            and (self.is_unit(token, True) or self.is_per(token))
        ):
            self.now.units.append(text.lower())
            self.now.tail += 1
        elif self.name(token, self.now.have) and (self.inside or self.near(token)):
            self.letters(text)
        else:
            self.apart(token)

    def is_call(self, text: str) -> bool:
        """A function of several arguments is one only before its bracket."""
        return text not in _MANY or self.ahead().kind == "open"

    def near(self, token: Token) -> bool:
        """Whether a formula's sign stands right before or after."""
        return (
            self.ahead().kind in ("rel", "op")
            or self.before().kind in ("op", "rel")
            or (self.now.have and not token.spaced)
        )

    def is_divisor_unit(self, token: Token) -> bool:
        """The h of km/h, the box of apples/box."""
        letter = token.text in UNIT_LETTERS and not token.spaced
        return self.is_unit(token, True) or (letter and bool(self.now.units))

    def is_per(self, token: Token) -> bool:
        return token.text in ("per", "a", "an", "each") and self.now.tail > 0

    def is_variable(self, token: Token) -> bool:
        text = token.text
        if self.now.have and not self.now.tail and (not self.inside or text in self.measures):
            last = self.now.parts[-1]
            if last.strip()[-1:].isdigit() and self.is_measure(token):
                return False
        if self.inside or text not in "aAIsS" or self.is_called(text):
            return True
        follows, before = self.ahead(), self.before()
        if text == "A" and follows.text in ("is", "equals"):
            return True
        if (follows.kind == "num" or (text in "Aa" and follows.text == "(")) and not follows.spaced:
            return True
        if follows.kind in ("rel", "sub") or (follows.kind == "op" and follows.text != "-"):
            return True
        return before.kind in ("op", "rel", "open") or (self.now.have and not token.spaced)

    def letters(self, text: str) -> None:
        if self.now.tail:
            self.flush()
        self.now.letter = True
        if self.is_called(text.rstrip("'")) and text[0] not in "fghFGH":
            name = text.rstrip("'")
            text = name + MARK + text[len(name) :]
        if text in "eE" and text in self.unknowns:
            text = "\\epsilon "
        last = self.now.parts[-1][-1:] if self.now.parts else ""
        joint = " " if last.isalpha() or (text in "eE" and last.isdigit()) else ""
        self.add(joint + text, True)

    def prime(self, token: Token) -> None:
        if self.now.have and token.spaced:
            self.flush()
        self.letters(token.text)

    def opening(self, token: Token) -> None:
        follows = self.ahead()
        opens = self.before().kind == "cmd" and self.before().text not in _DEGREES
        apart = token.spaced and not self.inside and not opens
        if self.now.tail or (self.now.have and apart):
            self.flush()
        begins = self.starts(follows, self.now.have, self.calling()) or self.is_pair(follows)
        if not (begins or follows.kind == "punct"):
            self.apart(token)
            self.depth += 1
            return
        if self.now.have:
            self.now.operator = True
        self.now.open += 1
        self.add(token.text if token.text == "{" else "(" if token.text == "(" else "[", False)

    def is_pair(self, token: Token) -> bool:
        """The 2,7 of a point (2,7)."""
        closed = self.ahead(1).kind in ("close", "punct")
        return TIGHT.fullmatch(token.text) is not None and closed

    def closing(self, token: Token) -> None:
        if self.now.open and self.now.have:
            self.now.open -= 1
            self.add(token.text, True)
            return
        if self.now.open:
            self.depth += self.now.open
        self.apart(token)
        self.depth = max(0, self.depth - 1)

    def command(self, token: Token) -> None:
        text = token.text
        if text in _SKIPPED:
            if self.now.have:
                self.flush()
            return
        if text in FENCES or text in ("\\{", "\\}"):
            self.apart(token)
        elif text in ("\\pm", "\\mp"):
            self.now.operator = True
            self.add(text + " ", False)
        elif text in _DEGREES or (text == "\\Omega" and self.measured()):
            self.now.units.append("deg" if text in _DEGREES else "ohm")
            self.now.tail = self.now.tail or int(text == "\\Omega")
        elif text[1:] in NAMED and self.is_called(text[1:]):
            self.letters(text[1:] + MARK)
        elif text in ("\\det", "\\gcd") and self.ahead().text != "(":
            self.apart(Token("word", text[1:], token.spaced))
        elif text[1:] in GREEK or text == "\\pi":
            self.now.letter = True
            self.add(text + " ", True)
        else:
            self.now.operator = True
            self.now.letter = self.now.letter or text not in _PLAIN_COMMANDS
            self.add(text + " " + (self.bounds() if text in _BIG else ""), False)

    def measured(self) -> bool:
        """Whether a number stands right before: 50 Ω."""
        return self.now.have and self.now.parts[-1].strip()[-1:].isdigit()

    def bounds(self) -> str:
        """What stands below and above a sign of integration or summation, as it is written."""
        found: list[str] = []
        while len(found) < 60 and self.at < len(self.tokens):
            token = self.tokens[self.at]
            depth = sum((part in "({[") - (part in ")}]") for part in found)
            if (
                not depth
                and not (token.kind == "sub" or token.text in ("^", "_"))
                and (not found or found[-1] not in ("^", "_"))
            ):
                break
            found.append(token.text)
            self.at += 1
        return "".join(found) + " " if found else ""

    def punctuation(self, token: Token) -> None:
        if token.text == "," and self.now.open and self.now.have:
            self.add(",", False)
        else:
            self.apart(token)

    def newline(self, token: Token) -> None:
        self.apart(token)
        self.depth = 0


_PLAIN_COMMANDS = frozenset({"\\frac", "\\sqrt", "\\binom"})
_STEPS: Mapping[str, Callable[[_Reader, Token], None]] = {
    "mark": _Reader.mark, "newline": _Reader.newline, "dark": _Reader.dark,
    "num": _Reader.number, "cmd": _Reader.command, "rel": _Reader.apart, "op": _Reader.operator,
    "open": _Reader.opening, "close": _Reader.closing, "money": _Reader.money,
    "percent": _Reader.percent, "sub": _Reader.subscript, "prime": _Reader.prime,
    "word": _Reader.word, "punct": _Reader.punctuation, "other": _Reader.apart,
}  # fmt: skip

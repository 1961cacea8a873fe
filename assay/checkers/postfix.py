"""What follows an expression: factorial, percent, degrees, units, a modulus.

    POSTFIX["!"](parser, x, token)  ->  fact(x)

It belongs to `parser` and is called by it alone.
"""

import re
from collections.abc import Callable

from assay.checkers.brackets import Reader
from assay.checkers.lexer import Token, Unparsed
from assay.checkers.nodes import Node, num
from assay.checkers.vocabulary import MULTIPLES, NO_UNITS

_CONGRUENT = frozenset({"=", "==="})
_LETTERS = re.compile(r"[^\W\d_]+")


def _function_sign(parser: Reader, left: Node, token: Token) -> Node:
    raise Unparsed("a prime cannot stand here")


def _factorial(parser: Reader, left: Node, token: Token) -> Node:
    return Node("fact", (left,))


def _percent(parser: Reader, left: Node, token: Token) -> Node:
    return Node("percent", (left,))


def _permille(parser: Reader, left: Node, token: Token) -> Node:
    return Node("div", (left, num(1000)))


def _unit(parser: Reader, left: Node, token: Token) -> Node:
    """A unit after a quantity, with the units that follow it: `5 cm^2`, `60 km/h`.

    `12 thousand` is 12000; a word that denies or hedges, `12 maybe`, is no unit.
    """
    text = token.text
    if text.lower() in MULTIPLES and left.op == "num":
        return Node("num", (left.args[0] * MULTIPLES[text.lower()],))
    while True:
        kind, following = parser.token.kind, parser.ahead()
        if kind == "^":
            parser.take()
            power = parser.argument()
            text += f"^{power.args[0]}" if power.op == "num" else "^?"
        elif kind == "word" or (kind == "unit"):
            text += " " + parser.take().text
        elif parser.token.text == "/" and following.kind in ("word", "sym", "unit"):
            parser.take()
            text += "/" + parser.take().text
        else:
            break
    if left.op == "unit":
        raise Unparsed("two units")
    if not NO_UNITS.isdisjoint(_LETTERS.findall(text.lower())):
        raise Unparsed(f"{text[:40]!r} is no unit")
    return Node("unit", (left, text))


def _modulus(parser: Reader, left: Node, token: Token) -> Node:
    """`x = 3 (mod 7)`: the class of the last side."""
    modulus = parser.argument()
    if left.op == "rel":
        if not _CONGRUENT.issuperset(left.args[0]):
            raise Unparsed("a class of what is not congruent")
        return Node("mod_class", (left.args[-1], modulus))
    return Node("mod_class", (left, modulus))


POSTFIX: dict[str, Callable[[Reader, Node, Token], Node]] = {
    "!": _factorial,
    "%": _percent,
    "permille": _permille,
    "deg": lambda parser, left, token: Node("unit", (left, "deg")),
    "currency": lambda parser, left, token: Node("unit", (left, token.text)),
    "unit": _unit,
    "prime": _function_sign,
    "pmod": _modulus,
}

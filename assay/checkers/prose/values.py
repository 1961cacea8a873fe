"""The values of phrases: exact where arithmetic gives them, by the ladder where it does not.

    exact("3*7") == 21        same("\\\\sqrt{8}", "2\\\\sqrt{2}")  ->  True

The ladder is climbed without its last rung (a step is worth no process of its own). What does not
parse has no value. Everything is cached, least recently used first out.
"""

import re
from fractions import Fraction
from functools import lru_cache

from flint import fmpq

from assay.checkers import ball
from assay.checkers.arithmetic import ground_value, tokens
from assay.checkers.exact import Undefined, rational
from assay.checkers.ladder import rungs_of
from assay.checkers.lexer import Unparsed
from assay.checkers.nodes import Node, has_op, neg, num, replaced, sym, symbols
from assay.checkers.parser import parse
from assay.checkers.prose.calls import MARK, NAMED

_NAMES = re.compile(r"(?<![A-Za-z\\])[A-Z]{2,3}(?![A-Za-z])")
MAX_PHRASE = 600


@lru_cache(maxsize=16_384)
def node_of(text: str) -> Node | None:
    """The tree of a phrase; None for what is no expression of the grammar."""
    if len(text) > MAX_PHRASE:
        return None
    names = frozenset(_NAMES.findall(text))
    if MARK in text:
        names |= NAMED
    try:
        node = parse(text, names, latex_braces=True)
    except Unparsed:
        return None
    return None if has_op(node, "rel", "text", "unit_error", "set") else node


_BRACKET = re.compile(
    r"\[(?P<inside>[^\[\]]{1,200})\] ?(?:_(?P<low>\{[^{}]{1,40}\}|\w|\d+) ?)"
    r"\^(?P<high>\{[^{}]{1,40}\}|\\?\w{1,4})"
)


_LIMIT = re.compile(
    r"\\lim ?_\{? ?(?P<name>[a-z]) ?(?:=>|->) ?(?P<place>[^{}]{1,20}?)\}? (?P<body>.+)$"
)


@lru_cache(maxsize=4_096)
def tree(text: str) -> Node | None:
    """The tree of a phrase, `[x^3/3]_0^2` put in as a difference and `\\lim_{x => 3} …` as one."""
    if len(text) > MAX_PHRASE or not any(mark in text for mark in ("[", "\\lim", "\\sum")):
        return node_of(text)
    if (total := _summed(text)) is not None:
        return total
    pieces: list[Node] = []
    limit = _LIMIT.search(text)
    if limit is not None:
        piece = _limit_of(limit)
        if piece is None:
            return None
        pieces.append(piece)
        text = text[: limit.start()] + "\\Omega_{0}"
    for match in list(_BRACKET.finditer(text)):
        inside, low, high = (node_of(match[name]) for name in ("inside", "low", "high"))
        if inside is None or low is None or high is None or len(symbols(inside)) != 1:
            return node_of(text)
        (name,) = symbols(inside)
        upper, lower = (replaced(inside, sym(name), end) for end in (high, low))
        text = text.replace(match[0], f"(\\Omega_{{{len(pieces)}}})", 1)
        pieces.append(Node("add", (upper, neg(lower))))
    node = node_of(text)
    for at, piece in enumerate(pieces):
        node = replaced(node, sym(f"Omega_{{{at}}}"), piece) if node is not None else None
    return node


_SUM = re.compile(
    r"\\sum ?_\{ ?(?P<name>[a-z]) ?= ?(?P<low>-?\d{1,6}) ?\} ?\^ ?"
    r"\{? ?(?P<high>-?\d{1,6}) ?\}? ?(?P<body>.+)"
)
_MOST_TERMS = 400


def _summed(text: str) -> Node | None:
    """A finite sum of numbers worked out; None for what is another or reaches too far."""
    match = _SUM.fullmatch(text.strip())
    body = node_of(match["body"]) if match is not None else None
    if match is None or body is None or symbols(body) - {match["name"]}:
        return None
    low, high = int(match["low"]), int(match["high"])
    if not 0 <= high - low < _MOST_TERMS:
        return None
    total = Fraction(0)
    for at in range(low, high + 1):
        value = exact_node(replaced(body, sym(match["name"]), num(at)))
        if value is None:
            return None
        total += value
    return num(total.numerator, total.denominator)


def _limit_of(match: re.Match[str]) -> Node | None:
    body, place = node_of(match["body"]), node_of(match["place"].replace("\\infty", "oo"))
    if body is None or place is None:
        return None
    return Node("big", ("lim", body, sym(match["name"]), place))


@lru_cache(maxsize=16_384)
def exact(text: str) -> Fraction | None:
    """The exact value of a phrase without unknowns; None where it has none."""
    parts = tokens(text)
    if parts is not None:
        value = ground_value(parts)
        if value is not None:
            return Fraction(value)
    node = node_of(text)
    return None if node is None else exact_node(node)


def exact_node(node: Node) -> Fraction | None:
    """The exact rational value of a tree, or None."""
    try:
        value = rational(node)
    except Undefined:
        return None
    return None if value is None else as_fraction(value)


def as_fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


@lru_cache(maxsize=8_192)
def same(a: Node, b: Node) -> bool | None:
    """Whether two expressions are equal; None where no cheap rung says."""
    if a == b:
        return True
    try:
        left, right = rational(a), rational(b)
        if left is not None and right is not None:
            return bool(left == right)
        for name, ask in rungs_of(a, b):
            found = None if name == "sympy" else ask(a, b)
            if found is not None:
                return found.equal
    except Undefined:
        return None
    return None


def near(node: Node) -> Fraction | None:
    """An approximate value of a real expression without unknowns, as a fraction; None otherwise."""
    if symbols(node):
        return None
    value = ball.approximate(node)
    if value is None or abs(value.imag) > 1e-12 or not abs(value.real) < 1e15:
        return None
    return Fraction(value.real).limit_denominator(10**15)


def substituted(node: Node, values: dict[str, Node]) -> Node:
    """`node` with the unknowns that have a value replaced by it."""
    for name in sorted(symbols(node) & values.keys()):
        node = replaced(node, sym(name), values[name])
    return node

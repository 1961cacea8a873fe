"""A written answer read as a value: spelling made ready, parsed, its shape found.

    read_answer("$x = \\\\frac{1}{2}$").value.items[0]  ->  1/2

What does not parse as mathematics is a text. Readings of golds and candidates are cached, least
recently used first out.
"""

from functools import lru_cache
from typing import NamedTuple

from assay.checkers.lexer import Unparsed
from assay.checkers.nodes import Node, num
from assay.checkers.parser import parse
from assay.checkers.texts import plain
from assay.checkers.values import Value, read
from assay.checkers.written import ready


class Reading(NamedTuple):
    """The text as made ready, its tree (None when it is no mathematics), its value, a second
    one."""

    text: str
    node: Node | None
    value: Value
    other: Value | None = None


def read_answer(text: str, names: frozenset[str] = frozenset(), thousands: bool = True) -> Reading:
    """The reading of one written answer; never raises."""
    spelled = ready(text, thousands)
    if spelled.text.isdigit() and len(spelled.text) < 4_000:
        node = num(int(spelled.text))
        return Reading(spelled.text, node, Value("scalar", (node,)))
    try:
        node = parse(spelled.text, names, spelled.latex_braces)
        value = read(node)
    except Unparsed:
        return Reading(spelled.text, None, _as_text(text))
    other = None
    if spelled.decimal_comma:
        other = read(parse(spelled.decimal_comma))
    return Reading(spelled.text, node, value, other)


def _as_text(text: str) -> Value:
    return Value("text", (Node("text", (plain(text),)),))


cached_reading = lru_cache(maxsize=4_096)(read_answer)

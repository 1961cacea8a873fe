"""A written answer read as a value: spelling made ready, parsed, its shape found.

    read_answer("$x = \\\\frac{1}{2}$").value.items[0]  ->  1/2

What does not parse as mathematics is a text. Readings of golds and candidates are cached, least
recently used first out.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assay.checkers.lexer import Unparsed
from assay.checkers.limits import MAX_CHARS
from assay.checkers.nodes import Node, const, num, sym
from assay.checkers.parser import parse
from assay.checkers.quantities import quantity
from assay.checkers.texts import folded, plain
from assay.checkers.values import Value, read
from assay.checkers.written import Ready, ready


@dataclass(slots=True)
class Reading:
    """The text as made ready, its tree (None when it is no mathematics), its value, a second
    one."""

    text: str
    node: Node | None
    value: Value
    other: Value | None = None


def read_answer(text: str, names: frozenset[str] = frozenset(), thousands: bool = True) -> Reading:
    """The reading of one written answer; never raises."""
    if len(text) > 2 * MAX_CHARS:
        return Reading(text, None, Value("text", (Node("text", (text,)),)))
    spelled = ready(text, thousands)
    if spelled.text.isdigit() and len(spelled.text) < 4_000:
        node = num(int(spelled.text))
        return Reading(spelled.text, node, Value("scalar", (node,)))
    try:
        node = _special(spelled.text) or parse(spelled.text, names, spelled.latex_braces)
        value = read(node)
    except Unparsed:
        return _otherwise(text, spelled, names)
    other = None
    if spelled.other:
        try:
            other = read(parse(spelled.other))
        except Unparsed:
            other = None
    return Reading(spelled.text, node, value, other)


def _otherwise(text: str, spelled: Ready, names: frozenset[str]) -> Reading:
    """The reading of what the grammar refuses as it stands: its second spelling, a probability
    with its event, products of letters; else a text."""
    for changed in (spelled.other, _respelled(spelled.text)):
        if changed is None:
            continue
        try:
            node = parse(changed, names, spelled.latex_braces)
            return Reading(spelled.text, node, read(node))
        except Unparsed:
            continue
    found = _event(spelled, names) or _scaled(spelled, names)
    return found or Reading(spelled.text, None, _as_text(text))


def _respelled(text: str) -> str | None:
    """`2xyz` with spaces between letters that follow each other in the alphabet."""
    if len(text) > 200 or not _COUNTED.search(text):
        return None
    changed = _LETTERS.sub(lambda match: _apart(match[0]), text)
    return None if changed == text else changed


def _apart(word: str) -> str:
    codes = sorted(map(ord, word))
    return " ".join(word) if codes[-1] - codes[0] == len(word) - 1 == len(set(codes)) - 1 else word


def _event(spelled: Ready, names: frozenset[str]) -> Reading | None:
    """`P(A \\cup B) = 3/4`: what stands in the brackets only names the value."""
    match = _EVENT.match(spelled.text) if "=" in spelled.text else None
    if match is None:
        return None
    try:
        value = parse(spelled.text[match.end() :], names, spelled.latex_braces)
    except Unparsed:
        return None
    label = sym("".join(match[1].split()))
    operators, sides = (value.args[0], value.args[1:]) if value.op == "rel" else ((), (value,))
    node = Node("rel", (("=", *operators), label, *sides))
    return Reading(spelled.text, node, read(node))


def _scaled(spelled: Ready, names: frozenset[str]) -> Reading | None:
    """`\\frac15(3, 4)`: a number before a point multiplies each entry."""
    match = _MULTIPLE.fullmatch(spelled.text)
    if match is None:
        return None
    try:
        factor, point = (parse(part, names, spelled.latex_braces) for part in match.groups())
    except Unparsed:
        return None
    if factor.op not in ("num", "neg", "div", "fn") or point.op != "tuple":
        return None
    node = Node("tuple", tuple(Node("mul", (factor, entry)) for entry in point.args))
    return Reading(spelled.text, node, read(node))


_MULTIPLE = re.compile(
    r"(-?\s?(?:\\[dt]?frac\s?(?:\{[^{}]{1,40}\}\s?\{[^{}]{1,40}\}|\d\s?\d)|\d{1,20}(?:/\d{1,20})?|"
    r"\\sqrt\s?\{?\d{1,9}\}?))\s?(?:\\cdot\s?)?(\([^()]{1,200},[^()]{1,200}\))"
)
_COUNTED = re.compile(r"[\d+*/^=-]")
_LETTERS = re.compile(r"(?<![A-Za-z\\{])[a-z]{3,4}(?![A-Za-z{])")
_EVENT = re.compile(
    r"((?:P|Pr|E|Var|\\Pr|\\(?:mathbb|mathrm|operatorname|text)\s*\{(?:P|Pr|E|Var)\})\s*"
    r"(?:\\left)?[(\[][^()\[\]]{1,80}(?:\([^()]{0,40}\)[^()\[\]]{0,40})?[)\]])\s*=\s*"
)
_REGION_WORDS = {
    **dict.fromkeys(("all real numbers", "all reals", "real numbers", "all real x"), "R"),
    **dict.fromkeys(
        ("no solution", "no solutions", "empty set", "no real solutions", "no real solution"),
        "empty",
    ),
}
_SHORTEST_REGION = min(map(len, _REGION_WORDS))
_NONE = re.compile(
    r"(?:there (?:is|are)|(?:equation|system|inequality|problem) has) no (?:real )?solutions?"
)
_BASED = re.compile(
    r"0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|"
    r"\(?([0-9A-F]{2,}|[0-9a-f]{2,})\)?(?:_\{?(?:16|\(16\))\}?|\s+\(?(?:in\s+)?base\s+(?:16|sixteen)\)?)"
)
_IN_BASE = re.compile(
    r"\(?([0-9]+)\)?(?:_\{?\(?(?:\\text\{)?([0-9]{1,2}|[a-z]{3,11})\)?\}?\}?|"
    r"\s*(?:\\text\{)?\s*\(?(?:in\s+)?base[\s-]([0-9]{1,2}|[a-z]{3,11})\)?\s*\}?)"
)
_BASES = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
          "ten": 10, "twelve": 12, "sixteen": 16}  # fmt: skip


def _special(text: str) -> Node | None:
    """Spellings that the grammar leaves out: sets in words, numbers in hexadecimal."""
    if text[:1] == "[" and " " in text and len(text) <= _MAX_ROWS:
        return _by_rows(text)
    if len(text) > 200 or not (text[:1].isalnum() or text.startswith(("(", "\\text", "-", "."))):
        return None
    if len(text) >= _SHORTEST_REGION and text[0] not in "-(0123456789":
        said = folded(text)
        words = _REGION_WORDS.get(said) or ("empty" if _NONE.fullmatch(said) else None)
        if words is not None:
            return const(words)
        if said.startswith(("all real", "real")):
            return _all_but(said)
    match = _BASED.fullmatch(text) if "_" in text or text[0] == "0" or "base" in text else None
    if match is None or text.count("(") != text.count(")"):
        found = _in_base(text)
        if found is not None or text[0] == "(":
            return found
        return quantity(plain(text) if text[0] == "\\" else text)
    bases = ((1, 16), (2, 2), (3, 8), (4, 16))
    return next(Node("base", (match[at], base)) for at, base in bases if match[at])


def _all_but(said: str) -> Node | None:
    """`all real numbers except 2 and -3`: the line without these points."""
    match = _EXCEPT.fullmatch(said)
    if match is None:
        return None
    points = [parse(part) for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+or\s+", match[1])]
    if any(point.op not in ("num", "neg", "div", "fn") for point in points):
        return None
    return Node("setminus", (const("R"), Node("set", tuple(points))))


_EXCEPT = re.compile(
    r"(?:all )?reals?(?: numbers?)?(?: x)?,? (?:except|but|other than|excluding) "
    r"(?:for )?(?:x ?= ?)?(.{1,60})"
)


def _by_rows(text: str) -> Node | None:
    """`[1 2; 3 4]` and `[1 2 3]`: entries apart by spaces alone, rows by semicolons."""
    if not _ROWS.fullmatch(text):
        return None
    rows = [row.split() for row in text[1:-1].split(";") if row.strip()]
    if len(rows[0]) < 2 or len({len(row) for row in rows}) != 1:
        return None
    lists = [Node("list", tuple(parse(entry) for entry in row)) for row in rows]
    return Node("list", tuple(lists)) if len(lists) > 1 else lists[0]


_MAX_ROWS = 1_000
_ENTRY = r"[-+]?[\w.]+(?:/[\w.]+)?"
_ROWS = re.compile(rf"\[\s*{_ENTRY}(?:(?:\s+|\s*;\s*){_ENTRY})*\s*;?\s*\]")


def _in_base(text: str) -> Node | None:
    """`(1010)_2`, `1010_{two}`, `1010 base 2`: digits and their base."""
    match = _IN_BASE.fullmatch(text) if "_" in text or "base" in text else None
    if match is None or text.count("(") != text.count(")"):
        return None
    name = match[2] or match[3]
    base = int(name) if name.isdigit() else _BASES.get(name, 0)
    if not 2 <= base <= 36 or any(int(digit) >= base for digit in match[1]):
        return None
    return Node("base", (match[1], base))


def _as_text(text: str) -> Value:
    return Value("text", (Node("text", (plain(text),)),))


def cached_reading(
    text: str, names: frozenset[str] = frozenset(), thousands: bool = True
) -> Reading:
    """`read_answer`, remembered. Where no thousands can be joined (no three digits stand together,
    whatever is taken out between them), both ways are one reading."""
    return _remembered(text, names, thousands or not _MAY_GROUP.search(text))


_MAY_GROUP = re.compile(r"\d[{}$\\!]*\d[{}$\\!]*\d|[^\x00-\x7f]")
_remembered = lru_cache(maxsize=4_096)(read_answer)

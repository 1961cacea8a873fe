"""Answers that differ from the gold by one sign, digit, coefficient, end or member.

    near_misses(Answer("interval", "(-oo, 3)", {"variable": "x"}))
        ->  NearMiss("endpoint closed", "(-oo, 3]", "3 is in one and not in the other"), …

They are made by changing the gold's tree or its words; one that `certain` cannot show to be
another answer is left out, so that each that comes out is wrong, and says why.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assay.checkers.certain import surely_other
from assay.checkers.documents import document_style
from assay.checkers.nodes import Node, neg, num
from assay.checkers.reading import read_answer
from assay.checkers.spelling import PLAIN, NoSpelling, spell
from assay.checkers.texts import choice, truth
from assay.checkers.witness import in_letters
from assay.core.records import Answer


class NearMiss(NamedTuple):
    """What was changed, the answer that came of it in the plain grammar, why it is another."""

    name: str
    value: str
    why: str


Change = tuple[str, str]
_TEXTUAL = frozenset({"text", "boolean", "choice", "list"})
_COLLECTIONS = frozenset({"tuple", "list", "set", "seq", "or", "and"})
_FAR = 41


def near_misses(answer: Answer) -> tuple[NearMiss, ...]:
    """Every near miss of a gold that is surely wrong, one of each name."""
    found: dict[str, NearMiss] = {}
    for name, value in _changes(answer):
        why = surely_other(answer, value) if value.strip() and name not in found else None
        if why is not None:
            found[name] = NearMiss(name, value, why)
    return tuple(found.values())


def _changes(answer: Answer) -> Iterator[Change]:
    if answer.kind == "boolean":
        yield "negated", "no" if truth(answer.value) else "yes"
    elif answer.kind == "choice":
        letter = choice(answer.value) or "A"
        yield "next letter", "B" if letter == "A" else chr(ord(letter) - 1)
    elif answer.kind == "text" or in_letters(answer.spec):
        yield from _words(answer.value)
    elif (answer.kind == "list" and answer.spec.get("item") != "number") or _of_words(answer):
        yield from _listed(answer.value)
    elif (style := document_style(answer.spec)) is not None:
        yield from _document(answer.value, style)
    else:
        node = read_answer(answer.value, frozenset(), answer.kind not in _TEXTUAL).node
        if node is not None:
            yield from _spelled(node)
        yield from _digits(answer.value)


def _of_words(answer: Answer) -> bool:
    """Whether the gold is a witness that lists words."""
    return answer.kind == "witness" and "," in answer.value and not re.search(r"\d", answer.value)


def _words(text: str) -> Iterator[Change]:
    yield "last letter dropped", text[:-1]
    yield "first letter dropped", text[1:]
    yield "last letter doubled", text + text[-1:]
    for at in range(len(text) - 1):
        if text[at] != text[at + 1]:
            yield "two letters swapped", text[:at] + text[at + 1] + text[at] + text[at + 2 :]
            break
    yield "reversed", text[::-1]


def _listed(text: str) -> Iterator[Change]:
    items = [item.strip() for item in text.split(",")]
    yield "last member dropped", ", ".join(items[:-1])
    yield "last member twice", ", ".join([*items, items[-1]])
    yield "two members swapped", ", ".join([*items[1::-1], *items[2:]])
    yield "reversed", ", ".join(items[::-1])


def _document(text: str, style: str) -> Iterator[Change]:
    """A document with a key or a cell changed, one too many, or one lost."""
    if style == "json":
        yield "a key misspelled", re.sub(r'"(\w+)":', r'"\1q":', text, count=1)
        yield "a member added", text.replace("{", '{"qq":0,', 1)
        yield "the first member dropped", re.sub(r'\{"\w+":[^,{[]+,', "{", text, count=1)
        return
    rows = text.split("\n")
    yield "last row dropped", "\n".join(rows[:-1])
    yield "last row twice", "\n".join([*rows, rows[-1]])
    yield "last two rows swapped", "\n".join([*rows[:-2], rows[-1], rows[-2]])
    yield "a cell changed", text.replace(re.split(r"\W+", rows[-1].strip("| "))[0], "qq")


def _digits(text: str) -> Iterator[Change]:
    """The digits of the gold as they stand, one of them changed."""
    places = [at for at, c in enumerate(text) if c.isdigit()]
    if not places or any(c.isalpha() for c in text):
        return
    for name, at in (("first digit", places[0]), ("last digit", places[-1])):
        digit = str((int(text[at]) + 1) % 10) if int(text[at]) != 9 else "8"
        yield f"{name} changed", text[:at] + digit + text[at + 1 :]
    yield "digit appended", text[: places[-1] + 1] + "0" + text[places[-1] + 1 :]
    for at in places:
        if at + 1 in places and text[at] != text[at + 1]:
            yield "two digits swapped", text[:at] + text[at + 1] + text[at] + text[at + 2 :]
            break
    if len(text) > 1 and text.isdigit():
        yield "last digit dropped", text[:-1]


def _spelled(node: Node) -> Iterator[Change]:
    for name, changed in _trees(node):
        try:
            yield name, spell(changed, PLAIN)
        except NoSpelling:
            continue


def _trees(node: Node) -> Iterator[tuple[str, Node]]:
    if node.op in _COLLECTIONS:
        yield from _collected(node)
    elif node.op in ("interval", "cup"):
        yield from _bounded(node)
    elif node.op == "rel" and len(node.args) == 3:
        for name, side in _scalars(node.args[2]):
            yield name, Node("rel", (*node.args[:2], side))
    elif node.op == "matrix":
        for name, entry in _scalars(node.args[0][0]):
            yield f"entry: {name}", Node("matrix", ((entry, *node.args[0][1:]), *node.args[1:]))
    elif node.op == "unit":
        yield "another unit", Node("unit", (node.args[0], "kg" if node.args[1] == "m" else "m"))
        for name, changed in _scalars(node.args[0]):
            yield name, Node("unit", (changed, node.args[1]))
    elif node.op == "percent":
        yield "without the percent sign", node.args[0]
        yield "one more percent", Node("percent", (_shifted(node.args[0], 1),))
    elif node.op in ("mod", "mod_class"):
        for name, changed in _scalars(node.args[0]):
            yield name, _with(node, 0, changed)
        yield "another modulus", _with(node, 1, _shifted(node.args[1], 1))
    elif node.op == "base":
        yield "digits in base ten", num(int(node.args[0])) if node.args[0].isdigit() else num(0)
    else:
        yield from _scalars(node)


def _scalars(node: Node) -> Iterator[tuple[str, Node]]:
    """A scalar with one of its numbers, signs or terms changed."""
    yield "negated", neg(node)
    yield "one more", _shifted(node, 1)
    yield "one less", _shifted(node, -1)
    if node.op == "num" and node.args[0].q != 1:
        top, bottom = int(node.args[0].p), int(node.args[0].q)
        yield "numerator one more", num(top + 1, bottom)
        yield "denominator one more", num(top, bottom + 1)
        yield "upside down", num(bottom, top) if top > 0 else num(-bottom, -top)
        return
    leaves = _numbers_in(node)
    if node.op != "num" and leaves:
        yield "first number one more", _replaced(node, 0)
        yield "last number one more", _replaced(node, leaves - 1)
    if node.op == "add":
        for at, place in ((0, "first"), (len(node.args) - 1, "last")):
            yield f"{place} sign changed", _with(node, at, neg(node.args[at]))
            rest = node.args[:at] + node.args[at + 1 :]
            yield f"{place} term dropped", rest[0] if len(rest) == 1 else Node("add", rest)


def _with(node: Node, at: int, part: Node) -> Node:
    return Node(node.op, (*node.args[:at], part, *node.args[at + 1 :]))


def _shifted(node: Node, by: int) -> Node:
    if node.op == "num":
        return Node("num", (node.args[0] + by,))
    parts = node.args if node.op == "add" else (node,)
    return Node("add", (*parts, num(by)))


def _numbers_in(node: Node) -> int:
    if node.op == "num":
        return 1
    return sum(_numbers_in(part) for part in node.args if isinstance(part, Node))


def _replaced(node: Node, at: int) -> Node:
    """The tree with the number at place `at` (from the left, from 0) made greater by one."""
    if node.op == "num":
        value = node.args[0]
        return Node("num", (value + 1,)) if value >= 0 else neg(num(1 - value))
    parts: list[object] = []
    for part in node.args:
        count = _numbers_in(part) if isinstance(part, Node) else 0
        parts.append(_replaced(part, at) if isinstance(part, Node) and 0 <= at < count else part)
        at -= count
    return Node(node.op, tuple(parts))


def _collected(node: Node) -> Iterator[tuple[str, Node]]:
    """A list or set with a member changed, dropped, added or moved."""
    members = node.args
    if not members:
        yield "a member added", Node(node.op, (num(_FAR),))
        return
    if all(member.op == "list" for member in members):
        yield from _rows(node)
        return
    for name, changed in _scalars(members[0]):
        yield f"first member: {name}", _with(node, 0, changed)
    for name, changed in _scalars(members[-1]):
        yield f"last member: {name}", _with(node, len(members) - 1, changed)
    yield "a member added", Node(node.op, (*members, num(_FAR)))
    if len(members) > 1:
        yield "last member dropped", Node(node.op, members[:-1])
        yield "two members swapped", Node(node.op, (members[1], members[0], *members[2:]))


def _rows(node: Node) -> Iterator[tuple[str, Node]]:
    """A matrix written as a list of rows."""
    first = node.args[0]
    for name, entry in _scalars(first.args[0]):
        yield f"entry: {name}", _with(node, 0, _with(first, 0, entry))
    yield "rows reversed", Node("list", node.args[::-1])
    if len({len(row.args) for row in node.args}) == 1:
        columns = zip(*(row.args for row in node.args), strict=True)
        yield "transposed", Node("list", tuple(Node("list", column) for column in columns))


def _bounded(node: Node) -> Iterator[tuple[str, Node]]:
    """A union of intervals with one end moved, opened or closed, a piece dropped or turned."""
    pieces = node.args if node.op == "cup" else (node,)
    for at, piece in enumerate(pieces):
        for name, changed in _ends(piece):
            parts = (*pieces[:at], changed, *pieces[at + 1 :])
            yield name, parts[0] if len(parts) == 1 else Node("cup", parts)
    if len(pieces) > 1:
        yield "a piece dropped", pieces[0]
    if len(pieces) == 2:
        low, high = pieces[0].args[1], pieces[1].args[0]
        yield "the part between", Node("interval", (low, high, True, True))


def _ends(piece: Node) -> Iterator[tuple[str, Node]]:
    if piece.op != "interval":
        return
    low, high, closed_low, closed_high = piece.args
    if low.op == "num":
        yield "lower end open or closed", Node("interval", (low, high, not closed_low, closed_high))
        yield (
            "lower end moved down",
            Node("interval", (_shifted(low, -1), high, closed_low, closed_high)),
        )
        yield (
            "lower end moved up",
            Node("interval", (_shifted(low, 1), high, closed_low, closed_high)),
        )
    if high.op == "num":
        yield "upper end open or closed", Node("interval", (low, high, closed_low, not closed_high))
        yield (
            "upper end moved up",
            Node("interval", (low, _shifted(high, 1), closed_low, closed_high)),
        )
    oo = Node("const", ("oo",))
    if low.op == "num" and high == oo:
        yield "direction turned", Node("interval", (neg(oo), low, False, closed_low))
    if high.op == "num" and low == neg(oo):
        yield "direction turned", Node("interval", (high, oo, closed_high, False))

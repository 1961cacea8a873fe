"""Whether two scalars are the same answer: by their units, their names and their value.

    scalars(read(parse("5 cm")), read(parse("0.05 m"))).equal  ->  True

Names must be the same where both sides have one, units must convert; an infinity equals only
itself. Whether two numbers or expressions are equal is asked of the ladder.
"""

import re

from assay.checkers import intervals
from assay.checkers.basis import same_basis
from assay.checkers.families import same_family
from assay.checkers.ladder import Decision, differ, equal
from assay.checkers.nodes import Node, has_op, num, sym, symbols, walk
from assay.checkers.units import unit_of
from assay.checkers.values import Value

_INFINITE = (intervals.OO, intervals.MINUS_OO)


def scalars(a: Value, b: Value) -> Decision:
    """Two values of one item each."""
    if a.labels and b.labels and not _same_label(a.labels[0], b.labels[0]):
        return differ(labels="two different names")
    left, right = a.items[0], b.items[0]
    if (left == right or left.op == right.op == "num") and not (a.unit or b.unit):
        return equal(left, right)
    if (left in _INFINITE) is not (right in _INFINITE):
        return differ(infinite="one side only")
    if a.unit and b.unit:
        return _with_units(left, a.unit, right, b.unit)
    if a.unit == "deg" or b.unit == "deg":
        return _degrees(a, b)
    if a.unit or b.unit:
        left, right = _with_letter(a, right), _with_letter(b, left)
    if _infinite_and_not(left, right) or _endless(left) is not _endless(right):
        return differ(infinite="one side, or with another sign")
    if _denied(left) is not _denied(right):
        return differ(denied="one side only")
    left, right = same_basis(left, right)
    if _is_name(left) and _is_name(right):
        return Decision(left.args[0].lower() == right.args[0].lower(), "string")
    found = equal(left, right)
    if found.equal is None and _unnamed(left) != _unnamed(right):
        return differ(functions="one side only")
    if found.equal is False and symbols(left) and same_family(left, right, _proved):
        return Decision(True, "canonical", {"family": "constants or turns by other names"})
    return found


def _proved(a: Node, b: Node) -> bool:
    return equal(a, b).equal is True


def _with_letter(value: Value, other: Node) -> Node:
    """`5 m` as a product where the other side speaks of an unknown m; else the bare number."""
    match = _ONE_LETTER.fullmatch(value.unit or "")
    if match is None or match[1] not in symbols(other):
        return value.items[0]
    power = Node("pow", (sym(match[1]), num(int(match[2] or 1))))
    return Node("mul", (value.items[0], power))


_ONE_LETTER = re.compile(r"([A-Za-z])(?:\^(\d))?")


def _infinite_and_not(left: Node, right: Node) -> bool:
    """oo against -oo, or one of them against what has no infinity in it."""
    ends = (intervals.OO, intervals.MINUS_OO)
    if left in ends and right in ends:
        return left != right
    other = right if left in ends else left
    return (left in ends or right in ends) and all(n != intervals.OO for n in walk(other))


def _endless(node: Node) -> bool:
    """Whether an answer reckons with infinity outside the bounds of a sum: that is no number."""
    if node.op in ("num", "sym") or node in _INFINITE:
        return False
    infinite = any([part == intervals.OO for part in walk(node) if part.op == "const"])
    return infinite and not has_op(node, "big")


def _denied(node: Node) -> bool:
    return node.op == "fn" and node.args[0] == "not"


def _unnamed(node: Node) -> frozenset[str]:
    """The functions that nobody has named: f in f(17)."""
    return frozenset(
        part.args[0]
        for part in walk(node)
        if part.op == "fn" and len(part.args[0].rstrip("'")) == 1
    )


def _is_name(node: Node) -> bool:
    return node.op in ("sym", "const") and len(node.args[0]) == 1


def _degrees(a: Value, b: Value) -> Decision:
    """Degrees against a bare number: the same number, or the same angle in radians."""
    found = equal(a.items[0], b.items[0])
    if found.equal:
        return found
    angles = (Node("unit", (v.items[0], "deg")) if v.unit else v.items[0] for v in (a, b))
    return equal(*angles)


def _same_label(a: Node, b: Node) -> bool:
    """Two labels name the same: equal, or one function of two different arguments."""
    events = [_is_event(label) for label in (a, b)]
    if any(events):
        return a == b or not all(events)
    if a.op == b.op == "sym":
        return bool(a == b)
    if a.op == b.op == "fn" or (a.op == b.op == "mul" and len(a.args) == len(b.args) == 2):
        return bool(a.args[0] == b.args[0])
    return True


def _is_event(label: Node) -> bool:
    """P(A cup B): the probability of an event, as a name or as the product it is read as."""
    if label.op == "mul":
        return any(part.op in ("cup", "cap") for part in label.args)
    return label.op == "sym" and "(" in label.args[0] and label.args[0][0] in "PEV\\"


def _with_units(left: Node, unit: str, right: Node, other: str) -> Decision:
    first, second = unit_of(unit), unit_of(other)
    if {first, second} == _POUNDS:
        return equal(left, right)
    if first is None or second is None:
        if _plain(unit) != _plain(other):
            return differ(units=sorted((unit, other)))
        return equal(left, right)
    if {first, second} == _ANGLES:
        parts = (Node("unit", (left, "deg")), right), (left, Node("unit", (right, "deg")))
        return equal(*parts[first != unit_of("deg")])
    if first.dimension != second.dimension:
        return differ(units=sorted((unit, other)))
    if first.factor == second.factor:
        return equal(left, right)
    return equal(Node("mul", (num(first.factor), left)), Node("mul", (num(second.factor), right)))


_ANGLES = {unit_of("deg"), unit_of("rad")}
_POUNDS = {unit_of("£"), unit_of("pounds")}  # five pounds may be money


def _plain(unit: str) -> str:
    return " ".join(unit.lower().split()).rstrip("s")

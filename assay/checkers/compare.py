"""Whether two answers of any shape are the same; symmetric in its arguments.

    compare(read(parse("x < 3")), read(parse("(-oo, 3)"))).equal  ->  True

Shapes meet by fixed rules: a bare list agrees with a tuple in order and with a set in any order; a
set never agrees with a tuple; an inequality is an interval; a column is a tuple; labels matter
when both sides have them. Scalars are scalars.py's, inequalities and equations relations.py's.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from assay.checkers import ball, matrices, pieces
from assay.checkers.basis import basis_entries
from assay.checkers.exact import rational
from assay.checkers.ladder import SAME, Decision, differ, equal
from assay.checkers.limits import MAX_PAIRS
from assay.checkers.nodes import Node
from assay.checkers.relations import assignment_and_equation, equations, list_and_region, regions
from assay.checkers.scalars import scalars
from assay.checkers.texts import same_text
from assay.checkers.values import Value, read


def compare(a: Value, b: Value) -> Decision:
    """Whether two values are the same answer."""
    if "contradiction" in (a.shape, b.shape):
        return differ(contradiction=True)
    rule = _RULES.get((a.shape, b.shape))
    if rule is not None:
        return rule(a, b)
    rule = _RULES.get((b.shape, a.shape))
    if rule is not None:
        return rule(b, a)
    return differ(shapes=sorted((a.shape, b.shape)))


def _ordered(a: Value, b: Value) -> Decision:
    if {a.written, b.written} == {"tuple", "list"}:
        return differ(brackets="round against square")
    return in_order(a.items, b.items)


def in_order(a: Sequence[Node], b: Sequence[Node]) -> Decision:
    """Member by member."""
    if len(a) != len(b):
        return differ(lengths=[len(a), len(b)])
    last = SAME
    for left, right in zip(a, b, strict=True):
        both = left.op == right.op == "num"
        found = equal(left, right) if both else compare(read(left), read(right))
        if found.equal is not True:
            return found
        last = _higher(last, found)
    return last


def _higher(a: Decision, b: Decision) -> Decision:
    return b if _HEIGHT[b.rung] >= _HEIGHT[a.rung] else a


_HEIGHT = {None: -1, "string": 0, "exact": 1, "canonical": 2, "modular": 3, "ball": 4, "sympy": 5}


def _mixed_order(a: Value, b: Value) -> Decision:
    """An unordered against an ordered list: any order, unless the latter is a tuple."""
    if b.written == "tuple" and a.written != "pm":
        return differ(order="a set against a tuple")
    if b.written == "list" and len(b.items) == 2:
        return differ(order="a set against an interval")
    return as_sets(a.items, b.items)


def _unordered(a: Value, b: Value) -> Decision:
    return as_sets(a.items, b.items)


def as_sets(a: Sequence[Node], b: Sequence[Node]) -> Decision:
    """Every member of each side is in the other."""
    left, right = _numbers(a), _numbers(b)
    if left is not None and right is not None:
        return Decision(left == right, "exact")
    last, undecided, budget = SAME, None, _Budget()
    met: set[int] = set()
    for item in a:
        found = _member(item, b, budget, met)
        if found.equal is False:
            return found
        undecided = found if found.equal is None else undecided
        last = _higher(last, found)
    for item in (item for item in b if id(item) not in met):
        found = _member(item, a, budget)
        if found.equal is False:
            return found
        undecided = found if found.equal is None else undecided
        last = _higher(last, found)
    return undecided or last


def as_multisets(a: Sequence[Node], b: Sequence[Node]) -> Decision:
    """Every member as often on one side as on the other: equality is transitive, so one pass."""
    if len(a) != len(b):
        return differ(members=[len(a), len(b)])
    last, left, budget = SAME, list(b), _Budget()
    for item in a:
        found, undecided = None, None
        for at, other in enumerate(left):
            decision = _member(item, (other,), budget)
            if decision.equal:
                found = at, decision
                break
            undecided = decision if decision.equal is None else undecided
        if found is None:
            return undecided or differ(missing=True)
        del left[found[0]]
        last = _higher(last, found[1])
    return last


class _Budget:
    """Comparisons left between members, and their approximate values, each found once."""

    def __init__(self) -> None:
        self.left = MAX_PAIRS
        self.known: dict[int, complex | None] = {}

    def apart(self, a: Node, b: Node) -> bool:
        """Whether two constants are far from each other by their balls: a cheap proof."""
        x, y = self._near(a), self._near(b)
        return x is not None and y is not None and abs(x - y) > 1e-6 * (1 + abs(x) + abs(y))

    def _near(self, node: Node) -> complex | None:
        if id(node) not in self.known:
            self.known[id(node)] = ball.approximate(node)
        return self.known[id(node)]


def _numbers(items: Sequence[Node]) -> frozenset[tuple[object, ...]] | None:
    """The members where all are rationals, or points of rationals; else None."""
    values: list[tuple[object, ...]] = []
    for item in items:
        entries = item.args if item.op == "tuple" else (item,)
        if not all([entry.op == "num" for entry in entries]):
            return None
        pairs = [(entry.args[0].p, entry.args[0].q) for entry in entries]
        values.append((item.op, *pairs))
    return frozenset(values)


def _member(
    item: Node, others: Sequence[Node], budget: _Budget, met: set[int] | None = None
) -> Decision:
    """Whether `item` is one of the others; the one it is is noted in `met` by its id."""
    value, undecided = read(item), None
    for other in others:
        if budget.apart(item, other):
            continue
        if not budget.left:
            return Decision(None, None, {"undecided": "too many members"})
        budget.left -= 1
        found = compare(value, read(other))
        if found.equal:
            if met is not None:
                met.add(id(other))
            return found
        if found.equal is None:
            undecided = found
    return undecided or differ(missing=True)


def _mappings(a: Value, b: Value) -> Decision:
    if set(a.labels) != set(b.labels):
        return differ(labels="two different names")
    other = dict(zip(b.labels, b.items, strict=True))
    return in_order(a.items, [other[label] for label in a.labels])


def _mapping_and_list(a: Value, b: Value) -> Decision:
    """Labelled values against a bare list: by the order of the names where they have one."""
    if b.shape == "unordered":
        return as_sets(a.items, b.items)
    return in_order(_by_name(a), b.items)


def _by_name(value: Value) -> Sequence[Node]:
    """The values of x, y, z or of a_1, a_2 in that order; of other names as they are written."""
    names = [label.args[0] if label.op == "sym" else "" for label in value.labels]
    in_turn = sorted(names)
    codes = [ord(name) for name in in_turn if len(name) == 1]
    neighbours = len(codes) == len(names) and all(b == a + 1 for a, b in pairwise(codes))
    numbered = len({name.partition("_")[0] for name in names}) == 1 and all(
        re.fullmatch(r"[A-Za-z]+_\{\d\}", name) for name in names
    )
    if not neighbours and not numbered:
        return value.items
    of = dict(zip(names, value.items, strict=True))
    return [of[name] for name in in_turn]


def _single(a: Value, b: Value) -> Decision:
    """A scalar against a collection: only a one-member set or alternatives agree, or a vector."""
    if b.shape == "ordered" and len(b.items) > 1:
        entries = basis_entries(a.items[0], len(b.items))
        if entries is not None:
            return in_order(entries, b.items)
    if len(b.items) == 1 and b.shape == "unordered":
        return compare(a, read(b.items[0]))
    if b.shape == "unordered" and b.items:
        for item in dict.fromkeys(b.items):
            found = compare(a, read(item))
            if not found.equal:
                return differ(members=len(b.items))
        return found
    return differ(members=len(b.items))


def _texts(a: Value, b: Value) -> Decision:
    return Decision(same_text(a.items[0].args[0], b.items[0].args[0]), "string")


def _matrices(a: Value, b: Value) -> Decision:
    return matrices.same(a, b, in_order)


def _vector(a: Value, b: Value) -> Decision:
    """A matrix of one column or row against a tuple."""
    flat = matrices.as_vector(a)
    if b.shape == "scalar":
        entries = flat and basis_entries(b.items[0], len(flat))
        return in_order(flat, entries) if flat and entries else differ(shapes="a matrix, a number")
    return differ(shapes="a matrix against a list") if flat is None else in_order(flat, b.items)


def _classes(a: Value, b: Value) -> Decision:
    residues = [(rational(value.items[0]), rational(value.items[1])) for value in (a, b)]
    (r, m), (s, n) = residues
    if r is None or s is None or m is None or n is None:
        return in_order(a.items, b.items)
    if abs(m) != abs(n) or not m:
        return differ(moduli="different")
    return Decision(((r - s) / m).q == 1, "exact")


_RULES: dict[tuple[str, str], Callable[[Value, Value], Decision]] = {
    ("scalar", "scalar"): scalars,
    ("ordered", "ordered"): _ordered,
    ("unordered", "unordered"): _unordered,
    ("unordered", "ordered"): _mixed_order,
    ("mapping", "mapping"): _mappings,
    ("mapping", "ordered"): _mapping_and_list,
    ("mapping", "unordered"): _mapping_and_list,
    ("scalar", "ordered"): _single,
    ("scalar", "unordered"): _single,
    ("region", "region"): lambda a, b: regions(a, b, in_order),
    ("ordered", "region"): list_and_region,
    ("unordered", "region"): list_and_region,
    ("equation", "equation"): equations,
    ("scalar", "equation"): assignment_and_equation,
    ("text", "text"): _texts,
    ("matrix", "matrix"): _matrices,
    ("matrix", "ordered"): _vector,
    ("matrix", "scalar"): _vector,
    ("class", "class"): _classes,
    ("relation", "relation"): lambda a, b: regions(a, b, in_order),
    ("cases", "cases"): lambda a, b: pieces.same(a.items[0], b.items[0], equal),
}

"""Whether two answers of any shape are the same; symmetric in its arguments.

    compare(read(parse("x < 3")), read(parse("(-oo, 3)"))).equal  ->  True

Shapes meet by fixed rules: a bare list agrees with a tuple in order and with a set in any order; a
set never agrees with a tuple; an inequality is an interval; a column is a tuple; labels matter
when both
sides have them. Scalars go to the ladder, with their units.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from flint import fmpq

from assay.checkers import ball, canonical, intervals, matrices, pieces
from assay.checkers.basis import basis_entries, same_basis
from assay.checkers.exact import Undefined, rational
from assay.checkers.families import same_family
from assay.checkers.ladder import SAME, Decision, equal
from assay.checkers.limits import MAX_PAIRS
from assay.checkers.nodes import Node, has_op, neg, num, sym, symbols, walk
from assay.checkers.ratios import NotCanonical
from assay.checkers.texts import same_text
from assay.checkers.units import unit_of
from assay.checkers.values import Value, read

_INFINITE = (intervals.OO, intervals.MINUS_OO)
_INTERVAL_SHAPES = frozenset({"tuple", "list", "set"})


def differ(**evidence: object) -> Decision:
    """Different by form, with what was seen."""
    return Decision(False, "exact", evidence)


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


def _scalars(a: Value, b: Value) -> Decision:
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


def _regions(a: Value, b: Value) -> Decision:
    try:
        return intervals.same(_region(a), _region(b))
    except intervals.NoRegion as error:
        return _same_relation(a, b, str(error))


def _region(value: Value) -> intervals.Region:
    node = value.items[0]
    return intervals.region(node)


def _same_relation(a: Value, b: Value, reason: str) -> Decision:
    """Inequalities that have no region: the same operators between the same sides, either way."""
    left, right = a.items[0], b.items[0]
    if left.op != "rel" or right.op != "rel":
        return Decision(left == right or None, "string" if left == right else None, {"why": reason})
    for operators, sides in (_forward(right), _backward(right)):
        if operators == left.args[0] and len(sides) == len(left.args) - 1:
            found = in_order(left.args[1:], sides)
            if found.equal:
                return found
    return _same_difference(left, right)


def _forward(node: Node) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    return node.args[0], tuple(node.args[1:])


def _backward(node: Node) -> tuple[tuple[str, ...], tuple[Node, ...]]:
    mirrored = tuple(intervals._MIRROR.get(operator, operator) for operator in node.args[0])
    return mirrored[::-1], tuple(node.args[:0:-1])


def _same_difference(left: Node, right: Node) -> Decision:
    """a < b and c < d agree when a - b is a positive multiple of c - d."""
    if len(left.args) != 3 or len(right.args) != 3:
        return differ(relations="of different sides")
    operator, other = left.args[0][0], right.args[0][0]
    a = Node("add", (left.args[1], neg(left.args[2])))
    b = Node("add", (right.args[1], neg(right.args[2])))
    factor = _proportion(a, b)
    if factor is None:
        return differ(relations="not proportional")
    expected = operator if factor > 0 else intervals._MIRROR.get(operator)
    return Decision(expected == other, "canonical", {"factor": str(factor)})


def _equations(a: Value, b: Value) -> Decision:
    """Two equations are the same when one is a constant multiple of the other."""
    if symbols_of(a) != symbols_of(b):
        return differ(unknowns="different")
    left = Node("add", (a.items[0], neg(a.items[1])))
    right = Node("add", (b.items[0], neg(b.items[1])))
    factor = _proportion(left, right)
    if factor is not None:
        return Decision(True, "canonical", {"factor": str(factor)})
    both = equal(left, right)
    return both if both.equal is not None else differ(equations="not proportional")


def symbols_of(value: Value) -> frozenset[str]:
    """The unknowns of all items and labels."""
    return frozenset().union(*(symbols(node) for node in (*value.items, *value.labels)))


def _proportion(a: Node, b: Node) -> fmpq | None:
    """The constant c with numerator(a) == c * numerator(b); None when there is none."""
    try:
        builder = canonical.builder_of(a, b)
        left, right = builder.lowest(builder.of(a)).top, builder.lowest(builder.of(b)).top
    except (NotCanonical, Undefined):
        return None
    if left.is_zero() or right.is_zero():
        return None
    factor = left.leading_coefficient() / right.leading_coefficient()
    return factor if left == right * factor else None


def _assignment_and_equation(a: Value, b: Value) -> Decision:
    """`y = f(x)` against another equation in the same unknowns; a solved `x = 2` is none."""
    if not a.labels or not symbols(a.items[0]):
        return differ(shapes="a value against an equation")
    return _equations(Value("equation", (a.labels[0], a.items[0])), b)


def _list_and_region(a: Value, b: Value) -> Decision:
    beside = a.written == "seq" and all(
        item.op in ("tuple", "list", "interval") for item in a.items
    )
    if a.written not in _INTERVAL_SHAPES and not beside:
        return differ(shapes="a list against an interval")
    try:
        return intervals.same(
            intervals.region(Node(a.written, a.items)), intervals.region(b.items[0])
        )
    except intervals.NoRegion:
        return differ(shapes="a list against an interval")


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
    ("scalar", "scalar"): _scalars,
    ("ordered", "ordered"): _ordered,
    ("unordered", "unordered"): _unordered,
    ("unordered", "ordered"): _mixed_order,
    ("mapping", "mapping"): _mappings,
    ("mapping", "ordered"): _mapping_and_list,
    ("mapping", "unordered"): _mapping_and_list,
    ("scalar", "ordered"): _single,
    ("scalar", "unordered"): _single,
    ("region", "region"): _regions,
    ("ordered", "region"): _list_and_region,
    ("unordered", "region"): _list_and_region,
    ("equation", "equation"): _equations,
    ("scalar", "equation"): _assignment_and_equation,
    ("text", "text"): _texts,
    ("matrix", "matrix"): _matrices,
    ("matrix", "ordered"): _vector,
    ("matrix", "scalar"): _vector,
    ("class", "class"): _classes,
    ("relation", "relation"): _regions,
    ("cases", "cases"): lambda a, b: pieces.same(a.items[0], b.items[0], equal),
}

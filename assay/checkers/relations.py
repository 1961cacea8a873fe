"""Whether two inequalities, or two equations, say the same.

    regions(read(parse("x < 3")), read(parse("3 > x")), in_order).equal  ->  True

An inequality is its interval where it has one, else the same relation between the same sides or a
positive multiple of it; an equation is any multiple of itself.
"""

from collections.abc import Callable, Sequence

from flint import fmpq

from assay.checkers import canonical, intervals
from assay.checkers.exact import Undefined
from assay.checkers.ladder import Decision, differ, equal
from assay.checkers.nodes import Node, neg, symbols
from assay.checkers.ratios import NotCanonical
from assay.checkers.values import Value

InOrder = Callable[[Sequence[Node], Sequence[Node]], Decision]
_INTERVAL_SHAPES = frozenset({"tuple", "list", "set"})


def regions(a: Value, b: Value, in_order: InOrder) -> Decision:
    """Two inequalities; `in_order` compares the sides of those that have no interval."""
    try:
        return intervals.same(_region(a), _region(b))
    except intervals.NoRegion as error:
        return _same_relation(a, b, str(error), in_order)


def _region(value: Value) -> intervals.Region:
    node = value.items[0]
    return intervals.region(node)


def _same_relation(a: Value, b: Value, reason: str, in_order: InOrder) -> Decision:
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


def equations(a: Value, b: Value) -> Decision:
    """Two equations are the same when one is a constant multiple of the other."""
    if _symbols_of(a) != _symbols_of(b):
        return differ(unknowns="different")
    left = Node("add", (a.items[0], neg(a.items[1])))
    right = Node("add", (b.items[0], neg(b.items[1])))
    factor = _proportion(left, right)
    if factor is not None:
        return Decision(True, "canonical", {"factor": str(factor)})
    both = equal(left, right)
    return both if both.equal is not None else differ(equations="not proportional")


def _symbols_of(value: Value) -> frozenset[str]:
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


def assignment_and_equation(a: Value, b: Value) -> Decision:
    """`y = f(x)` against another equation in the same unknowns; a solved `x = 2` is none."""
    if not a.labels or not symbols(a.items[0]):
        return differ(shapes="a value against an equation")
    return equations(Value("equation", (a.labels[0], a.items[0])), b)


def list_and_region(a: Value, b: Value) -> Decision:
    """Two numbers in brackets, or several such, against an interval or a union."""
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

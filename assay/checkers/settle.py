"""Constants settled before the ladder: floors, remainders, extremes and arcs that balls can decide.

    settled(parse("\\\\arccos(-1)"))  ->  pi        settled(parse("\\\\lfloor 10\\\\sqrt2
    \\\\rfloor"))  ->  14

A ball that holds one candidate only is a proof; an arc is settled when its sine, cosine or
tangent is proved. Whatever is not decided stays as it is.
"""

from collections.abc import Callable
from functools import partial

from flint import arb, fmpq

from assay.checkers import ball
from assay.checkers.arcs import arc_of
from assay.checkers.exact import Undefined, rational
from assay.checkers.nodes import Node, children, const, neg, num, symbols
from assay.checkers.separation import IMAGINARY, has_i
from assay.checkers.series import is_endless, total

_STEPS = frozenset({"floor", "ceil", "max", "min"})
_ARCS = {"asin": "sin", "acos": "cos", "atan": "tan", "acot": "cot"}
_BITS = 160
_PARTS = 120
Equal = Callable[[Node, Node], bool]


def needs_settling(node: Node) -> bool:
    """Whether a rounded value, a remainder, an extreme or an arc occurs."""
    if (
        node.op == "mod"
        or is_endless(node)
        or (node.op == "fn" and node.args[0] in _STEPS | {"abs", *_ARCS})
    ):
        return True
    return any(needs_settling(child) for child in children(node))


def settled(node: Node, equal: Equal) -> Node:
    """The tree with its ground roundings, extremes and arcs replaced where they are decided."""
    if node.op == "big":
        return (total(node, equal) if is_endless(node) else None) or node
    args = tuple(settled(arg, equal) if isinstance(arg, Node) else arg for arg in node.args)
    node = Node(node.op, args)
    if node.op not in ("fn", "mod") or symbols(node) or rational(node) is not None:
        return node
    try:
        return _settle(node, equal)
    except (ball.NoBall, Undefined):
        return node


def _settle(node: Node, equal: Equal) -> Node:
    if node.op == "mod":
        quotient = _rounded(Node("div", node.args), "floor")
        return Node("add", (node.args[0], neg(Node("mul", (quotient, node.args[1])))))
    name = node.args[0]
    if name in ("floor", "ceil"):
        return _rounded(node.args[1], name)
    if name in ("max", "min"):
        return _extreme(node.args[1:], name == "max")
    if name == "abs" and has_i(node):
        return _modulus(node.args[1])
    if name in _ARCS and len(node.args) == 2:
        return _arc(node, equal)
    return node


def _modulus(inside: Node) -> Node:
    """|z| as sqrt(z * conjugate), for z made of reals and i by rational operations."""
    return Node("fn", ("sqrt", Node("mul", (inside, _conjugate(inside)))))


def _conjugate(node: Node) -> Node:
    if node == IMAGINARY:
        return neg(node)
    if not has_i(node):
        if ball.value_of(node, {}, _BITS).imag != 0:
            raise ball.NoBall("a part that is not real")
        return node
    if node.op not in ("add", "mul", "neg", "div") and not (
        node.op == "pow" and rational(node.args[1]) is not None and not has_i(node.args[1])
    ):
        raise ball.NoBall("no conjugate")
    if node.op == "pow" and rational(node.args[1]).q != 1:  # type: ignore[union-attr]
        raise ball.NoBall("no conjugate")
    return Node(node.op, tuple(_conjugate(arg) for arg in node.args))


def _rounded(inside: Node, name: str) -> Node:
    value = ball.value_of(inside, {}, _BITS).real
    whole = ball.at_precision(_BITS, lambda: value.floor() if name == "floor" else value.ceil())
    found = whole.unique_fmpz()
    if found is None:
        raise ball.NoBall("not decided")
    return num(int(found))


def _extreme(nodes: tuple[Node, ...], largest: bool) -> Node:
    best, value = nodes[0], ball.value_of(nodes[0], {}, _BITS).real
    for node in nodes[1:]:
        other = ball.value_of(node, {}, _BITS).real
        if value.overlaps(other) and node != best:
            raise ball.NoBall("not decided")
        if (other > value) == largest and node != best:
            best, value = node, other
    return best


def _arc(node: Node, equal: Equal) -> Node:
    """q * pi, where the arc is near it and its sine, cosine or tangent is proved."""
    value = ball.value_of(node, {}, _BITS).real
    turns = ball.at_precision(_BITS, partial(_turns, value)).unique_fmpz()
    if turns is None:
        nearest = ball.at_precision(_BITS, partial(_nearest, value))
        turns = nearest.unique_fmpz()
    if turns is None:
        raise ball.NoBall("not decided")
    angle = Node("mul", (num(fmpq(int(turns), _PARTS)), const("pi")))
    back = Node("fn", (_ARCS[node.args[0]], angle))
    gap = ball.value_of(Node("add", (node, neg(angle))), {}, _BITS).real
    if abs(gap) < arb(2) ** -40 and equal(back, node.args[1]):
        return angle
    sine = rational(node.args[1])
    return (None if sine is None else arc_of(node.args[0], sine)) or node


def _turns(value: arb) -> arb:
    return value * _PARTS / arb.pi()


def _nearest(value: arb) -> arb:
    return (value * _PARTS / arb.pi() + arb(fmpq(1, 2))).floor()

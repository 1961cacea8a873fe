"""Claims of calculus: a derivative, an antiderivative, an integral that is worked out.

    "the derivative of 3x^2 is 6x"  ->  "true"        "\\int_1^2 x^2 dx = 8/3"  ->  "false"

An integral with bounds is worked out for polynomials only.
"""

import re

from flint import fmpq

from assay.checkers.derive import NoDerivative, derivative
from assay.checkers.nodes import Node, has_op, num, symbols, walk
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import node_of, same


def operated(said: Said, context: Context) -> Verdict:
    """The derivative or an antiderivative of one expression is another."""
    left, right = node_of(said.left.text), node_of(said.right.text)
    if left is None or right is None or said.relation != "=":
        return None
    inner, outer = (left, right) if said.operator == "derivative" else (right, left)
    if inner.op == "sym":
        inner = context.definitions.get(inner.args[0], inner)
    inner, outer = context.expanded(inner), context.expanded(outer)
    return _derives(inner, outer, said)


def _unsure(said: Said) -> bool:
    return said.loose or said.supposed or (said.continued and not said.verbal)


def _derives(inner: Node, outer: Node, said: Said | None) -> Verdict:
    names = sorted(symbols(inner) - {"C", "c", "K"}) or sorted(symbols(outer))
    if (
        symbols(outer) - {*names[:1], "C", "c", "K"}
        or len(names) > 1
        or has_op(inner, "big")
        or has_op(outer, "big")
    ):
        return None
    try:
        found = derivative(inner, names[0]) if names else num(0)
    except NoDerivative:
        return None
    alike = same(found, outer)
    if alike is False and said is not None and _unsure(said):
        return None
    return None if alike is None else "true" if alike else "false"


_DIFFERENTIAL = re.compile(r"d ?([a-z])")
_OF_DIFFERENTIAL = re.compile(r"(.*?)(?:\\cdot |\*)? ?d ?([a-z])")


def differentials(said: Said, context: Context) -> Verdict:
    """ "du = 2x dx" for u = x^2 + 1."""
    left = _DIFFERENTIAL.fullmatch(said.left.text.strip())
    right = _OF_DIFFERENTIAL.fullmatch(said.right.text.strip())
    if left is None or right is None or said.relation != "=":
        return None
    body, factor = context.definitions.get(left[1]), node_of(right[1].strip() or "1")
    if body is None or factor is None or symbols(body) != {right[2]}:
        return None
    found = _derives(body, factor, None)
    return None if found == "false" and (said.loose or said.supposed) else found


def with_integrals(said: Said, left: Node, right: Node) -> Verdict:
    """Integrals without bounds: both sides have the same derivative."""
    variables = {_integrand(node)[1] for side in (left, right) for node in _integrals(side)}
    if len(variables) != 1 or "" in variables or said.relation != "=":
        return None
    (variable,) = variables
    others = (symbols(left) | symbols(right)) - {variable, "d " + variable, "C", "c", "K"}
    a, b = _rate(left, variable), _rate(right, variable)
    if others or a is None or b is None:
        return None
    alike = same(a, b)
    if alike is False and (said.loose or said.supposed or said.verbal):
        return None
    return None if alike is None else "true" if alike else "false"


def _integrals(node: Node) -> list[Node]:
    return [inner for inner in walk(node) if inner.op == "big"]


def _rate(node: Node, variable: str) -> Node | None:
    """The derivative of sums and multiples of integrals and other expressions."""
    if node.op == "big":
        body, _ = _integrand(node)
        return body if node.args[0] == "int" and len(node.args) == 2 else None
    if not has_op(node, "big"):
        try:
            return derivative(node, variable)
        except NoDerivative:
            return None
    if node.op == "neg":
        inner = _rate(node.args[0], variable)
        return None if inner is None else Node("neg", (inner,))
    if node.op == "add":
        rates = [_rate(arg, variable) for arg in node.args]
        return None if None in rates else Node("add", tuple(rate for rate in rates if rate))
    if node.op != "mul":
        return None
    parts = [arg for arg in node.args if has_op(arg, "big")]
    rest = [arg for arg in node.args if not has_op(arg, "big")]
    inner = _rate(parts[0], variable) if len(parts) == 1 else None
    if inner is None or any(variable in symbols(arg) for arg in rest):
        return None
    return Node("mul", (*rest, inner))


def settled_integrals(node: Node) -> Node:
    """`node` with its integrals of polynomials between bounds worked out."""
    if not has_op(node, "big"):
        return node
    if node.op == "big":
        body, variable = _integrand(node)
        if node.args[0] != "int" or body is None or len(node.args) != 4:
            return node
        return _definite(body, variable, node.args[2], node.args[3]) or node
    args = tuple(settled_integrals(a) if isinstance(a, Node) else a for a in node.args)
    return Node(node.op, args)


def _integrand(node: Node) -> tuple[Node | None, str]:
    """The integrand and the variable of `∫ body dx`."""
    inside = node.args[1] if len(node.args) > 1 else None
    if not isinstance(inside, Node):
        return None, ""
    parts = inside.args if inside.op == "mul" else (inside,)
    last = parts[-1]
    if last.op != "sym" or not last.args[0].startswith("d "):
        return None, ""
    rest = parts[:-1]
    body = num(1) if not rest else rest[0] if len(rest) == 1 else Node("mul", rest)
    return body, last.args[0][2:]


def _definite(body: Node, variable: str, low: Node, high: Node) -> Node | None:
    """The integral of a polynomial by its powers."""
    terms = body.args if body.op == "add" else (body,)
    parts: list[Node] = []
    for term in terms:
        power = _power_of(term, variable)
        if power is None:
            return None
        factor, exponent = power
        for end, sign in ((high, 1), (low, -1)):
            raised = Node("pow", (end, num(exponent + 1)))
            scale = num(fmpq(sign) / (exponent + 1))
            parts.append(Node("mul", (scale, factor, raised)))
    return Node("add", tuple(parts))


def _power_of(term: Node, variable: str) -> tuple[Node, int] | None:
    """`3*x^2` as (3, 2)."""
    if term.op == "neg":
        inner = _power_of(term.args[0], variable)
        return None if inner is None else (Node("neg", (inner[0],)), inner[1])
    factors = term.args if term.op == "mul" else (term,)
    exponent, rest = 0, []
    for factor in factors:
        if factor.op == "sym" and factor.args[0] == variable:
            exponent += 1
        elif factor.op == "pow" and factor.args[0] == Node("sym", (variable,)):
            power = factor.args[1]
            if power.op != "num" or power.args[0].q != 1 or not 0 <= power.args[0] <= 50:
                return None
            exponent += int(power.args[0].p)
        elif variable in symbols(factor):
            return None
        else:
            rest.append(factor)
    return (Node("mul", (num(1), *rest)), exponent)

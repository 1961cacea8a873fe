"""Claims of calculus: a derivative, an antiderivative, an integral that is worked out.

    "the derivative of 3x^2 is 6x"  ->  "true"        "\\int_1^2 x^2 dx = 8/3"  ->  "false"

An integral with bounds is worked out for polynomials only.
"""

from flint import fmpq

from assay.checkers.derive import NoDerivative, derivative
from assay.checkers.nodes import Node, has_op, num, symbols
from assay.checkers.prose.claims import Said
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.values import node_of, same


def operated(said: Said, context: Context) -> Verdict:
    """The derivative or an antiderivative of one expression is another."""
    left, right = node_of(said.left.text), node_of(said.right.text)
    if left is None or right is None or said.relation != "=":
        return None
    inner, outer = (left, right) if said.operator == "derivative" else (right, left)
    inner, outer = context.expanded(inner), context.expanded(outer)
    return _derives(inner, outer, said)


def _derives(inner: Node, outer: Node, said: Said | None) -> Verdict:
    names = sorted(symbols(inner) - {"C", "c", "K"}) or sorted(symbols(outer))
    if len(names) > 1 or has_op(inner, "big") or has_op(outer, "big"):
        return None
    try:
        found = derivative(inner, names[0]) if names else num(0)
    except NoDerivative:
        return None
    alike = same(found, outer)
    if alike is False and said is not None and (said.loose or said.supposed or said.continued):
        return None
    return None if alike is None else "true" if alike else "false"


def integral(left: Node, right: Node) -> Verdict:
    """An integral that is worked out: its result derived, or its value for a polynomial."""
    body, variable = _integrand(left)
    if left.args[0] != "int" or body is None or has_op(right, "big"):
        return None
    if len(left.args) == 2:
        return _derives(right, body, None)
    if len(left.args) != 4 or symbols(right):
        return None
    total = _definite(body, variable, left.args[2], left.args[3])
    alike = None if total is None else same(total, right)
    return None if alike is None else "true" if alike else "false"


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

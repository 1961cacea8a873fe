"""The derivative of an expression, rule by rule: how antiderivatives are compared.

    derivative(parse("x^2 + C"), "x")  ->  2*x, unsimplified

Every other unknown is a constant. Raises `NoDerivative` for what has no rule here.
"""

from collections.abc import Callable

from assay.checkers.exact import rational
from assay.checkers.nodes import Node, neg, num, symbols

ZERO, ONE = num(0), num(1)


class NoDerivative(ValueError):
    """The expression has no derivative rule here."""


def derivative(node: Node, variable: str) -> Node:
    """d(node)/d(variable), not simplified."""
    if node.op != "big" and variable not in symbols(node):
        return ZERO
    rule = _RULES.get(node.op)
    if rule is None:
        raise NoDerivative(f"no derivative of {node.op!r}")
    return rule(node, variable)


def _mul(node: Node, variable: str) -> Node:
    parts = []
    for at, arg in enumerate(node.args):
        inner = derivative(arg, variable)
        if inner != ZERO:
            parts.append(Node("mul", (*node.args[:at], inner, *node.args[at + 1 :])))
    return Node("add", tuple(parts)) if parts else ZERO


def _div(node: Node, variable: str) -> Node:
    top, bottom = node.args
    if variable not in symbols(bottom):
        return Node("div", (derivative(top, variable), bottom))
    change = Node(
        "add",
        (
            Node("mul", (derivative(top, variable), bottom)),
            neg(Node("mul", (top, derivative(bottom, variable)))),
        ),
    )
    return Node("div", (change, Node("pow", (bottom, num(2)))))


def _pow(node: Node, variable: str) -> Node:
    base, exponent = node.args
    if variable not in symbols(exponent):
        value = rational(exponent)
        lower = num(value - 1) if value is not None else Node("add", (exponent, num(-1)))
        return Node("mul", (exponent, Node("pow", (base, lower)), derivative(base, variable)))
    log = Node("fn", ("ln", base))
    if variable not in symbols(base):
        return Node("mul", (node, log, derivative(exponent, variable)))
    return Node("mul", (node, derivative(Node("mul", (exponent, log)), variable)))


def _fn(node: Node, variable: str) -> Node:
    name, inside = node.args[0], node.args[1]
    index = rational(node.args[2]) if name == "root" else None
    if index:
        return _pow(Node("pow", (inside, num(1 / index))), variable)
    if name == "logb" and variable not in symbols(node.args[2]):
        return Node(
            "div",
            (derivative(Node("fn", ("ln", inside)), variable), Node("fn", ("ln", node.args[2]))),
        )
    rule = _FUNCTIONS.get(name)
    if rule is None or len(node.args) != 2:
        raise NoDerivative(f"no derivative of {name!r}")
    if name in ("ln", "log") and inside.op == "fn" and inside.args[0] == "abs":
        inside = inside.args[1]
    return Node("mul", (rule(inside), derivative(inside, variable)))


def _f(name: str, inside: Node) -> Node:
    return Node("fn", (name, inside))


def _square(node: Node) -> Node:
    return Node("pow", (node, num(2)))


def _over(node: Node) -> Node:
    return Node("div", (ONE, node))


def _root_of(sign: int, node: Node, shift: int) -> Node:
    """sqrt(sign * node^2 + shift)."""
    square = _square(node) if sign > 0 else neg(_square(node))
    return _f("sqrt", Node("add", (square, num(shift))))


_FUNCTIONS: dict[str, Callable[[Node], Node]] = {
    "sin": lambda x: _f("cos", x),
    "cos": lambda x: neg(_f("sin", x)),
    "tan": lambda x: _square(_f("sec", x)),
    "cot": lambda x: neg(_square(_f("csc", x))),
    "sec": lambda x: Node("mul", (_f("sec", x), _f("tan", x))),
    "csc": lambda x: neg(Node("mul", (_f("csc", x), _f("cot", x)))),
    "sinh": lambda x: _f("cosh", x),
    "cosh": lambda x: _f("sinh", x),
    "tanh": lambda x: _over(_square(_f("cosh", x))),
    "exp": lambda x: _f("exp", x),
    "ln": _over,
    "log": _over,
    "log10": lambda x: _over(Node("mul", (x, _f("ln", num(10))))),
    "sqrt": lambda x: _over(Node("mul", (num(2), _f("sqrt", x)))),
    "cbrt": lambda x: _over(Node("mul", (num(3), _square(_f("cbrt", x))))),
    "asin": lambda x: _over(_root_of(-1, x, 1)),
    "acos": lambda x: neg(_over(_root_of(-1, x, 1))),
    "atan": lambda x: _over(Node("add", (_square(x), ONE))),
    "acot": lambda x: neg(_over(Node("add", (_square(x), ONE)))),
    "asinh": lambda x: _over(_root_of(1, x, 1)),
    "acosh": lambda x: _over(_root_of(1, x, -1)),
    "atanh": lambda x: _over(Node("add", (ONE, neg(_square(x))))),
    "abs": lambda x: Node("div", (_f("abs", x), x)),
}
_RULES: dict[str, Callable[[Node, str], Node]] = {
    "sym": lambda node, variable: ONE,
    "add": lambda node, variable: Node("add", tuple(derivative(a, variable) for a in node.args)),
    "neg": lambda node, variable: neg(derivative(node.args[0], variable)),
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "fn": _fn,
}

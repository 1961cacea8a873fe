"""What shows a claim to be right though no rule proves it: the gold, a curve, later values.

    is_on_curve(f(2), 5) for the curve "y = x^2 + 1"    ->  True
    is_settled(3k + 5, 50) where k comes to 15          ->  True

Nothing is refuted here.
"""

import re
from itertools import islice, product

from assay.checkers.nodes import Node, has_op, replaced, sym, symbols
from assay.checkers.prose.calls import MARK, is_called
from assay.checkers.prose.context import Context, derived
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import exact_node, node_of, same, substituted

_MAX_POINTS = 8
_NAMED_VALUE = re.compile(r"([A-Z])(?:_\{fn\})?\([^()=]{1,12}\)|abs\((?:[A-Za-z]|\\Omega ?)\)")


def names_value(said: Said, right: Node, context: Context) -> bool:
    """Whether a claim gives what is worked out a name: P(0) = (12/13)^8, E(X) = 21/6, |u| = 3."""
    if _is_measure(said, context) and not (said.loose or said.verbal or symbols(right)):
        return said.relation == "="
    named = _NAMED_VALUE.fullmatch(said.left.text)
    if named is None or said.loose or said.verbal or symbols(right) or said.relation != "=":
        return False
    return not {named[1]} & {*context.functions, *context.problem.names, *context.env}


def _is_measure(said: Said, context: Context) -> bool:
    """Whether the cosine of an angle that nothing is known of gets a value: cos(alpha) = 11/21."""
    node = node_of(said.left.text)
    if node is None or node.op != "fn" or node.args[0] not in ("cos", "sin", "tan"):
        return False
    inner = node.args[1]
    names = {*context.problem.names, *context.env, *context.solved, *context.problem.letters}
    others = [pair for pair in context.equations if pair[0] != node]
    known = any(symbols(inner) & symbols(side) for pair in others for side in pair)
    return inner.op == "sym" and not known and inner.args[0] not in names


def comes_to_gold(left: Node, right: Node, context: Context) -> bool:
    """Whether an expression gets the gold's value, or one that led to it, and no chance number."""
    value = exact_node(right)
    if value is None or not symbols(left) or context.problem.names & symbols(left):
        return False
    telling = abs(value) > 12 or value.denominator > 1
    return telling and (value == context.problem.gold or abs(value) in context.led)


def is_on_curve(left: Node, right: Node, context: Context) -> bool:
    """Whether f(2) is what the one expression in one unknown that the problem shows comes to there,
    though nobody said that f is its name."""
    problem = context.problem
    called = is_called(left) and len(left.args) == 2 and left.args[0] not in context.functions
    name = str(left.args[0]).replace(MARK, "") if called else ""
    if name.rstrip("'") not in ("f", "g", "h", "p", "q", "y", "P"):
        return False
    curve = node_of(problem.curve) if problem.curve else None
    shown = [curve, *problem.expressions[:4], *problem.definitions.values()]
    for body in shown:
        if body is None or len(symbols(body)) != 1 or has_op(body, "big", "rel"):
            continue
        (variable,) = symbols(body)
        slope = derived(body, name.count("'"), variable)
        if slope and same(replaced(slope, sym(variable), left.args[1]), right) is True:
            return True
    return False


def is_at_place(written: Node, right: Node, context: Context) -> bool:
    """Whether a letter that the problem gives an expression is what that comes to where the step
    is: "at x = 2 we have y = 8 - 4" of y = x^3 - 2x."""
    body = context.problem.definitions.get(str(written.args[0])) if written.op == "sym" else None
    places = {name: nodes[0] for name, nodes in context.settled.items() if len(nodes) == 1}
    places |= context.supposed
    if body is None or not symbols(body) or not symbols(body) <= places.keys():
        return False
    values = {name: places[name] for name in symbols(body)}
    return same(substituted(body, values), right) is True


def is_settled(left: Node, right: Node, context: Context) -> bool:
    """Whether the values that the solution comes to, or the task's own, satisfy an equation that
    is more than a value for a letter."""
    names = symbols(left) | symbols(right)
    values = {**{name: (node,) for name, node in context.env.items()}, **context.settled}
    if not names or not names <= values.keys() or (left.op == "sym" and not symbols(right)):
        return False
    points = list(islice(product(*(values[name] for name in sorted(names))), _MAX_POINTS + 1))
    if len(points) > _MAX_POINTS:
        return False
    found = [dict(zip(sorted(names), point, strict=True)) for point in points]
    return all(same(substituted(left, at), substituted(right, at)) is True for at in found)

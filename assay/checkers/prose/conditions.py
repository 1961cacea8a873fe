"""What a solution says on the side, and what the problem shows to be right. Nothing is refuted.

states_domain(9 - x^2, ">=", 0) for the problem "sqrt(9 - x^2)/(x - 1)"  ->  True
is_critical(x, 3) for the curve "x^2 - 6x + 1"                           ->  True
is_line_of_gold(y - 1, -4(x - 4)) for the gold -4x + 17                  ->  True
"""

import re
from collections.abc import Iterator
from functools import reduce

from assay.checkers.exact import Undefined
from assay.checkers.intervals import NoRegion, meet, region
from assay.checkers.intervals import same as same_region
from assay.checkers.nodes import Node, neg, num, replaced, symbols, walk
from assay.checkers.prose.context import Context, derived
from assay.checkers.prose.problem import gold_items
from assay.checkers.prose.values import node_of, same, substituted

_MOST_SHOWN = 6
_LOGARITHMS = frozenset({"ln", "log", "log10", "logb"})


def states_domain(left: Node, relation: str, right: Node, context: Context) -> bool:
    """Whether an order or inequation says that the problem's roots, logarithms and quotients have a
    value."""
    if relation in ("<", "<="):
        left, right, relation = right, left, relation.replace("<", ">")
    size = Node("add", (left, neg(right)))
    wanted = {">=": "root", ">": "log", "!=": "bottom"}.get(relation)
    if wanted is not None and any(
        same(size, part) is True or (wanted == "bottom" and same(neg(size), part) is True)
        for kind, part in _delicate(context)
        if kind == wanted
    ):
        return True
    return wanted in ("root", "log") and _is_whole_domain(relation, size, context)


def _is_whole_domain(relation: str, size: Node, context: Context) -> bool:
    """Whether an order is all that the logarithms and roots of the problem ask for: x > 6 for
    log(x - 6) + log(x + 1)."""
    parts = [(kind, part) for kind, part in _delicate(context) if kind in ("log", "root")]
    if not parts or any(symbols(part) != symbols(size) for _, part in parts):
        return False
    try:
        met = [region(_above(">" if kind == "log" else ">=", part)) for kind, part in parts]
        return bool(same_region(region(_above(relation, size)), reduce(meet, met)).equal)
    except (NoRegion, Undefined):
        return False


def _above(relation: str, part: Node) -> Node:
    return Node("rel", ((relation,), part, num(0)))


def _delicate(context: Context) -> Iterator[tuple[str, Node]]:
    """The radicands, arguments and divisors with unknowns of what the problem shows."""
    for node in _shown(context):
        for part in walk(node):
            inner = part.args[1] if part.op in ("fn", "div") and len(part.args) > 1 else None
            if not isinstance(inner, Node) or not symbols(inner):
                continue
            if part.op == "div":
                yield "bottom", inner
            elif part.args[0] == "sqrt":
                yield "root", inner
            elif part.args[0] in _LOGARITHMS:
                yield "log", inner


def _shown(context: Context) -> list[Node]:
    """The expressions and sides of equations that the problem shows."""
    problem = context.problem
    curve = node_of(problem.curve) if problem.curve else None
    found = [side for pair in problem.equations for side in pair]
    found += [body for _, body in problem.functions.values()]
    found += [*problem.expressions, *problem.definitions.values(), *([curve] if curve else [])]
    return found[:_MOST_SHOWN]


def is_critical(left: Node, right: Node, context: Context) -> bool:
    """Whether a letter gets a value at which the slope of a curve of the problem is 0."""
    if left.op != "sym" or symbols(right) or _is_unknown(left, context):
        return False
    for body in _shown(context):
        if symbols(body) != symbols(left) or body == left:
            continue
        slope = derived(body, 1, left.args[0])
        if slope and symbols(slope) and same(replaced(slope, left, right), num(0)) is True:
            return True
    return False


def _is_unknown(letter: Node, context: Context) -> bool:
    """Whether a letter is what an equation of the problem asks for: that is another x."""
    solved = [pair for pair in context.problem.equations if "sym" not in (pair[0].op, pair[1].op)]
    sides = [side for pair in solved for side in pair]
    bound = any(letter.args[0] in at for at in context.points)
    asked = re.search(
        rf"\b(?:number|value of|for|find) \$?{re.escape(letter.args[0])}\b", context.problem.text
    )
    return bound or asked is not None or any(letter in walk(side) for side in sides)


def is_line_of_gold(left: Node, right: Node, context: Context) -> bool:
    """Whether an equation in x and y is that of the gold, an expression in x: y - 1 = -4(x - 4)."""
    items = gold_items(context.problem.answer) if context.problem.answer is not None else ()
    both = symbols(left) | symbols(right)
    if len(items) != 1 or symbols(items[0]) != {"x"} or both != {"x", "y"}:
        return False
    at = {"y": items[0]}
    return same(substituted(left, at), substituted(right, at)) is True

"""Is an equation between expressions meant for every value of its unknowns?

    is_identity(claim "(x-3)(x+4) = x^2-7x+12" in "Factor x^2 - 7x + 12.")  ->  True

Only then does a difference of the two sides make it false by itself.
"""

from assay.checkers.nodes import Node, has_op, symbols
from assay.checkers.prose.context import Context
from assay.checkers.prose.said import Said

_ROOTS = frozenset({"sqrt", "root", "cbrt", "ln", "log", "logb", "abs"})


def is_identity(said: Said, left: Node, right: Node, context: Context) -> bool:
    """Whether the problem shows an expression in these unknowns and no equation has them."""
    names = symbols(left)
    if said.verbal or said.loose or said.supposed:
        return False
    if not symbols(right) or not symbols(right) <= names:
        return False
    if context.in_equations(names) or context.points or context.problem.inequalities:
        return False
    if any(has_op(side, "big", "pm") or _has_root(side) for side in (left, right)):
        return False
    shown = [*context.problem.expressions, context.problem.implicit, *_bodies(context)]
    return any(node is not None and symbols(node) >= names for node in shown)


def is_primed(written: Node) -> bool:
    """Whether a side is `f'(x)`."""
    return written.op == "fn" and str(written.args[0]).endswith("'")


def _has_root(node: Node) -> bool:
    """Whether a root, logarithm or absolute value may ask for a sign of its unknowns."""
    if not symbols(node):
        return False
    if node.op == "fn" and node.args[0] in _ROOTS:
        return True
    if node.op == "pow" and node.args[1].op == "num" and node.args[1].args[0].q != 1:
        return True
    return any(isinstance(arg, Node) and _has_root(arg) for arg in node.args)


def _bodies(context: Context) -> list[Node]:
    bodies = [body for _, body in context.problem.functions.values()]
    return bodies if len(bodies) == 1 else []

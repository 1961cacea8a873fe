"""Is an equation between expressions meant for every value of its unknowns?

    is_identity(claim "(x-3)(x+4) = x^2-7x+12" in "Factor x^2 - 7x + 12.")  ->  True

Only then does a difference of the two sides make it false by itself.
"""

from assay.checkers.derive import NoDerivative, derivative
from assay.checkers.nodes import Node, has_op, num, symbols, walk
from assay.checkers.prose.context import Context
from assay.checkers.prose.equations import difference, univariate
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import same

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


def is_misworked(said: Said, left: Node, right: Node) -> bool:
    """Whether a link of a chain multiplies out brackets and ends in another constant: then it holds
    nowhere, and chains of three sides are no equations. So is like terms added up to another."""
    if said.verbal or said.loose or said.supposed:
        return False
    if _adds_like_terms(left, right):
        return True
    if not symbols(right) or not symbols(right) <= symbols(left):
        return False
    if not _has_brackets(left) or _has_brackets(right):
        return _is_factored(said, left, right)
    if not (said.continued or said.followed or _has_all_terms(right)):
        return False
    gap = difference(left, right)
    rates = [_rate(gap, name) for name in symbols(left)]
    return all(rate is not None and same(rate, num(0)) is True for rate in rates)


def _has_all_terms(node: Node) -> bool:
    """Whether a polynomial in one unknown is written out with all its powers: y^2 + 55y + 174."""
    names = symbols(node)
    if node.op != "add" or len(names) != 1:
        return False
    poly = univariate(node, *names)
    return poly is not None and 3 <= len(node.args) == int(poly.degree()) + 1


def _is_factored(said: Said, left: Node, right: Node) -> bool:
    """Whether a step goes on from an expression by "=" and factors it."""
    goes_on = said.left.index < 0 and _has_brackets(right) and not _has_brackets(left)
    polys = [univariate(side, name) for side in (left, right) for name in symbols(left)]
    return goes_on and len(polys) == 2 and None not in polys


def _adds_like_terms(left: Node, right: Node) -> bool:
    """Whether both sides are multiples of one power, the left one as a sum: 1000x - 10x = 900x."""
    names = symbols(left)
    if left.op != "add" or len(names) != 1 or symbols(right) != names:
        return False
    (name,) = names
    powers = {_power(term, name) for term in (*left.args, right)}
    return len(powers) == 1 and powers <= set(range(1, 9))


def _power(term: Node, name: str) -> int | None:
    """The exponent of a monomial; None for anything else."""
    poly = univariate(term, name)
    if poly is None or sum(c != 0 for c in poly.coeffs()) != 1 or has_op(term, "add"):
        return None
    return int(poly.degree())


def _rate(node: Node, name: str) -> Node | None:
    try:
        return derivative(node, name)
    except NoDerivative:
        return None


def _has_brackets(node: Node) -> bool:
    """Whether a sum in unknowns stands in a product or a power."""
    return any(
        inner.op in ("mul", "pow")
        and any(isinstance(a, Node) and a.op == "add" and symbols(a) for a in inner.args)
        for inner in walk(node)
    )


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

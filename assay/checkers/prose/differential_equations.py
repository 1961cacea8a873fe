"""General solutions of the problem's differential equation, put into it.

    "y = C*e^(3x)" for "y' = 3y"       ->  "true"
    "y = e^(x^2) + C" for "y' = 2xy"   ->  "misfit"

Constants stay letters, so that a solution for every value of them is meant. What has none may be
the solution of another part: it is left to the gold.
"""

import re

from assay.checkers.nodes import Node, num, replaced, sym, symbols
from assay.checkers.prose.context import Context, Verdict, derived
from assay.checkers.prose.equations import difference
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import node_of, same

_PRIMES = ("y''", "y'", "y")
_BELOW = re.compile(r"\\frac ?\{dy\}\{([^{}]{1,40})\}")
_BESIDE = re.compile(r"(.{0,40}?) ?\*? ?dx")
_CONSTANT = re.compile(r"[A-DKk](?:_?\{?\d\}?)?|c(?:_?\{?\d\}?)?")
_VARIABLES = ("x", "t")


def by_equation(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """Whether y solves the equation whatever its constants are; None for all other claims."""
    names = symbols(right)
    variable = next((name for name in _VARIABLES if name in names), None)
    equation = _equation(context)
    if left != sym("y") or variable is None or equation is None or said.relation != "=":
        return None
    constants = names - {variable}
    if not constants or not all(_CONSTANT.fullmatch(name) for name in constants):
        return None
    solved = _put_in(equation, right, variable)
    if solved:
        return "true"
    soft = said.loose or said.verbal or said.supposed or said.rough
    return "misfit" if solved is False and not soft else None


def solves_implicitly(left: Node, right: Node, context: Context) -> bool:
    """Whether a relation between x, y and one constant holds along the solutions of y' = f(x, y):
    ln|y| = x^2 + C for y' = 2xy. Its total derivative is nought."""
    equation, names = _equation(context), symbols(left) | symbols(right)
    variable = next((name for name in _VARIABLES if name in names), None)
    if equation is None or equation[0] != sym("y'") or variable is None or "y" not in names:
        return False
    others = names - {variable, "y"}
    if len(others) != 1 or not all(map(_CONSTANT.fullmatch, others)):
        return False
    gap = difference(left, right)
    along, across = derived(gap, 1, variable), derived(gap, 1, "y")
    if along is None or across is None or "y'" in symbols(equation[1]):
        return False
    return same(Node("add", (along, Node("mul", (across, equation[1])))), num(0)) is True


def is_separated(said: Said, context: Context) -> bool:
    """Whether dy and dx stand on their sides as the problem's y' has them: dy/y = 2x dx."""
    equation = _equation(context)
    below, beside = _BELOW.fullmatch(said.left.text), _BESIDE.fullmatch(said.right.text)
    if equation is None or equation[0] != sym("y'") or below is None or beside is None:
        return False
    divisor, factor = node_of(below[1]), node_of(beside[1].strip() or "1")
    if divisor is None or factor is None or symbols(divisor) - {"y"}:
        return False
    return same(Node("mul", (divisor, factor)), equation[1]) is True


def _equation(context: Context) -> tuple[Node, Node] | None:
    """The one equation of the problem that has y' or y'' in it, and not at a place."""
    found = [
        (a, b) for a, b in context.problem.equations
        if {"y'", "y''"} & (symbols(a) | symbols(b))
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _put_in(equation: tuple[Node, Node], body: Node, variable: str) -> bool | None:
    """Whether both sides agree once y and its derivatives are put in; None where not decided."""
    left, right = equation
    for name in _PRIMES:
        slope = derived(body, name.count("'"), variable) if name != "y" else body
        if slope is None:
            return None
        left, right = (replaced(side, sym(name), slope) for side in (left, right))
    return same(left, right)

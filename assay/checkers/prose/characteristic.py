"""The characteristic equation of what the problem asks for: confirmed, and refuted by its name.

"r^2 + 13r + 42 = 0" for "y'' + 13y' + 42y = 0"            ->  True
"r^2 - 5r + 6 = 0" for "a_{n+2} = 5a_{n+1} - 6a_n"         ->  True
"λ^2 - 7λ + 10 = 0" for the eigenvalues of [[4,1],[2,3]]   ->  True
"""

import re
from fractions import Fraction
from functools import lru_cache

from flint import fmpq_poly

from assay.checkers.nodes import Node, num, replaced, sym, symbols, walk
from assay.checkers.prose.context import Context
from assay.checkers.prose.equations import difference, univariate
from assay.checkers.prose.matrices import shown_matrix
from assay.checkers.prose.values import as_fraction, exact_node

_CALLED = re.compile(r"characteristic (?:equation|polynomial)|auxiliary equation", re.IGNORECASE)
_EIGEN = re.compile(r"eigenv|characteristic", re.IGNORECASE)
Monic = tuple[Fraction, Fraction]


def is_characteristic(left: Node, right: Node, context: Context) -> bool | None:
    """Whether an equation of degree two in a new letter is the characteristic one; False where it
    is called so and is not; None for anything else."""
    names = symbols(left) | symbols(right)
    if len(names) != 1 or names & context.problem.names:
        return None
    poly = univariate(difference(left, right), *names)
    wanted = _wanted(context)
    if poly is None or wanted is None or poly.degree() != 2:
        return None
    if _monic(poly) == wanted:
        return True
    return False if _CALLED.search(context.step) else None


def _monic(poly: fmpq_poly) -> Monic:
    c, b, a = (as_fraction(value) for value in poly.coeffs())
    return b / a, c / a


def _wanted(context: Context) -> Monic | None:
    """b and c of x^2 + bx + c = 0."""
    problem = context.problem
    for left, right in [*problem.equations, *problem.recurrences]:
        found = _of_equation(difference(left, right))
        if found is not None:
            return found
    rows = shown_matrix(problem.text) if _EIGEN.search(problem.text) else None
    if rows is None or len(rows) != 2:
        return None
    (a, b), (c, d) = rows
    return -(a + d), a * d - b * c


@lru_cache(maxsize=512)
def _of_equation(gap: Node) -> Monic | None:
    """That of y'' + by' + cy = 0, and of a(n+2) + b a(n+1) + c a(n) = 0, by the three unknowns."""
    terms = _three_terms(gap)
    if terms is None:
        return None
    units = ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1))
    rest, low, middle, top, total = (_at(gap, terms, unit) for unit in units)
    if rest != 0 or not top or low is None or middle is None or total != low + middle + top:
        return None
    return middle / top, low / top


def _three_terms(gap: Node) -> list[Node] | None:
    """y, y', y'' or the values of one sequence at three places that follow each other."""
    found = {node for node in walk(gap) if node.op == "sym" and node.args[0] in ("y", "y'", "y''")}
    if len(found) == 3:
        return sorted(found, key=lambda node: len(str(node.args[0])))
    calls = {node for node in walk(gap) if node.op == "fn" and len(node.args) == 2}
    if len(calls) != 3 or len({node.args[0] for node in calls}) != 1:
        return None
    places = {_offset(node.args[1]): node for node in calls}
    offsets = sorted(place for place in places if place is not None)
    follow = len(offsets) == 3 and [place - offsets[0] for place in offsets] == [0, 1, 2]
    return [places[place] for place in offsets] if follow else None


def _offset(node: Node) -> Fraction | None:
    """k of n + k."""
    names = symbols(node)
    return exact_node(replaced(node, sym(*names), num(0))) if len(names) == 1 else None


def _at(gap: Node, terms: list[Node], values: tuple[int, ...]) -> Fraction | None:
    """What the difference of the sides is where the three terms have these values."""
    for term, value in zip(terms, values, strict=True):
        gap = replaced(gap, term, num(value))
    return exact_node(gap)

"""Equations in one unknown compared by their solutions, as polynomials over Q.

    compared(parse("2*x - 8"), parse("x - 4"), "x")  ->  "same"

An equation is the difference of its sides. Its solutions are those of the numerator, each counted
once; equations that are no polynomials (roots, exponentials) are not compared.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from flint import fmpq, fmpq_mat, fmpq_poly

from assay.checkers import canonical
from assay.checkers.exact import Undefined
from assay.checkers.nodes import Node, neg, num, symbols
from assay.checkers.ratios import NotCanonical

Meeting = Literal["same", "weaker", "stronger", "apart", "partly"]
MAX_DEGREE = 12
_MAX_UNKNOWNS = 4


def difference(left: Node, right: Node) -> Node:
    """left - right."""
    return Node("add", (left, neg(right)))


@lru_cache(maxsize=4_096)
def polynomial(node: Node, name: str) -> fmpq_poly | None:
    """The numerator of `node` as a polynomial in `name` without repeated roots, or None."""
    poly = univariate(node, name)
    return None if poly is None else poly / poly.gcd(poly.derivative())


def univariate(node: Node, name: str) -> fmpq_poly | None:
    """The numerator of `node` as a polynomial in `name`, its one unknown; None for any other."""
    if symbols(node) != {name}:
        return None
    try:
        builder = canonical.builder_of(node)
        top = builder.lowest(builder.of(node)).top
    except (NotCanonical, Undefined, ZeroDivisionError):
        return None
    if set(builder.index) != {("sym", name)} or builder.parts.get(name, 1) != 1:
        return None
    index = builder.index["sym", name]
    degree = top.degrees()[index]
    if not 1 <= degree <= MAX_DEGREE:
        return None
    coefficients = [fmpq(0)] * (int(degree) + 1)
    for exponents, value in top.to_dict().items():
        coefficients[int(exponents[index])] = value
    return fmpq_poly(coefficients)


def compared(known: Node, said: Node, name: str) -> Meeting | None:
    """How the solutions of `said` = 0 meet those of `known` = 0.

    "weaker": all of them and more; "stronger": some of them and no other; "apart": none.
    """
    p, q = polynomial(known, name), polynomial(said, name)
    if p is None or q is None:
        return None
    shared = p.gcd(q).degree()
    if shared == 0:
        return "apart"
    if shared == p.degree():
        return "same" if shared == q.degree() else "weaker"
    return "stronger" if shared == q.degree() else "partly"


@lru_cache(maxsize=1_024)
def linear_point(equations: tuple[tuple[Node, Node], ...]) -> dict[str, Node] | None:
    """The one solution of the linear ones of some equations in two to four unknowns, or None."""
    rows: list[dict[str, fmpq]] = []
    for left, right in equations:
        row = _linear_row(difference(left, right))
        if row is not None:
            rows.append(row)
    names = sorted({name for row in rows for name in row if name})
    if not 2 <= len(names) <= _MAX_UNKNOWNS or len(rows) < len(names):
        return None
    table = [[row.get(name, fmpq(0)) for name in (*names, "")] for row in rows]
    reduced, rank = fmpq_mat(table).rref()
    if rank != len(names) or any(reduced[at, at] != 1 for at in range(rank)):
        return None
    return {name: num(-reduced[at, len(names)]) for at, name in enumerate(names)}


def follows_linearly(left: Node, right: Node, given: Sequence[tuple[Node, Node]]) -> bool:
    """Whether an equation of degree one is a combination of those of degree one among others."""
    row = _linear_row(difference(left, right))
    rows = [found for a, b in given if (found := _linear_row(difference(a, b))) is not None]
    if row is None or not rows:
        return False
    names = sorted({name for found in rows for name in found})
    if not row.keys() <= {*names}:
        return False
    table = [[found.get(name, fmpq(0)) for name in names] for found in rows]
    rank = fmpq_mat(table).rank()
    return bool(fmpq_mat([*table, [row.get(name, fmpq(0)) for name in names]]).rank() == rank)


def _linear_row(node: Node) -> dict[str, fmpq] | None:
    """The coefficients of an expression of degree one by unknown, the constant under ""."""
    names = symbols(node)
    if not 1 <= len(names) <= _MAX_UNKNOWNS:
        return None
    try:
        builder = canonical.builder_of(node)
        top, bottom = builder.lowest(builder.of(node))
    except (NotCanonical, Undefined, ZeroDivisionError):
        return None
    if set(builder.index) != {("sym", name) for name in names} or not bottom.is_constant():
        return None
    row: dict[str, fmpq] = {}
    for exponents, value in top.to_dict().items():
        used = [name for name in names if exponents[builder.index["sym", name]]]
        if sum(exponents) > 1 or len(used) > 1:
            return None
        row[used[0] if used else ""] = value
    return row

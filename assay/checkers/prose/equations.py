"""Equations in one unknown compared by their solutions, as polynomials over Q.

    compared(parse("2*x - 8"), parse("x - 4"), "x")  ->  "same"

An equation is the difference of its sides. Its solutions are those of the numerator, each counted
once; equations that are no polynomials (roots, exponentials) are not compared.
"""

from functools import lru_cache
from typing import Literal

from flint import fmpq, fmpq_poly

from assay.checkers import canonical
from assay.checkers.exact import Undefined
from assay.checkers.nodes import Node, neg, symbols
from assay.checkers.ratios import NotCanonical

Meeting = Literal["same", "weaker", "stronger", "apart", "partly"]
MAX_DEGREE = 12


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

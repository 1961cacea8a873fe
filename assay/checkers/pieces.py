"""Functions given by cases: the same when they have one domain and agree on every common piece.

    same(cases(x, x > 0, 0, x <= 0), cases(0, x < 0, x, otherwise), equal).equal  ->  True

A condition is an inequality in one unknown; `otherwise` is what the other conditions leave. On a
piece that is more than points the two terms have to be equal as expressions, at a point by value.
"""

from collections.abc import Callable

from assay.checkers.intervals import NoRegion, Region, complement, meet, region, union
from assay.checkers.intervals import same as same_region
from assay.checkers.ladder import SAME, Decision
from assay.checkers.nodes import Node, has_op, replaced, sym, symbols

OTHERWISE = Node("text", ("otherwise",))
Rows = list[tuple[Node, Region]]
Equal = Callable[[Node, Node], Decision]


def same(a: Node, b: Node, equal: Equal) -> Decision:
    """Whether two definitions by cases are one function."""
    try:
        names = {name for node in (a, b) for part in node.args[1::2] for name in symbols(part)}
        if len(names) != 1:
            raise NoRegion("conditions have one unknown")
        left, right = _rows(a), _rows(b)
        domains = [union(*(piece for _, piece in rows)) for rows in (left, right)]
        found = same_region(*domains)
        return _agree(left, right, names.pop(), equal) if found.equal else found
    except NoRegion as error:
        return SAME if a == b else Decision(False, "exact", {"cases": str(error)})


def _rows(node: Node) -> Rows:
    terms, conditions = node.args[::2], node.args[1::2]
    known = {at: region(part) for at, part in enumerate(conditions) if part != OTHERWISE}
    rest = complement(union(*known.values()))
    return [(term, known.get(at, rest)) for at, term in enumerate(terms)]


def _agree(left: Rows, right: Rows, name: str, equal: Equal) -> Decision:
    last, open_ = SAME, None
    for term, piece in left:
        for other, place in right:
            common = meet(piece, place)
            if not common:
                continue
            found = _on(common, term, other, name, equal)
            if found.equal is False and _has_functions(term, other):
                found = Decision(None, None, {"undecided": "an absolute value on a piece"})
            if found.equal is False:
                return found
            open_ = found if found.equal is None else open_
            last = found
    return open_ or last


def _has_functions(*nodes: Node) -> bool:
    """Whether a function occurs that may be another on a piece: of |x|, roots, roundings."""
    return any(has_op(node, "fn") for node in nodes)


def _on(common: Region, term: Node, other: Node, name: str, equal: Equal) -> Decision:
    if any(piece.low != piece.high for piece in common):
        return equal(term, other)
    last = SAME
    for piece in common:
        last = equal(*(replaced(node, sym(name), piece.low) for node in (term, other)))
        if not last.equal:
            break
    return last

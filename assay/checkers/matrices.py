"""Matrices: sums and products worked out entry by entry, equality by the ladder.

    entries(parse("[[1,2],[3,4]]"))  ->  ((1, 2), (3, 4))

Inverses and powers are not computed: an answer has to be worked out.
"""

from collections.abc import Callable, Sequence

from assay.checkers.ladder import Decision
from assay.checkers.nodes import Node, neg, num
from assay.checkers.values import Value

Rows = tuple[tuple[Node, ...], ...]
_MAX_ENTRIES = 900


class NoMatrix(ValueError):
    """The expression is no matrix that is worked out here."""


def rows_of(node: Node) -> Rows:
    """The entries of a matrix expression. Raises NoMatrix."""
    if node.op == "matrix":
        return node.args
    if node.op == "neg":
        return _map(rows_of(node.args[0]), neg)
    if node.op == "add":
        return _sum([rows_of(arg) for arg in node.args])
    if node.op == "mul":
        return _product(list(node.args))
    if node.op == "div":
        return _map(rows_of(node.args[0]), lambda entry: Node("div", (entry, node.args[1])))
    if node.op in ("list", "tuple", "seq") and len(node.args) == 1:
        return rows_of(node.args[0])
    raise NoMatrix(f"{node.op} is no matrix")


def _map(rows: Rows, change: Callable[[Node], Node]) -> Rows:
    return tuple(tuple(change(entry) for entry in row) for row in rows)


def _sum(parts: list[Rows]) -> Rows:
    if len({(len(rows), len(rows[0])) for rows in parts}) != 1:
        raise NoMatrix("sizes differ")
    return tuple(
        tuple(Node("add", entries) for entries in zip(*rows, strict=True))
        for rows in zip(*parts, strict=True)
    )


def _product(factors: list[Node]) -> Rows:
    found: Rows | None = None
    scalars: list[Node] = []
    for factor in factors:
        try:
            rows = rows_of(factor)
        except NoMatrix:
            scalars.append(factor)
            continue
        found = rows if found is None else _times(found, rows)
    if found is None:
        raise NoMatrix("a product of numbers")
    if not scalars:
        return found
    return _map(found, lambda entry: Node("mul", (*scalars, entry)))


def _times(a: Rows, b: Rows) -> Rows:
    if len(a[0]) != len(b) or len(a) * len(b[0]) > _MAX_ENTRIES:
        raise NoMatrix("sizes do not fit")
    columns = list(zip(*b, strict=True))
    return tuple(
        tuple(
            Node(
                "add",
                tuple(Node("mul", pair) for pair in zip(row, column, strict=True)) or (num(0),),
            )
            for column in columns
        )
        for row in a
    )


def same(
    a: Value, b: Value, in_order: Callable[[Sequence[Node], Sequence[Node]], Decision]
) -> Decision:
    """Whether two matrices have the same size and entries."""
    try:
        left, right = (rows_of(value.items[0]) if value.items else () for value in (a, b))
    except NoMatrix as error:
        same_form = a.items == b.items
        return Decision(same_form, "string" if same_form else "exact", {"matrix": str(error)})
    if not left or not right or (len(left), len(left[0])) != (len(right), len(right[0])):
        return Decision(False, "exact", {"sizes": [len(left), len(right)]})
    return in_order([e for row in left for e in row], [e for row in right for e in row])


def as_vector(value: Value) -> tuple[Node, ...] | None:
    """The entries of a single column; None for any other matrix."""
    try:
        rows = rows_of(value.items[0])
    except (NoMatrix, IndexError):
        return None
    if len(rows[0]) == 1:
        return tuple(row[0] for row in rows)
    return None


def as_row(value: Value) -> tuple[Node, ...] | None:
    """The entries of a single row; None for any other matrix."""
    try:
        rows = rows_of(value.items[0])
    except (NoMatrix, IndexError):
        return None
    return rows[0] if len(rows) == 1 else None

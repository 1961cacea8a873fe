"""Claims between tuples, lists and matrices: entry by entry.

"(9 - (-5), 39 - 10) = (14, 29)"  ->  "true"
"""

import re

from assay.checkers.nodes import Node, symbols
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import exact, exact_node, node_of, same

_APPLIED = re.compile(r"[A-Za-z]")  # A(1,3) may be a point, or a matrix times a vector
_KINDS = frozenset({"tuple", "list", "seq", "matrix"})


_VECTORS = re.compile(r"\(([^()]{1,80})\) ?\* ?\(([^()]{1,80})\)")
_ADDED = re.compile(r"\(([^()]{1,80})\) ?([-+]) ?\(([^()]{1,80})\)")


def added(said: Said) -> Verdict:
    """(3,9)-(5,0) = (-2,9): a sum or a difference of two vectors; only confirms."""
    named = len(said.left.text) == 1 and said.left.has_letter and said.relation == "="
    if named and _ADDED.fullmatch(said.right.text.strip()) and not said.right.has_letter:
        return "defined"
    match, right = _ADDED.fullmatch(said.left.text.strip()), node_of(said.right.text)
    if match is None or right is None or said.relation != "=" or not is_collection(right):
        return None
    a, b = ([exact(part) for part in side.split(",")] for side in (match[1], match[3]))
    sign = -1 if match[2] == "-" else 1
    if None in a or None in b or not len(a) == len(b) > 1:
        return None
    meant = [x + sign * y for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    return "true" if [exact_node(entry) for entry in _entries(right)] == meant else None


def multiplied(said: Said) -> Verdict:
    """(1,2,0)*(0,1,3) = (6,-3,1) or = 2: a cross or a dot product of two vectors; only confirms."""
    match = _VECTORS.fullmatch(said.left.text.strip())
    right = node_of(said.right.text)
    if match is None or right is None or said.relation != "=":
        return None
    a, b = ([exact(part) for part in side.split(",")] for side in match.groups())
    mine = [(x, y) for x, y in zip(a, b, strict=False) if x is not None and y is not None]
    if not len(a) == len(b) == len(mine) > 1:
        return None
    if not is_collection(right):
        return "true" if exact_node(right) == sum(x * y for x, y in mine) else None
    entries = [exact_node(entry) for entry in _entries(right)]
    if len(mine) != 3:
        return None
    (x, u), (y, v), (z, w) = mine
    return "true" if entries == [y * w - z * v, z * u - x * w, x * v - y * u] else None


def is_collection(node: Node) -> bool:
    """Whether a side has entries rather than one value."""
    return node.op in _KINDS


def entrywise(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """True where all entries agree, false where those of points without unknowns surely do not:
    between matrices a sign of equality may stand for a step of elimination."""
    if said.relation not in ("=", "~"):
        return None
    gold = context.problem.gold_node
    if gold is not None and is_collection(gold) and _alike(right, gold) is True:
        return "firm"
    left, right = context.valued(left), context.valued(right)
    if left.op == "sym" and is_collection(right):
        return _named(str(left.args[0]), right, said, context)
    alike = _alike(left, right)
    if alike:
        return "true"
    ground = left.op == right.op == "tuple" and not (symbols(left) or symbols(right))
    ground = ground and _APPLIED.match(said.left.text) is None
    if alike is False and ground and not (said.loose or said.verbal or said.supposed):
        return "false"
    return None


def _named(name: str, right: Node, said: Said, context: Context) -> Verdict:
    """A name for a point, a vector or a matrix: it only names what accounts for itself."""
    if said.loose or said.supposed or said.verbal or name in context.problem.names:
        return None
    if any(name in point for point in context.points):
        return None
    context.bind(name, right, said.right.text, said.supposed)
    return "defined"


def _alike(left: Node, right: Node) -> bool | None:
    """Whether the entries agree; None where the shapes differ or an entry is not decided."""
    if is_collection(left) != is_collection(right):
        return None
    if not is_collection(left):
        return same(left, right)
    mine, theirs = list(_entries(left)), list(_entries(right))
    if len(mine) != len(theirs):
        return None
    found = [_alike(a, b) for a, b in zip(mine, theirs, strict=True)]
    return False if False in found else None if None in found else True


def _entries(node: Node) -> tuple[Node, ...]:
    if node.op == "matrix":
        return tuple(Node("list", tuple(row)) for row in node.args)
    return node.args

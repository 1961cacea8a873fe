"""Sums and products over an index that runs through whole numbers.

    finite(parse("\\sum_{k=1}^{n} k^2"))  ->  Finite("sum", "k", 1, n, k^2)

An unknown with a subscript that speaks of the index (F_k, a_{n-k}) is a sequence that nobody here
knows: a sum over it is left alone by the rungs that would have to evaluate it.
"""

import re
from typing import NamedTuple

from assay.checkers.nodes import Node, has_op, symbols, walk

_WORD = re.compile(r"[A-Za-z]+")


class Finite(NamedTuple):
    """A sum or product (`name`: "sum" or "prod") over an index, both ends taken."""

    name: str
    over: str
    low: Node
    high: Node
    body: Node


def finite(node: Node) -> Finite | None:
    """The parts of a sum or product over an index; None for integrals, limits and sums in sums."""
    if node.op != "big" or node.args[0] not in ("sum", "prod") or len(node.args) != 4:
        return None
    name, body, start, high = node.args
    if start.op != "rel" or start.args[0] != ("=",) or start.args[1].op != "sym":
        return None
    index, low = start.args[1].args[0], start.args[2]
    if has_op(body, "big") or any(_speaks_of(name, index) for name in symbols(body)):
        return None
    return Finite(name, index, low, high, body)


def _speaks_of(name: str, index: str) -> bool:
    _, _, subscript = name.partition("_")
    return index in _WORD.findall(subscript)


def unknown_sequence(node: Node) -> bool:
    """Whether the node is a sum or product over terms with the index in a subscript."""
    if node.op != "big" or len(node.args) < 3 or node.args[2].op != "rel":
        return False
    start = node.args[2].args[1]
    names = symbols(node.args[1])
    return start.op == "sym" and any(_speaks_of(name, start.args[0]) for name in names)


def ends(node: Node) -> frozenset[str]:
    """The unknowns that are whole numbers: in ends of sums and products, and n in (-1)^n."""
    sums = [found for inner in walk(node) if (found := finite(inner)) is not None]
    powers = [inner.args[1] for inner in walk(node) if inner.op == "pow" and _is_negative(inner)]
    bounds = [end for one in sums for end in (one.low, one.high)]
    return frozenset().union(*map(symbols, [*bounds, *powers]))


def _is_negative(power: Node) -> bool:
    base = power.args[0]
    number = base.args[0] if base.op == "neg" else base
    return number.op == "num" and bool(base.op == "neg" or number.args[0] < 0)

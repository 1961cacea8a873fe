"""The tree that the parser makes: small immutable nodes with structural equality.

    num(2) * x  ->  Node("mul", (Node("num", (fmpq(2),)), Node("sym", ("x",))))

Operators and their arguments:
    num (fmpq,)          sym (name,)            const ("pi" | "e" | "i" | "oo" | "R" | "empty")
        a literal fraction keeps its two integers, a decimal its number of places, as args[1]
    add, mul (nodes…)    neg (a,)               div, pow (a, b)           pm, mp (a, b)
    fn (name, nodes…)    fact (a,)              percent (a,)              unit (a, text)
    mod (a, b)           base (digits, base)    ratio (a, b)
    rel ((operators…), nodes…)                  or (nodes…)
    seq (nodes…)         a bare list a, b, c    and (nodes…)              joined by "and"
    tuple, list, set (nodes…)                   interval (lo, hi, closed_lo, closed_hi)
    cup, cap, setminus (nodes…)                 matrix (rows: tuple of tuples)
    cases (term, condition, term, condition, …)
    text (string,)       big (name, nodes…)     sums, products, integrals, limits: never computed

A `Node` says nothing of value: `2/4` and `1/2` are different nodes.
"""

from collections.abc import Iterator
from string import ascii_letters
from typing import Any, NamedTuple

from flint import fmpq


class Node(NamedTuple):
    """One operator with its arguments; see the table above."""

    op: str
    args: tuple[Any, ...]


def num(value: int | fmpq, bottom: int = 1) -> Node:
    """The literal value/bottom."""
    return Node("num", (fmpq(value) if bottom == 1 else fmpq(value, bottom),))


def sym(name: str) -> Node:
    """The unknown `name`."""
    return _LETTERS.get(name) or Node("sym", (name,))


def const(name: str) -> Node:
    """A named constant."""
    return Node("const", (name,))


def neg(node: Node) -> Node:
    """The negative; a literal's sign goes into the literal."""
    if node.op == "num":
        return Node("num", (-node.args[0],))
    return node.args[0] if node.op == "neg" else Node("neg", (node,))


def children(node: Node) -> Iterator[Node]:
    """The nodes right below."""
    for arg in node.args:
        if isinstance(arg, Node):
            yield arg
        elif node.op == "matrix":
            yield from arg


def walk(node: Node) -> list[Node]:
    """The node and all below it, each occurrence once."""
    if node.op in _LEAVES:
        return [node]
    found, stack = [], [node]
    while stack:
        top = stack.pop()
        found.append(top)
        op, args = top
        if op not in _LEAVES:
            for arg in args:
                if isinstance(arg, Node):
                    stack.append(arg)
                elif op == "matrix":
                    stack.extend(arg)
    return found


def has_op(node: Node, *ops: str) -> bool:
    """Whether an operator occurs anywhere in the tree."""
    stack = [node]
    while stack:
        op, args = stack.pop()
        if op in ops:
            return True
        if op not in _LEAVES:
            for arg in args:
                if isinstance(arg, Node):
                    stack.append(arg)
                elif op == "matrix":
                    stack.extend(arg)
    return False


def symbols(node: Node) -> frozenset[str]:
    """The names of the unknowns."""
    if node.op == "num":
        return _NOTHING
    names = [inner.args[0] for inner in walk(node) if inner.op == "sym"]
    return frozenset(names) if names else _NOTHING


def replaced(node: Node, old: Node, new: Node) -> Node:
    """The tree with every occurrence of `old` replaced."""
    if node == old:
        return new
    args = tuple(replaced(arg, old, new) if isinstance(arg, Node) else arg for arg in node.args)
    return Node(node.op, args)


_LEAVES = frozenset({"num", "sym", "const"})
_LETTERS = {letter: Node("sym", (letter,)) for letter in ascii_letters}
_NOTHING: frozenset[str] = frozenset()
COLLECTIONS = frozenset({"seq", "and", "tuple", "list", "set", "or"})

"""Vectors written by the unit vectors i, j, k: `2i - 3j` is (2, -3).

    basis_entries(parse("2\\\\hat{i}+\\\\hat{k}"), 3)  ->  (2, 0, 1)

Letters, bold letters and letters under hats or arrows are the same unit vectors; an expression that
has only i is a complex number and none.
"""

import re

from assay.checkers.nodes import Node, const, neg, num, replaced, sym, symbols, walk

_ACCENTED = re.compile(r"(?:hat|vec|bar|tilde)\((?:[ijk]|[ij]math)\)|[ij]math")
_UNITS = {"i": 0, "j": 1, "k": 2}


def same_basis(a: Node, b: Node) -> tuple[Node, Node]:
    """Both with the accents of i, j and k dropped, where only one of them has accents."""
    return (_plain(a), _plain(b)) if _accented(a) or _accented(b) else (a, b)


def _accented(node: Node) -> bool:
    return any([len(name) > 1 and _ACCENTED.fullmatch(name) for name in symbols(node)])


def _plain(node: Node) -> Node:
    for name in symbols(node):
        if _ACCENTED.fullmatch(name):
            letter = name.removesuffix(")").removesuffix("math")[-1]
            node = replaced(node, sym(name), const("i") if letter == "i" else sym(letter))
    return node


def basis_entries(node: Node, size: int) -> tuple[Node, ...] | None:
    """The `size` entries of a sum of multiples of unit vectors; None for anything else."""
    node = _plain(node)
    terms = node.args if node.op == "add" else (node,)
    found: list[list[Node]] = [[], [], []]
    for term in terms:
        read = _multiple(term)
        if read is None:
            return None
        found[read[0]].append(read[1])
    least = 1 + max(place for place in range(3) if found[place])
    if size > 3 or least > size or least == 1:
        return None
    return tuple(Node("add", tuple(part)) if part else num(0) for part in found[:size])


def _multiple(term: Node) -> tuple[int, Node] | None:
    """Which unit vector a term is a multiple of, and the factor."""
    if term.op == "neg":
        read = _multiple(term.args[0])
        return read and (read[0], neg(read[1]))
    if term.op == "div":
        read = _multiple(term.args[0])
        return (
            None
            if read is None or _named(term.args[1])
            else (read[0], Node("div", (read[1], term.args[1])))
        )
    if _place(term) is not None:
        return _place(term) or 0, num(1)
    if term.op != "mul":
        return None
    units = [part for part in term.args if _place(part) is not None]
    rest = tuple(part for part in term.args if _place(part) is None)
    if len(units) != 1 or any(_named(part) for part in rest):
        return None
    return _place(units[0]) or 0, Node("mul", rest) if len(rest) > 1 else rest[0]


def _named(node: Node) -> bool:
    return any(_place(part) is not None for part in walk(node))


def _place(node: Node) -> int | None:
    return _UNITS.get(node.args[0]) if node.op in ("sym", "const") else None

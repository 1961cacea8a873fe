"""Answers that stand for many: constants of integration by other names, turns of an angle.

    same_family(parse("C e^{2x}"), parse("A e^{2x}"), equal)        ->  True
    same_family(parse("pi/4 + k*pi"), parse("5pi/4 + n*pi"), equal)  ->  True

A constant is C or c or has a subscript (C_1, c_2), beside an exponential or a wave; the other side
may name it as letters for constants go, A, B, k, in the same order. An angle is a + b*k with a and
b multiples of pi: two families are one when their steps are the same and their starts are whole
steps apart. Nothing else is renamed: n(n+1)/2 is not k(k+1)/2.
"""

import re
from collections.abc import Callable

from flint import fmpq

from assay.checkers.exact import Undefined, rational
from assay.checkers.nodes import Node, const, num, replaced, sym, symbols, walk

_CONSTANT = re.compile(r"[Cc](?:_\{\w\})?")
_STAND_IN = re.compile(r"(?:[A-DKackCPQ]|[A-CKack]_\{\w\})'?")
_WHOLE = frozenset("kmnjlKMN")
_PI = const("pi")
_FREE = frozenset({"exp", "sin", "cos", "sinh", "cosh", "ln"})
_MAX_CONSTANTS = 4
Equal = Callable[[Node, Node], bool]


def same_family(a: Node, b: Node, equal: Equal) -> bool:
    """Whether both stand for the same family; False also where neither stands for one."""
    return _turns(a, b, equal) or _renamed(a, b, equal)


def _renamed(a: Node, b: Node, equal: Equal) -> bool:
    """Constants of one side for those of the other, in the order of their names."""
    ours, theirs = sorted(symbols(a) - symbols(b)), sorted(symbols(b) - symbols(a))
    if not 0 < len(ours) == len(theirs) <= _MAX_CONSTANTS or not symbols(a) & symbols(b):
        return False
    if not any(all(map(_CONSTANT.fullmatch, names)) for names in (ours, theirs)):
        return False
    if not all(map(_STAND_IN.fullmatch, ours + theirs)) or not (
        _is_solution(a) and _is_solution(b)
    ):
        return False
    for number, name in enumerate(theirs):
        b = replaced(b, sym(name), sym(f"constant {number}"))
    for number, name in enumerate(ours):
        a = replaced(a, sym(name), sym(f"constant {number}"))
    return equal(a, b)


def _is_solution(node: Node) -> bool:
    """Whether an exponential, a wave or a logarithm of an unknown occurs."""
    return any(
        (part.op == "fn" and part.args[0] in _FREE and symbols(part))
        or (part.op == "pow" and symbols(part.args[1]))
        for part in walk(node)
    )


def _turns(a: Node, b: Node, equal: Equal) -> bool:
    left = _angles(a, equal)
    right = _angles(b, equal) if left else None
    if left is None or right is None or abs(left[1]) != abs(right[1]):
        return False
    return ((left[0] - right[0]) / left[1]).q == 1


def _angles(node: Node, equal: Equal) -> tuple[fmpq, fmpq] | None:
    """The start and the step, as multiples of pi, of an angle with one whole unknown."""
    names = symbols(node)
    if len(names) != 1 or not names <= _WHOLE or _PI not in walk(node):
        return None
    (name,) = names
    bare = replaced(node, _PI, num(1))
    try:
        start, end = (rational(replaced(bare, sym(name), num(k))) for k in (0, 1))
    except Undefined:
        return None
    if start is None or end is None or start == end:
        return None
    turned = Node("add", (num(start), Node("mul", (num(end - start), sym(name)))))
    return (start, end - start) if equal(node, Node("mul", (_PI, turned))) else None

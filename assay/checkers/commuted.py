"""The same terms and factors in another order: an equality that the trees show by themselves.

    commuted(parse("\\\\sqrt{3}-1"), parse("-1+\\\\sqrt{3}"))  ->  True

Only of what has a value: a quotient, a negative power or a logarithm counts where what stands below
or inside is made of positive parts. False says nothing: another rung has to decide.
"""

from collections import Counter
from typing import Any

from assay.checkers.nodes import Node
from assay.checkers.vocabulary import words

_UNORDERED = frozenset({"add", "mul"})
_KEPT = frozenset({"neg", "rel", "big"})
_EVERYWHERE = words("sin cos exp abs sqrt sinh cosh tanh atan")
_ABOVE_NOTHING = words("ln log cbrt root")
_ROOTS = words("sqrt cbrt root exp")
_NUMBERS = frozenset({"pi", "e", "i"})


class _Unsure(Exception):
    """Some part may have no value."""


def commuted(a: Node, b: Node) -> bool:
    """Whether the trees differ by nothing but the order of sums and products."""
    if a.op != b.op or len(a.args) != len(b.args):
        return False
    try:
        return bool(_bag(a) == _bag(b))
    except _Unsure:
        return False


def _bag(node: Node) -> Any:
    """The tree with its terms and factors counted, not in order. Raises _Unsure."""
    op, args = node
    if op == "num":
        return args[0].p, args[0].q
    if op == "sym" or (op == "const" and args[0] in _NUMBERS):
        return node
    if op in _UNORDERED:
        return op, frozenset(Counter(map(_bag, args)).items())
    if op == "fn" and args[0] not in _EVERYWHERE and len(args[0]) > 1:
        if args[0] not in _ABOVE_NOTHING or not all(map(_is_positive, args[1:])):
            raise _Unsure
    elif op == "div" or (op == "pow" and not _is_whole(args[1])):
        if not _is_positive(args[op == "div"]):
            raise _Unsure
    elif op not in _KEPT and op not in ("fn", "pow"):
        raise _Unsure
    return op, *(_bag(arg) if isinstance(arg, Node) else arg for arg in args)


def _is_whole(exponent: Node) -> bool:
    return bool(exponent.op == "num" and exponent.args[0] > 0 and exponent.args[0].q == 1)


def _is_positive(node: Node) -> bool:
    """Whether the value is above 0 where every unknown is: made of positive parts alone."""
    op, args = node
    if op == "num":
        return bool(args[0] > 0)
    if op in ("add", "mul", "div", "pow"):
        return all(map(_is_positive, args if op != "pow" else args[:1]))
    if op == "fn":
        return args[0] in _ROOTS and all(map(_is_positive, args[1:]))
    return op == "sym" or (op == "const" and args[0] in ("pi", "e"))

"""What cannot hold beside what the problem says, whatever its unknowns are.

"-8x + 8y = 46" for "4x - 4y = 23, -8x + 8y = -46"   ->  the same sides, another constant
"(x+13)x >= 0" for "-(x+13)x >= 0"                   ->  divided by -1, the sign not turned
"f^(-1)(x) = (x-7)/5" for "f(x) = -5x + 7"           ->  f of it is not x
"""

import re

from assay.checkers.nodes import Node, replaced, sym, symbols, walk
from assay.checkers.prose.context import Context
from assay.checkers.prose.equations import difference, univariate
from assay.checkers.prose.proportions import MOST_UNKNOWNS, is_apart, ratio_of
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import exact_node, same
from assay.checkers.prose.vocabulary import DERIVING, PROSE

_NONE = re.compile(r"\bno |\{\}|\bnone\b|inconsistent", re.IGNORECASE)
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DIVIDING = re.compile(r"\b(?:multipl\w+|divi[ds]\w*|rid of|minus|negative|both sides|flip\w*)\b")
_INVERSE = re.compile(r"([a-zA-Z])\^\{?\(?-1\)?\}?\(([a-z])\)")


def holds_nowhere(left: Node, right: Node, context: Context) -> bool:
    """Whether an equation has the sides of the problem's, or of a gold equation's, up to a factor,
    and another constant. One of degree one in one unknown is judged by its solution elsewhere."""
    names = symbols(left) | symbols(right)
    gap = difference(left, right)
    if not 1 <= len(names) <= MOST_UNKNOWNS or left.op == "sym":
        return False
    if len(context.given) > 1 and _NONE.search(context.problem.gold_text):
        return False
    if len(names) == 1:
        poly = univariate(gap, *names)
        if poly is not None and poly.degree() < 2:
            return False
    return any(is_apart(gap, other, names) for other in _gaps(context))


def _gaps(context: Context) -> list[Node]:
    """The differences of the sides of the problem's equations, and of a gold that is one."""
    pairs = list(context.given[:4])
    gold = context.problem.gold_node
    if gold is not None and gold.op == "rel" and gold.args[0] == ("=",):
        pairs.append((gold.args[1], gold.args[2]))
    return [difference(a, b) for a, b in pairs]


def is_unturned(said: Said, left: Node, right: Node, context: Context) -> bool:
    """Whether an inequality is the problem's, multiplied by a negative number, and its sign is as
    it was; or by a positive one, and turned."""
    if len(context.problem.inequalities) != 1 or said.loose or said.verbal or said.alternative:
        return False
    a, relation, b = context.problem.inequalities[0]
    names = symbols(left) | symbols(right)
    if len(names) != 1 or said.relation not in _TURNED or relation not in _TURNED:
        return False
    derived = DERIVING.search(context.step) or _DIVIDING.search(context.step)
    ratio = ratio_of(difference(left, right), difference(a, b), names)
    if ratio is None or not (derived or not PROSE.search(context.step)):
        return False
    meant = relation if ratio > 0 else _TURNED[relation]
    return said.relation[0] != meant[0]


def is_miscomposed(written: Node, right: Node, context: Context) -> bool:
    """Whether an expression that is given for g(f(x)), known not to be it, is meant for every x."""
    functions = context.problem.functions
    if written.op != "fn" or written.args[0] not in functions or len(written.args) != 2:
        return False
    inner = written.args[1]
    nested = inner.op == "fn" and inner.args[0] in functions and inner.args[1].op == "sym"
    calls = any(node.op == "fn" and node.args[0] in functions for node in walk(right))
    return nested and not calls and symbols(right) == symbols(inner)


def inverts(said: Said, right: Node, context: Context) -> bool | None:
    """Whether what is called the inverse of a function of the problem is; None for others."""
    named = _INVERSE.fullmatch(said.left.text.replace(" ", ""))
    if named is None or named[1] not in context.problem.functions or said.relation != "=":
        return None
    variable, body = context.problem.functions[named[1]]
    if symbols(right) != {named[2]} or symbols(body) != {variable} or exact_node(right) is not None:
        return None
    return same(replaced(body, sym(variable), right), sym(named[2]))

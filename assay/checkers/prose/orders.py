"""Inequalities: between values, or in one unknown against the solution of the problem's own.

"x > -2" for the problem "-3x + 1 < 7"  ->  "firm"        "x < -2"  ->  "misfit"
"""

import re

from assay.checkers.exact import Undefined
from assay.checkers.intervals import NoRegion, Region, region
from assay.checkers.intervals import same as same_region
from assay.checkers.nodes import Node, symbols
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.contradictions import is_unturned
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import near, same, substituted
from assay.checkers.prose.vocabulary import DERIVING, PROSE

_CASE = re.compile(r"\bcases?\b|\bor\b|\beither\b|\bbranch|\bif\b|\\vee", re.IGNORECASE)
_ORDER = frozenset({"<", ">", "<=", ">="})


def valued_order(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """An inequality: between bound values, or by the region of the problem's own."""
    a, b = context.valued(context.expanded(left)), context.valued(context.expanded(right))
    known = context.settled or (context.points and said.relation == "!=")
    if known and not said.supposed and _fits_everywhere(said, a, b, context):
        return "true"
    if not (symbols(a) | symbols(b)):
        if said.relation == "!=":
            alike = same(a, b)
            return None if alike is None else "misfit" if alike else "true"
        x, y = near(a), near(b)
        if x is None or y is None or said.relation not in _ORDER:
            return None
        good = {"<": x < y, ">": x > y, "<=": x <= y, ">=": x >= y}[said.relation]
        return "true" if good else None
    if said.relation not in _ORDER or said.supposed:
        return None
    verdict = ordered(((said.relation,), (a, b)), context)
    return "misfit" if verdict is None and is_unturned(said, a, b, context) else verdict


def _fits_everywhere(said: Said, a: Node, b: Node, context: Context) -> bool:
    """Whether the one value that a solution comes to for the one unknown fits: x > 2 for x = 4."""
    names = symbols(a) | symbols(b)
    if len(names) != 1 or context.problem.inequalities:
        return False
    (name,) = names
    values = [point[name] for point in context.points if name in point]
    values = values or list(context.settled.get(name, ()))
    found = [(near(substituted(a, {name: v})), near(substituted(b, {name: v}))) for v in values]
    pairs = [(x, y) for x, y in found if x is not None and y is not None]
    holds = {
        "<": lambda x, y: x < y, ">": lambda x, y: x > y, "<=": lambda x, y: x <= y,
        ">=": lambda x, y: x >= y, "!=": lambda x, y: x != y,
    }.get(said.relation)  # fmt: skip
    return holds is not None and bool(pairs) and all(holds(x, y) for x, y in pairs)


def ordered(chain: tuple[tuple[str, ...], tuple[Node, ...]], context: Context) -> Verdict:
    """An inequality in one unknown, or a chain of two, against the problem's solution."""
    return in_region(Node("rel", (chain[0], *chain[1])), context)


def in_region(node: Node, context: Context) -> Verdict:
    """Inequalities in one unknown against the solution of the problem's own."""
    wanted = _wanted(context)
    try:
        found = region(node)
    except (NoRegion, Undefined):
        return None
    if wanted is None:
        return None
    alike = same_region(found, wanted).equal
    if alike is False and _CASE.search(context.step) and _is_part(found, wanted):
        return "true"
    if alike or alike is None:
        return None if alike is None else "firm"
    derived = DERIVING.search(context.step) or not PROSE.search(context.step)
    return "misfit" if derived and _is_half_line(found) and _is_half_line(wanted) else None


def _is_part(found: Region, wanted: Region) -> bool:
    """Whether an inequality is one piece of the solution: a case of |x - 3| > 2."""
    return len(wanted) > 1 and any(same_region(found, (piece,)).equal for piece in wanted)


def _is_half_line(pieces: Region) -> bool:
    """One piece without an end on one side: the solution of a linear inequality."""
    infinite = [piece for piece in pieces if _is_infinite(piece.low) != _is_infinite(piece.high)]
    return len(pieces) == len(infinite) == 1


def _is_infinite(end: Node) -> bool:
    inner = end.args[0] if end.op == "neg" else end
    return bool(inner == Node("const", ("oo",)))


def _wanted(context: Context) -> Region | None:
    """The solution of the problem's one inequality, or the gold's interval, where they agree."""
    found: list[Region] = []
    gold = context.problem.gold_node
    try:
        if gold is not None and gold.op in ("interval", "rel", "cup", "or"):
            found.append(region(gold))
        if context.problem.inequalities:
            relations = tuple(relation for _, relation, _ in context.problem.inequalities)
            sides = [context.problem.inequalities[0][0]]
            for left, _, right in context.problem.inequalities:
                if left != sides[-1]:
                    return None
                sides.append(right)
            sides = [context.expanded(side) for side in sides]
            found.append(region(Node("rel", (relations, *sides))))
    except (NoRegion, Undefined):
        return None
    if not found or (len(found) == 2 and not same_region(found[0], found[1]).equal):
        return None
    return found[0]

"""Equations held against those before them; what stands alone is kept as one that is set up.

    "x = 7" after "2x = 8"  ->  "misfit"       "2x = 8" after "2x + 3 = 11"  ->  "true"

A system of linear equations is solved, and counts when its solution has the gold in it.
"""

from assay.checkers.compare import compare
from assay.checkers.nodes import Node, has_op, num, symbols
from assay.checkers.prose.characteristic import is_characteristic
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.contradictions import holds_nowhere
from assay.checkers.prose.equations import compared, difference, follows_linearly, linear_point
from assay.checkers.prose.identities import is_identity, is_primed
from assay.checkers.prose.problem import bound, gold_items
from assay.checkers.prose.proportions import ratio_of
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import same, substituted
from assay.checkers.prose.vocabulary import DERIVING, PROSE
from assay.checkers.values import read

_RECENT = 6


def by_relations(
    said: Said, left: Node, right: Node, alike: bool | None, written: Node, context: Context
) -> Verdict:
    """By the equations before it; else it is one itself, or an identity that fails."""
    names = symbols(left) | symbols(right)
    if len(names) > 1 and follows_linearly(left, right, context.given):
        context.relate(left, right)
        return "true"
    if len(names) > 1 and _is_same(left, right, names, context):
        return "true"
    if _is_squared(left, right, context):
        context.relate(left, right)
        return "true"
    if not said.supposed and _is_multiple(left, right, names, context):
        context.relate(left, right)
        return "true"
    if not (said.verbal or said.loose or said.supposed) and holds_nowhere(left, right, context):
        return "misfit"
    characteristic = is_characteristic(left, right, context) if not said.supposed else None
    if characteristic is not None:
        if characteristic:
            context.relate(left, right)
            return "true"
        return None if said.verbal or said.loose else "misfit"
    if _is_substituted(left, right, names, context):
        context.relate(left, right)
        return "true"
    if len(names) == 1:
        found = _by_solutions(said, left, right, context)
        if found is not None:
            return found[0]
    if alike is False:
        if written.op != "fn" and is_identity(said, left, right, context):
            return "false"
        if is_primed(written) and right.op != "sym" and symbols(right):
            return "false" if is_identity(said, left, right, context) else None
    if said.verbal or said.loose:
        return None
    context.relate(left, right)
    for name, value in (linear_point(tuple(context.equations)) or {}).items():
        context.solved.setdefault(name, value)
    return _binds(left, right, names, context)


def _by_solutions(said: Said, left: Node, right: Node, context: Context) -> tuple[Verdict] | None:
    """By the equations in the same one unknown; None where there is none."""
    names = symbols(left) | symbols(right)
    (name,) = names
    gap = difference(left, right)
    mine = [pair for pair in context.equations if symbols(pair[0]) | symbols(pair[1]) == names]
    if left.op == "sym":
        mine = [pair for pair in mine if pair[0].op != "sym" or symbols(pair[1])]
    meeting = None
    for a, b in reversed(mine):
        meeting = compared(difference(a, b), gap, name)
        if meeting in ("same", "weaker"):
            context.relate(left, right)
            return ("true",)
        if meeting == "stronger":
            return ("true",)
    if (
        mine
        and meeting == "apart"
        and not context.problem.names & names
        and _fits(left, right, context)
    ):
        return None
    if mine and meeting == "apart" and _is_derived(said, context):
        return (None,) if _has_gold(left, right, context) else ("misfit",)
    return (None,) if mine else None


def _is_same(left: Node, right: Node, names: frozenset[str], context: Context) -> bool:
    """Whether an equation in several unknowns is one of the problem's, rearranged."""
    mine = read(Node("rel", (("=",), left, right)))
    asked = [(a, b) for a, b in context.given[:4] if symbols(a) | symbols(b) == names]
    return any(compare(mine, read(Node("rel", (("=",), a, b)))).equal for a, b in asked)


def _is_multiple(left: Node, right: Node, names: frozenset[str], context: Context) -> bool:
    """Whether an equation is one that was set up before, divided by a number or rearranged:
    sin(2x) = -2 after -14 sin(2x) - 8 = 20."""
    gap, recent = difference(left, right), context.equations[-_RECENT:]
    return any(ratio_of(gap, difference(a, b), names) is not None for a, b in recent)


def _is_substituted(left: Node, right: Node, names: frozenset[str], context: Context) -> bool:
    """Whether an equation is the problem's once its letters stand for what they were said to:
    t^2 - 12t + 27 = 0 with t = 3^x."""
    known = context.definitions.keys() - context.problem.names
    if not names or not names <= known:
        return False
    values = {name: context.definitions[name] for name in sorted(names)}
    a, b = substituted(left, values), substituted(right, values)
    return _is_multiple(a, b, symbols(a) | symbols(b), context)


def _is_squared(left: Node, right: Node, context: Context) -> bool:
    """Whether both sides are the squares of those of an equation with a root."""
    for a, b in context.equations[-6:]:
        if has_op(a, "fn", "pow") or has_op(b, "fn", "pow"):
            squares = [Node("pow", (side, num(2))) for side in (a, b)]
            if same(left, squares[0]) and same(right, squares[1]):
                return True
    return False


def _fits(left: Node, right: Node, context: Context) -> bool:
    """Whether the gold satisfies an equation that is set up anew."""
    answer = context.problem.answer
    return answer is not None and bool(tuple(bound([(left, right)], gold_items(answer))))


def _is_derived(said: Said, context: Context) -> bool:
    """Whether an equation is said to follow from the one before it, not set up or weighed."""
    if said.verbal or said.loose or said.alternative or context.early:
        return False
    return bool(DERIVING.search(context.step)) or not PROSE.search(context.step)


def _has_gold(left: Node, right: Node, context: Context) -> bool:
    """Whether an unknown is given the gold's value: then what stood before it is in doubt."""
    answer = context.problem.answer
    if answer is None or left.op != "sym":
        return False
    return any(same(right, item) for item in gold_items(answer))


def by_gold(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """Whether an equation is the one that the gold is: y - 1 = 2(x - 1) for y = 2x - 1. Once it has
    been reached, another that is said to follow is none."""
    gold = context.problem.gold_node
    if gold is None or gold.op != "rel" or gold.args[0] != ("=",):
        return None
    if symbols(gold) != symbols(left) | symbols(right) or len(symbols(gold)) < 2:
        return None
    alike = compare(read(Node("rel", (("=",), left, right))), read(gold)).equal
    if alike:
        context.gold_reached = True
        return "firm"
    if alike is None or not context.gold_reached or not _is_derived(said, context):
        return None
    return None if said.supposed else "misfit"


def _binds(left: Node, right: Node, names: frozenset[str], context: Context) -> Verdict:
    """Whether the gold satisfies an equation set up here, alone or with those before it."""
    if context.points or context.problem.answer is None:
        return None
    items = gold_items(context.problem.answer)
    if not context.problem.names & names:
        points = tuple(bound([(left, right)], items))
        if points:
            context.points = points
            return "firm"
    point = linear_point(tuple(context.equations))
    if point and any(same(value, item) for value in point.values() for item in items):
        context.points = (point,)
        return "firm"
    return None

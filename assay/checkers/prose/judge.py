"""Is a claim so? By itself, by what the problem says, and by the equations set up before it.

    judged(claim("2x = 14"), context of "Solve 2x + 3 = 11.")  ->  "misfit"

true: holds by itself or follows from what stands before · firm: agrees with the problem and its
gold · false: wrong whatever was said before · misfit: against what was said before · defined: gives
a name its value · None: not decided. Supposed claims are never false.
"""

from fractions import Fraction

from assay.checkers.nodes import Node, has_op, symbols
from assay.checkers.prose.calculus import integral, operated
from assay.checkers.prose.claims import Said
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.equations import compared, difference
from assay.checkers.prose.ground import holds
from assay.checkers.prose.orders import valued_order
from assay.checkers.prose.problem import bound, gold_items
from assay.checkers.prose.values import near, node_of, same, substituted
from assay.checkers.prose.vocabulary import DERIVING, PROSE
from assay.checkers.values import signs

_CLOSE = Fraction(1, 400)


def judged(said: Said, context: Context) -> Verdict:
    """The verdict on one claim; binds names and keeps equations as it goes."""
    if said.operator:
        return operated(said, context)
    if not said.left.has_letter and not said.right.has_letter:
        return _plain(said)
    left, right = node_of(said.left.text), node_of(said.right.text)
    if left is None or right is None:
        return None
    if left.op == "big":
        return integral(left, right)
    if said.relation not in ("=", "~", "≡"):
        return valued_order(said, left, right, context)
    written, left, right = left, context.expanded(left), context.expanded(right)
    if not (symbols(left) or symbols(right)) and (left, right) == (
        written,
        node_of(said.right.text),
    ):
        return _plain(said)
    return _lettered(said, left, right, written, context)


def _plain(said: Said) -> Verdict:
    found = holds(said)
    if found is False and said.supposed:
        return None
    return None if found is None else "true" if found else "false"


def _lettered(said: Said, left: Node, right: Node, written: Node, context: Context) -> Verdict:
    if has_op(left, "pm", "mp") or has_op(right, "pm", "mp"):
        return _both_signs(said, left, right, context)
    if said.relation == "≡" or said.modulus:
        return None
    alike = same(left, right)
    if alike:
        return "true"
    names = symbols(left) | symbols(right)
    if written.op == "sym" and _is_new(written.args[0], right, context):
        return _definition(said, written.args[0], right, context)
    if written.op == "fn" and _defines(written, context):
        context.functions[written.args[0]] = (written.args[1].args[0], right)
        return "defined"
    for verdict in (_bound(said, left, right, names, context), _asked(left, right, context)):
        if verdict is not None:
            return verdict
    if said.supposed:
        _suppose(left, right, context)
        return None
    return _against(said, left, right, names, alike, context)


def _is_new(name: str, right: Node, context: Context) -> bool:
    """Whether a name is free to be given a value here."""
    if name in context.problem.names or any(name in point for point in context.points):
        return False
    return not (context.in_equations(frozenset({name})) or name in symbols(right))


def _definition(said: Said, name: str, right: Node, context: Context) -> Verdict:
    value = context.valued(right)
    before = context.env.get(name)
    if before is not None and not said.supposed:
        alike = same(before, value)
        if alike or _close(before, value, said):
            return "true"
        if name in context.pending and alike is False and said.right.places is not None:
            context.pending.discard(name)
            return None if said.loose or said.verbal else "misfit"
    if symbols(value) - {name}:
        context.definitions.setdefault(name, right)
    else:
        context.bind(name, value, said.right.text, said.supposed)
    return "defined"


def _defines(written: Node, context: Context) -> bool:
    return (
        len(written.args) == 2
        and written.args[1].op == "sym"
        and written.args[0].rstrip("'") not in context.functions
        and not (written.args[0].endswith("'") and context.problem.implicit is not None)
    )


def _suppose(left: Node, right: Node, context: Context) -> None:
    if left.op == "sym" and not symbols(right):
        context.supposed[left.args[0]] = right
    elif symbols(left) | symbols(right):
        context.relate(left, right)


def _bound(said: Said, left: Node, right: Node, names: frozenset[str], context: Context) -> Verdict:
    """By the values that are bound in this solution or by the problem and its gold."""
    values = {**context.env, **context.supposed}
    if (
        names
        and not names <= values.keys()
        and names <= values.keys() | context.problem.letters.keys()
    ):
        full = {**context.problem.letters, **values}
        a, b = substituted(left, full), substituted(right, full)
        return "true" if same(a, b) or _close(a, b, said) else None
    if names <= values.keys():
        a, b = substituted(left, values), substituted(right, values)
        alike = same(a, b)
        if alike or _close(a, b, said):
            return "true"
        if alike is False and not said.supposed and not (names & context.supposed.keys()):
            return None if said.loose or said.verbal else "misfit"
        return None
    if said.supposed or not context.points or names & context.supposed.keys():
        return None
    if not any(names <= point.keys() | values.keys() for point in context.points):
        return None
    found = [_at(left, right, {**values, **dict(point)}, said) for point in context.points]
    if any(one is None for one in found):
        return None
    if all(found):
        context.relate(left, right)
        return "firm"
    if any(found):
        if len(names) > 1:
            pairs = zip(context.points, found, strict=True)
            context.points = tuple(point for point, fits in pairs if fits)
        return "true"
    return _candidate(left, right, names, context) or (
        None if said.loose or said.verbal else "misfit"
    )


def _at(left: Node, right: Node, values: dict[str, Node], said: Said) -> bool | None:
    a, b = substituted(left, values), substituted(right, values)
    return True if _close(a, b, said) else same(a, b)


def _close(a: Node, b: Node, said: Said) -> bool:
    """Equal within what a decimal shows."""
    if not (said.rough or "." in said.right.text or "." in said.left.text):
        return False
    x, y = near(a), near(b)
    return x is not None and y is not None and abs(x - y) <= _CLOSE * max(abs(x), abs(y))


def _candidate(left: Node, right: Node, names: frozenset[str], context: Context) -> Verdict:
    """A value that solves an equation found on the way, though not the problem."""
    if len(names) != 1:
        return None
    (name,) = names
    for a, b in context.equations:
        if (a, b) in context.problem.equations:
            continue
        if compared(difference(a, b), difference(left, right), name) in ("stronger", "same"):
            return "true"
    return None


def _asked(left: Node, right: Node, context: Context) -> Verdict:
    """The expression that the problem asks for has the gold's value."""
    asked, answer = context.problem.asked, context.problem.answer
    if asked is None or answer is None or not symbols(asked) or symbols(right):
        return None
    items = gold_items(answer)
    if len(items) != 1 or same(left, context.expanded(asked)) is not True:
        return None
    alike = same(right, items[0])
    return "firm" if alike else None


def _against(
    said: Said,
    left: Node,
    right: Node,
    names: frozenset[str],
    alike: bool | None,
    context: Context,
) -> Verdict:
    """By the equations before it; else it is one itself, or an identity that fails."""
    gap = difference(left, right)
    meeting = None
    if len(names) == 1:
        (name,) = names
        mine = [pair for pair in context.equations if symbols(pair[0]) | symbols(pair[1]) == names]
        for a, b in reversed(mine):
            meeting = compared(difference(a, b), gap, name)
            if meeting in ("same", "weaker"):
                context.relate(left, right)
                return "true"
            if meeting == "stronger":
                return "true"
        if mine and meeting == "apart" and _is_derived(said, context):
            return None if _is_gold(left, right, context) else "misfit"
        if mine:
            return None
    if alike is False and _is_identity(said, left, right, context):
        return "false"
    if said.verbal or said.loose:
        return None
    items = gold_items(context.problem.answer) if context.problem.answer else ()
    points = tuple(bound([(left, right)], items))
    if points and not context.points and not context.problem.names & names:
        context.points = points
        context.relate(left, right)
        return "firm"
    context.relate(left, right)
    return None


def _is_derived(said: Said, context: Context) -> bool:
    """Whether an equation is said to follow from the one before it, not set up or weighed."""
    if said.verbal or said.loose or said.alternative:
        return False
    return bool(DERIVING.search(context.step)) or not PROSE.search(context.step)


def _is_gold(left: Node, right: Node, context: Context) -> bool:
    """Whether an unknown is given the gold's value: then what stood before it is in doubt."""
    answer = context.problem.answer
    if answer is None or left.op != "sym":
        return False
    return any(same(right, item) for item in gold_items(answer))


def _is_identity(said: Said, left: Node, right: Node, context: Context) -> bool:
    """Whether an equation between expressions can only be meant for every value of its unknowns."""
    names = symbols(left)
    if (
        said.verbal
        or said.loose
        or said.supposed
        or not symbols(right)
        or not symbols(right) <= names
    ):
        return False
    if context.in_equations(names) or context.points or context.problem.inequalities:
        return False
    if has_op(left, "big", "pm") or has_op(right, "big", "pm"):
        return False
    shown = [*context.problem.expressions, context.problem.implicit, *_bodies(context)]
    return any(node is not None and symbols(node) >= names for node in shown)


def _bodies(context: Context) -> list[Node]:
    bodies = [body for _, body in context.problem.functions.values()]
    return bodies if len(bodies) == 1 else []


def _both_signs(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """x = (-1 ± 5)/4: the two values together are the solutions."""
    if left.op != "sym" or not has_op(right, "pm", "mp"):
        return None
    items = [context.valued(item) for item in signs(right)]
    name = left.args[0]
    wanted = [point[name] for point in context.points if name in point]
    if not wanted:
        return _signs_solve(items, name, context)
    fits = [any(same(item, value) for value in wanted) for item in items]
    if all(fits):
        return "firm"
    return None if any(fits) or said.supposed or said.loose else "misfit"


def _signs_solve(items: list[Node], name: str, context: Context) -> Verdict:
    for a, b in context.equations:
        if symbols(a) | symbols(b) == {name} and all(
            same(substituted(a, {name: item}), substituted(b, {name: item})) for item in items
        ):
            return "true"
    return None

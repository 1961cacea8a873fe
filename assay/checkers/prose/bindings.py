"""Claims about unknowns that have a value: by this solution, by the problem, by its gold.

    "2x = 14" for "Solve 2x + 3 = 11." and gold 4  ->  "misfit"

A decimal agrees with what it rounds. Usual letters of measures (r of "radius 5") only confirm;
named roots, and the discriminant and vertex of a quadratic, refute too.
"""

from fractions import Fraction
from math import isqrt

from assay.checkers.nodes import Node, symbols
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.equations import compared, difference
from assay.checkers.prose.problem import gold_items, satisfied
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import exact_node, near, node_of, same, substituted

_CLOSE = Fraction(1, 400)


def by_values(
    said: Said, left: Node, right: Node, names: frozenset[str], context: Context
) -> Verdict:
    """By the values that are bound in this solution or by the problem and its gold."""
    values = {**context.env, **context.supposed}
    usual = {**context.problem.letters, **context.solved}
    if names and not names <= values.keys() and names <= values.keys() | usual.keys():
        full = {**usual, **values}
        a, b = substituted(left, full), substituted(right, full)
        if same(a, b) or close(a, b, said):
            return "true"
        if not (_is_soft(said) or said.supposed) and names.isdisjoint(values):
            verdict = _by_roots(left, right, names, context) or _by_form(left, right, context)
            if verdict is not None:
                return verdict
    if names <= values.keys():
        a, b = substituted(left, values), substituted(right, values)
        alike = same(a, b)
        if alike or close(a, b, said):
            return "true"
        if alike is False and not said.supposed and not (names & context.supposed.keys()):
            return None if _is_soft(said) else "misfit"
        return None
    if said.supposed or not context.points or names & context.supposed.keys():
        return None
    if not any(names <= point.keys() | values.keys() for point in context.points):
        return None
    return _at_points(said, left, right, names, context)


def _by_roots(left: Node, right: Node, names: frozenset[str], context: Context) -> Verdict:
    """Of the two roots that the problem names: true for one order of them, or false for both."""
    if not names <= context.problem.roots:
        return None
    one, other = sorted(context.problem.roots)
    letters = context.problem.letters
    turned = {one: letters[other], other: letters[one]}
    alike = same(substituted(left, turned), substituted(right, turned))
    return "true" if alike else "misfit" if alike is False else None


_FORMS = ("b^2-4*a*c", "-b/(2*a)")


def _by_form(left: Node, right: Node, context: Context) -> Verdict:
    """A discriminant, or the place of a vertex, of the problem's quadratic; its equation may have
    been divided by a number before, which changes the first by a square."""
    if symbols(right) or not any(same(left, form) for form in map(node_of, _FORMS) if form):
        return None
    value, said = exact_node(substituted(left, context.problem.letters)), exact_node(right)
    if not value or not said or _is_square(value / said):
        return None
    return "misfit"


def _is_square(number: Fraction) -> bool:
    """Whether a fraction is the square of another."""
    top, bottom = number.numerator, number.denominator
    return number > 0 and isqrt(top) ** 2 == top and isqrt(bottom) ** 2 == bottom


def _is_soft(said: Said) -> bool:
    return said.loose or said.verbal or said.rough


def _at_points(
    said: Said, left: Node, right: Node, names: frozenset[str], context: Context
) -> Verdict:
    values = {**context.env, **context.supposed}
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
    if context.early or _is_soft(said) or not _is_sure(left, right, names, context):
        return _candidate(left, right, names, context) if not context.early else None
    return _candidate(left, right, names, context) or "misfit"


def _is_sure(left: Node, right: Node, names: frozenset[str], context: Context) -> bool:
    """Whether the problem itself gives these unknowns their meaning, and not the value at hand: a
    letter of the writer's may be bound by chance, and a gold may be one root of two."""
    equations = context.problem.equations
    if not names - context.env.keys() <= _names(equations):
        return False
    if left.op != "sym" or symbols(right) or len(_names(equations)) > 1:
        return True
    return not satisfied(equations, {left.args[0]: right})


def _names(equations: list[tuple[Node, Node]]) -> frozenset[str]:
    return frozenset().union(*(symbols(side) for pair in equations for side in pair))


def _at(left: Node, right: Node, values: dict[str, Node], said: Said) -> bool | None:
    a, b = substituted(left, values), substituted(right, values)
    return True if close(a, b, said) else same(a, b)


def close(a: Node, b: Node, said: Said) -> bool:
    """Equal within what a decimal shows."""
    if not (said.rough or "." in said.right.text or "." in said.left.text):
        return False
    x, y = near(a), near(b)
    if x is None or y is None:
        return False
    places = said.right.places if said.right.places is not None else said.left.places
    shown = places is not None and 0 < places < 30 and abs(x - y) < Fraction(1, 10**places)
    return shown or abs(x - y) <= _CLOSE * max(abs(x), abs(y))


def _candidate(left: Node, right: Node, names: frozenset[str], context: Context) -> Verdict:
    """A value that solves an equation found on the way, though it is not the gold."""
    if len(names) != 1:
        return None
    (name,) = names
    for a, b in context.equations:
        if compared(difference(a, b), difference(left, right), name) in ("stronger", "same"):
            return "true"
    return None


def by_asked(left: Node, right: Node, context: Context) -> Verdict:
    """The expression that the problem asks for has the gold's value; a gold formula is one."""
    asked, answer = context.problem.asked, context.problem.answer
    if answer is None:
        return None
    items = gold_items(answer)
    if len(items) == 1 and symbols(items[0]) and same(right, items[0]):
        return "firm"
    if asked is None or not symbols(asked) or symbols(right) or len(items) != 1:
        return None
    if same(left, context.expanded(asked)) is not True:
        return None
    return "firm" if same(right, items[0]) else None

"""Claims with plus-minus: the two values together are the solutions, or two pairs of values agree.

"x = (-1 ± 5)/4" for 2x^2 + x - 3 = 0  ->  "firm"      "(2 ± √12)/2 = 1 ± √3"  ->  "true"
"""

from assay.checkers.nodes import Node, has_op, symbols
from assay.checkers.prose.context import Context, Verdict
from assay.checkers.prose.said import Said
from assay.checkers.prose.values import same, substituted
from assay.checkers.values import signs


def both_signs(said: Said, left: Node, right: Node, context: Context) -> Verdict:
    """The verdict on a claim with plus-minus on a side."""
    if has_op(left, "pm", "mp") and has_op(right, "pm", "mp"):
        return _pairs(said, signs(left), signs(right), context)
    if left.op != "sym" or not has_op(right, "pm", "mp"):
        return None
    items = [context.valued(item) for item in signs(right)]
    name = left.args[0]
    wanted = [point[name] for point in context.points if name in point]
    if not wanted:
        return _solving(items, name, context)
    fits = [any(same(item, value) for value in wanted) for item in items]
    if all(fits):
        return "firm"
    if any(fits) or said.supposed or said.loose or any(symbols(item) for item in items):
        return _solving(items, name, context)
    return "misfit"


def _pairs(
    said: Said, left: tuple[Node, ...], right: tuple[Node, ...], context: Context
) -> Verdict:
    """The same two values on both sides, in either order."""
    a, b = (tuple(context.valued(item) for item in side) for side in (left, right))
    for order in (b, b[::-1]):
        found = [same(x, y) for x, y in zip(a, order, strict=True)]
        if all(found):
            return "true"
        if any(one is None for one in found):
            return None
    ground = not any(symbols(item) for item in (*a, *b))
    return "false" if ground and not (said.loose or said.supposed or said.verbal) else None


def _solving(items: list[Node], name: str, context: Context) -> Verdict:
    for a, b in context.equations:
        if symbols(a) | symbols(b) == {name} and all(
            same(substituted(a, {name: item}), substituted(b, {name: item})) for item in items
        ):
            return "true"
    return None

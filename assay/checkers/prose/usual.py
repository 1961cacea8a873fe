"""Letters that a problem need not explain: r of its radius, a, b, c of its quadratic, its roots.

    usual_letters("sides 13, 14 and 15", [], [], frozenset())  ->  {"a": 13, "b": 14, "c": 15}

They only confirm what a step says of them; what it says of roots and discriminants they refute too.
"""

import re
from collections.abc import Sequence

from assay.checkers.nodes import Node, neg, num, symbols
from assay.checkers.prose.equations import difference, univariate
from assay.checkers.prose.values import node_of

Equations = Sequence[tuple[Node, Node]]


def usual_letters(
    text: str, equations: Equations, expressions: Sequence[Node], names: frozenset[str]
) -> dict[str, Node]:
    """The letters with their values; of two meanings the later one counts."""
    found = _letters(text)
    found |= _quadratic(equations, expressions, names)
    return found | _matrix(expressions, names)


_MEASURE = re.compile(
    r"\b(radius|diameter|height|base|length|width|side|edge|slope)(?: length)?"
    r"(?: of| is| equal to| =)? \$?(\d{1,9}(?:\.\d{1,9})?)(?![\d/^*])"
)


_SIDES = re.compile(r"sides (?:of )?(?:length )?(\d{1,6}), (\d{1,6}),? and (\d{1,6})\b")


def _letters(text: str) -> dict[str, Node]:
    """The usual letters of measures that the problem gives: r for "radius 10"."""
    found: dict[str, Node] = {}
    for name, value in _MEASURE.findall(text.replace("\x02", "").replace("\x03", "")):
        node = node_of(value)
        if node is not None:
            found.setdefault("m" if name == "slope" else name[0], node)
    sides = _SIDES.search(text.replace("\x02", "").replace("\x03", ""))
    if sides is not None:
        for name, value in zip("abc", sides.groups(), strict=True):
            found.setdefault(name, num(int(value)))
    if "r" not in found and "d" in found:
        found["r"] = Node("div", (found["d"], num(2)))
    return found


def _quadratic(
    equations: Equations, expressions: Sequence[Node], names: frozenset[str]
) -> dict[str, Node]:
    """a, b and c of the one quadratic that the problem shows."""
    sides = [difference(left, right) for left, right in equations]
    shown = [node for node in (*sides, *expressions) if len(symbols(node)) == 1]
    polys = [univariate(node, min(symbols(node))) for node in shown]
    quadratics = [poly for poly in polys if poly is not None and poly.degree() == 2]
    if len(quadratics) != 1 or {"a", "b", "c"} & names:
        return {}
    c, b, a = quadratics[0].coeffs()
    return {"a": num(a), "b": num(b), "c": num(c)}


def _matrix(expressions: Sequence[Node], names: frozenset[str]) -> dict[str, Node]:
    """a, b, c and d of the one matrix of two rows that the problem shows."""
    shown = [node for node in expressions if node.op == "list" and len(node.args) == 2]
    rows = shown[0].args if len(shown) == 1 else ()
    if len(rows) != 2 or any(row.op != "list" or len(row.args) != 2 for row in rows):
        return {}
    if {*"abcd"} & names:
        return {}
    return dict(zip("abcd", (cell for row in rows for cell in row.args), strict=True))


_ROOTS_OF = re.compile(
    r"\b([a-z]) and ([a-z]) (?:are|be|denote) (?:the )?(?:two )?(?:roots|zeros)|"
    r"\b(?:roots|zeros)(?: of [^.;?]{1,60}?)?(?: are| be)? ([a-z]) and ([a-z])\b"
)


def named_roots(text: str, equations: Equations, expressions: Sequence[Node]) -> dict[str, Node]:
    """r and s for "the roots r and s of" a quadratic."""
    roots = _ROOTS_OF.search(text.replace("$", "").replace("\\(", ""))
    shown = [*(difference(left, right) for left, right in equations), *expressions]
    polys = [univariate(node, min(symbols(node))) for node in shown if len(symbols(node)) == 1]
    quadratics = [poly for poly in polys if poly is not None and poly.degree() == 2]
    if roots is None or len(quadratics) != 1:
        return {}
    c, b, a = quadratics[0].coeffs()
    root = Node("fn", ("sqrt", num(b * b - 4 * a * c)))
    ends = (Node("add", (num(-b), root)), Node("add", (num(-b), neg(root))))
    names = filter(None, roots.groups())
    return {name: Node("div", (end, num(2 * a))) for name, end in zip(names, ends, strict=True)}

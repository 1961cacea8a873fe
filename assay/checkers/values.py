"""What an answer is, apart from how it is written: labels dropped, lists and units told apart.

    read(parse("x = 5 cm"))       ->  Value("scalar", (5,), unit="cm")
    read(parse("x = 1 or x = 2")) ->  Value("unordered", (1, 2))

Shapes: scalar, ordered (a tuple or a bare list), unordered (a set, alternatives, +-), mapping
(labelled values), region (intervals, inequalities), matrix, equation, text, class (mod n), cases
and contradiction (`43 = 42`), which equals nothing.
"""

from itertools import pairwise
from typing import NamedTuple

from assay.checkers.ladder import equal
from assay.checkers.nodes import Node, has_op, neg, num, sym, symbols, walk


class Value(NamedTuple):
    """A shape, its items, the labels of its items where it has them, a unit, and how it is
    written."""

    shape: str
    items: tuple[Node, ...]
    labels: tuple[Node, ...] = ()
    unit: str | None = None
    written: str = ""


CONTRADICTION = Value("contradiction", ())
_ORDERED = {"tuple": "ordered", "list": "ordered", "seq": "ordered"}
_REGIONS = frozenset({"interval", "cup", "cap", "setminus"})
_INEQUALITIES = frozenset({"<", ">", "<=", ">=", "!=", "notin"})


def read(node: Node) -> Value:
    """The value that a tree denotes."""
    op = node.op
    if op in ("num", "sym"):
        return Value("scalar", (node,))
    if op in _REGIONS or (op == "const" and node.args[0] in ("R", "empty")):
        return Value("region", (node,), written=op)
    if op in ("tuple", "list", "seq", "and", "or", "set"):
        return _collection(node)
    if op == "rel":
        return _relation(node)
    if op == "matrix":
        return Value("matrix", (node,), written=op)
    if op == "text":
        return Value("text", (node,))
    if op == "mod_class":
        return Value("class", node.args)
    if op == "unit":
        inner = read(node.args[0])
        return inner._replace(unit=node.args[1]) if inner.shape == "scalar" else inner
    if op == "neg" and node.args[0].op == "unit":
        return Value("scalar", (neg(node.args[0].args[0]),), unit=node.args[0].args[1])
    if op == "cases":
        return Value("cases", (node,))
    if not has_op(node, "matrix", "pm", "mp"):
        return Value("scalar", (node,))
    if op != "pm" and has_op(node, "matrix"):
        return Value("matrix", (node,), written="expression")
    if has_op(node, "pm", "mp"):
        return Value("unordered", signs(node), written="pm")
    return Value("scalar", (node,))


def signs(node: Node) -> tuple[Node, ...]:
    """The two readings of an expression with plus-minus."""
    return _signed(node, True), _signed(node, False)


def _signed(node: Node, plus: bool) -> Node:
    args = tuple(_signed(arg, plus) if isinstance(arg, Node) else arg for arg in node.args)
    if node.op in ("pm", "mp"):
        up = plus == (node.op == "pm")
        if args[1].op == "tuple" and args[0] == num(0):
            return args[1] if up else Node("tuple", tuple(map(neg, args[1].args)))
        return Node("add", (args[0], args[1] if up else neg(args[1])))
    return Node(node.op, args)


def _collection(node: Node) -> Value:
    items = _flattened(node)
    if node.op == "list" and len(items) == 1 and items[0].op == "matrix":
        return read(items[0])
    if node.op in ("or", "and", "seq") and items and _all_inequalities(items):
        return Value("region", (node,), written=node.op)
    if node.op == "list" and len(items) == 1 and items[0].op not in ("list", "tuple"):
        return Value("ordered", items, written="list")
    if node.op == "list" and items and all(item.op == "list" for item in items):
        return Value("matrix", (_matrix(items),) if _rectangular(items) else (), written="list")
    if node.op in ("seq", "and", "or") and any(_is_assignment(item) for item in items):
        return _labelled(node, items)
    unordered = node.op in ("set", "or", "and") or _has_sign(items)
    if node.op == "seq" and items and all(item.op == "tuple" for item in items):
        unordered = True
    return Value("unordered" if unordered else "ordered", items, written=node.op)


def _rectangular(rows: tuple[Node, ...]) -> bool:
    return len({len(row.args) for row in rows}) == 1 and bool(rows[0].args)


def _matrix(rows: tuple[Node, ...]) -> Node:
    return Node("matrix", tuple(row.args for row in rows))


def _has_sign(items: tuple[Node, ...]) -> bool:
    return any(item.op in ("pm", "mp") for item in items)


def _flattened(node: Node) -> tuple[Node, ...]:
    """Items, with those of nested bare lists, alternatives and plus-minus in their place."""
    found: list[Node] = []
    for item in node.args:
        if item.op in ("seq", "and", "or") and node.op in ("seq", "and", "or", "set"):
            if item.op == "seq" and node.op == "seq" and all(map(_is_assignment, item.args)):
                found.append(Node("tuple", tuple(assigned(part) for part in item.args)))
            else:
                found.extend(_flattened(item))
        elif (node.op != "tuple" and item.op != "rel" and has_op(item, "pm", "mp")) or (
            item.op == "rel" and has_op(item, "pm", "mp")
        ):
            found.extend(signs(item))
        else:
            found.append(item)
    return tuple(found)


def _all_inequalities(items: tuple[Node, ...]) -> bool:
    return all(item.op == "rel" and set(item.args[0]) <= _INEQUALITIES for item in items)


def _is_assignment(node: Node) -> bool:
    return node.op == "rel" and node.args[0] == ("=",) and is_label(node.args[1])


def assigned(node: Node) -> Node:
    """The right side of `label = value`."""
    return node.args[2] if node.op == "rel" else node


def _labelled(node: Node, items: tuple[Node, ...]) -> Value:
    """Assignments in a list: values of one label are alternatives, of several a mapping."""
    labels, values = [], []
    for item in items:
        if _is_assignment(item):
            labels.append(item.args[1])
        elif item.op == "rel" or not labels:
            return Value("ordered", items, written=node.op)
        else:
            labels.append(labels[-1])
        values.append(assigned(item))
    count = len(set(labels))
    if 1 < count < len(labels) and labels == labels[:count] * (len(labels) // count):
        points = zip(*[iter(values)] * count, strict=True)
        return Value("unordered", tuple(Node("tuple", point) for point in points), written="or")
    if len({_family(label) for label in labels}) == 1 and len(set(labels)) < len(labels):
        return Value("unordered", tuple(values), written="alternatives")
    if len(set(labels)) < len(labels):
        return Value("ordered", items, written=node.op)
    return Value("mapping", tuple(values), tuple(labels), written=node.op)


def _family(label: Node) -> Node:
    return label


def is_label(node: Node) -> bool:
    """What names a value: an unknown, an application, or a quotient of unknowns, without
    numbers."""
    if node.op == "sym":
        return True
    if node.op == "fn":
        known = len(node.args[0].rstrip("'")) == 1 or node.args[0] == "abs"
        return known and all(symbols(arg) or arg.op == "num" for arg in node.args[1:])
    if node.op in ("tuple", "mul", "div", "ratio", "text"):
        inner = [part for part in walk(node) if not any(isinstance(a, Node) for a in part.args)]
        return all(part.op in ("sym", "text", "const") for part in inner) and (
            node.op != "mul" or len(node.args) <= 4
        )
    return False


def _relation(node: Node) -> Value:
    operators, *sides = node.args
    if "~" in operators:
        cut = operators.index("~")
        if cut == 0 and is_label(sides[0]):
            operators, sides = ("=",), sides[:2]
        else:
            operators, sides = operators[:cut], sides[: cut + 1]
        if not operators:
            return read(sides[0])
    if set(operators) == {"="}:
        return _equality(sides)
    if operators[-1] == "in" and len(operators) == 1:
        return read(sides[1])
    if operators == ("->",):
        return read(sides[1])
    if set(operators) <= _INEQUALITIES | {"="}:
        return Value("region", (node,), written="rel")
    return Value("relation", (node,), written="rel")


def _equality(sides: list[Node]) -> Value:
    head, tail = sides[0], sides[1:]
    if _is_task(head) and not any(has_op(side, "big") for side in tail):
        return read(tail[0]) if len(tail) == 1 else _chain(tail)
    if is_label(head) and not (len(tail) == 1 and _solved_for(tail[0], head)):
        return _named(head, tail)
    if len(tail) == 1 and is_label(tail[0]) and not symbols(head) & symbols(tail[0]):
        return _named(tail[0], [head])
    if not any(map(_free, sides)):
        return _chain(sides)
    if len(sides) == 2:
        return Value("equation", (head, tail[0]))
    return _chain(sides)


def _free(node: Node) -> frozenset[str]:
    """The unknowns that no sum, product or integral binds."""
    names = symbols(node)
    for part in walk(node) if has_op(node, "big") else ():
        if part.op == "sym" and part.args[0].startswith("d "):
            names -= {part.args[0], part.args[0][2:]}
        elif part.op == "big" and len(part.args) > 2 and part.args[2].op == "rel":
            names -= symbols(part.args[2].args[1])
    return names


def _is_task(node: Node) -> bool:
    """`lim …`, d/dx and an integral without bounds name what follows: none is worked out here."""
    if node.op == "mul" and node.args[0].op == "div" and node.args[0].args[0] == sym("d"):
        return True
    return node.op == "big" and (
        node.args[0] == "lim" or (node.args[0] == "int" and len(node.args) == 2)
    )


def _solved_for(value: Node, head: Node) -> bool:
    """Whether the right side speaks of the label itself: then it is an equation, no assignment."""
    return head.op == "sym" and head.args[0] in symbols(value)


def _named(label: Node, sides: list[Node]) -> Value:
    value = read(sides[-1]) if len(sides) == 1 else _chain(sides)
    if value.shape == "scalar" and not value.labels:
        return value._replace(labels=(label,))
    if value.shape == "ordered" and value.written == "seq":
        return value._replace(shape="unordered", written="alternatives")
    return value


def _chain(sides: list[Node]) -> Value:
    """a = b = c: the last side, if all agree; else a contradiction."""
    values = [read(side) for side in sides]
    if any(value.shape != "scalar" for value in values):
        return values[-1] if len({v.shape for v in values}) == 1 else CONTRADICTION
    for left, right in pairwise(values):
        if equal(left.items[0], right.items[0]).equal is not True:
            return CONTRADICTION
    return values[-1]


ZERO = num(0)

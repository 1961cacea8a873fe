"""Sets of real numbers as sorted, disjoint intervals, from brackets and from inequalities.

    region(parse("(-oo, 3) U [5, oo)")) == region(parse("x < 3 or x >= 5"))

Ends are ground expressions or -oo, oo; they are ordered by balls and compared by the ladder.
Inequalities in one unknown are solved when they are linear, polynomial with roots of degree at
most two over Q, or made of those by absolute values. Raises `NoRegion` for anything else.
"""

from collections.abc import Callable, Sequence
from functools import cmp_to_key
from itertools import pairwise
from typing import NamedTuple

from flint import fmpq, fmpq_poly

from assay.checkers import ball, canonical
from assay.checkers.exact import Undefined, rational
from assay.checkers.ladder import Decision, equal
from assay.checkers.limits import MAX_CASES
from assay.checkers.nodes import Node, const, neg, num, replaced, sym, symbols, walk
from assay.checkers.ratios import Builder, NotCanonical


class NoRegion(ValueError):
    """The node is no set of real numbers that can be worked out here."""


class Piece(NamedTuple):
    """One interval; an end is closed only when it belongs to the set."""

    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


Region = tuple[Piece, ...]
OO = const("oo")
MINUS_OO = neg(OO)
LINE: Region = (Piece(MINUS_OO, OO, False, False),)
_SIGN = {"<": -1, "<=": -1, ">": 1, ">=": 1, "=": 0, "!=": 0}
_ENDLESS = frozenset({OO, MINUS_OO})
_ALWAYS_LEFT = frozenset({(MINUS_OO, "<"), (OO, ">")})
_ALWAYS_RIGHT = frozenset({("<", OO), (">", MINUS_OO)})
_MAX_PIECES = 200
_MIRROR = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


def order(a: Node, b: Node) -> int:
    """-1, 0 or 1 for two ends of intervals. Raises NoRegion when it cannot be told."""
    for end, sign in ((MINUS_OO, -1), (OO, 1)):
        if a == end or b == end:
            return 0 if a == b else sign if a == end else -sign
    left, right = rational(a), rational(b)
    if left is not None and right is not None:
        return (left > right) - (left < right)
    if equal(a, b).equal:
        return 0
    for bits in (64, 512):
        try:
            x, y = ball.value_of(a, {}, bits).real, ball.value_of(b, {}, bits).real
        except (ball.NoBall, Undefined):
            break
        if x < y or x > y:
            return -1 if x < y else 1
    raise NoRegion("two ends cannot be ordered")


def region(node: Node, unknown: str | None = None) -> Region:
    """The set of reals that a node denotes: brackets, unions, or inequalities in one unknown."""
    rule = _RULES.get(node.op)
    if rule is not None:
        return rule(node)
    if node.op == "const" and node.args[0] in ("R", "empty"):
        return LINE if node.args[0] == "R" else ()
    if node.op in _LISTS and all(_is_set(arg) for arg in node.args):
        return _cup(node)
    if node.op in ("rel", *_LISTS):
        node = _named(node)
        return _relation(node, unknown or _unknown(node))
    raise NoRegion(f"{node.op} is no set of reals")


def _is_set(node: Node) -> bool:
    """A set in its own notation; a list of such is their union, one of inequalities is not."""
    if node.op in _LISTS:
        return all(_is_set(arg) for arg in node.args)
    return node.op in _RULES or (node.op == "const" and node.args[0] in ("R", "empty"))


_LISTS = ("or", "and", "seq")


def _unknown(node: Node) -> str:
    names = symbols(node)
    if len(names) != 1:
        raise NoRegion("an inequality has one unknown")
    return next(iter(names))


def _named(node: Node) -> Node:
    """Applications such as f(x) read as one unknown of that name."""
    for inner in walk(node):
        if inner.op == "fn" and len(inner.args[0].rstrip("'")) == 1:
            return _named(replaced(node, inner, sym(repr(inner.args))))
    return node


def _end(node: Node) -> Node:
    if symbols(node):
        raise NoRegion("an end with an unknown")
    if node.op == "add" and len(node.args) == 2 and OO in node.args:
        return OO
    if node.op not in ("const", "neg") and any(inner == OO for inner in walk(node)):
        raise NoRegion("infinity inside an expression")
    return node


def _bracket(low_closed: bool, high_closed: bool) -> Callable[[Node], Region]:
    def build(node: Node) -> Region:
        if len(node.args) != 2:
            raise NoRegion("an interval has two ends")
        return _written(*node.args, low_closed, high_closed)

    return build


def _written(low: Node, high: Node, low_closed: bool, high_closed: bool) -> Region:
    """An interval as it is written: (2, 2) and (3, 1) are no ways to write the empty set."""
    sign = order(_end(low), _end(high))
    if sign > 0 or (sign == 0 and not (low_closed and high_closed)):
        raise NoRegion("nothing lies between the ends")
    return _piece(_end(low), _end(high), low_closed, high_closed)


def _piece(low: Node, high: Node, low_closed: bool, high_closed: bool) -> Region:
    sign = order(low, high)
    low_closed = low_closed and low not in (OO, MINUS_OO)
    high_closed = high_closed and high not in (OO, MINUS_OO)
    if sign > 0 or (sign == 0 and not (low_closed and high_closed)):
        return ()
    return (Piece(low, high, low_closed, high_closed),)


def _interval(node: Node) -> Region:
    return _written(*node.args)


def _points(node: Node) -> Region:
    return union(*(_piece(_end(arg), _end(arg), True, True) for arg in node.args))


def _cup(node: Node) -> Region:
    return union(*(region(arg) for arg in node.args))


def _cap(node: Node) -> Region:
    found = region(node.args[0])
    for arg in node.args[1:]:
        found = meet(found, region(arg))
    return found


def _minus(node: Node) -> Region:
    return meet(region(node.args[0]), complement(region(node.args[1])))


_RULES: dict[str, Callable[[Node], Region]] = {
    "tuple": _bracket(False, False),
    "list": _bracket(True, True),
    "interval": _interval,
    "set": _points,
    "cup": _cup,
    "cap": _cap,
    "setminus": _minus,
}


def union(*regions: Region) -> Region:
    """The union, as sorted disjoint pieces that do not touch."""
    pieces = [piece for one in regions for piece in one]
    if len(pieces) > _MAX_PIECES:
        raise NoRegion("too many pieces")
    pieces.sort(key=cmp_to_key(_by_low))
    merged: list[Piece] = []
    for piece in pieces:
        if merged and _touch(merged[-1], piece):
            merged[-1] = _joined(merged[-1], piece)
        else:
            merged.append(piece)
    return tuple(merged)


def _by_low(a: Piece, b: Piece) -> int:
    return order(a.low, b.low) or b.low_closed - a.low_closed


def _touch(a: Piece, b: Piece) -> bool:
    sign = order(b.low, a.high)
    return sign < 0 or (sign == 0 and (a.high_closed or b.low_closed))


def _joined(a: Piece, b: Piece) -> Piece:
    sign = order(a.high, b.high)
    if sign == 0:
        return a._replace(high_closed=a.high_closed or b.high_closed)
    return a if sign > 0 else a._replace(high=b.high, high_closed=b.high_closed)


def meet(a: Region, b: Region) -> Region:
    """The intersection."""
    if a is LINE:
        return b
    if len(a) * len(b) > _MAX_PIECES:
        raise NoRegion("too many pieces")
    return union(*(_overlap(x, y) for x in a for y in b))


def _overlap(a: Piece, b: Piece) -> Region:
    low, high = order(a.low, b.low), order(a.high, b.high)
    left = a if low > 0 else b
    right = a if high < 0 else b
    low_closed = left.low_closed if low else a.low_closed and b.low_closed
    high_closed = right.high_closed if high else a.high_closed and b.high_closed
    return _piece(left.low, right.high, low_closed, high_closed)


def complement(a: Region) -> Region:
    """The reals outside."""
    found, low, closed = [], MINUS_OO, False
    for piece in a:
        found.append(_piece(low, piece.low, closed, not piece.low_closed))
        low, closed = piece.high, not piece.high_closed
    found.append(_piece(low, OO, closed, False))
    return union(*found)


def same(a: Region, b: Region) -> Decision:
    """Whether two regions are equal; the ladder's last rung among the ends is the rung."""
    if len(a) != len(b):
        return Decision(False, "exact", {"pieces": [len(a), len(b)]})
    last = Decision(True, "exact")
    for x, y in zip(a, b, strict=True):
        if (x.low_closed, x.high_closed) != (y.low_closed, y.high_closed):
            return Decision(False, "exact", {"ends": "open and closed differ"})
        for left, right in ((x.low, y.low), (x.high, y.high)):
            found = _same_end(left, right)
            if not found.equal:
                return found
            last = found
    return last


def _same_end(a: Node, b: Node) -> Decision:
    if {a, b} & {OO, MINUS_OO}:
        return Decision(a == b, "exact")
    return equal(a, b)


def _relation(node: Node, unknown: str) -> Region:
    if node.op == "or":
        return union(*(region(arg, unknown) for arg in node.args))
    if node.op in ("and", "seq"):
        found = LINE
        for arg in node.args:
            found = meet(found, region(arg, unknown))
        return found
    operators, *sides = node.args
    if operators == ("in",):
        return region(sides[1])
    if operators == ("notin",):
        return complement(region(sides[1]))
    found = LINE
    for operator, left, right in zip(operators, sides, sides[1:], strict=False):
        if operator not in _MIRROR:
            raise NoRegion(f"no region for {operator!r}")
        if (left, operator[0]) in _ALWAYS_LEFT or (operator[0], right) in _ALWAYS_RIGHT:
            continue
        if not _ENDLESS.isdisjoint((left, right)):
            raise NoRegion("infinity beyond its end")
        found = meet(found, solve(Node("add", (left, neg(right))), operator, unknown))
    return found


def solve(difference: Node, operator: str, unknown: str) -> Region:
    """The reals at which `difference operator 0` holds."""
    line = _line(difference, unknown)
    if line is not None and line[0]:
        return _beside(num(-line[1] / line[0]), operator, line[0] > 0)
    if sum(inner.op == "fn" and inner.args[0] == "abs" for inner in walk(difference)) > MAX_CASES:
        raise NoRegion("too many absolute values")
    for inner in walk(difference):
        if inner.op == "fn" and inner.args[0] == "abs" and unknown in symbols(inner):
            return _by_cases(difference, inner, operator, unknown)
    try:
        top, bottom = _polynomials(difference, unknown)
    except NoRegion:
        return _linear(difference, operator, unknown)
    if bottom.degree() > 0:
        product = solve_polynomial(top * bottom, operator)
        poles = _roots_as_points(bottom)
        return meet(product, complement(poles))
    return solve_polynomial(top * bottom, operator)


def _linear(difference: Node, operator: str, unknown: str) -> Region:
    """An inequality a*x + b < 0 whose coefficients are constants such as roots and pi."""
    at = [replaced(difference, sym(unknown), num(k)) for k in range(3)]
    slope = Node("add", (at[1], neg(at[0])))
    line = Node("add", (at[0], Node("mul", (slope, sym(unknown)))))
    if symbols(difference) != {unknown} or not equal(line, difference).equal:
        raise NoRegion("an inequality with roots or functions")
    sign = order(slope, num(0))
    if not sign:
        raise NoRegion("no unknown is left")
    root = neg(Node("div", (at[0], slope)))
    return _beside(root, operator, sign > 0)


def _beside(root: Node, operator: str, rising: bool) -> Region:
    """Where a line through its one root is below, above or at 0."""
    if operator == "=":
        return (Piece(root, root, True, True),)
    if operator == "!=":
        return Piece(MINUS_OO, root, False, False), Piece(root, OO, False, False)
    closed = operator in ("<=", ">=")
    if (_SIGN[operator] > 0) == rising:
        return (Piece(root, OO, closed, False),)
    return (Piece(MINUS_OO, root, False, closed),)


def _line(node: Node, unknown: str) -> tuple[fmpq, fmpq] | None:
    """(a, b) of what is written as a*x + b with rational a and b; None for anything else."""
    op, args = node
    if op == "num":
        return _NOUGHT, args[0]
    if op == "sym":
        return (_ONE, _NOUGHT) if args[0] == unknown else None
    if op not in ("add", "neg", "mul", "div"):
        return None
    parts = [_line(arg, unknown) for arg in args]
    found = parts[0] if op != "neg" else parts[0] and (-parts[0][0], -parts[0][1])
    for part in parts[1:]:
        found = found and part and _COMBINED[op](*found, *part)
    return found


def _times(a: fmpq, b: fmpq, c: fmpq, d: fmpq) -> tuple[fmpq, fmpq] | None:
    return None if a and c else (a * d + b * c, b * d)


def _over(a: fmpq, b: fmpq, c: fmpq, d: fmpq) -> tuple[fmpq, fmpq] | None:
    return None if c or not d else (a / d, b / d)


_NOUGHT, _ONE = fmpq(0), fmpq(1)
_COMBINED: dict[str, Callable[[fmpq, fmpq, fmpq, fmpq], tuple[fmpq, fmpq] | None]] = {
    "add": lambda a, b, c, d: (a + c, b + d),
    "mul": _times,
    "div": _over,
}


def _by_cases(difference: Node, inner: Node, operator: str, unknown: str) -> Region:
    inside = inner.args[1]
    found: Region = ()
    for side, value in ((">=", inside), ("<", neg(inside))):
        here = solve(replaced(difference, inner, value), operator, unknown)
        found = union(found, meet(here, solve(inside, side, unknown)))
    return found


def _polynomials(difference: Node, unknown: str) -> tuple[fmpq_poly, fmpq_poly]:
    if symbols(difference) - {unknown}:
        raise NoRegion("an inequality has one unknown")
    try:
        builder = canonical.builder_of(difference)
        ratio = builder.lowest(builder.of(difference))
    except (NotCanonical, Undefined) as error:
        raise NoRegion(str(error)) from None
    if set(builder.index) - {("sym", unknown)}:
        raise NoRegion("an inequality with roots or functions")
    return _univariate(builder, ratio.top), _univariate(builder, ratio.bottom)


def _univariate(builder: Builder, poly: object) -> fmpq_poly:
    index = builder.index.get(("sym", next(iter(builder.index), ("sym", ""))[1]), -1)
    coefficients: dict[int, fmpq] = {}
    for monomial, value in poly.to_dict().items():  # type: ignore[attr-defined]
        coefficients[int(monomial[index])] = value
    if max(coefficients, default=0) > 60:
        raise NoRegion("a degree above 60")
    return fmpq_poly(
        [coefficients.get(k, fmpq(0)) for k in range(max(coefficients, default=0) + 1)]
    )


def real_roots(poly: fmpq_poly) -> list[Node]:
    """The different real roots in increasing order. Raises NoRegion above degree two over Q."""
    roots: list[Node] = []
    for factor, _ in poly.numer().factor()[1]:
        c = [fmpq(value) for value in factor.coeffs()]
        if len(c) == 2:
            roots.append(num(-c[0] / c[1]))
        elif len(c) == 3:
            roots += _quadratic(*c)
        elif len(c) > 3:
            raise NoRegion("a root of degree above two")
    return sorted(roots, key=cmp_to_key(order))


def _quadratic(c: fmpq, b: fmpq, a: fmpq) -> list[Node]:
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    root = Node("fn", ("sqrt", num(discriminant)))
    return [
        Node("div", (Node("add", (num(-b), signed)), num(2 * a))) for signed in (root, neg(root))
    ]


def _roots_as_points(poly: fmpq_poly) -> Region:
    return tuple(Piece(root, root, True, True) for root in real_roots(poly))


def solve_polynomial(poly: fmpq_poly, operator: str) -> Region:
    """Where `poly operator 0`: the sign between neighbouring roots, and the roots themselves."""
    if poly.degree() < 1:
        constant = poly[0] if poly.degree() == 0 else fmpq(0)
        return LINE if _holds(constant, operator) else ()
    roots = real_roots(poly)
    at_roots = operator in ("<=", ">=", "=")
    pieces: list[Region] = [_roots_as_points(poly)] if at_roots else []
    ends: Sequence[Node] = [MINUS_OO, *roots, OO]
    for low, high in pairwise(ends):
        if _holds(poly(_between(low, high)), operator):
            pieces.append(_piece(low, high, False, False))
    return union(*pieces)


def _holds(value: fmpq, operator: str) -> bool:
    sign = (value > 0) - (value < 0)
    allowed = {"<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1), "=": (0,), "!=": (-1, 1)}
    return sign in allowed[operator]


def _between(low: Node, high: Node) -> fmpq:
    """A rational strictly between two ends."""
    a = None if low == MINUS_OO else _approximate(low)
    b = None if high == OO else _approximate(high)
    if a is None or b is None:
        return fmpq(0) if a is b else (b - 1 if a is None and b is not None else (a or fmpq(0)) + 1)
    return (a + b) / 2


def _approximate(node: Node) -> fmpq:
    value = rational(node)
    if value is not None:
        return value
    man, exp = ball.value_of(node, {}, 256).real.mid().man_exp()
    return fmpq(man) * fmpq(2) ** int(exp)

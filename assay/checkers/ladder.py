"""The ladder: are two scalar expressions equal, and which rung says so.

    equal(parse("tan(y)^2+1"), parse("sec(y)^2"))  ->  Decision(True, "canonical", {})

Rungs, cheapest first: the same tree; exact rationals; the same tree but for the order of its terms
and factors; canonical form; values modulo 2^61 - 1; balls; SymPy in a process of its own. A rung
answers only what it has proved (the modular one: with an error probability below 2^-60). What no
rung decides is None: undecided, never guessed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from operator import sub
from threading import get_ident
from typing import Any

from flint import acb, arb, fmpq

from assay.checkers import ball, canonical, modular, symbolic
from assay.checkers.commuted import commuted
from assay.checkers.exact import Undefined, rational
from assay.checkers.limits import MAX_PRECISION
from assay.checkers.nodes import Node, neg, symbols
from assay.checkers.ratios import NotCanonical
from assay.checkers.separation import has_i, zero_bits
from assay.checkers.settle import needs_settling, settled
from assay.checkers.sums import ends
from assay.core.records import Rung


@dataclass(frozen=True, slots=True)
class Decision:
    """Equal, different or (None) undecided, the rung that decided, and how to replay it."""

    equal: bool | None
    rung: Rung | None
    evidence: Mapping[str, Any] = field(default_factory=dict)


SAME = Decision(True, "string")


def differ(**evidence: object) -> Decision:
    """Different by form, with what was seen."""
    return Decision(False, "exact", evidence)


_EXACT = {True: Decision(True, "exact"), False: Decision(False, "exact")}
UNDECIDED = Decision(None, None, {"undecided": "no rung decides"})
Ask = Callable[[Node, Node], Decision | None]
WATCHERS: dict[int, Callable[[Node, Node], Decision]] = {}
"""By thread, who answers in the ladder's stead: empty but while a verdict is explained."""
_PRECISIONS = (64, 256, 1024)
_NUMERATORS = (1373, 613, 2741, 1009, 3571, 487, 1931, 2203, 757, 3089, 1511, 907)


def equal(a: Node, b: Node) -> Decision:
    """Whether two scalars have the same value wherever both are defined and real."""
    if WATCHERS and get_ident() in WATCHERS:
        return WATCHERS[get_ident()](a, b)
    if a == b:
        return SAME
    try:
        left, right = rational(a), rational(b)
        if left is not None and right is not None:
            return _EXACT[left == right]
        for _, ask in rungs_of(a, b):
            found = ask(a, b)
            if found is not None:
                return found
    except Undefined as error:
        return Decision(False, "exact", {"undefined": str(error)})
    return UNDECIDED


def rungs_of(a: Node, b: Node) -> tuple[tuple[str, Ask], ...]:
    """The rungs above the exact one that are asked in turn, until one decides."""
    return _SYMBOLIC if symbols(a) | symbols(b) else _GROUND


def _reordered(a: Node, b: Node) -> Decision | None:
    return SAME if commuted(a, b) else None


def _canonical(a: Node, b: Node) -> Decision | None:
    try:
        found = canonical.decide(a, b)
    except NotCanonical:
        return None
    return None if found is None else Decision(found, "canonical")


def _modular(a: Node, b: Node) -> Decision | None:
    try:
        agreed, tried = modular.agree(a, b)
    except modular.NotModular:
        return None
    return Decision(agreed, "modular", {"points": tried, "prime": "2^61-1"})


def _proved(a: Node, b: Node) -> bool:
    return equal(a, b).equal is True


def settled_pair(a: Node, b: Node) -> tuple[Node, Node] | None:
    """Both sides with their roundings and arcs settled; None where nothing changes."""
    if needs_settling(a) or needs_settling(b):
        left, right = settled(a, _proved), settled(b, _proved)
        if (left, right) != (a, b):
            return left, right
    return None


def _settled(a: Node, b: Node) -> Decision | None:
    pair = settled_pair(a, b)
    return None if pair is None else equal(*pair)


def _near(a: Node, b: Node) -> Decision | None:
    for bits in _PRECISIONS[:2]:
        apart = _apart(a, b, {}, bits)
        if apart is not None:
            return apart
    return None


def _separated(a: Node, b: Node) -> Decision | None:
    bound = zero_bits(Node("add", (a, neg(b))))
    return None if bound is None else _below(a, b, bound)


def _proved_zero(a: Node, b: Node) -> Decision | None:
    try:
        return Decision(True, "canonical") if canonical.decide(a, b) else None
    except NotCanonical:
        return None


def _far(a: Node, b: Node) -> Decision | None:
    return _apart(a, b, {}, _PRECISIONS[2])


def _below(a: Node, b: Node, bound: int) -> Decision:
    """Decide by the separation bound: a difference below 2^-bound is 0."""
    for bits in (bound + 64, min(2 * bound + 256, MAX_PRECISION)):
        try:
            left, right = ball.value_of(a, {}, bits), ball.value_of(b, {}, bits)
        except (ball.NoBall, Undefined):
            break
        gap = ball.at_precision(bits, partial(sub, left, right))
        if not gap.contains(0):
            return Decision(False, "ball", {"bits": bits})
        if ball.at_precision(bits, partial(_scaled, gap, bound)) < 1:
            return Decision(True, "ball", {"separation_bits": bound})
    return Decision(None, None, {"separation_bits": bound})


def _scaled(gap: acb, bits: int) -> arb:
    return abs(gap) * arb(2) ** bits


def _apart(a: Node, b: Node, point: dict[str, fmpq], bits: int) -> Decision | None:
    """A proof by balls that a and b differ at a point; None when they do not come apart."""
    try:
        left, right = ball.value_of(a, point, bits), ball.value_of(b, point, bits)
    except (ball.NoBall, Undefined):
        return None
    if point and not real_enough(a, b, left, right):
        return None
    gap = ball.at_precision(bits, lambda: left - right)
    if gap.contains(0):
        return None
    at = {name: str(value) for name, value in point.items()}
    return Decision(False, "ball", {"point": at, "left": str(left), "right": str(right)})


def real_enough(a: Node, b: Node, left: acb, right: acb) -> bool:
    """At a point where one side is not real, the two are not compared: unless they speak of i."""
    if left.imag.contains(0) and right.imag.contains(0):
        return True
    return has_i(a) or has_i(b)


def points(names: list[str], whole: frozenset[str] = frozenset()) -> Iterator[dict[str, fmpq]]:
    """Fixed generic rational points: two positive, then of mixed size and sign.

    The names in `whole` get small whole numbers instead, from 3 up.
    """
    for row in range(6):
        values = {}
        for column, name in enumerate(names):
            if name in whole:
                values[name] = fmpq(3 + row + 2 * column)
                continue
            top = _NUMERATORS[(5 * row + 7 * column) % len(_NUMERATORS)] + 16 * column
            value = fmpq(top, (1024, 200, 8192)[row % 3])
            values[name] = -value if row >= 2 and (row + column) % 2 else value
        yield values


def _witness(a: Node, b: Node) -> Decision | None:
    names = sorted(symbols(a) | symbols(b))
    for point in points(names, ends(a) | ends(b)):
        found = _apart(a, b, point, 128)
        if found is not None:
            return found
    return None


def _sympy(a: Node, b: Node) -> Decision | None:
    return Decision(True, "sympy", {"difference": "0"}) if symbolic.agree(a, b) else None


_SYMBOLIC: tuple[tuple[str, Ask], ...] = (
    ("order", _reordered),
    ("canonical", _canonical),
    ("modular", _modular),
    ("ball", _witness),
    ("settle", _settled),
    ("sympy", _sympy),
)
_GROUND: tuple[tuple[str, Ask], ...] = (
    ("order", _reordered),
    ("settle", _settled),
    ("ball", _near),
    ("separation", _separated),
    ("canonical", _proved_zero),
    ("ball", _far),
    ("sympy", _sympy),
)

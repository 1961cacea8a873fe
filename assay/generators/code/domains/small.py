"""Predicates and functions of a small integer, for parts whose values are digits, cells or counts.

Example: ["small_affine", 3, -1] is `x * 3 + -1`, "x times 3, plus -1", and maps 5 to 14.

They are those of `elements` with arguments that tell small numbers apart; `read` is the second
reading of each.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assay.generators.code import reading
from assay.generators.code.part import Element

PREDICATES = (
    Element("small_above", "{x} > {a}", "x is greater than {a}", int.__gt__, (range(1, 13),)),
    Element("small_below", "{x} < {a}", "x is less than {a}", int.__lt__, (range(2, 13),)),
    Element(
        "small_remainder",
        "{x} % {a} == {b}",
        "x % {a} is {b} (the remainder is never negative)",
        lambda x, a, b: x % a == b,
        (range(3, 7), range(3)),
    ),
    Element(
        "small_other_remainder",
        "{x} % {a} != {b}",
        "x % {a} is not {b} (the remainder is never negative)",
        lambda x, a, b: x % a != b,
        (range(3, 8), range(3)),
    ),
    Element(
        "small_between",
        "{a} <= {x} <= {b}",
        "x is at least {a} and at most {b}",
        lambda x, a, b: a <= x <= b,
        (range(5), range(5, 12)),
    ),
    Element("small_odd", "{x} % 2 == 1", "x is odd", lambda x: x % 2 == 1),
)
FUNCTIONS = (
    Element(
        "small_affine",
        "{x} * {a} + {b}",
        "x times {a}, plus {b}",
        lambda x, a, b: x * a + b,
        (range(2, 6), range(-5, 7)),
    ),
    Element("small_plus", "{x} + {a}", "x plus {a}", lambda x, a: x + a, (range(1, 10),)),
    Element(
        "small_modulo",
        "({x} + {a}) % {b}",
        "the remainder of (x plus {a}) divided by {b} (never negative)",
        lambda x, a, b: (x + a) % b,
        (range(8), range(4, 11)),
    ),
    Element(
        "small_distance",
        "abs({x} - {a})",
        "the absolute difference of x and {a}",
        lambda x, a: abs(x - a),
        (range(1, 13),),
    ),
    Element(
        "small_at_most",
        "min({x}, {a})",
        "the smaller of x and {a}",
        lambda x, a: min(x, a),
        (range(2, 14),),
    ),
    Element(
        "small_at_least",
        "max({x}, {a})",
        "the larger of x and {a}",
        lambda x, a: max(x, a),
        (range(2, 12),),
    ),
)


_READ: Mapping[str, Callable[..., Any]] = {
    "small_above": lambda x, a: not x <= a,
    "small_below": lambda x, a: not x >= a,
    "small_remainder": lambda x, a, b: divmod(x - b, a)[1] == 0 and b < a,
    "small_other_remainder": lambda x, a, b: divmod(x - b, a)[1] != 0,
    "small_between": lambda x, a, b: x in range(a, b + 1),
    "small_odd": lambda x: str(x)[-1] in "13579",
    "small_affine": lambda x, a, b: sum([x] * a, b),
    "small_plus": lambda x, a: a - -x,
    "small_modulo": lambda x, a, b: divmod(x + a, b)[1],
    "small_distance": lambda x, a: max(x, a) - min(x, a),
    "small_at_most": lambda x, a: sorted((x, a))[0],
    "small_at_least": lambda x, a: sorted((x, a))[1],
}


def read(term: Sequence[Any]) -> Callable[[int], Any]:
    """The second reading of a term with a hole's worth of `x`."""
    name, *rest = term
    if name in _READ:
        return lambda x: _READ[name](x, *rest)
    return lambda x: reading.element(term, x, ())

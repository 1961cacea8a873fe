"""Predicates and functions of one integer, the pieces that filters and maps are filled with.

Example: ["affine", 3, -1] is `x * 3 + -1`, "x times 3, plus -1", and maps 5 to 14.

`%` and `//` follow Python: the remainder by a positive divisor is never negative, and the
quotient is rounded down; the words say so. None of these raises for any integer.
"""

from assay.generators.code.part import Element

DIGITS = "sum(int(d) for d in str(abs({x})))"


def _digit_sum(x: int) -> int:
    total, rest = 0, abs(x)
    while rest:
        total, rest = total + rest % 10, rest // 10
    return total


PREDICATES = (
    Element("even", "{x} % 2 == 0", "x is even", lambda x: not x & 1),
    Element("odd", "{x} % 2 != 0", "x is odd", lambda x: bool(x & 1)),
    Element(
        "remainder",
        "{x} % {a} == {b}",
        "x % {a} is {b} (the remainder is never negative)",
        lambda x, a, b: x % a == b,
        (range(3, 12), range(3)),
    ),
    Element(
        "divisible",
        "{x} % {a} == 0",
        "x is divisible by {a}",
        lambda x, a: x % a == 0,
        (range(3, 9),),
    ),
    Element("above", "{x} > {a}", "x is greater than {a}", lambda x, a: x > a, (range(-30, 71),)),
    Element("below", "{x} < {a}", "x is less than {a}", lambda x, a: x < a, (range(-30, 71),)),
    Element(
        "between",
        "{a} <= {x} <= {b}",
        "x is at least {a} and at most {b}",
        lambda x, a, b: not (x < a or x > b),
        (range(-40, 11), range(12, 81)),
    ),
    Element(
        "digits_even",
        DIGITS + " % 2 == 0",
        "the sum of the decimal digits of x (its sign ignored) is even",
        lambda x: _digit_sum(x) % 2 == 0,
    ),
    Element(
        "last_digit",
        "abs({x}) % 10 > {a}",
        "the last decimal digit of x (its sign ignored) is greater than {a}",
        lambda x, a: abs(x) % 10 > a,
        (range(1, 8),),
    ),
)
JOINED_PREDICATES = (
    Element(
        "and",
        "{p} and {q}",
        "both ({p}) and ({q})",
        lambda x, p, q: p(x) and q(x),
        holes="pq",
    ),
    Element(
        "or",
        "{p} or {q}",
        "({p}) or ({q}), or both",
        lambda x, p, q: p(x) or q(x),
        holes="pq",
    ),
    Element(
        "neither",
        "not ({p} or {q})",
        "neither ({p}) nor ({q})",
        lambda x, p, q: not p(x) and not q(x),
        holes="pq",
    ),
)
FUNCTIONS = (
    Element(
        "affine",
        "{x} * {a} + {b}",
        "x times {a}, plus {b}",
        lambda x, a, b: x * a + b,
        (range(2, 10), range(-20, 21)),
    ),
    Element("plus", "{x} + {a}", "x plus {a}", lambda x, a: x + a, (range(-60, 61),)),
    Element("from", "{a} - {x}", "{a} minus x", lambda x, a: a - x, (range(-40, 100),)),
    Element("square", "{x} * {x}", "the square of x", lambda x: x**2),
    Element("absolute", "abs({x})", "the absolute value of x", lambda x: -x if x < 0 else x),
    Element(
        "quotient",
        "{x} // {a}",
        "x divided by {a}, rounded down (towards minus infinity)",
        lambda x, a: x // a,
        (range(2, 8),),
    ),
    Element(
        "modulo",
        "{x} % {a}",
        "the remainder of x divided by {a} (never negative)",
        lambda x, a: x % a,
        (range(3, 41),),
    ),
    Element(
        "digit_sum", DIGITS, "the sum of the decimal digits of x (its sign ignored)", _digit_sum
    ),
    Element(
        "at_least",
        "max({x}, {a})",
        "the larger of x and {a}",
        lambda x, a: a if x < a else x,
        (range(-40, 61),),
    ),
    Element(
        "at_most",
        "min({x}, {a})",
        "the smaller of x and {a}",
        lambda x, a: a if x > a else x,
        (range(-20, 81),),
    ),
    Element(
        "distance",
        "abs({x} - {a})",
        "the absolute difference of x and {a}",
        lambda x, a: abs(a - x),
        (range(-40, 81),),
    ),
)
JOINED_FUNCTIONS = (
    Element(
        "choose",
        "{f} if {p} else {g}",
        "(if {p}: {f}; otherwise: {g})",
        lambda x, p, f, g: f(x) if p(x) else g(x),
        holes="pfg",
    ),
)

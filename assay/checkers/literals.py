"""Numbers as they are written: exact, and under the caps.

literal("1.50")  ->  the node of 3/2, with its two places
"""

from flint import fmpq

from assay.checkers.lexer import Unparsed
from assay.checkers.limits import MAX_DIGITS, MAX_SCIENTIFIC
from assay.checkers.nodes import Node, num


def literal(text: str) -> Node:
    """The exact value of a number as it is written: 12, .5, 1.50, 2e-3."""
    if text in _SMALL:
        return _SMALL[text]
    if text.isdigit() and len(text) <= MAX_DIGITS:
        return Node("num", (fmpq(int(text)),))
    mantissa, _, exponent = text.replace("E", "e").partition("e")
    whole, _, places = mantissa.partition(".")
    if len(whole) + len(places) > MAX_DIGITS or len(exponent) > 7:
        raise Unparsed(f"a number of more than {MAX_DIGITS} digits")
    value = fmpq(int(whole + places or "0"), 10 ** len(places)) if places else fmpq(int(whole))
    if not exponent:
        return Node("num", (value, len(places)) if places else (value,))
    shift = int(exponent)
    if abs(shift) > MAX_SCIENTIFIC:
        return Node("mul", (Node("num", (value,)), Node("pow", (num(10), num(shift)))))
    return Node("num", (value * fmpq(10) ** shift,))


_SMALL = {str(value): num(value) for value in range(200)}

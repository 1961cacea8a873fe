"""Whether two unequal numbers that are called equal look like a slip, or like misread text.

    like_a_slip("24*36", "=", "846")            ->  True
    like_a_slip("31457280*2", "=", "2097152")   ->  False

People and models lose a digit, a sign, a factor of ten, a term; what comes out is near the right
value. Numbers that have nothing to do with each other stand side by side because of something that
was not understood ("times 30 is 31457280, times 2 is 2097152"); so do numbers of which one is said
to be larger (arrows, headings, factorials before a sign). In the first runs on hands 19 to 33
the rule parts 6 of 9 such misreadings from 232 slips, and none of the slips.
"""

import re
from fractions import Fraction

from assay.checkers.nodes import Node
from assay.checkers.prose.values import exact, exact_node, node_of

_NEAR = Fraction(3, 4)
_SMALL = 20
_FACTOR = 13
_TENS = frozenset({10, 100, 10_000})
"""Places that a point may slip by; three are a change of units that was not read."""
_BASE = re.compile(r"(\d+)\}?\)*\s*\^")


def like_a_slip(left: str, relation: str, right: str) -> bool:
    """Whether a false claim between two texts may be a slip. True where a side has no value."""
    a, b = exact(left), exact(right)
    if a is None or b is None:
        return True
    near = abs(a - b) <= _NEAR * max(abs(a), abs(b))
    if relation not in ("=", "~"):
        return False
    if near or a == -b or abs(a - b) <= _SMALL or _lost_factor(a, b, relation):
        return True
    if set(_BASE.findall(left)) & set(_BASE.findall(right)):
        return True
    return abs(a - b) <= 2 * max(_largest_term(left), _largest_term(right))


def _lost_factor(a: Fraction, b: Fraction, relation: str) -> bool:
    """Whether a point slipped, or a small whole factor was lost: 46750 = 2*5^2*11*17."""
    low, high = sorted((abs(a), abs(b)))
    if not low:
        return False
    ratio = high / low
    if relation == "~":
        ratio = round(ratio, 1)
    return ratio in _TENS or (ratio.denominator == 1 and ratio <= _FACTOR)


def _largest_term(text: str) -> Fraction:
    """The size of the largest term of a sum of several; 0 for anything else."""
    node = node_of(text)
    terms = node.args if node is not None and node.op == "add" else ()
    return max((abs(_value(term)) for term in terms), default=Fraction(0))


def _value(term: Node) -> Fraction:
    value = exact_node(term)
    return Fraction(0) if value is None else value

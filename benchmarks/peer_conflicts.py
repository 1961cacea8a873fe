"""Peer pairs whose expectation conflicts with this project's rules, fixed before any tuning.

They are left out of the score and shown beside it. No rule of the checkers names a pair.
"""

CONFLICTS = {
    "h0007": "no final answer is stated: a number in the middle of a line of prose",
    "h0028": "a line break inside $…$ is no reason to reject 9",
    "h0029": "a line break inside \\(…\\) is no reason to reject 9",
    "h0032": "1/2 = 10/9 contradicts itself and equals nothing",
    "h0094": "5+5+1 = 7 = 11 contradicts itself",
    "h0096": "5+5+1 = 1/3 contradicts itself",
    "h0104": "the gold 1 = x = 0 contradicts itself",
    "h0109": "3+3 = 2 contradicts itself",
    "h0120": "0.0833333333333333 is not 1/12: no tolerance was stated",
    "h0127": "0.33 is not 1/3: no tolerance was stated",
    "h0133": "2.6667 is not 8/3: no tolerance was stated",
    "h0179": "-2 <= x <= 7 is the interval [-2, 7], in either order of gold and answer",
    "h0181": "the gold's \\text lost its backslash: a tab and 'ext{13}'",
    "h0182": "boxes with '++++++' between them are successive statements",
    "h0302": "0.0833333333333333 is not 1/12: no tolerance was stated",
    "h0315": "2.6667 is not 8/3: no tolerance was stated",
    "h0389": "1.4142135623730951 is not the root of 2: no tolerance was stated",
    "h0406": "boxes that only spaces separate are one offer, and 9 is not 42",
    "h0438": "0.3333333333 is not 1/3: no tolerance was stated",
    "h0599": '\\char"000190 is a font position, no Greek letter',
    "h0613": "an lcm of a decimal and a polynomial, up to a unit",
    "h0681": "x not in {1, 2, 3} is not the equation 'not x = {1, 2, 3}'",
    "h0683": "the gold is the word None",
}

"""Parts that work on lists of integers and on single integers.

Example: Part "keep" with the predicate ["above", 3] is

    values = [x for x in values if x > 3]       "keep only ... x is greater than 3"

Every part is total: empty lists have a stated result.
"""

from collections import Counter
from itertools import accumulate, groupby, pairwise
from math import gcd
from typing import Any

from assay.generators.code.part import Part


def _ints(name: str, source: str, words: str, apply: Any, *options: range, holes: str = "") -> Part:
    return Part(name, "ints", "ints", source, words, apply, options, holes)


def _fold(name: str, source: str, words: str, apply: Any, *options: range, holes: str = "") -> Part:
    return Part(name, "ints", "int", source, words, apply, options, holes)


def _unique(values: list[int]) -> list[int]:
    return list(dict.fromkeys(values))


def _longest_run(values: list[int]) -> int:
    return max((len(list(group)) for _, group in groupby(values)), default=0)


def _hash(values: list[int], a: int, b: int) -> int:
    total = 0
    for value in values:
        total = (total * a + value) % b
    return total


LISTS = (
    _ints(
        "map",
        "{o} = [{f} for x in {v}]",
        "replace every element x by {f}",
        lambda v, f: [f(x) for x in v],
        holes="f",
    ),
    _ints(
        "keep",
        "{o} = [x for x in {v} if {p}]",
        "keep only the elements x for which the following is true: {p}",
        lambda v, p: [x for x in v if p(x)],
        holes="p",
    ),
    _ints(
        "drop_if",
        "{o} = [x for x in {v} if not {p}]",
        "remove every element x for which the following is true: {p}",
        lambda v, p: [x for x in v if not p(x)],
        holes="p",
    ),
    _ints("reverse", "{o} = {v}[::-1]", "reverse the list", lambda v: list(reversed(v))),
    _ints("ascending", "{o} = sorted({v})", "sort the list in ascending order", sorted),
    _ints(
        "descending",
        "{o} = sorted({v}, reverse=True)",
        "sort the list in descending order",
        lambda v: sorted(v)[::-1],
    ),
    _ints(
        "unique",
        "seen = []\nfor x in {v}:\n    if x not in seen:\n        seen.append(x)\n{o} = seen",
        "keep only the first occurrence of every element, in order",
        _unique,
    ),
    _ints(
        "repeated",
        "{o} = [x for x in {v} if {v}.count(x) > 1]",
        "keep only the elements that occur more than once in the list (all their occurrences)",
        lambda v: [x for x, c in ((x, Counter(v)[x]) for x in v) if c >= 2],
    ),
    _ints(
        "running_sum",
        "total = 0\nsums = []\nfor x in {v}:\n    total += x\n    sums.append(total)\n{o} = sums",
        "replace every element by the sum of all elements up to and including it",
        lambda v: list(accumulate(v)),
    ),
    _ints(
        "running_max",
        "highest = []\nfor x in {v}:\n"
        "    if highest and highest[-1] > x:\n        highest.append(highest[-1])\n"
        "    else:\n        highest.append(x)\n{o} = highest",
        "replace every element by the largest of all elements up to and including it",
        lambda v: list(accumulate(v, max)),
    ),
    _ints(
        "differences",
        "{o} = [{v}[i + 1] - {v}[i] for i in range(len({v}) - 1)]",
        "replace the list by the differences of neighbours, each element minus the one before "
        "it (an empty list if there are fewer than two elements)",
        lambda v: [y - x for x, y in pairwise(v)],
    ),
    _ints(
        "rotate",
        "if {v}:\n    turn = {a} % len({v})\n    {v} = {v}[turn:] + {v}[:turn]\n{o} = {v}",
        "rotate the list to the left by {a} places (an empty list stays empty)",
        lambda v, a: [v[(i + a) % len(v)] for i in range(len(v))],
        range(1, 6),
    ),
    _ints(
        "take",
        "{o} = {v}[:{a}]",
        "keep only the first {a} elements (all of them if there are fewer)",
        lambda v, a: [x for i, x in enumerate(v) if i < a],
        range(2, 7),
    ),
    _ints(
        "skip",
        "{o} = {v}[{a}:]",
        "remove the first {a} elements (all if there are fewer)",
        lambda v, a: [x for i, x in enumerate(v) if i >= a],
        range(1, 5),
    ),
    _ints(
        "every",
        "{o} = {v}[::{a}]",
        "keep only the elements at the indices 0, {a}, 2*{a}, 3*{a} and so on",
        lambda v, a: [x for i, x in enumerate(v) if i % a == 0],
        range(2, 5),
    ),
    _ints(
        "weigh",
        "{o} = [(i + {a}) * x for i, x in enumerate({v})]",
        "multiply every element by its index plus {a} (the first index is 0)",
        lambda v, a: [v[i] * (a + i) for i in range(len(v))],
        range(1, 8),
    ),
    _ints(
        "pair_sums",
        "{o} = [{v}[i] + {v}[i + 1] for i in range(len({v}) - 1)]",
        "replace the list by the sums of each two neighbours (an empty list if there are fewer "
        "than two elements)",
        lambda v: [x + y for x, y in pairwise(v)],
    ),
    _ints(
        "mirror",
        "{o} = {v} + {v}[::-1]",
        "append the reversed list to the list",
        lambda v: [*v, *reversed(v)],
    ),
    _ints(
        "split_by",
        "first = [x for x in {v} if {p}]\nsecond = [x for x in {v} if not {p}]\n"
        "{o} = first + second",
        "move the elements x for which the following is true to the front, keeping the order "
        "within both groups: {p}",
        lambda v, p: sorted(v, key=lambda x: not p(x)),
        holes="p",
    ),
    _ints(
        "until",
        "head = []\nfor x in {v}:\n    if {p}:\n        break\n    head.append(x)\n{o} = head",
        "keep only the elements before the first element x for which the following is true (all "
        "elements if there is none): {p}",
        lambda v, p: v[: next((i for i, x in enumerate(v) if p(x)), len(v))],
        holes="p",
    ),
)
REDUCERS = (
    _fold("sum", "{o} = sum({v})", "take the sum of the elements (0 for an empty list)", sum),
    _fold(
        "largest",
        "{o} = max({v}, default={a})",
        "take the largest element ({a} for an empty list)",
        lambda v, a: sorted(v)[-1] if v else a,
        range(-1, 1),
    ),
    _fold(
        "smallest",
        "{o} = min({v}, default={a})",
        "take the smallest element ({a} for an empty list)",
        lambda v, a: sorted(v)[0] if v else a,
        range(-1, 1),
    ),
    _fold(
        "count_if",
        "count = 0\nfor x in {v}:\n    if {p}:\n        count += 1\n{o} = count",
        "count the elements x for which the following is true: {p}",
        lambda v, p: len([x for x in v if p(x)]),
        holes="p",
    ),
    _fold(
        "sum_if",
        "total = 0\nfor x in {v}:\n    if {p}:\n        total += x\n{o} = total",
        "take the sum of the elements x for which the following is true (0 if there are none): {p}",
        lambda v, p: sum(x for x in v if p(x)),
        holes="p",
    ),
    _fold(
        "sum_of",
        "total = 0\nfor x in {v}:\n    total += {f}\n{o} = total",
        "take the sum, over all elements x (0 for an empty list), of {f}",
        lambda v, f: sum(f(x) for x in v),
        holes="f",
    ),
    _fold(
        "alternating",
        "{o} = sum({v}[::2]) - sum({v}[1::2])",
        "take the sum of the elements at even indices minus the sum of those at odd indices "
        "(the first index is 0)",
        lambda v: sum(-x if i % 2 else x for i, x in enumerate(v)),
    ),
    _fold(
        "spread",
        "{o} = max({v}) - min({v}) if {v} else 0",
        "take the largest element minus the smallest (0 for an empty list)",
        lambda v: (lambda s: s[-1] - s[0] if s else 0)(sorted(v)),
    ),
    _fold(
        "distinct",
        "{o} = len(set({v}))",
        "count the different values in the list",
        lambda v: len(Counter(v)),
    ),
    _fold(
        "longest_run",
        "best = 0\nrun = 0\nfor i in range(len({v})):\n"
        "    if i > 0 and {v}[i] == {v}[i - 1]:\n        run += 1\n    else:\n        run = 1\n"
        "    best = max(best, run)\n{o} = best",
        "take the length of the longest run of equal neighbours (0 for an empty list)",
        _longest_run,
    ),
    _fold(
        "streak",
        "best = 0\nrun = 0\nfor x in {v}:\n    run = run + 1 if {p} else 0\n"
        "    best = max(best, run)\n{o} = best",
        "take the length of the longest run of neighbouring elements x for all of which the "
        "following is true (0 if there are none): {p}",
        lambda v, p: max((len(list(g)) for t, g in groupby(map(p, v)) if t), default=0),
        holes="p",
    ),
    _fold(
        "roll",
        "total = 0\nfor x in {v}:\n    total = (total * {a} + x) % {b}\n{o} = total",
        "start with total = 0 and, for each element x from left to right, replace total by the "
        "remainder of (total * {a} + x) divided by {b} (never negative), and take the last total",
        _hash,
        range(2, 10),
        range(11, 98),
    ),
    _fold(
        "place_of_largest",
        "{o} = {v}.index(max({v})) if {v} else -1",
        "take the index of the first occurrence of the largest element (indices start at 0, -1 "
        "for an empty list)",
        lambda v: max(range(len(v)), key=lambda i: (v[i], -i)) if v else -1,
    ),
    _fold(
        "rises",
        "{o} = sum(1 for i in range(1, len({v})) if {v}[i] > {v}[i - 1] + {a})",
        "count the elements that are greater than the element just before them plus {a}",
        lambda v, a: len([0 for x, y in pairwise(v) if y - x > a]),
        range(6),
    ),
)
TESTS = (
    Part(
        "any",
        "ints",
        "bool",
        "{o} = any({p} for x in {v})",
        "decide whether the following is true for at least one element x (False for an empty "
        "list): {p}",
        lambda v, p: bool([x for x in v if p(x)]),
        (),
        "p",
    ),
    Part(
        "all",
        "ints",
        "bool",
        "{o} = all({p} for x in {v})",
        "decide whether the following is true for every element x (True for an empty list): {p}",
        lambda v, p: not [x for x in v if not p(x)],
        (),
        "p",
    ),
    Part(
        "rising",
        "ints",
        "bool",
        "{o} = all({v}[i] <= {v}[i + 1] for i in range(len({v}) - 1))",
        "decide whether no element is followed directly by a smaller one (True for an empty list)",
        lambda v: v == sorted(v),
    ),
)
NUMBERS = (
    Part(
        "apply",
        "int",
        "int",
        "x = {v}\n{o} = {f}",
        "with x the number, replace it by {f}",
        lambda n, f: f(n),
        (),
        "f",
    ),
    Part(
        "gcd",
        "int",
        "int",
        "left, right = (abs({v}), {a})\nwhile right:\n    left, right = (right, left % right)\n"
        "{o} = left",
        "take the greatest common divisor of the number and {a}",
        gcd,
        (range(6, 61),),
    ),
    Part(
        "digits",
        "int",
        "ints",
        "{o} = [int(d) for d in str(abs({v}))]",
        "list its decimal digits from left to right, the sign ignored (0 has the one digit 0)",
        lambda n: list(map(int, str(abs(n)))),
    ),
    Part(
        "multiples",
        "int",
        "ints",
        "{o} = [{v} * i for i in range(1, {a} + 1)]",
        "list its products with 1, 2 and so on up to {a}",
        lambda n, a: [n + n * i for i in range(a)],
        (range(2, 8),),
    ),
    Part(
        "count_up",
        "int",
        "ints",
        "{o} = [x for x in range(abs({v}) % {a} + 1)]",
        "list the integers from 0 to r in ascending order, where r is the remainder of its "
        "absolute value divided by {a}",
        lambda n, a: list(range(abs(n) % a + 1)),
        (range(5, 30),),
    ),
    Part(
        "binary",
        "int",
        "text",
        "{o} = bin(abs({v}))[2:]",
        "write its absolute value in binary, as a text of the digits 0 and 1 without leading "
        "zeros ('0' for 0)",
        lambda n: format(abs(n), "b"),
    ),
)

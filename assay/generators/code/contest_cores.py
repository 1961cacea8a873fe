"""The questions of the contest family: each answered fast, and once more by its plain definition.

    CORES["pairs_with_sum"].fast([1, 4, 2, 3], 5) == 2        .slow(...) == 2

The functions are the parts' callables and, by their own text (`text_of`), the sources of the
reference and of the slow program: both keep to what the small evaluator reads. `fast` makes the
golds, `slow` the oracle's. `values` holds at least one integer; `k` is what `least` and `most` say.
"""

import ast
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

Count = Callable[[list[int], int], int]


@dataclass(frozen=True, slots=True)
class Core:
    """A question about a list b and a number k; `words` ends what "print" begins.

    `k` runs from `least` to `most` in the tests of middling size; in the large ones it is half the
    length of the list where `k_grows`.
    """

    tier: int
    words: str
    fast: Count
    slow: Count
    least: int
    most: int
    k_grows: bool = False


def pairs_with_sum(values: list[int], k: int) -> int:
    total = 0
    seen: dict[int, int] = {}
    for x in values:
        total += seen.get(k - x, 0)
        seen[x] = seen.get(x, 0) + 1
    return total


def pairs_with_sum_slowly(values: list[int], k: int) -> int:
    total = 0
    for j in range(len(values)):
        for i in range(j):
            if values[i] + values[j] == k:
                total += 1
    return total


def runs_with_sum(values: list[int], k: int) -> int:
    total = 0
    before = 0
    seen = {0: 1}
    for x in values:
        before += x
        total += seen.get(before - k, 0)
        seen[before] = seen.get(before, 0) + 1
    return total


def runs_with_sum_slowly(values: list[int], k: int) -> int:
    total = 0
    for i in range(len(values)):
        here = 0
        for j in range(i, len(values)):
            here += values[j]
            if here == k:
                total += 1
    return total


def runs_divisible(values: list[int], k: int) -> int:
    total = 0
    before = 0
    seen = [0] * k
    seen[0] = 1
    for x in values:
        before = (before + x) % k
        total += seen[before]
        seen[before] += 1
    return total


def runs_divisible_slowly(values: list[int], k: int) -> int:
    total = 0
    for i in range(len(values)):
        here = 0
        for j in range(i, len(values)):
            here += values[j]
            if here % k == 0:
                total += 1
    return total


def pairs_within(values: list[int], k: int) -> int:
    total = 0
    left = 0
    ordered = sorted(values)
    for right in range(len(ordered)):
        while ordered[right] - ordered[left] > k:
            left += 1
        total += right - left
    return total


def pairs_within_slowly(values: list[int], k: int) -> int:
    total = 0
    for j in range(len(values)):
        for i in range(j):
            if abs(values[i] - values[j]) <= k:
                total += 1
    return total


def longest_with_few(values: list[int], k: int) -> int:
    best = 0
    left = 0
    different = 0
    held: dict[int, int] = {}
    for right in range(len(values)):
        if held.get(values[right], 0) == 0:
            different += 1
        held[values[right]] = held.get(values[right], 0) + 1
        while different > k:
            held[values[left]] -= 1
            if held[values[left]] == 0:
                different -= 1
            left += 1
        best = max(best, right - left + 1)
    return best


def longest_with_few_slowly(values: list[int], k: int) -> int:
    best = 0
    for i in range(len(values)):
        held = set()
        for j in range(i, len(values)):
            held.add(values[j])
            if len(held) > k:
                break
            best = max(best, j - i + 1)
    return best


def window_maxima(values: list[int], k: int) -> int:
    total = 0
    first = 0
    queue: list[int] = []
    for i in range(len(values)):
        while len(queue) > first and values[queue[-1]] <= values[i]:
            queue.pop()
        queue.append(i)
        if queue[first] <= i - k:
            first += 1
        if i >= k - 1:
            total += values[queue[first]]
    return total


def window_maxima_slowly(values: list[int], k: int) -> int:
    total = 0
    for i in range(len(values) - k + 1):
        highest = values[i]
        for j in range(i, i + k):
            if values[j] > highest:
                highest = values[j]
        total += highest
    return total


def waits(values: list[int], k: int) -> int:
    total = 0
    stack: list[int] = []
    for i in range(len(values)):
        while len(stack) > 0 and values[stack[-1]] < values[i]:
            total += min(i - stack.pop(), k)
        stack.append(i)
    return total + k * len(stack)


def waits_slowly(values: list[int], k: int) -> int:
    total = 0
    for i in range(len(values)):
        wait = k
        for j in range(i + 1, min(i + k, len(values))):
            if values[j] > values[i]:
                wait = j - i
                break
        total += wait
    return total


def inversions_by(values: list[int], k: int) -> int:
    places: dict[int, int] = {}
    for x in sorted(set(values)):
        places[x] = len(places) + 1
    above = {}
    largest = sorted(places)
    at = 0
    for x in largest:
        while at < len(largest) and largest[at] <= x + k:
            at += 1
        above[x] = at
    tree = [0] * (len(places) + 1)
    total = 0
    for count, x in enumerate(values):
        i = above[x]
        below = 0
        while i > 0:
            below += tree[i]
            i -= i & -i
        total += count - below
        i = places[x]
        while i < len(tree):
            tree[i] += 1
            i += i & -i
    return total


def inversions_by_slowly(values: list[int], k: int) -> int:
    total = 0
    for j in range(len(values)):
        for i in range(j):
            if values[i] > values[j] + k:
                total += 1
    return total


CORES: Mapping[str, Core] = {
    "pairs_with_sum": Core(
        1,
        "the number of pairs of places i < j with b_i + b_j = k",
        pairs_with_sum,
        pairs_with_sum_slowly,
        -40,
        150,
    ),
    "runs_with_sum": Core(
        1,
        "the number of non-empty contiguous parts of b whose sum is k",
        runs_with_sum,
        runs_with_sum_slowly,
        -40,
        150,
    ),
    "runs_divisible": Core(
        1,
        "the number of non-empty contiguous parts of b whose sum is divisible by k",
        runs_divisible,
        runs_divisible_slowly,
        2,
        30,
    ),
    "pairs_within": Core(
        2,
        "the number of pairs of places i < j where b_i and b_j differ by at most k",
        pairs_within,
        pairs_within_slowly,
        1,
        60,
    ),
    "longest_with_few": Core(
        2,
        "the length of the longest contiguous part of b with at most k different values",
        longest_with_few,
        longest_with_few_slowly,
        1,
        9,
        k_grows=True,
    ),
    "window_maxima": Core(
        3,
        "the sum of the largest values of all contiguous parts of b of length k (0 if b is shorter "
        "than k)",
        window_maxima,
        window_maxima_slowly,
        1,
        9,
        k_grows=True,
    ),
    "waits": Core(
        3,
        "the sum of the waits of all places, where the wait of place i is j - i for the first "
        "place j > i with b_j > b_i, but k if there is no such j or j - i is more than k",
        waits,
        waits_slowly,
        1,
        9,
        k_grows=True,
    ),
    "inversions_by": Core(
        3,
        "the number of pairs of places i < j with b_i > b_j + k",
        inversions_by,
        inversions_by_slowly,
        0,
        30,
    ),
}


@cache
def text_of(function: Count, name: str) -> str:
    """The function's own source, without annotations, under another name."""
    tree = ast.parse(inspect.getsource(function))
    head = tree.body[0]
    assert isinstance(head, ast.FunctionDef)
    head.name, head.returns = name, None
    for argument in head.args.args:
        argument.annotation = None
    return ast.unparse(_Plain().visit(tree))


class _Plain(ast.NodeTransformer):
    """`name: type = value` becomes `name = value`."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        assert node.value is not None
        return ast.fix_missing_locations(
            ast.copy_location(ast.Assign([node.target], node.value), node)
        )

"""More questions of contest tasks: prefix sums, two ends, binary search, merging, sieves, chains.

    cheapest_cut([4, 1, 3], 2) == 5          cheapest_cut_slowly(...) == 5

As in contest_cores: `fast` makes the golds and the reference's source, `slow` is the definition
carried out. `values` holds at least one integer. Tiers from 4 on belong to the family
contest_search.
"""

from collections.abc import Mapping

from assay.generators.code import contest_cores
from assay.generators.code.contest_cores import Core


def window_sizes(values: list[int], k: int) -> int:
    sums = [0]
    for x in values:
        sums.append(sums[-1] + x)
    total = 0
    for i in range(len(values)):
        total += abs(sums[min(i + k, len(values))] - sums[i])
    return total


def window_sizes_slowly(values: list[int], k: int) -> int:
    total = 0
    for i in range(len(values)):
        here = 0
        for j in range(i, min(i + k, len(values))):
            here += values[j]
        total += abs(here)
    return total


def even_parts(values: list[int], k: int) -> int:
    total = 0
    left = 0
    first_low = 0
    first_high = 0
    low: list[int] = []
    high: list[int] = []
    for right in range(len(values)):
        while len(low) > first_low and values[low[-1]] >= values[right]:
            low.pop()
        low.append(right)
        while len(high) > first_high and values[high[-1]] <= values[right]:
            high.pop()
        high.append(right)
        while values[high[first_high]] - values[low[first_low]] > k:
            left += 1
            if low[first_low] < left:
                first_low += 1
            if high[first_high] < left:
                first_high += 1
        total += right - left + 1
    return total


def even_parts_slowly(values: list[int], k: int) -> int:
    total = 0
    for i in range(len(values)):
        low = values[i]
        high = values[i]
        for j in range(i, len(values)):
            low = min(low, values[j])
            high = max(high, values[j])
            if high - low <= k:
                total += 1
    return total


def divisor_pairs(values: list[int], k: int) -> int:
    total = 0
    for i in range(1, len(values) + 1):
        for j in range(2 * i, len(values) + 1, i):
            if values[i - 1] <= values[j - 1] + k:
                total += i
    return total


def divisor_pairs_slowly(values: list[int], k: int) -> int:
    total = 0
    for j in range(1, len(values) + 1):
        for i in range(1, j):
            if j % i == 0 and values[i - 1] <= values[j - 1] + k:
                total += i
    return total


def least_values(values: list[int], k: int) -> int:
    total = 0
    here = 0
    stack: list[int] = []
    for i in range(len(values)):
        while len(stack) > 0 and values[stack[-1]] > values[i]:
            at = stack.pop()
            before = stack[-1] if len(stack) > 0 else -1
            here -= values[at] * (at - before)
        before = stack[-1] if len(stack) > 0 else -1
        here += values[i] * (i - before)
        stack.append(i)
        total += here + k
    return total


def least_values_slowly(values: list[int], k: int) -> int:
    total = 0
    for i in range(len(values)):
        low = values[i]
        for j in range(i, len(values)):
            low = min(low, values[j])
            total += low
        total += k
    return total


def longest_chain(values: list[int], k: int) -> int:
    ends: list[int] = []
    for x in values:
        low = 0
        high = len(ends)
        while low < high:
            middle = (low + high) // 2
            if ends[middle] + k <= x:
                low = middle + 1
            else:
                high = middle
        if low == len(ends):
            ends.append(x)
        else:
            ends[low] = min(ends[low], x)
    return len(ends)


def longest_chain_slowly(values: list[int], k: int) -> int:
    lengths: list[int] = []
    for i in range(len(values)):
        best = 0
        for j in range(i):
            if values[j] + k <= values[i] and lengths[j] > best:
                best = lengths[j]
        lengths.append(best + 1)
    return max(lengths)


def cheapest_cut(values: list[int], k: int) -> int:
    sizes = [abs(x) + 1 for x in values]
    low = max(sizes)
    high = sum(sizes)
    while low < high:
        middle = (low + high) // 2
        parts = 1
        here = 0
        for x in sizes:
            if here + x > middle:
                parts += 1
                here = 0
            here += x
        if parts <= k:
            high = middle
        else:
            low = middle + 1
    return low


def cheapest_cut_slowly(values: list[int], k: int) -> int:
    sums = [0]
    for x in values:
        sums.append(sums[-1] + abs(x) + 1)
    best = list(sums)
    for _ in range(k - 1):
        after = [0]
        for i in range(1, len(sums)):
            least = best[i]
            for j in range(i):
                least = min(least, max(best[j], sums[i] - sums[j]))
            after.append(least)
        best = after
    return best[-1]


def joined_ropes(values: list[int], k: int) -> int:
    ropes = sorted([abs(x) + 1 for x in values])
    made: list[int] = []
    i = 0
    j = 0
    total = 0
    for _ in range(len(ropes) - 1):
        pair = 0
        for _ in range(2):
            if j == len(made) or (i < len(ropes) and ropes[i] <= made[j]):
                pair += ropes[i]
                i += 1
            else:
                pair += made[j]
                j += 1
        made.append(pair)
        total += pair + k
    return total


def joined_ropes_slowly(values: list[int], k: int) -> int:
    ropes = [abs(x) + 1 for x in values]
    total = 0
    while len(ropes) > 1:
        one = min(ropes)
        ropes.remove(one)
        two = min(ropes)
        ropes.remove(two)
        ropes.append(one + two)
        total += one + two + k
    return total


SEARCH_CORES: Mapping[str, Core] = {
    "window_sizes": Core(
        4,
        "the sum over all places i of the absolute value of the sum of b_i and the k - 1 values "
        "after it (fewer at the end of b)",
        window_sizes,
        window_sizes_slowly,
        1,
        9,
        k_grows=True,
    ),
    "even_parts": Core(
        4,
        "the number of contiguous parts of b whose largest and smallest values differ by at most k",
        even_parts,
        even_parts_slowly,
        1,
        60,
    ),
    "divisor_pairs": Core(
        5,
        "the sum of i over all pairs of places i < j (the first place is 1) where i divides j and "
        "b_i is at most b_j + k",
        divisor_pairs,
        divisor_pairs_slowly,
        0,
        30,
    ),
    "least_values": Core(
        5,
        "the sum of the smallest values of all contiguous parts of b, plus k times the length of b",
        least_values,
        least_values_slowly,
        0,
        30,
    ),
    "longest_chain": Core(
        6,
        "the largest length of a chain of places from left to right in which every value of b is "
        "at least k greater than the one before it in the chain",
        longest_chain,
        longest_chain_slowly,
        1,
        9,
    ),
    "cheapest_cut": Core(
        6,
        "the least number m for which b can be cut into at most k contiguous parts such that in "
        "each part the sum of |x| + 1 over its values x is at most m",
        cheapest_cut,
        cheapest_cut_slowly,
        1,
        9,
    ),
    "joined_ropes": Core(
        6,
        "the total cost of joining ropes of the lengths |x| + 1, for all values x of b, into one, "
        "where always the two shortest ropes are joined, which costs their total length plus k",
        joined_ropes,
        joined_ropes_slowly,
        0,
        30,
    ),
}
CORES: Mapping[str, Core] = {**contest_cores.CORES, **SEARCH_CORES}

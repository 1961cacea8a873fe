"""Write a function that needs dynamic programming: coins, chains, cuts, piles, edits.

Example: "Count the ways to make the sum 12 ... each different value at most 2 times."
solve([3, 5, 2]) == 2

Costs are short lists of small numbers, pairs two short texts. `_CLAUSES` tries everything where the
parts keep tables: subsets, cuts, orders of merging, by plain recursion with a memory at most.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import combinations, pairwise, product
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

MOST_COSTS = 9
LETTERS = "abc"
Pair = list[str]


def reach_cost(costs: list[int], longest: int) -> list[int]:
    best: list[int] = []
    for i, x in enumerate(costs):
        before = best[max(i - longest, 0) : i]
        if i < longest:
            before.append(0)
        best.append(x + min(before))
    return best


def best_ending(costs: list[int], toll: int) -> list[int]:
    best: list[int] = []
    for i, x in enumerate(costs):
        before = best[i - 1] - toll if i > 0 else 0
        best.append(x + max(before, 0))
    return best


def chain_ending(costs: list[int], rise: int) -> list[int]:
    length: list[int] = []
    for i, x in enumerate(costs):
        length.append(1 + max([length[j] for j in range(i) if x - costs[j] >= rise], default=0))
    return length


def ways_to(costs: list[int], longest: int, block: int) -> list[int]:
    ways = [1]
    for x in costs:
        ways.append(0 if x % block == 0 else sum(ways[-longest:]))
    return ways[1:]


def skip_gain(costs: list[int], gap: int) -> list[int]:
    best: list[int] = []
    for i, x in enumerate(costs):
        sums = [x]
        if i > 0:
            sums.append(best[i - 1])
        if i > gap:
            sums.append(x + best[i - gap - 1])
        best.append(max(sums))
    return best


def coin_ways(costs: list[int], target: int, most: int) -> int:
    ways = [1] + [0] * target
    for coin in sorted(set(costs)):
        if coin > 0:
            after = list(ways)
            for total in range(target + 1):
                for times in range(1, most + 1):
                    if total >= coin * times:
                        after[total] += ways[total - coin * times]
            ways = after
    return ways[target]


def fewest_coins(costs: list[int], target: int) -> int:
    fewest = [0]
    for total in range(1, target + 1):
        ways = []
        for coin in costs:
            if 0 < coin <= total and fewest[total - coin] >= 0:
                ways.append(fewest[total - coin] + 1)
        fewest.append(min(ways, default=-1))
    return fewest[target]


def subset_sums(costs: list[int], most: int) -> list[int]:
    sums = {0}
    for x in costs:
        sums = sums | {total + x for total in sums}
    return sorted([total for total in sums if 0 < total <= most])


def pack(costs: list[int], room: int, worth: int) -> int:
    best = [0] * (room + 1)
    for x in costs:
        if x > 0:
            for free in range(room, x - 1, -1):
                best[free] = max(best[free], best[free - x] + x * x % worth)
    return best[room]


def cut_cost(costs: list[int], most: int, fee: int) -> int:
    best = [0]
    for end in range(1, len(costs) + 1):
        ways = []
        for start in range(max(end - most, 0), end):
            ways.append(best[start] + max(costs[start:end]) * (end - start) + fee)
        best.append(min(ways))
    return best[-1]


def merge_piles(costs: list[int], extra: int) -> int:
    best = {}
    for size in range(1, len(costs) + 1):
        for start in range(len(costs) - size + 1):
            if size == 1:
                best[start, 1] = 0
            else:
                ways = []
                for left in range(1, size):
                    ways.append(best[start, left] + best[start + left, size - left])
                best[start, size] = min(ways) + sum(costs[start : start + size]) + extra
    return best[0, len(costs)] if costs else 0


def nearest_half(costs: list[int], share: int) -> int:
    sums = {0}
    for x in costs:
        sums = sums | {total + x for total in sums}
    return min([abs(share * total - sum(costs)) for total in sums])


def edit_cost(texts: Pair, insert: int, remove: int, change: int) -> int:
    one, two = texts
    row = [insert * j for j in range(len(two) + 1)]
    for i, a in enumerate(one):
        after = [remove * (i + 1)]
        for j, b in enumerate(two):
            step = row[j] + (0 if a == b else change)
            after.append(min(step, row[j + 1] + remove, after[j] + insert))
        row = after
    return row[-1]


def common_length(texts: Pair, weight: int) -> int:
    one, two = texts
    row = [0] * (len(two) + 1)
    for a in one:
        after = [0]
        for j, b in enumerate(two):
            after.append(row[j] + weight if a == b else max(row[j + 1], after[j]))
        row = after
    return row[-1]


def common_part(texts: Pair) -> str:
    one, two = texts
    best = ""
    row = [0] * (len(two) + 1)
    for i, a in enumerate(one):
        after = [0]
        for j, b in enumerate(two):
            after.append(row[j] + 1 if a == b else 0)
            if after[j + 1] > len(best):
                best = one[i + 1 - after[j + 1] : i + 1]
        row = after
    return best


def prefix_ways(texts: Pair) -> list[int]:
    one, two = texts
    ways = [1] + [0] * len(two)
    for a in one:
        for j in range(len(two), 0, -1):
            if two[j - 1] == a:
                ways[j] += ways[j - 1]
    return ways[1:]


def palindrome_length(texts: Pair, weight: int) -> int:
    text = texts[0] + texts[1]
    best = [[0] * (len(text) + 1) for _ in range(len(text) + 1)]
    for start in range(len(text) - 1, -1, -1):
        for end in range(start + 1, len(text) + 1):
            if end == start + 1:
                best[start][end] = 1
            elif text[start] == text[end - 1]:
                best[start][end] = best[start + 1][end - 1] + 2
            else:
                best[start][end] = max(best[start + 1][end], best[start][end - 1])
    return best[0][len(text)] * weight


def swap_letters(texts: Pair, one: str, two: str) -> Pair:
    return [text.replace(one, "*").replace(two, one).replace("*", two) for text in texts]


def _costs(name: str, source: str, words: str, apply: Any, holes: str = "") -> Part:
    return Part(name, "costs", "costs", source, words, apply, (), holes)


def _pair(name: str, source: str, words: str, apply: Any, *options: Any) -> Part:
    return Part(name, "texts", "texts", source, words, apply, options)


_PARTS = (
    _costs("map_costs", "{o} = [{f} for x in {v}]", "replace every value x in the list by {f}",
           lambda v, f: [f(x) for x in v], "f"),
    _costs("keep_costs", "{o} = [x for x in {v} if {p}]",
           "keep only the values x for which this holds: {p}",
           lambda v, p: [x for x in v if p(x)], "p"),
    _costs("costs_back", "{o} = {v}[::-1]", "reverse the list of values", lambda v: v[::-1]),
    algorithm(
        "costs",
        "costs",
        "replace every value by the least cost of a way to it: a way starts just before the list, "
        "goes forward by jumps of 1 to {a} places, and costs the sum of the values on which its "
        "jumps end, this one included",
        reach_cost,
        range(2, 5),
    ),
    algorithm(
        "costs",
        "costs",
        "replace every value by the largest sum of a contiguous part of the list that ends with "
        "it, where every value of the part after its first takes {a} off",
        best_ending,
        range(1, 6),
    ),
    algorithm(
        "costs",
        "costs",
        "replace every value by the largest number of values in a chain that ends with it: the "
        "values of a chain stand from left to right in the list (not always next to each other), "
        "and each exceeds the one before it in the chain by at least {a}",
        chain_ending,
        range(-2, 4),
    ),
    algorithm(
        "costs",
        "costs",
        "replace every value by the number of ways to get to its place from a place just before "
        "the list by jumps of 1 to {a} places forward that never end on a value divisible by {b} "
        "(0 for such a value)",
        ways_to,
        range(2, 4),
        range(2, 7),
    ),
    algorithm(
        "costs",
        "costs",
        "replace every value by the largest sum that can be chosen from the values up to and "
        "including it, where at least one is chosen and between two chosen ones there are always "
        "at least {a} others",
        skip_gain,
        range(1, 4),
    ),
    algorithm(
        "costs",
        "int",
        "count the ways to make the sum {a} out of the different positive values, each used at "
        "most {b} times (only how often each is used matters, and values below 1 are ignored)",
        coin_ways,
        range(8, 25),
        range(1, 5),
    ),
    algorithm(
        "costs",
        "int",
        "take the least number of positive values, each used as often as one likes, whose sum is "
        "{a} (-1 if there is no way, and values below 1 are ignored)",
        fewest_coins,
        range(9, 31),
    ),
    algorithm(
        "costs",
        "ints",
        "list in ascending order all different numbers from 1 to {a} that are the sum of some of "
        "the values (each place of the list used at most once)",
        subset_sums,
        range(8, 25),
    ),
    algorithm(
        "costs",
        "int",
        "take the largest total worth of things that fit together into a room of {a}: every value "
        "x of at least 1 is a thing of size x and of worth x * x % {b}, used at most once",
        pack,
        range(8, 25),
        range(7, 20),
    ),
    algorithm(
        "costs",
        "int",
        "cut the list into contiguous parts of at most {a} values each so that the total cost is "
        "least, where a part costs its largest value times its number of values, plus {b}. Take "
        "that least cost (0 for an empty list)",
        cut_cost,
        range(2, 5),
        range(1, 10),
    ),
    algorithm(
        "costs",
        "int",
        "let the values be piles in a row. Joining two neighbouring piles into one costs their sum "
        "plus {a}. Take the least total cost of joining all piles into one (0 if there are fewer "
        "than two)",
        merge_piles,
        range(8),
    ),
    algorithm(
        "costs",
        "int",
        "take the least absolute difference between {a} times the sum of some of the values (each "
        "place used at most once, none at all is allowed) and the sum of all values",
        nearest_half,
        range(2, 6),
    ),
    _pair("exchanged", "{o} = {v}[::-1]", "exchange the two texts", lambda v: v[::-1]),
    _pair("first_back", "{o} = [{v}[0][::-1], {v}[1]]", "reverse the first text",
          lambda v: [v[0][::-1], v[1]]),
    _pair("prefixed", "{o} = [{a} + {v}[0], {v}[1]]", "put {a} in front of the first text",
          lambda v, a: [a + v[0], v[1]], LETTERS),
    _pair("appended", "{o} = [{v}[0], {v}[1] + {a}]", "append {a} to the second text",
          lambda v, a: [v[0], v[1] + a], LETTERS),
    _pair("crossed", "{o} = [{v}[0] + {v}[1][:{a}], {v}[1][{a}:]]",
          "move the first {a} letters of the second text (all, if it has fewer) to the end of the "
          "first", lambda v, a: [v[0] + v[1][:a], v[1][a:]], range(1, 5)),
    _pair("dropped", "{o} = [{v}[0].replace({a}, ''), {v}[1]]",
          "remove every {a} from the first text",
          lambda v, a: ["".join(c for c in v[0] if c != a), v[1]], LETTERS),
    _pair("doubled", "{o} = [{v}[0], {v}[1].replace({a}, 2 * {a})]",
          "write every {a} in the second text twice",
          lambda v, a: [v[0], "".join(c * (1 + (c == a)) for c in v[1])], LETTERS),
    algorithm(
        "texts",
        "texts",
        "in both texts write {b} for every {a} and {a} for every {b} (nothing changes where the "
        "two are the same letter)",
        swap_letters,
        LETTERS,
        LETTERS,
    ),
    algorithm(
        "texts",
        "int",
        "take the least cost of turning the first text into the second, letter by letter: "
        "inserting a letter costs {a}, removing one {b}, and changing one into another {c}",
        edit_cost,
        range(1, 6),
        range(1, 6),
        range(1, 8),
    ),
    algorithm(
        "texts",
        "int",
        "take {a} times the length of the longest text that can be made from each of the two texts "
        "by removing letters",
        common_length,
        range(1, 9),
    ),
    algorithm(
        "texts",
        "text",
        "take the longest text that stands in both texts as a contiguous part (of several, the one "
        "that ends first in the first text, and an empty text if they share no letter)",
        common_part,
    ),
    algorithm(
        "texts",
        "ints",
        "list for the lengths 1, 2, ... up to that of the second text in how many ways the "
        "beginning of the second text of that length can be made by removing letters from the "
        "first text (ways differ if different places are removed)",
        prefix_ways,
    ),
    algorithm(
        "texts",
        "int",
        "join the two texts (first, then second) and take {a} times the length of the longest "
        "palindrome that can be made from the whole by removing letters",
        palindrome_length,
        range(1, 9),
    ),
)  # fmt: skip
_HELPERS = {
    f.__name__: f
    for f in (
        *(reach_cost, best_ending, chain_ending, ways_to, skip_gain, coin_ways, fewest_coins),
        *(subset_sums, pack, cut_cost, merge_piles, nearest_half, edit_cost, common_length),
        *(common_part, prefix_ways, palindrome_length, swap_letters),
    )
}


def _reach(costs: list[int], longest: int) -> list[int]:
    """The cheapest of all ways to a place, each a choice of the places stepped on."""

    def ways(at: int) -> list[int]:
        before = range(max(at - longest, 0), at)
        return [costs[at] + cost for b in before for cost in ways(b)] + [costs[at]] * (at < longest)

    return [min(ways(at)) for at in range(len(costs))]


def _chain(costs: list[int], rise: int) -> list[int]:
    def long(at: int) -> int:
        return max([1, *(1 + long(i) for i in range(at) if costs[at] - costs[i] >= rise)])

    return [long(i) for i in range(len(costs))]


def _ways(costs: list[int], longest: int, block: int) -> list[int]:
    def ways(at: int) -> int:
        if at == -1:
            return 1
        if divmod(costs[at], block)[1] == 0:
            return 0
        return sum(ways(before) for before in range(max(at - longest, -1), at))

    return [ways(i) for i in range(len(costs))]


def _apart(costs: list[int], gap: int) -> list[int]:
    def chosen(last: int) -> int:
        sums = []
        for size in range(1, last + 2):
            for places in combinations(range(last + 1), size):
                if all(b - a > gap for a, b in pairwise(places)):
                    sums.append(sum(costs[p] for p in places))
        return max(sums)

    return [chosen(i) for i in range(len(costs))]


def _sums(costs: list[int]) -> set[int]:
    sizes = range(len(costs) + 1)
    return {sum(some) for size in sizes for some in combinations(costs, size)}


def _coins(costs: list[int], target: int, most: int) -> int:
    coins = sorted({x for x in costs if x > 0})
    counts = [range(min(most, target // coin) + 1) for coin in coins]
    return sum(
        sum(a * b for a, b in zip(times, coins, strict=True)) == target
        for times in product(*counts)
    )


def _fewest(costs: list[int], target: int) -> int:
    """All sums of 1, 2, 3, ... coins, until the target is among them."""
    sums, number = {0}, 0
    while sums and target not in sums:
        sums = {s + x for s in sums for x in costs if x > 0 and s + x <= target}
        number += 1
    return number if sums else -1


def _pack(costs: list[int], room: int, worth: int) -> int:
    things = [x for x in costs if x >= 1]
    return max(
        sum(divmod(x * x, worth)[1] for x in some)
        for size in range(len(things) + 1)
        for some in combinations(things, size)
        if sum(some) <= room
    )


def _cut(costs: list[int], most: int, fee: int) -> int:
    if not costs:
        return 0
    return min(
        max(costs[:n]) * n + fee + _cut(costs[n:], most, fee)
        for n in range(1, min(most, len(costs)) + 1)
    )


@lru_cache(maxsize=4096)
def _piles(piles: tuple[int, ...], extra: int) -> int:
    """Which joint is closed last: what is left and right of it is joined before."""
    if len(piles) < 2:
        return 0
    return (
        sum(piles)
        + extra
        + min(_piles(piles[:i], extra) + _piles(piles[i:], extra) for i in range(1, len(piles)))
    )


@lru_cache(maxsize=4096)
def _edit(one: str, two: str, insert: int, remove: int, change: int) -> int:
    if not one or not two:
        return len(one) * remove + len(two) * insert
    ways = (
        _edit(one[1:], two, insert, remove, change) + remove,
        _edit(one, two[1:], insert, remove, change) + insert,
        _edit(one[1:], two[1:], insert, remove, change) + change * (one[0] != two[0]),
    )
    return min(ways)


@lru_cache(maxsize=4096)
def _common(one: str, two: str) -> int:
    if not one or not two:
        return 0
    if one[-1] == two[-1]:
        return 1 + _common(one[:-1], two[:-1])
    return max(_common(one[:-1], two), _common(one, two[:-1]))


def _part(one: str, two: str) -> str:
    shared = [
        (-(end - start), end)
        for end in range(len(one) + 1)
        for start in range(end)
        if one[start:end] in two
    ]
    if not shared:
        return ""
    size, end = min(shared)
    return one[end + size : end]


@lru_cache(maxsize=4096)
def _made(one: str, two: str) -> int:
    if not two:
        return 1
    return sum(_made(one[:i], two[:-1]) for i, c in enumerate(one) if c == two[-1])


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "map_costs": lambda v, f: list(map(f, v)),
    "keep_costs": lambda v, p: list(filter(p, v)),
    "costs_back": lambda v: list(reversed(v)),
    "reach_cost": _reach,
    "best_ending": lambda v, a: [
        max(sum(v[s : e + 1]) - a * (e - s) for s in range(e + 1)) for e in range(len(v))
    ],
    "chain_ending": _chain,
    "ways_to": _ways,
    "skip_gain": _apart,
    "coin_ways": _coins,
    "fewest_coins": _fewest,
    "subset_sums": lambda v, a: [s for s in range(1, a + 1) if s in _sums(v)],
    "pack": _pack,
    "cut_cost": _cut,
    "merge_piles": lambda v, a: _piles(tuple(v), a),
    "nearest_half": lambda v, a: min(max(a * s - sum(v), sum(v) - a * s) for s in _sums(v)),
    "exchanged": lambda v: [v[1], v[0]],
    "first_back": lambda v: ["".join(reversed(v[0])), v[1]],
    "prefixed": lambda v, a: ["".join((a, v[0])), v[1]],
    "appended": lambda v, a: [v[0], "".join((v[1], a))],
    "crossed": lambda v, a: [
        v[0] + "".join(c for i, c in enumerate(v[1]) if i < a),
        "".join(c for i, c in enumerate(v[1]) if i >= a),
    ],
    "dropped": lambda v, a: ["".join(v[0].split(a)), v[1]],
    "doubled": lambda v, a: [v[0], (a + a).join(v[1].split(a))],
    "swap_letters": lambda v, a, b: [
        "".join(b if c == a else a if c == b else c for c in text) for text in v
    ],
    "edit_cost": lambda v, a, b, c: _edit(v[0], v[1], a, b, c),
    "common_length": lambda v, a: a * _common(v[0], v[1]),
    "common_part": lambda v: _part(v[0], v[1]),
    "prefix_ways": lambda v: [_made(v[0], v[1][: i + 1]) for i in range(len(v[1]))],
    "palindrome_length": lambda v, a: a * _common(v[0] + v[1], (v[0] + v[1])[::-1]),
}  # fmt: skip


def _costs_strategy(size: int) -> dict[str, Any]:
    item = {"type": "integer", "min": 1, "max": 12}
    return {"type": "list", "item": item, "min_size": 0, "max_size": MOST_COSTS}


def _draw_costs(rng: Random, size: int, number: int) -> list[int]:
    count = rng.randint(4, 6) if number < 3 else rng.randint(0, MOST_COSTS)
    most = 12 if number % 2 else 6
    return [rng.randint(1, most) for _ in range(count)]


def _pair_strategy(size: int) -> dict[str, Any]:
    text = {"type": "text", "alphabet": LETTERS, "min_size": 0, "max_size": 7}
    return {"type": "fixed_list", "items": [text, text]}


def _draw_pair(rng: Random, size: int, number: int) -> Pair:
    least = 3 if number < 3 else 0
    return ["".join(rng.choices(LETTERS, k=rng.randint(least, 7))) for _ in range(2)]


DYNAMIC = Domain(
    name="dynamic",
    kinds=(
        Kind("costs", "costs", "list[int]", 3,
             f"The argument is a list of at most {MOST_COSTS} numbers from 1 to 12.",
             _costs_strategy, _draw_costs),
        Kind("texts", "texts", "list[str]", 2,
             "The argument is a list of two texts of at most 7 letters out of a, b and c.",
             _pair_strategy, _draw_pair),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels=LEVELS,
)  # fmt: skip
FAMILY = synthesis_family("dynamic_synthesis", DYNAMIC)

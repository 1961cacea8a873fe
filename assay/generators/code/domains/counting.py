"""Write a function that counts: tables from words to numbers, built, merged, ranked.

Example: "Count how often each word occurs. Drop the entries whose count x is less than 2. List the
keys, highest count first, ties in alphabetical order." solve(["b", "a", "b"]) == ["b"]

A table is a dict from strings to integers; its order never matters, because every part that leads
out of tables sorts. `_CLAUSES` reads every part once more on sorted lists of pairs.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

ALPHABET = "abcde"
Table = dict[str, int]


def count_words(words: list[str]) -> Table:
    table: Table = {}
    for word in words:
        table[word] = table.get(word, 0) + 1
    return table


def count_signs(words: list[str], weight: int) -> Table:
    table: Table = {}
    for word in words:
        for sign in word:
            table[sign] = table.get(sign, 0) + weight
    return table


def sum_places(words: list[str], first: int) -> Table:
    table: Table = {}
    for place, word in enumerate(words):
        table[word] = table.get(word, 0) + place + first
    return table


def group_lengths(words: list[str], size: int) -> Table:
    table: Table = {}
    for word in words:
        key = word[:size]
        table[key] = table.get(key, 0) + len(word)
    return table


def last_places(words: list[str], first: int) -> Table:
    table: Table = {}
    for place, word in enumerate(words):
        table[word] = place + first
    return table


def follow_counts(words: list[str], gap: int) -> Table:
    table: Table = {}
    for place in range(gap, len(words)):
        key = words[place - gap][:1] + words[place][-1:]
        table[key] = table.get(key, 0) + 1
    return table


def merge_prefix(table: Table, size: int) -> Table:
    merged: Table = {}
    for key in table:
        short = key[:size]
        merged[short] = merged.get(short, 0) + table[key]
    return merged


def merge_reversed(table: Table) -> Table:
    merged: Table = {}
    for key in table:
        one = min(key, key[::-1])
        merged[one] = merged.get(one, 0) + table[key]
    return merged


def highest_few(table: Table, count: int) -> Table:
    ranked = sorted([(-value, key) for key, value in table.items()])
    kept = {}
    for value, key in ranked[:count]:
        kept[key] = -value
    return kept


def add_length(table: Table, factor: int) -> Table:
    changed = {}
    for key in table:
        changed[key] = table[key] + factor * len(key)
    return changed


def replace_by_rank(table: Table, first: int) -> Table:
    ranked = {}
    for key, value in table.items():
        ranked[key] = first + len([1 for other in table.values() if other > value])
    return ranked


def add_letter(table: Table, letter: str, bonus: int) -> Table:
    changed = {}
    for key, value in table.items():
        changed[key] = value + bonus * key.count(letter)
    return changed


def without_ties(table: Table) -> Table:
    held = list(table.values())
    kept = {}
    for key, value in table.items():
        if held.count(value) == 1:
            kept[key] = value
    return kept


def start_sums(table: Table) -> Table:
    totals: Table = {}
    for key, value in table.items():
        totals[key[:1]] = totals.get(key[:1], 0) + value
    changed = {}
    for key in table:
        changed[key] = totals[key[:1]]
    return changed


def ranked_keys(table: Table) -> list[str]:
    return [key for _, key in sorted([(-value, key) for key, value in table.items()])]


def least_keys(table: Table) -> list[str]:
    low = min(table.values(), default=0)
    return sorted([key for key, value in table.items() if value == low])


def ranked_text(table: Table) -> str:
    return ",".join([key + str(value) for key, value in sorted(table.items())])


def counts_by_key(table: Table) -> list[int]:
    return [value for _, value in sorted(table.items())]


def counts_down(table: Table) -> list[int]:
    return sorted(table.values(), reverse=True)


def shares(table: Table, whole: int) -> list[int]:
    total = sum(table.values())
    found = []
    for _, value in sorted(table.items()):
        found.append(value * whole // total if total > 0 else 0)
    return found


_COUNTED = "make a table that maps every different"
_PARTS = (
    algorithm("words", "table", f"{_COUNTED} word to the number of times it occurs", count_words),
    algorithm(
        "words",
        "table",
        f"{_COUNTED} letter to {{a}} times the number of times it occurs in all words together",
        count_signs,
        range(1, 8),
    ),
    algorithm(
        "words",
        "table",
        f"{_COUNTED} word to the sum of its places in the list, where the places are numbered "
        "{a}, {a} + 1, {a} + 2, ...",
        sum_places,
        range(-2, 6),
    ),
    algorithm(
        "words",
        "table",
        "make a table whose keys are the first {a} letters of words (the whole word if it is "
        "shorter) and whose values are the sums of the lengths of the words with that beginning",
        group_lengths,
        range(1, 3),
    ),
    algorithm(
        "words",
        "table",
        f"{_COUNTED} word to the place of its last occurrence, where the places are numbered "
        "{a}, {a} + 1, {a} + 2, ...",
        last_places,
        range(-2, 6),
    ),
    algorithm(
        "words",
        "table",
        "take all pairs of words of which the second stands {a} places after the first, and make a "
        "table that maps the first letter of the first word followed by the last letter of the "
        "second to the number of such pairs",
        follow_counts,
        range(1, 4),
    ),
    Part(
        "map_counts",
        "table",
        "table",
        "changed = {{}}\nfor key, x in {v}.items():\n    changed[key] = {f}\n{o} = changed",
        "replace every value x by {f}",
        lambda t, f: {key: f(x) for key, x in t.items()},
        (),
        "f",
    ),
    Part(
        "keep_counts",
        "table",
        "table",
        "kept = {{}}\nfor key, x in {v}.items():\n    if {p}:\n        kept[key] = x\n{o} = kept",
        "keep only the entries for whose value x the following is true: {p}",
        lambda t, p: {key: x for key, x in t.items() if p(x)},
        (),
        "p",
    ),
    algorithm(
        "table",
        "table",
        "cut every key down to its first {a} letters and add up the values of keys that become "
        "equal",
        merge_prefix,
        range(1, 4),
    ),
    algorithm(
        "table",
        "table",
        "replace every key by itself or the key read backwards, whichever comes first in the "
        "alphabet, and add up the values of keys that become equal",
        merge_reversed,
    ),
    algorithm(
        "table",
        "table",
        "keep only the {a} entries with the highest values (all if there are fewer), and of those "
        "with equal values the ones whose keys come first in the alphabet",
        highest_few,
        range(2, 6),
    ),
    algorithm(
        "table",
        "table",
        "add {a} times the length of its key to every value",
        add_length,
        range(-3, 6),
    ),
    algorithm(
        "table",
        "table",
        "replace all values at once: each by {a} plus the number of entries with a higher value",
        replace_by_rank,
        range(4),
    ),
    algorithm(
        "table",
        "table",
        "add to every value {b} times the number of letters {a} in its key",
        add_letter,
        ALPHABET,
        range(2, 8),
    ),
    algorithm("table", "table", "remove all entries whose value occurs more than once",
              without_ties),
    algorithm(
        "table",
        "table",
        "replace all values at once: each by the sum of the values of all keys that begin with the "
        "same letter as its key",
        start_sums,
    ),
    algorithm(
        "table",
        "words",
        "list the keys, highest value first, keys with equal values in alphabetical order",
        ranked_keys,
    ),
    algorithm(
        "table",
        "words",
        "list the keys with the lowest value in alphabetical order (an empty list for an empty "
        "table)",
        least_keys,
    ),
    algorithm(
        "table",
        "text",
        "write every key followed at once by its value, in alphabetical order of the keys, with "
        "commas (no spaces) between them",
        ranked_text,
    ),
    algorithm("table", "ints", "list the values in alphabetical order of their keys",
              counts_by_key),
    algorithm("table", "ints", "list the values, highest first", counts_down),
    algorithm(
        "table",
        "ints",
        "list for the keys in alphabetical order the quotient of {a} times the value by the sum of "
        "all values, rounded down (0 for every key if the sum is not positive)",
        shares,
        range(10, 101, 10),
    ),
)  # fmt: skip
_HELPERS = {
    f.__name__: f
    for f in (
        *(count_words, count_signs, sum_places, group_lengths, last_places, follow_counts),
        *(merge_prefix, merge_reversed, highest_few, add_length, replace_by_rank, add_letter),
        *(without_ties, start_sums, ranked_keys, least_keys, ranked_text, counts_by_key),
        *(counts_down, shares),
    )
}


def _summed(pairs: list[tuple[str, int]]) -> Table:
    return {key: sum(n for other, n in pairs if other == key) for key, _ in sorted(pairs)}


def _changed(change: Callable[..., int]) -> Callable[..., Table]:
    """A clause that changes every value: from key, value, the whole table, and arguments."""

    def clause(table: Table, *arguments: Any) -> Table:
        return {key: change(key, x, table, *arguments) for key, x in sorted(table.items())}

    return clause


def _best(table: Table) -> list[str]:
    """Keys by selection: the best of the rest, again and again."""
    left, found = dict(table), []
    while left:
        high = max(left.values())
        found.append(min(key for key, x in left.items() if x == high))
        left.pop(found[-1])
    return found


def _floor(top: int, bottom: int) -> int:
    whole = abs(top) // bottom
    return whole if top >= 0 else -whole - (abs(top) % bottom > 0)


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "count_words": lambda v: {word: v.count(word) for word in sorted(v)},
    "count_signs": lambda v, a: {c: "".join(v).count(c) * a for c in sorted("".join(v))},
    "sum_places": lambda v, a: _summed([(v[i], i + a) for i in range(len(v))]),
    "group_lengths": lambda v, a: _summed([(word[:a], len(word)) for word in v]),
    "last_places": lambda v, a: {w: len(v) - 1 - v[::-1].index(w) + a for w in sorted(v)},
    "follow_counts": lambda v, a: _summed(
        [(x[0] + y[-1], 1) for x, y in zip(v, v[a:], strict=False)]
    ),
    "map_counts": _changed(lambda key, x, t, f: f(x)),
    "keep_counts": lambda t, p: dict(pair for pair in sorted(t.items()) if p(pair[1])),
    "merge_prefix": lambda t, a: _summed([(key[:a], x) for key, x in t.items()]),
    "merge_reversed": lambda t: _summed(
        [(sorted((key, "".join(reversed(key))))[0], x) for key, x in t.items()]
    ),
    "highest_few": lambda t, a: {key: t[key] for key in _best(t)[:a]},
    "add_length": _changed(lambda key, x, t, a: x + sum(a for _ in key)),
    "replace_by_rank": _changed(lambda key, x, t, a: a + sum(y > x for y in t.values())),
    "add_letter": _changed(lambda key, x, t, a, b: x + sum(b for c in key if c == a)),
    "without_ties": lambda t: {
        key: x for key, x in t.items() if not any(t[o] == x for o in t if o != key)
    },
    "start_sums": _changed(lambda key, x, t: sum(t[o] for o in t if o[0] == key[0])),
    "ranked_keys": _best,
    "least_keys": lambda t: [key for key in sorted(t) if not any(x < t[key] for x in t.values())],
    "ranked_text": lambda t: ",".join(f"{key}{t[key]}" for key in sorted(t)),
    "counts_by_key": lambda t: [t[key] for key in sorted(t)],
    "counts_down": lambda t: [t[key] for key in _best(t)],
    "shares": lambda t, a: [
        _floor(t[key] * a, sum(t.values())) if sum(t.values()) > 0 else 0 for key in sorted(t)
    ],
}


def _strategy(size: int) -> dict[str, Any]:
    item = {"type": "text", "alphabet": ALPHABET, "min_size": 1, "max_size": 4}
    return {"type": "list", "item": item, "min_size": 0, "max_size": 12}


def _draw(rng: Random, size: int, number: int) -> list[str]:
    """Words out of a few, so that some occur again."""
    count = rng.randint(6, 8) if number < 3 else rng.randint(0, 12)
    known = ["".join(rng.choices(ALPHABET, k=rng.randint(1, 4))) for _ in range(5)]
    return [rng.choice(known) for _ in range(count)]


COUNTING = Domain(
    name="counting",
    kinds=(
        Kind(
            "words",
            "words",
            "list[str]",
            1,
            "The argument is a list of at most 12 words of 1 to 4 letters out of a, b, c, d and e.",
            _strategy,
            _draw,
        ),
        Kind("table", "table"),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels={level: (front + 1, tail) for level, (front, tail) in LEVELS.items()},
)
FAMILY = synthesis_family("counting_synthesis", COUNTING)

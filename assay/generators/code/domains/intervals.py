"""Write a function of intervals: merging, overlaps, gaps, the busiest point.

Example: "Read every pair [start, length] as the interval of the integers from start to
start + length - 1 ... Merge ... List the lengths." solve([[1, 3], [2, 4]]) == [5]

An interval is half-open, [start, end) with start < end, and lists of intervals are sorted.
`_CLAUSES` reads every part once more on the integers that an interval covers.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

Spans = list[list[int]]


def spans_of(pairs: Spans, extra: int) -> Spans:
    spans = [[start, start + length + extra] for start, length in pairs if length + extra > 0]
    return sorted(spans)


def merged(spans: Spans) -> Spans:
    found: Spans = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = [found[-1][0], max(found[-1][1], end)]
        else:
            found.append([start, end])
    return found


def widen(spans: Spans, by: int) -> Spans:
    return [[start - by, end + by] for start, end in spans]


def clip(spans: Spans, low: int, high: int) -> Spans:
    found = []
    for start, end in spans:
        if max(start, low) < min(end, high):
            found.append([max(start, low), min(end, high)])
    return sorted(found)


def gaps(spans: Spans) -> Spans:
    found = []
    reached = spans[0][1] if spans else 0
    for start, end in spans:
        if start > reached:
            found.append([reached, start])
        reached = max(reached, end)
    return found


def keep_disjoint(spans: Spans) -> Spans:
    kept: Spans = []
    for end, start in sorted([[end, start] for start, end in spans]):
        if not kept or start >= kept[-1][1]:
            kept.append([start, end])
    return kept


def overlaps(spans: Spans) -> Spans:
    found = []
    for i in range(len(spans)):
        for j in range(i):
            low = max(spans[i][0], spans[j][0])
            high = min(spans[i][1], spans[j][1])
            if low < high:
                found.append([low, high])
    return sorted(found)


def cut_long(spans: Spans, most: int) -> Spans:
    found = []
    for start, end in spans:
        while end - start > most:
            found.append([start, start + most])
            start += most
        found.append([start, end])
    return sorted(found)


def reflect(spans: Spans, centre: int) -> Spans:
    return sorted([[2 * centre - end, 2 * centre - start] for start, end in spans])


def drop_inside(spans: Spans) -> Spans:
    kept = []
    for i, (start, end) in enumerate(spans):
        inside = False
        for j, (low, high) in enumerate(spans):
            if low <= start and end <= high and (high - low > end - start or j < i):
                inside = True
        if not inside:
            kept.append([start, end])
    return kept


def busiest(spans: Spans) -> list[int]:
    best = 0
    where: list[int] = []
    for point, _ in spans:
        count = 0
        for start, end in spans:
            if start <= point < end:
                count += 1
        if count > best:
            best = count
            where = [point, count]
    return where


def rooms(spans: Spans) -> list[int]:
    free: list[int] = []
    taken = []
    for start, end in spans:
        room = 0
        while room < len(free) and free[room] > start:
            room += 1
        if room == len(free):
            free.append(end)
        else:
            free[room] = end
        taken.append(room)
    return taken


def depth_at(spans: Spans, step: int) -> list[int]:
    counts = []
    for point in range(0, 40, step):
        counts.append(len([start for start, end in spans if start <= point < end]))
    return counts


def meetings(spans: Spans) -> list[int]:
    counts = []
    for i, (start, end) in enumerate(spans):
        count = 0
        for j, (low, high) in enumerate(spans):
            if i != j and low < end and start < high:
                count += 1
        counts.append(count)
    return counts


def _plain(name: str, gives: str, source: str, words: str, apply: Any, holes: str = "") -> Part:
    return Part(name, "spans", gives, source, words, apply, (), holes)


_PARTS = (
    algorithm(
        "pairs",
        "spans",
        "turn every pair [start, length] into the interval of all integers from start up to, but "
        "not including, start + length + {a}, leave out those that hold no integer, and sort the "
        "intervals by start, then by end (they stay sorted in this way in all that follows, and "
        "intervals that are equal are kept as often as they occur)",
        spans_of,
        range(-3, 9),
    ),
    algorithm(
        "spans",
        "spans",
        "merge intervals that share an integer or touch (one ends where the next one begins) until "
        "none do",
        merged,
    ),
    algorithm(
        "spans",
        "spans",
        "let every interval begin {a} earlier and end {a} later",
        widen,
        range(1, 6),
    ),
    algorithm(
        "spans",
        "spans",
        "keep of every interval only the part from {a} up to, but not including, {b}, and leave "
        "out intervals of which nothing is left",
        clip,
        range(9),
        range(20, 34),
    ),
    algorithm(
        "spans",
        "spans",
        "replace the intervals by the gaps between them: the longest stretches of integers, after "
        "the first start and before the last end, that no interval holds",
        gaps,
    ),
    algorithm(
        "spans",
        "spans",
        "go through the intervals in ascending order of their ends (equal ends: of their starts) "
        "and keep an interval if it shares no integer with those kept before",
        keep_disjoint,
    ),
    algorithm(
        "spans",
        "spans",
        "replace the intervals by the common parts of all pairs of them (two places in the list, "
        "each pair once), where a pair that shares no integer gives nothing",
        overlaps,
    ),
    algorithm(
        "spans",
        "spans",
        "cut every interval that holds more than {a} integers into pieces of {a}, from its start "
        "on (the last piece may be shorter)",
        cut_long,
        range(3, 10),
    ),
    algorithm(
        "spans",
        "spans",
        "replace every interval from s up to, but not including, e by the one from {a} + {a} - e "
        "up to, but not including, {a} + {a} - s, and sort them again",
        reflect,
        range(5, 25),
    ),
    algorithm(
        "spans",
        "spans",
        "leave out every interval that lies wholly within a longer one, and repeats of an interval",
        drop_inside,
    ),
    _plain("long_enough", "spans", "{o} = [[s, e] for s, e in {v} for x in [e - s] if {p}]",
           "keep only the intervals for whose number x of integers the following is true: {p}",
           lambda v, p: [span for span in v if p(span[1] - span[0])], "p"),
    _plain("starts", "ints", "{o} = [s for s, e in {v}]", "list the starts of the intervals",
           lambda v: [span[0] for span in v]),
    _plain("span_lengths", "ints", "{o} = [e - s for s, e in {v}]",
           "list how many integers each interval holds", lambda v: [e - s for s, e in v]),
    _plain("last_ones", "ints", "{o} = [e - 1 for s, e in {v}]",
           "list the last integer of each interval", lambda v: [e - 1 for _, e in v]),
    algorithm(
        "spans",
        "ints",
        "make a list of two numbers: the least integer that the largest number of intervals hold, "
        "and that number of intervals (an empty list if there are no intervals)",
        busiest,
    ),
    algorithm(
        "spans",
        "ints",
        "give the intervals rooms in their order: each gets the room with the least number, from 0 "
        "on, in which no earlier interval ends after its start, and list these numbers",
        rooms,
    ),
    algorithm(
        "spans",
        "ints",
        "list how many intervals hold the integer 0, how many hold {a}, how many 2 * {a} and so "
        "on, for all multiples of {a} below 40",
        depth_at,
        range(3, 10),
    ),
    algorithm(
        "spans",
        "ints",
        "list for every interval with how many of the others it shares an integer",
        meetings,
    ),
)  # fmt: skip
_HELPERS = {
    f.__name__: f
    for f in (
        *(spans_of, merged, widen, clip, gaps, keep_disjoint, overlaps, cut_long, reflect),
        *(drop_inside, busiest, rooms, depth_at, meetings),
    )
}


def _held(spans: Spans) -> list[range]:
    return [range(start, end) for start, end in spans]


def _stretches(points: set[int]) -> Spans:
    """The longest stretches of neighbouring integers."""
    firsts = sorted(p for p in points if p - 1 not in points)
    lasts = sorted(p for p in points if p + 1 not in points)
    return [[first, last + 1] for first, last in zip(firsts, lasts, strict=True)]


def _points(spans: Spans) -> set[int]:
    return set().union(*map(set, _held(spans)))


def _gaps(spans: Spans) -> Spans:
    points = _points(spans)
    return _stretches(set(range(min(points), max(points))) - points) if points else []


def _disjoint(spans: Spans) -> Spans:
    kept: Spans = []
    for span in sorted(spans, key=lambda s: (s[1], s[0])):
        if not _points(kept) & set(range(*span)):
            kept.append(span)
    return kept


def _clip(spans: Spans, low: int, high: int) -> Spans:
    parts = [sorted(set(held) & set(range(low, high))) for held in _held(spans)]
    return sorted([part[0], part[-1] + 1] for part in parts if part)


def _common(spans: Spans) -> Spans:
    held = [set(r) for r in _held(spans)]
    common = [held[i] & held[j] for i in range(len(held)) for j in range(i + 1, len(held))]
    return sorted([min(c), max(c) + 1] for c in common if c)


def _cut(spans: Spans, most: int) -> Spans:
    return sorted(
        [first, min(first + most, end)] for start, end in spans for first in range(start, end, most)
    )


def _not_inside(spans: Spans) -> Spans:
    different = [list(span) for span in sorted({(s, e) for s, e in spans})]
    return [a for a in different if not any(set(range(*a)) < set(range(*b)) for b in different)]


def _busiest(spans: Spans) -> list[int]:
    counts = {p: sum(p in held for held in _held(spans)) for p in _points(spans)}
    if not counts:
        return []
    most = max(counts.values())
    return [min(p for p, count in counts.items() if count == most), most]


def _rooms(spans: Spans) -> list[int]:
    taken: list[int] = []
    for at, (start, _) in enumerate(spans):
        busy = {room for room, (_, end) in zip(taken, spans[:at], strict=True) if end > start}
        taken.append(min(set(range(at + 1)) - busy))
    return taken


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "spans_of": lambda v, a: sorted(
        [s, s + held] for s, held in ((s, n + a) for s, n in v) if held >= 1
    ),
    "merged": lambda v: _stretches(_points(v)),
    "widen": lambda v, a: [[min(r) - a, max(r) + 1 + a] for r in _held(v)],
    "clip": _clip,
    "gaps": _gaps,
    "keep_disjoint": _disjoint,
    "overlaps": _common,
    "cut_long": _cut,
    "reflect": lambda v, a: sorted([a + a - e, a + a - s] for s, e in v),
    "drop_inside": _not_inside,
    "long_enough": lambda v, p: [[r.start, r.stop] for r in _held(v) if p(len(r))],
    "starts": lambda v: [min(r) for r in _held(v)],
    "span_lengths": lambda v: [len(r) for r in _held(v)],
    "last_ones": lambda v: [max(r) for r in _held(v)],
    "busiest": _busiest,
    "rooms": _rooms,
    "depth_at": lambda v, a: [sum(p in r for r in _held(v)) for p in range(40) if p % a == 0],
    "meetings": lambda v: [sum(bool(set(r) & set(s)) for s in _held(v)) - 1 for r in _held(v)],
}


def _strategy(size: int) -> dict[str, Any]:
    items = [{"type": "integer", "min": 0, "max": 30}, {"type": "integer", "min": 1, "max": 12}]
    pair = {"type": "fixed_list", "items": items}
    return {"type": "list", "item": pair, "min_size": 0, "max_size": 8}


def _draw(rng: Random, size: int, number: int) -> Spans:
    count = rng.randint(4, 6) if number < 3 else rng.randint(0, 8)
    longest = 12 if number % 2 else 5
    return [[rng.randint(0, 30), rng.randint(1, longest)] for _ in range(count)]


INTERVALS = Domain(
    name="intervals",
    kinds=(
        Kind(
            "pairs",
            "pairs",
            "list[list[int]]",
            1,
            "The argument is a list of at most 8 pairs [start, length] with start from 0 to 30 and "
            "length from 1 to 12.",
            _strategy,
            _draw,
        ),
        Kind("spans", "spans"),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels={level: (front + 1, tail) for level, (front, tail) in LEVELS.items()},
)
FAMILY = synthesis_family("interval_synthesis", INTERVALS)

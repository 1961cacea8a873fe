"""The length of the shortest route between two places on a map of roads.

Example: A-B 3, B-C 4, A-C 9; from A to C -> 7, worked 0+3 = 3, 0+9 = 9, 3+4 = 7.

Worked by taking the nearest place next; the oracle allows one more place on the way at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family, capped
from assay.generators.math.working import Line, worked
from assay.generators.phrasing import told

Road = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Size:
    """Places, roads beside those that join everything, the longest road."""

    places: int
    more: int
    length: int


LEVELS = {
    1: Size(4, 1, 9),
    2: Size(5, 2, 12),
    3: Size(5, 3, 20),
    4: Size(6, 4, 20),
    5: Size(7, 5, 30),
    6: Size(8, 7, 40),
    7: Size(9, 9, 60),
    8: Size(11, 11, 99),
    9: Size(14, 16, 200),
    10: Size(20, 28, 999),
}
_SCENES = (
    ("roads between villages", "km", "drive"),
    ("tunnels of a mine", "metres", "walk"),
    ("ferries between islands", "minutes", "travel"),
    ("cables between stations", "metres", "send a signal"),
)


def generate(rng: Random, level: int) -> Draft:
    """Draw a tree over all places, further roads, lengths; the ends are the first and the last."""
    size = LEVELS[level]
    names = "ABCDEFGHIJKLMNOPQRSTUVW"[: size.places]
    pairs = [(rng.choice(names[:k]), names[k]) for k in range(1, size.places)]
    others = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if (a, b) not in pairs]
    pairs += rng.sample(others, min(size.more, len(others)))
    roads: list[Road] = [(a, b, rng.randint(1, size.length)) for a, b in pairs]
    rng.shuffle(roads)
    start, end = names[0], names[-1]
    lines, distance = _nearest_first(roads, start, end)
    listed = ", ".join(f"{a}-{b} {n}" for a, b, n in roads)
    stories = [
        f"There are these {what}, usable both ways (lengths in {unit}): {listed}. Somebody wants "
        f"to {verb} from {start} to {end}."
        for what, unit, verb in rng.sample(_SCENES, 3)
    ]
    return Draft(
        prompts=told(
            f"{listed}: shortest route {start} to {end}?",
            stories,
            (
                f"How long is the shortest route from {start} to {end}?",
                "What is the least total length?",
            ),
            ("", "Answer with one number."),
        ),
        problem={"roads": sorted(roads), "start": start, "end": end},
        answer=Answer("integer", str(distance)),
        steps=worked(lines),
    )


def _nearest_first(roads: list[Road], start: str, end: str) -> tuple[list[Line], int]:
    """Dijkstra: the distance of each place that is settled, and what it gives its neighbours."""
    near: dict[str, int] = {start: 0}
    settled: set[str] = set()
    lines: list[Line] = []
    while end not in settled:
        here = min((n, name) for name, n in near.items() if name not in settled)[1]
        settled.add(here)
        for a, b, length in sorted(roads):
            there = b if a == here else a if b == here else here
            if there not in settled:
                reached = near[here] + length
                lines.append((f"{near[here]}+{length}", str(reached)))
                near[there] = min(near.get(there, reached), reached)
    return lines, near[end]


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Distances between all pairs, with one more place allowed between them each time."""
    far = 10**9
    names = sorted({name for a, b, _ in problem["roads"] for name in (a, b)})
    away = {(a, b): 0 if a == b else far for a in names for b in names}
    for a, b, length in problem["roads"]:
        away[a, b] = away[b, a] = min(away[a, b], length)
    for by in names:
        for a in names:
            for b in names:
                away[a, b] = min(away[a, b], away[a, by] + away[by, b])
    return Answer("integer", str(away[problem["start"], problem["end"]]))


def capacity(level: int) -> int | None:
    """Lengths of the roads of one map, and the further roads of one tree."""
    size = LEVELS[level]
    pairs = size.places * (size.places - 1) // 2 - (size.places - 1)
    more = min(size.more, pairs)
    return capped(size.length ** (size.places - 1 + more) * comb(pairs, more))


FAMILY = Family(
    name="shortest_route",
    area="math",
    domain="optimisation",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

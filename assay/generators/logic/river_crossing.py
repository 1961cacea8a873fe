"""The least time in which a ferry brings everything across, where some things cannot stay alone.

Example: wolf, goat and cabbage, room for one beside the ferryman; the wolf may not stay alone with
the goat, nor the goat with the cabbage; a crossing takes 2 minutes and 1 more for the thing in the
boat -> 19

Things may already be on the far bank. Levels grow in the number of things and of pairs to be kept
apart. The steps are the crossings of a quickest plan. The oracle finds the times from all positions
to the goal by lowering them until nothing changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from heapq import heappop, heappush
from itertools import combinations
from math import comb
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, compose, counted, in_numbers, in_words, listed

THINGS = (
    *("wolf", "goat", "cabbage", "dog", "cat", "mouse", "fox", "hen", "snake", "frog", "bear"),
    *("sheep", "hawk", "rabbit", "carrot", "cheese", "lion", "zebra", "otter", "fish", "owl"),
)
LEVELS: Mapping[int, tuple[int, int, int]] = {
    1: (3, 1, 1),
    2: (3, 1, 2),
    3: (4, 2, 3),
    4: (4, 2, 4),
    5: (5, 2, 3),
    6: (5, 2, 4),
    7: (5, 2, 5),
    8: (6, 2, 3),
    9: (6, 2, 4),
    10: (6, 2, 5),
}
"""Things, room in the boat beside the ferryman, pairs kept apart."""
Pairs = tuple[tuple[int, int], ...]
Times = tuple[int, tuple[int, ...]]
State = tuple[int, bool]


def generate(rng: Random, level: int) -> Draft:
    """Draw pairs, times and a start until there is a plan."""
    count, room, apart = LEVELS[level]
    plan: list[int] = []
    while not plan:
        pairs = tuple(sorted(rng.sample(list(combinations(range(count), 2)), apart)))
        near = (1 << count) - 1
        if rng.random() < 0.4:
            near &= ~(1 << rng.randrange(count))
        base, extra = rng.randint(1, 9), tuple(rng.randint(1, 9) for _ in range(count))
        time, plan = _quickest(count, room, pairs, near, (base, extra))
    things = rng.sample(THINGS, count)
    return Draft(
        prompts=_prompts(things, room, pairs, near, (base, extra)),
        problem={
            "things": [[name, minutes] for name, minutes in zip(things, extra, strict=True)],
            "base": base,
            "room": room,
            "apart": [list(pair) for pair in pairs],
            "near": near,
        },
        answer=Answer("integer", str(time)),
        steps=tuple(_steps(things, plan, (base, extra))),
        meta={"size": 10 * count + 3 * apart},
    )


@cache
def _safe(count: int, pairs: Pairs) -> frozenset[int]:
    """The sets of things, as bits, that may be left alone."""
    masks = [1 << one | 1 << other for one, other in pairs]
    return frozenset(
        things for things in range(1 << count) if all(things & mask != mask for mask in masks)
    )


@cache
def _loads(count: int, room: int) -> list[int]:
    """What the boat may carry, the fewest things first."""
    return [
        sum(1 << one for one in chosen)
        for size in range(room + 1)
        for chosen in combinations(range(count), size)
    ]


def _quickest(
    count: int, room: int, pairs: Pairs, near: int, times: Times
) -> tuple[int, list[int]]:
    """The time and the loads of a quickest plan; no loads where there is none."""
    safe, whole = _safe(count, pairs), (1 << count) - 1
    loads = [(load, _minutes(load, times)) for load in _loads(count, room)]
    start = (near, True)
    came: dict[State, tuple[State, int]] = {}
    best = {start: 0}
    queue = [(0, start)]
    while queue:
        spent, state = heappop(queue)
        if state == (0, False):
            return spent, _way(came, start)
        if spent > best[state]:
            continue
        left, here = state
        bank = left if here else whole ^ left
        for load, minutes in loads:
            if load & bank != load or bank ^ load not in safe:
                continue
            after = (left ^ load, not here)
            if spent + minutes < best.get(after, 10**9):
                best[after], came[after] = spent + minutes, (state, load)
                heappush(queue, (spent + minutes, after))
    return 0, []


def _minutes(load: int, times: Times) -> int:
    base, extra = times
    return base + sum(minutes for at, minutes in enumerate(extra) if load >> at & 1)


def _way(came: Mapping[State, tuple[State, int]], start: State) -> list[int]:
    state, loads = (0, False), []
    while state != start:
        state, load = came[state]
        loads.append(load)
    return loads[::-1]


def _steps(things: Sequence[str], plan: Sequence[int], times: Times) -> Iterator[Step]:
    spent = 0
    for number, load in enumerate(plan, 1):
        carried = listed(name for at, name in enumerate(things) if load >> at & 1)
        yield in_words(f"crossing {number}", f"with {carried}" if carried else "with nothing")
        before, spent = spent, spent + _minutes(load, times)
        yield in_numbers(f"{before}+{spent - before}", spent)


def _prompts(
    things: list[str], room: int, pairs: Pairs, near: int, times: Times
) -> tuple[str, ...]:
    base, extra = times
    here = [name for at, name in enumerate(things) if near >> at & 1]
    there = [name for at, name in enumerate(things) if not near >> at & 1]
    start = f"The ferryman and {listed('the ' + name for name in here)} are on the near bank"
    start += f", {listed('the ' + name for name in there)} on the far bank." if there else "."
    feuds = [f"the {things[a]} with the {things[b]}" for a, b in pairs]
    more = listed(f"{minutes} for the {name}" for name, minutes in zip(things, extra, strict=True))
    rule = (
        f"The boat holds the ferryman, without whom it does not move, and at most "
        f"{counted(room, 'thing')} more. On a bank without him, these may not be left together: "
        f"{'; '.join(feuds)}. A crossing, either way, takes {counted(base, 'minute')}, and "
        f"everything that is in the boat adds its own number of minutes: {more}."
    )
    short = ", ".join(f"{things[a]}/{things[b]}" for a, b in pairs)
    far = f" Already across: {', '.join(there)}." if there else ""
    return compose(
        f"River: {', '.join(here)} to cross.{far} Ferryman plus at most {room}; never alone "
        f"together: {short}. A crossing takes {base} plus {more} if in the boat. Least time?",
        (
            f"{start} {rule}",
            f"{rule} {start}",
            f"A river is to be crossed. {start} {rule}",
            f"{start} All have to get to the far bank. {rule}",
        ),
        (
            "What is the least number of minutes in which everything and the ferryman can get to "
            "the far bank?",
            "How many minutes does it take at least until all are on the far bank?",
            "Find the shortest time in minutes that brings all to the far bank.",
        ),
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Times to the goal, lowered until nothing changes; positions are sets of names."""
    minutes = dict(problem["things"])
    names = [name for name, _ in problem["things"]]
    feuds = [{names[a], names[b]} for a, b in problem["apart"]]
    sets = [frozenset(c) for size in range(len(names) + 1) for c in combinations(names, size)]
    calm = {left: not any(feud <= left for feud in feuds) for left in sets}
    loads = [load for load in sets if len(load) <= problem["room"]]
    far = {(left, side): 10**6 for left in sets for side in "nf"} | {(frozenset(), "f"): 0}
    lowered = True
    while lowered:
        lowered = False
        for left, side in far:
            bank = left if side == "n" else frozenset(names) - left
            for load in loads:
                if load <= bank and calm[bank - load]:
                    after = (left - load, "f") if side == "n" else (left | load, "n")
                    cost = far[after] + problem["base"] + sum(minutes[name] for name in load)
                    if cost < far[left, side]:
                        far[left, side] = cost
                        lowered = True
    near = frozenset(name for at, name in enumerate(names) if problem["near"] >> at & 1)
    return Answer("integer", str(far[near, "n"]))


def capacity(level: int) -> int | None:
    """At least: the things, and the times."""
    count = LEVELS[level][0]
    return bounded(comb(len(THINGS), count) * 9 ** (count + 1))


FAMILY = Family(
    name="river_crossing",
    area="text",
    domain="planning",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

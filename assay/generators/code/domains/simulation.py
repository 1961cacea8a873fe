"""Write a function that simulates: a robot on a board, a row of cells, a queue of jobs.

Example: "Turn every move ... The robot starts at column 0, row 0 of a board that is closed to a
ring ... Make a list of the column and the row where it ends." solve("NNE") == [1, 2]

All rules are in the words of the parts. `_CLAUSES` plays every rule once more: positions as complex
numbers, cells as sets of living places, servers as heaps.
"""

import heapq
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

Jobs = list[list[int]]
MOST_CELLS = 12


def turn_moves(moves: str, quarters: int) -> str:
    return "".join(["NESW"[("NESW".index(m) + quarters) % 4] for m in moves])


def cancel_moves(moves: str) -> str:
    kept: list[str] = []
    for m in moves:
        if kept and m != kept[-1] and kept[-1] + m in "NSN EWE":
            kept.pop()
        else:
            kept.append(m)
    return "".join(kept)


def tired_moves(moves: str, rest: int) -> str:
    return "".join([m for i, m in enumerate(moves) if i % rest != rest - 1])


def echo_moves(moves: str, letter: str, times: int) -> str:
    return moves.replace(letter, letter * times)


def no_repeats(moves: str, most: int) -> str:
    kept = ""
    run = 0
    for i, m in enumerate(moves):
        run = run + 1 if i > 0 and moves[i - 1] == m else 1
        if run <= most:
            kept += m
    return kept


def veer(moves: str, every: int) -> str:
    turned = ""
    for i, m in enumerate(moves):
        turned += "NESW"[("NESW".index(m) + i // every) % 4]
    return turned


def on_ring(moves: str, width: int, height: int) -> list[int]:
    x = 0
    y = 0
    for m in moves:
        if m == "E":
            x += 1
        elif m == "W":
            x -= 1
        elif m == "N":
            y += 1
        else:
            y -= 1
    return [x % width, y % height]


def in_box(moves: str, width: int, height: int) -> list[int]:
    x = 0
    y = 0
    for m in moves:
        new_x = x + (m == "E") - (m == "W")
        new_y = y + (m == "N") - (m == "S")
        if 0 <= new_x < width and 0 <= new_y < height:
            x = new_x
            y = new_y
    return [x, y]


def far_away(moves: str, weight: int) -> list[int]:
    x = 0
    y = 0
    found = []
    for m in moves:
        x += (m == "E") - (m == "W")
        y += (m == "N") - (m == "S")
        found.append(abs(x) + weight * abs(y))
    return found


def visits(moves: str, goal: int) -> list[int]:
    x = 0
    y = 0
    seen = {(0, 0)}
    found = []
    for i, m in enumerate(moves):
        x += (m == "E") - (m == "W")
        y += (m == "N") - (m == "S")
        if (x, y) in seen:
            found.append(i + goal)
        seen.add((x, y))
    return found


def rule_ring(cells: list[int], rule: int, steps: int) -> list[int]:
    for _ in range(steps):
        after = []
        for i in range(len(cells)):
            code = 4 * cells[i - 1] + 2 * cells[i] + cells[(i + 1) % len(cells)]
            after.append(rule // [1, 2, 4, 8, 16, 32, 64, 128][code] % 2)
        cells = after
    return cells


def crowd(cells: list[int], low: int, high: int) -> list[int]:
    after = []
    for i in range(len(cells)):
        around = sum(cells[max(i - 2, 0) : i]) + sum(cells[i + 1 : i + 3])
        after.append(1 if low <= around <= high else 0)
    return after


def drift(cells: list[int], places: int) -> list[int]:
    at = places % len(cells)
    return cells[len(cells) - at :] + cells[: len(cells) - at]


def traffic(cells: list[int], steps: int) -> list[int]:
    for _ in range(steps):
        after = [0] * len(cells)
        for i in range(len(cells)):
            ahead = (i + 1) % len(cells)
            if cells[i] == 1:
                after[i if cells[ahead] == 1 else ahead] = 1
        cells = after
    return cells


def living(cells: list[int], first: int) -> list[int]:
    return [i + first for i, x in enumerate(cells) if x == 1]


def blocks(cells: list[int], factor: int) -> list[int]:
    return [factor * len(part) for part in "".join([str(x) for x in cells]).split("0") if part]


def as_number(cells: list[int], base: int) -> int:
    total = 0
    for x in cells:
        total = total * base + x
    return total


def later(jobs: Jobs, delay: int) -> Jobs:
    return sorted([[start + delay * length, length] for start, length in jobs])


def stretch(jobs: Jobs, extra: int) -> Jobs:
    return [[start, length + extra] for start, length in jobs]


def short_first(jobs: Jobs, most: int) -> Jobs:
    return [[start, min(length, most)] for start, length in jobs]


def in_groups(jobs: Jobs, gap: int) -> Jobs:
    joined: Jobs = []
    for start, length in sorted(jobs):
        if joined and start - joined[-1][0] <= gap:
            joined[-1] = [joined[-1][0], joined[-1][1] + length]
        else:
            joined.append([start, length])
    return joined


def one_server(jobs: Jobs) -> list[int]:
    free = 0
    ends = []
    for start, length in sorted(jobs):
        free = max(free, start) + length
        ends.append(free)
    return ends


def servers(jobs: Jobs, count: int) -> list[int]:
    free = [0] * count
    waits = []
    for start, length in sorted(jobs):
        free = sorted(free)
        begin = max(free[0], start)
        waits.append(begin - start)
        free[0] = begin + length
    return waits


def impatient(jobs: Jobs, patience: int) -> list[int]:
    free = 0
    served = []
    for start, length in sorted(jobs):
        if max(free, start) - start <= patience:
            free = max(free, start) + length
            served.append(free)
        else:
            served.append(-1)
    return served


def round_robin(jobs: Jobs, share: int) -> list[int]:
    left = [length for _, length in sorted(jobs)]
    queue = list(range(len(left)))
    order = []
    while queue:
        at = queue.pop(0)
        left[at] -= share
        if left[at] > 0:
            queue.append(at)
        else:
            order.append(at)
    return order


def load_at(jobs: Jobs, step: int) -> list[int]:
    return [len([1 for s, n in jobs if s <= t < s + n]) for t in range(0, 30, step)]


def _moves(name: str, source: str, words: str, apply: Any) -> Part:
    return Part(name, "moves", "moves", source, words, apply)


_QUEUE = (
    "the jobs are served in the order of their starts (equal starts: shorter ones first) and a job "
    "cannot begin before its start"
)
_ROBOT = (
    "a robot starts at x = 0, y = 0 (N adds 1 to y, S takes 1 off, E adds 1 to x, W takes 1 off)"
)
_PARTS = (
    algorithm(
        "moves",
        "moves",
        "turn every move clockwise by {a} quarter turns (N to E to S to W to N)",
        turn_moves,
        range(1, 4),
    ),
    algorithm(
        "moves",
        "moves",
        "go through the moves from the left and take out every move together with the kept move "
        "directly before it if the two are opposite (N and S, or E and W)",
        cancel_moves,
    ),
    algorithm(
        "moves",
        "moves",
        "leave out the moves number {a}, 2 * {a}, 3 * {a} and so on, counted from 1",
        tired_moves,
        range(2, 6),
    ),
    algorithm(
        "moves",
        "moves",
        "repeat every move {a}, so that it stands {b} times in a row instead of once",
        echo_moves,
        "NESW",
        range(2, 4),
    ),
    algorithm(
        "moves",
        "moves",
        "of every run of equal moves keep only the first {a} (all, if the run is shorter)",
        no_repeats,
        range(1, 3),
    ),
    algorithm(
        "moves",
        "moves",
        "turn the move with index i, counted from 0, clockwise by i // {a} quarter turns (N to E "
        "to S to W to N)",
        veer,
        range(1, 6),
    ),
    _moves("way_back", "{o} = {v}[::-1]", "reverse the order of the moves", lambda v: v[::-1]),
    _moves("there_and_back", "{o} = {v} + {v}[::-1]",
           "append the moves once more, in reverse order", lambda v: v + v[::-1]),
    algorithm(
        "moves",
        "ints",
        f"{_ROBOT}, on a board that is closed to a ring in both ways, with {{a}} columns x = 0, 1, "
        "... and {b} rows y = 0, 1, ... (a step over an edge comes in at the opposite one). Make a "
        "list of the x and the y where it ends",
        on_ring,
        range(3, 8),
        range(3, 8),
    ),
    algorithm(
        "moves",
        "ints",
        f"{_ROBOT}, in a box with x from 0 to {{a}} - 1 and y from 0 to {{b}} - 1, where a move "
        "that would leave the box is passed over. Make a list of the x and the y where it ends",
        in_box,
        range(2, 6),
        range(2, 6),
    ),
    algorithm(
        "moves",
        "ints",
        f"{_ROBOT}. List after every move the absolute value of x plus {{a}} times the absolute "
        "value of y",
        far_away,
        range(1, 6),
    ),
    algorithm(
        "moves",
        "ints",
        f"{_ROBOT}. List the numbers of the moves that lead to a point where it has been before "
        "(the start counts), where the moves are numbered {a}, {a} + 1, ...",
        visits,
        range(6),
    ),
    algorithm(
        "cells",
        "cells",
        "replace all cells at once, {b} times: by the digit of {a} in base 2 that stands for "
        "2 ** (4 * l + 2 * c + r), where c is the cell, l the one before it and r the one after "
        "it (the row is closed to a ring)",
        rule_ring,
        range(1, 255),
        range(1, 4),
    ),
    algorithm(
        "cells",
        "cells",
        "replace all cells at once: by 1 if the number of ones among the two cells before it and "
        "the two cells after it (fewer at the ends) is at least {a} and at most {b}, else by 0",
        crowd,
        range(3),
        range(2, 4),
    ),
    algorithm(
        "cells",
        "cells",
        "move all cells {a} places to the right (the row is closed to a ring)",
        drift,
        range(1, 8),
    ),
    algorithm(
        "cells",
        "cells",
        "let the ones be cars on a ring road, all moving at once, {a} times: a car moves one place "
        "to the right if that place is empty (0) before the move, else it stays",
        traffic,
        range(1, 6),
    ),
    Part("opposite_cells", "cells", "cells", "{o} = [1 - x for x in {v}]",
         "replace every 0 by 1 and every 1 by 0", lambda v: [1 - x for x in v]),
    Part("cells_back", "cells", "cells", "{o} = {v}[::-1]", "reverse the order of the cells",
         lambda v: v[::-1]),
    algorithm(
        "cells",
        "ints",
        "list the places of the ones in ascending order, where the first cell has place {a}",
        living,
        range(6),
    ),
    algorithm(
        "cells",
        "ints",
        "list {a} times the length of every longest run of ones, from left to right (the row is "
        "no ring here)",
        blocks,
        range(1, 8),
    ),
    algorithm(
        "cells",
        "int",
        "take the number whose digits in base {a} are the cells",
        as_number,
        range(2, 9),
    ),
    algorithm(
        "jobs",
        "jobs",
        "let every job start later by {a} times its length, and sort the jobs by start, then by "
        "length",
        later,
        range(1, 4),
    ),
    algorithm("jobs", "jobs", "make every job longer by {a}", stretch, range(1, 6)),
    algorithm("jobs", "jobs", "cut every length that is greater than {a} down to {a}", short_first,
              range(2, 8)),
    algorithm(
        "jobs",
        "jobs",
        "sort the jobs by start, then by length, go through them and join a job to the group "
        "before it if it starts at most {a} after the start of that group, else begin a new group. "
        "Each group is one job with the group's start (that of its first job) and the sum of its "
        "lengths",
        in_groups,
        range(1, 6),
    ),
    Part("from_second", "jobs", "jobs", "{o} = [[s, n] for s, n in {v} if s % {a} != 0]",
         "remove the jobs whose start is divisible by {a}",
         lambda v, a: [job for job in v if job[0] % a], (range(2, 7),)),
    Part("long_jobs", "jobs", "jobs", "{o} = [[s, n] for s, n in {v} for x in [n] if {p}]",
         "keep only the jobs for whose length x the following is true: {p}",
         lambda v, p: [job for job in v if p(job[1])], (), "p"),
    algorithm(
        "jobs",
        "ints",
        f"let one server work: {_QUEUE}. List when each job ends, in the order of serving",
        one_server,
    ),
    algorithm(
        "jobs",
        "ints",
        f"let {{a}} servers work, where {_QUEUE}, and each goes to the server that is free first. "
        "List how long each job waits from its start to its beginning, in the order of serving",
        servers,
        range(2, 4),
    ),
    algorithm(
        "jobs",
        "ints",
        f"let one server work: {_QUEUE}, but a job that would have to wait more than {{a}} from "
        "its start leaves at once and is not served. List in that order when each job ends, -1 for "
        "those that left",
        impatient,
        range(1, 9),
    ),
    algorithm(
        "jobs",
        "ints",
        "put the jobs in a queue, in the order of their starts (equal starts: shorter ones first), "
        "numbered from 0 in this order, and let a server take the first job in turn, work {a} off "
        "its length, and put it back at the end unless nothing is left of it (the starts do not "
        "matter any more). List the numbers of the jobs in the order in which they are done",
        round_robin,
        range(1, 5),
    ),
    algorithm(
        "jobs",
        "ints",
        "call a job active at every time from its start up to, but not including, its start plus "
        "its length. List the number of active jobs at the times 0, {a}, 2 * {a} and so on below "
        "30",
        load_at,
        range(3, 8),
    ),
)  # fmt: skip
_HELPERS = {
    f.__name__: f
    for f in (
        *(turn_moves, cancel_moves, tired_moves, echo_moves, no_repeats, veer, on_ring, in_box),
        *(far_away, visits, rule_ring, crowd, drift, traffic, living, blocks, as_number, later),
        *(stretch, short_first, in_groups, one_server, servers, impatient, round_robin, load_at),
    )
}
_WAYS = {"N": 1j, "E": 1, "S": -1j, "W": -1}
_TURN = {"N": "E", "E": "S", "S": "W", "W": "N"}


def _turned(move: str, quarters: int) -> str:
    for _ in range(quarters % 4):
        move = _TURN[move]
    return move


def _cancelled(moves: str) -> str:
    """Take the first opposite pair out, again and again."""
    for at in range(len(moves) - 1):
        if _turned(moves[at], 2) == moves[at + 1]:
            return _cancelled(moves[:at] + moves[at + 2 :])
    return moves


def _points(moves: str) -> list[complex]:
    return [sum((_WAYS[m] for m in moves[:i]), 0j) for i in range(len(moves) + 1)]


def _ring(moves: str, width: int, height: int) -> list[int]:
    end = _points(moves)[-1]
    return [divmod(int(end.real), width)[1], divmod(int(end.imag), height)[1]]


def _box(moves: str, width: int, height: int) -> list[int]:
    free = {complex(x, y) for x in range(width) for y in range(height)}
    at = 0j
    for move in moves:
        at = at + _WAYS[move] if at + _WAYS[move] in free else at
    return [int(at.real), int(at.imag)]


def _rule(cells: list[int], rule: int, steps: int) -> list[int]:
    table = f"{rule:08b}"[::-1]
    for _ in range(steps):
        ring = [cells[-1], *cells, cells[0]]
        cells = [int(table[int("".join(map(str, ring[i : i + 3])), 2)]) for i in range(len(cells))]
    return cells


def _traffic(cells: list[int], steps: int) -> list[int]:
    cars, size = {i for i, x in enumerate(cells) if x}, len(cells)
    for _ in range(steps):
        cars = {c if (c + 1) % size in cars else (c + 1) % size for c in cars}
    return [int(i in cars) for i in range(size)]


def _runs(cells: list[int]) -> list[int]:
    places = [-1, *(i for i, x in enumerate(cells) if not x), len(cells)]
    lengths = (places[i + 1] - places[i] - 1 for i in range(len(places) - 1))
    return [length for length in lengths if length]


def _grouped(jobs: Jobs, gap: int) -> Jobs:
    left = sorted(jobs)
    groups: Jobs = []
    while left:
        first = left[0][0]
        group = [job for job in left if job[0] <= first + gap]
        groups.append([first, sum(job[1] for job in group)])
        left = left[len(group) :]
    return groups


def _queue(jobs: Jobs) -> list[tuple[int, int]]:
    return sorted((start, length) for start, length in jobs)


def _one(jobs: Jobs) -> list[int]:
    """The end of job i is the largest start of a job j <= i plus all lengths from j to i."""
    queue = _queue(jobs)
    return [
        max(queue[j][0] + sum(length for _, length in queue[j : i + 1]) for j in range(i + 1))
        for i in range(len(queue))
    ]


def _waits(jobs: Jobs, count: int) -> list[int]:
    busy: list[int] = []
    waits = []
    for start, length in _queue(jobs):
        soonest = heapq.heappop(busy) if len(busy) == count else 0
        begin = max(soonest, start)
        waits.append(begin - start)
        heapq.heappush(busy, begin + length)
    return waits


def _served(jobs: Jobs, patience: int) -> list[int]:
    ends: list[int] = []
    for start, length in _queue(jobs):
        wait = max([0, *(end - start for end in ends)])
        ends.append(-1 if wait > patience else start + wait + length)
    return ends


def _robin(jobs: Jobs, share: int) -> list[int]:
    """Done in the round in which the last share is worked off, within a round in order."""
    rounds = [(-(-length // share), at) for at, (_, length) in enumerate(_queue(jobs))]
    return [at for _, at in sorted(rounds)]


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "turn_moves": lambda v, a: "".join(_turned(m, a) for m in v),
    "cancel_moves": _cancelled,
    "tired_moves": lambda v, a: "".join(v[i] for i in range(len(v)) if (i + 1) % a),
    "echo_moves": lambda v, a, b: "".join(m * (b if m == a else 1) for m in v),
    "no_repeats": lambda v, a: "".join(
        m for i, m in enumerate(v) if not (i >= a and v[i - a : i] == m * a)
    ),
    "veer": lambda v, a: "".join(_turned(m, i // a) for i, m in enumerate(v)),
    "way_back": lambda v: "".join(reversed(v)),
    "there_and_back": lambda v: v + "".join(reversed(v)),
    "on_ring": _ring,
    "in_box": _box,
    "far_away": lambda v, a: [int(abs(p.real) + a * abs(p.imag)) for p in _points(v)[1:]],
    "visits": lambda v, a: [
        i - 1 + a for i, p in enumerate(_points(v)) if p in _points(v)[:i]
    ],
    "rule_ring": _rule,
    "crowd": lambda v, a, b: [
        int(a <= sum(v[j] for j in range(len(v)) if 0 < abs(i - j) < 3) <= b)
        for i in range(len(v))
    ],
    "drift": lambda v, a: [v[(i - a) % len(v)] for i in range(len(v))],
    "traffic": _traffic,
    "opposite_cells": lambda v: [int(not x) for x in v],
    "cells_back": lambda v: list(reversed(v)),
    "living": lambda v, a: [i for i in range(a, a + len(v)) if v[i - a]],
    "blocks": lambda v, a: [a * n for n in _runs(v)],
    "as_number": lambda v, a: sum(x * a**i for i, x in enumerate(reversed(v))),
    "later": lambda v, a: sorted([s + a * n, n] for s, n in v),
    "stretch": lambda v, a: [[job[0], sum((job[1], a))] for job in v],
    "short_first": lambda v, a: [[s, n if n < a else a] for s, n in v],
    "in_groups": _grouped,
    "from_second": lambda v, a: [job for job in v if divmod(job[0], a)[1] > 0],
    "long_jobs": lambda v, p: list(filter(lambda job: p(job[1]), v)),
    "one_server": _one,
    "servers": _waits,
    "impatient": _served,
    "round_robin": _robin,
    "load_at": lambda v, a: [sum(t in range(s, s + n) for s, n in v) for t in range(0, 30, a)],
}  # fmt: skip


def _moves_strategy(size: int) -> dict[str, Any]:
    return {"type": "text", "alphabet": "NESW", "min_size": 0, "max_size": 16}


def _draw_moves(rng: Random, size: int, number: int) -> str:
    count = rng.randint(5, 9) if number < 3 else rng.randint(0, 16)
    return "".join(rng.choice("NESW" if number % 2 else "NNES") for _ in range(count))


def _cells_strategy(size: int) -> dict[str, Any]:
    item = {"type": "integer", "min": 0, "max": 1}
    return {"type": "list", "item": item, "min_size": 1, "max_size": MOST_CELLS}


def _draw_cells(rng: Random, size: int, number: int) -> list[int]:
    count = rng.randint(6, 8) if number < 3 else rng.randint(1, MOST_CELLS)
    return [rng.randint(0, 1) for _ in range(count)]


def _jobs_strategy(size: int) -> dict[str, Any]:
    items = [{"type": "integer", "min": 0, "max": 20}, {"type": "integer", "min": 1, "max": 9}]
    pair = {"type": "fixed_list", "items": items}
    return {"type": "list", "item": pair, "min_size": 0, "max_size": 8}


def _draw_jobs(rng: Random, size: int, number: int) -> Jobs:
    count = rng.randint(4, 6) if number < 3 else rng.randint(0, 8)
    return [[rng.randint(0, 20), rng.randint(1, 9)] for _ in range(count)]


SIMULATION = Domain(
    name="simulation",
    kinds=(
        Kind("moves", "moves", "str", 1,
             "The argument is a text of at most 16 moves, each one of the letters N, E, S and W.",
             _moves_strategy, _draw_moves),
        Kind("cells", "cells", "list[int]", 1,
             f"The argument is a row of 1 to {MOST_CELLS} cells, each 0 or 1.",
             _cells_strategy, _draw_cells),
        Kind("jobs", "jobs", "list[list[int]]", 1,
             "The argument is a list of at most 8 jobs [start, length] with start from 0 to 20 and "
             "length from 1 to 9.", _jobs_strategy, _draw_jobs),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels=LEVELS,
)  # fmt: skip
FAMILY = synthesis_family("simulation_synthesis", SIMULATION)

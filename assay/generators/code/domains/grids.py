"""Write a function of a grid of small numbers: turns, floods, falls, regions, paths.

Example: "Turn the grid a quarter turn clockwise 1 time. List the sum of every row, from top to
bottom. Take the largest element." solve([[1, 2], [3, 4]]) == 6

Grids are never empty and all rows have one length; two cells are neighbours where they share a
side. `_CLAUSES` reads every part once more, by coordinates where the parts use rows.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from assay.generators.code.domains.domain import LEVELS, Domain, Kind, algorithm
from assay.generators.code.domains.synthesis import synthesis_family
from assay.generators.code.part import Part

Grid = list[list[int]]


def quarter_turn(grid: Grid, times: int) -> Grid:
    for _ in range(times):
        grid = [[row[c] for row in grid[::-1]] for c in range(len(grid[0]))]
    return grid


def slide_rows(grid: Grid, places: int) -> Grid:
    moved = []
    for r in range(len(grid)):
        at = r * places % len(grid[r])
        moved.append(grid[r][len(grid[r]) - at :] + grid[r][: len(grid[r]) - at])
    return moved


def let_fall(grid: Grid) -> Grid:
    fallen = [[0] * len(row) for row in grid]
    for c in range(len(grid[0])):
        at = len(grid) - 1
        for r in range(len(grid) - 1, -1, -1):
            if grid[r][c] != 0:
                fallen[at][c] = grid[r][c]
                at -= 1
    return fallen


def neighbour_sums(grid: Grid, modulus: int) -> Grid:
    sums = []
    for r in range(len(grid)):
        row = []
        for c in range(len(grid[0])):
            total = 0
            for y, x in [(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)]:
                if 0 <= y < len(grid) and 0 <= x < len(grid[0]):
                    total += grid[y][x]
            row.append(total % modulus)
        sums.append(row)
    return sums


def flood(grid: Grid, colour: int) -> Grid:
    filled = [list(row) for row in grid]
    old = filled[0][0]
    todo = [(0, 0)]
    seen = {(0, 0)}
    while todo:
        r, c = todo.pop()
        filled[r][c] = colour
        for y, x in [(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)]:
            inside = 0 <= y < len(grid) and 0 <= x < len(grid[0])
            if inside and grid[y][x] == old and (y, x) not in seen:
                seen.add((y, x))
                todo.append((y, x))
    return filled


def grow(grid: Grid) -> Grid:
    grown = []
    for r in range(len(grid)):
        row = []
        for c in range(len(grid[0])):
            best = grid[r][c]
            for y, x in [(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)]:
                if 0 <= y < len(grid) and 0 <= x < len(grid[0]):
                    best = max(best, grid[y][x])
            row.append(best)
        grown.append(row)
    return grown


def frame(grid: Grid, value: int) -> Grid:
    framed = [list(row) for row in grid]
    for r in range(len(grid)):
        for c in range(len(grid[0])):
            if r in (0, len(grid) - 1) or c in (0, len(grid[0]) - 1):
                framed[r][c] = value
    return framed


def anti_diagonals(grid: Grid) -> list[int]:
    sums = [0] * (len(grid) + len(grid[0]) - 1)
    for r, row in enumerate(grid):
        for c, x in enumerate(row):
            sums[r + c] += x
    return sums


def spiral(grid: Grid) -> list[int]:
    found: list[int] = []
    while grid:
        found += grid[0]
        grid = [[row[c] for row in grid[1:]] for c in range(len(grid[0]) - 1, -1, -1)]
        if grid and not grid[0]:
            break
    return found


def peaks(grid: Grid) -> list[int]:
    found = []
    for r in range(len(grid)):
        for c in range(len(grid[0])):
            high = True
            for y, x in [(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)]:
                inside = 0 <= y < len(grid) and 0 <= x < len(grid[0])
                if inside and grid[y][x] >= grid[r][c]:
                    high = False
            if high:
                found.append(grid[r][c])
    return found


def cheapest_path(grid: Grid, toll: int) -> int:
    best: list[int] = []
    for r in range(len(grid)):
        row: list[int] = []
        for c in range(len(grid[0])):
            ways = []
            if r > 0:
                ways.append(best[c] + toll)
            if c > 0:
                ways.append(row[c - 1])
            row.append(grid[r][c] + min(ways, default=0))
        best = row
    return best[-1]


def region_sizes(mask: list[list[bool]]) -> list[int]:
    left = set()
    for r in range(len(mask)):
        for c in range(len(mask[0])):
            if mask[r][c]:
                left.add((r, c))
    sizes = []
    for start in sorted(left):
        todo = [start]
        size = 0
        while todo:
            r, c = todo.pop()
            if (r, c) in left:
                left.remove((r, c))
                size += 1
                todo.extend([(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)])
        if size > 0:
            sizes.append(size)
    return sorted(sizes, reverse=True)


def steps_across(mask: list[list[bool]]) -> int:
    now = {(0, 0)} if mask[0][0] else set()
    seen = set(now)
    steps = 0
    while now:
        if (len(mask) - 1, len(mask[0]) - 1) in now:
            return steps
        after = set()
        for r, c in now:
            for y, x in [(r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)]:
                inside = 0 <= y < len(mask) and 0 <= x < len(mask[0])
                if inside and mask[y][x] and (y, x) not in seen:
                    seen.add((y, x))
                    after.add((y, x))
        now = after
        steps += 1
    return -1


def _masked(grid: Grid, test: Callable[[int], bool]) -> list[list[bool]]:
    return [[test(x) for x in row] for row in grid]


def _over_mask(name: str, words: str, apply: Callable[..., Any], gives: str) -> Part:
    source = f"{{o}} = {name}([[{{p}} for x in row] for row in {{v}}])"
    return Part(name, "grid", gives, source, words, apply, (), "p")


def _plain(name: str, gives: str, source: str, words: str, apply: Any, holes: str = "") -> Part:
    return Part(name, "grid", gives, source, words, apply, (), holes)


_PARTS = (
    algorithm(
        "grid",
        "grid",
        "turn the grid clockwise by a quarter turn, {a} times in all",
        quarter_turn,
        range(1, 4),
    ),
    _plain("upside_down", "grid", "{o} = {v}[::-1]", "reverse the order of the rows",
           lambda g: g[::-1]),
    _plain("mirrored", "grid", "{o} = [row[::-1] for row in {v}]", "reverse every row",
           lambda g: [row[::-1] for row in g]),
    _plain("transposed", "grid", "{o} = [list(column) for column in zip(*{v})]",
           "transpose the grid (rows become columns)",
           lambda g: [list(column) for column in zip(*g, strict=True)]),
    _plain("map_cells", "grid", "{o} = [[{f} for x in row] for row in {v}]",
           "replace every cell x by {f}", lambda g, f: [[f(x) for x in row] for row in g], "f"),
    _plain("clear_cells", "grid", "{o} = [[0 if {p} else x for x in row] for row in {v}]",
           "put 0 in place of every cell x for which the following is true: {p}",
           lambda g, p: [[0 if p(x) else x for x in row] for row in g], "p"),
    algorithm(
        "grid",
        "grid",
        "move the cells of the row with index r (the first row has index 0) to the right by "
        "r * {a} places, where cells that leave a row at its right end come in again at its left",
        slide_rows,
        range(1, 6),
    ),
    algorithm(
        "grid",
        "grid",
        "in every column let the cells that are not 0 fall to the bottom, their order kept, so "
        "that the zeros come to lie on top",
        let_fall,
    ),
    algorithm(
        "grid",
        "grid",
        "replace all cells at once: each by the sum of its neighbours (the cells that share a side "
        "with it, 0 if there are none) modulo {a} (the remainder, never negative)",
        neighbour_sums,
        range(4, 14),
    ),
    algorithm(
        "grid",
        "grid",
        "put {a} into the cell in the top left corner and into every cell that can be reached from "
        "it through cells of the same old value, step by step between cells that share a side",
        flood,
        range(10),
    ),
    algorithm(
        "grid",
        "grid",
        "replace all cells at once: each by the largest value among itself and its neighbours (the "
        "cells that share a side with it)",
        grow,
    ),
    algorithm(
        "grid",
        "grid",
        "put {a} into every cell on the border (first or last row, first or last column)",
        frame,
        range(10),
    ),
    _plain("ordered_rows", "grid", "{o} = sorted({v})",
           "sort the rows in ascending order, compared from left to right like words", sorted),
    _plain("row_sums", "ints", "{o} = [sum(row) for row in {v}]",
           "list the sum of every row, from top to bottom", lambda g: [sum(row) for row in g]),
    _plain("column_maxima", "ints", "{o} = [max(column) for column in zip(*{v})]",
           "list the largest cell of every column, from left to right",
           lambda g: [max(column) for column in zip(*g, strict=True)]),
    _plain("cells_that", "ints", "{o} = [x for row in {v} for x in row if {p}]",
           "list the cells x, row by row from the left, for which the following is true: {p}",
           lambda g, p: [x for row in g for x in row if p(x)], "p"),
    algorithm(
        "grid",
        "ints",
        "list the sums of the cells with the same row index plus column index (both from 0), for "
        "the totals 0, 1, 2 and so on",
        anti_diagonals,
    ),
    algorithm(
        "grid",
        "ints",
        "list the cells on a spiral: the first row from the left, down the last column, back along "
        "the last row, up the first column, and so on inwards, every cell once",
        spiral,
    ),
    algorithm(
        "grid",
        "ints",
        "list, row by row from the left, the cells that are greater than each of their neighbours "
        "(the cells that share a side)",
        peaks,
    ),
    algorithm(
        "grid",
        "int",
        "take the least cost of a way from the top left to the bottom right cell that only goes "
        "one cell right or one cell down, where the cost is the sum of all cells on the way plus "
        "{a} for every step down",
        cheapest_path,
        range(1, 10),
    ),
    _over_mask(
        "region_sizes",
        "mark the cells x for which the following is true: {p}. List how many cells each connected "
        "region of marked cells has (cells that share a side are connected), largest number first",
        lambda g, p: region_sizes(_masked(g, p)),
        "ints",
    ),
    _over_mask(
        "steps_across",
        "call a cell x open if the following is true: {p}. Take the least number of steps from the "
        "top left to the bottom right cell through open cells, each step to a cell that shares a "
        "side (-1 if there is no such way, also if one of the two corner cells is not open)",
        lambda g, p: steps_across(_masked(g, p)),
        "int",
    ),
)  # fmt: skip
_HELPERS = {
    f.__name__: f
    for f in (
        *(
            quarter_turn,
            slide_rows,
            let_fall,
            neighbour_sums,
            flood,
            grow,
            frame,
            anti_diagonals,
            spiral,
        ),
        *(peaks, cheapest_path, region_sizes, steps_across),
    )
}
Cells = dict[tuple[int, int], int]


def _cells(grid: Grid) -> Cells:
    return {(r, c): x for r, row in enumerate(grid) for c, x in enumerate(row)}


def _grid(cells: Cells) -> Grid:
    height, width = (max(at[i] for at in cells) + 1 for i in (0, 1))
    return [[cells[r, c] for c in range(width)] for r in range(height)]


def _around(cells: Cells, at: tuple[int, int]) -> list[tuple[int, int]]:
    return [other for other in cells if abs(other[0] - at[0]) + abs(other[1] - at[1]) == 1]


def _turn(grid: Grid, times: int) -> Grid:
    cells = _cells(grid)
    for _ in range(times):
        last = max(r for r, _ in cells)
        cells = {(c, last - r): x for (r, c), x in cells.items()}
    return _grid(cells)


def _slide(grid: Grid, places: int) -> Grid:
    width = len(grid[0])
    return _grid({(r, (c + r * places) % width): x for (r, c), x in _cells(grid).items()})


def _fall(grid: Grid) -> Grid:
    columns = [[row[c] for row in grid] for c in range(len(grid[0]))]
    fallen = [sorted(column, key=bool) for column in columns]
    return [[column[r] for column in fallen] for r in range(len(grid))]


def _reached(cells: Cells, start: tuple[int, int]) -> set[tuple[int, int]]:
    """All cells of `cells` connected with `start`, by growing until nothing is added."""
    reached, size = {start}, 0
    while len(reached) > size:
        size = len(reached)
        reached |= {other for at in reached for other in _around(cells, at)}
    return reached


def _flood(grid: Grid, colour: int) -> Grid:
    cells = _cells(grid)
    same = {at: x for at, x in cells.items() if x == grid[0][0]}
    return _grid(cells | dict.fromkeys(_reached(same, (0, 0)), colour))


def _spiral(grid: Grid) -> list[int]:
    cells, at, way = _cells(grid), (0, -1), (0, 1)
    found: list[int] = []
    while cells:
        ahead = (at[0] + way[0], at[1] + way[1])
        if ahead not in cells:
            way = (way[1], -way[0])
            continue
        at = ahead
        found.append(cells.pop(at))
    return found


def _cheapest(grid: Grid, toll: int) -> int:
    cells, last = _cells(grid), (len(grid) - 1, len(grid[0]) - 1)
    best: Cells = {}
    for r, c in sorted(cells, reverse=True):
        further = [
            best[at] + cost for at, cost in (((r + 1, c), toll), ((r, c + 1), 0)) if at in best
        ]
        best[r, c] = cells[r, c] + (min(further) if (r, c) != last else 0)
    return best[0, 0]


def _regions(grid: Grid, test: Callable[[int], bool]) -> list[int]:
    marked = {at: x for at, x in _cells(grid).items() if test(x)}
    return sorted(len(r) for r in {frozenset(_reached(marked, at)) for at in marked})[::-1]


def _across(grid: Grid, test: Callable[[int], bool]) -> int:
    """Rounds of relaxing all open cells until nothing gets nearer."""
    marked = {at: x for at, x in _cells(grid).items() if test(x)}
    far = {at: 0 if at == (0, 0) else len(marked) + 1 for at in marked}
    for _ in marked:
        for at in marked:
            far[at] = min([far[at], *(far[other] + 1 for other in _around(marked, at))])
    steps = far.get((len(grid) - 1, len(grid[0]) - 1), len(marked) + 1)
    return steps if steps <= len(marked) and (0, 0) in marked else -1


_CLAUSES: Mapping[str, Callable[..., Any]] = {
    "quarter_turn": _turn,
    "upside_down": lambda g: [g[-1 - r] for r in range(len(g))],
    "mirrored": lambda g: [list(reversed(row)) for row in g],
    "transposed": lambda g: _grid({(c, r): x for (r, c), x in _cells(g).items()}),
    "map_cells": lambda g, f: _grid({at: f(x) for at, x in _cells(g).items()}),
    "clear_cells": lambda g, p: _grid({at: x * (not p(x)) for at, x in _cells(g).items()}),
    "slide_rows": _slide,
    "let_fall": _fall,
    "neighbour_sums": lambda g, m: _grid(
        {at: sum(_cells(g)[o] for o in _around(_cells(g), at)) % m for at in _cells(g)}
    ),
    "flood": _flood,
    "grow": lambda g: _grid(
        {at: max(x, *(_cells(g)[o] for o in _around(_cells(g), at)), x)
         for at, x in _cells(g).items()}
    ),
    "frame": lambda g, a: _grid(
        {(r, c): x if 0 < r < len(g) - 1 and 0 < c < len(g[0]) - 1 else a
         for (r, c), x in _cells(g).items()}
    ),
    "ordered_rows": lambda g: [list(row) for row in sorted(map(tuple, g))],
    "row_sums": lambda g: [
        sum(x for at, x in _cells(g).items() if at[0] == r) for r in range(len(g))
    ],
    "column_maxima": lambda g: [max(row[c] for row in g) for c in range(len(g[0]))],
    "cells_that": lambda g, p: [x for x in _cells(g).values() if p(x)],
    "anti_diagonals": lambda g: [
        sum(x for at, x in _cells(g).items() if sum(at) == total)
        for total in range(len(g) + len(g[0]) - 1)
    ],
    "spiral": _spiral,
    "peaks": lambda g: [
        x for at, x in _cells(g).items() if all(_cells(g)[o] < x for o in _around(_cells(g), at))
    ],
    "cheapest_path": _cheapest,
    "region_sizes": _regions,
    "steps_across": _across,
}  # fmt: skip


def _strategy(size: int) -> dict[str, Any]:
    row = {"type": "fixed_list", "items": [{"type": "integer", "min": 0, "max": 9}] * size}
    return {"type": "list", "item": row, "min_size": 1, "max_size": 6}


def _draw(rng: Random, size: int, number: int) -> Grid:
    """Digits; in every other grid few different ones, so that regions come about."""
    height = rng.randint(3, 4) if number < 3 else rng.randint(1, 6)
    digits = rng.sample(range(10), 3) if number % 2 else range(10)
    return [[rng.choice(digits) for _ in range(size)] for _ in range(height)]


GRIDS = Domain(
    name="grids",
    kinds=(
        Kind(
            "grid",
            "grid",
            "list[list[int]]",
            1,
            "The grid is a list of 1 to 6 rows of {size} numbers each, all from 0 to 9.",
            _strategy,
            _draw,
            (3, 4, 5),
        ),
    ),
    parts=_PARTS,
    clauses=_CLAUSES,
    helpers=_HELPERS,
    levels=LEVELS,
)
FAMILY = synthesis_family("grid_synthesis", GRIDS, version=2)

"""Sudokus of 4 rows and 4 columns with four boxes of 2 by 2.

Example: the grid with rows 1 2 . 4, . 4 1 2, 2 1 4 ., 4 . 2 1 -> every . is a 3.

Levels grow in the number of empty cells, from 3 to 12; twelve is the most that any such sudoku can
have. One completion fits. The steps fill a cell that has one digit left, or the one cell of a row,
column or box that can take a digit. The oracle completes row by row in every way.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.parts import compose, in_words

EMPTY = {1: 3, 2: 4, 3: 5, 4: 6, 5: 7, 6: 8, 7: 9, 8: 10, 9: 11, 10: 12}
_CELLS = range(16)
_UNITS = [
    *([4 * row + column for column in range(4)] for row in range(4)),
    *([4 * row + column for row in range(4)] for column in range(4)),
    *([8 * (b // 2) + 2 * (b % 2) + at for at in (0, 1, 4, 5)] for b in range(4)),
]
_COUNTS = {
    3: 161_280,
    4: 522_624,
    5: 1_239_552,
    6: 2_204_928,
    7: 2_958_336,
    8: 2_961_024,
    9: 2_141_184,
    10: 1_041_408,
    11: 284_160,
    12: 25_728,
}
"""How many grids with so many empty cells have one completion (counted once, all of them)."""


def generate(rng: Random, level: int) -> Draft:
    """Draw a full grid and the cells to show until no other grid shows the same."""
    while True:
        full = rng.choice(_grids())
        shown = rng.sample(_CELLS, 16 - EMPTY[level])
        left = -1
        for cell in shown:
            left &= _having()[cell][full[cell]]
        if left & (left - 1) == 0:
            break
    grid = [full[cell] if cell in shown else 0 for cell in _CELLS]
    rows = ["".join(map(str, grid[at : at + 4])) for at in range(0, 16, 4)]
    return Draft(
        prompts=_prompts([row.replace("0", ".") for row in rows]),
        problem={"rows": rows},
        answer=Answer("matrix", _matrix(full)),
        steps=tuple(_steps(grid, full)),
    )


@cache
def _grids() -> list[tuple[int, ...]]:
    """All 288 full grids."""
    grids: list[tuple[int, ...]] = [()]
    for cell in _CELLS:
        taken = [[other for other in unit if other < cell] for unit in _UNITS if cell in unit]
        grids = [
            (*grid, digit)
            for grid in grids
            for digit in range(1, 5)
            if all(grid[other] != digit for others in taken for other in others)
        ]
    return grids


@cache
def _having() -> list[dict[int, int]]:
    """[cell][digit]: the full grids that have it there; bit i stands for grid i."""
    sets = [dict.fromkeys(range(1, 5), 0) for _ in _CELLS]
    for at, grid in enumerate(_grids()):
        for cell in _CELLS:
            sets[cell][grid[cell]] |= 1 << at
    return sets


def _matrix(grid: tuple[int, ...]) -> str:
    rows = (",".join(map(str, grid[at : at + 4])) for at in range(0, 16, 4))
    return f"[{','.join(f'[{row}]' for row in rows)}]"


def _steps(grid: list[int], full: tuple[int, ...]) -> Iterator[Step]:
    """Fill cell after cell; where nothing is forced at once, the next empty cell."""
    now = list(grid)
    while 0 in now:
        open_ = {cell: _digits(now, cell) for cell in _CELLS if not now[cell]}
        cell = next((cell for cell, digits in open_.items() if len(digits) == 1), None)
        if cell is None:
            cell = next(_lonely(open_), min(open_))
        now[cell] = full[cell]
        yield in_words(f"row {cell // 4 + 1}, column {cell % 4 + 1}", str(full[cell]))


def _digits(now: list[int], cell: int) -> set[int]:
    seen = {now[other] for unit in _UNITS if cell in unit for other in unit}
    return {1, 2, 3, 4} - seen


def _lonely(open_: dict[int, set[int]]) -> Iterator[int]:
    """Cells that alone in a unit can take some digit."""
    for unit in _UNITS:
        for digit in range(1, 5):
            cells = [cell for cell in unit if digit in open_.get(cell, ())]
            if len(cells) == 1:
                yield cells[0]


def _prompts(rows: list[str]) -> tuple[str, ...]:
    drawing = "\n".join(" ".join(row) for row in rows)
    forms = (
        "Give the full grid as a list of its four rows, like [[1,2,3,4],[3,4,1,2],...].",
        "Answer with the four rows in the form [[...],[...],[...],[...]].",
    )
    rule = "every row, every column and every 2 by 2 box in a corner holds each of 1 to 4 once"
    return compose(
        f"4x4 sudoku {'/'.join(rows)}, solution as [[row],[row],[row],[row]]?",
        (
            f"This is a sudoku with 4 rows; {rule}. Empty cells are shown as dots.\n{drawing}\n",
            f"A grid of 4 by 4 cells, where dots are empty:\n{drawing}\nIt is to be filled so that "
            f"{rule}.",
            f"{rule.capitalize()}: that is the rule of a small sudoku.\n{drawing}\n",
        ),
        ("Solve it.", "Fill in the missing digits.", "What does the full grid look like?"),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """All orders of 1 to 4 for each row in turn, kept where columns and boxes allow them."""
    partial: list[list[str]] = [[]]
    for row in problem["rows"]:
        fitting = [
            "".join(order)
            for order in permutations("1234")
            if all(shown in ("0", digit) for shown, digit in zip(row, order, strict=True))
        ]
        partial = [[*above, new] for above in partial for new in fitting if _allowed(above, new)]
    if len(partial) != 1:
        return Answer("matrix", f"[[{len(partial)}]]")
    return Answer("matrix", "[" + ",".join(f"[{','.join(row)}]" for row in partial[0]) + "]")


def _allowed(above: list[str], new: str) -> bool:
    if any(row[column] == new[column] for row in above for column in range(4)):
        return False
    if len(above) % 2 == 0:
        return True
    return set(above[-1][:2]).isdisjoint(new[:2]) and set(above[-1][2:]).isdisjoint(new[2:])


def capacity(level: int) -> int:
    """All sudokus with so many empty cells."""
    return _COUNTS[EMPTY[level]]


FAMILY = Family(
    name="mini_sudoku",
    area="text",
    domain="logic",
    answer_kind="matrix",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

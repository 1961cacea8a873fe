"""Sudokus of 6 by 6 and 9 by 9, some with both diagonals as further units.

Example: a grid of 9 rows with 27 digits, an empty cell is a period -> the full grid as a matrix.

Levels grow in the number of empty cells, 10 of 36 to 60 of 81; levels 5 and 10 have the diagonals.
A puzzle is one of the minimal ones of `sudoku_bases` with some digits more, renamed and turned so
that its units stay units: each of these keeps the one solution. The steps fill cells with one digit
left, or the one cell of a unit for a digit, else the next cell. The oracle is an exact cover.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from math import factorial
from random import Random
from typing import Any

from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.lazy import Late
from assay.generators.logic import sudoku_bases
from assay.generators.text.parts import bounded, compose, in_words

Unit = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Side of the grid, rows and columns of a box, whether the diagonals count, its bases."""

    side: int
    high: int
    wide: int
    diagonal: bool
    bases: tuple[str, ...]


SIX = Form(6, 2, 3, False, sudoku_bases.SIX)
SIX_DIAGONAL = Form(6, 2, 3, True, sudoku_bases.SIX_DIAGONAL)
NINE = Form(9, 3, 3, False, sudoku_bases.NINE)
NINE_DIAGONAL = Form(9, 3, 3, True, sudoku_bases.NINE_DIAGONAL)
LEVELS = {
    1: (SIX, 10),
    2: (SIX, 15),
    3: (SIX, 20),
    4: (SIX, 24),
    5: (SIX_DIAGONAL, 29),
    6: (NINE, 32),
    7: (NINE, 42),
    8: (NINE, 50),
    9: (NINE, 54),
    10: (NINE_DIAGONAL, 60),
}
"""The form, and how many cells are empty."""


def generate(rng: Random, level: int) -> Draft:
    """Take a base, show some digits more, rename the digits and move rows and columns."""
    form, empty = LEVELS[level]
    base = rng.choice(form.bases)
    full = solved(base)
    hidden = rng.sample([cell for cell, sign in enumerate(base) if sign.isalpha()], empty)
    names = rng.sample(range(1, form.side + 1), form.side)
    source = _moved(rng, form)
    where = {old: new for new, old in enumerate(source)}
    grid = [names[full[old] - 1] for old in source]
    holes = {where[cell] for cell in hidden}
    shown = [0 if cell in holes else digit for cell, digit in enumerate(grid)]
    rows = _rows(form, shown)
    return Draft(
        prompts=_prompts(form, [row.replace("0", ".") for row in rows]),
        problem={"rows": rows, "diagonal": form.diagonal},
        answer=Answer("matrix", _matrix(_rows(form, grid))),
        steps=Late(lambda: tuple(_steps(form, shown, grid))),
        meta={"size": empty},
    )


def solved(base: str) -> list[int]:
    """The full grid of a base: its hidden digits are letters."""
    return [int(sign) if sign.isdigit() else ord(sign) - ord("a") + 1 for sign in base]


def _rows(form: Form, grid: Sequence[int]) -> list[str]:
    text = "".join(map(str, grid))
    return [text[at : at + form.side] for at in range(0, len(text), form.side)]


def _matrix(rows: Sequence[str]) -> str:
    return "[[" + "],[".join(",".join(row) for row in rows) + "]]"


def _moved(rng: Random, form: Form) -> list[int]:
    """For each cell the old cell that comes there."""
    if form.diagonal:
        order = rng.choice(_keeping_diagonals(form))
        rows, columns = order, order[::-1] if rng.random() < 0.5 else order
    else:
        rows = _shuffled(rng, form.side, form.high)
        columns = _shuffled(rng, form.side, form.wide)
    cells = [(row, column) for row in rows for column in columns]
    if form.high == form.wide and rng.random() < 0.5:
        cells = [(column, row) for row, column in cells]
    return [form.side * row + column for row, column in cells]


def _shuffled(rng: Random, side: int, width: int) -> list[int]:
    """Bands of `width` lines in some order, the lines of each in some order."""
    starts = rng.sample(range(0, side, width), side // width)
    return [start + at for start in starts for at in rng.sample(range(width), width)]


@cache
def _keeping_diagonals(form: Form) -> list[list[int]]:
    """Orders of rows, and of columns as well, that take bands to bands and each diagonal to one."""
    last, half = form.side - 1, form.side // 2
    found = []
    for front in permutations(range(form.side), half):
        order = [*front, *([half] if form.side % 2 else []), *(last - at for at in front[::-1])]
        stay = _bands_stay(order, form.high) and _bands_stay(order, form.wide)
        if len({*order}) == form.side and stay:
            found.append(order)
    return found


def _bands_stay(order: Sequence[int], width: int) -> bool:
    bands = [order[at : at + width] for at in range(0, len(order), width)]
    return all(len({line // width for line in band}) == 1 for band in bands)


@cache
def _units(form: Form) -> list[Unit]:
    side, lines = form.side, range(form.side)
    units = [tuple(side * row + column for column in lines) for row in lines]
    units += [tuple(side * row + column for row in lines) for column in lines]
    units += [
        tuple(
            side * (top + row) + left + column
            for row in range(form.high)
            for column in range(form.wide)
        )
        for top in range(0, side, form.high)
        for left in range(0, side, form.wide)
    ]
    if form.diagonal:
        units.append(tuple((side + 1) * at for at in lines))
        units.append(tuple((side - 1) * (at + 1) for at in lines))
    return units


@cache
def _peers(form: Form) -> list[list[int]]:
    peers: list[set[int]] = [set() for _ in range(form.side**2)]
    for unit in _units(form):
        for cell in unit:
            peers[cell] |= {*unit} - {cell}
    return [sorted(cells) for cells in peers]


def _steps(form: Form, shown: Sequence[int], full: Sequence[int]) -> Iterator[Step]:
    """Cell after cell: one digit left, else alone in a unit, else the next with fewest digits."""
    left = [(1 << form.side) - 1] * len(full)
    peers, open_, ready = _peers(form), set(range(len(full))), list[int]()

    def put(cell: int) -> None:
        open_.discard(cell)
        bit = 1 << (full[cell] - 1)
        left[cell] = bit
        for other in peers[cell]:
            if other in open_ and left[other] & bit:
                left[other] &= ~bit
                if not left[other] & (left[other] - 1):
                    ready.append(other)

    for cell, digit in enumerate(shown):
        if digit:
            put(cell)
    while open_:
        ready = [cell for cell in ready if cell in open_]
        cell = ready.pop() if ready else _alone(form, left, open_)
        put(cell)
        row, column = divmod(cell, form.side)
        yield in_words(f"row {row + 1}, column {column + 1}", str(full[cell]))


def _alone(form: Form, left: Sequence[int], open_: set[int]) -> int:
    """An open cell that alone in a unit can take some digit; else one with fewest digits."""
    for unit in _units(form):
        once = twice = 0
        for cell in unit:
            twice |= once & left[cell]
            once |= left[cell]
        single = once & ~twice
        for cell in unit:
            if left[cell] & single and cell in open_:
                return cell
    return min(open_, key=lambda cell: (left[cell].bit_count(), cell))


def _prompts(form: Form, rows: Sequence[str]) -> tuple[str, ...]:
    side = form.side
    grid = "\n".join(rows)
    boxes = f"box of {form.high} rows and {form.wide} columns"
    units = f"row, column and {boxes}"
    if form.diagonal:
        units = f"row, column and {boxes}, and each of the two long diagonals,"
    matrix = "a matrix, [[...],[...],...], one row after the other"
    forms = (
        f"Answer with {matrix}.",
        f"Write the full grid as {matrix}.",
        f"Give all {side} rows as {matrix}.",
    )
    return compose(
        f"{grid}\nSudoku, digits 1 to {side}, once each in every {units.rstrip(',')}; periods are "
        "empty cells. Full grid as a matrix?",
        (
            f"This is a sudoku of {side} rows and {side} columns; a period is an empty cell.\n"
            f"{grid}\nEvery {units} has to hold the digits 1 to {side} once each.",
            f"Fill in the digits 1 to {side} for the periods, so that every {units} holds each "
            f"digit once:\n{grid}\n",
            f"Each of the digits 1 to {side} stands once in every {units} of a grid of which this "
            f"much is known (periods are unknown):\n{grid}\n",
        ),
        ("Solve it.", "What is the full grid?", "Find the only grid that fits."),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """Exact cover: every cell, and every digit in every unit, by one entry; all covers counted."""
    found = solutions(problem["rows"], problem["diagonal"])
    if len(found) != 1:
        return Answer("matrix", f"[[{len(found)}]]")
    return Answer("matrix", "[" + ",".join(f"[{','.join(row)}]" for row in found[0]) + "]")


Entry = tuple[int, int, str]


def solutions(rows: Sequence[str], diagonal: bool) -> list[list[str]]:
    """At most two full grids that show the rows."""
    side = len(rows)
    high, wide = {6: (2, 3), 9: (3, 3)}[side]
    covers: dict[Entry, list[Any]] = {}
    for row in range(side):
        for column in range(side):
            for digit in "123456789"[:side]:
                needs: list[Any] = [(row, column), ("row", row, digit), ("column", column, digit)]
                needs.append(("box", row // high, column // wide, digit))
                if diagonal and row == column:
                    needs.append(("falling", digit))
                if diagonal and row + column == side - 1:
                    needs.append(("rising", digit))
                covers[row, column, digit] = needs
    takers: dict[Any, set[Entry]] = {}
    for entry, needs in covers.items():
        for need in needs:
            takers.setdefault(need, set()).add(entry)

    def take(entry: Entry) -> list[tuple[Any, set[Entry]]]:
        """The needs that the entry meets are gone, with all entries that meet one of them too."""
        gone = []
        for need in covers[entry]:
            for rival in takers[need]:
                for other in covers[rival]:
                    if other != need:
                        takers[other].discard(rival)
            gone.append((need, takers.pop(need)))
        return gone

    def put_back(gone: list[tuple[Any, set[Entry]]]) -> None:
        for need, entries in reversed(gone):
            takers[need] = entries
            for rival in entries:
                for other in covers[rival]:
                    if other != need:
                        takers[other].add(rival)

    chosen: list[Entry] = []
    for row, line in enumerate(rows):
        for column, sign in enumerate(line):
            if sign not in "0.":
                if any(need not in takers for need in covers[row, column, sign]):
                    return []
                take((row, column, sign))
                chosen.append((row, column, sign))
    found: list[list[str]] = []

    def search() -> None:
        if not takers:
            cells = {(row, column): digit for row, column, digit in chosen}
            lines = range(side)
            found.append(["".join(cells[row, column] for column in lines) for row in lines])
            return
        fewest = min(takers.values(), key=len)
        for entry in sorted(fewest):
            gone = take(entry)
            chosen.append(entry)
            search()
            chosen.pop()
            put_back(gone)
            if len(found) > 1:
                return

    search()
    return found


def capacity(level: int) -> int | None:
    """At least: names of digits and moves of the lines, on a tenth of the bases."""
    form, _ = LEVELS[level]
    if form.diagonal:
        moves = 2 * len(_keeping_diagonals(form))
    else:
        bands, stacks = form.side // form.high, form.side // form.wide
        moves = factorial(bands) * factorial(form.high) ** bands
        moves *= factorial(stacks) * factorial(form.wide) ** stacks
    return bounded(factorial(form.side) * moves * len(form.bases) // 10)


FAMILY = Family(
    name="sudoku",
    area="text",
    domain="logic",
    answer_kind="matrix",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

"""The number of moves of a shortest way through a maze that is drawn in characters.

Example: a grid of . and # with S and G; moves go up, down, left or right to a free cell.

Levels grow in the size of the grid, and the way is at least one and a half times its side. The
steps are the cells that are reached first after 1, 2, ... moves. The oracle lowers distances until
nothing changes.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.family import Draft, Family
from assay.generators.text.parts import bounded, commas, compose, in_words

SIDES = {1: 5, 2: 6, 3: 7, 4: 8, 5: 9, 6: 10, 7: 11, 8: 12, 9: 13, 10: 15}
_WALLS = 0.38
Cell = tuple[int, int]


def generate(rng: Random, level: int) -> Draft:
    """Draw walls and both ends until the shortest way is long enough."""
    side = SIDES[level]
    least = (3 * side + 1) // 2
    while True:
        free = {
            (row, column) for row in range(side) for column in range(side) if rng.random() >= _WALLS
        }
        start = rng.choice(sorted(free))
        layers = _layers(free, start)
        if len(layers) > least:
            break
    far = rng.randint(least, len(layers) - 1)
    goal = rng.choice(layers[far])
    rows = [
        "".join(
            "S" if cell == start else "G" if cell == goal else "." if cell in free else "#"
            for cell in ((row, column) for column in range(side))
        )
        for row in range(side)
    ]
    steps = (
        in_words(f"after {number}", commas(f"({r + 1}, {c + 1})" for r, c in layer))
        for number, layer in enumerate(layers[: far + 1])
    )
    return Draft(
        prompts=_prompts(rows),
        problem={"rows": rows},
        answer=Answer("integer", str(far)),
        steps=tuple(steps),
    )


def _layers(free: set[Cell], start: Cell) -> list[list[Cell]]:
    """Cells by the number of moves that reach them."""
    seen, layers = {start}, [[start]]
    while layers[-1]:
        following = []
        for row, column in layers[-1]:
            for cell in (
                (row - 1, column),
                (row + 1, column),
                (row, column - 1),
                (row, column + 1),
            ):
                if cell in free and cell not in seen:
                    seen.add(cell)
                    following.append(cell)
        layers.append(sorted(following))
    return layers[:-1]


def _prompts(rows: list[str]) -> tuple[str, ...]:
    drawing = "\n".join(rows)
    forms = ("", "Answer with a whole number.", "Give only the number.")
    signs = "# is a wall, . is free, S is the start and G is the goal"
    return compose(
        f"{drawing}\nfewest moves from S to G (# is a wall, no diagonals)?",
        (
            f"This is a maze; {signs}.\n{drawing}\nOne move leads up, down, left or right to a "
            "free cell.",
            f"A map of a warehouse, where {signs}:\n{drawing}\nA cart moves by one cell at a time, "
            "never diagonally and never into a wall.",
            f"In the drawing {signs}. You can step to the free cell above, below, to the left or "
            f"to the right.\n{drawing}\n",
        ),
        (
            "What is the least number of moves from S to G?",
            "How many moves does a shortest way from S to G take?",
            "Find the length of a shortest way from S to G, counted in moves.",
        ),
        forms,
    )


def oracle(problem: Mapping[str, Any]) -> Answer:
    """One more than the least distance of a neighbour, again and again until nothing changes."""
    cells = {
        complex(column, row): sign
        for row, line in enumerate(problem["rows"])
        for column, sign in enumerate(line)
        if sign != "#"
    }
    far = {cell: 0 if sign == "S" else len(cells) for cell, sign in cells.items()}
    changed = True
    while changed:
        changed = False
        for order in (list(cells), list(cells)[::-1]):
            for cell in order:
                least = min(far.get(cell + way, len(cells)) for way in (1, -1, 1j, -1j)) + 1
                if least < far[cell]:
                    far[cell], changed = least, True
    goal = next(cell for cell, sign in cells.items() if sign == "G")
    return Answer("integer", str(far[goal]))


def capacity(level: int) -> int | None:
    """At least the walls beside a straight way along two sides of the grid."""
    side = SIDES[level]
    return bounded(2 ** ((side - 2) * (side - 2) // 2) * 1024)


FAMILY = Family(
    name="maze_path",
    area="text",
    domain="mazes",
    answer_kind="integer",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

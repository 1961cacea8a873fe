"""What the larger logic puzzles rest on: bases with one solution, narrowing that loses none."""

from random import Random

import pytest

from assay.core.canonical import loads
from assay.generators import FAMILIES, draw
from assay.generators.logic import placing, sudoku
from assay.generators.logic.placing import CIRCLE, ROW, Board, drawn_puzzle
from assay.generators.logic.placing_search import placings
from assay.generators.logic.sudoku import NINE, NINE_DIAGONAL, SIX, SIX_DIAGONAL, solutions

FORMS = pytest.mark.parametrize("form", [SIX, SIX_DIAGONAL, NINE, NINE_DIAGONAL])


def rows_of(form: sudoku.Form, base: str) -> list[str]:
    shown = "".join(sign if sign.isdigit() else "." for sign in base)
    return [shown[at : at + form.side] for at in range(0, len(base), form.side)]


@FORMS
def test_every_base_has_one_solution(form: sudoku.Form) -> None:
    assert len({*form.bases}) == 40
    for base in form.bases:
        (found,) = solutions(rows_of(form, base), form.diagonal)
        assert "".join(found) == "".join(map(str, sudoku.solved(base)))


@FORMS
def test_no_digit_of_a_base_can_be_spared(form: sudoku.Form) -> None:
    for base in form.bases[:3]:
        for cell in [at for at, sign in enumerate(base) if sign.isdigit()]:
            less = base[:cell] + "." + base[cell + 1 :]
            assert len(solutions(rows_of(form, less), form.diagonal)) == 2


def test_enough_can_be_emptied_at_every_level() -> None:
    for form, empty in sudoku.LEVELS.values():
        assert all(sum(map(str.isalpha, base)) >= empty for base in form.bases)


@FORMS
def test_moves_take_units_to_units(form: sudoku.Form) -> None:
    rng = Random(4)
    units = {frozenset(unit) for unit in sudoku._units(form)}
    for _ in range(50):
        source = sudoku._moved(rng, form)
        assert sorted(source) == list(range(form.side**2))
        assert {frozenset(source[cell] for cell in unit) for unit in units} == units


@pytest.mark.parametrize("geometry", [ROW, CIRCLE])
def test_narrowing_never_loses_the_truth(geometry: placing.Geometry) -> None:
    rng = Random(6)
    for _ in range(200):
        places, kinds = rng.randint(3, 7), rng.randint(2, 5)
        at = [rng.sample(range(places), places) for _ in range(kinds)]
        truth = [place for row in at for place in placing._inverse(row)]
        board = Board(places, kinds, geometry)
        for _ in range(12):
            name = rng.choice([n for n in geometry if placing._fitting(n, places, geometry[n])])
            board.add([placing._clue(rng, at, places, geometry, name)])
            assert all(mask >> place & 1 for mask, place in zip(board.left, truth, strict=True))
        open_ = sum(mask & (mask - 1) != 0 for mask in board.left)
        assert board.open == open_


def test_a_drawn_puzzle_is_settled_by_its_clues() -> None:
    rng = Random(3)
    for _ in range(30):
        drawn = drawn_puzzle(rng, 6, 4, CIRCLE, ("same", "left", "far", "opposite"), "at")
        board = Board(6, 4, CIRCLE)
        board.add(drawn.clues)
        assert [mask.bit_length() - 1 for mask in board.left] == drawn.truth
        assert any(name == "at" for name, *_ in drawn.clues)


@pytest.mark.parametrize("name", ["zebra", "round_table"])
def test_without_half_of_its_clues_a_puzzle_is_open(name: str) -> None:
    """The search by trying finds more than one placing where there is more than one."""
    family = FAMILIES[name]
    holds = FAMILIES[name].generate.__globals__["_holds"]
    several = 0
    for index in range(10):
        problem = loads(draw(family, 2, 8, index).task.meta["problem"])
        assert len(placings(problem, holds)) == 1
        fewer = {**problem, "clues": problem["clues"][::2]}
        several += len(placings(fewer, holds)) == 2
    assert several >= 8

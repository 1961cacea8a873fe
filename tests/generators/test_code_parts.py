"""Every piece of a generated program says, computes and shows the same thing."""

import ast
import copy
from random import Random
from typing import Any

import pytest

from assay.generators.code import composition, reading
from assay.generators.code.evaluate import call
from assay.generators.code.inputs import draw_input, strategy_of

PARTS = sorted(composition.LIBRARY.parts)
ELEMENTS = sorted(composition.LIBRARY.elements)


def problems_with_part(name: str, rng: Random) -> dict[str, Any]:
    part = composition.LIBRARY.parts[name]
    term = composition._draw_term(rng, part, joined=True)
    return {"takes": part.takes, "gives": part.gives, "stages": [term]}


def problem_with_element(name: str, rng: Random) -> dict[str, Any]:
    element = composition.LIBRARY.elements[name]
    term = composition._draw_term(rng, element, joined=False)
    predicate = name in composition.LIBRARY.predicates
    return {"takes": "ints", "gives": "ints", "stages": [["keep" if predicate else "map", term]]}


def three_ways_agree(problem: dict[str, Any], rng: Random) -> None:
    source = composition.source(problem)
    for number in range(8):
        args = (draw_input(rng, strategy_of(problem["takes"]), number),)
        value = composition.run(problem, copy.deepcopy(args))
        assert reading.result(problem, copy.deepcopy(args)) == value, (problem, args)
        assert call(source, composition.ENTRY, copy.deepcopy(args)) == value, (source, args)
        assert type(call(source, composition.ENTRY, copy.deepcopy(args))) is type(value)


@pytest.mark.parametrize("name", PARTS)
def test_callable_source_and_reading_of_a_part_agree(name: str) -> None:
    rng = Random(name)
    for _ in range(12):
        three_ways_agree(problems_with_part(name, rng), rng)


@pytest.mark.parametrize("name", ELEMENTS)
def test_callable_source_and_reading_of_an_element_agree(name: str) -> None:
    rng = Random(name)
    for _ in range(12):
        three_ways_agree(problem_with_element(name, rng), rng)


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("empty", [[], "", 0])
def test_parts_are_total_on_empty_values(name: str, empty: Any) -> None:
    kinds = {"ints": list, "words": list, "text": str, "int": int}
    problem = problems_with_part(name, Random(name))
    if not isinstance(empty, kinds[problem["takes"]]):
        empty = kinds[problem["takes"]]()
    value = composition.run(problem, (empty,))
    assert reading.result(problem, (copy.copy(empty),)) == value
    assert call(composition.source(problem), composition.ENTRY, (copy.copy(empty),)) == value


@pytest.mark.parametrize("name", PARTS)
def test_words_name_every_argument(name: str) -> None:
    part = composition.LIBRARY.parts[name]
    holes = "abc"[: len(part.options)] + part.holes
    assert all(f"{{{hole}}}" in part.words and f"{{{hole}}}" in part.source for hole in holes)
    assert ";" not in part.words, "the short phrasing separates the stages by semicolons"


def test_parts_have_distinct_names_and_words() -> None:
    words = [piece.words for piece in composition.PIECES]
    assert len(set(words)) == len(words)
    assert len(composition.PIECES) == len(ELEMENTS) + len(PARTS)


@pytest.mark.parametrize("level", range(1, 11))
def test_sources_are_in_one_layout_and_read_back(level: int) -> None:
    rng = Random(level)
    for _ in range(10):
        problem = composition.draw_problem(rng, level)
        source = composition.source(problem)
        assert ast.unparse(ast.parse(source)) == source
        for args in composition.example_inputs(problem):
            value = composition.run(problem, args)
            assert call(source, composition.ENTRY, copy.deepcopy(args)) == value


@pytest.mark.parametrize("level", range(1, 11))
def test_every_stage_matters(level: int) -> None:
    rng = Random(level)
    for _ in range(5):
        assert composition._is_telling(composition.draw_problem(rng, level))


def test_a_second_parameter_comes_with_its_bounds() -> None:
    rng = Random(3)
    found = [p for p in (composition.draw_problem(rng, 10) for _ in range(30)) if "k" in p]
    assert found
    for problem in found:
        low, high = problem["k"]
        strategy = composition.strategies(problem)[1]
        assert (strategy["name"], strategy["min"], strategy["max"]) == ("k", low, high)
        assert all(low <= args[1] <= high for args in composition.example_inputs(problem))
        assert "k: int" in composition.signature(problem)


@pytest.mark.parametrize("level", [1, 2])
def test_draws_repeat_no_more_than_the_capacity_says(level: int) -> None:
    rng = Random(level)
    draws = 1500
    keys = {composition.dumps(composition.draw_problem(rng, level)) for _ in range(draws)}
    capacity = composition.capacity(level)
    assert capacity is not None
    expected = draws * draws / 2 / capacity
    assert draws - len(keys) <= expected + 4 * expected**0.5

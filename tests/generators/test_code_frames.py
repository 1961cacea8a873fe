"""The frame families: callables, reading and the shown Python agree; statements say everything."""

from random import Random
from typing import Any

import pytest

from assay.generators.code.frames import FAMILIES, pipeline, reading
from assay.generators.code.frames.frame_join import KIT as JOIN
from assay.generators.code.frames.ops_groups import GROUP_OPS
from assay.generators.code.frames.ops_rows import ROW_OPS
from assay.generators.code.frames.pipeline import Kit
from assay.generators.code.schemas import draw_rows
from assay.sandbox import open_sandbox
from assay.sandbox.records import Call

PROGRAMS = [family for family in FAMILIES if family.answer_kind == "program"]
OPERATIONS = [*ROW_OPS, *GROUP_OPS, "join", "partner"]


def problem_with(name: str, seed: int, count: int) -> dict[str, Any]:
    others = (*ROW_OPS, *GROUP_OPS, *(("join", "partner") if name in JOIN.focus else ()))
    return pipeline.draw_problem(Random(seed), Kit((name,), others, name in JOIN.focus), count)


def tables(problem: dict[str, Any], seed: int) -> list[list[list[dict[str, Any]]]]:
    rng = Random(seed)
    schemas = [problem["table"], *([problem["other"]] if "other" in problem else [])]
    return [[draw_rows(rng, one, number) for one in schemas] for number in range(8)]


@pytest.mark.parametrize("name", OPERATIONS)
def test_callable_and_reading_of_an_operation_agree(name: str) -> None:
    for seed in range(12):
        problem = problem_with(name, seed, 1 + seed % 4)
        for args in tables(problem, seed):
            assert pipeline.run(problem, args) == reading.result(problem, args), (problem, args)


def test_the_shown_source_gives_the_gold_of_every_operation() -> None:
    with open_sandbox("local") as sandbox:
        for name in OPERATIONS:
            problem = problem_with(name, 3, 3)
            found = [*pipeline.example_inputs(problem), *tables(problem, 5)]
            calls = [Call(pipeline.ENTRY, tuple(args)) for args in found]
            ran = sandbox.run("python", pipeline.source(problem), calls)
            values = [outcome.value for outcome in ran.outcomes]
            assert values == [pipeline.run(problem, args) for args in found], problem


@pytest.mark.parametrize("level", range(1, 11))
def test_every_phrasing_holds_all_clauses_the_columns_and_an_example(level: int) -> None:
    for family in PROGRAMS:
        draft = family.generate(Random(level), level)
        first = draft.answer.spec["examples"][0]
        assert len(set(draft.prompts)) == len(draft.prompts) >= 10
        for prompt in draft.prompts:
            assert all(clause[1:] in prompt for clause in pipeline.describe(draft.problem))
            assert pipeline.about(draft.problem) in prompt
            assert pipeline.call_text(first) in prompt
            assert draft.answer.spec["reference_source"] not in prompt


def test_operations_leave_the_given_rows_as_they_are() -> None:
    for name in OPERATIONS:
        problem = problem_with(name, 8, 3)
        given = pipeline.example_inputs(problem)
        before = repr(given)
        for args in given:
            pipeline.run(problem, args)
        assert repr(given) == before


def test_missing_values_ties_and_empty_tables_are_among_the_examples() -> None:
    problem = problem_with("where", 4, 2)
    shown = [args[0] for args in pipeline.example_inputs(problem)]
    assert [] in shown
    assert any(None in row.values() for rows in shown for row in rows)

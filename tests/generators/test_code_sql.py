"""The SQL families: the plan, SQLite and DuckDB agree; statements say what becomes of NULL."""

from random import Random
from typing import Any

import pytest

from assay.core.canonical import dumps
from assay.generators.code.schemas import draw_rows
from assay.generators.code.sql import FAMILIES, drawing, query
from assay.generators.code.sql.text import create, row_lists, types, write

PROGRAMS = [family for family in FAMILIES if family.answer_kind == "program"]
LEVELS = range(1, 11)


def contents(problem: dict[str, Any], seed: int) -> list[list[list[list[Any]]]]:
    rng, schemas = Random(seed), problem["tables"]
    return [[row_lists(s, draw_rows(rng, s, number)) for s in schemas] for number in range(6)]


def same(problem: dict[str, Any], one: list[Any], other: list[Any]) -> bool:
    if "order" in problem["plan"]:
        return one == other
    return sorted(map(dumps, one)) == sorted(map(dumps, other))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("theme", drawing.THEMES)
def test_the_plan_and_sqlite_agree(theme: str, level: int) -> None:
    for seed in range(3):
        problem = drawing.draw_problem(Random(seed), theme, level)
        for args in contents(problem, seed):
            gold, engine = drawing.run(problem, args), query.engine_rows(problem, args)
            assert same(problem, gold, engine), (write(problem["plan"], problem["tables"]), args)


@pytest.mark.parametrize("level", [2, 5, 8, 10])
@pytest.mark.parametrize("theme", drawing.THEMES)
def test_the_plan_and_duckdb_agree(theme: str, level: int) -> None:
    duckdb = pytest.importorskip("duckdb")
    problem = drawing.draw_problem(Random(level), theme, level)
    tables = problem["tables"]
    for args in contents(problem, level):
        with duckdb.connect(":memory:") as database:
            for schema, statement, rows in zip(tables, create(tables), args, strict=True):
                database.execute(statement)
                if rows:
                    marks = ", ".join("?" for _ in types(schema))
                    database.executemany(f"INSERT INTO {schema['name']} VALUES ({marks})", rows)
            found = database.execute(write(problem["plan"], tables)).fetchall()
        assert same(problem, drawing.run(problem, args), [list(row) for row in found])


@pytest.mark.parametrize("level", LEVELS)
def test_every_phrasing_holds_all_clauses_and_the_columns(level: int) -> None:
    for family in PROGRAMS:
        draft = family.generate(Random(level), level)
        problem = {key: draft.problem[key] for key in ("tables", "plan")}
        clauses = query.describe(problem["plan"], drawing.visible(problem))
        assert len(set(draft.prompts)) == len(draft.prompts) >= 10
        for prompt in draft.prompts:
            assert all(clause[1:] in prompt for clause in clauses)
            assert query.about(problem["tables"]) in prompt
            assert draft.answer.spec["reference_source"] not in prompt.replace("\n```", "\n")


def test_every_fault_is_a_query_that_runs() -> None:
    for seed in range(60):
        problem = drawing.draw_problem(Random(seed), [*drawing.THEMES][seed % 5], 1 + seed % 10)
        found = drawing.examples(problem)
        for changed, seen in query.wrong_plans(problem, found):
            assert same(changed, query.engine_rows(changed, seen["args"]), seen["got"])


def test_an_order_is_compared_and_its_absence_is_not() -> None:
    for seed in range(20):
        draft = PROGRAMS[0].generate(Random(seed), 1 + seed % 10)
        ordered = "ORDER BY" in draft.answer.spec["reference_source"]
        assert draft.answer.spec["compare"]["multiset"] is not ordered

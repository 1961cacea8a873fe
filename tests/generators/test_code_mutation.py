"""Mutations are typed, differ from the reference, and are shown to be wrong on an example."""

import ast
from random import Random

import pytest

from assay.generators.code import composition, function_synthesis, repair
from assay.generators.code.mutation import draw_mutants, edits, wrong_on

SOURCE = """def solve(values: list[int]) -> int:
    values = [x for x in values if x > 3]
    total = 0
    for x in values:
        total += x
    return max(total, 10)"""


def test_every_mutation_parses_and_differs() -> None:
    tree, found = ast.parse(SOURCE), set()
    for edit in edits(tree):
        old = getattr(edit.node, edit.field)
        setattr(edit.node, edit.field, edit.new)
        found.add(ast.unparse(tree))
        setattr(edit.node, edit.field, old)
    assert ast.unparse(tree) == SOURCE
    assert SOURCE not in found
    assert len(found) >= 10
    for mutant in found:
        ast.parse(mutant)
    for expected in ("x >= 3", "x < 3", "not x > 3", "x > 4", "total -= x", "min(total, 10)"):
        assert any(expected in mutant for mutant in found), expected


def test_an_equivalent_mutant_is_not_drawn() -> None:
    source = "def solve(n: int) -> int:\n    return abs(n) + 0 * n"
    examples = [{"args": [n], "result": abs(n)} for n in (0, 3, -4)]
    for mutant in draw_mutants(Random(1), source, "solve", examples, 20):
        assert wrong_on(mutant, "solve", examples)
    same = "def solve(n: int) -> int:\n    return abs(n) - 0 * n"
    assert wrong_on(same, "solve", examples) is None


@pytest.mark.parametrize("level", range(1, 11))
def test_mutants_of_a_task_are_the_same_for_the_same_problem(level: int) -> None:
    problem = composition.draw_problem(Random(level), level)
    examples = composition.examples(problem)
    first = function_synthesis.program_answer(problem, examples)
    assert first == function_synthesis.program_answer(problem, examples)
    for mutant in first.spec["mutants"]:
        assert wrong_on(mutant, composition.ENTRY, examples)
    assert wrong_on(first.spec["reference_source"], composition.ENTRY, examples) is None


@pytest.mark.parametrize("level", range(1, 11))
def test_the_fault_of_a_repair_is_its_first_mutant_and_shown_to_fail(level: int) -> None:
    draft = repair.generate(Random(level), level)
    faulty = draft.problem["faulty"]
    spec = draft.answer.spec
    assert spec["mutants"][0] == faulty != spec["reference_source"]
    assert len(set(spec["mutants"])) == len(spec["mutants"]) >= function_synthesis.FEWEST_MUTANTS
    seen = wrong_on(faulty, "solve", spec["examples"])
    assert seen is not None
    for prompt in draft.prompts:
        assert faulty in prompt
        assert spec["reference_source"] not in prompt


def test_the_oracle_of_repair_rejects_a_fault_that_is_none() -> None:
    draft = repair.generate(Random(5), 3)
    assert repair.oracle(draft.problem).value == draft.answer.value
    reference = {**draft.problem, "faulty": draft.answer.spec["reference_source"]}
    assert repair.oracle(reference).value != draft.answer.value


def test_unpacked_dicts_and_keyword_defaults_are_walked_past() -> None:
    source = "def solve(rows):\n    return [{**row, 'n': row['n'] + 1} for row in rows]"
    assert [ast.unparse(edit.node) for edit in edits(ast.parse(source))]
    assert edits(ast.parse("def solve(a, *, b, c=1):\n    return a + b + c"))

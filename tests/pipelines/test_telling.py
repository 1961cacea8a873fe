"""Telling inputs: what a reference does is told rightly, and what no test tells gets a test."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.checkers.program_tests import property_tests
from assay.core.canonical import loads
from assay.core.records import Answer
from assay.generators import FAMILIES, draw
from assay.pipelines import telling
from assay.pipelines.telling import cover, telling_inputs, told_by
from assay.pipelines.vet import vet_task
from assay.sandbox import Sandbox

PYTHON = [
    name
    for name, family in FAMILIES.items()
    if family.answer_kind == "program"
    and draw(family, 1, 1, 0).task.answer.spec["lang"] == "python"
    and "suite" not in draw(family, 1, 1, 0).task.answer.spec
]
LIST = {"name": "values", "type": "list", "min_size": 0, "max_size": 6}
NUMBERS = [{**LIST, "item": {"type": "integer", "min": 0, "max": 9}}]


def answer_of(source: str, strategies: Any = NUMBERS) -> Answer:
    spec = {"lang": "python", "entry": "solve", "reference_source": source, "examples": []}
    return Answer("program", "", {**spec, "strategies": strategies, "mutants": []})


@pytest.mark.parametrize("name", PYTHON)
def test_an_instrumented_reference_gives_the_same(name: str, local: Sandbox) -> None:
    answer = draw(FAMILIES[name], 4, 11, 2).task.answer
    tests = property_tests(answer, local)
    light = len(tests.args) - tests.heavy
    told = told_by(answer, tests.args[:light], light, local)
    assert all(any(" value" not in name for name in one) for one in told)
    kind = "text" if "stdin" in answer.spec else "value"
    right = ["result " + json.dumps([kind, value])[:400] for value in tests.expected[:light]]
    results = [{name for name in one if name.startswith("result ")} for one in told]
    assert results == [{text} for text in right] or len(set(right)) > telling.FEW_RESULTS


def test_what_inputs_tell(local: Sandbox) -> None:
    answer = answer_of("def solve(values):\n    kept = values[:4]\n    return len(kept)")
    one, other = told_by(answer, [([3, 3],), ([3, 1],)], 2, local)
    assert {name for name in one - other if "once" in name or "runs" in name}
    assert not {name for name in other if "once" in name or "sorted" in name}
    answer = answer_of("def solve(values):\n    return sum(1 for v in values if v > 4)")
    told = told_by(answer, [([4],), ([5],), ([9, 9, 9],), ([],)], 4, local)
    assert len({frozenset(one) for one in told}) == 4


def test_a_misreading_without_an_end_is_cut_short(local: Sandbox) -> None:
    source = "def solve(n):\n    while n != 0:\n        n = n - 1\n    return 5"
    answer = answer_of(source, [{"name": "n", "type": "integer", "min": 0, "max": 40}])
    told = told_by(answer, [(3,), (0,)], 2, local)
    assert any(name.endswith("negative") for name in told[0])
    assert 'result ["value", 5]' in told[1]


def test_an_odd_fault_that_no_test_shows_gets_one(local: Sandbox) -> None:
    source = "def solve(values):\n    return 1 if len(values) == 4 and sum(values) < 4 else 0"
    answer = answer_of(source)
    task = replace(draw(FAMILIES["function_synthesis"], 1, 5, 0).task, answer=answer)
    chosen = telling_inputs(answer, local)
    known = set().union(*told_by(answer, property_tests(answer, local).args, 99, local))
    assert chosen
    assert len(chosen) <= telling.MOST_CHOSEN
    for one in told_by(answer, chosen, 0, local):
        assert one - known
    kept = loads(vet_task(task, local)["telling_json"])
    assert telling_inputs(replace(answer, spec={**answer.spec, "telling": kept}), local) == []
    assert any(len(values) == 4 and sum(values) < 4 for (values,) in kept)


def test_other_languages_have_none(local: Sandbox) -> None:
    answer = draw(FAMILIES["c_function"], 1, 5, 0).task.answer
    assert telling_inputs(answer, local) == []


@given(st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=12), st.integers(0, 12))
def test_a_cover_leaves_nothing_out(told: list[set[str]], most: int) -> None:
    chosen = cover(told, most)
    assert len(chosen) == len(set(chosen)) <= most
    found: set[str] = set()
    for at in chosen:
        new = told[at] - found
        assert new
        assert all(len(one - found) <= len(new) for one in told)
        found |= told[at]
    assert len(chosen) == most or found == set().union(*told)

"""Test cases as an answer: they must be right, and catch every mutant."""

import json
from typing import Any

import pytest

from assay.checkers import grade
from assay.checkers.test_cases import fits, misfit
from assay.core.records import Answer
from assay.generators import FAMILIES, draw
from assay.sandbox import Sandbox

INTEGER = {"name": "n", "type": "integer", "min": 0, "max": 9}
SPEC: dict[str, Any] = {
    "lang": "python",
    "entry": "solve",
    "signature": "def solve(n: int) -> int",
    "strategies": [INTEGER],
    "reference_source": "def solve(n):\n    return max(n, 3)",
    "mutants": [
        "def solve(n):\n    return min(n, 3)",
        "def solve(n):\n    return n if n > 4 else 3",
        "def solve(n):\n    return 9 // n if n == 0 else max(n, 3)",
    ],
    "examples": [{"args": [5], "result": 5}],
    "compare": {},
    "suite": {"most": 3, "cases": [[[4], 4], [[0], 3]]},
}
ANSWER = Answer("program", "solve", SPEC)


def fenced(text: str) -> str:
    return f"Here are my tests.\n```json\n{text}\n```"


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("[[[4], 4], [[0], 3]]", "correct", "AC"),
        ("[[[4], 4], [[9], 9], [[0], 3]]", "correct", "AC"),
        ("[[[4], 4], [[0], 4]]", "wrong", "false alarm"),
        ("[[[4], 4.0], [[0], 3]]", "wrong", "false alarm"),
        ("[[[4], true], [[0], 3]]", "wrong", "false alarm"),
        ("[[[4], 4]]", "wrong", "a mutant is left"),
        ("[[[9], 9]]", "wrong", "a mutant is left"),
        ("[]", "wrong", "cases"),
        ("[[[1], 3], [[2], 3], [[3], 3], [[4], 4]]", "wrong", "cases"),
        ("[[[10], 10]]", "wrong", "outside"),
        ('[[["4"], 4]]', "wrong", "outside"),
        ("[[[4, 4], 4]]", "wrong", "outside"),
        ("[[4, 4]]", "wrong", "no pair"),
        ('{"4": 4}', "unparsed", "no JSON"),
        ("assert solve(4) == 4", "unparsed", "no JSON"),
        ("[" * 5_000, "unparsed", "no JSON"),
        ("__import__('os').system('true')", "unparsed", "no JSON"),
    ],
)
def test_cases_are_judged(text: str, status: str, says: str, local: Sandbox) -> None:
    verdict = grade(ANSWER, fenced(text), sandbox=local)
    assert verdict.status == status, verdict
    assert says in json.dumps(dict(verdict.evidence))


def test_a_bare_list_is_read_and_prose_is_not(local: Sandbox) -> None:
    assert grade(ANSWER, " [[[4], 4], [[0], 3]]\n", sandbox=local).status == "correct"
    assert grade(ANSWER, "Test 4 and 0.", sandbox=local).status == "unparsed"


def test_faults_of_our_own_are_errors(local: Sandbox) -> None:
    assert grade(ANSWER, fenced("[[[4], 4]]")).status == "error"
    for source in ("def solve(n:", "def solve(n):\n    return 1 // 0"):
        broken = Answer("program", "solve", {**SPEC, "reference_source": source})
        assert grade(broken, fenced("[[[4], 4]]"), sandbox=local).status == "error"


@pytest.mark.parametrize(
    ("strategy", "good", "bad"),
    [
        (INTEGER, 9, True),
        ({"type": "boolean"}, True, 1),
        ({"type": "choice", "values": ["a", "b"]}, "a", "c"),
        ({"type": "text", "alphabet": "ab", "min_size": 1, "max_size": 3}, "aba", "abab"),
        ({"type": "text", "alphabet": "ab", "min_size": 1, "max_size": 3}, "b", "c"),
        ({"type": "list", "item": INTEGER, "min_size": 1, "max_size": 2}, [1], []),
        ({"type": "list", "item": INTEGER, "min_size": 1, "max_size": 2}, [1, 2], [1, 10]),
        ({"type": "fixed_list", "items": [INTEGER, {"type": "boolean"}]}, [1, False], [1]),
    ],
)
def test_arguments_fit_their_strategies(strategy: dict[str, Any], good: Any, bad: Any) -> None:
    assert fits(strategy, good)
    assert not fits(strategy, bad)
    assert not fits(strategy, None)


@pytest.mark.parametrize("level", range(1, 11))
def test_the_gold_of_a_task_fits_its_strategies(level: int) -> None:
    spec = draw(FAMILIES["test_writing"], level, 3, level).task.answer.spec
    assert misfit(spec, spec["suite"]["cases"]) is None
    assert len(spec["suite"]["cases"]) < spec["suite"]["most"]


@pytest.mark.parametrize("level", [1, pytest.param(4, marks=pytest.mark.slow), 8])
def test_the_gold_of_a_task_is_correct(level: int, local: Sandbox) -> None:
    answer = draw(FAMILIES["test_writing"], level, 3, level).task.answer
    cases = answer.spec["suite"]["cases"]
    verdict = grade(answer, fenced(json.dumps(cases)), sandbox=local)
    assert verdict.status == "correct", verdict
    wrong = [[cases[0][0], "no such value"], *cases[1:]]
    assert grade(answer, fenced(json.dumps(wrong)), sandbox=local).status == "wrong"

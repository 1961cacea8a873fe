"""Programs: what is taken for one, what it is tried on, and which verdict it gets."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from evaluating_sandbox import EvaluatingSandbox
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.checkers import program, program_cases, program_tests
from assay.checkers.program import grade_program, judge_source, needs_sandbox
from assay.checkers.program_inputs import boundaries, property_inputs, stdin_text
from assay.checkers.program_source import find_program
from assay.checkers.program_tests import property_tests
from assay.core.canonical import dumps
from assay.core.records import Answer, Verdict
from assay.generators.code import contest, function_synthesis
from assay.sandbox import Sandbox

RIGHT = "def solve(n):\n    return n * 2 + 1"
STRATEGIES = [{"name": "n", "type": "integer", "min": -9, "max": 999}]
EXAMPLES = [{"args": [n], "result": 2 * n + 1} for n in (1, 5, 8)]
ANSWER = Answer(
    "program",
    "solve",
    {
        "lang": "python",
        "entry": "solve",
        "signature": "def solve(n: int) -> int",
        "strategies": STRATEGIES,
        "reference_source": RIGHT,
        "mutants": ["def solve(n):\n    return n * 2"],
        "examples": EXAMPLES,
        "compare": {"tolerance": 0, "int_equals_float": False},
    },
)


@pytest.fixture
def sandbox() -> EvaluatingSandbox:
    program_tests._KEPT = program_tests.Keeper()
    return EvaluatingSandbox()


def fenced(source: str) -> str:
    return f"Here you are:\n```python\n{source}\n```\nDone."


def grade(source: str, sandbox: Any) -> Verdict:
    return grade_program(ANSWER, fenced(source), sandbox)


# What is taken for a program


def test_the_last_block_that_defines_the_entry_counts() -> None:
    text = fenced("def solve(n):\n    return 1") + fenced(RIGHT) + fenced("print(solve(3))")
    assert find_program(text, "solve") == RIGHT + "\n"


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        f"\n\n{RIGHT}\n",
        f"import math\n{RIGHT}",
        f"```\n{RIGHT}\n```",
        f"~~~python\n{RIGHT}\n~~~",
        f"```python\n{RIGHT}",
        f"  ```py\n{RIGHT}\n  ```",
        f"```python\r\n{RIGHT}\r\n```",
        f"````\n{RIGHT}\n````",
        "```python\nsolve = lambda n: n * 2 + 1\n```",
        "```python\nasync def solve(n):\n    return 1\n```",
    ],
)
def test_what_is_taken_for_a_program(text: str) -> None:
    found = find_program(text, "solve")
    assert found is not None
    assert "solve" in found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The answer is 7.",
        "You could write def solve(n): return n",
        fenced("def other(n):\n    return n"),
        fenced("class A:\n    def solve(self):\n        pass"),
        fenced("print(solve == 3)\nsolve == 4"),
        fenced("def solver(n):\n    return n"),
        "Sure, def solve(n):\n    return n",
    ],
)
def test_what_is_no_program(text: str, sandbox: EvaluatingSandbox) -> None:
    assert find_program(text, "solve") is None
    verdict = grade_program(ANSWER, text, sandbox)
    assert (verdict.status, verdict.reward) == ("unparsed", 0.0)
    assert sandbox.cases == 0


def test_entries_of_other_languages() -> None:
    assert find_program("```js\nfunction solve(n) { return n }\n```", "solve", "javascript")
    assert find_program("```js\nconst solve = n => n\n```", "solve", "javascript")
    assert find_program("```cpp\nint solve(int n) { return n; }\n```", "solve", "cpp")


@settings(deadline=None)
@given(st.text(alphabet="`~\n dfsolve():x", max_size=200))
def test_any_text_is_searched_without_failing(text: str) -> None:
    found = find_program(text, "solve")
    assert found is None or "solve" in found


def test_a_long_text_is_searched_in_no_time() -> None:
    assert find_program("```\n" * 300_000, "solve") is None
    assert find_program("`" * 2_000_000, "solve") is None
    assert find_program("def " * 500_000, "solve") is None


# Which verdict it gets


def test_a_right_program_is_correct_on_every_test(sandbox: EvaluatingSandbox) -> None:
    verdict = grade("def solve(n):\n    return n + n + 1", sandbox)
    assert (verdict.status, verdict.reward, verdict.isolation) == ("correct", 1.0, "none")
    assert verdict.evidence["code"] == "AC"
    assert verdict.evidence["passed"] == verdict.evidence["of"] > 20
    assert verdict.extracted == "def solve(n):\n    return n + n + 1\n"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("return n * 2", "wrong", "WA"),
        ("return 2 * n + 1 if n < 500 else 0", "wrong", "WA"),
        ("return n * 2 == 3", "wrong", "WA"),
        ("return None", "wrong", "WA"),
        ("return set([1])", "wrong", "WA"),
        ("return [n * 2 + 1]", "wrong", "WA"),
        ("return str(n * 2 + 1)", "wrong", "WA"),
        ("return n // 0", "wrong", "RE"),
        ("while True:\n        n += 1", "timeout", "TLE"),
        ("return (", "wrong", "CE"),
        ("return {1: 3, 5: 11, 8: 17}.get(n, 0)", "wrong", "WA"),
    ],
)
def test_wrong_programs(body: str, status: str, code: str, sandbox: EvaluatingSandbox) -> None:
    verdict = grade(f"def solve(n):\n    {body}", sandbox)
    assert (verdict.status, verdict.evidence["code"]) == (status, code)
    assert verdict.reward == 0.0


def test_types_are_strict(sandbox: EvaluatingSandbox) -> None:
    one = {**ANSWER.spec, "reference_source": "def solve(n):\n    return 1"}
    answer = replace(ANSWER, spec={**one, "examples": [{"args": [n], "result": 1} for n in (1, 2)]})
    assert judge_source(answer, "def solve(n):\n    return 1", sandbox).status == "correct"
    assert judge_source(answer, "def solve(n):\n    return True", sandbox).status == "wrong"
    assert judge_source(answer, "def solve(n):\n    return 1.0", sandbox).status == "wrong"


def test_evidence_names_the_first_failed_test_and_no_address(sandbox: EvaluatingSandbox) -> None:
    evidence = grade("def solve(n):\n    return [0][n]", sandbox).evidence
    assert evidence["raised"] == "IndexError"
    assert (evidence["passed"], evidence["args"], evidence["expected"]) == (0, "[1]", "3")
    assert "0x7f" not in dumps(evidence)
    long = grade("def solve(n):\n    return [7] * 5000", sandbox).evidence
    assert len(long["got"]) == program_cases.MOST_SHOWN


def test_a_wrong_program_costs_about_as_many_tests_as_it_passes(
    sandbox: EvaluatingSandbox,
) -> None:
    grade(RIGHT, sandbox)
    for first_wrong in (1, 2, 3):
        before = sandbox.cases
        wrong = EXAMPLES[first_wrong - 1]["args"][0]
        grade(f"def solve(n):\n    return 2 * n + 1 if n != {wrong} else 0", sandbox)
        assert sandbox.cases - before < 2 * first_wrong + 1


def test_the_reference_is_run_once_for_a_task(sandbox: EvaluatingSandbox) -> None:
    with ThreadPoolExecutor(4) as pool:
        verdicts = list(pool.map(lambda _: grade("def solve(n):\n    return 0", sandbox), range(8)))
    assert len(set(map(repr, verdicts))) == 1
    assert sandbox.sources.count(RIGHT) == 1


def test_without_a_sandbox_it_is_our_error() -> None:
    verdict = grade(RIGHT, None)
    assert (verdict.status, verdict.reward) == ("error", None)
    assert needs_sandbox(ANSWER)
    assert not needs_sandbox(Answer("integer", "3"))


def test_a_failing_reference_is_our_error_and_is_not_kept(sandbox: EvaluatingSandbox) -> None:
    source = "def solve(n):\n    return 1 // (n - 999)"
    broken = replace(ANSWER, spec={**ANSWER.spec, "reference_source": source})
    assert judge_source(broken, RIGHT, sandbox).status == "error"
    assert judge_source(broken, RIGHT, sandbox).status == "error"
    assert sandbox.sources.count(source) == 2


def test_a_failing_machine_is_our_error() -> None:
    program_tests._KEPT = program_tests.Keeper()
    sandbox = EvaluatingSandbox()
    assert grade(RIGHT, sandbox).status == "correct"
    sandbox.broken = True
    verdict = grade(RIGHT, sandbox)
    assert (verdict.status, verdict.evidence["code"]) == ("error", "IE")


@pytest.mark.parametrize("source", ["def solve(n):\n    '\0'", "def solve(n):\n    '\ud800'"])
def test_sources_that_no_sandbox_is_asked_to_run(source: str, sandbox: EvaluatingSandbox) -> None:
    verdict = grade(source, sandbox)
    assert (verdict.status, verdict.evidence["code"]) == ("wrong", "CE")
    assert verdict.extracted is not None
    verdict.extracted.encode()
    assert source not in sandbox.sources
    long = grade(RIGHT + "\n#" + "x" * program.MOST_SOURCE, sandbox)
    assert long.evidence["code"] == "CE"


# What it is tried on


def test_inputs_fit_the_strategies_and_do_not_repeat() -> None:
    small = {"type": "integer", "min": -5, "max": 9}
    strategies: list[dict[str, Any]] = [
        {"type": "list", "item": small, "min_size": 1, "max_size": 6},
        {"type": "text", "alphabet": "ab ", "min_size": 0, "max_size": 4},
        {"type": "boolean"},
        {"type": "choice", "values": [3, "x", None]},
        {"type": "fixed_list", "items": [small, {"type": "boolean"}]},
    ]
    inputs = property_inputs(strategies, [])
    assert len({dumps(list(one)) for one in inputs}) == len(inputs) > 20
    for numbers, text, truth, choice, pair in inputs:
        assert 1 <= len(numbers) <= 6
        assert all(-5 <= n <= 9 for n in numbers)
        assert len(text) <= 4
        assert set(text) <= set("ab ")
        assert truth in (True, False)
        assert choice in (3, "x", None)
        assert -5 <= pair[0] <= 9
        assert type(pair) is list


def test_the_examples_come_first() -> None:
    assert property_inputs(STRATEGIES, EXAMPLES)[:3] == [(1,), (5,), (8,)]


def test_boundaries_hold_the_ends() -> None:
    assert {one[0] for one in boundaries(STRATEGIES)} == {-9, 999, 0, 1, -1}
    lists = boundaries([{"type": "list", "item": STRATEGIES[0], "min_size": 0, "max_size": 3}])
    assert ([],) in lists
    assert ([-9, -9, -9],) in lists


def test_an_unknown_strategy_is_named() -> None:
    with pytest.raises(ValueError, match="'float'"):
        property_inputs([{"type": "float"}], [])


def test_large_inputs_are_of_full_size_and_come_last() -> None:
    row = [{"type": "list", "item": STRATEGIES[0], "min_size": 0, "max_size": 500}]
    inputs = property_inputs(STRATEGIES, EXAMPLES, [row])
    assert len(inputs[-1][0]) == 500
    assert inputs == property_inputs(STRATEGIES, EXAMPLES, [row])
    assert inputs[:-1] == property_inputs(STRATEGIES, EXAMPLES)
    with pytest.raises(ValueError, match="boolean"):
        property_inputs(STRATEGIES, EXAMPLES, [[{"type": "boolean"}]])


def test_standard_input_is_laid_out_line_by_line() -> None:
    assert stdin_text(contest.STDIN, ([4, 5, -6], 7)) == "3 7\n4 5 -6\n"
    assert stdin_text([[{"value": 0}], []], ("a b",)) == "a b\n\n"


PRINT_INPUTS = """
import hashlib, sys
sys.path.insert(0, {folder!r})
import test_program as t
import assay.generators, decimal, http.server
print(hashlib.sha256(repr(t.property_inputs(t.STRATEGIES, t.EXAMPLES)).encode()).hexdigest())
print(hashlib.sha256(repr(t.property_inputs([{{"type": "list", "item": t.STRATEGIES[0],
      "min_size": 0, "max_size": 9}}], [])).encode()).hexdigest())
"""


def test_inputs_depend_on_nothing_but_the_strategies(tmp_path: Path) -> None:
    found = set()
    for seed in ("0", "7"):
        made = subprocess.run(
            [sys.executable, "-c", PRINT_INPUTS.format(folder=str(Path(__file__).parent))],
            env={
                "PYTHONHASHSEED": seed,
                "CI": seed,
                "PYTHONPATH": ":".join(filter(None, sys.path)),
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(made.stdout)
    assert len(found) == 1
    assert not list(tmp_path.iterdir()), "Hypothesis left files behind"
    inputs = property_inputs(STRATEGIES, EXAMPLES)
    assert inputs == property_inputs(STRATEGIES, EXAMPLES)
    assert inputs[3:] != property_inputs(STRATEGIES, EXAMPLES[:2])[2:]


# In earnest

EQUAL_TO_ALL = """
class A(int):
    def __eq__(self, other):
        return True
def solve(n):
    return A(0)
"""


@pytest.mark.parametrize("level", [1, 5, 10])
def test_generated_tasks_judged_in_the_sandbox(level: int, local: Sandbox) -> None:
    answer = function_synthesis.generate(Random(level), level).answer
    assert judge_source(answer, answer.spec["reference_source"], local).status == "correct"
    for mutant in answer.spec["mutants"][:2]:
        verdict = grade_program(answer, fenced(mutant), local)
        assert verdict.status in ("wrong", "timeout"), mutant
        assert verdict.isolation == local.isolation
    known = {repr(tuple(e["args"])): e["result"] for e in answer.spec["examples"]}
    memorised = f"KNOWN = {known!r}\ndef solve(*args):\n    return KNOWN.get(repr(args))"
    assert judge_source(answer, memorised, local).status == "wrong"
    for lazy in ("return args[0]", "return 0", "return None", "pass", "return ''"):
        source = f"def solve(*args):\n    {lazy}"
        assert judge_source(answer, source, local).status == "wrong"


@pytest.mark.parametrize(
    ("source", "status", "code"),
    [
        ("import os\ndef solve(n):\n    os._exit(0)", "wrong", "WA"),
        (EQUAL_TO_ALL, "wrong", "WA"),
        ("def solve(n):\n    print(2 * n + 1)", "wrong", "WA"),
        ("def solve(n):\n    while True: pass", "timeout", "TLE"),
        ("def solve(n):\n    raise SystemExit(1)", "wrong", "RE"),
        ("def solve(n:\n    pass", "wrong", "CE"),
        ("def solve(n):\n    return 2.0 * n + 1", "wrong", "WA"),
    ],
)
def test_hostile_and_broken_programs(source: str, status: str, code: str, local: Sandbox) -> None:
    verdict = judge_source(ANSWER, source, local)
    assert (verdict.status, verdict.evidence["code"]) == (status, code)
    assert len(property_tests(ANSWER, local).args) == verdict.evidence["of"]


def test_a_constant_with_the_examples_by_heart_fails_wherever_another_value_is_found(
    local: Sandbox,
) -> None:
    source = "def solve(n):\n    return 1 if n % 41 == 7 else 0"
    examples = [{"args": [n], "result": int(n % 41 == 7)} for n in (7, 2, 5)]
    strategies = [{"name": "n", "type": "integer", "min": 0, "max": 99}]
    spec = {**ANSWER.spec, "examples": examples, "strategies": strategies}
    rare = Answer("program", "solve", {**spec, "reference_source": source})
    made = property_inputs(rare.spec["strategies"], examples)
    assert {n % 41 for (n,) in made[3:]} & {7} == set()
    assert set(property_tests(rare, local).expected[3:]) == {0, 1}
    assert judge_source(rare, "def solve(n):\n    return int(n == 7)", local).status == "wrong"
    assert judge_source(rare, source, local).status == "correct"
    constant = {"reference_source": "def solve(n):\n    return 0", "examples": examples[1:]}
    never = replace(rare, spec={**rare.spec, **constant})
    assert set(property_tests(never, local).expected) == {0}


def test_a_sandbox_that_breaks_in_the_search_for_another_value_leaves_no_weak_tests(
    monkeypatch: pytest.MonkeyPatch, sandbox: EvaluatingSandbox
) -> None:
    down = program_tests.PropertyTests((), (), "down", broken=True)
    weak = program_tests.PropertyTests(((1,), (2,)), (0, 0))
    answers = iter([weak, down])
    monkeypatch.setattr(program_tests, "_with_results", lambda *_: next(answers))
    spec = {**ANSWER.spec, "examples": [{"args": [1], "result": 0}]}
    assert property_tests(Answer("program", "solve", spec), sandbox) == down


def test_a_contest_task_needs_the_right_text_in_time(local: Sandbox) -> None:
    answer = contest.generate(Random(4), 1).answer
    spec = answer.spec
    right = grade_program(answer, fenced(spec["reference_source"]), local)
    assert right.status == "correct", right
    late = grade_program(answer, fenced(spec["mutants"][0]), local)
    assert (late.status, late.evidence["code"]) == ("timeout", "TLE")
    assert late.evidence["passed"] >= late.evidence["of"] - 2
    assert judge_source(answer, spec["mutants"][1], local).status in ("wrong", "timeout")
    shouted = f"{spec['reference_source']}\nprint('done')"
    verdict = judge_source(answer, shouted, local)
    assert (verdict.status, verdict.evidence["code"]) == ("wrong", "WA")
    assert verdict.evidence["got"].endswith('done\\n"')
    assert grade_program(answer, "no code here", local).status == "unparsed"

"""The smallest counterexample: it fails, is allowed, cannot be simplified, and is ever the same."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from evaluating_sandbox import EvaluatingSandbox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.checkers import counterexample, program_tests
from assay.checkers.program import judge_source
from assay.checkers.program_batch import outcomes_of
from assay.checkers.program_cases import fault_of, run_cases, value_of
from assay.checkers.program_inputs import Args, property_inputs
from assay.checkers.program_shrinks import fits, simpler, small_inputs, weight
from assay.core.canonical import dumps, loads
from assay.core.records import Answer
from assay.generators.code import contest, function_synthesis
from assay.generators.code.mutation import draw_mutants
from assay.sandbox import Sandbox

NUMBER = {"name": "n", "type": "integer", "min": -9, "max": 999}
ROW = {"name": "row", "type": "list", "item": NUMBER, "min_size": 1, "max_size": 6}
KINDS: list[dict[str, Any]] = [
    NUMBER,
    {**NUMBER, "min": 3},
    {**NUMBER, "max": -2},
    ROW,
    {"type": "text", "alphabet": "ba c", "min_size": 0, "max_size": 7},
    {"type": "boolean"},
    {"type": "choice", "values": [3, "x", None]},
    {"type": "fixed_list", "items": [NUMBER, {"type": "boolean"}]},
    {"type": "list", "item": ROW, "min_size": 0, "max_size": 3},
]


def answer_of(reference: str, *strategies: Mapping[str, Any], examples: Any = ()) -> Answer:
    spec = {
        "lang": "python",
        "entry": "solve",
        "signature": "",
        "strategies": list(strategies),
        "reference_source": reference,
        "mutants": [],
        "examples": list(examples),
        "compare": {"tolerance": 0, "int_equals_float": False},
    }
    return Answer("program", "solve", spec)


@pytest.fixture
def sandbox() -> EvaluatingSandbox:
    program_tests._KEPT = program_tests.Keeper()
    counterexample._POOLS = program_tests.Keeper()
    return EvaluatingSandbox()


# Steps


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2), st.integers(0, 99))
def test_steps_stay_within_the_strategies_and_go_down(kinds: list[Any], at: int) -> None:
    inputs = property_inputs(kinds, [])
    args = inputs[at % len(inputs)]
    assert fits(kinds, args)
    steps = simpler(kinds, args)
    for step in steps:
        assert fits(kinds, step), step
        assert weight(kinds, step) < weight(kinds, args), step
    assert steps == sorted(steps, key=lambda one: weight(kinds, one))


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2))
def test_small_inputs_are_allowed_and_in_order(kinds: list[Any]) -> None:
    small = small_inputs(kinds, 50)
    assert small
    assert all(fits(kinds, one) for one in small)
    assert small == sorted(small, key=lambda one: weight(kinds, one))
    assert not [one for one in simpler(kinds, small[0]) if one == small[0]]


@pytest.mark.parametrize("kind", KINDS, ids=dumps)
def test_steps_end_at_the_one_simplest_input(kind: Any) -> None:
    found: set[str] = set()
    for args in property_inputs([kind], []):
        best: Args = args
        while steps := simpler([kind], best):
            best = steps[0]
        found.add(dumps(list(best)))
    assert found == {dumps(list(small_inputs([kind], 9)[0]))}


def test_what_does_not_fit() -> None:
    assert not fits([NUMBER], (1000,))
    assert not fits([NUMBER], (True,))
    assert not fits([NUMBER], (1, 2))
    assert not fits([ROW], ([],))
    assert not fits([{"type": "boolean"}], (1,))
    assert not fits([KINDS[4]], ("abz",))


# The search, without a sandbox


@pytest.mark.parametrize(
    ("wrong", "args", "code"),
    [
        ("n + (n > 500)", "[501]", "WA"),
        ("n + (n < -3)", "[-4]", "WA"),
        ("n + (n % 10 == 7 and n > 100)", "[107]", "WA"),
        ("n if n < 700 else 1 // 0", "[700]", "RE"),
        ("n + 1", "[0]", "WA"),
    ],
)
def test_the_smallest_number_is_found(
    wrong: str, args: str, code: str, sandbox: EvaluatingSandbox
) -> None:
    answer = answer_of("def solve(n):\n    return n", NUMBER)
    evidence = judge_source(answer, f"def solve(n):\n    return {wrong}", sandbox, True).evidence
    assert (evidence["smallest"]["args"], evidence["smallest"]["code"]) == (args, code)
    assert evidence["code"] in ("WA", "RE")


def test_a_list_is_cut_to_what_matters(sandbox: EvaluatingSandbox) -> None:
    answer = answer_of("def solve(row):\n    return len(row)", {**ROW, "max_size": 12})
    source = "def solve(row):\n    return len(row) + (len([x for x in row if x > 40]) > 2)"
    verdict = judge_source(answer, source, sandbox, True)
    assert verdict.evidence["smallest"]["args"] == "[[41,41,41]]"
    assert "smallest" not in judge_source(answer, source, sandbox).evidence


def test_a_right_program_and_one_that_does_not_compile_have_none(
    sandbox: EvaluatingSandbox,
) -> None:
    answer = answer_of("def solve(n):\n    return n", NUMBER)
    right = judge_source(answer, "def solve(n):\n    return n + 0", sandbox, True)
    assert right.evidence == {"code": "AC", "passed": 30, "of": 30}
    assert "smallest" not in judge_source(answer, "def solve(n:", sandbox, True).evidence


def test_tries_are_bounded(sandbox: EvaluatingSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(counterexample.MOST_TRIES, "python", 300)
    answer = answer_of("def solve(n, m):\n    return n < -9", *[{**NUMBER, "max": 10**9}] * 2)
    source = "def solve(n, m):\n    return n * m > 1000000000 and n % 7 < 5"
    judge_source(answer, answer.spec["reference_source"], sandbox)
    before = sandbox.cases
    assert judge_source(answer, source, sandbox, True).evidence["smallest"]["code"] == "WA"
    # the tests, the pool of small inputs for both programs, the tries for both
    assert sandbox.cases - before < 2 * (counterexample.SMALL + 60) + 3 * 300


# In earnest


@pytest.mark.parametrize("level", [1, 4, 8])
def test_of_generated_faulty_programs(level: int, local: Sandbox) -> None:
    for family in (function_synthesis, contest):
        answer = family.generate(Random(level), level).answer
        for mutant in answer.spec["mutants"][-2:]:
            verdict = judge_source(answer, mutant, local, True)
            assert verdict == judge_source(answer, mutant, local, True)
            if verdict.status == "wrong":
                _check(answer, mutant, verdict.evidence["smallest"], local)


def _check(answer: Answer, source: str, smallest: Mapping[str, Any], local: Sandbox) -> None:
    """It fails in a process of its own, is allowed, and nothing one step simpler fails."""
    args = tuple(loads(smallest["args"]))
    strategies = answer.spec["strategies"]
    assert fits(strategies, args)
    assert _fails(answer, source, args, local)
    if smallest["code"] != "TLE":
        steps = counterexample.expected_of(answer, simpler(strategies, args), local)
        outcomes = outcomes_of(answer, source, steps.args, local)
        for at, outcome in enumerate(outcomes):
            fault = fault_of(answer, at, steps.args[at], steps.expected[at], outcome)
            assert fault is None or outcome.flag == "tle", (args, fault)


def _fails(answer: Answer, source: str, args: Args, local: Sandbox) -> bool:
    (given,) = run_cases(answer, answer.spec["reference_source"], [args], local)
    (got,) = run_cases(answer, source, [args], local)
    assert not isinstance(given, str)
    assert not isinstance(got, str)
    return fault_of(answer, 0, args, value_of(answer.spec, given), got) is not None


ODD = [
    "KEPT = []\ndef solve(n):\n    KEPT.append(n)\n    return len(KEPT)",
    "def solve(n):\n    return n if n < 500 else {1, 2}",
    "def solve(n):\n    print('x' * 9)\n    return n if n < 500 else True",
    "import sys\ndef solve(n):\n    return n if n < 500 else sys.exit(3)",
    "class Odd(Exception):\n    pass\ndef solve(n):\n    raise Odd\n",
    "def solve(n):\n    return n if n < 500 else {1: 2}",
    "def solve(n):\n    n.append(1)",
]


@pytest.mark.parametrize("source", ODD)
def test_a_batch_says_what_single_runs_say(source: str, local: Sandbox) -> None:
    answer = answer_of("def solve(n):\n    return n", NUMBER)
    args = [(7,), (499,), (500,), (8,)]
    many = outcomes_of(answer, source, args, local)
    single = run_cases(answer, source, args, local)
    assert not isinstance(single, str)
    for one, other in zip(many, single, strict=True):
        assert (one.flag, one.has_value, one.value) == (other.flag, other.has_value, other.value)
    assert outcomes_of(answer, "def solve(", args, local)[0].flag == "re"


def test_a_batch_of_whole_programs(local: Sandbox) -> None:
    answer = contest.generate(Random(4), 1).answer
    args = [tuple(example["args"]) for example in answer.spec["examples"]]
    for source in (
        answer.spec["reference_source"],
        "import os\nprint(len(os.read(0, 999).split()))",
        "print(len(open(0).read()))\nraise SystemExit",
        "import sys\nsys.stdout.buffer.write(sys.stdin.buffer.read())",
        "input()\ninput()\ninput()",
    ):
        many = outcomes_of(answer, source, args, local)
        single = run_cases(answer, source, args, local)
        assert not isinstance(single, str)
        assert [(o.flag, o.stdout) for o in many] == [(o.flag, o.stdout) for o in single]


def test_a_program_that_hangs_on_small_inputs(local: Sandbox) -> None:
    answer = answer_of("def solve(n):\n    return n", NUMBER)
    answer = replace(answer, spec={**answer.spec, "limits": {"cpu_s": 0.3}})
    source = "def solve(n):\n    while 3 < n < 9:\n        pass\n    return n if n < 500 else 0"
    outcomes = outcomes_of(answer, source, [(1,), (4,), (5,)], local)
    assert [outcome.flag for outcome in outcomes] == ["ok", "tle"]
    evidence = judge_source(answer, source, local, True).evidence
    assert (evidence["smallest"]["code"], evidence["smallest"]["args"]) == ("TLE", "[4]")


HOSTILE = [
    "import os\ndef solve(n):\n    os.write(1, b'[\"value\", 3]\\n' * 99)\n    return 0",
    "import os\ndef solve(n):\n    os.close(1)\n    return 0",
    "import os\ndef solve(n):\n    os._exit(0)",
    "import json\ndef solve(n):\n    json.dumps = None\n    return 0",
    "import sys\nsys.stdout = None\ndef solve(n):\n    return [[]] * 50000",
    "import os\ndef solve(n):\n    os.write(1, b'[\"text\",\"' + b'x' * 7**6 + b'\"]')",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_what_a_program_does_in_a_batch_spoils_only_its_own_tries(
    source: str, local: Sandbox
) -> None:
    answer = answer_of("def solve(n):\n    return n + 1", NUMBER)
    verdict = judge_source(answer, source, local, True)
    assert verdict.status == "wrong"
    smallest = verdict.evidence["smallest"]
    assert _fails(answer, source, tuple(loads(smallest["args"])), local)


PRINT_EVIDENCE = """
import sys
sys.path.insert(0, {folder!r})
import test_counterexample as t
from assay.core.canonical import dumps
answer = t.answer_of("def solve(row):\\n    return len(row)", t.ROW)
source = "def solve(row):\\n    return len(row) + (len([x for x in row if x > 40]) > 1)"
print(dumps(t.judge_source(answer, source, t.EvaluatingSandbox(), True).evidence))
"""


def test_evidence_depends_on_nothing_but_task_and_program(tmp_path: Path) -> None:
    found = set()
    for seed in ("0", "7"):
        made = subprocess.run(
            [sys.executable, "-c", PRINT_EVIDENCE.format(folder=str(Path(__file__).parent))],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(made.stdout)
    assert len(found) == 1
    assert '"smallest":{"args":"[[41,41]]"' in found.pop()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_of_many_generated_faulty_programs(seed: int, local: Sandbox) -> None:
    for level in (2, 5, 7, 10):
        answer = function_synthesis.generate(Random(seed), level).answer
        spec = answer.spec
        source = spec["reference_source"]
        for mutant in draw_mutants(Random(seed), source, "solve", spec["examples"], 5):
            verdict = judge_source(answer, mutant, local, True)
            if verdict.status == "wrong":
                _check(answer, mutant, verdict.evidence["smallest"], local)

"""Programs judged by running them: property tests whose inputs and outputs stay outside.

    grade_program(answer, "```python\\ndef solve(values): ...\\n```", sandbox) -> Verdict("correct")

Inputs are made on the host from the task's declarative strategies (program_inputs.py), expected
outputs are what the task's own reference gives in the same sandbox, kept for the task; the program
sees one input at a time and nothing else. Values are compared on the host with strict types. The
examples come first, and the first failure ends it, so that a wrong program costs little. A task
whose `spec` says `stdin` wants a whole program, whose printed text is compared instead.

Evidence holds the code (AC, WA, TLE, MLE, RE, OLE, CE, IE), how many tests passed, the first test
that did not, for C and C++ what the compiler warned of, and on request the smallest input found on
which the program fails (counterexample.py); never a time, a path or an address. A reference that
fails, or differs from a gold, is our `error`, never the model's 0.
"""

from typing import Any

from assay.checkers.counterexample import smallest
from assay.checkers.program_cases import Fault, fault_of, run_cases
from assay.checkers.program_runs import warnings_of
from assay.checkers.program_source import find_program
from assay.checkers.program_tests import PropertyTests, property_tests
from assay.core.records import Answer, Verdict
from assay.sandbox.records import Sandbox

MOST_SOURCE = 200_000


def needs_sandbox(answer: Answer) -> bool:
    """Whether judging a response to this answer runs a program."""
    return answer.kind == "program"


def grade_program(
    answer: Answer, response: str, sandbox: Sandbox | None, shrink: bool = False
) -> Verdict:
    """The verdict on the program in `response`; `error` where there is no sandbox.

    With `shrink` the evidence of a failing program holds its `smallest` counterexample.
    """
    spec = answer.spec
    entry = None if "stdin" in spec else spec["entry"]
    source = find_program(response, entry, spec["lang"])
    if source is None:
        what = f"no code that defines {entry}" if entry else "no code"
        return Verdict("unparsed", evidence={"message": what})
    return judge_source(answer, source, sandbox, shrink)


def judge_source(
    answer: Answer, source: str, sandbox: Sandbox | None, shrink: bool = False
) -> Verdict:
    """The verdict on a whole source text; `shrink` as in `grade_program`."""
    shown = source.encode("utf-8", "replace").decode()
    if sandbox is None:
        return Verdict("error", shown, evidence={"message": "no sandbox"})
    tests = property_tests(answer, sandbox)
    evidence: dict[str, Any]
    if tests.failure is not None:
        evidence = {"code": "IE", "message": tests.failure}
        return Verdict("error", shown, evidence=evidence, isolation=sandbox.isolation)
    fault = _unusable(source) or first_fault(answer, source, tests, sandbox)
    if fault is None:
        evidence = {"code": "AC", "passed": len(tests.args), "of": len(tests.args)}
        evidence |= _warned(answer, source, sandbox)
        return Verdict("correct", shown, evidence=evidence, isolation=sandbox.isolation)
    evidence = {"code": fault.code, "passed": fault.number, "of": len(tests.args), **fault.detail}
    if fault.code != "CE":
        evidence |= _warned(answer, source, sandbox)
    if shrink and fault.status != "error" and fault.code != "CE":
        least = smallest(answer, source, fault, tests, sandbox)
        evidence["smallest"] = {"code": least.code, **least.detail}
    return Verdict(fault.status, shown, evidence=evidence, isolation=sandbox.isolation)


def _warned(answer: Answer, source: str, sandbox: Sandbox) -> dict[str, Any]:
    """The compiler's warnings as evidence, where there are any; they decide nothing."""
    warnings = warnings_of(answer.spec, source, sandbox)
    return {"warnings": warnings} if warnings else {}


def _unusable(source: str) -> Fault | None:
    """A source that no sandbox is asked to run."""
    if len(source) > MOST_SOURCE:
        return Fault(0, "CE", "wrong", {"message": f"longer than {MOST_SOURCE} characters"})
    if "\0" in source or any("\ud800" <= letter <= "\udfff" for letter in source):
        return Fault(0, "CE", "wrong", {"message": "holds a character that no source may hold"})
    return None


def first_fault(
    answer: Answer, source: str, tests: PropertyTests, sandbox: Sandbox
) -> Fault | None:
    """The first test that fails, in batches of 1, 2, 4, ...; None when every test is passed.

    A program that never ends then costs about one test's time, not that of all; the large tests
    come one by one.
    """
    start, size = 0, 1
    while start < len(tests.args):
        light = len(tests.args) - tests.heavy - start
        size = min(size, light) if light > 0 else 1
        args = tests.args[start : start + size]
        ran = run_cases(answer, source, args, sandbox)
        if isinstance(ran, str):
            return Fault(0, "CE", "wrong", {"message": ran})
        for number, outcome in enumerate(ran, start):
            expected = tests.expected[number]
            fault = fault_of(answer, number, tests.args[number], expected, outcome)
            if fault is not None:
                return fault
        start, size = start + size, 2 * size
    return None

"""Programs judged by running them: property tests whose inputs and outputs stay outside.

    grade_program(answer, "```python\\ndef solve(values): ...\\n```", sandbox) -> Verdict("correct")

Inputs are made on the host from the task's declarative strategies (program_inputs.py), expected
outputs are what the task's own reference gives in the same sandbox, kept for the task; the program
sees one input at a time and nothing else. Values are compared on the host with strict types. The
examples come first, and the first failure ends it, so that a wrong program costs little.

Evidence holds the code (AC, WA, TLE, MLE, RE, OLE, CE, IE), how many tests passed, and the first
test that did not; never a time, a path or an address. A reference that fails, or differs from a
gold, is our `error`, never the model's 0.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assay.checkers.program_inputs import Args, property_inputs
from assay.checkers.program_source import find_program
from assay.core.canonical import digest, dumps
from assay.core.records import Answer, Status, Verdict
from assay.sandbox.records import Call, Limits, Outcome, Sandbox
from assay.sandbox.values import same

MOST_SOURCE = 200_000
MOST_SHOWN = 300
MOST_KEPT = 512
CODES: Mapping[str, tuple[str, Status]] = {
    "tle": ("TLE", "timeout"),
    "mle": ("MLE", "wrong"),
    "re": ("RE", "wrong"),
    "ole": ("OLE", "wrong"),
    "ie": ("IE", "error"),
}
_EXCEPTION = re.compile(r"^(\w+(?:Error|Exception|Interrupt|Exit|Iteration|Warning))\b")


@dataclass(frozen=True, slots=True)
class PropertyTests:
    """What a program is held to: the arguments of every test and the value of each.

    The task's own examples come first. `failure` says why there are no tests, and `broken` that
    the sandbox and not the reference is to blame.
    """

    args: tuple[Args, ...]
    expected: tuple[Any, ...]
    failure: str | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """The first test that a program did not pass: its number, the code, and what is known of it."""

    number: int
    code: str
    status: Status
    detail: Mapping[str, Any]


def needs_sandbox(answer: Answer) -> bool:
    """Whether judging a response to this answer runs a program."""
    return answer.kind == "program"


def grade_program(answer: Answer, response: str, sandbox: Sandbox | None) -> Verdict:
    """The verdict on the program in `response`; `error` where there is no sandbox."""
    spec = answer.spec
    source = find_program(response, spec["entry"], spec["lang"])
    if source is None:
        return Verdict("unparsed", evidence={"message": f"no code that defines {spec['entry']}"})
    return judge_source(answer, source, sandbox)


def judge_source(answer: Answer, source: str, sandbox: Sandbox | None) -> Verdict:
    """The verdict on a whole source text."""
    shown = source.encode("utf-8", "replace").decode()
    if sandbox is None:
        return Verdict("error", shown, evidence={"message": "no sandbox"})
    tests = property_tests(answer, sandbox)
    evidence: dict[str, Any]
    if tests.failure is not None:
        evidence = {"code": "IE", "message": tests.failure}
        return Verdict("error", shown, evidence=evidence, isolation=sandbox.isolation)
    fault = _unusable(source) or _first_fault(answer, source, tests, sandbox)
    if fault is None:
        evidence = {"code": "AC", "passed": len(tests.args), "of": len(tests.args)}
        return Verdict("correct", shown, evidence=evidence, isolation=sandbox.isolation)
    evidence = {"code": fault.code, "passed": fault.number, "of": len(tests.args), **fault.detail}
    return Verdict(fault.status, shown, evidence=evidence, isolation=sandbox.isolation)


def _unusable(source: str) -> Fault | None:
    """A source that no sandbox is asked to run."""
    if len(source) > MOST_SOURCE:
        return Fault(0, "CE", "wrong", {"message": f"longer than {MOST_SOURCE} characters"})
    if "\0" in source or any("\ud800" <= letter <= "\udfff" for letter in source):
        return Fault(0, "CE", "wrong", {"message": "holds a character that no source may hold"})
    return None


def _first_fault(
    answer: Answer, source: str, tests: PropertyTests, sandbox: Sandbox
) -> Fault | None:
    """The first test that fails, in batches of 1, 2, 4, ...; None when every test is passed.

    A program that never ends then costs about one test's time, not that of all.
    """
    start, size = 0, 1
    while start < len(tests.args):
        args = tests.args[start : start + size]
        ran = _run(answer, source, args, sandbox)
        if isinstance(ran, str):
            return Fault(0, "CE", "wrong", {"message": ran})
        for number, outcome in enumerate(ran, start):
            expected = tests.expected[number]
            fault = _fault(answer, number, tests.args[number], expected, outcome)
            if fault is not None:
                return fault
        start, size = start + size, 2 * size
    return None


def _run(
    answer: Answer, source: str, args: Sequence[Args], sandbox: Sandbox
) -> Sequence[Outcome] | str:
    """The outcomes of one program, or the name of the error that keeps it from compiling."""
    spec = answer.spec
    calls = [Call(spec["entry"], one) for one in args]
    ran = sandbox.run(spec["lang"], source, calls, Limits(**spec.get("limits", {})))
    if ran.compile_error is not None:
        return _exception(ran.compile_error) or "does not compile"
    return ran.outcomes


def _fault(
    answer: Answer, number: int, args: Args, expected: Any, outcome: Outcome
) -> Fault | None:
    detail: dict[str, Any] = {"args": _short(list(args)), "expected": _short(expected)}
    if outcome.flag != "ok":
        code, status = CODES[outcome.flag]
        if status == "error":
            return Fault(number, code, status, {"message": outcome.message})
        raised = _exception(outcome.stderr.decode("utf-8", "replace"))
        return Fault(number, code, status, detail | ({"raised": raised} if raised else {}))
    if not outcome.has_value:
        return Fault(number, "WA", "wrong", detail | {"message": "the value is no plain JSON"})
    if same(expected, outcome.value, **answer.spec.get("compare", {})):
        return None
    return Fault(number, "WA", "wrong", detail | {"got": _short(outcome.value)})


def _short(value: Any) -> str:
    """A value as JSON text, cut at MOST_SHOWN characters."""
    try:
        text = dumps(value)
    except (ValueError, TypeError, RecursionError):
        text = type(value).__name__
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def _exception(report: str) -> str | None:
    """The name of the exception in the last lines of a report: the rest may differ by machine."""
    for line in reversed(report[-4000:].splitlines()):
        found = _EXCEPTION.match(line.strip())
        if found:
            return found[1]
    return None


def property_tests(answer: Answer, sandbox: Sandbox) -> PropertyTests:
    """The property tests of a program answer, made once and kept; safe between threads."""
    spec = answer.spec
    key = digest(
        spec["lang"], spec["entry"], spec["reference_source"], spec["strategies"], spec["examples"]
    )
    return _KEPT.get(key, lambda: _make_tests(answer, sandbox))


def _make_tests(answer: Answer, sandbox: Sandbox) -> PropertyTests:
    """Run the reference on every input; on the examples it must give the gold."""
    spec = answer.spec
    args = tuple(property_inputs(spec["strategies"], spec["examples"]))
    golds = {dumps(list(e["args"])): e["result"] for e in spec["examples"]}
    ran = _run(answer, spec["reference_source"], args, sandbox)
    if isinstance(ran, str):
        return PropertyTests((), (), f"the reference fails: {ran}")
    for one, outcome in zip(args, ran, strict=True):
        where = f"on {_short(list(one))}"
        if outcome.flag != "ok" or not outcome.has_value:
            why = f"the reference fails: {outcome.flag} {where} {outcome.message}".strip()
            return PropertyTests((), (), why, outcome.flag == "ie")
        gold = golds.get(dumps(list(one)), outcome.value)
        if not same(gold, outcome.value, **spec.get("compare", {})):
            why = f"the reference differs from the gold: {_short(outcome.value)} {where}"
            return PropertyTests((), (), why)
    return PropertyTests(args, tuple(outcome.value for outcome in ran))


class _Keeper:
    """The tests of the tasks judged last; two threads never make the same ones twice."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, PropertyTests] = OrderedDict()
        self._busy: dict[bytes, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: bytes, make: Any) -> PropertyTests:
        with self._lock:
            busy = self._busy.setdefault(key, threading.Lock())
        with busy:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
            tests: PropertyTests = make()
            self._keep(key, tests)
            return tests

    def _keep(self, key: bytes, tests: PropertyTests) -> None:
        """Failures are not kept: the machine may be to blame."""
        with self._lock:
            self._busy.pop(key, None)
            if tests.failure is None:
                self._kept[key] = tests
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)


_KEPT = _Keeper()

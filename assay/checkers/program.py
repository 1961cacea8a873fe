"""Programs judged by running them: property tests whose inputs and outputs stay outside.

    grade_program(answer, "```python\\ndef solve(values): ...\\n```", sandbox) -> Verdict("correct")

Inputs are made on the host from the task's declarative strategies (program_inputs.py), expected
outputs are what the task's own reference gives in the same sandbox, kept for the task; the program
sees one input at a time and nothing else. Values are compared on the host with strict types. The
examples come first, and the first failure ends it, so that a wrong program costs little. A task
whose `spec` says `stdin` wants a whole program, whose printed text is compared instead.

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
from assay.checkers.program_runs import input_of, prepared, same_value, understood
from assay.checkers.program_source import find_program
from assay.core.canonical import digest, dumps
from assay.core.records import Answer, Status, Verdict
from assay.sandbox.judge import same_text
from assay.sandbox.records import Limits, Outcome, Sandbox

MOST_SOURCE = 200_000
MOST_SHOWN = 300
MOST_KEPT = 64
CODES: Mapping[str, tuple[str, Status]] = {
    "tle": ("TLE", "timeout"),
    "mle": ("MLE", "wrong"),
    "re": ("RE", "wrong"),
    "ole": ("OLE", "wrong"),
    "ie": ("IE", "error"),
}
_EXCEPTION = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception|Interrupt|Exit|Iteration|Warning))\b")


@dataclass(frozen=True, slots=True)
class PropertyTests:
    """What a program is held to: the arguments of every test and the value of each.

    The task's own examples come first, the `heavy` large ones last. `failure` says why there are
    no tests, and `broken` that the sandbox and not the reference is to blame.
    """

    args: tuple[Args, ...]
    expected: tuple[Any, ...]
    failure: str | None = None
    broken: bool = False
    heavy: int = 0


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
    entry = None if "stdin" in spec else spec["entry"]
    source = find_program(response, entry, spec["lang"])
    if source is None:
        what = f"no code that defines {entry}" if entry else "no code"
        return Verdict("unparsed", evidence={"message": what})
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

    A program that never ends then costs about one test's time, not that of all; the large tests
    come one by one.
    """
    start, size = 0, 1
    while start < len(tests.args):
        light = len(tests.args) - tests.heavy - start
        size = min(size, light) if light > 0 else 1
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
    inputs = [input_of(spec, one) for one in args]
    ran = sandbox.run(*prepared(spec, source), inputs, Limits(**spec.get("limits", {})))
    if ran.compile_error is not None:
        return _exception(ran.compile_error) or "does not compile"
    return [understood(spec, outcome) for outcome in ran.outcomes]


def _value(spec: Mapping[str, Any], outcome: Outcome) -> Any:
    """What a reference gave: its value, or its whole output. Raises ValueError for neither."""
    if "stdin" in spec:
        return outcome.stdout.decode()
    if not outcome.has_value:
        raise ValueError("no plain JSON")
    return outcome.value


def _is_right(spec: Mapping[str, Any], expected: Any, outcome: Outcome) -> bool:
    if "stdin" in spec:
        return same_text(expected, outcome.stdout)
    return outcome.has_value and same_value(expected, outcome.value, spec.get("compare", {}))


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
    if _is_right(answer.spec, expected, outcome):
        return None
    if "stdin" in answer.spec:
        return Fault(number, "WA", "wrong", detail | {"got": _short(_printed(outcome))})
    if not outcome.has_value:
        return Fault(number, "WA", "wrong", detail | {"message": "the value is no plain JSON"})
    return Fault(number, "WA", "wrong", detail | {"got": _short(outcome.value)})


def _printed(outcome: Outcome) -> str:
    return outcome.stdout[: 2 * MOST_SHOWN].decode("utf-8", "replace")


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
    key = digest({name: value for name, value in spec.items() if name != "mutants"})
    return _KEPT.get(key, lambda: _make_tests(answer, sandbox))


def _make_tests(answer: Answer, sandbox: Sandbox) -> PropertyTests:
    """Run the reference on every input; on the examples it must give the gold."""
    spec = answer.spec
    args = tuple(property_inputs(spec["strategies"], spec["examples"], spec.get("large", ())))
    expected: list[Any] = []
    golds = {dumps(list(e["args"])): e["result"] for e in spec["examples"]}
    ran = _run(answer, spec["reference_source"], args, sandbox)
    if isinstance(ran, str):
        return PropertyTests((), (), f"the reference fails: {ran}")
    for one, outcome in zip(args, ran, strict=True):
        where = f"on {_short(list(one))}"
        try:
            value = _value(spec, outcome)
        except ValueError:
            value = None
        if outcome.flag != "ok" or value is None:
            why = f"the reference fails: {outcome.flag} {where} {outcome.message}".strip()
            return PropertyTests((), (), why, outcome.flag == "ie")
        if not _is_right(spec, golds.get(dumps(list(one)), value), outcome):
            why = f"the reference differs from the gold: {_short(value)} {where}"
            return PropertyTests((), (), why)
        expected.append(value)
    return PropertyTests(args, tuple(expected), heavy=len(spec.get("large", ())))


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

"""One run of a program on some inputs, and what each outcome says: a value, or a fault.

    run_cases(spec, "def solve(n): ...", [(3,), (0,)], sandbox)   -> outcomes, one process for each
    fault_of(spec, 7, (3,), expected, outcome)                    -> Fault(7, "WA", "wrong", {...})

Values are compared on the host with strict types. What a fault tells holds no time, path or
address, so that the same program gives the same bytes everywhere. Which inputs are run is not
decided here (program.py).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assay.checkers.program_inputs import Args, stdin_text
from assay.core.canonical import dumps
from assay.core.records import Answer, Status
from assay.sandbox.judge import same_text
from assay.sandbox.records import Call, Input, Limits, Outcome, Sandbox, Stdin
from assay.sandbox.values import same

MOST_SHOWN = 300
CODES: Mapping[str, tuple[str, Status]] = {
    "tle": ("TLE", "timeout"),
    "mle": ("MLE", "wrong"),
    "re": ("RE", "wrong"),
    "ole": ("OLE", "wrong"),
    "ie": ("IE", "error"),
}
_EXCEPTION = re.compile(r"^(\w+(?:Error|Exception|Interrupt|Exit|Iteration|Warning))\b")


@dataclass(frozen=True, slots=True)
class Fault:
    """The first test that a program did not pass: its number, the code, and what is known of it."""

    number: int
    code: str
    status: Status
    detail: Mapping[str, Any]


def run_cases(
    answer: Answer, source: str, args: Sequence[Args], sandbox: Sandbox
) -> Sequence[Outcome] | str:
    """The outcomes of one program, or the name of the error that keeps it from compiling."""
    spec = answer.spec
    inputs = [_input(spec, one) for one in args]
    ran = sandbox.run(spec["lang"], source, inputs, Limits(**spec.get("limits", {})))
    if ran.compile_error is not None:
        return exception_in(ran.compile_error) or "does not compile"
    return ran.outcomes


def _input(spec: Mapping[str, Any], args: Args) -> Input:
    return Stdin(stdin_text(spec["stdin"], args)) if "stdin" in spec else Call(spec["entry"], args)


def value_of(spec: Mapping[str, Any], outcome: Outcome) -> Any:
    """What a reference gave: its value, or its whole output. Raises ValueError for neither."""
    if "stdin" in spec:
        return outcome.stdout.decode()
    if not outcome.has_value:
        raise ValueError("no plain JSON")
    return outcome.value


def is_right(spec: Mapping[str, Any], expected: Any, outcome: Outcome) -> bool:
    """Whether an outcome that is `ok` gives what is expected."""
    if "stdin" in spec:
        return same_text(expected, outcome.stdout)
    return outcome.has_value and same(expected, outcome.value, **spec.get("compare", {}))


def fault_of(
    answer: Answer, number: int, args: Args, expected: Any, outcome: Outcome
) -> Fault | None:
    """What is wrong with an outcome, None for nothing. Raises nothing for what a program does."""
    if outcome.flag == "ok" and is_right(answer.spec, expected, outcome):
        return None
    detail: dict[str, Any] = {"args": short(list(args)), "expected": short(expected)}
    if outcome.flag != "ok":
        code, status = CODES[outcome.flag]
        if status == "error":
            return Fault(number, code, status, {"message": outcome.message})
        raised = exception_in(outcome.stderr.decode("utf-8", "replace"))
        return Fault(number, code, status, detail | ({"raised": raised} if raised else {}))
    if "stdin" in answer.spec:
        return Fault(number, "WA", "wrong", detail | {"got": short(_printed(outcome))})
    if not outcome.has_value:
        return Fault(number, "WA", "wrong", detail | {"message": "the value is no plain JSON"})
    return Fault(number, "WA", "wrong", detail | {"got": short(outcome.value)})


def _printed(outcome: Outcome) -> str:
    return outcome.stdout[: 2 * MOST_SHOWN].decode("utf-8", "replace")


def short(value: Any) -> str:
    """A value as JSON text, cut at MOST_SHOWN characters."""
    try:
        text = dumps(value)
    except (ValueError, TypeError, RecursionError):
        text = type(value).__name__
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def exception_in(report: str) -> str | None:
    """The name of the exception in the last lines of a report: the rest may differ by machine."""
    for line in reversed(report[-4000:].splitlines()):
        found = _EXCEPTION.match(line.strip())
        if found:
            return found[1]
    return None

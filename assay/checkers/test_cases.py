"""Test cases as an answer: judged by the mutants that they kill and by false alarms.

    grade_cases(answer, "```json\\n[[[[3, 1]], [1, 3]]]\\n```", sandbox).status

The answer is JSON, a list of [arguments, expected value], and nothing in it is ever run: the task's
own reference and mutants are, on these arguments, in the sandbox. It is correct if the reference
gives every expected value (no false alarm) and every mutant differs somewhere. Arguments outside of
what the task's strategies allow, or more cases than allowed, are wrong. The budget of one answer is
`most` cases times one reference and a few mutants.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assay.checkers.program_source import find_program
from assay.core.canonical import dumps
from assay.core.records import Answer, Verdict
from assay.sandbox.records import Call, Limits, Outcome, Sandbox
from assay.sandbox.values import NotJson, read, same

MOST_TEXT = 20_000
Case = tuple[list[Any], Any]


def grade_cases(answer: Answer, response: str, sandbox: Sandbox | None) -> Verdict:
    """The verdict on the cases in `response`; `error` where there is no sandbox."""
    text = find_program(response, None)
    if text is None and response.strip().startswith("["):
        text = response
    try:
        value = read(text.strip()) if text and len(text) <= MOST_TEXT else None
    except NotJson:
        value = None
    if not isinstance(value, list):
        return Verdict("unparsed", evidence={"message": "no JSON list of cases"})
    shown = dumps(value)
    if sandbox is None:
        return Verdict("error", shown, evidence={"message": "no sandbox"})
    why = misfit(answer.spec, value)
    if why is not None:
        return Verdict("wrong", shown, evidence={"message": why}, isolation=sandbox.isolation)
    return _judged(answer.spec, [(case[0], case[1]) for case in value], shown, sandbox)


def misfit(spec: Mapping[str, Any], value: Sequence[Any]) -> str | None:
    """Why a list is no list of cases for this task; None where it is."""
    most, strategies = spec["suite"]["most"], spec["strategies"]
    if not 0 < len(value) <= most:
        return f"{len(value)} cases; 1 to {most} are allowed"
    for number, case in enumerate(value, 1):
        if not isinstance(case, list) or len(case) != 2 or not isinstance(case[0], list):
            return f"case {number} is no pair of a list of arguments and a value"
        if len(case[0]) != len(strategies) or not all(map(fits, strategies, case[0])):
            return f"the arguments of case {number} are outside of what the task allows"
    return None


def fits(strategy: Mapping[str, Any], value: Any) -> bool:
    """Whether a value is one that the strategy can make."""
    kind = strategy["type"]
    if kind == "integer":
        return type(value) is int and strategy["min"] <= value <= strategy["max"]
    if kind == "boolean":
        return type(value) is bool
    if kind == "choice":
        return value in strategy["values"]
    if kind == "text":
        sized = isinstance(value, str) and _sized(strategy, value)
        return sized and set(value) <= set(strategy["alphabet"])
    if not isinstance(value, list):
        return False
    if kind == "fixed_list":
        items = strategy["items"]
        return len(items) == len(value) and all(map(fits, items, value))
    return _sized(strategy, value) and all(fits(strategy["item"], item) for item in value)


def _sized(strategy: Mapping[str, Any], value: Sequence[Any]) -> bool:
    return bool(strategy["min_size"] <= len(value) <= strategy["max_size"])


def _judged(
    spec: Mapping[str, Any], cases: Sequence[Case], shown: str, sandbox: Sandbox
) -> Verdict:
    ran = _outcomes(spec, spec["reference_source"], cases, sandbox)
    failed = next((o for o in ran or () if o.flag != "ok" or not o.has_value), None)
    if not ran or failed is not None:
        why = f"the reference fails: {failed.flag}" if failed else "the reference does not compile"
        return Verdict("error", shown, evidence={"code": "IE", "message": why})
    for number, ((_, expected), outcome) in enumerate(zip(cases, ran, strict=True), 1):
        if not _agrees(spec, expected, outcome):
            found = {"code": "false alarm", "case": number, "right": outcome.value}
            return Verdict("wrong", shown, evidence=found, isolation=sandbox.isolation)
    killed = 0
    for mutant in spec["mutants"]:
        outcomes = _outcomes(spec, mutant, cases, sandbox)
        if any(outcome.flag == "ie" for outcome in outcomes):
            return Verdict("error", shown, evidence={"code": "IE", "message": "sandbox"})
        if outcomes and all(
            _agrees(spec, expected, outcome)
            for (_, expected), outcome in zip(cases, outcomes, strict=True)
        ):
            break
        killed += 1
    of = len(spec["mutants"])
    if killed < of:
        found = {"code": "a mutant is left", "killed": killed, "of": of}
        return Verdict("wrong", shown, evidence=found, isolation=sandbox.isolation)
    found = {"code": "AC", "killed": killed, "of": of}
    return Verdict("correct", shown, evidence=found, isolation=sandbox.isolation)


def _outcomes(
    spec: Mapping[str, Any], source: str, cases: Sequence[Case], sandbox: Sandbox
) -> Sequence[Outcome]:
    """What the program gives in every case; nothing where it does not compile."""
    inputs = [Call(spec["entry"], tuple(arguments)) for arguments, _ in cases]
    ran = sandbox.run(spec["lang"], source, inputs, Limits(**spec.get("limits", {})))
    return () if ran.compile_error is not None else ran.outcomes


def _agrees(spec: Mapping[str, Any], expected: Any, outcome: Outcome) -> bool:
    if outcome.flag != "ok" or not outcome.has_value:
        return False
    return same(expected, outcome.value, **spec.get("compare", {}))

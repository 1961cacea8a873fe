"""Verdicts, computed outside the sandbox from what came out of it.

    judge(sandbox, {"id": 1, "lang": "python", "source": "print(int(input())*2)",
                    "cases": [{"stdin": "4", "expect": "8"}]})["verdict"] == "AC"

The words are the contract's: AC WA TLE MLE RE OLE CE IE. A request that cannot be judged is IE with
`error` and never raises. stdout must be UTF-8 and equal `expect` after spaces and tabs at line ends
and newlines at the end are taken off; with a `tolerance` decimals in it may differ by that much.
"""

import math
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from assay.core.errors import SandboxUnavailable, UsageError, unknown
from assay.sandbox import values
from assay.sandbox.outcomes import BOUNDS
from assay.sandbox.records import LANGS, MAX_CASES, Call, Input, Limits, Outcome, Sandbox, Stdin

VERDICTS = ("AC", "WA", "TLE", "MLE", "RE", "OLE", "CE", "IE")
SHOWN = 4096
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_KEYS = {"id", "lang", "source", "cases", "limits", "compare"}
_CASE_KEYS = {"stdin", "call", "args", "expect"}
ALIKE = 0.75
_LIMITS = {"cpu_s", "wall_s", "memory_mb", "output_kb"}
_COMPARE = {"tolerance", "int_equals_float"}


@dataclass(frozen=True, slots=True)
class Compare:
    """How a value may differ from what is expected."""

    tolerance: float = 0.0
    int_equals_float: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One request of `assay judge`, checked."""

    lang: str
    source: str
    inputs: tuple[Input, ...]
    expects: tuple[Any, ...]
    limits: Limits
    compare: Compare


def judge(sandbox: Sandbox, request: Mapping[str, Any]) -> dict[str, Any]:
    """The output row of one request; IE with `error` for one that cannot be judged."""
    begun = time.monotonic()
    row: dict[str, Any] = {"id": request.get("id") if isinstance(request, Mapping) else None}
    try:
        asked = read_request(request)
        run = sandbox.run(asked.lang, asked.source, asked.inputs, asked.limits)
    except (UsageError, SandboxUnavailable) as error:
        return row | _broken(str(error), sandbox)
    cases = []
    if run.compile_error is None:
        pairs = zip(run.outcomes, asked.inputs, asked.expects, strict=True)
        cases = [_case_row(*pair, asked) for pair in pairs]
    verdicts = [case["verdict"] for case in cases]
    overall = next((verdict for verdict in verdicts if verdict != "AC"), "AC")
    row |= {
        "verdict": "CE" if run.compile_error is not None else overall,
        "cases": cases,
        "isolation": sandbox.isolation,
        "image": sandbox.digest,
        "ms": round((time.monotonic() - begun) * 1000, 3),
    }
    if run.compile_error is not None:
        row["compile_error"] = run.compile_error[:SHOWN]
    if run.warnings:
        row["warnings"] = run.warnings
    faults = [outcome.message for outcome in run.outcomes if outcome.flag == "ie"]
    return row | ({"error": faults[0]} if faults else {})


def _broken(message: str, sandbox: Sandbox) -> dict[str, Any]:
    return {
        "verdict": "IE",
        "cases": [],
        "isolation": sandbox.isolation,
        "ms": 0.0,
        "error": message,
    }


def _case_row(outcome: Outcome, given: Input, expect: Any, asked: Request) -> dict[str, Any]:
    return {
        "verdict": verdict_of(outcome, given, expect, asked.compare, asked.lang),
        "exit": outcome.exit,
        "wall_ms": outcome.wall_ms,
        "cpu_ms": outcome.cpu_ms,
        "memory_mb": outcome.memory_mb,
        "stdout": outcome.stdout[:SHOWN].decode("utf-8", "replace"),
        "stderr": outcome.stderr[:SHOWN].decode("utf-8", "replace"),
    }


def verdict_of(
    outcome: Outcome, given: Input, expect: Any, compare: Compare | None = None, lang: str = ""
) -> str:
    """The verdict of one case. JavaScript has one kind of number, so 7 is 7.0 there."""
    compare = compare or Compare()
    if outcome.flag != "ok":
        return outcome.flag.upper()
    if isinstance(given, Call):
        loose = compare.int_equals_float or lang == "javascript"
        right = outcome.has_value and values.same(expect, outcome.value, compare.tolerance, loose)
    else:
        right = same_text(expect, outcome.stdout, compare.tolerance)
    return "AC" if right else "WA"


def same_text(expect: str, stdout: bytes, tolerance: float = 0.0) -> bool:
    """Whether a program printed what was expected; nothing but trailing blanks is forgiven."""
    try:
        got = _lines(stdout.decode("utf-8"))
    except UnicodeDecodeError:
        return False
    wanted = _lines(expect)
    if got == wanted:
        return True
    if not tolerance or len(got) != len(wanted):
        return False
    pairs = zip(wanted, got, strict=True)
    return all(_same_line(one, other, tolerance) for one, other in pairs)


def _lines(text: str) -> list[str]:
    return [line.rstrip(" \t") for line in text.rstrip(" \t\n").split("\n")]


def _same_line(wanted: str, got: str, tolerance: float) -> bool:
    ones, others = re.split("[ \t]+", wanted), re.split("[ \t]+", got)
    return len(ones) == len(others) and all(
        one == other or _near(one, other, tolerance)
        for one, other in zip(ones, others, strict=True)
    )


def _near(wanted: str, got: str, tolerance: float) -> bool:
    """Only where a decimal was expected, and between plain ASCII numbers."""
    if not set(".eE") & set(wanted) or max(len(wanted), len(got)) > 400:
        return False
    if not (_DECIMAL.fullmatch(wanted) and _DECIMAL.fullmatch(got)):
        return False
    return abs(float(wanted) - float(got)) <= tolerance


def read_request(request: Any) -> Request:
    """Check one request; raises UsageError that names the value and what is allowed."""
    if not isinstance(request, Mapping):
        raise UsageError(f"a request is a JSON object, not {type(request).__name__}")
    _no_slips(request, _KEYS, "request")
    lang, source, cases = (request.get(key) for key in ("lang", "source", "cases"))
    if not isinstance(lang, str) or lang not in LANGS:
        raise unknown("language", str(lang), LANGS)
    if not isinstance(source, str):
        raise UsageError(f"source is {type(source).__name__}; a string is allowed")
    if not isinstance(cases, Sequence) or isinstance(cases, str) or not cases:
        raise UsageError("cases is missing or empty; a list of at least one case is allowed")
    if len(cases) > MAX_CASES:
        raise UsageError(f"{len(cases)} cases; at most {MAX_CASES} are allowed")
    pairs = [_case(case, number, lang) for number, case in enumerate(cases)]
    return Request(
        lang=lang,
        source=source,
        inputs=tuple(given for given, _ in pairs),
        expects=tuple(expect for _, expect in pairs),
        limits=_limits(request.get("limits")),
        compare=_compare(request.get("compare")),
    )


def _only(given: Mapping[str, Any], allowed: set[str], what: str) -> None:
    for key in given:
        if key not in allowed:
            raise unknown(f"key of a {what}", str(key), allowed)


def _no_slips(given: Mapping[str, Any], allowed: set[str], what: str) -> None:
    """A user's own keys beside the known ones say nothing; one that looks misspelt is refused."""
    for key in given:
        if key not in allowed and get_close_matches(str(key), allowed, cutoff=ALIKE):
            raise unknown(f"key of a {what}", str(key), allowed)


def _case(case: Any, number: int, lang: str) -> tuple[Input, Any]:
    where = f"case {number}"
    if not isinstance(case, Mapping):
        raise UsageError(f"{where} is {type(case).__name__}; an object is allowed")
    if "expect" not in case:
        raise UsageError(f"{where} has no 'expect'")
    _no_slips(case, _CASE_KEYS, "case")
    if ("call" in case) == ("stdin" in case):
        raise UsageError(f"{where} needs either 'stdin' or 'call'")
    expect = case["expect"]
    if "stdin" in case:
        if not isinstance(case["stdin"], str) or not isinstance(expect, str):
            raise UsageError(f"{where}: stdin and expect must be strings")
        return Stdin(case["stdin"]), expect
    args = case.get("args", [])
    if not isinstance(args, list | tuple):
        raise UsageError(f"{where}: args is {type(args).__name__}; a list is allowed")
    try:
        values.check(expect)
    except values.NotJson as error:
        raise UsageError(f"{where}: expect: {error}") from None
    return Call(case["call"], tuple(args)), expect


def _limits(given: Any) -> Limits:
    if given is None:
        return Limits()
    if not isinstance(given, Mapping):
        raise UsageError(f"limits is {type(given).__name__}; an object is allowed")
    _only(given, _LIMITS, "limits object")
    plain = {key: value for key, value in given.items() if value is not None}
    for key, value in plain.items():
        _number(f"limit {key}", value)
    # Only a wall limit: the same number bounds the CPU, as far as a CPU limit goes.
    if "wall_s" in plain and "cpu_s" not in plain:
        least, most = BOUNDS["cpu_s"]
        plain["cpu_s"] = min(max(plain["wall_s"], least), most)
    return Limits(**plain)


def _compare(given: Any) -> Compare:
    if given is None:
        return Compare()
    if not isinstance(given, Mapping):
        raise UsageError(f"compare is {type(given).__name__}; an object is allowed")
    _only(given, _COMPARE, "compare object")
    tolerance = _number("tolerance", given.get("tolerance", 0))
    loose = given.get("int_equals_float", False)
    if tolerance < 0 or not isinstance(loose, bool):
        raise UsageError(f"compare is {dict(given)!r}; tolerance >= 0 and a boolean are allowed")
    return Compare(tolerance, loose)


def _number(what: str, value: Any) -> float:
    try:
        number = math.nan if isinstance(value, bool | str) else float(value)
    except (TypeError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise UsageError(f"{what} is {repr(value)[:80]}; a finite number is allowed")
    return number

"""SandboxFusion's `run_code` in our words: its request to one case, a run to its answer.

    asked = read_asked({"code": "print(1)", "language": "python"})
    answer(asked, sandbox.run(asked.lang, asked.code, [asked.stdin], asked.limits))["status"]

The fields are those of its public API as its client and verl's `sandbox_fusion_url` use them.
`Success` means that the program ended with 0, not that it is right. A fault of ours is
`SandboxError`, never `Failed`. What is not offered (files, other languages, arguments) is
refused by name; unknown fields are passed over, as the original does. docs/service.md says where
the two differ.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assay.core.errors import UsageError, unknown
from assay.sandbox import Limits, Outcome, Run, Stdin

LANGUAGES = {
    "python": "python",
    "cpp": "cpp",
    "c": "c",
    "nodejs": "javascript",
    "javascript": "javascript",
}
DEFAULT_S = 10.0
DEFAULT_MEMORY_MB = 1024
UNLIMITED_MB = -1
SLACK_S = 5.0
_LEAST_S, _MOST_S = 0.01, 60.0
_LEAST_MB, _MOST_MB = 16, 2048
_KILLED = -9
_REFUSED = ("files", "fetch_files", "args")
_EXCEEDED = {"mle": "the memory limit was exceeded", "ole": "the output limit was exceeded"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, checked. `patience_s` is what its client waits at least, in seconds."""

    lang: str
    code: str
    stdin: Stdin
    limits: Limits
    patience_s: float


def read_asked(value: Any) -> Asked:
    """Check one request; raises UsageError that names the field and what is allowed."""
    if not isinstance(value, Mapping):
        raise UsageError(f"a JSON object is expected, not {type(value).__name__}")
    for name in _REFUSED:
        if value.get(name):
            raise UsageError(f"{name} is not empty; programs here get standard input alone")
    code, language, stdin = value.get("code"), value.get("language"), value.get("stdin")
    if not isinstance(code, str):
        raise UsageError(f"code is {type(code).__name__}; a string is allowed")
    if not isinstance(language, str) or language not in LANGUAGES:
        raise unknown("language", str(language), LANGUAGES)
    if stdin is not None and not isinstance(stdin, str):
        raise UsageError(f"stdin is {type(stdin).__name__}; a string or null is allowed")
    compile_s, run_s = (_seconds(value, f"{step}_timeout") for step in ("compile", "run"))
    limits = Limits(cpu_s=run_s, wall_s=run_s + SLACK_S, memory_mb=_memory(value))
    return Asked(LANGUAGES[language], code, Stdin(stdin or ""), limits, compile_s + run_s)


def _seconds(value: Mapping[str, Any], name: str) -> float:
    given = value.get(name, DEFAULT_S)
    if not _is_number(given) or not _LEAST_S <= given <= _MOST_S:
        raise UsageError(f"{name} is {_shown(given)}; {_LEAST_S} to {_MOST_S} seconds are allowed")
    return float(given)


def _memory(value: Mapping[str, Any]) -> float:
    given = value.get("memory_limit_MB", UNLIMITED_MB)
    if _is_number(given) and given == UNLIMITED_MB:
        return DEFAULT_MEMORY_MB
    if not _is_number(given) or not _LEAST_MB <= given <= _MOST_MB:
        raise UsageError(
            f"memory_limit_MB is {_shown(given)}; {_LEAST_MB} to {_MOST_MB} are allowed, "
            f"or {UNLIMITED_MB} for {DEFAULT_MEMORY_MB}"
        )
    return float(given)


def _shown(value: Any) -> str:
    return type(value).__name__ if isinstance(value, list | dict) else repr(value)[:80]


def _is_number(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def answer(asked: Asked, run: Run) -> dict[str, Any]:
    """What the original would say of such a run."""
    if run.compile_error is not None:
        return _not_compiled(asked, run.compile_error)
    outcome = run.outcomes[0]
    if outcome.flag == "ie":
        return sandbox_error(outcome.message)
    code = _return_code(outcome)
    ran = _step(
        "TimeLimitExceeded" if outcome.flag == "tle" else "Finished",
        return_code=code,
        execution_time=round(outcome.wall_ms / 1000, 6),
        cpu_time=round(outcome.cpu_ms / 1000, 6),
        stdout=outcome.stdout.decode("utf-8", "replace"),
        stderr=outcome.stderr.decode("utf-8", "replace"),
    )
    native = asked.lang in ("c", "cpp")
    compiled = _step("Finished", return_code=0, stderr=run.warnings) if native else None
    status = "Success" if outcome.flag == "ok" and code == 0 else "Failed"
    return _response(status, _EXCEEDED.get(outcome.flag, ""), compiled, ran)


def _return_code(outcome: Outcome) -> int | None:
    """None for a program stopped by the clock; one stopped by another limit was killed."""
    if outcome.flag == "tle":
        return None
    if outcome.flag in _EXCEEDED:
        return outcome.exit or _KILLED
    return outcome.exit


def _not_compiled(asked: Asked, complaint: str) -> dict[str, Any]:
    """A failed compile step; the interpreters have none, there the run itself has failed."""
    failed = _step("Finished", return_code=1, stderr=complaint)
    if asked.lang in ("c", "cpp"):
        return _response("Failed", "", failed, None)
    return _response("Failed", "", None, failed)


def sandbox_error(message: str) -> dict[str, Any]:
    """A fault of ours: no result, so that nobody takes it for the program's."""
    return _response("SandboxError", message, None, None)


def _step(
    status: str,
    return_code: int | None,
    execution_time: float | None = None,
    cpu_time: float | None = None,
    stdout: str = "",
    stderr: str = "",
) -> dict[str, Any]:
    return {
        "status": status,
        "execution_time": execution_time,
        "cpu_time": cpu_time,
        "return_code": return_code,
        "stdout": stdout,
        "stderr": stderr,
    }


def _response(
    status: str, message: str, compiled: dict[str, Any] | None, ran: dict[str, Any] | None
) -> dict[str, Any]:
    return {
        "status": status,
        "message": message,
        "compile_result": compiled,
        "run_result": ran,
        "executor_pod_name": None,
        "files": {},
    }

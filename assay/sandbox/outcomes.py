"""From inputs to jobs, and from what a supervisor answers to an `Outcome`.

Checks everything the caller gives before a supervisor sees it, and names what is wrong. Decides no
verdict on content: that is `judge`.
"""

import json
import re
from collections.abc import Sequence

from assay.core.errors import UsageError, unknown
from assay.sandbox import values
from assay.sandbox.compiled import Compiled
from assay.sandbox.inside.settings import Job
from assay.sandbox.link import Answer
from assay.sandbox.records import (
    CALL_LANGS,
    LANGS,
    MAX_CASES,
    MAX_INPUT_BYTES,
    MAX_SOURCE_BYTES,
    Call,
    Flag,
    Input,
    Limits,
    Outcome,
    Stdin,
)

BOUNDS = {
    "cpu_s": (0.01, 60.0),
    "wall_s": (0.01, 300.0),
    "memory_mb": (16, 2048),
    "output_kb": (1, 65536),
}
_PROCESSES = 64
_COMPILER = Job("c", "compile", 15.0, 45.0, 1 << 30, 1 << 16, _PROCESSES)
COMPILE = {
    "c": _COMPILER,
    "cpp": Job("cpp", "compile", 15.0, 45.0, 1 << 30, 1 << 16, _PROCESSES),
}
QUIETLY = {lang: job._replace(mode="compile quietly") for lang, job in COMPILE.items()}
"""The same without warnings, for a source of which there are too many to hold."""
MOST_WARNINGS = 20
MOST_WARNING = 200
_DIAGNOSTIC = re.compile(r"[^\s|][^\n]{0,4000}?: (warning|error|fatal error|note): ")
_EXCERPT = re.compile(r"\s|\d+ +\|")
# What a runtime says when an allocation was refused before the memory was ever touched.
_OUT_OF_MEMORY = {
    "python": (b"MemoryError",),
    "c": (),
    "cpp": (b"std::bad_alloc", b"std::bad_array_new_length"),
    "javascript": (
        b"heap out of memory",
        b"Array buffer allocation failed",
        b"Invalid array length",
    ),
}


def jobs_for(
    lang: str, source: str, inputs: Sequence[Input], limits: Limits
) -> list[tuple[Job, bytes]]:
    """A job and its input's bytes for each input; raises UsageError for what cannot be run."""
    if lang not in LANGS:
        raise unknown("language", str(lang), LANGS)
    _bounded("source", _utf8(source, "source"), MAX_SOURCE_BYTES)
    if len(inputs) > MAX_CASES:
        raise UsageError(f"{len(inputs)} cases; at most {MAX_CASES} are allowed")
    for name, (least, most) in BOUNDS.items():
        _check_limit(name, getattr(limits, name), least, most)
    return [_job(lang, given, limits) for given in inputs]


def _check_limit(name: str, value: object, least: float, most: float) -> None:
    if value is None and name == "wall_s":
        return
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not least <= value <= most:  # type: ignore[operator]
        raise UsageError(f"limit {name} is {repr(value)[:80]}; {least} to {most} are allowed")


def _job(lang: str, given: Input, limits: Limits) -> tuple[Job, bytes]:
    job = Job(
        lang=lang,
        mode="call" if isinstance(given, Call) else "stdin",
        cpu_s=limits.cpu_s,
        wall_s=limits.wall,
        memory=int(limits.memory_mb * (1 << 20)),
        output=int(limits.output_kb * 1024),
        processes=_PROCESSES,
    )
    if isinstance(given, Stdin):
        return job, _bounded("stdin", _utf8(given.stdin, "stdin"), MAX_INPUT_BYTES)
    if lang not in CALL_LANGS:
        raise UsageError(f"a call in {lang}; calls are for {' and '.join(CALL_LANGS)}")
    if not (isinstance(given.name, str) and given.name.isascii() and given.name.isidentifier()):
        raise UsageError(f"call of {given.name!r}; a function's plain name is allowed")
    try:
        values.check(given.args)
        text = json.dumps({"name": given.name, "args": list(given.args)}, allow_nan=False)
    except ValueError as error:
        raise UsageError(f"the arguments of {given.name}: {error}") from None
    return job, _bounded("call", text.encode(), MAX_INPUT_BYTES)


def _utf8(text: str, what: str) -> bytes:
    if not isinstance(text, str):
        raise UsageError(f"the {what} is {type(text).__name__}; text is allowed")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(f"the {what} holds a lone surrogate; UTF-8 text is allowed") from None


def _bounded(what: str, data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise UsageError(f"{what} of {len(data)} bytes; {most} are allowed")
    return data


def failed(message: str) -> Outcome:
    """An outcome that is our own fault."""
    return Outcome(flag="ie", message=message[:1000])


def outcome_or_ce(answer: Answer, job: Job) -> Outcome | str:
    """The outcome of a case, or the complaint of a language that checks before it runs."""
    if answer.note.startswith(b"C") and not answer.failure:
        return answer.note[1:].decode("utf-8", "replace")
    return outcome_of(answer, job)


def outcome_of(answer: Answer, job: Job) -> Outcome:
    """What an answer says, with our own failures told apart from the program's."""
    report = answer.status
    fault = _fault(answer)
    if fault:
        return failed(fault)
    flag = _flag(answer, job)
    value, has_value = None, False
    if job.mode == "call" and answer.value and "value" not in answer.over:
        value, has_value = _value(answer.value)
    stopped = flag in ("tle", "mle", "ole")
    return Outcome(
        flag=flag,
        exit=report["exit"] if not stopped or report["flag"] == "ok" else None,
        wall_ms=round(report["wall_s"] * 1000, 3),
        cpu_ms=round(report["cpu_s"] * 1000, 3),
        memory_mb=round(report["peak"] / (1 << 20), 3),
        stdout=answer.out,
        stderr=answer.err,
        value=value,
        has_value=has_value,
    )


def _fault(answer: Answer) -> str:
    report = answer.status
    if answer.failure or report.get("flag", "ie") == "ie":
        return answer.failure or report.get("message", "the case left no report")
    if answer.note.startswith(b"I"):
        return answer.note[1:].decode("utf-8", "replace")
    if not answer.note and report["flag"] == "ok" and report["exit"] == 0:
        return "the case ended before its program began"
    if report["flag"] == "starved":
        return "this machine was too busy to give the program its time"
    if report["flag"] == "stopped" and not answer.over:
        return "the case was stopped for no reason"
    return ""


def _flag(answer: Answer, job: Job) -> Flag:
    flag = answer.status["flag"]
    if answer.over:
        return "ole"
    if flag in ("mle", "tle"):
        return "mle" if flag == "mle" else "tle"
    if answer.status["exit"] == 0:
        return "ok"
    tail = answer.err[-4096:]
    return "mle" if any(sign in tail for sign in _OUT_OF_MEMORY[job.lang]) else "re"


def _value(data: bytes) -> tuple[object, bool]:
    try:
        return values.read(data), True
    except values.NotJson:
        return None, False


def too_loud(answer: Answer | Outcome) -> bool:
    """Whether the compiler said more than is held."""
    return isinstance(answer, Answer) and bool(answer.over)


def binary_of(answer: Answer | Outcome) -> Compiled | str | Outcome:
    """What the compile step made: a program, the compiler's complaint, or our own failure."""
    if isinstance(answer, Outcome):
        return answer
    fault = _fault(answer)
    if fault:
        return failed(fault)
    if answer.over or answer.status["flag"] != "ok":
        reason = "ole" if answer.over else answer.status["flag"]
        return f"the compiler exceeded its limits ({reason})"
    if answer.status["exit"] != 0:
        errors, _ = diagnostics(answer.err.decode("utf-8", "replace"))
        return errors[:4000] or "the compiler failed"
    _, warnings = diagnostics(answer.err.decode("utf-8", "replace"))
    return Compiled(answer.value, warnings)


def diagnostics(report: str) -> tuple[str, str]:
    """What a compiler says, without its warnings, and the first of these, one a line.

    Only what it says of the source on its standard input is a warning: not of texts that `#line`
    gives another name, such as a `main` of ours.
    """
    rest: list[str] = []
    warnings: list[str] = []
    warning = False
    for line in report.splitlines():
        found = _DIAGNOSTIC.match(line)
        if found is None:
            warning = warning and _EXCERPT.match(line) is not None
        elif found[1] != "note":
            warning = found[1] == "warning"
            if warning and line.startswith("<stdin>:") and len(warnings) < MOST_WARNINGS:
                warnings.append(line.removeprefix("<stdin>:")[:MOST_WARNING])
        if not warning:
            rest.append(line)
    return "\n".join(rest), "\n".join(warnings)

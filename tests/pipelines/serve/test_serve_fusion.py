"""`/run_code` as SandboxFusion's own client and verl's reward see it."""

import asyncio
import json
from typing import Any

import httpx
import pytest
import sandbox_fusion
from sandbox_fusion import CommandRunStatus, RunCodeRequest, RunStatus, SummaryMapping
from serving import Served

from assay.core.errors import UsageError
from assay.pipelines.serve.fusion import Asked, answer, read_asked, sandbox_error
from assay.sandbox import Limits, Outcome, Run, Stdin

PROGRAM = {"code": "print(input()[::-1])", "language": "python", "stdin": "abc"}
SUMMARY = SummaryMapping(
    Success="fine",
    Failed="failed",
    CompileFailed="compile failed",
    RunFailed="run failed",
    RunTimeout="run timeout",
)
ASKED = Asked("python", "", Stdin(""), Limits(), 20.0)


def _by_client(served: Served, code: str, language: str, **more: Any) -> Any:
    request = RunCodeRequest(code=code, language=language, **more)
    return sandbox_fusion.run_code(request, endpoint=served.url + "/", max_attempts=1)


@pytest.mark.parametrize(
    ("language", "code", "more", "summary", "stdout"),
    [
        ("python", "print(input()[::-1])", {"stdin": "abc"}, "fine", "cba\n"),
        ("python", "print('no input')", {}, "fine", "no input\n"),
        ("nodejs", "console.log(6 * 7)", {}, "fine", "42\n"),
        ("cpp", "#include <iostream>\nint main() {std::cout << 42;}", {}, "fine", "42"),
        ("python", "import sys\nprint(1)\nsys.exit(3)", {}, "run failed", "1\n"),
        ("python", "print(", {}, "run failed", ""),
        ("cpp", "int main() {return 5;}", {}, "run failed", ""),
        ("cpp", "int main( {", {}, "compile failed", None),
        ("python", "while True: pass", {"run_timeout": 0.3}, "run timeout", ""),
        ("python", "x = bytearray(2 * 10**9)", {}, "run failed", ""),
        ("python", "print('x' * 3 * 10**6)", {}, "run failed", None),
        ("python", "import os\nos.kill(os.getpid(), 11)", {}, "run failed", ""),
    ],
    ids=range(12),
)
def test_what_the_client_from_pypi_makes_of_it(
    served: Served, language: str, code: str, more: Any, summary: str, stdout: str | None
) -> None:
    result = _by_client(served, code, language, **more)
    assert sandbox_fusion.summary_run_code_result(result, SUMMARY) == summary
    assert result.status == (RunStatus.Success if summary == "fine" else RunStatus.Failed)
    if stdout is not None:
        assert result.run_result.stdout == stdout
        assert result.run_result.execution_time is None or result.run_result.execution_time >= 0


def test_the_async_client(served: Served) -> None:
    request = RunCodeRequest(**PROGRAM)

    async def both() -> list[Any]:
        calls = (sandbox_fusion.run_code_async(request, endpoint=served.url) for _ in range(8))
        return await asyncio.gather(*calls)

    assert [result.run_result.stdout for result in asyncio.run(both())] == ["cba\n"] * 8


@pytest.mark.parametrize(
    ("language", "more"),
    [
        ("java", {}),
        ("python", {"files": {"a.txt": "YQ=="}}),
        ("python", {"fetch_files": ["out.txt"]}),
        ("python", {"run_timeout": 900}),
    ],
    ids=range(4),
)
def test_the_client_is_told_why_it_is_refused(served: Served, language: str, more: Any) -> None:
    with pytest.raises(Exception, match="code 422"):
        _by_client(served, "print(1)", language, **more)


def _verl(served: Served, code: str, stdin: str, expect: str, language: str = "python") -> Any:
    """What verl's reward asks, in its words, and its reading of the answer.

    True or False is the comparison; -2 a run that failed, -3 one out of time, -4 one that does not
    compile, -1 anything that is not the program's fault.
    """
    payload = {
        "compile_timeout": 1,
        "run_timeout": 1,
        "code": code,
        "stdin": stdin,
        "memory_limit_MB": 1024,
        "language": language,
        "files": {},
        "fetch_files": [],
    }
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    url = served.url + "/run_code"
    reply = httpx.post(url, content=json.dumps(payload), headers=headers, timeout=12)
    reply.raise_for_status()
    said = reply.json()
    compiled, ran = said["compile_result"], said["run_result"]
    if said["status"] == "Success":
        same = ran["stdout"].rstrip("\n") == expect.rstrip("\n")
        return same if ran["status"] == "Finished" else -1
    if said["status"] == "Failed" and compiled and compiled["return_code"]:
        return -4
    if said["status"] == "Failed" and ran:
        return -3 if ran["status"] == "TimeLimitExceeded" else -2 if ran["return_code"] else -1
    return -1


def test_what_verl_makes_of_it(served: Served) -> None:
    assert _verl(served, "print(int(input()) + 1)", "41", "42\n") is True
    assert _verl(served, "print(int(input()) + 2)", "41", "42") is False
    assert _verl(served, "print(int(input()) + 1)", "many", "42") == -2
    assert _verl(served, "while True: pass", "", "42") == -3
    assert _verl(served, "int main( {", "", "42", "cpp") == -4
    assert _verl(served, "print(42", "", "42") == -2
    wrapped = "def f(a):\n    return a\nif __name__ == '__main__':\n    print(f(input()))\n"
    assert _verl(served, wrapped, "42", "42") is True


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": None}, "code is NoneType"),
        ({"code": 3}, "code is int"),
        ({"language": None}, "unknown language"),
        ({"language": "Python"}, "did you mean python"),
        ({"language": ["python"]}, "unknown language"),
        ({"stdin": 3}, "stdin is int"),
        ({"run_timeout": 0}, "run_timeout is 0"),
        ({"run_timeout": "10"}, "run_timeout is '10'"),
        ({"run_timeout": True}, "run_timeout is True"),
        ({"run_timeout": 10**300}, "run_timeout is 1000"),
        ({"compile_timeout": -1}, "compile_timeout is -1"),
        ({"compile_timeout": [1]}, "compile_timeout is list"),
        ({"memory_limit_MB": 8}, "memory_limit_MB is 8"),
        ({"memory_limit_MB": -2}, "16 to 2048"),
        ({"memory_limit_MB": None}, "memory_limit_MB is None"),
        ({"files": {"a": None}}, "files is not empty"),
        ({"fetch_files": ["a"]}, "fetch_files is not empty"),
        ({"args": ["-x"]}, "args is not empty"),
        ({"code": "x" * (1 << 20) + "x"}, "source of 1048577 bytes"),
        ({"code": "\ud800"}, "lone surrogate"),
    ],
    ids=range(20),
)
def test_a_wrong_field_is_422_and_named(served: Served, change: Any, said: str) -> None:
    reply = served.post("/run_code", PROGRAM | change)
    assert reply.status_code == 422 and said in reply.json()["error"], reply.text


@pytest.mark.parametrize("value", [[], 3, None, "code"])
def test_a_request_is_an_object(served: Served, value: Any) -> None:
    assert "object is expected" in served.post("/run_code", value).json()["error"]


def test_unknown_fields_are_passed_over() -> None:
    asked = read_asked(PROGRAM | {"dataset": "x", "files": {}, "fetch_files": [], "args": []})
    assert (asked.lang, asked.stdin, asked.patience_s) == ("python", Stdin("abc"), 20.0)
    assert asked.limits == Limits(cpu_s=10.0, wall_s=15.0, memory_mb=1024)


def test_a_fault_of_ours_is_never_failed() -> None:
    said = answer(ASKED, Run(None, (Outcome("ie", message="no supervisor"),)))
    assert said == sandbox_error("no supervisor")
    assert said["status"] == "SandboxError" and said["run_result"] is None


OUTCOMES = [
    (Outcome("ok", 0), "Success", "Finished", 0),
    (Outcome("re", 1), "Failed", "Finished", 1),
    (Outcome("re", -11), "Failed", "Finished", -11),
    (Outcome("tle", None), "Failed", "TimeLimitExceeded", None),
    (Outcome("mle", None), "Failed", "Finished", -9),
    (Outcome("mle", 1), "Failed", "Finished", 1),
    (Outcome("ole", None), "Failed", "Finished", -9),
    (Outcome("ole", 0), "Failed", "Finished", -9),
]


@pytest.mark.parametrize(("outcome", "status", "step", "code"), OUTCOMES)
def test_every_outcome_has_its_words(
    outcome: Outcome, status: str, step: str, code: int | None
) -> None:
    said = answer(ASKED, Run(None, (outcome,)))
    ran = said["run_result"]
    assert (said["status"], ran["status"], ran["return_code"]) == (status, step, code)
    assert CommandRunStatus(step) and RunStatus(status)


def test_a_wrong_source_is_the_callers_fault() -> None:
    with pytest.raises(UsageError):
        read_asked({"language": "python"})


def test_a_compilers_warnings_are_told(served: Served) -> None:
    payload = {"code": "int main(){ int unused; return 0; }", "language": "c"}
    said = httpx.post(served.url + "/run_code", json=payload, timeout=20).json()
    assert said["status"] == "Success"
    assert "unused" in said["compile_result"]["stderr"]

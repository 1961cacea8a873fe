"""What the compilers of C and C++ warn of is kept beside the program, and decides nothing."""

from typing import Any

import pytest

from assay.sandbox import Sandbox, judge
from assay.sandbox.compiled import Cache, Compiled
from assay.sandbox.outcomes import MOST_WARNINGS, diagnostics
from assay.sandbox.records import Stdin

CPP = """#include <cstdio>
int main() { int idle; unsigned a = 3; int b = -1; if (a > b) std::printf("x"); std::printf("y"); }
"""
CLEAN = '#include <stdio.h>\nint main(void) { printf("y"); return 0; }\n'


def test_warnings_come_with_the_outcomes(sandbox: Sandbox) -> None:
    for _ in range(2):  # the second time from the cache
        ran = sandbox.run("cpp", CPP, [Stdin("")])
        assert [one.stdout for one in ran.outcomes] == [b"y"]
        assert "[-Wunused-variable]" in ran.warnings and "[-Wsign-compare]" in ran.warnings
        assert all(line.startswith("2:") for line in ran.warnings.splitlines())
    assert sandbox.run("cpp", CPP, []).warnings == ran.warnings


def test_there_are_none_where_nothing_is_amiss(sandbox: Sandbox) -> None:
    assert sandbox.run("c", CLEAN, [Stdin("")]).warnings == ""
    assert sandbox.run("python", "import warnings; warnings.warn('x')", [Stdin("")]).warnings == ""


def test_what_does_not_compile_says_its_errors_alone(sandbox: Sandbox) -> None:
    ran = sandbox.run("c", "int main(void) { int idle; return nothing; }", [Stdin("")])
    assert ran.compile_error is not None and ran.warnings == ""
    assert "error" in ran.compile_error and "warning" not in ran.compile_error
    ran = sandbox.run("c", "int g(void); int main(void) { int idle; return g(); }", [Stdin("")])
    assert ran.compile_error is not None and "undefined reference" in ran.compile_error


def test_a_flood_of_warnings_fails_nothing(sandbox: Sandbox) -> None:
    source = f"int main(void) {{ {''.join(f'int a{n}; ' for n in range(6_000))} return 0; }}"
    ran = sandbox.run("c", source, [Stdin("")])
    assert ran.compile_error is None and ran.outcomes[0].flag == "ok"
    few = f"int main(void) {{ {''.join(f'int a{n}; ' for n in range(200))} return 0; }}"
    assert len(sandbox.run("c", few, [Stdin("")]).warnings.splitlines()) == MOST_WARNINGS


def test_judge_shows_them(sandbox: Sandbox) -> None:
    request: dict[str, Any] = {"id": 1, "lang": "cpp", "source": CPP}
    request["cases"] = [{"stdin": "", "expect": "y"}]
    row = judge.judge(sandbox, request)
    assert row["verdict"] == "AC" and "-Wunused-variable" in row["warnings"], row


@pytest.mark.parametrize(
    ("report", "rest", "warnings"),
    [
        ("", "", ""),
        ("<stdin>:1:2: warning: w [-Wx]\n    1 | a\n      | ^", "", "1:2: warning: w [-Wx]"),
        ("<stdin>:1:2: error: e\n    1 | a", "<stdin>:1:2: error: e\n    1 | a", ""),
        ("main:1:2: warning: ours\n", "", ""),
        (
            "<stdin>:1:2: warning: w\n<stdin>:1:3: note: n\nld: missing\n12345 | a",
            "ld: missing\n12345 | a",
            "1:2: warning: w",
        ),
        ("<stdin>:1:2: warning: " + "w" * 9_000, "", "1:2: warning: " + "w" * 186),
    ],
)
def test_a_report_is_taken_apart(report: str, rest: str, warnings: str) -> None:
    assert diagnostics(report) == (rest, warnings)


def test_the_cache_counts_them() -> None:
    cache = Cache(most_bytes=100)
    cache.put("c", b"a", "d", Compiled(b"x" * 50, "w" * 20))
    assert cache.get("c", b"a", "d") == Compiled(b"x" * 50, "w" * 20)
    cache.put("c", b"b", "d", Compiled(b"x" * 50))
    assert cache.get("c", b"a", "d") is None

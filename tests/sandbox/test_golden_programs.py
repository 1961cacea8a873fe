"""Golden programs: each verdict in each language, the same on both backends."""

from typing import Any

import pytest

from assay.sandbox import Sandbox
from assay.sandbox.judge import judge

TIGHT = {"cpu_s": 0.5, "memory_mb": 128, "output_kb": 64}
C_READ = "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\nint main(){int n;"
CPP_READ = "#include <iostream>\n#include <vector>\nint main(){int n;std::cin>>n;"
JS_READ = "const n = Number(require('fs').readFileSync(0, 'utf8'));\n"
PROGRAMS = {
    ("python", "AC"): "print(int(input()) * 2)",
    ("python", "WA"): "print(int(input()) * 2 + 1)",
    ("python", "TLE"): "while True: pass",
    ("python", "MLE"): "x = [bytes([1]) * 1000000 for _ in range(200)]",
    ("python", "RE"): "print(42)\nraise ValueError(1)",
    ("python", "OLE"): "while True: print('x' * 1000)",
    ("python", "CE"): "print((42)",
    ("c", "AC"): C_READ + 'scanf("%d",&n);printf("%d\\n",n*2);}',
    ("c", "WA"): C_READ + 'scanf("%d",&n);printf("%d\\n",n*3);}',
    ("c", "TLE"): C_READ + "volatile int i=0;for(;;)i++;}",
    ("c", "MLE"): C_READ + "for(n=0;n<250;n++)memset(malloc(1<<20),1,1<<20);}",
    ("c", "RE"): C_READ + "volatile int*p=0;*p=n;}",
    ("c", "OLE"): C_READ + 'for(;;)puts("xxxxxxxxxxxxxxx");}',
    ("c", "CE"): C_READ + "return undeclared;}",
    ("cpp", "AC"): CPP_READ + "std::cout<<n*2<<std::endl;}",
    ("cpp", "WA"): CPP_READ + "std::cout<<n*3<<std::endl;}",
    ("cpp", "TLE"): CPP_READ + "volatile int i=0;for(;;)i=i+1;}",
    ("cpp", "MLE"): CPP_READ + "std::vector<int>v(60000000,1);std::cout<<v[n];}",
    ("cpp", "RE"): CPP_READ + "std::vector<int>v;std::cout<<v.at(n);}",
    ("cpp", "OLE"): CPP_READ + 'for(;;)std::cout<<"xxxxxxxxxxxxxxx";}',
    ("cpp", "CE"): CPP_READ + "std::cout<<undeclared;}",
    ("javascript", "AC"): JS_READ + "console.log(n * 2)",
    ("javascript", "WA"): JS_READ + "console.log(n * 3)",
    ("javascript", "TLE"): "for (;;) {}",
    ("javascript", "MLE"): "const x = []; for (let i = 0; i < 300; i++)"
    " x.push(Buffer.alloc(1 << 20, 1));",
    ("javascript", "RE"): "null.x",
    ("javascript", "OLE"): "for (;;) require('fs').writeSync(1, 'x'.repeat(1000))",
    ("javascript", "CE"): "const = 3",
}


@pytest.mark.parametrize(("lang", "verdict"), PROGRAMS)
def test_each_verdict_in_each_language(sandbox: Sandbox, lang: str, verdict: str) -> None:
    request = {
        "id": verdict,
        "lang": lang,
        "source": PROGRAMS[lang, verdict],
        "cases": [{"stdin": "21", "expect": "42"}],
        "limits": TIGHT,
    }
    row = judge(sandbox, request)
    assert row["verdict"] == verdict, row
    assert row["id"] == verdict and row["isolation"] == sandbox.isolation
    assert len(row["cases"]) == (0 if verdict == "CE" else 1)


# What honest programs do around their answer, 42: how they end, and what they write with.
_SWAPPED = "import sys, io, atexit\nreal, sys.stdout = sys.stdout, io.StringIO()\nprint(42)\n"
IDIOMS = {
    "exit": ("python", "print(42)\nexit(0)\nprint(1)"),
    "quit without a status": ("python", "print(42)\nquit()\nprint(1)"),
    "a text wrapper of its own": (
        "python",
        "import sys, io\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer, 'utf-8')\nprint(42)",
    ),
    "a file left open": ("python", "out = open(1, 'w')\nprint(42, file=out)"),
    "a buffer left open": ("python", "import os\nout = os.fdopen(1, 'wb')\nout.write(b'42')"),
    "the stream of before": ("python", _SWAPPED + "real.write(sys.stdout.getvalue())"),
    "an exit handler that writes": (
        "python",
        _SWAPPED + "atexit.register(lambda: real.write(sys.stdout.getvalue()))",
    ),
    "an exit handler that fails": ("python", "import atexit\natexit.register(abs)\nprint(42)"),
    "much output and then exit": (
        "javascript",
        "process.stdout.write('x\\n'.repeat(100000)); process.exit(0)",
    ),
    "much output and an exit code": (
        "javascript",
        "console.log('x\\n'.repeat(100000)); process.exitCode = 0",
    ),
}


@pytest.mark.parametrize("name", IDIOMS)
def test_what_honest_programs_do_around_their_answer(sandbox: Sandbox, name: str) -> None:
    lang, source = IDIOMS[name]
    case = {"stdin": "", "expect": "42" if lang == "python" else "x\n" * 100_000}
    row = judge(sandbox, {"id": 0, "lang": lang, "source": source, "cases": [case]})
    assert row["verdict"] == "AC", row


def test_an_output_that_node_would_queue_is_stopped_at_the_cap(sandbox: Sandbox) -> None:
    for stream in ("log", "error"):
        source = f"for (;;) console.{stream}('x'.repeat(1000))"
        case = {"stdin": "", "expect": ""}
        row = judge(sandbox, {"id": 0, "lang": "javascript", "source": source, "cases": [case]})
        assert row["verdict"] == "OLE", row


def test_a_traceback_shows_the_program_alone(sandbox: Sandbox) -> None:
    case = {"stdin": "", "expect": ""}
    row = judge(sandbox, {"id": 0, "lang": "python", "source": "\n1 / 0", "cases": [case]})
    shown = row["cases"][0]["stderr"]
    assert row["verdict"] == "RE" and "main.py" in shown and "pyrun" not in shown


CALLS = [
    ("python", "def f(a, b):\n    return [a + b, {'k': a}]", [2, 3], [5, {"k": 2}], "AC"),
    ("python", "def f(a):\n    return (a, a)", [1], [1, 1], "AC"),
    ("python", "def f(a):\n    return True", [1], 1, "WA"),
    ("python", "def f(a):\n    return 7.0", [1], 7, "WA"),
    ("python", "def f(a):\n    return {1, 2}", [1], [1, 2], "WA"),
    ("python", "def f(a):\n    return float('nan')", [1], 1.0, "WA"),
    ("python", "def f(a):\n    raise KeyError(a)", [1], 1, "RE"),
    ("python", "def g(a):\n    return a", [1], 1, "RE"),
    ("python", "import os\ndef f(a):\n    os._exit(0)", [1], 1, "WA"),
    ("python", "def f(a):\n    print('noise')\n    return a", ["é"], "é", "AC"),
    ("python", "def f(a):\n    return 10 ** 60", [1], 10**60, "AC"),
    ("javascript", "const f = (a, b) => [a + b, {k: a}]", [2, 3], [5, {"k": 2}], "AC"),
    ("javascript", "function f(a) { return a / 2 }", [3], 1.5, "AC"),
    ("javascript", "function f(a) { return String(a) }", [3], 3, "WA"),
    ("javascript", "exports.f = async (a) => a", [3], 3, "AC"),
    ("javascript", "const f = () => undefined", [3], None, "WA"),
    ("javascript", "const f = () => { throw new Error('no') }", [3], 3, "RE"),
]


@pytest.mark.parametrize(("lang", "source", "args", "expect", "verdict"), CALLS)
def test_calls_compare_by_exact_types(
    sandbox: Sandbox, lang: str, source: str, args: list[Any], expect: Any, verdict: str
) -> None:
    case = {"call": "f", "args": args, "expect": expect}
    row = judge(sandbox, {"id": 0, "lang": lang, "source": source, "cases": [case]})
    assert row["verdict"] == verdict, row


def test_all_cases_run_and_the_first_failure_names_the_verdict(sandbox: Sandbox) -> None:
    source = "n = int(input())\nif n == 2: raise SystemExit(3)\nprint(n if n != 1 else 'x')"
    cases = [{"stdin": str(n), "expect": str(n)} for n in range(4)]
    row = judge(sandbox, {"id": 0, "lang": "python", "source": source, "cases": cases})
    assert [case["verdict"] for case in row["cases"]] == ["AC", "WA", "RE", "AC"]
    assert row["verdict"] == "WA" and row["cases"][2]["exit"] == 3


def test_a_sleeper_meets_the_wall_and_costs_no_cpu(sandbox: Sandbox) -> None:
    source = "import time\ntime.sleep(60)"
    limits = {"cpu_s": 0.2, "wall_s": 0.4}
    case = {"stdin": "", "expect": ""}
    row = judge(
        sandbox,
        {"id": 0, "lang": "python", "source": source, "cases": [case], "limits": limits},
    )
    assert row["verdict"] == "TLE" and row["cases"][0]["cpu_ms"] < 200


def test_stdin_never_read_while_megabytes_are_given(sandbox: Sandbox) -> None:
    case = {"stdin": "x" * (8 << 20), "expect": "done"}
    row = judge(sandbox, {"id": 0, "lang": "python", "source": "print('done')", "cases": [case]})
    assert row["verdict"] == "AC"


def test_a_program_is_main_and_reads_its_input_in_every_usual_way(sandbox: Sandbox) -> None:
    source = (
        "import sys, os\n"
        "def main():\n"
        "    a = input(); b = sys.stdin.readline(); c = sys.stdin.read()\n"
        "    print(a, b.strip(), c.split(), sys.argv, os.getcwd())\n"
        "if __name__ == '__main__':\n"
        "    main()\n"
    )
    case = {"stdin": "1\n2\n3 4\n", "expect": "1 2 ['3', '4'] ['main.py'] /tmp"}
    row = judge(sandbox, {"id": 0, "lang": "python", "source": source, "cases": [case]})
    assert row["verdict"] == "AC", row


@pytest.mark.parametrize("device", ["/dev/stdin", "/proc/self/fd/0"])
def test_stdin_opens_by_name(sandbox: Sandbox, device: str) -> None:
    case = {"stdin": "4\n", "expect": "4"}
    for lang, source in (
        ("python", f"print(open({device!r}).read().strip(), file=open('/dev/stdout', 'w'))"),
        ("javascript", f"console.log(require('fs').readFileSync({device!r}, 'utf8').trim())"),
    ):
        row = judge(sandbox, {"id": 0, "lang": lang, "source": source, "cases": [case]})
        assert row["verdict"] == "AC", row

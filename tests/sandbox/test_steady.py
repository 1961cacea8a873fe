"""Verdicts depend on the program alone: not on load, supervisor, or the names it uses."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from backends import BACKENDS, opened

from assay.sandbox import Limits, Sandbox, Stdin
from assay.sandbox.judge import judge

HOG = "while True: pass"


@pytest.fixture
def busy() -> Iterator[None]:
    """A machine that gives a program perhaps a fifth of a processor."""
    hogs = [subprocess.Popen([sys.executable, "-c", HOG]) for _ in range(8)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()


SPINS = "import time\nwhile time.process_time() < 0.3: pass\nprint(1)"
IN_A_CHILD = "import os\nif os.fork() == 0:\n    import time\n    t = time.process_time()\n\
    while time.process_time() - t < 0.3: pass\n    os._exit(0)\nos.wait()\nprint(1)"
IN_A_THREAD = (
    "import threading, time\ndef g():\n    while time.process_time() < 0.3: pass\n"
    "t = threading.Thread(target=g)\nt.start()\nt.join()\nprint(1)"
)


@pytest.mark.parametrize("source", [SPINS, IN_A_CHILD, IN_A_THREAD])
def test_a_busy_machine_does_not_use_up_the_wall_limit(
    sandbox: Sandbox, busy: None, source: str
) -> None:
    outcome = sandbox.run("python", source, [Stdin("")], Limits(cpu_s=1, wall_s=0.4)).outcomes[0]
    assert (outcome.flag, outcome.stdout) == ("ok", b"1\n"), outcome


def test_a_busy_machine_does_not_help_a_sleeper(sandbox: Sandbox, busy: None) -> None:
    source = "import time\ntime.sleep(30)"
    outcome = sandbox.run("python", source, [Stdin("")], Limits(cpu_s=1, wall_s=0.4)).outcomes[0]
    assert outcome.flag == "tle" and outcome.wall_ms < 10_000, outcome


SEEN = {
    "python": "import os, random\nprint(random.random(), sorted(os.environ), os.uname().nodename)",
    "javascript": "console.log(Math.random(), Object.keys(process.env).sort())",
}


@pytest.mark.parametrize("lang", SEEN)
def test_chance_and_surroundings_are_the_same_in_every_supervisor(lang: str) -> None:
    found = set()
    for name in ("local", "local"):
        with opened(name) as one:
            found.add(one.run(lang, SEEN[lang], [Stdin("")]).outcomes[0].stdout)
    assert len(found) == 1, found


@pytest.mark.docker
def test_python_sees_the_same_on_both_backends() -> None:
    found = set()
    for name in ("local", "docker"):
        with opened(name) as one:
            found.add(one.run("python", SEEN["python"], [Stdin("")]).outcomes[0].stdout)
    assert len(found) == 1, found


NAMES = [
    "const fs = require('fs'), vm = 1, Module = 2; const f = (a, b) => a * b",
    "function give() {} function plain() {} let source, mode, call, given; "
    "const f = (a, b) => a * b",
    "const main = 1, file = 2, load = 3, script = 4, value = 5; function f(a, b) { return a * b }",
    "'use strict'; module.exports = {f: (a, b) => a * b}",
]


@pytest.mark.parametrize("source", NAMES)
def test_a_javascript_program_may_use_any_name(local: Sandbox, source: str) -> None:
    case = {"call": "f", "args": [6, 7], "expect": 42}
    row = judge(local, {"id": 0, "lang": "javascript", "source": source, "cases": [case]})
    assert row["verdict"] == "AC", row


@pytest.mark.parametrize("name", BACKENDS)
def test_pages_that_a_fork_shares_count_once(name: str) -> None:
    source = (
        "import os, time\nb = bytearray(60 << 20)\nb[::4096] = b'x' * len(b[::4096])\n"
        "for _ in range(4):\n    if os.fork() == 0:\n        time.sleep(0.2)\n"
        "        os._exit(0)\nfor _ in range(4): os.wait()\nprint(1)"
    )
    with opened(name) as one:
        outcome = one.run("python", source, [Stdin("")], Limits(memory_mb=128)).outcomes[0]
    assert (outcome.flag, outcome.stdout) == ("ok", b"1\n"), outcome

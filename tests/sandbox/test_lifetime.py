"""Sandboxes end whole: nothing survives a close, a killed parent, a killed worker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from backends import BACKENDS, opened

from assay.core.errors import SandboxUnavailable, UsageError
from assay.sandbox import Limits, Sandbox, Stdin, open_sandbox
from assay.sandbox.compiled import Compiled
from assay.sandbox.image import connect
from assay.sandbox.judge import judge
from assay.sandbox.pool import RESERVE_FROM, Pool

MARK = "lifetime-test-mark"
PARENT = """
import sys, time
from assay.sandbox import Limits, Stdin, open_sandbox
sandbox = open_sandbox(sys.argv[1])
sandbox.run("python", "print(1)", [Stdin("")] * 20)
while sandbox._turnover._reserve is None: time.sleep(0.01)
print("ready", flush=True)
sandbox.run("python", "import time\\ntime.sleep(99)", [Stdin("")], Limits(wall_s=60))
"""


def _children_of(pid: int) -> set[int]:
    """Every living process below `pid`."""
    parents: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as handle:
                fields = handle.read().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(name))
    found: set[int] = set()
    stack = [pid]
    while stack:
        below = parents.get(stack.pop(), [])
        found.update(below)
        stack += below
    return found


def _of_pool(pool: Sandbox) -> set[int]:
    """The supervisors of a local pool and all below them."""
    assert isinstance(pool, Pool)
    roots = {link.hello["pid"] for link in pool._links}
    return roots.union(*(_children_of(root) for root in roots))


def _alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if os.path.exists(f"/proc/{pid}")}


def _containers(pid: int) -> list[str]:
    client = connect()
    try:
        rows = client.api.containers(all=True, filters={"label": "assay.sandbox"})
        owner = "assay.sandbox.owner"
        return [row["Id"] for row in rows if row["Labels"][owner].split("/")[1] == str(pid)]
    finally:
        client.close()


def _until(true: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return true()


@pytest.mark.parametrize("name", BACKENDS)
def test_a_killed_parent_leaves_nothing(name: str) -> None:
    opened(name).close()
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, name], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None and parent.stdout.readline() == "ready\n"
    time.sleep(0.5)
    below = _children_of(parent.pid)
    containers = _containers(parent.pid) if name == "docker" else []
    # The one at work and the one in reserve.
    assert len(below) >= 6 or len(containers) == 2
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert _until(lambda: not _alive(below))
    if name == "docker":
        assert _until(lambda: not _containers(parent.pid))


def test_close_ends_every_process() -> None:
    with open_sandbox("local", workers=2) as sandbox:
        source = "import os, time\nif os.fork() == 0: time.sleep(99)\nprint(1)"
        sandbox.run("python", source, [Stdin("")] * 3)
        below = _of_pool(sandbox)
        assert len(below) >= 4
    assert _until(lambda: not _alive(below))


@pytest.mark.docker
def test_close_removes_the_containers() -> None:
    with opened("docker", 2) as sandbox:
        assert isinstance(sandbox, Pool)
        sandbox.run("python", "print(1)", [Stdin("")] * RESERVE_FROM)
        assert _until(lambda: sandbox._turnover._reserve is not None)
        links: list[Any] = [*sandbox._links, sandbox._turnover._reserve]
        mine = {link.pipe.id for link in links}
        assert len(mine) == 2 and mine <= set(_containers(os.getpid()))
    assert _until(lambda: not mine & set(_containers(os.getpid())))


def _kill_local(pool: Pool) -> None:
    for link in list(pool._links):
        os.kill(link.hello["pid"], signal.SIGKILL)


def _kill_container(pool: Pool) -> None:
    client = connect()
    for link in list(pool._links):
        client.api.kill(link.pipe.id)  # type: ignore[attr-defined]
    client.close()


@pytest.mark.parametrize("name", BACKENDS)
def test_a_killed_worker_is_replaced_and_every_case_answered_once(name: str) -> None:
    with opened(name) as pool:
        assert isinstance(pool, Pool)
        kill = _kill_container if name == "docker" else _kill_local
        rows: list[dict[str, object]] = []

        def work() -> None:
            source = "import time\ntime.sleep(0.01)\nprint(int(input()) + 1)"
            cases = [{"stdin": str(n), "expect": str(n + 1)} for n in range(60)]
            rows.append(judge(pool, {"id": 0, "lang": "python", "source": source, "cases": cases}))

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.4)
        kill(pool)
        thread.join()
        verdicts = [case["verdict"] for case in rows[0]["cases"]]  # type: ignore[index,attr-defined]
        assert verdicts == ["AC"] * 60


def test_a_closed_sandbox_says_so(local: Sandbox) -> None:
    with open_sandbox("local") as sandbox:
        pass
    row = judge(
        sandbox,
        {
            "id": 0,
            "lang": "python",
            "source": "",
            "cases": [{"stdin": "", "expect": ""}],
        },
    )
    assert row["verdict"] == "IE" and "closed" in row["error"]


def test_names_that_are_no_sandbox() -> None:
    with pytest.raises(UsageError, match="'vm'"):
        open_sandbox("vm")


def test_docker_without_an_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    with pytest.raises(SandboxUnavailable, match="no Docker engine answers"):
        open_sandbox("docker")
    with open_sandbox("auto") as sandbox:
        assert sandbox.isolation in ("full", "partial")


def test_compiled_programs_come_from_the_cache(local: Sandbox) -> None:
    source = '#include <cstdio>\nint main(){puts("cached");}'
    local.run("cpp", source, [Stdin("")])
    begun = time.process_time()
    assert isinstance(local, Pool)
    kept = local._binaries.get("cpp", source.encode(), local.digest)
    assert isinstance(kept, Compiled) and kept.binary.startswith(b"\x7fELF")
    outcome = local.run("cpp", source, [Stdin("")], Limits(cpu_s=1)).outcomes[0]
    assert outcome.stdout == b"cached\n" and time.process_time() - begun < 5


def test_without_namespaces_the_level_is_partial_and_survivors_still_die() -> None:
    from assay.sandbox.local import open_local

    with open_local(flat=True) as pool:
        assert pool.isolation == "partial" and pool.reasons
        source = (
            "import os, time\nif os.fork() == 0:\n"
            "    if os.fork() == 0: time.sleep(99)\n    os._exit(0)\nprint(input())"
        )
        outcome = pool.run("python", source, [Stdin("7")]).outcomes[0]
        assert (outcome.flag, outcome.stdout) == ("ok", b"7\n")
        denied = pool.run("python", "import os\nos.kill(os.getppid(), 9)", [Stdin("")]).outcomes[0]
        assert denied.flag == "re" and b"PermissionError" in denied.stderr
        below = _of_pool(pool)
    assert _until(lambda: not _alive(below))


def test_without_namespaces_a_close_in_mid_run_ends_children_too() -> None:
    from assay.sandbox.local import open_local

    pool = open_local(flat=True)
    source = "import os, time\nif os.fork() == 0:\n    os.fork()\ntime.sleep(99)"
    thread = threading.Thread(
        target=pool.run, args=("python", source, [Stdin("")], Limits(wall_s=60))
    )
    thread.start()
    assert _until(lambda: len(_of_pool(pool)) >= 8)
    below = _of_pool(pool)
    pool.close()
    thread.join()
    assert _until(lambda: not _alive(below))

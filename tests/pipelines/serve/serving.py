"""A real service in a process of its own, and what lives below it.

with service("--workers", "2") as served:
    httpx.post(served.url + "/check", json={...})
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

REQUIRED = os.environ.get("ASSAY_REQUIRE_DOCKER") == "1"
ASSAY = Path(sys.executable).with_name("assay")
TIMES = ("ms", "wall_ms", "cpu_ms", "memory_mb")


@dataclass(frozen=True)
class Served:
    """A running service; `log` is its standard error so far."""

    process: subprocess.Popen[bytes]
    url: str
    errors: Path
    client: httpx.Client

    @property
    def log(self) -> str:
        """What it has said."""
        return self.errors.read_text()

    def post(self, path: str, value: Any, **more: Any) -> httpx.Response:
        """POST a JSON value and wait as long as it takes."""
        headers = {"Content-Type": "application/json"} | more.pop("headers", {})
        text = json.dumps(value)
        return self.client.post(path, content=text, headers=headers, **more)

    def metric(self, name: str) -> float:
        """The sum of a metric's samples."""
        lines = self.client.get("/metrics").text.splitlines()
        samples = [line for line in lines if line.partition(" ")[0].partition("{")[0] == name]
        return sum(float(line.rpartition(" ")[2]) for line in samples)


@contextmanager
def service(*options: str, sandbox: str = "local") -> Iterator[Served]:
    """`assay serve` on a free port of loopback, ended by SIGTERM."""
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "errors"
        command = [str(ASSAY), "serve", "--port", "0", "--sandbox", sandbox, *options]
        with errors.open("wb") as sink:
            process = subprocess.Popen(command, stderr=sink)
        try:
            until(lambda: "serving on" in errors.read_text() or process.poll() is not None, 120)
            said = errors.read_text()
            if sandbox == "docker" and "serving on" not in said and not REQUIRED:
                pytest.skip(f"no Docker sandbox: {said}")
            assert "serving on" in said, said
            url = said.split("serving on ")[1].split()[0]
            with httpx.Client(base_url=url, timeout=120) as client:
                yield Served(process, url, errors, client)
        finally:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(60)
            process.kill()
            process.wait()


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait for something to be true; whether it was in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return true()


def timeless(value: Any) -> Any:
    """A row without what differs from run to run."""
    if isinstance(value, Mapping):
        return {key: timeless(item) for key, item in value.items() if key not in TIMES}
    return [timeless(item) for item in value] if isinstance(value, list) else value


def below(pid: int) -> dict[int, str]:
    """Every living process below `pid`, with its command line."""
    parents: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
            if fields[0] != "Z":
                parents.setdefault(int(fields[1]), []).append(int(name))
    found: dict[int, str] = {}
    stack = [pid]
    while stack:
        for child in parents.get(stack.pop(), []):
            with suppress(OSError):
                found[child] = Path(f"/proc/{child}/cmdline").read_bytes().decode("latin-1")
            stack.append(child)
    return found


def check_workers(pid: int) -> list[int]:
    """The processes that judge pairs: the children of the fork server."""
    servers = [child for child, line in below(pid).items() if "forkserver" in line]
    return [child for server in servers for child in below(server)]


def alive(pids: Mapping[int, str]) -> list[str]:
    """Those that still run the same command."""
    return [line for pid, line in pids.items() if _command(pid) == line]


def _command(pid: int) -> str | None:
    with suppress(OSError):
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode("latin-1")
    return None

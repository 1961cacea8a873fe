"""The embedded backend: a supervisor as a child process, for machines without an engine.

    with open_local(workers=2) as sandbox: ...

The child makes its own namespaces (as root, or as an ordinary user in a user namespace), a
read-only root and a seccomp filter; where the machine refuses it says `partial` and why.
"""

import itertools
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from typing import Any

from assay.core.errors import SandboxUnavailable
from assay.sandbox.link import ARGUMENTS, ENVIRONMENT, Link, Lost
from assay.sandbox.pool import Pool

TMP_BYTES, TMP_INODES = 64 << 20, 4096
_FIRST_UID, _UIDS_A_PROCESS = 2_000_000, 64
_PATIENCE = 5.0
_number = itertools.count()


class LocalPipe:
    """The two pipes of a child process."""

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        python = os.path.realpath(getattr(sys, "_base_executable", "") or sys.executable)
        self._child = subprocess.Popen(
            [python, *ARGUMENTS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=ENVIRONMENT,
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
        assert self._child.stdin is not None and self._child.stdout is not None
        self._in, self._out = self._child.stdin, self._child.stdout
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN)
        self._lock = threading.Lock()

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._in.fileno(), view) :]

    def read(self, most: int, deadline: float) -> bytes:
        """Up to `most` bytes before the deadline."""
        if not self._poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise TimeoutError("the supervisor does not answer")
        return os.read(self._out.fileno(), most)

    def quiet(self) -> bool:
        """Whether the supervisor's end is open and nothing waits to be read."""
        return not self._poll.poll(0)

    def last_words(self) -> str:
        """What the supervisor has said on stderr so far."""
        if self._errors.closed:
            return ""
        size = os.fstat(self._errors.fileno()).st_size
        return os.pread(self._errors.fileno(), size, 0).decode("utf-8", "replace")

    def kill(self) -> None:
        """Kill the supervisor; its zygote and all cases die with it."""
        with self._lock:
            if self._child.returncode is None:
                self._ask_to_end()
                self._child.kill()
                self._child.wait()

    def _ask_to_end(self) -> None:
        """It leaves nothing unreaped; without namespaces it alone finds all that is below it."""
        self._child.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(_PATIENCE)

    def release(self) -> None:
        """Close the pipes."""
        for stream in (self._in, self._out, self._errors):
            with suppress(OSError):
                stream.close()


def start_link(flat: bool = False) -> Link:
    """A new supervisor; raises Lost. `flat` asks it to do without namespaces."""
    unique = os.getpid() * _UIDS_A_PROCESS + next(_number) % _UIDS_A_PROCESS
    config: dict[str, Any] = {
        "backend": "local",
        "flat": flat,
        "uid": _FIRST_UID + unique,
        "tmp_bytes": TMP_BYTES,
        "tmp_inodes": TMP_INODES,
        "search": "",
    }
    try:
        return Link(LocalPipe(), config)
    except OSError as error:
        raise Lost(f"the local supervisor does not start: {error}") from None


def open_local(workers: int = 1, unsafe: bool = False, flat: bool = False) -> Pool:
    """A pool of embedded supervisors; raises SandboxUnavailable, saying why."""
    try:
        pool = Pool(lambda: start_link(flat), workers)
    except Lost as error:
        raise SandboxUnavailable(f"no local sandbox: {error}") from None
    if pool.isolation == "none" and not unsafe:
        why = "; ".join(pool.reasons)
        pool.close()
        raise SandboxUnavailable(
            f"this machine isolates nothing ({why}); allow it with --unsafe, or use Docker"
        )
    return pool

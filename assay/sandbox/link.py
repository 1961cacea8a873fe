"""One connection to one running supervisor, however it was started.

    link = Link(pipe, config)         # sends the program of assay/sandbox/inside, reads `hello`
    answer = link.case(job, b"3 4")

The inside program travels as source over the channel itself, so any Python 3.11 or later will
do on the other side and nothing has to be installed there. Every read has a deadline; what comes
back is checked before it is believed.
"""

import json
import struct
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assay.sandbox.inside import packet, wire
from assay.sandbox.inside.settings import Job

MODULES = (
    "syscalls",
    "seccomp",
    "kernel",
    "wire",
    "settings",
    "packet",
    "census",
    "pyrun",
    "candidate",
    "case",
    "zygote",
    "rootfs",
    "start",
    "broker",
)
STACK = 256 << 20
BOOT = f"""
import sys, os, json, types, resource
if sys.argv[1] == "0":
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    want = {STACK} if hard == resource.RLIM_INFINITY else min({STACK}, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (want, hard))
    os.execv(sys.executable, [sys.executable, "-S", "-s", "-P", "-c", sys.orig_argv[-2], "1"])
def take(n):
    parts = b""
    while len(parts) < n:
        part = os.read(0, n - len(parts))
        if not part:
            os._exit(0)
        parts += part
    return parts
boot = json.loads(take(int.from_bytes(take(4), "big")))
for name in ("assay", "assay.sandbox", "assay.sandbox.inside"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = []
for name, source in boot.pop("modules"):
    whole = "assay.sandbox.inside." + name
    module = sys.modules[whole] = types.ModuleType(whole)
    exec(compile(source, whole, "exec"), module.__dict__)
    setattr(sys.modules["assay.sandbox.inside"], name, module)
sys.modules["assay.sandbox.inside.broker"].main(boot.pop("config"))
"""
ARGUMENTS = ("-S", "-s", "-P", "-c", BOOT, "0")
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}
_PATIENCE, _IDLE = 30.0, 20.0


class Pipe(Protocol):
    """The byte channel of a supervisor."""

    def write(self, data: bytes) -> None:
        """Send all of `data`; raises OSError."""
        ...

    def read(self, most: int, deadline: float) -> bytes:
        """Up to `most` bytes, b"" at the end; raises TimeoutError at the monotonic deadline."""
        ...

    def quiet(self) -> bool:
        """Whether the channel is open and nothing waits in it, as it is of an idle supervisor."""
        ...

    def last_words(self) -> str:
        """What the supervisor has said on stderr so far."""
        ...

    def kill(self) -> None:
        """End the supervisor and all below it, from any thread; may take a while."""
        ...

    def release(self) -> None:
        """Close our own descriptors, once no thread reads or writes them."""
        ...


class Lost(Exception):
    """The supervisor died, hung or talked nonsense."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a supervisor says of one case; the parts are what came out of its pipes."""

    failure: str
    over: tuple[str, ...]
    out: bytes
    err: bytes
    value: bytes
    note: bytes
    status: dict[str, Any]


def boot_frame(config: dict[str, Any]) -> bytes:
    """The inside program and its configuration, as the boot code expects them."""
    folder = Path(__file__).parent / "inside"
    modules = [(name, (folder / f"{name}.py").read_text("utf-8")) for name in MODULES]
    data = json.dumps({"modules": modules, "config": config}).encode()
    return struct.pack(">I", len(data)) + data


class Link:
    """Talks to one supervisor; not for several threads at once. `cases` counts what it ran.

    Who gets Lost from a talk closes the link; that is left to them, since it may take a while.
    """

    def __init__(self, pipe: Pipe, config: dict[str, Any]) -> None:
        self.pipe = pipe
        self._talking = threading.Lock()
        self.cases = 0
        self.last_used = time.monotonic()
        try:
            self.hello = self._talk(boot_frame(config), _PATIENCE)[0]
        except BaseException:
            self.close()
            raise

    def _talk(self, request: bytes, patience: float) -> tuple[dict[str, Any], list[bytes]]:
        deadline = time.monotonic() + patience
        with self._talking:
            try:
                self.pipe.write(request)
                reply = wire.unpack(lambda count: self.pipe.read(count, deadline))
            except (OSError, ValueError, wire.Closed, wire.Garbled) as error:
                said = self.pipe.last_words()[-500:]
                raise Lost(f"{type(error).__name__} {error} {said}".strip()) from None
        self.last_used = time.monotonic()
        return reply

    def fit(self) -> bool:
        """Whether it is still there: its end is open, and after long idleness it answers."""
        if not self.pipe.quiet():
            return False
        try:
            if time.monotonic() - self.last_used > _IDLE:
                self.ping()
            return True
        except Lost:
            return False

    def ping(self) -> None:
        """Ask for a sign of life; raises Lost."""
        self._talk(wire.pack({"op": "ping"}), 5.0)

    def case(self, job: Job, given: bytes, program: bytes | None = None) -> Answer:
        """Run one case, with a new `program` or the one that was loaded last; raises Lost."""
        self.cases += 1
        request = wire.pack({"op": "case", "number": self.cases, "job": job}, [given])
        if program is not None:
            request = wire.pack({"op": "load"}, [program]) + request
        head, parts = self._talk(request, job.patience + _PATIENCE)
        try:
            if head["number"] != self.cases:
                raise ValueError("the answer to another question")
            out, err, value, note, status = parts
            report = packet.report_of(status) if status else {}
            return Answer(head["failure"], tuple(head["over"]), out, err, value, note, report)
        except (ValueError, KeyError, TypeError) as error:
            raise Lost(f"a broken answer: {error}") from None

    def close(self) -> None:
        """End the supervisor; a talk in another thread ends with Lost."""
        self.pipe.kill()
        with self._talking:
            self.pipe.release()

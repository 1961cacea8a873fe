"""The fork server: a warm interpreter that makes an init and a candidate for every case.

    zygote = Zygote(setup, close)     # in the broker, before it has read a single request
    spare = zygote.spare()            # a pair that waits in its own namespaces for its job

The server itself hears nothing: it makes pairs, two ahead, and hands the broker the sockets to
them. No job, source or input ever comes near it, so that nothing of another program lies in the
memory that the candidates inherit. Dies with the broker.
"""

import gc
import importlib
import os
import random
import signal
import socket
import sys
from collections import deque
from dataclasses import dataclass
from typing import NoReturn

from assay.sandbox.inside import candidate, case, kernel, packet, pyrun
from assay.sandbox.inside.settings import Setup

AHEAD = 2
_WARM = (
    "atexit",
    "base64",
    "bisect",
    "collections",
    "contextlib",
    "copy",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "heapq",
    "io",
    "itertools",
    "json",
    "linecache",
    "math",
    "operator",
    "random",
    "re",
    "statistics",
    "string",
    "threading",
    "traceback",
    "typing",
)
SPACES = kernel.NEWPID | kernel.NEWNS | kernel.NEWIPC


class Gone(Exception):
    """The fork server is dead; the sandbox with it."""


@dataclass(frozen=True, slots=True)
class Spare:
    """An init that waits in its namespaces, and the descriptors of sockets to it and its child."""

    pid: int
    to_init: int
    to_candidate: int

    def start(self, message: bytes, for_init: list[int], for_candidate: list[int]) -> None:
        """Give both the job and their descriptors."""
        for to, fds in ((self.to_init, for_init), (self.to_candidate, for_candidate)):
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, to) as channel:
                packet.send(channel, message, fds)


class Zygote:
    """The broker's side of the fork server; `close` are descriptors that the server must lose."""

    def __init__(self, setup: Setup, close: list[int]) -> None:
        self._channel, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._spares: deque[Spare] = deque()
        self._ended: set[int] = set()
        self._pid = os.fork()
        if self._pid == 0:
            self._channel.close()
            for descriptor in close:
                os.close(descriptor)
            _serve(setup, its)
        its.close()

    def kill(self) -> None:
        """End the fork server and, since they die with it, all that it made."""
        os.kill(self._pid, signal.SIGKILL)
        self._channel.close()

    def _hear(self) -> None:
        """Take one message: a new pair, or the end of an old one."""
        message, fds = packet.receive(self._channel)
        if not message:
            raise Gone("the fork server is gone")
        if fds:
            self._spares.append(Spare(int(message), *fds))
        else:
            self._ended.add(int(message))

    def spare(self) -> Spare:
        """A pair that nobody has used; raises Gone."""
        while not self._spares:
            self._hear()
        return self._spares.popleft()

    def wait_for(self, pid: int) -> None:
        """Wait until that init and all in its namespaces are dead."""
        while pid not in self._ended:
            self._hear()
        self._ended.clear()


def _serve(setup: Setup, channel: socket.socket) -> NoReturn:
    kernel.die_with_parent()
    kernel.name_process("sandbox-zygote")
    for name in _WARM:
        importlib.import_module(name)
    random.seed(0)
    kernel.empty_bounding_set()
    kernel.no_new_privileges()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    candidate.prepare(setup)
    pyrun.open_streams()
    pyrun.leave_modules()
    gc.collect()
    gc.disable()
    gc.freeze()
    try:
        for _ in range(AHEAD):
            _make(setup, channel)
        while True:
            pid = os.waitpid(-1, 0)[0]
            os.write(channel.fileno(), str(pid).encode())
            _make(setup, channel)
    except OSError as error:
        print(f"the fork server ends: {error}", file=sys.stderr, flush=True)
        os._exit(1)


def _make(setup: Setup, channel: socket.socket) -> None:
    """One init in new namespaces, announced to the broker."""
    first, second = (socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(2))
    pid = kernel.clone(SPACES if setup.spaces else 0)
    if pid == 0:
        for end in (channel, first[0], second[0]):
            os.close(end.fileno())
        case.run(setup, first[1], second[1])
    packet.send(channel, b"%d" % pid, [first[0].fileno(), second[0].fileno()])
    for end in (*first, *second):
        os.close(end.detach())

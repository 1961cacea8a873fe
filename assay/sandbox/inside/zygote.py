"""The fork server: a warm interpreter that makes one init for every case.

    socket = start(setup)            # in the broker, before it has read a single request

Over a seqpacket socket it gets a `Job` (limits and language) and open descriptors, never a
source, an input or an answer, so that nothing of another program lies in the memory that the
candidates inherit. It answers with the init's pid at once and with `ended` when the init and with
it everything in its namespaces is dead. Dies with the broker.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
from typing import NoReturn

from assay.sandbox.inside import case, kernel
from assay.sandbox.inside.settings import Job, Setup

DESCRIPTORS = 9
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


def start(setup: Setup, close: list[int]) -> socket.socket:
    """Fork the zygote; `close` are the broker's own descriptors that it must not keep."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork():
        its.close()
        return ours
    ours.close()
    for descriptor in close:
        os.close(descriptor)
    _serve(setup, its)


def _serve(setup: Setup, channel: socket.socket) -> NoReturn:
    kernel.die_with_parent()
    for name in _WARM:
        importlib.import_module(name)
    kernel.empty_bounding_set()
    kernel.no_new_privileges()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stdin = sys.stdout = None
    gc.collect()
    gc.disable()
    gc.freeze()
    try:
        while True:
            _one(setup, channel)
    except (OSError, EOFError):
        os._exit(1)


def _one(setup: Setup, channel: socket.socket) -> None:
    message, fds, _, _ = socket.recv_fds(channel, 4096, DESCRIPTORS)
    if not message:
        raise EOFError
    try:
        job = Job(**json.loads(message))
        pid = kernel.clone(SPACES) if setup.spaces else os.fork()
    except OSError as error:
        _close(fds)
        os.write(channel.fileno(), f"!{error}".encode())
        return
    if pid == 0:
        channel.close()
        case.run(setup, job, fds if len(fds) == DESCRIPTORS else [*fds, -1])
    _close(fds)
    os.write(channel.fileno(), str(pid).encode())
    os.waitpid(pid, 0)
    os.write(channel.fileno(), b"ended")


def _close(fds: list[int]) -> None:
    for descriptor in fds:
        os.close(descriptor)

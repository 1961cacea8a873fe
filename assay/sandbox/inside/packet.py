"""Short messages of fixed form among broker, init and candidate, and descriptors beside them.

    send(channel, job_bytes(job), [3, 4])           message, fds = receive(channel)

Init and candidate are forked for one case, and each page that they touch is copied first: what JSON
and `socket.recv_fds` touched beside was a tenth of all.
Nothing that a candidate could write is ever read here.
"""

import socket
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from assay.sandbox.inside.settings import Job

FLAGS = ("ok", "tle", "mle", "ie", "stopped", "starved")
MOST = 4096
_JOB = struct.Struct("=10s15sddQQI")
_REPORT = struct.Struct("=??Biddq")
_INT = struct.calcsize("i")
_ROOM = socket.CMSG_SPACE(6 * _INT)


def send(channel: socket.socket, message: bytes, fds: Sequence[int]) -> None:
    """One message with copies of the descriptors."""
    rights = struct.pack(f"={len(fds)}i", *fds)
    channel.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)] if fds else [])


def receive(channel: socket.socket) -> tuple[bytes, list[int]]:
    """The next message, b"" at the end, and its descriptors, at most six."""
    message, beside, _, _ = channel.recvmsg(MOST, _ROOM)
    return message, memoryview(beside[0][2]).cast("i").tolist() if beside else []


def job_bytes(job: Job) -> bytes:
    """A job as a message."""
    return _JOB.pack(job.lang.encode(), job.mode.encode(), *job[2:])


def job_of(message: bytes) -> Job:
    """The job that a message is."""
    lang, mode, *rest = _JOB.unpack(message)
    return Job(lang.rstrip(b"\0").decode(), mode.rstrip(b"\0").decode(), *rest)


def report_bytes(report: Mapping[str, Any]) -> bytes:
    """What an init says of its case. The first byte is 1 for one that left no process behind."""
    code, message = report.get("exit"), str(report.get("message", ""))
    head = _REPORT.pack(
        report.get("clean", False),
        code is not None,
        FLAGS.index(report["flag"]),
        code or 0,
        report.get("cpu_s", 0.0),
        report.get("wall_s", 0.0),
        report.get("peak", 0),
    )
    return head + message.encode("utf-8", "replace")


def report_of(data: bytes) -> dict[str, Any]:
    """The report again; raises ValueError for what is none."""
    if len(data) < _REPORT.size or data[2] >= len(FLAGS):
        raise ValueError(f"a report of {len(data)} bytes")
    clean, ended, flag, code, cpu_s, wall_s, peak = _REPORT.unpack_from(data)
    return {
        "clean": clean,
        "flag": FLAGS[flag],
        "exit": code if ended else None,
        "cpu_s": cpu_s,
        "wall_s": wall_s,
        "peak": peak,
        "message": data[_REPORT.size :].decode("utf-8", "replace"),
    }

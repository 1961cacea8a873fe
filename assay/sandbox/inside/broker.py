"""The sandbox's own process: takes requests from the host and sends back what programs did.

    main(config)      # called by the boot code with what the host sent first; never returns

It alone holds the channel to the host. Streams of a candidate are pipes that it reads, up to the
output cap; inputs and sources are sealed memory files. When the host goes away, so does all.
"""

import fcntl
import os
import select
import signal
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any, NoReturn

from assay.sandbox.inside import case, kernel, packet, start, wire
from assay.sandbox.inside.settings import COMPILING, Job, Setup
from assay.sandbox.inside.zygote import Gone, Zygote

_SEALS = 0x0F
_ADD_SEALS = 1033
_CHUNK = 1 << 18
_NOTE_CAP, _STATUS_CAP = 4096, 1 << 16
_GRACE = 10.0


@dataclass(slots=True)
class Stream:
    """What has come out of one pipe; `over` when it was more than `cap`."""

    cap: int
    data: bytearray = field(default_factory=bytearray)
    over: bool = False

    def take(self, part: bytes) -> None:
        room = self.cap - len(self.data)
        self.data += part[:room]
        self.over = self.over or len(part) > room


class Broker:
    """Serves one host over two descriptors."""

    def __init__(self, setup: Setup, source: int, sink: int) -> None:
        self.setup, self.source, self.sink = setup, source, sink
        self.counter = start.cpu_counter(setup)
        self.zygote = Zygote(setup, [source, sink])
        self.program = -1
        self.unclean = 0
        self.leaving = self.working = False

    def serve(self) -> None:
        """Answer requests until the host closes the channel."""
        hello = {**asdict(self.setup), "op": "hello", "pid": os.getpid()}
        wire.send(self.sink, hello)
        while True:
            head, blobs = wire.receive(self.source)
            if head["op"] == "load":
                self._load(blobs[0])
            elif head["op"] == "case":
                self.working = True
                answer, parts = self._case(Job(*head["job"]), blobs[0])
                self.working = False
                wire.send(self.sink, {**answer, "number": head["number"]}, parts)
            else:
                wire.send(self.sink, {"op": "pong"})

    def leave(self) -> None:
        """Asked to end: at once when idle, else when the case at work has been stopped."""
        if not self.working:
            self.end(0)
        self.leaving = True

    def end(self, status: int) -> NoReturn:
        """Leave with everything below us dead and reaped; the inits die with the zygote."""
        self.zygote.kill()
        with suppress(ChildProcessError):
            while True:
                os.wait()
        start.sweep(self.setup)
        os._exit(status)

    def _load(self, program: bytes) -> None:
        if self.program >= 0:
            os.close(self.program)
        self.program = _sealed("program", program)

    def _case(self, job: Job, given: bytes) -> tuple[dict[str, Any], list[bytes]]:
        os.lseek(self.program, 0, os.SEEK_SET)
        caps = {"out": job.output, "err": job.output, "value": job.output}
        if job.mode in COMPILING:
            caps["value"] = case.MOST_BINARY
        caps |= {"note": _NOTE_CAP, "status": _STATUS_CAP}
        pipes = {name: os.pipe() for name in caps}
        control, held = os.pipe()
        for name in ("out", "err"):
            os.fchmod(pipes[name][1], 0o622)
        stdin = os.dup(self.program) if job.mode in COMPILING else _sealed("input", given)
        order = ("out", "err", "value", "note")
        ends = {name: pipes[name][1] for name in caps}
        candidates = [self.program, stdin, *(ends[name] for name in order)]
        inits = [ends["status"], control, ends["value"]]
        streams = {pipes[name][0]: Stream(cap) for name, cap in caps.items()}
        pid = self._start(job, candidates, inits)
        for descriptor in (stdin, control, *ends.values()):
            os.close(descriptor)
        failure = self._pump(streams, held, pid, job.patience + _GRACE)
        if failure or not streams[pipes["status"][0]].data.startswith(b"\1"):
            self.unclean = pid
        for descriptor in streams:
            os.close(descriptor)
        return _answer(dict(zip(caps, streams.values(), strict=True)), failure)

    def _start(self, job: Job, candidates: list[int], inits: list[int]) -> int:
        """Set a waiting pair to work, once nothing of an unclean case before it is alive."""
        if self.unclean:
            self.zygote.wait_for(self.unclean)
            self.unclean = 0
        spare = self.zygote.spare()
        counter = [self.counter] if self.counter >= 0 else []
        spare.start(packet.job_bytes(job), [*inits, *counter], candidates)
        return spare.pid

    def _pump(self, streams: dict[int, Stream], held: int, pid: int, patience: float) -> str:
        """Read every pipe to its end; stop the case when one is over its cap or the host goes."""
        poller = select.poll()
        for descriptor in streams:
            poller.register(descriptor, select.POLLIN)
        poller.register(self.source, 0)
        open_ones, failure = set(streams), ""
        deadline = time.monotonic() + patience
        # The init keeps the time; only where it got no turn for too long do we end the case.
        while open_ones:
            if self.leaving:
                self._abandon(held, streams)
            for descriptor, _ in poller.poll(500):
                if descriptor == self.source:
                    self._abandon(held, streams)
                part = os.read(descriptor, _CHUNK)
                streams[descriptor].take(part)
                if not part:
                    poller.unregister(descriptor)
                    open_ones.discard(descriptor)
                elif streams[descriptor].over and held >= 0:
                    os.close(held)
                    held = -1
            if time.monotonic() > deadline:
                failure, deadline = "overdue", deadline + 3600
                os.kill(pid, signal.SIGKILL)
        if held >= 0:
            os.close(held)
        return failure

    def _abandon(self, held: int, streams: dict[int, Stream]) -> NoReturn:
        """The host is gone: let the init end the case, which without namespaces it alone can."""
        if held >= 0:
            os.close(held)
        if not self.setup.spaces:
            for descriptor in streams:
                while os.read(descriptor, _CHUNK):
                    pass
        raise wire.Closed


def _answer(streams: dict[str, Stream], failure: str) -> tuple[dict[str, Any], list[bytes]]:
    parts = [bytes(streams[name].data) for name in ("out", "err", "value", "note", "status")]
    over = [name for name in ("out", "err", "value") if streams[name].over]
    return {"op": "outcome", "failure": failure, "over": over}, parts


def _sealed(name: str, data: bytes) -> int:
    """A memory file that nobody can change any more, at its beginning."""
    descriptor = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    wire.write_all(descriptor, data)
    fcntl.fcntl(descriptor, _ADD_SEALS, _SEALS)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def main(config: dict[str, Any]) -> NoReturn:
    """Set up isolation, start the zygote, serve."""
    source, sink = os.dup(0), os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kernel.adopt_orphans()
    broker = Broker(start.prepare(config), source, sink)
    signal.signal(signal.SIGTERM, lambda *_: broker.leave())
    try:
        broker.serve()
    except wire.Closed:
        broker.end(0)
    except (Gone, OSError) as error:
        print(error, file=sys.stderr, flush=True)
    broker.end(1)

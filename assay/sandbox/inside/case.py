"""The init of one case: makes its private world, starts the candidate, watches and measures it.

    run(setup, channel, candidates)      # fresh from the zygote's clone; never returns

Both it and the candidate it forks are ready before the job is known, and wait for it. As pid 1 of
the case's namespace it outlives every trick of the candidate, and when it ends the kernel kills
whatever is left. Without namespaces it adopts orphans and kills all below it. It holds no source
and no input. Its report, on a pipe that the candidate never holds: flag, exit status, seconds,
bytes.
"""

import importlib
import os
import select
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from assay.sandbox.inside import candidate, census, kernel, packet
from assay.sandbox.inside.settings import COMPILING, Job, Setup

MOST_BINARY = 32 << 20
_FIRST_LOOK, _LOOK = 0.02, 0.01
_SLACK = 0.25
_FEW = 8
_QUEUES = 0.05


class Ends(NamedTuple):
    """The init's own descriptors: its report, the stop signal, the CPU counter or -1.

    `binary` is where a compiled program goes.
    """

    status: int
    control: int
    binary: int
    counter: int = -1


@dataclass(slots=True)
class Watch:
    """What was seen of the candidate so far. `flag` is None while nothing is wrong."""

    flag: str | None = None
    cpu_s: float = 0.0
    peak: int = 0
    next_exact: float = 0.0
    queued: float = 0.0
    ledger: census.Ledger = field(default_factory=census.Ledger)


def run(setup: Setup, channel: socket.socket, candidates: socket.socket) -> NoReturn:
    """Get ready, wait for a job and its descriptors, run the case, report."""
    kernel.die_with_parent()
    kernel.name_process("sandbox-init")
    failure, home, pid = "", "", 0
    try:
        home = _world(setup)
        # No fork hooks of Python: they touch many pages, and `random` begins alike each time.
        pid = kernel.clone(0)
        if pid == 0:
            os.close(channel.fileno())
            candidate.wait(setup, candidates, home)
    except OSError as error:
        failure = str(error)
    os.close(candidates.fileno())
    message, fds = packet.receive(channel)
    if not message:
        os._exit(0)
    ends = Ends(*fds)
    report: dict[str, object] = {"flag": "ie", "message": failure}
    try:
        if not failure:
            report = _case(setup, packet.job_of(message), ends, pid, home)
    except BaseException as error:
        report["message"] = f"{type(error).__name__}: {error}"
    os.write(ends.status, packet.report_bytes(report))
    os._exit(0)


def _case(setup: Setup, job: Job, ends: Ends, pid: int, home: str) -> dict[str, object]:
    report = _watch(setup, job, pid, ends, _counter(ends.counter))
    if job.mode in COMPILING and report["exit"] == 0 and report["flag"] == "ok":
        _hand_over(f"{home}/binary", ends.binary)
    if not setup.spaces:
        importlib.import_module("shutil").rmtree(home, ignore_errors=True)
    return report


def _world(setup: Setup) -> str:
    """A private /tmp and /proc, or a folder of its own where nothing can be mounted."""
    if setup.spaces:
        room = f"size={setup.tmp_bytes},nr_inodes={setup.tmp_inodes},mode=1777"
        safe = kernel.NOSUID | kernel.NODEV
        kernel.mount("tmpfs", "/tmp", "tmpfs", safe, room)
        _mount_proc(safe | kernel.NOEXEC)
        return "/tmp"
    kernel.adopt_orphans()
    home = f"{setup.scratch}/{os.getpid()}-{time.monotonic_ns():x}"
    os.mkdir(home, 0o700)
    if setup.uid is not None:
        os.chown(home, setup.uid, setup.uid)
    return home


def _mount_proc(flags: int) -> None:
    """Only processes of this case, and of them only one's own; older kernels show a bit more."""
    try:
        kernel.mount("proc", "/proc", "proc", flags, "hidepid=2,subset=pid")
    except OSError:
        kernel.mount("proc", "/proc", "proc", flags, "hidepid=2")


def _watch(setup: Setup, job: Job, pid: int, ends: Ends, spent: float) -> dict[str, object]:
    watch, begun = Watch(), time.monotonic()
    own = time.process_time()

    def counted() -> float:
        """What the container has used since the start, less what watching it cost."""
        return _counter(ends.counter) - spent - (time.process_time() - own)

    poller = select.poll()
    ended = os.pidfd_open(pid)
    poller.register(ended, select.POLLIN)
    poller.register(ends.control, 0)
    pause = _FIRST_LOOK
    while watch.flag is None:
        ready = dict(poller.poll(pause * 1000))
        if ended in ready:
            break
        if ends.control in ready:
            watch.flag = "stopped"
            break
        _look(setup, job, watch, begun, counted())
        pause = _LOOK
    return _report(setup, job, pid, watch, begun, counted())


def _look(setup: Setup, job: Job, watch: Watch, begun: float, counted: float) -> None:
    usage = _census(setup)
    seen = watch.ledger.seen(usage)
    watch.cpu_s = max(watch.cpu_s, usage.cpu_s + census.reaped_cpu(), seen)
    watch.flag = _too_long(job, watch, usage, _since(begun), counted)
    if watch.flag is not None:
        return
    memory = usage.memory
    if memory > job.memory and len(usage.own) > 1:
        memory = _exact(setup, job, watch, usage)
    watch.peak = max(watch.peak, memory)
    if watch.peak > job.memory:
        watch.flag = "mle"


def _census(setup: Setup) -> census.Usage:
    own = os.getpid()
    return census.living(own) if setup.spaces else census.below(own)


def _too_long(
    job: Job, watch: Watch, usage: census.Usage, wall: float, counted: float
) -> str | None:
    """The CPU limit, and the wall limit for those who sleep: a queue for a processor is no sleep.

    The wall is counted less the time in which a thread stood in line, so that a busy machine ends
    nothing early; what is in line right now is asked again at the next look.
    """
    if max(watch.cpu_s, counted - _SLACK) > job.cpu_s:
        return "tle"
    late = wall - watch.ledger.starved_s > job.wall_s
    if late or wall - watch.queued > _QUEUES:
        watch.ledger.queue(usage.own, wall)
        watch.queued = wall
    if wall > job.patience:
        return "starved"
    late = wall - watch.ledger.starved_s > job.wall_s
    return "tle" if late and not census.wants_cpu(usage.own) else None


def _exact(setup: Setup, job: Job, watch: Watch, usage: census.Usage) -> int:
    """Memory with shared pages told apart; dear with many processes, then done seldom."""
    if len(usage.own) > _FEW and time.monotonic() < watch.next_exact:
        return 0
    watch.next_exact = time.monotonic() + 10 * _LOOK
    found = census.proportional(usage, setup.uid, job.memory)
    if found <= job.memory:
        return found
    # Who ends while we read leaves its share to those read later: only a second reading counts.
    return min(found, census.proportional(_census(setup), setup.uid, job.memory))


def _report(
    setup: Setup, job: Job, pid: int, watch: Watch, begun: float, counted: float
) -> dict[str, object]:
    wall, code, left = _since(begun), None, True
    if watch.flag is None:
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        left = _reap()
        used = (_survivors(setup) if left else 0.0) + census.reaped_cpu()
        watch.cpu_s = used = max(watch.cpu_s, used)
        watch.peak = max(watch.peak, census.reaped_peak())
        if watch.peak > job.memory:
            watch.flag = "mle"
        elif max(used, counted - _SLACK) > job.cpu_s:
            watch.flag = "tle"
    if not setup.spaces:
        _kill_all_below()
    return {
        "clean": not left,
        "flag": watch.flag or "ok",
        "exit": None if watch.flag else code,
        "cpu_s": watch.cpu_s,
        "wall_s": wall,
        "peak": watch.peak,
    }


def _survivors(setup: Setup) -> float:
    """CPU seconds of what the candidate left running; in a namespace our exit will kill it."""
    own = os.getpid()
    return (census.living(own) if setup.spaces else census.below(own)).cpu_s


def _reap() -> bool:
    """Wait for every child that has ended; whether others are left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return False
    return True


def _kill_all_below() -> None:
    while _reap():
        for pid in census.descendants(os.getpid()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _since(begun: float) -> float:
    return time.monotonic() - begun


def _counter(descriptor: int) -> float:
    """CPU seconds of the whole container so far, 0 where no counter is to be had."""
    if descriptor < 0:
        return 0.0
    data = os.pread(descriptor, 4096, 0)
    if data.startswith(b"usage_usec "):
        return int(data.split()[1]) / 1e6
    return int(data) / 1e9


def _hand_over(path: str, to: int) -> None:
    """Write the compiled binary to the broker; a link or a giant is refused."""
    source = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    size = os.fstat(source).st_size
    if size > MOST_BINARY:
        raise ValueError(f"a binary of {size} bytes; {MOST_BINARY} are allowed")
    while os.sendfile(to, source, None, 1 << 20):
        pass

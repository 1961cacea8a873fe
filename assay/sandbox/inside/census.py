"""What the processes of one case use: CPU time and memory over all of them.

    living(own_pid=1) -> Usage(cpu_s=0.31, memory=41_000_000, own={2: 0.31}, sizes={2: 41_000_000})

CPU is what reaped descendants used (our own RUSAGE_CHILDREN) and what /proc says of the living;
`Ledger` keeps what was seen of those that nobody waited for, and how long the case wanted a
processor and had none. Memory is the sum of resident sets; where that passes the limit,
`proportional` tells pages shared between processes apart.
"""

import os
import resource
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from assay.sandbox.inside import kernel

_TICK = os.sysconf("SC_CLK_TCK")
_INHERITED = 8 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of CPU and bytes of memory, and both for each living process alone."""

    cpu_s: float
    memory: int
    own: dict[int, float]
    sizes: dict[int, int]


@dataclass(slots=True)
class Ledger:
    """What was seen of a case from look to look.

    `gone_s` is the CPU of processes that have vanished, as last seen: with SIGCHLD ignored nobody
    waits for them and the kernel forgets what they used. `starved_s` is time in which some thread
    stood in line for a processor, so that a wall limit need not depend on the machine's load.
    """

    gone_s: float = 0.0
    starved_s: float = 0.0
    _own: dict[int, float] = field(default_factory=dict)
    _delays: dict[str, float] = field(default_factory=dict)

    def seen(self, usage: Usage) -> float:
        """Take a look into the book; the CPU seconds of all processes that were ever seen."""
        for pid, spent in self._own.items():
            # A pid that counts from nothing again is another process.
            if usage.own.get(pid, -1.0) < spent:
                self.gone_s += spent
        self._own = usage.own
        return self.gone_s + sum(usage.own.values())

    def queue(self, pids: Iterable[int], wall: float) -> None:
        """Take in how long threads have stood in line; told to us when the line is behind them."""
        delays = {name: delay for pid in pids for name, delay in _delays(pid)}
        longest = max((d - self._delays.get(n, 0.0) for n, d in delays.items()), default=0.0)
        self.starved_s = min(self.starved_s + max(longest, 0.0), wall)
        self._delays = delays


def reaped_cpu() -> float:
    """CPU seconds of the descendants that were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def reaped_peak() -> int:
    """The largest resident set, in bytes, of any descendant that was waited for."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def living(own_pid: int) -> Usage:
    """Usage of every process in this pid namespace but `own_pid`; /proc must be its own."""
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return _sum([pid for pid in pids if pid != own_pid])


def _sum(pids: list[int]) -> Usage:
    cpu, own, sizes = 0.0, {}, {}
    for pid in pids:
        try:
            fields = _stat(f"/proc/{pid}")
        except OSError:
            continue
        # Fields 14 to 17 of proc(5), two of which the split has dropped: own and children's time.
        cpu += sum(map(int, fields[11:15])) / _TICK
        own[pid] = (int(fields[11]) + int(fields[12])) / _TICK
        # A main thread that has left while others go on shows no memory; they do.
        if fields[0] == b"Z" and int(fields[17]) > 1:
            fields = _stat_of_thread(pid) or fields
        sizes[pid] = max(0, int(fields[21])) * _PAGE
    return Usage(cpu, sum(sizes.values()), own, sizes)


def _stat(folder: str) -> list[bytes]:
    return _read(f"{folder}/stat").rpartition(b")")[2].split()


def _threads(pid: int) -> list[str]:
    with suppress(OSError):
        return [f"/proc/{pid}/task/{thread}" for thread in os.listdir(f"/proc/{pid}/task")]
    return []


def wants_cpu(pids: Iterable[int]) -> bool:
    """Whether some thread runs, or stands in line and has yet to be told how long it did."""
    for thread in (thread for pid in pids for thread in _threads(pid)):
        with suppress(OSError):
            if _stat(thread)[0] == b"R":
                return True
    return False


def _stat_of_thread(pid: int) -> list[bytes] | None:
    """What is said of the first living thread."""
    for thread in _threads(pid):
        with suppress(OSError):
            fields = _stat(thread)
            if fields[0] != b"Z":
                return fields
    return None


def _delays(pid: int) -> Iterator[tuple[str, float]]:
    """Each thread of a process and the seconds it has stood in line so far."""
    for thread in _threads(pid):
        with suppress(OSError, IndexError):
            yield thread, int(_read(f"{thread}/schedstat").split()[1]) / 1e9


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def descendants(root: int) -> list[int]:
    """The living pids below `root`, found by their parents; for use without a pid namespace."""
    parents: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = _read(f"/proc/{name}/stat").rpartition(b")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(name))
    found, stack = [], [root]
    while stack:
        children = parents.get(stack.pop(), [])
        found += children
        stack += children
    return found


def below(root: int) -> Usage:
    """Usage of the processes below `root`."""
    return _sum(descendants(root))


def proportional(usage: Usage, uid: int | None, most: int) -> int:
    """Memory of the processes with shared pages divided among them.

    The kernel shows that much of a process to its own user alone, so we read as `uid`; one that
    hides even so counts whole, but for what it may share with the zygote. Reading is dear, so the
    largest come first, and past `most` there is nothing more to know.
    """
    total, hidden = 0, []
    with _acting_as(uid):
        for pid in sorted(usage.sizes, key=usage.sizes.__getitem__, reverse=True):
            share = _share(pid)
            total += share
            if total > most:
                return total
            if not share:
                hidden.append(pid)
    return total + sum(max(0, size - _INHERITED) for size in _sum(hidden).sizes.values())


def _share(pid: int) -> int:
    """Proportional bytes of a process, read from whichever of its threads still lives."""
    for folder in (f"/proc/{pid}", *_threads(pid)):
        with suppress(OSError):
            lines = _read(f"{folder}/smaps_rollup").splitlines()
            return sum(int(line.split()[1]) for line in lines if line.startswith(b"Pss:")) << 10
    return 0


@contextmanager
def _acting_as(uid: int | None) -> Iterator[None]:
    """With the effective ids of a candidate; the real and saved ones stay, so it gains nothing."""
    if uid is None:
        yield
        return
    os.setegid(uid)
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        # The kernel forgets this with a change of ids.
        kernel.die_with_parent()

"""What the processes of one case use: CPU time and memory over all of them.

    living(own_pid=1) -> Usage(cpu_s=0.31, memory=41_000_000, processes=1)

CPU is what reaped descendants used (our own RUSAGE_CHILDREN) and what /proc says of the living.
Memory is the sum of resident sets; where that passes the limit, `proportional` tells pages shared
between processes apart, if the kernel lets us read so much of another uid's process.
"""

import os
import resource
from dataclasses import dataclass

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of CPU and bytes of memory; `processes` living ones were counted."""

    cpu_s: float
    memory: int
    processes: int


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
    cpu, memory, count = 0.0, 0, 0
    for pid in pids:
        try:
            fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
        except OSError:
            continue
        # Fields 14 to 17 of proc(5), two of which the split has dropped: own and children's time.
        cpu += sum(map(int, fields[11:15])) / _TICK
        memory += max(0, int(fields[21])) * _PAGE
        count += 1
    return Usage(cpu, memory, count)


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


def proportional(pids: list[int]) -> int | None:
    """Memory of the processes with shared pages divided among them; None when unreadable."""
    total = 0
    for pid in pids:
        try:
            lines = _read(f"/proc/{pid}/smaps_rollup").splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith(b"Pss:")) * 1024
        except (OSError, StopIteration):
            return None
    return total


def pids_here(own_pid: int) -> list[int]:
    """Every other process of this pid namespace."""
    return [int(n) for n in os.listdir("/proc") if n.isdigit() and int(n) != own_pid]

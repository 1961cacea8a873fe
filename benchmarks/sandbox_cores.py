"""How workers scale when each has a core of its own: what one reaches on one core, and two on two.

    python benchmarks/sandbox.py cores --cases 300       # prints Markdown

A worker alone uses one and a half cores, since the next pair of processes is made while a case
runs, so that on two cores the second cannot double it. Here a worker (the process that asks, the
supervisor and every case) is held to one core by its affinity, alone or beside another on another
core, in turns. It does not say what a machine with many cores does; its memory is shared too.
"""

import multiprocessing
import os
import statistics
import time
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from assay.core.errors import SandboxUnavailable
from assay.sandbox import open_sandbox
from assay.sandbox.bench import measure
from assay.sandbox.image import connect
from assay.sandbox.pool import Pool

BACKENDS = ("local", "docker")
ROUNDS = 5
_FORKING = multiprocessing.get_context("fork")


def cores(cases: int) -> None:
    """One confined worker and one on each core, in turns; the gain is of the summed rates."""
    own = sorted(os.sched_getaffinity(0))
    print(
        f"| backend | cases | one worker, one core, /s | {len(own)} workers, a core each, /s |",
        end="",
    )
    print(" gain (median, least, most of rounds) | load |\n|---|---|---|---|---|---|")
    for name in BACKENDS:
        try:
            open_sandbox(name).close()
        except SandboxUnavailable as error:
            print(f"({name}: {error})")
            continue
        alone, beside = [], []
        for number in range(ROUNDS):
            alone.append(_rate(name, [own[number % len(own)]], cases))
            beside.append(_rate(name, own, cases))
        gains = sorted(both / one for one, both in zip(alone, beside, strict=True))
        told = f"{statistics.median(gains):.2f} ({gains[0]:.2f}, {gains[-1]:.2f})"
        each = f"{statistics.mean(alone):.1f} | {statistics.mean(beside):.1f}"
        total = ROUNDS * cases * (1 + len(own))
        print(f"| {name} | {total} | {each} | {told} | {os.getloadavg()[0]:.1f} |", flush=True)


def _rate(name: str, on: list[int], cases: int) -> float:
    """Cases a second of one confined worker on each of these cores, summed."""
    found: Queue[float] = _FORKING.Queue()
    together = _FORKING.Barrier(len(on))
    running = [
        _FORKING.Process(target=_confined, args=(name, core, cases, together, found)) for core in on
    ]
    for process in running:
        process.start()
    rates = [found.get(timeout=600) for _ in running]
    for process in running:
        process.join()
    return sum(rates)


def _confined(name: str, core: int, cases: int, together: Barrier, found: "Queue[float]") -> None:
    os.sched_setaffinity(0, {core})
    with open_sandbox(name) as sandbox:
        assert isinstance(sandbox, Pool)
        measure(sandbox, 20)
        if name == "docker":
            _hold(sandbox, core)
        measure(sandbox, 20)
        together.wait()
        begun = time.perf_counter()
        measure(sandbox, cases)
        # With the warming up inside, so that both work as long as either is timed.
        wall = time.perf_counter() - begun
        together.wait()
    found.put((cases + 21) / wall)


def _hold(pool: Pool, core: int) -> None:
    """Every process of the container, and with them all that they will make."""
    client = connect()
    for link in pool._links:
        rows = client.api.top(link.pipe.id, ps_args="-eo pid")["Processes"]  # type: ignore[attr-defined]
        for (pid,) in rows:
            os.sched_setaffinity(int(pid), {core})
    client.close()

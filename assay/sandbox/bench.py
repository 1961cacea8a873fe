"""How fast the sandbox is; what `assay sandbox bench` prints, and parts of benchmarks/sandbox.py.

    print(table([throughput("local", 200)]))

Rates hold for the machine, its load and the moment: compare only rows of one run. The program is
trivial and its output is checked.
"""

import os
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from assay.core.errors import AssayError
from assay.sandbox import Sandbox, Stdin, open_sandbox
from assay.sandbox.pool import Pool

PROGRAM = "print(input())"
_WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Speed:
    """Cases a second, and the time of one case in milliseconds, at a load average."""

    name: str
    cases: int
    rate: float
    p50_ms: float
    p99_ms: float
    load: float


def speed_of(name: str, times: Sequence[float], wall_s: float) -> Speed:
    """The speed of cases that took `times` (ms) each and `wall_s` seconds together."""
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    rate = len(times) / wall_s
    return Speed(name, len(times), rate, statistics.median(ordered), last, os.getloadavg()[0])


def throughput(backend: str, cases: int = 300, workers: int = 1) -> Speed:
    """The trivial program through a fresh sandbox, by as many threads as workers."""
    with open_sandbox(backend, workers=workers) as sandbox:
        times, wall = measure(sandbox, cases, workers)
    return speed_of(f"assay {backend}, {workers} worker(s)", times, wall)


def measure(sandbox: Sandbox, cases: int, threads: int = 1) -> tuple[list[float], float]:
    """Milliseconds of each case and seconds in all; raises AssayError for a wrong output."""
    times: list[float] = []

    def work(count: int, keep: bool) -> None:
        for _ in range(count):
            begun = time.perf_counter()
            outcome = sandbox.run("python", PROGRAM, [Stdin("7")]).outcomes[0]
            if outcome.stdout != b"7\n":
                raise AssayError(f"a wrong output in the benchmark: {outcome}")
            if keep:
                times.append((time.perf_counter() - begun) * 1000)

    def together(shares: Sequence[int], keep: bool) -> float:
        share = [threading.Thread(target=work, args=(count, keep)) for count in shares if count]
        begun = time.perf_counter()
        for thread in share:
            thread.start()
        for thread in share:
            thread.join()
        return time.perf_counter() - begun

    work(1, False)
    # Every worker, and the one in reserve, has started before the clock does.
    together([_WARM_UP] * threads, False)
    if isinstance(sandbox, Pool):
        sandbox.settle()
    wall = together([cases // threads + (at < cases % threads) for at in range(threads)], True)
    return times, wall


def table(speeds: Sequence[Speed]) -> str:
    """The speeds as a Markdown table."""
    head = "| path | cases | /s | p50 ms | p99 ms | load |\n|---|---|---|---|---|---|\n"
    return head + "".join(
        f"| {row.name} | {row.cases} | {row.rate:.1f} | {row.p50_ms:.1f} | {row.p99_ms:.1f}"
        f" | {row.load:.1f} |\n"
        for row in speeds
    )

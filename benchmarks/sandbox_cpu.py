"""Where the CPU of a case goes, over all its processes, and what two workers gain by it.

    python benchmarks/sandbox_cpu.py --cases 200         # prints Markdown

A worker alone already uses more than one core, since the next pair of processes is made while a
case runs. So two workers on two cores are bounded by the CPU of a case, and its floor is a C loop
(sandbox_floor.c) that forks, mounts and touches as many pages as the sandbox was seen to touch, and
runs nothing. Contenders take turns. Needs root, and gcc for the floor.
"""

import argparse
import os
import platform
import resource
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assay.core.errors import SandboxUnavailable
from assay.sandbox import open_sandbox
from assay.sandbox.bench import measure
from assay.sandbox.image import connect
from assay.sandbox.pool import Pool

_TICK = os.sysconf("SC_CLK_TCK")
_ROUNDS = 5
PARTS = ("host", "broker", "fork server", "init and candidate")


@dataclass
class Sums:
    """What the rounds of one backend have added up to."""

    cases: int = 0
    pages: float = 0.0
    cpu: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 0.0))
    walls: dict[int, float] = field(default_factory=lambda: {1: 0.0, 2: 0.0})


def stat(pid: int) -> list[int]:
    """/proc/PID/stat from its third field on."""
    return [
        int(part) if part.lstrip("-").isdigit() else 0
        for part in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ]


def processes(pool: Pool) -> tuple[int, int]:
    """The broker and the fork server of a pool of one."""
    link: Any = next(iter(pool._links))
    broker = link.hello["pid"]
    if hasattr(link.pipe, "id"):
        client = connect()
        broker = client.api.inspect_container(link.pipe.id)["State"]["Pid"]
        client.close()
    children = Path(f"/proc/{broker}/task/{broker}/children").read_text().split()
    return broker, int(children[0])


def reading(broker: int, server: int) -> tuple[dict[str, float], int]:
    """CPU seconds of each part so far, and the page faults of inits and candidates."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    one, two = stat(broker), stat(server)
    seconds = {
        "host": own.ru_utime + own.ru_stime,
        "broker": (one[11] + one[12]) / _TICK,
        "fork server": (two[11] + two[12]) / _TICK,
        "init and candidate": (two[13] + two[14]) / _TICK,
    }
    return seconds, two[8]


def take_turn(pools: dict[int, Pool], cases: int, sums: Sums) -> None:
    """One worker with its CPU read, then two."""
    ids = processes(pools[1])
    before, faults = reading(*ids)
    sums.walls[1] += measure(pools[1], cases)[1]
    after, more = reading(*ids)
    # `measure` warms up with 21 cases, which are in the CPU and not in the wall.
    sums.cases += cases + 21
    sums.pages += more - faults
    for part in PARTS:
        sums.cpu[part] += after[part] - before[part]
    sums.walls[2] += measure(pools[2], cases, 2)[1]


def line(name: str, sums: Sums, cases: int) -> str:
    """A row of the table, in milliseconds a case."""
    each = [sums.cpu[part] / sums.cases * 1000 for part in PARTS]
    one, two = (sums.walls[count] / cases / _ROUNDS * 1000 for count in (1, 2))
    cells = " | ".join(f"{value:.2f}" for value in (*each, sum(each), one, two))
    pages = sums.pages / sums.cases
    return f"| {name} | {cells} | {one / two:.2f} | {sum(each) / one:.2f} | {pages:.0f} |"


def floor(program: str, cases: int, pages: int, spaces: int, at_once: int) -> tuple[float, float]:
    """Milliseconds of wall and CPU a case of the C loop, by so many processes at once."""
    command = [program, str(cases), "9", str(pages), str(spaces)]
    begun = time.perf_counter()
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(at_once)]
    found = [process.communicate()[0].split() for process in running]
    wall = (time.perf_counter() - begun) / cases / at_once * 1000
    return wall, sum(float(cpu) for _, cpu in found) / at_once


def print_floor(cases: int, pages: int) -> None:
    source = Path(__file__).with_name("sandbox_floor.c")
    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/floor"
        subprocess.run(["gcc", "-O2", "-o", program, str(source)], check=True)
        print("| C loop: two forks of 9 MB a case | CPU ms | wall ms, 1 | wall ms, 2 | gain |")
        print("|---|---|---|---|---|")
        for what, touched, spaces in (
            ("and nothing else", 0, 0),
            ("namespaces and mounts", 0, 1),
            (f"each writes to {pages} pages", pages, 0),
            (f"namespaces, mounts and {pages} pages", pages, 1),
        ):
            one, cpu = floor(program, cases, touched, spaces, 1)
            two, _ = floor(program, cases, touched, spaces, 2)
            print(f"| {what} | {cpu:.2f} | {one:.2f} | {two:.2f} | {one / two:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100, help="in each of five rounds")
    cases = parser.parse_args().cases
    opened: dict[str, dict[int, Pool]] = {}
    for name in ("local", "docker"):
        try:
            pools = {count: open_sandbox(name, workers=count) for count in (1, 2)}
        except SandboxUnavailable as error:
            print(f"({name}: {error})")
            continue
        opened[name] = {at: pool for at, pool in pools.items() if isinstance(pool, Pool)}
    sums = {name: Sums() for name in opened}
    for pools in opened.values():
        for count, pool in pools.items():
            measure(pool, 40, count)
    for _ in range(_ROUNDS):
        for name, pools in opened.items():
            take_turn(pools, cases, sums[name])
    for pools in opened.values():
        for pool in pools.values():
            pool.close()
    where = f"{os.cpu_count()} cores, Linux {platform.release().split('-')[0]}"
    print(f"{time.strftime('%Y-%m-%d')}, {where}, load {os.getloadavg()[0]:.1f}\n")
    print(f"| CPU ms a case | {' | '.join(PARTS)} | all | wall ms, 1 | wall ms, 2 | gain ", end="")
    print("| cores of 1 | pages |\n|---|---|---|---|---|---|---|---|---|---|---|")
    for name, found in sums.items():
        print(line(name, found, cases))
    print()
    if shutil.which("gcc"):
        pages = [found.pages / found.cases for found in sums.values()]
        print_floor(cases, round(max(pages, default=800) / 2))


if __name__ == "__main__":
    main()

"""The sandbox beside `docker run`, `docker exec`, bubblewrap and bare forks; limits and lifetimes.

    python benchmarks/sandbox.py                   # every part, printed as Markdown
    python benchmarks/sandbox.py speed limits      # some: speed cores latency cache limits kills …
    python benchmarks/sandbox.py drift --cases 100000

Contenders of `speed` take turns, round after round, so that they meet the same load. Compare rows
of one run only.
"""

import argparse
import itertools
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sandbox_cores import cores

from assay.core.errors import SandboxUnavailable
from assay.sandbox import Limits, Sandbox, Stdin, open_sandbox
from assay.sandbox.bench import measure, speed_of, table
from assay.sandbox.container import LABEL
from assay.sandbox.image import IMAGE, connect
from assay.sandbox.judge import judge
from assay.sandbox.pool import Pool

BACKENDS = ("local", "docker")
PYTHON = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
PRINT = ["python3", "-I", "-S", "-c", "print(input())"]
Round = Callable[[int], tuple[list[float], float]]


def opened(name: str, workers: int = 1) -> Sandbox | None:
    try:
        return open_sandbox(name, workers=workers)
    except SandboxUnavailable as error:
        print(f"({name}: {error})")
        return None


def bare(cases: int) -> tuple[list[float], float]:
    script = Path(__file__).with_name("sandbox_bare.py")
    done = subprocess.run(
        [PYTHON, "-S", "-s", str(script), str(cases)], capture_output=True, text=True, check=True
    )
    times = [float(line) for line in done.stdout.split()]
    return times, sum(times) / 1000


def by_command(arguments: list[str]) -> Round:
    def run(cases: int) -> tuple[list[float], float]:
        times = []
        for _ in range(cases):
            begun = time.perf_counter()
            done = subprocess.run(arguments, input=b"7", capture_output=True, check=False)
            if done.stdout != b"7\n":
                raise SystemExit(f"{arguments[:3]}: {done}")
            times.append((time.perf_counter() - begun) * 1000)
        return times, sum(times) / 1000

    return run


def docker_run() -> Round:
    flags = "--rm -i --network none --read-only --cap-drop ALL --user 65534 --pids-limit 64"
    hardened = [*flags.split(), "--security-opt", "no-new-privileges", "--memory", "256m"]
    return by_command(["docker", "run", *hardened, IMAGE, *PRINT])


def docker_exec(container: str) -> Round:
    return by_command(["docker", "exec", "-i", "-u", "65534", container, *PRINT])


def bubblewrap() -> Round:
    binds = "--ro-bind /usr /usr --symlink usr/lib /lib --symlink usr/lib64 /lib64 --proc /proc"
    inside = ["--unshare-all", "--dev", "/dev", "--tmpfs", "/tmp", "/usr/bin/python3"]
    return by_command(["bwrap", *binds.split(), *inside, *PRINT[1:]])


def speed(cases: int, rounds: int = 5) -> None:
    """Every contender in turn."""
    contenders: dict[str, tuple[Round, int]] = {
        "bare fork, rlimits, seccomp": (bare, cases),
        "bare `python3 -I -S`": (by_command(["/usr/bin/python3", *PRINT[1:]]), cases // 10),
    }
    if shutil.which("bwrap"):
        contenders["bubblewrap --unshare-all"] = (bubblewrap(), cases // 10)
    open_ones: list[Sandbox] = []
    for name in BACKENDS:
        for workers in (1, 2):
            sandbox = opened(name, workers)
            if sandbox is not None:
                open_ones.append(sandbox)
                contenders[f"assay {name}, {workers} worker(s)"] = (
                    _through(sandbox, workers),
                    cases,
                )
    container = ""
    if shutil.which("docker") and any(isinstance(s, Pool) and s._done for s in open_ones):
        client = connect()
        settings = {"image": IMAGE, "command": ["sleep", "600"], "labels": {LABEL: "bench"}}
        container = client.api.create_container(**settings)["Id"]
        client.api.start(container)
        contenders["docker exec"] = (docker_exec(container), max(2, cases // 40))
        contenders["docker run --rm, hardened"] = (docker_run(), max(2, cases // 60))
    try:
        print(_turns(contenders, rounds))
    finally:
        for sandbox in open_ones:
            sandbox.close()
        if container:
            client.api.remove_container(container, force=True)
            client.close()


def _through(sandbox: Sandbox, workers: int) -> Round:
    return lambda cases: measure(sandbox, cases, workers)


def _turns(contenders: dict[str, tuple[Round, int]], rounds: int) -> str:
    times: dict[str, list[float]] = {name: [] for name in contenders}
    walls = dict.fromkeys(contenders, 0.0)
    for _ in range(rounds):
        for name, (run, cases) in contenders.items():
            found, wall = run(cases)
            times[name] += found
            walls[name] += wall
    return table([speed_of(name, times[name], walls[name]) for name in contenders])


def latency(_: int) -> None:
    """How long after its limit a program is stopped."""
    spin = "while True: pass"
    endless = "import os\nwhile True: os.write(1, b'x' * 4096)"
    print("| backend | TLE: CPU over 0.5 s limit, ms (median, worst) | OLE: wall of a case, ms |")
    print("|---|---|---|")
    for name in BACKENDS:
        sandbox = opened(name)
        if sandbox is None:
            continue
        with sandbox:
            limits = Limits(cpu_s=0.5, wall_s=20, output_kb=64)
            over = sorted(
                sandbox.run("python", spin, [Stdin("")], limits).outcomes[0].cpu_ms - 500
                for _ in range(20)
            )
            walls = []
            for _ in range(20):
                begun = time.perf_counter()
                outcome = sandbox.run("python", endless, [Stdin("")], limits).outcomes[0]
                walls.append((time.perf_counter() - begun) * 1000)
                assert outcome.flag == "ole"
            walls.sort()
            print(f"| {name} | {over[10]:.0f}, {over[-1]:.0f} | {walls[10]:.0f}, {walls[-1]:.0f} |")


def cache(_: int) -> None:
    """C++ again from the compile cache: what the call costs over the run itself."""
    source = "#include <iostream>\nint main(){int n;std::cin>>n;std::cout<<n<<std::endl;}"
    for name in BACKENDS:
        sandbox = opened(name)
        if sandbox is None:
            continue
        with sandbox:
            sandbox.run("cpp", source, [Stdin("7")])
            over = []
            for _ in range(100):
                begun = time.perf_counter()
                outcome = sandbox.run("cpp", source, [Stdin("7")]).outcomes[0]
                over.append((time.perf_counter() - begun) * 1000 - outcome.wall_ms)
            over.sort()
            print(
                f"{name}: C++ from the cache, over the run itself: p50 {over[50]:.1f} ms, ", end=""
            )
            print(f"p90 {over[90]:.1f} ms")


SPIN = """
import time
until = {seconds}
while time.process_time() < until: pass
print(1)
"""
FILL = """
import resource
want = {mb} << 20
have = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
b = bytearray(max(0, want - have))
for i in range(0, len(b), 4096): b[i] = 1
print(1)
"""


def limits(cases: int) -> None:
    """Programs near their limits, again and again: how many change their verdict."""
    cpu = Limits(cpu_s=0.05)
    memory = Limits(cpu_s=10, wall_s=60, memory_mb=40)
    programs = {
        "70% of CPU": (SPIN.format(seconds=0.035), cpu),
        "140% of CPU": (SPIN.format(seconds=0.07), cpu),
        "80% of memory": (FILL.format(mb=32), memory),
        "125% of memory": (FILL.format(mb=50), memory),
    }
    print("| backend | program | verdicts |\n|---|---|---|")
    for name in BACKENDS:
        sandbox = opened(name)
        if sandbox is None:
            continue
        with sandbox:
            for what, (source, bounds) in programs.items():
                run = sandbox.run("python", source, [Stdin("")] * cases, bounds)
                print(f"| {name} | {what} | {dict(Counter(o.flag for o in run.outcomes))} |")


KILL_EVERY = 100


def kills(cases: int) -> None:
    """Workers killed in the middle of many requests: each answered once, none wrongly.

    Recovery is the longest that a request took, counted from the kill where that fell into it.
    """
    for name in BACKENDS:
        sandbox = opened(name, 2)
        if sandbox is None:
            continue
        assert isinstance(sandbox, Pool)
        rows: dict[int, list[str]] = {}
        spans: list[tuple[float, float]] = []
        done: list[tuple[str, float]] = []

        def work(part: int, pool: Pool = sandbox, into: Any = rows, to: Any = spans) -> None:
            for number in range(part, cases, 2):
                case = {"stdin": str(number), "expect": str(number + number % 2)}
                source = "n = int(input())\nprint(n)"
                request = {"id": number, "lang": "python", "source": source, "cases": [case]}
                asked = time.perf_counter()
                into.setdefault(number, []).append(judge(pool, request)["verdict"])
                to.append((asked, time.perf_counter()))

        with sandbox:
            threads = [threading.Thread(target=work, args=(part,)) for part in range(2)]
            begun = time.perf_counter()
            for thread in threads:
                thread.start()
            _kill_at(range(KILL_EVERY, cases, KILL_EVERY), spans, sandbox, name, done)
            for thread in threads:
                thread.join()
            wall = time.perf_counter() - begun
        right = {0: "AC", 1: "WA"}
        wrong = sum(row[0] not in (right[number % 2], "IE") for number, row in rows.items())
        once = all(len(row) == 1 for row in rows.values()) and len(rows) == cases
        found = dict(Counter(row[0] for row in rows.values()))
        times = sorted(after - before for before, after in spans)
        print(f"{name}: {cases} requests in {wall:.1f} s: {found}, wrong {wrong}, ", end="")
        print(f"each answered once: {once}; a request took {times[len(times) // 2]:.3f} s (median)")
        for kind in dict.fromkeys(kind for kind, _ in done):
            told = [_recovery(at, spans) for other, at in done if other == kind]
            print(f"  {kind} killed {len(told)} times: recovery {max(told):.2f} s at worst")


def _recovery(at: float, spans: list[tuple[float, float]]) -> float:
    """Seconds to the last answer among requests in progress at the kill or asked soon after."""
    return max(after - max(before, at) for before, after in spans if before < at + 1 and after > at)


def _workers(pool: Pool) -> list[Any]:
    """Those at work; one that was killed a moment ago may be the last."""
    while not (links := list(pool._links)):
        time.sleep(0.002)
    return links


def _kill_at(
    counts: range, spans: list[tuple[float, float]], pool: Pool, name: str, done: Any
) -> None:
    """Kill a worker whenever so many requests are answered, each kind of process in turn."""
    client = connect() if name == "docker" else None
    kinds = itertools.cycle(["supervisor", "fork server", *(["container"] if client else [])])
    for count in counts:
        while len(spans) < count:
            time.sleep(0.002)
        kind, link = next(kinds), random.choice(_workers(pool))
        pid = link.hello["pid"]
        if client is not None:
            pid = client.api.inspect_container(link.pipe.id)["State"]["Pid"]  # type: ignore[attr-defined]
        if kind == "fork server":
            pid = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])
        done.append((kind, time.perf_counter()))
        if kind == "container" and client is not None:
            client.api.kill(link.pipe.id)  # type: ignore[attr-defined]
        else:
            os.kill(pid, signal.SIGKILL)
    if client is not None:
        client.close()


def drift(cases: int) -> None:
    """Many runs in one supervisor: its memory, and what is left behind."""
    for name in BACKENDS:
        left = _left_behind()
        sandbox = opened(name)
        if sandbox is None:
            continue
        with sandbox:
            assert isinstance(sandbox, Pool)
            sources = ["print(input())", "import os\nos.fork()\nprint(1)", "1/0", "x = 'y' * 10**6"]
            memory = "import os\nprint(os.statvfs('/tmp').f_ffree, len(os.listdir('/tmp')))"
            first = sandbox.run("python", memory, [Stdin("")]).outcomes[0]
            link = next(iter(sandbox._links))
            start = _memory(link, name)
            begun = time.perf_counter()
            done = 0
            for number in range(cases // 20):
                if time.perf_counter() - begun > MINUTES * 60:
                    break
                done += 20
                sandbox.run("python", sources[number % 4], [Stdin("1")] * 20)
            wall = time.perf_counter() - begun
            last = sandbox.run("python", memory, [Stdin("")]).outcomes[0]
            end = _memory(next(iter(sandbox._links)), name)
            print(f"{name}: {done} runs in {wall:.0f} s; supervisor memory {start} -> {end} kB; ")
            print(f"/tmp before {first.stdout!r}, after {last.stdout!r}; ", end="")
        print(f"processes, mounts, cgroups before and after the sandbox {left} -> {_left_behind()}")


def _left_behind() -> tuple[int, int, int]:
    """Candidates and inits, mounts, and memory cgroups there are; others' sandboxes count too."""
    names = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError), open(f"/proc/{pid}/comm") as handle:
            names += handle.read().strip() in ("candidate", "sandbox-init", "sandbox-zygote")
    with open("/proc/self/mountinfo") as handle:
        mounts = len(handle.readlines())
    return names, mounts, sum(1 for _ in Path("/sys/fs/cgroup").rglob("cgroup.procs"))


def _memory(link: Any, name: str) -> int:
    if name == "docker":
        client = connect()
        rows = client.api.top(link.pipe.id, ps_args="-eo pid,rss,args")["Processes"]
        client.close()
        return int(rows[0][1])
    with open(f"/proc/{link.hello['pid']}/status") as handle:
        return int(next(line.split()[1] for line in handle if line.startswith("VmRSS")))


MINUTES = float(os.environ.get("ASSAY_DRIFT_MINUTES", "600"))
PARTS: dict[str, tuple[Callable[[int], None], int]] = {
    "speed": (speed, 100),
    "cores": (cores, 300),
    "latency": (latency, 0),
    "cache": (cache, 0),
    "limits": (limits, 100),
    "kills": (kills, 1000),
    "drift": (drift, 2000),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[])
    parser.add_argument("--cases", type=int)
    given = parser.parse_args()
    where = f"{os.cpu_count()} cores, Linux {platform.release().split('-')[0]}"
    print(f"{time.strftime('%Y-%m-%d')}, {where}, Python {platform.python_version()}, ", end="")
    print(f"load {os.getloadavg()[0]:.1f}\n")
    for name in given.parts or PARTS:
        part, cases = PARTS[name]
        print(f"## {name}\n")
        part(given.cases or cases)
        print(flush=True)


if __name__ == "__main__":
    main()

"""The verification service under a crowd: latency and throughput of /check, /judge and /run_code.

    python benchmarks/service.py                              # a table of docs/service.md
    python benchmarks/service.py --count 512 --workers 2 --sandbox docker local

Starts `assay serve` itself on a free port, sends `count` requests at once over as many connections,
and compares each answer with what is right. The client shares the machine with the service, so
compare only rows of one run.
"""

import argparse
import asyncio
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

Asked = tuple[str, Any, Callable[[Any], bool]]
ASSAY = Path(sys.executable).with_name("assay")


@contextmanager
def service(sandbox: str, workers: int) -> Iterator[str]:
    command = [ASSAY, "serve", "--port", "0", "--sandbox", sandbox, "--workers", str(workers)]
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stderr=errors)
        try:
            while "serving on " not in (said := _read(errors)):
                if process.poll() is not None:
                    raise SystemExit(said)
                time.sleep(0.05)
            yield said.split("serving on ")[1].split()[0]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def _read(file: Any) -> str:
    file.seek(0)
    return str(file.read())


def pair(number: int) -> Asked:
    candidate = f"{number} + {number + number % 2}"
    value = {"id": number, "gold": str(2 * number), "candidate": candidate, "form": "expr"}
    return "/check", value, lambda row: row["status"] == ("wrong" if number % 2 else "correct")


def program(number: int) -> Asked:
    case = {"stdin": str(number), "expect": str(number + number % 2)}
    value = {"id": number, "lang": "python", "source": "print(int(input()))", "cases": [case]}
    return "/judge", value, lambda row: row["verdict"] == ("WA" if number % 2 else "AC")


def code(number: int) -> Asked:
    value = {"code": "print(int(input()))", "language": "python", "stdin": str(number)}
    return "/run_code", value, lambda row: row["run_result"]["stdout"] == f"{number}\n"


Found = tuple[list[float], int, float, float]


async def cpu_of(client: httpx.AsyncClient) -> float:
    """Seconds of CPU that the service's own process has used; its workers are not in it."""
    lines = (await client.get("/metrics")).text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("process_cpu_seconds"))


async def crowd(url: str, asked: list[Asked], at_once: int) -> Found:
    """Milliseconds of each request, right answers, seconds in all, CPU seconds of the service."""
    limits = httpx.Limits(max_connections=at_once)
    times: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=600, limits=limits) as client:
        turns = asyncio.Semaphore(at_once)

        async def ask(path: str, value: Any, is_right: Callable[[Any], bool]) -> bool:
            async with turns:
                begun = time.perf_counter()
                answer = await client.post(path, json=value)
                times.append((time.perf_counter() - begun) * 1000)
            return answer.status_code == 200 and is_right(answer.json())

        await asyncio.gather(*(ask(*pair(number)) for number in range(16)))
        times.clear()
        cpu, begun = await cpu_of(client), time.perf_counter()
        right = await asyncio.gather(*(ask(*one) for one in asked))
        wall = time.perf_counter() - begun
        return times, sum(right), wall, await cpu_of(client) - cpu


async def batch(url: str, count: int) -> Found:
    """The same pairs in one request."""
    asked = [pair(number) for number in range(count)]
    async with httpx.AsyncClient(base_url=url, timeout=600) as client:
        cpu, begun = await cpu_of(client), time.perf_counter()
        rows = (await client.post("/check", json=[value for _, value, _ in asked])).json()
        wall = time.perf_counter() - begun
        cpu = await cpu_of(client) - cpu
    right = sum(is_right(row) for (_, _, is_right), row in zip(asked, rows, strict=True))
    return [wall * 1000], right, wall, cpu


def line(name: str, count: int, found: Found) -> str:
    times, right, wall, cpu = found
    ordered = sorted(times)
    p50, p99 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return (
        f"| {name} | {count} | {right} | {count / wall:.0f} | {p50:.0f} | {p99:.0f} "
        f"| {cpu / count * 1000:.1f} | {os.getloadavg()[0]:.1f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=512)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sandbox", nargs="+", default=["local"], choices=["local", "docker"])
    options = parser.parse_args()
    count = options.count
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.release()}\n")
    print("| requests | sent | right | /s | p50 ms | p99 ms | service CPU ms each | load |")
    print("|---|---|---|---|---|---|---|---|")
    for sandbox in options.sandbox:
        with service(sandbox, options.workers) as url:
            for kind in (pair, program, code):
                asked = [kind(number) for number in range(count)]
                for at_once in (count, 8):
                    found = asyncio.run(crowd(url, asked, at_once))
                    name = f"{asked[0][0]}, {sandbox}, {at_once} at once"
                    print(line(name, count, found), flush=True)
            found = asyncio.run(batch(url, count))
            print(line(f"/check, one batch of {count}", count, found), flush=True)


if __name__ == "__main__":
    main()

"""The yardstick of benchmarks/sandbox.py: a warm interpreter that forks with rlimits and seccomp.

    python -S -s benchmarks/sandbox_bare.py 200      # milliseconds of each run, one a line

The same modules are warm and the same steps taken as in the sandbox's candidate, but there is no
namespace, no change of uid, no init that counts and watches, and no channel to another process:
the measured process is the fork server itself.
"""

import gc
import importlib
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from assay.sandbox.inside import broker, candidate, pyrun, zygote
from assay.sandbox.inside.settings import Job, Setup

PATH = tuple(part for part in sys.path[1:] if part)
SETUP = Setup("partial", (), False, True, None, "/tmp", 1, 1, {}, PATH, "")
JOB = Job("python", "stdin", 2.0, 6.0, 256 << 20, 1 << 20, 4000)


def once() -> bytes:
    given = [broker._sealed("program", b"print(input())"), broker._sealed("input", b"7")]
    pipes = [os.pipe() for _ in range(4)]
    pid = os.fork()
    if pid == 0:
        candidate.become(SETUP, JOB, [*given, *(pipe[1] for pipe in pipes)], "/tmp")
    for descriptor in (*given, *(pipe[1] for pipe in pipes)):
        os.close(descriptor)
    out = b""
    while part := os.read(pipes[0][0], 65536):
        out += part
    for pipe in pipes:
        os.close(pipe[0])
    os.waitpid(pid, 0)
    return out


def main(cases: int) -> None:
    for name in zygote._WARM:
        importlib.import_module(name)
    candidate.prepare(SETUP)
    streams = sys.stdout
    pyrun.open_streams()
    gc.collect()
    gc.freeze()
    times = []
    for number in range(cases + 10):
        begun = time.perf_counter()
        if once() != b"7\n":
            raise SystemExit("a wrong output")
        if number >= 10:
            times.append((time.perf_counter() - begun) * 1000)
    print("\n".join(f"{value:.4f}" for value in times), file=streams, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Runs untrusted programs under limits, in Docker or by itself; knows nothing of tasks.

    with open_sandbox("auto") as sandbox:
        run = sandbox.run("python", "print(int(input()) + 1)", [Stdin("41")])
        run.outcomes[0].stdout == b"42\\n"

Expected outputs never enter. `judge` computes verdicts here, outside. What is defended and what is
not: docs/threat-model.md.
"""

from assay.core.errors import SandboxUnavailable, unknown
from assay.sandbox.records import BACKENDS, Call, Input, Limits, Outcome, Run, Sandbox, Stdin

__all__ = ["Call", "Input", "Limits", "Outcome", "Run", "Sandbox", "Stdin", "open_sandbox"]


def open_sandbox(name: str, *, workers: int = 1, unsafe: bool = False) -> Sandbox:
    """A sandbox of the backend `docker`, `local` or `auto`, with so many supervisors.

    `auto` is Docker where an engine answers and holds the image, else local at `partial` at least.
    Raises SandboxUnavailable, saying why; `unsafe` lets local run with no isolation at all.
    """
    if name not in BACKENDS:
        raise unknown("sandbox", name, BACKENDS)
    from assay.sandbox.local import open_local

    if name == "local":
        return open_local(workers, unsafe)
    from assay.sandbox.container import open_docker

    try:
        return open_docker(workers)
    except SandboxUnavailable:
        if name == "docker":
            raise
    return open_local(workers, unsafe)

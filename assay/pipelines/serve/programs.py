"""The sandbox under a deadline: a request that is late gives its supervisor back.

    Deadlined(sandbox, until).run("python", source, inputs)      # SandboxUnavailable when late

A sandbox runs all cases of a request without a look at the clock. Here they go in pieces that end
before the deadline even if every case uses all of its wall limit, one case at least, and none
begins after it. Piece or whole, the outcomes are the same.
"""

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from assay.core.errors import SandboxUnavailable
from assay.core.records import Isolation
from assay.pipelines.judge import judge_line
from assay.pipelines.serve import fusion
from assay.sandbox import Input, Limits, Outcome, Run, Sandbox

_LEAST_WALL_S = 0.001


class Deadlined:
    """A `Sandbox` that is somebody else's to close and begins nothing after `until`."""

    def __init__(self, sandbox: Sandbox, until: float) -> None:
        """`until` is a time of the monotonic clock."""
        self._sandbox = sandbox
        self._until = until

    @property
    def isolation(self) -> Isolation:
        """See `Sandbox.isolation`."""
        return self._sandbox.isolation

    @property
    def digest(self) -> str:
        """See `Sandbox.digest`."""
        return self._sandbox.digest

    def run(
        self, lang: str, source: str, inputs: Sequence[Input], limits: Limits | None = None
    ) -> Run:
        """See `Sandbox.run`; raises SandboxUnavailable when the deadline has passed."""
        outcomes: list[Outcome] = []
        warnings = ""
        at, wall = 0, (limits or Limits()).wall
        while at < max(1, len(inputs)):
            left = self._until - time.monotonic()
            if left < 0:
                raise SandboxUnavailable("the deadline of the request passed before its end")
            # Limits that cannot be go one case at a time: the sandbox will refuse them by name.
            step = max(1, int(left / wall)) if wall > _LEAST_WALL_S else 1
            run = self._sandbox.run(lang, source, inputs[at : at + step], limits)
            if run.compile_error is not None:
                return run
            outcomes += run.outcomes
            warnings = run.warnings
            at += step
        return Run(None, tuple(outcomes), warnings)

    def close(self) -> None:
        """Nothing: the sandbox is shared."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def judged(sandbox: Sandbox, line: bytes, number: int, until: float) -> dict[str, Any]:
    """The row of one request of `judge`; IE when it came too late."""
    return judge_line(Deadlined(sandbox, until), line, number)


def run_code(sandbox: Sandbox, asked: fusion.Asked, until: float) -> dict[str, Any]:
    """The answer to one request of `run_code`; `SandboxError` for a fault of ours.

    Raises UsageError for what a sandbox refuses, such as a source that is too long.
    """
    try:
        run = Deadlined(sandbox, until).run(asked.lang, asked.code, [asked.stdin], asked.limits)
    except SandboxUnavailable as error:
        return fusion.sandbox_error(str(error))
    return fusion.answer(asked, run)

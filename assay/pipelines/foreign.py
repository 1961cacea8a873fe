"""A reward function that is not ours, called in a process that can be killed.

    with open_reward("my_rewards:score", seconds=10.0) as reward:
        reward.score("so it is \\boxed{42}", "42")     # Scored(value=1.0, state="ok", …)

A spec is `module:function` (any importable module; the current folder is looked in first), the
known name `math_verify`, or either with fixed keywords: `verl.utils.reward_score:compute_score?
data_source=openai/gsm8k`. Loading it is a class of its own in this house: no text of a model, but
code that the user named on the command line and that runs with the user's rights. It is imported in
the child only (`foreign_child`, which also reads the call style off the parameters), and nothing
that it does there (hang, crash, print, eat memory) reaches this process. It is no sandbox: it
does not defend against code that the user does not trust.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Literal, Self

from assay.core.errors import UsageError

START_SECONDS = 120.0
MOST_SECONDS = 3600.0
KNOWN = ("math_verify",)
State = Literal["ok", "raised", "hung", "died"]


@dataclass(frozen=True, slots=True)
class Scored:
    """One call: `value` is None where the function gave none (ok), or did not end as it should.

    `ok` returned · `raised` an exception, or something that is no reward · `hung` beyond the
    budget and was killed · `died` by itself. `ms` is the time of the call, as the child saw it.
    """

    value: float | None
    state: State
    message: str = ""
    ms: float = 0.0


class ForeignReward:
    """A reward in a child process, made anew after each death. For one thread at a time."""

    def __init__(self, spec: str, seconds: float) -> None:
        self.name = spec
        self.version = ""
        self.style = ""
        self.seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def score(self, response: str, gold: str) -> Scored:
        """The reward of a response against a gold; never raises for what the function does."""
        try:
            pipe = self._pipe or self._begin()
        except UsageError as error:
            return Scored(None, "died", str(error))
        started = time.monotonic()
        try:
            pipe.send_bytes(json.dumps([response, gold]).encode())
            if pipe.poll(self.seconds):
                return Scored(**json.loads(pipe.recv_bytes()))
        except (EOFError, OSError):
            return Scored(None, "died", self._end(), _ms_since(started))
        except BaseException:  # an interrupt: the child must not answer the next question late
            self.close()
            raise
        self.close()
        message = f"no answer within {self.seconds:g} s"
        return Scored(None, "hung", message, _ms_since(started))

    def close(self) -> None:
        """Kill the child and whatever it started."""
        self._end(kill=True)

    def _begin(self) -> Connection:
        """Start a child and wait for its first word. Raises UsageError when it refuses the spec."""
        ours, theirs = Pipe()
        command = [sys.executable, "-m", "assay.pipelines.foreign_child", str(theirs.fileno())]
        nowhere = subprocess.DEVNULL
        self._child = subprocess.Popen(
            [*command, self.name],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
        theirs.close()
        self._pipe = ours
        said = self._first_word(ours)
        if "refused" in said:
            self.close()
            raise UsageError(f"reward {self.name!r}: {said['refused']}")
        self.style, self.version = said["style"], said["version"]
        return ours

    def _first_word(self, pipe: Connection) -> dict[str, Any]:
        try:
            if pipe.poll(START_SECONDS):
                return dict(json.loads(pipe.recv_bytes()))
        except (EOFError, OSError):
            return {"refused": f"its process ended while it was imported ({self._end()})"}
        except BaseException:
            self.close()
            raise
        return {"refused": f"its import did not end within {START_SECONDS:g} s"}

    def _end(self, kill: bool = False) -> str:
        """Forget the child; says how it ended."""
        child, pipe, self._child, self._pipe = self._child, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if child is None:
            return ""
        if not kill:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=5)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        return _ending(child.wait())


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return f"killed by {signal.Signals(-code).name}"
    return f"killed by signal {-code}"


def _ms_since(started: float) -> float:
    return round((time.monotonic() - started) * 1000, 3)


def open_reward(spec: str, *, seconds: float = 10.0) -> ForeignReward:
    """The reward that `spec` names, each call of it within `seconds`.

    Raises UsageError for a spec of another shape, a module or function that cannot be loaded, or
    parameters that no known call style fits.
    """
    if not 0 < seconds <= MOST_SECONDS:
        raise UsageError(f"{seconds} seconds for a call: more than 0, at most {MOST_SECONDS:g}")
    if not _is_spec(spec):
        shown = spec if len(spec) <= 200 else f"{spec[:200]}…"
        raise UsageError(
            f"reward {shown!r} is neither module:function nor one of {', '.join(KNOWN)}"
        )
    return ForeignReward(spec, seconds)


def _is_spec(spec: str) -> bool:
    module, colon, path = spec.partition("?")[0].partition(":")
    names = [*module.split("."), *path.split(".")]
    return spec.partition("?")[0] in KNOWN or (
        bool(colon) and spec.isprintable() and all(name.isidentifier() for name in names)
    )

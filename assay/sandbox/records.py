"""What goes into a sandbox and what comes out of it, as plain records.

    sandbox.run("python", "print(input())", [Stdin("7")], Limits(cpu_s=1.0))
    -> Run(compile_error=None, outcomes=(Outcome(flag="ok", exit=0, stdout=b"7\\n", ...),))

Nothing here names a right answer: expected outputs never enter a sandbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from assay.core.records import Isolation

Json = Any
Lang = Literal["python", "c", "cpp", "javascript"]
Flag = Literal["ok", "tle", "mle", "re", "ole", "ie"]
Backend = Literal["docker", "local", "auto"]
LANGS: tuple[Lang, ...] = ("python", "c", "cpp", "javascript")
CALL_LANGS: tuple[Lang, ...] = ("python", "javascript")
BACKENDS: tuple[Backend, ...] = ("docker", "local", "auto")

MAX_SOURCE_BYTES = 1 << 20
MAX_INPUT_BYTES = 64 << 20
MAX_CASES = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one case may use: seconds, MiB and KiB. `wall_s` None means three times `cpu_s`.

    CPU and memory are counted over all descendants; `output_kb` holds for each stream.
    """

    cpu_s: float = 2.0
    wall_s: float | None = None
    memory_mb: float = 256
    output_kb: float = 1024

    @property
    def wall(self) -> float:
        """The wall-clock backstop in seconds."""
        return self.wall_s if self.wall_s is not None else 3 * self.cpu_s


@dataclass(frozen=True, slots=True)
class Stdin:
    """A whole program is run with this text, in UTF-8, as its standard input."""

    stdin: str


@dataclass(frozen=True, slots=True)
class Call:
    """The program is loaded and its function `name` called with JSON arguments."""

    name: str
    args: tuple[Json, ...]


Input = Stdin | Call


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one case did. `ie` means that we failed, and then `message` says how.

    `exit` is negative for a signal and None when the case was stopped by a limit. In call mode
    `has_value` says that the function came back with well-formed JSON, `value`.
    """

    flag: Flag
    exit: int | None = None
    wall_ms: float = 0.0
    cpu_ms: float = 0.0
    memory_mb: float = 0.0
    stdout: bytes = b""
    stderr: bytes = b""
    value: Json = None
    has_value: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """The outcomes in the order of the inputs; none when the program does not compile.

    `warnings` of a C or C++ compiler, one a line and bounded, are for a program that compiles.
    """

    compile_error: str | None
    outcomes: tuple[Outcome, ...]
    warnings: str = ""


class Sandbox(Protocol):
    """Runs untrusted programs. Safe to share between threads; close it when done."""

    @property
    def isolation(self) -> Isolation:
        """The level at which programs run here."""
        ...

    @property
    def digest(self) -> str:
        """What the programs run on: the image's digest, or the local runtimes' versions."""
        ...

    def run(
        self, lang: str, source: str, inputs: Sequence[Input], limits: Limits | None = None
    ) -> Run:
        """Run `source` once for each input; never raises for what a program does.

        Raises UsageError for a language, source, input or limit that cannot be.
        """
        ...

    def close(self) -> None:
        """End every process of the sandbox."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

"""What the supervisor was told at its start and found out about its machine.

One `Setup` is made before the zygote exists and never changes.
"""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Setup:
    """How cases are run here.

    `level` is the isolation that was reached, `why` what kept it from being higher. `spaces` says
    whether each case gets pid, mount and ipc namespaces; `uid` is what a candidate changes to
    (None: it keeps ours and only loses its capabilities). `scratch` is the folder of private
    /tmp's where there are no mounts, else empty.
    """

    level: str
    why: tuple[str, ...]
    spaces: bool
    seccomp: bool
    uid: int | None
    scratch: str
    tmp_bytes: int
    tmp_inodes: int
    runtimes: dict[str, str]
    python_path: tuple[str, ...]
    digest: str


COMPILING = ("compile", "compile quietly")
"""The modes of the compile step: with its warnings, and without where they were too many."""


class Job(NamedTuple):
    """One case as the init knows it: no source, no input. A tuple, for it is made in each case."""

    lang: str
    mode: str
    cpu_s: float
    wall_s: float
    memory: int
    output: int
    processes: int

    @property
    def patience(self) -> float:
        """Seconds after which a case that the machine gives no processor is given up as `ie`."""
        return 4 * self.wall_s + 50

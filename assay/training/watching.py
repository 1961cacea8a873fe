"""How a training tells how far it is, whoever listens.

    with watched(progress, "sft", 800) as advance:
        advance(1)

Any object with a `stage(name, total)` like that of `assay.pipelines.progress.Progress` may listen;
None means silence. This room does not import the pipelines.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Advance = Callable[[int], None]


class Watcher(Protocol):
    """Somebody who shows progress."""

    def stage(self, name: str, total: int) -> AbstractContextManager[Advance]: ...


@contextmanager
def watched(watcher: Watcher | None, name: str, total: int) -> Iterator[Advance]:
    """The function that reports finished pieces of work to `watcher`."""
    if watcher is None:
        yield lambda pieces: None
        return
    with watcher.stage(name, total) as advance:
        yield advance

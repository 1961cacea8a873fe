"""How a stage tells how far it is: a bar on a terminal, plain lines in a log, or nothing.

    with Progress(quiet=False) as progress:
        with progress.stage("label", total=4000) as advance:
            advance(64)

A log gets a line when a stage starts, at each tenth of it, and when it ends. Seconds of every
stage are kept in `seconds` for run.json. Everything goes to standard error.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

Advance = Callable[[int], None]


class Progress(AbstractContextManager["Progress"]):
    """Progress of the stages of one command; also the clock that fills `seconds`."""

    def __init__(self, quiet: bool = True) -> None:
        self.seconds: dict[str, float] = {}
        self._bars = RichProgress(
            TextColumn("{task.description:<10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=quiet or not sys.stderr.isatty(),
        )
        self._lines = not quiet and not sys.stderr.isatty()

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def say(self, line: str) -> None:
        """One line for the reader of the log or the terminal."""
        if self._lines:
            print(line, file=sys.stderr, flush=True)
        elif not self._bars.disable:
            self._bars.console.print(line, markup=False, highlight=False)

    @contextmanager
    def stage(self, name: str, total: int) -> Iterator[Advance]:
        """Count `total` pieces of work; the yielded function reports some as done."""
        started, done = time.monotonic(), 0
        bar = self._bars.add_task(name, total=total)

        def advance(pieces: int) -> None:
            nonlocal done
            before, done = done, done + pieces
            self._bars.advance(bar, pieces)
            if self._lines and total and before * 10 // total < done * 10 // total:
                print(f"{name}: {done} of {total}", file=sys.stderr, flush=True)

        try:
            yield advance
        finally:
            spent = time.monotonic() - started
            self.seconds[name] = self.seconds.get(name, 0.0) + spent
            if self._lines:
                print(f"{name}: {spent:.1f} s", file=sys.stderr, flush=True)

"""Supervisors before and after their work: one is started in advance, the spent are ended apart.

    turnover = Turnover(start)
    turnover.keep()                 # from now on one is in reserve, started in the background
    link = turnover.fresh()         # that one, else one that starts now
    turnover.end(link)              # in the background

To start a supervisor costs some tenths of a second of CPU and to remove a container as long, which
on a busy machine is seconds; whoever lost one in the middle of a case waits for neither. Decides
nothing about cases: that is `pool`.
"""

import threading
import time
from collections.abc import Callable

from assay.sandbox.link import Link, Lost

_TRIES, _PATIENCE = 3, 10.0
Start = Callable[[], Link]


class Turnover:
    """Safe to share between threads."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._changed = threading.Condition()
        self._reserve: Link | None = None
        self._kept = self._preparing = self._awaited = self._closed = False
        self._threads: set[threading.Thread] = set()

    def keep(self) -> None:
        """Have one in reserve from now on; nothing new where that is so already."""
        with self._changed:
            if self._closed or self._preparing or self._reserve is not None:
                return
            self._kept = self._preparing = True
        self._apart(self._prepare)

    def _prepare(self) -> None:
        link = None
        try:
            link = _started(self._start)
        except Lost:
            pass  # Who needs one starts it then, and hears why it does not start.
        finally:
            with self._changed:
                self._preparing = False
                if not self._closed:
                    self._reserve, link = link, None
                self._changed.notify_all()
        if link is not None:
            link.close()

    def fresh(self) -> Link:
        """A supervisor that has run nothing; raises Lost."""
        link = self._taken() or _started(self._start)
        if self._kept:
            self.keep()
        return link

    def _taken(self) -> Link | None:
        """The one in reserve, or the one under way, which is sooner there than another."""
        with self._changed:
            if self._preparing and not self._awaited:
                self._awaited = True
                self._changed.wait_for(lambda: not self._preparing)
                self._awaited = False
            link, self._reserve = self._reserve, None
        if link is None or link.fit():
            return link
        self.end(link)
        return None

    def end(self, link: Link) -> None:
        """Close it without waiting for that."""
        self._apart(link.close)

    def _apart(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            finally:
                with self._changed:
                    self._threads.discard(thread)

        # No daemon: an interpreter that ends waits for it, so that no container stays.
        thread = threading.Thread(target=run, name="sandbox-turnover")
        with self._changed:
            self._threads.add(thread)
            thread.start()

    def close(self) -> None:
        """End the reserve and wait for all that is under way."""
        with self._changed:
            self._closed = True
            link, self._reserve = self._reserve, None
        if link is not None:
            link.close()
        self.settle()

    def settle(self) -> None:
        """Wait for all that is under way now."""
        with self._changed:
            threads = list(self._threads)
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join()


def _started(start: Start) -> Link:
    """A supervisor that came up; one that was killed in its start has cost no case its try."""
    until = time.monotonic() + _PATIENCE
    for _ in range(_TRIES - 1):
        try:
            return start()
        except Lost:
            if time.monotonic() > until:
                raise
    return start()

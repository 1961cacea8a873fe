"""A bounded queue with a few threads behind it: who finds it full is told so and when to return.

    lane = Lane("check", workers=2, places=1024)
    futures = lane.admit([lambda: row_of_pair, ...])      # raises Full; all of them or none

Rows that wait and rows in work hold a place each until their thread is done with them, also when
nobody waits for them any more. A row that was cancelled while it waited is never begun. What a row
is, is not known here.
"""

import asyncio
import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

Row = dict[str, Any]
Job = Callable[[], Row]
_LONGEST_WAIT_S = 60
_SMOOTHING = 0.05


class Full(Exception):
    """There is no place; `retry_after` is a guess in whole seconds."""

    def __init__(self, what: str, retry_after: int) -> None:
        super().__init__(f"the queue of {what}; try again later")
        self.retry_after = retry_after


class TooMany(Exception):
    """A batch of more rows than there are places at all."""


class Lane:
    """`places` rows at once, `workers` of them in work."""

    def __init__(self, name: str, workers: int, places: int) -> None:
        self.name = name
        self.places = places
        self._workers = workers
        self._held = 0
        self._mean_s = 0.05
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix=f"assay-{name}")

    @property
    def held(self) -> int:
        """Rows that wait or are in work."""
        return self._held

    def admit(self, jobs: Sequence[Job]) -> list[asyncio.Future[Row]]:
        """Take all jobs or, with Full or TooMany, none of them."""
        if len(jobs) > self.places:
            raise TooMany(f"a batch of {len(jobs)} rows; the queue of {self.name} holds at most "
                          f"{self.places} (--queue)")  # fmt: skip
        with self._lock:
            if self._held + len(jobs) > self.places:
                raise Full(f"{self.name} is full ({self.places} rows)", self._retry_after())
            self._held += len(jobs)
        return [asyncio.wrap_future(self._begun(job)) for job in jobs]

    def _begun(self, job: Job) -> Future[Row]:
        future = self._threads.submit(self._timed, job)
        future.add_done_callback(self._release)
        return future

    def _timed(self, job: Job) -> Row:
        begun = time.monotonic()
        try:
            return job()
        finally:
            self._mean_s += _SMOOTHING * (time.monotonic() - begun - self._mean_s)

    def _release(self, future: Future[Row]) -> None:
        with self._lock:
            self._held -= 1

    def _retry_after(self) -> int:
        """Seconds until about half of the queue is done."""
        guess = self._held * self._mean_s / self._workers / 2
        return max(1, min(_LONGEST_WAIT_S, math.ceil(guess)))

    def cancel(self) -> None:
        """Begin no further row."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def join(self) -> None:
        """Wait for the rows in work."""
        self._threads.shutdown(wait=True, cancel_futures=True)

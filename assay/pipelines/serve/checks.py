"""Pairs judged in processes that may die or hang, one pair at a time, from several threads.

    with CheckPool(workers=2) as pool:
        pool.row(b'{"gold": "4", "candidate": "2+2", "form": "expr"}', 1, until=monotonic() + 10)

The processes are those of `assay check` (pipelines/check_worker.py), so the rows are the same. One
that is still busy at `until` is killed; one that dies is replaced and its pair tried once more.
"""

import queue
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from types import TracebackType
from typing import Self

from assay.pipelines.check_worker import PATIENCE_S, Row, Worker, lost_row, start_worker


class CheckPool:
    """So many workers; `replaced` is called, from any thread, whenever one had to be."""

    def __init__(self, workers: int, replaced: Callable[[], None] = lambda: None) -> None:
        self._replaced = replaced
        self._lock = threading.Lock()
        self._closed = False
        self._alive: dict[int, Worker] = {}
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(self._started())

    def _started(self) -> Worker:
        worker = start_worker()
        self._alive[id(worker)] = worker
        return worker

    def row(self, line: bytes, number: int, until: float) -> Row:
        """The row of a line; an `error` row when that took longer than the monotonic `until`."""
        found = self._try(line, number, until)
        if found == "died":
            found = self._try(line, number, until)
        return lost_row(line, number, found) if isinstance(found, str) else found

    def _try(self, line: bytes, number: int, until: float) -> Row | str:
        worker = self._idle.get()
        found: Row | str = "was closed"
        try:
            if not self._closed:
                found = _asked(worker, line, number, until)
        finally:
            self._idle.put(worker if isinstance(found, dict) else self._fresh(worker))
        return found

    def _fresh(self, worker: Worker) -> Worker:
        """Another worker for one that is no good; the same one once the pool is closed.

        Where no process can be had, the dead one stays in its place, to be replaced by the next.
        """
        # One thread at a time starts and joins processes: multiprocessing keeps a list of them.
        with self._lock:
            if self._closed:
                return worker
            self._alive.pop(id(worker), None)
            worker.end()
            try:
                fresh = self._started()
            except OSError:
                return worker
        self._replaced()
        return fresh

    def close(self) -> None:
        """Kill every worker; rows in work end as `error`."""
        with self._lock:
            self._closed = True
            for worker in self._alive.values():
                worker.end()
            self._alive.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _asked(worker: Worker, line: bytes, number: int, until: float) -> Row | str:
    """The row, or `died`, or `hung`."""
    patience = min(PATIENCE_S, until - time.monotonic())
    try:
        worker.give([(number, line)])
        if not wait([worker.connection, worker.process.sentinel], timeout=max(0.0, patience)):
            return "hung"
        row: Row = worker.connection.recv()
    except (EOFError, OSError):
        return "died"
    worker.owed.clear()
    return row

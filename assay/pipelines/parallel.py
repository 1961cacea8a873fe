"""Work spread over processes, with results in the order of the work.

    with workers_pool(4) as pool:
        for rows in in_order(pool, compute, units): ...

One worker means the caller's own process. At most a few results wait for the one before them, so
memory does not grow with the length of the work. A worker that is killed ends the run with an
`AssayError`; what was written before stays, and the same command goes on from there.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from assay.core.errors import AssayError

Work = TypeVar("Work")
Result = TypeVar("Result")
MOST_WAITING = 16


def start_worker() -> None:
    """Leave Ctrl-C, which reaches the whole group, to the parent; die when the parent dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def workers_pool(workers: int) -> Iterator[ProcessPoolExecutor | None]:
    """A pool of `workers` processes; None when one is enough.

    On an error or an interrupt the workers are ended at once.
    """
    if workers <= 1:
        yield None
        return
    context = multiprocessing.get_context("forkserver")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=start_worker)
    try:
        yield pool
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def in_order(
    pool: ProcessPoolExecutor | None, compute: Callable[[Work], Result], units: Iterable[Work]
) -> Iterator[Result]:
    """`compute` of each unit, in the units' order."""
    if pool is None:
        yield from map(compute, units)
        return
    waiting: deque[Future[Result]] = deque()
    limit = MOST_WAITING
    try:
        for unit in units:
            waiting.append(pool.submit(compute, unit))
            if len(waiting) >= limit:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise AssayError(
            "a worker process was killed (out of memory?); run the same command again to go on"
        ) from None
    finally:
        for future in waiting:
            future.cancel()

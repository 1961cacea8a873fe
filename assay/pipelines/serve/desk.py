"""Takes requests in, hands their rows to the queues, and gives back what is done in time.

    desk = Desk(settings, lanes, pool, sandbox, metrics)
    response = await desk.check(request)

Two queues, one for pairs and one for programs, so that neither starves the other. Nothing is
judged in the event loop. Faults are raised; app.py turns them into answers.
"""

import asyncio
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assay.checkers import CHECKER_VERSION
from assay.core.canonical import dumps
from assay.core.errors import UsageError
from assay.pipelines.check_worker import lost_row
from assay.pipelines.jsonl import printable
from assay.pipelines.serve import bodies, fusion, programs
from assay.pipelines.serve.checks import CheckPool
from assay.pipelines.serve.lane import Full, Job, Lane, Row
from assay.pipelines.serve.metrics import Metrics
from assay.pipelines.serve.settings import Settings
from assay.sandbox import Sandbox, values

GRACE_S = 20.0
# verl waits for compile_timeout + run_timeout + 10 s and tries again after a 504 alone.
CLIENT_SLACK_S = 8.0
_SMALL = 1 << 18
_BODIES_AT_ONCE = 16
Work = Callable[[bytes, int, float], Row]
Found = Row | BaseException | None


class Debt(Exception):
    """An answer that will not come: the deadline passed, or the service stops."""

    retry_after = 1

    def __init__(self, stopping: bool, seconds: float) -> None:
        super().__init__(debt(stopping, seconds))
        self.stopping = stopping


def debt(stopping: bool, seconds: float) -> str:
    """Why a row is owed."""
    return (
        "the service is stopping" if stopping else f"not done within the deadline of {seconds:g} s"
    )


def log_fault(error: BaseException) -> str:
    """Write a fault of our own to standard error; what may be said of it outside."""
    traceback.print_exception(error, file=sys.stderr)
    return f"a fault of assay's own ({type(error).__name__}); the log of the service says more"


class Desk:
    """The routes' work over two queues. `stop` is called once, in the event loop."""

    def __init__(
        self,
        settings: Settings,
        lanes: Sequence[Lane],
        pool: CheckPool,
        sandbox: Sandbox,
        metrics: Metrics,
    ) -> None:
        """`lanes` are the queue of pairs and that of programs."""
        self.settings = settings
        self.metrics = metrics
        self.checks, self.programs = lanes
        for lane in lanes:
            metrics.watch(lane.name, lane.places, partial(getattr, lane, "held"))
        self._pool = pool
        self._sandbox = sandbox
        self._bytes = 0
        self._stopping = False
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Take nothing new; what is owed after a grace is answered as a debt."""
        self._stopping = True
        asyncio.get_running_loop().call_later(GRACE_S, self._stopped.set)

    async def check(self, request: Request) -> Response:
        """POST /check."""
        return await self._rows(request, self.checks, self._pool.row, _owed_check, "status")

    async def judge(self, request: Request) -> Response:
        """POST /judge."""
        work = partial(programs.judged, self._sandbox)
        owed = partial(_owed_judge, self._sandbox)
        return await self._rows(request, self.programs, work, owed, "verdict")

    async def _rows(
        self,
        request: Request,
        lane: Lane,
        work: Work,
        owed: Callable[[bytes, int, str], Row],
        verdict: str,
    ) -> Response:
        with self._room() as take:
            data = await bodies.read(request, self.settings.body_bytes, take)
            body = (
                bodies.split(data)
                if len(data) < _SMALL
                else await asyncio.to_thread(bodies.split, data)
            )
            seconds = self.settings.deadline_s
            until = time.monotonic() + seconds
            numbered = list(enumerate(body.lines, 1))
            jobs = [partial(work, line, number, until) for number, line in numbered]
            rows = []
            results = await self._done(request, lane, jobs, until)
            for found, (number, line) in zip(results, numbered, strict=True):
                row = found if isinstance(found, dict) else owed(line, number, self._why(found))
                self.metrics.judged(lane.name, row[verdict])
                rows.append(row)
            text = dumps(rows if body.batch else rows[0])
        return Response(text.encode(), media_type="application/json")

    def _why(self, found: BaseException | None) -> str:
        if found is not None:
            return log_fault(found)
        return debt(self._stopped.is_set(), self.settings.deadline_s)

    async def run_code(self, request: Request) -> Response:
        """POST /run_code."""
        with self._room() as take:
            data = await bodies.read(request, self.settings.body_bytes, take)
            try:
                value = values.read_request(data)
            except values.NotJson as error:
                raise bodies.BadBody(str(error)) from None
            asked = fusion.read_asked(value)
            seconds = min(self.settings.deadline_s, asked.patience_s + CLIENT_SLACK_S)
            until = time.monotonic() + seconds
            job = partial(programs.run_code, self._sandbox, asked, until)
            [found] = await self._done(request, self.programs, [job], until)
        if found is None:
            raise Debt(self._stopped.is_set(), seconds)
        if isinstance(found, UsageError):
            raise found
        row = fusion.sandbox_error(log_fault(found)) if not isinstance(found, dict) else found
        self.metrics.judged(self.programs.name, row["status"])
        return Response(dumps(row).encode(), media_type="application/json")

    async def healthz(self, request: Request) -> Response:
        """GET /healthz."""
        status = "stopping" if self._stopping else "ok"
        about = {"isolation": self._sandbox.isolation, "checker_version": CHECKER_VERSION}
        return JSONResponse({"status": status, **about}, 503 if self._stopping else 200)

    async def metrics_page(self, request: Request) -> Response:
        """GET /metrics."""
        return Response(self.metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8")

    @contextmanager
    def _room(self) -> Iterator[Callable[[int], None]]:
        """Memory for a body while its request lasts; what is given takes some or raises Full."""
        if self._stopping:
            raise Debt(True, 0)
        taken = 0

        def take(count: int) -> None:
            nonlocal taken
            if self._bytes + count > _BODIES_AT_ONCE * self.settings.body_bytes:
                raise Full(f"bodies is full ({_BODIES_AT_ONCE} of the largest)", 1)
            self._bytes += count
            taken += count

        try:
            yield take
        finally:
            self._bytes -= taken

    async def _done(
        self, request: Request, lane: Lane, jobs: Sequence[Job], until: float
    ) -> list[Found]:
        """The results in order; None for those that are not there in time. Raises Gone."""
        futures = lane.admit(jobs)
        together = asyncio.gather(*futures, return_exceptions=True)
        gone = asyncio.create_task(_gone(request))
        stopped = asyncio.create_task(self._stopped.wait())
        try:
            ends: set[asyncio.Future[Any]] = {together, gone, stopped}
            await asyncio.wait(
                ends,
                timeout=until - time.monotonic(),
                return_when=asyncio.FIRST_COMPLETED,
            )
            left = gone.done()
        finally:
            found = [_result(future) for future in futures]
            gone.cancel()
            stopped.cancel()
        if left and None in found:
            raise bodies.Gone("the client went away")
        return found


async def _gone(request: Request) -> None:
    """Return when the client has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _result(future: asyncio.Future[Row]) -> Found:
    """What a future holds; one that holds nothing is cancelled."""
    if future.cancel() or future.cancelled():
        return None
    return future.exception() or future.result()


def _owed_check(line: bytes, number: int, why: str) -> Row:
    return lost_row(line, number, "hung") | {"message": why}


def _owed_judge(sandbox: Sandbox, line: bytes, number: int, why: str) -> Row:
    row: Row = {"id": None, "line": number}
    with suppress(values.NotJson, UsageError):
        value = values.read_request(line)
        row = {"id": printable(value.get("id")) if isinstance(value, dict) else None}
    empty: dict[str, Any] = {"verdict": "IE", "cases": [], "ms": 0.0, "error": why}
    return row | empty | {"isolation": sandbox.isolation}

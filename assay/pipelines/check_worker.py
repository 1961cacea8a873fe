"""Pairs judged in worker processes that may die or hang: each costs only the pair it had.

    for row in judged_rows([b'{"id": 1, "gold": "4", "candidate": "2+2", "form": "expr"}'], 1): ...

A worker gets a few lines at a time and answers one by one, so that the parent knows which line a
dead worker had. The wait for one answer is a backstop far above what the checkers' own budgets
allow. `assay serve` keeps such workers too (serve/checks.py), and `assay steps` has them label
solutions (steps_worker.py): what a worker does with a line is its `Trade`.
"""

import json
import math
import multiprocessing
import resource
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from assay.checkers import grade, infer_answer
from assay.checkers.grade import Form
from assay.core.errors import UsageError
from assay.core.records import Answer
from assay.pipelines.jsonl import printable

Row = dict[str, Any]
BATCH = 16
PATIENCE_S = 180.0
MEMORY_BYTES = 4 << 30
MOST_LINE = 64 << 20
_FORMS: Mapping[str, Form] = {"expr": "expr", "text": "text"}


def row_of(line: bytes, number: int) -> Row:
    """The verdict row of one line; a line that is no pair is an `error` row that says why."""
    started = time.perf_counter()
    row: Row = {"id": None, "line": number}
    try:
        pair = pair_of(line)
        row = {"id": printable(pair.get("id"))}
        row |= _judged(pair)
    except (UsageError, RecursionError, MemoryError) as error:
        row |= {"status": "error", "message": printable(str(error)) or type(error).__name__}
    for name in ("reward", "extracted", "rung"):
        row.setdefault(name, None)
    return row | {"ms": round((time.perf_counter() - started) * 1000, 3)}


def pair_of(line: bytes) -> Mapping[str, Any]:
    """The JSON object of a line. Raises UsageError for anything else."""
    if len(line) > MOST_LINE:
        raise UsageError(f"a line of {len(line)} bytes; {MOST_LINE} are allowed")
    try:
        pair = json.loads(
            line.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite
        )
    except ValueError as error:
        raise UsageError(f"no JSON: {error}") from None
    if not isinstance(pair, dict):
        raise UsageError(f"a JSON object is expected, not {type(pair).__name__}")
    return pair


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]} is beyond the range of a double")
    return value


class Asked(NamedTuple):
    """What a pair asks: `grade(answer, candidate, form=form, question=question)`."""

    answer: Answer
    candidate: str
    form: Form
    question: str | None


def asked(pair: Mapping[str, Any]) -> Asked:
    """A pair's fields, looked at. Raises UsageError that names the one that is wrong."""
    gold, candidate, form = _text(pair, "gold"), _text(pair, "candidate"), _text(pair, "form")
    if form not in _FORMS:
        raise UsageError(f"form is {form!r}; allowed: expr, text")
    optional = {n: _text(pair, n) for n in ("kind", "required_form", "question") if pair.get(n)}
    answer = infer_answer(gold, optional.get("kind"), optional.get("required_form"))
    return Asked(answer, candidate, _FORMS[form], optional.get("question"))


def _judged(pair: Mapping[str, Any]) -> Row:
    answer, candidate, form, question = asked(pair)
    verdict = grade(answer, candidate, form=form, question=question)
    row = {
        "status": verdict.status,
        "reward": verdict.reward,
        "extracted": printable(verdict.extracted),
        "rung": verdict.rung,
    }
    if verdict.status == "error":
        row["message"] = printable(str(verdict.evidence.get("message", "")))
    return row


def _text(pair: Mapping[str, Any], name: str) -> str:
    value = pair.get(name)
    if not isinstance(value, str):
        raise UsageError(f"{name} is {type(value).__name__}; a string is expected")
    return value


def lost_row(line: bytes, number: int, what: str) -> Row:
    """The `error` row of a pair whose worker `died` or `hung`."""
    row: Row = {"id": None, "line": number}
    with suppress(UsageError, RecursionError):
        row = {"id": printable(pair_of(line).get("id"))}
    message = f"the worker {what} on this pair"
    empty = {"reward": None, "extracted": None, "rung": None, "ms": None}
    return row | {"status": "error", "message": message} | empty


class Trade(NamedTuple):
    """What workers do: the row of a line and its number, and the row of a line that cost one."""

    row: Callable[[bytes, int], Row]
    lost: Callable[[bytes, int, str], Row]


CHECKING = Trade(row_of, lost_row)


def _serve(connection: Connection, memory: int, row: Callable[[bytes, int], Row]) -> None:
    """A worker's life: lines in, rows out, until the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            for number, line in connection.recv():
                connection.send(row(line, number))


@dataclass
class Worker:
    """A process, its pipe, the lines it still owes, and since when it is silent."""

    process: BaseProcess
    connection: Connection
    trade: Trade = CHECKING
    owed: deque[tuple[int, bytes]] = field(default_factory=deque)
    since: float = 0.0

    def give(self, batch: Sequence[tuple[int, bytes]]) -> None:
        self.owed.extend(batch)
        self.since = time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send(list(batch))

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def start_worker(trade: Trade = CHECKING) -> Worker:
    """A new worker process, waiting for lines; the functions of `trade` stand in modules."""
    context = multiprocessing.get_context("forkserver")
    # Imported once in the server that workers are forked from, so that a new one is there at once.
    context.set_forkserver_preload(["__main__", __name__])
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, MEMORY_BYTES, trade.row), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours, trade, since=time.monotonic())


class Pool(AbstractContextManager["Pool"]):
    """Worker processes that stay for several batches of lines."""

    def __init__(self, workers: int, trade: Trade = CHECKING) -> None:
        self._workers = [start_worker(trade) for _ in range(workers)]

    def rows(self, lines: Sequence[bytes]) -> Iterator[Row]:
        """The rows of the lines, in their order; to be taken whole before the next batch."""
        waiting = deque(enumerate(lines, 1))
        ready: dict[int, Row] = {}
        for number in range(1, len(lines) + 1):
            while number not in ready:
                _advance(self._workers, waiting, ready)
            yield ready.pop(number)

    def __exit__(self, *ended: object) -> None:
        for worker in self._workers:
            worker.end()


def judged_rows(lines: Sequence[bytes], workers: int, trade: Trade = CHECKING) -> Iterator[Row]:
    """The rows of the lines, in their order."""
    with Pool(min(workers, max(1, len(lines))), trade) as pool:
        yield from pool.rows(lines)


def _advance(pool: list[Worker], waiting: deque[tuple[int, bytes]], ready: dict[int, Row]) -> None:
    """Hand out lines, take what came back, replace who died or hangs."""
    for worker in pool:
        if not worker.owed and waiting:
            worker.give([waiting.popleft() for _ in range(min(BATCH, len(waiting)))])
    busy = {worker.connection: worker for worker in pool if worker.owed}
    for connection in wait(list(busy), timeout=1.0):
        _receive(busy[connection], ready)  # type: ignore[index]
    for at, worker in enumerate(pool):
        silent = bool(worker.owed) and time.monotonic() - worker.since > PATIENCE_S
        if worker.owed and (silent or not worker.process.is_alive()):
            while worker.connection.poll() and _receive(worker, ready):
                pass
            pool[at] = _replaced(worker, waiting, ready, "hung" if silent else "died")


def _receive(worker: Worker, ready: dict[int, Row]) -> bool:
    try:
        row = worker.connection.recv()
    except (EOFError, ConnectionResetError):
        return False
    number, _ = worker.owed.popleft()
    worker.since = time.monotonic()
    ready[number] = row
    return True


def _replaced(
    worker: Worker, waiting: deque[tuple[int, bytes]], ready: dict[int, Row], what: str
) -> Worker:
    """A new worker; the line that the old one had is an error row, the others wait again."""
    if worker.owed:
        number, line = worker.owed.popleft()
        ready[number] = worker.trade.lost(line, number, what)
        waiting.extendleft(reversed(worker.owed))
    worker.end()
    return start_worker(worker.trade)

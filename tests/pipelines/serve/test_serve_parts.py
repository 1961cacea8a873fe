"""The service's parts by themselves: lanes, check pools, bodies, the guard, the deadline."""

import asyncio
import base64
import json
import threading
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.core.errors import SandboxUnavailable
from assay.pipelines.check_worker import Worker, row_of
from assay.pipelines.serve import checks
from assay.pipelines.serve.bodies import BadBody, split
from assay.pipelines.serve.checks import CheckPool
from assay.pipelines.serve.desk import log_fault
from assay.pipelines.serve.guard import is_right
from assay.pipelines.serve.lane import Full, Lane, Row, TooMany
from assay.pipelines.serve.programs import Deadlined
from assay.sandbox import Limits, Outcome, Run, Stdin
from assay.sandbox.judge import judge

PAIR = b'{"id": 1, "gold": "4", "candidate": "2+2", "form": "expr"}'
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=50)
@given(st.lists(VALUES, max_size=4), st.booleans(), st.sampled_from(["", " ", "\n\t\r "]))
def test_a_batch_splits_into_its_items(items: list[Any], ascii: bool, blank: str) -> None:
    texts = [json.dumps(item, ensure_ascii=ascii) for item in items]
    whole = blank + "[" + blank + f"{blank},{blank}".join(texts) + blank + "]" + blank
    body = split(whole.encode("utf-8", "replace"))
    assert body.batch
    assert body.lines == [text.encode("utf-8", "replace") for text in texts]


@given(st.binary(max_size=40) | st.text(alphabet='[]{}",:1-e. \n', max_size=30).map(str.encode))
def test_what_splits_is_json_and_nothing_else(data: bytes) -> None:
    try:
        body = split(data)
    except BadBody as error:
        assert str(error)
        return
    value = json.loads(data)
    lines = [json.loads(line) for line in body.lines]
    assert lines == (value if body.batch else [value]) and type(value) in (list, dict)


def _lane(workers: int = 1, places: int = 3) -> Lane:
    return Lane("test", workers, places)


def test_a_lane_takes_all_or_none_and_frees_what_is_cancelled() -> None:
    async def scene() -> None:
        lane, gate, begun = _lane(), threading.Event(), []

        def job(number: int) -> Row:
            begun.append(number)
            gate.wait(20)
            return {"number": number}

        with pytest.raises(TooMany):
            lane.admit([lambda: job(0)] * 4)
        first = lane.admit([lambda: job(1), lambda: job(2)])
        with pytest.raises(Full) as full:
            lane.admit([lambda: job(3), lambda: job(4)])
        assert lane.held == 2 and full.value.retry_after >= 1
        first[1].cancel()
        await asyncio.sleep(0.05)
        assert lane.held == 1
        third = lane.admit([lambda: job(5), lambda: job(6)])
        gate.set()
        rows = await asyncio.gather(first[0], *third)
        assert [row["number"] for row in rows] == begun == [1, 5, 6]
        await asyncio.sleep(0.05)
        assert lane.held == 0
        lane.join()

    asyncio.run(scene())


def test_a_fault_in_a_job_is_raised_and_frees_its_place() -> None:
    async def scene() -> None:
        lane = _lane()
        [future] = lane.admit([lambda: {}["missing"]])
        with pytest.raises(KeyError):
            await future
        await asyncio.sleep(0.05)
        assert lane.held == 0
        lane.join()

    asyncio.run(scene())


def test_a_fault_is_logged_and_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert "KeyError" in log_fault(KeyError("secret"))
    assert "secret" in capfd.readouterr().err and "secret" not in log_fault(KeyError("secret"))


def test_a_check_pool_replaces_who_hangs_and_who_dies() -> None:
    replaced: list[int] = []
    with CheckPool(1, lambda: replaced.append(1)) as pool:
        late = pool.row(PAIR, 1, time.monotonic() - 1)
        assert (late["id"], late["status"], late["reward"]) == (1, "error", None)
        assert len(replaced) == 1
        pool._idle.queue[0].process.kill()
        pool._idle.queue[0].process.join()
        row = pool.row(PAIR, 1, time.monotonic() + 60)
        assert row | {"ms": 0} == row_of(PAIR, 1) | {"ms": 0}
        assert len(replaced) == 2
    assert pool.row(PAIR, 3, time.monotonic() + 60)["message"].endswith("was closed on this pair")
    assert len(replaced) == 2


def test_a_pool_that_gets_no_process_recovers(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Worker:
        raise BlockingIOError("no more processes")

    with CheckPool(1) as pool:
        with monkeypatch.context() as scarce:
            scarce.setattr(checks, "start_worker", refused)
            for _ in range(2):
                pool._idle.queue[0].process.kill()
                pool._idle.queue[0].process.join()
                row = pool.row(PAIR, 1, time.monotonic() + 60)
                assert (row["status"], row["reward"]) == ("error", None)
        assert pool.row(PAIR, 1, time.monotonic() + 60)["status"] == "correct"


def test_a_closed_pool_wakes_who_waits() -> None:
    pool = CheckPool(1)
    worker = pool._idle.get()
    rows: list[Row] = []
    waiting = threading.Thread(target=lambda: rows.append(pool.row(PAIR, 1, time.monotonic() + 60)))
    waiting.start()
    pool.close()
    pool._idle.put(worker)
    waiting.join(20)
    assert rows[0]["status"] == "error" and not worker.process.is_alive()


class _Counting:
    """A sandbox that notes what it is asked, and takes its time."""

    isolation, digest = "full", "none"

    def __init__(self, seconds: float = 0.0, compile_error: str | None = None) -> None:
        self.asked: list[int] = []
        self._seconds = seconds
        self._error = compile_error

    def run(self, lang: str, source: str, inputs: Any, limits: Limits | None = None) -> Run:
        self.asked.append(len(inputs))
        time.sleep(self._seconds)
        outcomes = tuple(Outcome("ok", 0, stdout=given.stdin.encode()) for given in inputs)
        return Run(self._error, () if self._error else outcomes)


@pytest.mark.parametrize(
    ("wall", "pieces"), [(25.0, [2, 2, 1]), (50.0, [1] * 5), (0.5, [5]), (0.0, [1] * 5)]
)
def test_pieces_are_the_whole(wall: float, pieces: list[int]) -> None:
    sandbox: Any = _Counting()
    inputs = [Stdin(str(number)) for number in range(5)]
    run = Deadlined(sandbox, time.monotonic() + 60).run("c", "", inputs, Limits(wall_s=wall))
    assert sandbox.asked == pieces
    assert [outcome.stdout for outcome in run.outcomes] == [b"0", b"1", b"2", b"3", b"4"]


def test_a_program_that_does_not_compile_is_asked_once() -> None:
    sandbox: Any = _Counting(compile_error="no")
    run = Deadlined(sandbox, time.monotonic() + 60).run("c", "", [Stdin("")] * 5, Limits(30.0))
    assert run == Run("no", ()) and sandbox.asked == [1]


def test_after_the_deadline_nothing_begins() -> None:
    sandbox: Any = _Counting(seconds=0.2)
    late = Deadlined(sandbox, time.monotonic() + 0.1)
    with pytest.raises(SandboxUnavailable, match="deadline"):
        late.run("c", "", [Stdin("")] * 5, Limits(30.0))
    assert sandbox.asked == [1]
    case = {"stdin": "", "expect": ""}
    row = judge(late, {"id": 4, "lang": "c", "source": "", "cases": [case]})
    assert (row["id"], row["verdict"]) == (4, "IE") and "deadline" in row["error"]
    assert sandbox.asked == [1]


@given(st.text())
def test_only_the_token_is_right(given: str) -> None:
    assert not is_right(given, b"the-right-token-0123")
    assert is_right("Bearer the-right-token-0123", b"the-right-token-0123")
    basic = base64.b64encode(f"{given}".encode().replace(b":", b"") + b":the-right-token-0123")
    assert is_right(f"basic {basic.decode()}", b"the-right-token-0123")

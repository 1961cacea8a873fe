"""Many at once, full queues, deadlines, killed workers: each answered once, none wrongly."""

import asyncio
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import httpx
import pytest
from serving import Served, below, check_workers, service, until

Asked = tuple[str, Any, Callable[[Any], bool]]
SLEEPER = {
    "id": "s",
    "lang": "python",
    "source": "import time\ntime.sleep(float(input()))\nprint(1)",
    "cases": [{"stdin": "1", "expect": "1"}],
}
PAIR = {"id": 1, "gold": "4", "candidate": "2+2", "form": "expr"}


def _pair(number: int) -> Asked:
    right = number % 3 > 0
    candidate = f"{number} + {number}" if right else f"{number} + {number + 1}"
    value = {"id": number, "gold": str(2 * number), "candidate": candidate, "form": "expr"}
    status = "correct" if right else "wrong"
    return "/check", value, lambda row: (row["id"], row["status"]) == (number, status)


def _program(number: int) -> Asked:
    cases = [{"stdin": str(number), "expect": str(number + number % 2)}]
    value = {"id": number, "lang": "python", "source": "print(int(input()))", "cases": cases}
    verdict = "WA" if number % 2 else "AC"
    return "/judge", value, lambda row: (row["id"], row["verdict"]) == (number, verdict)


def _code(number: int) -> Asked:
    value = {"code": f"print({number} * int(input()))", "language": "python", "stdin": "3"}
    out = f"{3 * number}\n"
    return "/run_code", value, lambda row: (row["run_result"] or {}).get("stdout") == out


def _batch(number: int) -> Asked:
    """Three pairs; a row that is owed is right too, one that is judged must be judged rightly."""
    asked = [_pair(number + at) for at in range(3)]

    def is_right(rows: Any) -> bool:
        owed = [row["status"] == "error" and row["reward"] is None for row in rows]
        return all(o or good(row) for (_, _, good), row, o in zip(asked, rows, owed, strict=True))

    return "/check", [value for _, value, _ in asked], is_right


async def _crowd(url: str, asked: list[Asked], ours: Callable[[Any], bool]) -> tuple[int, int]:
    """How many answers were right, and how many said that the fault was ours."""
    limits = httpx.Limits(max_connections=len(asked))
    async with httpx.AsyncClient(base_url=url, timeout=240, limits=limits) as client:
        answers = await asyncio.gather(*(client.post(path, json=v) for path, v, _ in asked))
    rows = [answer.json() for answer in answers]
    right = [is_right(row) for (_, _, is_right), row in zip(asked, rows, strict=True)]
    excused = [ours(row) for row in rows]
    wrong = [row for row, *good in zip(rows, right, excused, strict=True) if not any(good)]
    assert not wrong, wrong[:3]
    return sum(right), sum(excused)


def _none(row: Any) -> bool:
    return False


@pytest.mark.parametrize("count", [64, pytest.param(512, marks=pytest.mark.slow)])
def test_a_crowd_loses_nothing(served: Served, count: int) -> None:
    kinds = (_pair, _program, _code, _batch)
    before = served.metric("assay_requests_total")
    asked = [kinds[number % 4](number) for number in range(count)]
    assert asyncio.run(_crowd(served.url, asked, _none)) == (count, 0)
    # One more for the reading of the metrics before.
    assert served.metric("assay_requests_total") - before == count + 1
    assert served.metric("assay_queue_rows") == 0


@pytest.mark.slow
@pytest.mark.docker
def test_a_crowd_of_512_on_docker() -> None:
    with service("--workers", "2", sandbox="docker") as served:
        asked = [(_program, _code)[number % 2](number) for number in range(512)]
        assert asyncio.run(_crowd(served.url, asked, _none)) == (512, 0)


def _in_threads(served: Served, values: list[Any], path: str = "/judge") -> list[httpx.Response]:
    """Post all values at once, and a list that fills while they are answered."""
    answers: list[httpx.Response] = []
    for value in values:
        threading.Thread(
            target=lambda v=value: answers.append(served.post(path, v)), daemon=True
        ).start()
    return answers


def test_a_full_queue_is_429_and_the_other_queue_goes_on() -> None:
    with service("--workers", "1", "--queue", "2") as served:
        answers = _in_threads(served, [SLEEPER] * 2)
        assert until(lambda: served.metric("assay_queue_rows") == 2)
        for path, value in (("/judge", SLEEPER), ("/judge", [SLEEPER]), ("/run_code", _code(1)[1])):
            refused = served.post(path, value)
            assert refused.status_code == 429 and "full" in refused.json()["error"]
            assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert served.post("/check", PAIR).json()["status"] == "correct"
        assert until(lambda: len(answers) == 2)
        assert [answer.json()["verdict"] for answer in answers] == ["AC", "AC"]
        assert served.post("/judge", SLEEPER).json()["verdict"] == "AC"


def test_a_deadline_makes_debts_and_frees_the_queue() -> None:
    with service("--workers", "1", "--deadline", "1") as served:
        long = {**SLEEPER, "cases": [{"stdin": "1.5", "expect": "1"}] * 20}
        begun = time.monotonic()
        rows = served.post("/judge", [long | {"id": 7}, 3, long]).json()
        assert time.monotonic() - begun < 5
        assert [row["verdict"] for row in rows] == ["IE"] * 3
        assert [row["id"] for row in rows] == [7, None, "s"]
        assert all("deadline of 1 s" in row["error"] and row["cases"] == [] for row in rows)
        late = served.post("/run_code", {"code": SLEEPER["source"], "language": "python",
                                         "stdin": "3"})  # fmt: skip
        assert late.status_code == 504 and "deadline" in late.json()["error"]
        # Twenty sleepers of 1.5 s and the late one: nobody waits for what nobody awaits.
        assert until(lambda: served.metric("assay_queue_rows") == 0, 25)
        assert served.post("/judge", {**SLEEPER, "cases": [{"stdin": "0", "expect": "1"}]}).json()[
            "verdict"
        ] == "AC"  # fmt: skip


def test_a_client_that_leaves_takes_its_rows_along() -> None:
    with service("--workers", "1") as served:
        with pytest.raises(httpx.ReadTimeout):
            served.client.post("/judge", json=[SLEEPER] * 30, timeout=0.5)
        assert until(lambda: served.metric("assay_queue_rows") <= 1)
        assert served.post("/judge", SLEEPER).json()["verdict"] == "AC"


@pytest.fixture(scope="module")
def shot() -> Iterator[Served]:
    """A service whose workers are killed."""
    with service("--workers", "2", "--queue", "4096") as running:
        yield running


def _killing(victims: Callable[[], list[int]], every_s: float, done: threading.Event) -> None:
    while True:
        for victim in victims()[:1]:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        if done.wait(every_s):
            return


def _under_fire(
    served: Served,
    asked: list[Asked],
    victims: Callable[[], list[int]],
    ours: Callable[[Any], bool],
    every_s: float,
) -> tuple[int, int]:
    """Ask while a victim dies every so often."""
    done = threading.Event()
    killer = threading.Thread(target=_killing, args=(victims, every_s, done))
    killer.start()
    try:
        return asyncio.run(_crowd(served.url, asked, ours))
    finally:
        done.set()
        killer.join()


@pytest.mark.parametrize("count", [120, pytest.param(1000, marks=pytest.mark.slow)])
def test_killed_check_workers_lose_nothing(shot: Served, count: int) -> None:
    asked = [_batch(number) for number in range(count)]
    victims = partial(check_workers, shot.process.pid)
    assert _under_fire(shot, asked, victims, _none, every_s=0.15) == (count, 0)
    page = shot.client.get("/metrics").text
    owed = re.search(r'assay_rows_total.queue="check",verdict="error". (\S+)', page)
    assert owed is None or float(owed[1]) < count
    assert shot.metric("assay_check_workers_replaced_total") >= 1
    assert shot.post("/check", PAIR).json()["status"] == "correct"


def _supervisors(pid: int) -> list[int]:
    return [child for child, line in below(pid).items() if "sandbox.inside" in line]


def test_killed_supervisors_lose_nothing(shot: Served) -> None:
    asked = [(_program, _code)[number % 2](number) for number in range(60)]
    right, excused = _under_fire(
        shot,
        asked,
        partial(_supervisors, shot.process.pid),
        lambda row: row.get("verdict") == "IE" or row.get("status") == "SandboxError",
        every_s=0.7,
    )
    assert right + excused == 60 and right >= 30

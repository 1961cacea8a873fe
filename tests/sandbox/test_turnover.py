"""A lost supervisor is replaced by the one in reserve, and nobody waits for its burial."""

import os
import signal
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import docker
import pytest
from backends import BACKENDS, opened
from docker.errors import DockerException
from requests.exceptions import ConnectionError

from assay.sandbox import Limits, Stdin
from assay.sandbox.container import start_link
from assay.sandbox.image import connect
from assay.sandbox.inside.settings import Job
from assay.sandbox.link import Answer, Link, Lost
from assay.sandbox.pool import RESERVE_FROM, Pool
from assay.sandbox.turnover import Turnover

STATUS = {"flag": "ok", "exit": 0, "wall_s": 0.0, "cpu_s": 0.0, "peak": 0, "clean": True}
GOOD = Answer("", (), b"1\n", b"", b"", b"R", STATUS)


class Played:
    """Stands for a `Link`: what each of its cases does is told beforehand."""

    def __init__(self, case: Callable[[], Answer] = lambda: GOOD) -> None:
        self.hello = {"level": "full", "why": [], "runtimes": {"python": "/python"}, "digest": "d"}
        self.cases, self.open, self.there = 0, True, True
        self.may_close = threading.Event()
        self.may_close.set()
        self._case = case

    def case(self, job: Job, given: bytes, program: bytes | None = None) -> Answer:
        self.cases += 1
        return self._case()

    def fit(self) -> bool:
        return self.there

    def close(self) -> None:
        assert self.may_close.wait(20)
        self.open = False


def _starter(links: list[Played], gate: threading.Event | None = None) -> Callable[[], Link]:
    waiting = iter(links)

    def start() -> Link:
        if gate is not None:
            assert gate.wait(20)
        return cast(Link, next(waiting))

    return start


def _lost() -> Answer:
    raise Lost("killed")


def _until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.005)
    return true()


def test_the_reserve_is_handed_out_and_made_up_again() -> None:
    links = [Played(), Played(), Played()]
    turnover = Turnover(_starter(links))
    turnover.keep()
    assert _until(lambda: turnover._reserve is not None)
    assert turnover.fresh() is cast(Link, links[0])
    assert _until(lambda: turnover._reserve is cast(Link, links[1]))
    turnover.close()
    assert not links[1].open and links[0].open and links[2].open


def test_nothing_is_kept_before_it_is_asked_for() -> None:
    links = [Played(), Played()]
    turnover = Turnover(_starter(links))
    assert turnover.fresh() is cast(Link, links[0])
    assert turnover._reserve is None and not turnover._preparing
    turnover.close()


def test_who_needs_one_waits_for_the_one_under_way() -> None:
    links, gate = [Played(), Played()], threading.Event()
    turnover = Turnover(_starter(links, gate))
    turnover.keep()
    found: list[Link] = []
    thread = threading.Thread(target=lambda: found.append(turnover.fresh()))
    thread.start()
    assert _until(lambda: turnover._awaited)
    gate.set()
    thread.join()
    assert found == [cast(Link, links[0])]
    turnover.close()


def test_a_reserve_that_died_is_given_to_nobody() -> None:
    links = [Played(), Played(), Played()]
    turnover = Turnover(_starter(links))
    turnover.keep()
    assert _until(lambda: turnover._reserve is not None)
    links[0].there = False
    assert turnover.fresh() is cast(Link, links[1])
    turnover.close()
    assert not links[0].open


def test_a_start_that_fails_is_tried_three_times_and_then_told() -> None:
    tries: list[int] = []

    def start() -> Link:
        tries.append(1)
        raise Lost("no engine")

    turnover = Turnover(start)
    with pytest.raises(Lost, match="no engine"):
        turnover.fresh()
    assert len(tries) == 3
    turnover.keep()
    turnover.close()
    assert len(tries) == 6 and turnover._reserve is None


def test_a_close_during_a_start_ends_what_was_started() -> None:
    links, gate = [Played()], threading.Event()
    turnover = Turnover(_starter(links, gate))
    turnover.keep()
    threading.Timer(0.05, gate.set).start()
    turnover.close()
    assert not links[0].open


def test_a_lost_case_is_answered_before_its_supervisor_is_buried() -> None:
    dead, fresh, reserve = Played(_lost), Played(), Played()
    dead.may_close.clear()
    pool = Pool(_starter([dead, fresh, reserve]))
    assert pool.run("python", "", [Stdin("")]).outcomes[0].stdout == b"1\n"
    assert dead.open
    dead.may_close.set()
    pool.close()
    assert [link.open for link in (dead, fresh, reserve)] == [False] * 3


def test_an_idle_supervisor_that_died_costs_a_case_none_of_its_tries() -> None:
    idle, dying, good, reserve = Played(), Played(_lost), Played(), Played()
    with Pool(_starter([idle, dying, good, reserve])) as pool:
        idle.there = False
        assert pool.run("python", "", [Stdin("")]).outcomes[0].flag == "ok"
        assert (idle.cases, dying.cases, good.cases) == (0, 1, 1)


def test_a_case_is_given_to_two_supervisors_and_no_third() -> None:
    links = [Played(_lost) for _ in range(4)]
    with Pool(_starter(links)) as pool:
        assert pool.run("python", "", [Stdin("")]).outcomes[0].flag == "ie"
        assert [link.cases for link in links] == [1, 1, 0, 0]


def test_who_lost_a_supervisor_keeps_the_turn() -> None:
    order: list[str] = []
    waiting = threading.Event()

    def dies() -> Answer:
        assert waiting.wait(20)
        order.append("lost")
        raise Lost("killed")

    def runs() -> Answer:
        order.append("run")
        return GOOD

    with Pool(_starter([Played(dies), Played(runs), Played()])) as pool:
        first = threading.Thread(
            target=lambda: order.append(pool.run("python", "1", [Stdin("")] * 3).outcomes[2].flag)
        )
        second = threading.Thread(target=lambda: pool.run("python", "2", [Stdin("")]))
        first.start()
        assert _until(lambda: pool._free.empty())
        second.start()
        assert _until(lambda: len(pool._free.not_empty._waiters) == 1)  # type: ignore[attr-defined]
        waiting.set()
        first.join()
        second.join()
    assert order in (["lost", "run", "run", "run", "ok", "run"], ["lost", *["run"] * 4, "ok"])


def _id(link: Any) -> int | str:
    """The container of a link, or the process where there is none."""
    found: int | str = getattr(link.pipe, "id", None) or link.hello["pid"]
    return found


def _kill(link: Any) -> None:
    found = _id(link)
    if isinstance(found, int):
        os.kill(found, signal.SIGKILL)
        return
    client = connect()
    client.api.kill(found)
    client.close()


def _there(found: int | str) -> bool:
    if isinstance(found, int):
        return os.path.exists(f"/proc/{found}")
    client = connect()
    rows = client.api.containers(all=True, filters={"id": found})
    client.close()
    return bool(rows)


@pytest.mark.parametrize("name", BACKENDS)
def test_a_killed_worker_is_followed_by_the_reserve(name: str) -> None:
    with opened(name) as pool:
        assert isinstance(pool, Pool)
        pool.run("python", "print(1)", [Stdin("")] * RESERVE_FROM)
        assert _until(lambda: pool._turnover._reserve is not None)
        reserve, (first,) = pool._turnover._reserve, tuple(pool._links)
        ids = {_id(link) for link in (first, reserve)}
        rows: list[Any] = []
        source = "import time\ntime.sleep(0.4)\nprint(input())"

        def work() -> None:
            rows.append(pool.run("python", source, [Stdin("7")], Limits(cpu_s=1)).outcomes)

        thread = threading.Thread(target=work)
        thread.start()
        assert _until(lambda: first.cases == RESERVE_FROM + 1)
        _kill(first)
        thread.join()
        assert [(found.flag, found.stdout) for found in rows[0]] == [("ok", b"7\n")]
        assert reserve in pool._links and first not in pool._links
    assert _until(lambda: not any(map(_there, ids)))


def test_an_engine_that_is_gone_is_an_ie_and_no_crash() -> None:
    links = [Played(_lost)]

    def start() -> Link:
        if links:
            return cast(Link, links.pop())
        raise Lost("no sandbox container starts: connection refused")

    with Pool(start) as pool:
        outcome = pool.run("python", "", [Stdin("")]).outcomes[0]
    assert outcome.flag == "ie" and "connection refused" in outcome.message


def test_a_container_that_nobody_can_remove_hides_no_fault() -> None:
    class Api:
        def create_container(self, **_: object) -> dict[str, str]:
            return {"Id": "none"}

        def attach_socket(self, *_: object, **__: object) -> object:
            raise DockerException("the engine hung up")

        def remove_container(self, *_: object, **__: object) -> None:
            raise ConnectionError("refused")

    client = cast(docker.DockerClient, SimpleNamespace(api=Api()))
    with pytest.raises(Lost, match="the engine hung up"):
        start_link(client, "image")

"""SIGTERM and SIGINT: those inside are answered, nobody new comes in, nothing is left behind."""

import signal
import subprocess
import threading
import time
from contextlib import suppress

import httpx
import pytest
from serving import ASSAY, Served, alive, below, service, until

from assay.sandbox.image import connect

SLEEPER = {
    "id": "s",
    "lang": "python",
    "source": "import time\ntime.sleep(float(input()))\nprint(1)",
    "cases": [{"stdin": "1", "expect": "1"}],
}
PAIR = {"id": 1, "gold": "4", "candidate": "2+2", "form": "expr"}


def _containers(pid: int) -> int:
    client = connect()
    try:
        rows = client.api.containers(all=True, filters={"label": "assay.sandbox"})
        owners = [row["Labels"].get("assay.sandbox.owner", "//") for row in rows]
        return sum(owner.split("/")[1] == str(pid) for owner in owners)
    finally:
        client.close()


def _asking(served: Served, answers: list[httpx.Response]) -> list[threading.Thread]:
    """Four sleepers for two workers and a pair, on their way."""
    threads = [
        threading.Thread(target=lambda: answers.append(served.post("/judge", SLEEPER)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    assert until(lambda: served.metric("assay_queue_rows") == 4)
    return threads


@pytest.mark.parametrize(
    ("sandbox", "number", "code"),
    [
        ("local", signal.SIGTERM, 143),
        ("local", signal.SIGINT, 130),
        pytest.param("docker", signal.SIGTERM, 143, marks=pytest.mark.docker),
    ],
)
def test_those_inside_are_answered_and_nobody_new_comes_in(
    sandbox: str, number: signal.Signals, code: int
) -> None:
    answers: list[httpx.Response] = []
    with service("--workers", "2", sandbox=sandbox) as served:
        assert served.post("/check", PAIR).json()["status"] == "correct"
        threads = _asking(served, answers)
        family = below(served.process.pid)
        assert len(family) >= 4
        served.process.send_signal(number)
        assert until(lambda: not _is_open(served))
        assert served.process.wait(60) == code
        for thread in threads:
            thread.join()
        assert [answer.json()["verdict"] for answer in answers] == ["AC"] * 4
        assert until(lambda: not alive(family)), alive(family)
        if sandbox == "docker":
            assert until(lambda: _containers(served.process.pid) == 0)
        assert "Traceback" not in served.log
        with pytest.raises(httpx.ConnectError):
            served.post("/check", PAIR)


@pytest.mark.slow
def test_what_does_not_end_is_owed_after_the_grace() -> None:
    case, limits = {"stdin": "90", "expect": "1"}, {"cpu_s": 1, "wall_s": 120}
    long = SLEEPER | {"cases": [case], "limits": limits}
    answers: list[httpx.Response] = []
    with service("--workers", "1") as served:
        threads = [
            threading.Thread(target=lambda: answers.append(served.post("/judge", [long, PAIR])))
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        assert until(lambda: served.metric("assay_queue_rows") == 4)
        family, begun = below(served.process.pid), time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(60) == 143
        assert 15 < time.monotonic() - begun < 40
        for thread in threads:
            thread.join()
        rows = [row for answer in answers for row in answer.json()]
        assert [row["verdict"] for row in rows] == ["IE"] * 4
        assert all("stopping" in row["error"] for row in rows)
        assert until(lambda: not alive(family)), alive(family)


def _is_open(served: Served) -> bool:
    try:
        return served.post("/check", PAIR).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("number", [signal.SIGKILL])
def test_a_killed_service_leaves_nothing(number: signal.Signals) -> None:
    with service("--workers", "2") as served:
        assert served.post("/check", PAIR).json()["status"] == "correct"
        threading.Thread(target=_ignoring, args=(served,), daemon=True).start()
        assert until(lambda: served.metric("assay_queue_rows") == 1)
        family = below(served.process.pid)
        served.process.send_signal(number)
        served.process.wait(60)
        assert until(lambda: not alive(family)), alive(family)


def _ignoring(served: Served) -> None:
    with suppress(httpx.TransportError):
        served.post("/judge", SLEEPER | {"cases": [{"stdin": "5", "expect": "1"}]})


def test_a_signal_before_it_is_ready() -> None:
    command = [str(ASSAY), "serve", "--port", "0", "--sandbox", "local"]
    for wait_s in (0.05, 0.4, 0.8):
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            time.sleep(wait_s)
            family = below(process.pid)
            process.send_signal(signal.SIGTERM)
            said = process.stderr.read() if process.stderr else ""
        assert process.returncode in (143, -signal.SIGTERM)
        assert "Traceback" not in said and until(lambda gone=family: not alive(gone))

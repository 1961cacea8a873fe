"""Who comes in to the annotation page, and what every answer carries."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from annotating import asked
from browsing import page_server, page_thread
from synthetic_run import make_run
from typer.testing import CliRunner

from assay.cli import app
from assay.core.errors import LockHeld


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("annotate") / "run", tasks=30)


@pytest.fixture(scope="module")
def served(run: Path) -> Iterator[str]:
    with page_thread(run, "wall") as url:
        yield url


def test_every_answer_has_the_policy(served: str) -> None:
    for path in ("/", "/page.js", "/api/overview", "/api/items/0", "/nowhere", "/api/items/x"):
        answer = httpx.get(served + path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert "server" not in answer.headers
    page = httpx.get(served).text
    assert "http:" not in page and "https:" not in page and "innerHTML" not in page
    script = httpx.get(served + "/page.js").text
    assert not {"innerHTML", "outerHTML", "insertAdjacent", "eval(", "http:"} & set(script.split())
    assert "innerHTML" not in script and "document.write" not in script


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_rebound_name_is_refused(served: str, host: str) -> None:
    for path in ("/", "/api/overview"):
        answer = httpx.get(served + path, headers={"Host": host})
        assert answer.status_code in (400, 403)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Content-Type": "application/json", "Origin": "http://evil.example"}, 403),
        ({"Content-Type": "application/json", "Origin": "null"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "application/json", "Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({}, 415),
    ],
)
def test_forged_changes_are_refused(
    served: str, run: Path, headers: dict[str, str], code: int
) -> None:
    item = httpx.get(served + "/api/items/0").json()
    body = json.dumps(asked(item, 1, *[None] * len(item["steps"])))
    answer = httpx.post(served + "/api/changes", content=body, headers=headers)
    assert answer.status_code == code
    assert httpx.get(served + "/api/items/0").json()["revision"] == item["revision"]


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", 400), (b"{", 400), (b"[" * 100_000, 400), (b"\xff", 400), (b"7", 422), (b"{}", 422)],
)
def test_bad_bodies(served: str, body: bytes, code: int) -> None:
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(served + "/api/changes", content=body, headers=headers)
    assert answer.status_code == code and answer.json()["error"]
    long = httpx.post(served + "/api/changes", content=b" " * (1 << 21), headers=headers)
    assert long.status_code == 413


def test_a_second_server_of_the_same_annotator_is_told(served: str, run: Path) -> None:
    result = CliRunner().invoke(app, ["annotate", str(run), "--annotator", "wall", "--port", "0"])
    assert isinstance(result.exception, LockHeld)


def test_a_token_is_asked_of_everything_but_the_page(run: Path, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("only-for-friends-0123456789")
    with page_server(run, "--annotator", "tok", "--token-file", str(secret)) as served:
        assert "token needed" in served.log and "friends" not in served.log
        assert httpx.get(served.url).status_code == 200
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": "token=x"}):
            answer = httpx.get(served.url + "/api/overview", headers=headers)
            assert answer.status_code == 401
        right = {"Authorization": f"Bearer {secret.read_text()}"}
        assert httpx.get(served.url + "/api/overview", headers=right).status_code == 200

"""What the service refuses, with which code, and that it says why; before it binds and after."""

import asyncio
import json
import socket
from pathlib import Path

import pytest
from sandbox_fusion import RunCodeRequest, run_code, run_code_async
from serving import Served, service

from assay import exits
from assay.cli import app
from assay.core.errors import UsageError
from assay.pipelines.serve.settings import is_loopback, read_settings

HEADERS = {"Content-Type": "application/json"}
TOKEN = "only-for-friends-0123456789"
GOOD = {"id": 1, "gold": "4", "candidate": "2+2", "form": "expr"}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A service with a token, small bodies and few places."""
    secret = tmp_path_factory.mktemp("secret") / "token"
    secret.write_text(f"  {TOKEN}\n")
    with service("--token-file", str(secret), "--body-mb", "1", "--queue", "4") as running:
        yield running


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no JSON: Expecting value: line 1 column 1"),
        (b"{", "no JSON"),
        (b'{"id": 1,}', "line 1 column 10"),
        (b'[{"id": 1} {"id": 2}]', "Expecting ',' delimiter: line 1 column 12"),
        (b'[{"id": 1},]', "Expecting value"),
        (b'[{"id": 1}', "Expecting ','"),
        (b"{} {}", "Extra data"),
        (b"[] x", "Extra data"),
        (b'{"id": "\xff"}', "no UTF-8 at byte 8"),
        (b"[" + b"[" * 200_000, "nested too deeply"),
        (b"7", "a JSON object or a list of them"),
        (b'"text"', "a JSON object or a list of them"),
        (b"null", "a JSON object or a list of them"),
    ],
    ids=range(13),
)
@pytest.mark.parametrize("path", ["/check", "/judge"])
def test_a_body_that_is_no_json_is_400(served: Served, path: str, body: bytes, said: str) -> None:
    answer = served.client.post(path, content=body, headers=HEADERS)
    assert answer.status_code == 400
    assert said in answer.json()["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"code": NaN}', b"[" * 100_000])
def test_run_code_of_no_json_is_400(served: Served, body: bytes) -> None:
    answer = served.client.post("/run_code", content=body, headers=HEADERS)
    assert answer.status_code == 400 and answer.json()["error"].startswith("no JSON")


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded"])
def test_a_body_that_does_not_say_json_is_415(served: Served, kind: str) -> None:
    answer = served.client.post("/check", content=json.dumps(GOOD), headers={"Content-Type": kind})
    assert answer.status_code == 415 and "application/json" in answer.json()["error"]


def test_unknown_paths_and_methods(served: Served) -> None:
    assert served.post("/nothing", {}).status_code == 404
    assert served.client.get("/check").status_code == 405
    assert served.client.delete("/judge").json()["error"]


def test_a_foreign_host_header_is_403(served: Served) -> None:
    for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "a:b:c"):
        answer = served.post("/check", GOOD, headers={"Host": host})
        assert answer.status_code in (400, 403), host
    assert served.post("/check", GOOD, headers={"Host": "LocalHost:9"}).status_code == 200


def _friend(**more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN}"} | more


@pytest.mark.parametrize(
    "given",
    [None, "", "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", TOKEN, "Basic !",
     "Basic eDp5", f"Digest {TOKEN}"],
)  # fmt: skip
def test_without_the_token_nothing_is_served(guarded: Served, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given}
    for path in ("/check", "/judge", "/run_code", "/nothing"):
        answer = guarded.post(path, GOOD, headers=headers)
        assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == "Bearer"
    assert guarded.client.get("/metrics", headers=headers).status_code == 401
    assert guarded.client.get("/healthz", headers=headers).json()["status"] == "ok"


def test_the_token_opens_as_bearer_and_as_a_password(guarded: Served) -> None:
    assert guarded.post("/check", GOOD, headers=_friend()).json()["status"] == "correct"
    assert guarded.post("/check", GOOD, headers=_friend(Host="any")).status_code == 200
    assert guarded.post("/check", GOOD, auth=("anybody", TOKEN)).json()["reward"] == 1.0


def test_clients_that_know_only_a_url_carry_the_token_in_it(guarded: Served) -> None:
    endpoint = guarded.url.replace("http://", f"http://verl:{TOKEN}@")
    asked = RunCodeRequest(code="print(7)", language="python")
    said = run_code(asked, endpoint=endpoint, max_attempts=1)
    later = asyncio.run(run_code_async(asked, endpoint=endpoint, max_attempts=1))
    assert [result.run_result.stdout for result in (said, later)] == ["7\n", "7\n"]
    with pytest.raises(Exception, match="code 401"):
        run_code(asked, endpoint=guarded.url, max_attempts=1)


def test_the_token_is_seen_nowhere(guarded: Served) -> None:
    guarded.post("/check", GOOD, headers=_friend())
    command = Path(f"/proc/{guarded.process.pid}/cmdline").read_bytes()
    environment = Path(f"/proc/{guarded.process.pid}/environ").read_bytes()
    assert TOKEN.encode() not in command + environment
    assert TOKEN not in guarded.log and "token needed" in guarded.log
    page = guarded.client.get("/metrics", headers=_friend()).text
    assert "assay_requests_total" in page and TOKEN not in page
    assert TOKEN not in repr(read_settings(token_file=None))


def test_a_body_that_is_too_large_is_413(guarded: Served) -> None:
    large = json.dumps(GOOD | {"question": "x" * (1 << 20)}).encode()
    headers = HEADERS | _friend()
    whole = guarded.client.post("/check", content=large, headers=headers)
    parts = (large[at : at + 65_536] for at in range(0, len(large), 65_536))
    chunked = guarded.client.post("/check", content=parts, headers=headers)
    for answer in (whole, chunked):
        assert answer.status_code == 413 and "1048576 bytes" in answer.json()["error"]
    assert guarded.post("/check", GOOD, headers=_friend()).status_code == 200


def test_a_batch_larger_than_the_queue_is_413(guarded: Served) -> None:
    answer = guarded.post("/check", [GOOD] * 5, headers=_friend())
    assert answer.status_code == 413 and "at most 4" in answer.json()["error"]
    assert len(guarded.post("/check", [GOOD] * 4, headers=_friend()).json()) == 4


def _code(*options: str) -> int:
    return exits.code_of(lambda: app(args=["serve", *options], standalone_mode=False))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.org", "", "10.0.0.1", "localhost.x"])
def test_another_address_needs_a_token(host: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert not is_loopback(host)
    assert _code("--host", host) == 2
    assert "--token-file" in capfd.readouterr().err


def test_addresses_of_this_machine_alone() -> None:
    assert all(is_loopback(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost"))


@pytest.mark.parametrize(
    "content", [None, b"", b"short", b"fifteen letters", b"x" * 5000, b"with a blank in the middle",
                "umlaut \u00e4 in the token".encode(), b"nul \x00 in the token here"],
)  # fmt: skip
def test_a_token_file_that_cannot_be(
    tmp_path: Path, content: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    assert _code("--token-file", str(file)) == 2
    said = capfd.readouterr().err
    assert str(file) in said and (not content or content.decode("latin-1") not in said)


@pytest.mark.parametrize("name", ["folder", "\udcff", "x" * 300, "/dev/zero"])
def test_a_token_file_that_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="token file"):
        read_settings(token_file=tmp_path / name)


def test_a_taken_port_and_an_address_of_others(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert _code("--port", str(taken.getsockname()[1])) == 2
    assert "cannot listen" in capfd.readouterr().err
    assert _code("--host", "192.0.2.7", "--token-file", str(tmp_path / "token")) == 2
    assert "cannot listen" in capfd.readouterr().err


@pytest.mark.parametrize(
    "wrong", [{"port": -1}, {"port": 65_536}, {"workers": 0}, {"queue": 0}, {"deadline": 0},
              {"body_mb": 0}],
)  # fmt: skip
def test_numbers_that_cannot_be(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="are allowed"):
        read_settings(**wrong)

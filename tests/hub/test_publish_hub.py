"""Publishing with the real client to a hub on loopback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hub_server import TOKEN, Fault, HubServer, Repo
from synthetic_run import make_run

from assay.core.errors import AssayError, UsageError
from assay.pipelines.publish import publish

REPO = "org/name"
# The hub's client (2.4) uploads in a way that its HTTP library has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run")


def send(folder: Path, hub: HubServer, repo: str = REPO, token: str = TOKEN) -> dict:
    return publish(folder, repo, endpoint=hub.url, token=token)


def test_one_commit_with_card_and_every_table(folder: Path, hub: HubServer) -> None:
    summary = send(folder, hub)
    commits = hub.repos[REPO].commits
    assert len(commits) == 2
    assert summary["created"] and summary["changed"]
    assert summary["commit"] == commits[-1].oid
    assert {name for name, _ in summary["files"]} == set(commits[-1].files) - {".gitattributes"}
    assert summary["url"] == f"{hub.url}/datasets/{REPO}"
    assert sum(summary["rows"]["tasks"].values()) == 60


def test_same_content_makes_no_commit(folder: Path, hub: HubServer) -> None:
    first = send(folder, hub)
    again = send(folder, hub)
    assert len(hub.repos[REPO].commits) == 2
    assert again["commit"] == first["commit"]
    assert not again["changed"] and not again["created"]


def test_more_rows_make_one_more_commit_and_old_parts_go(folder: Path, hub: HubServer) -> None:
    send(folder, hub)
    repo = hub.repos[REPO]
    files = dict(repo.head.files)
    files |= {"data/tasks/train-00001-of-00002.parquet": b"old", "notes.txt": b"mine"}
    repo.commit(files, repo.head.lfs)
    send(folder, hub)
    assert len(repo.commits) == 4
    assert "data/tasks/train-00001-of-00002.parquet" not in repo.head.files
    assert repo.head.files["notes.txt"] == b"mine"


def test_existing_repository_is_filled_and_never_deleted(folder: Path, hub: HubServer) -> None:
    hub.repos[REPO] = Repo()
    hub.faults = [Fault("POST", "/commit/", 500, times=1)]
    with pytest.raises(AssayError, match="500"):
        send(folder, hub)
    assert REPO in hub.repos
    assert not send(folder, hub)["created"]
    assert len(hub.repos[REPO].commits) == 2


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/preupload/"),
        ("POST", "/lfs/objects/batch"),
        ("PUT", "/lfs/"),
        ("POST", "/lfs/verify"),
        ("POST", "/commit/"),
    ],
)
@pytest.mark.parametrize("what", [500, "drop"])
def test_failure_leaves_no_repository(
    folder: Path, hub: HubServer, method: str, path: str, what: int | str
) -> None:
    hub.faults = [Fault(method, path, what)]
    with pytest.raises(AssayError) as caught:
        send(folder, hub)
    assert caught.value.exit_code == 1
    assert "run the same command again" in str(caught.value)
    assert hub.url in str(caught.value)
    assert hub.repos == {}
    hub.faults = []
    assert send(folder, hub)["changed"]


def test_interrupt_leaves_no_repository(
    folder: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object, **keywords: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("huggingface_hub.HfApi.create_commit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        send(folder, hub)
    assert hub.repos == {}


def test_a_commit_whose_reply_was_lost_is_kept(folder: Path, hub: HubServer) -> None:
    hub.faults = [Fault("POST", "/commit/", "drop after", times=1)]
    with pytest.raises(AssayError, match="run the same command again"):
        send(folder, hub)
    assert len(hub.repos[REPO].commits) == 2
    assert not send(folder, hub)["changed"]


def test_a_hiccup_is_got_over(folder: Path, hub: HubServer) -> None:
    hub.faults = [Fault("PUT", "/lfs/", 503, times=1), Fault("POST", "/preupload/", 500, times=1)]
    assert send(folder, hub)["changed"]


def test_a_repository_that_cannot_be_removed_is_named(
    folder: Path, hub: HubServer, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.faults = [Fault("POST", "/commit/", 500), Fault("DELETE", "/delete", 500)]
    with pytest.raises(AssayError, match="500"):
        send(folder, hub)
    assert f"the repository {REPO}, made for this publication" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("repo", "token", "words"),
    [
        (REPO, "hf_wrong", "refuses the token"),
        ("forbidden/name", TOKEN, "refuses the token"),
    ],
)
def test_no_right_to_write_is_the_users_error(
    folder: Path, hub: HubServer, repo: str, token: str, words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        send(folder, hub, repo, token)
    assert hub.repos == {}


def test_not_found_is_the_users_error(folder: Path, hub: HubServer) -> None:
    hub.faults = [Fault("POST", "/repos/create", 404, message="no organization 'org'")]
    with pytest.raises(UsageError, match="no organization 'org'"):
        send(folder, hub)


def test_token_is_never_shown(folder: Path, hub: HubServer) -> None:
    hub.faults = [Fault("POST", "/commit/", 500, message=f"bad {TOKEN} \x1b[31m <b>" + "x" * 999)]
    with pytest.raises(AssayError) as caught:
        send(folder, hub)
    assert TOKEN not in str(caught.value) and "***" in str(caught.value)
    assert len(str(caught.value)) < 600 and "\x1b" not in str(caught.value)


def test_unreachable_host_is_one_sentence(folder: Path) -> None:
    with pytest.raises(AssayError, match=r"cannot publish to http://127\.0\.0\.1:9") as caught:
        publish(folder, REPO, endpoint="http://127.0.0.1:9", token=TOKEN)
    assert caught.value.exit_code == 1 and "\n" not in str(caught.value)


def environment(hub: HubServer, home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "HF_HOME": str(home / "hf"),
        "HF_ENDPOINT": hub.url,
        "HF_TOKEN": TOKEN,
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


PUBLISH = "import sys; from pathlib import Path; from assay.pipelines.publish import publish; "
PUBLISH += f"publish(Path(sys.argv[1]), {REPO!r})"


def test_killed_upload_is_finished_by_the_same_command(
    folder: Path, hub: HubServer, tmp_path: Path
) -> None:
    hub.faults = [Fault("PUT", "/lfs/", "hang", times=1)]
    command = [sys.executable, "-c", PUBLISH, str(folder)]
    with subprocess.Popen(command, env=environment(hub, tmp_path)) as killed:
        assert hub.reached.wait(60)
        killed.send_signal(signal.SIGKILL)
    hub.release.set()
    assert len(hub.repos[REPO].commits) == 1
    subprocess.run(command, env=environment(hub, tmp_path), check=True, timeout=120)
    assert len(hub.repos[REPO].commits) == 2


@pytest.mark.parametrize(
    ("token", "url", "code", "words"),
    [
        (TOKEN, "{hub}", 0, '"changed": true'),
        ("hf_other", "{hub}", 2, "refuses the token"),
        (TOKEN, "http://127.0.0.1:9", 1, "cannot publish"),
        ("", "{hub}", 2, "no token"),
    ],
)
def test_the_command_ends_as_the_contract_says(
    folder: Path, hub: HubServer, tmp_path: Path, token: str, url: str, code: int, words: str
) -> None:
    changed = {"HF_TOKEN": token, "HF_ENDPOINT": url.format(hub=hub.url)}
    done = subprocess.run(
        [sys.executable, "-m", "assay.cli", "publish", str(folder), "--repo", REPO],
        env=environment(hub, tmp_path) | changed,
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    assert words in said
    assert "Traceback" not in said and TOKEN not in said and "hf_other" not in said


LOAD = """
import sys, datasets
for place in sys.argv[1:]:
    for name in ("tasks", "solutions", "labels"):
        loaded = datasets.load_dataset(place, name)
        print(name, {split: rows.num_rows for split, rows in loaded.items()})
    assert loaded["train"].column_names[-1] == "steps"
    streamed = datasets.load_dataset(place, split="train", streaming=True)
    print(next(iter(streamed))["prompt"])
"""


def test_load_dataset_reads_the_published_repository(
    folder: Path, hub: HubServer, tmp_path: Path
) -> None:
    summary = send(folder, hub)
    staged = publish(folder, REPO, dry_run=True, endpoint=hub.url)
    assert staged["rows"] == summary["rows"]
    command = [sys.executable, "-c", LOAD, REPO, str(folder / "publish")]
    done = subprocess.run(
        command, env=environment(hub, tmp_path), capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:3] == [f"{name} {rows}" for name, rows in summary["rows"].items()]
    assert lines[3].startswith("What is ")
    assert lines[4:] == lines[:4]

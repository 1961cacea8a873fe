"""Two hundred wrong invocations: the right exit code, a clear sentence, nothing left behind.

Most run in this process; a sample of them as real processes. The cases come from
cli_fuzz_cases.py and are the same at every run.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from cli_fuzz_cases import Case, cases, listing, make_world

from assay import exits
from assay.cli import app
from assay.core.store import lock

CASES = cases(seed=20, most=260)
REAL = Random(7).sample([case for case in CASES if len(" ".join(case.argv)) < 2000], 20)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    make_world(folder)
    return folder


@pytest.fixture(autouse=True)
def quiet_place(
    request: pytest.FixtureRequest, world: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Run in the world, offline, and see that it is the same afterwards."""
    monkeypatch.chdir(world)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("COLUMNS", "100")
    finished = "case" in request.fixturenames and request.getfixturevalue("case").code == 3
    before, handler = listing(world), signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, handler)
    after = listing(world)
    if after != before:
        shutil.rmtree(world)
        make_world(world)
    changed = {name for name, _ in set(after) ^ set(before)}
    assert changed <= ({"new"} if finished else set())


def examine(case: Case, code: int, said: str) -> None:
    """What must hold of every wrong invocation."""
    assert "Traceback" not in said and "fault of assay's own" not in said, said
    assert code == case.code, said
    sentence = said.strip().removeprefix("assay:").strip()
    assert any(character.isalpha() for character in sentence), "nothing was said"
    assert len(said) < 5_000, f"{len(said)} characters were said"


def test_there_are_two_hundred() -> None:
    assert len(CASES) >= 200
    assert len({case.argv for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_wrong_invocation(case: Case, capfd: pytest.CaptureFixture[str]) -> None:
    code = exits.code_of(lambda: app(args=list(case.argv), standalone_mode=False))
    examine(case, code, capfd.readouterr().err)


@pytest.mark.parametrize("case", REAL, ids=str)
def test_wrong_invocation_as_a_process(case: Case) -> None:
    argv = [word.encode("utf-8", "surrogateescape") for word in case.argv]
    done = subprocess.run(
        [sys.executable, "-m", "assay.cli", *argv],
        capture_output=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    examine(case, done.returncode, done.stderr.decode())


@pytest.mark.parametrize(
    "argv",
    [
        ("generate", "--families", "chain_symbols", "--count", "3", "--out", "tasks-ok"),
        ("report", "tasks-ok"),
        ("publish", "tasks-ok", "--repo", "org/name", "--dry-run"),
    ],
)
def test_a_held_lock_is_75(argv: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    with lock(Path("tasks-ok")):
        code = exits.code_of(lambda: app(args=list(argv), standalone_mode=False))
    assert code == 75
    assert "another run holds" in capfd.readouterr().err


@pytest.fixture
def finished(tmp_path: Path, world: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """A finished run of the world's recipe."""
    run = ["run", str(world / "recipe.yaml"), "--out", str(tmp_path / "run"), "--quiet"]
    assert exits.code_of(lambda: app(args=run, standalone_mode=False)) == 0
    capfd.readouterr()
    return tmp_path / "run"


@pytest.mark.parametrize("content", ["", "garbage", "[]", "{}", '{"key": 1}', "\0"])
@pytest.mark.parametrize(("name", "code"), [("run.json", 2), ("report.json", 0)])
def test_damaged_files_of_a_finished_run(
    finished: Path, capfd: pytest.CaptureFixture[str], name: str, code: int, content: str
) -> None:
    (finished / name).write_text(content)
    run = ["run", "recipe.yaml", "--out", str(finished), "--quiet"]
    assert exits.code_of(lambda: app(args=run, standalone_mode=False)) == code
    said = capfd.readouterr()
    assert ("1 tasks of 1 family" in said.out) == (code == 0)
    assert ("run.json" in said.err) == (code == 2)


def test_a_run_of_another_recipe_is_refused(
    finished: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = ["run", "recipe.yaml", "--out", str(finished), "--set", "seed=9"]
    assert exits.code_of(lambda: app(args=run, standalone_mode=False)) == 2
    assert "made with other settings" in capfd.readouterr().err


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_interrupted_command(tmp_path: Path, number: int, code: int) -> None:
    argv = ["generate", "--families", "chain_symbols", "--count", "900000", "--quiet"]
    command = [sys.executable, "-m", "assay.cli", *argv, "--out", str(tmp_path / "new")]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(
        command,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # a background job ignores SIGINT
    ) as process:
        for _ in range(600):
            if (tmp_path / "new/manifest.jsonl").exists():
                break
            time.sleep(0.1)
        process.send_signal(number)
        said = process.stderr.read() if process.stderr else ""
    assert process.returncode == code
    assert "run the same command again" in said and "Traceback" not in said

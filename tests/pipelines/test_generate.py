"""The generate stage: no repeats, same bytes for any worker count, gone on with after a kill."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from assay.core.canonical import loads
from assay.core.errors import AssayError, TooManyBadRows, UsageError
from assay.core.records import Answer
from assay.core.store import open_table, read_manifest
from assay.generators import FAMILIES
from assay.generators.family import Draft, Family
from assay.pipelines import generate as stage
from assay.pipelines.generate import generate

NAMES = "chain_symbols"


def _bytes(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def _problems(folder: Path) -> list[str]:
    return [loads(m)["problem"] for m in open_table(folder, "tasks")["meta_json"].to_pylist()]


def _tiny(size: int, broken: bool = False) -> Family:
    def draft(rng: Random, level: int) -> Draft:
        number = rng.randrange(size)
        if broken and number % 2:
            raise ZeroDivisionError("a bug of ours")
        prompts = (f"{number}", f"What is {number}?", f"Say {number}.")
        return Draft(prompts, {"n": number}, Answer("integer", str(number)))

    return Family("tiny", "math", "test", "integer", draft, None, lambda level: size)


def test_levels_follow_the_index(tmp_path: Path) -> None:
    generate(families=NAMES, count=40, out=tmp_path)
    table = open_table(tmp_path, "tasks")
    pairs = zip(table["index"].to_pylist(), table["level"].to_pylist(), strict=True)
    assert all(level == 1 + index % 10 for index, level in pairs)


def test_workers_do_not_change_a_byte(tmp_path: Path) -> None:
    for workers in (1, 2):
        generate(families=NAMES, count=500, out=tmp_path / str(workers), seed=5, workers=workers)
    assert _bytes(tmp_path / "1") == _bytes(tmp_path / "2")


def test_a_finished_folder_is_left_as_it_is(tmp_path: Path) -> None:
    assert generate(families=NAMES, count=20, out=tmp_path) == 20
    before = _bytes(tmp_path)
    assert generate(families=NAMES, count=20, out=tmp_path) == 0
    assert _bytes(tmp_path) == before


def test_append_goes_on_at_the_next_index(tmp_path: Path) -> None:
    generate(families=NAMES, count=30, out=tmp_path / "two")
    generate(families=NAMES, count=20, out=tmp_path / "two", append=True)
    generate(families=NAMES, count=50, out=tmp_path / "one")
    assert _problems(tmp_path / "two") == _problems(tmp_path / "one")


def test_repeats_are_left_out_and_topped_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FAMILIES, "tiny", _tiny(60))
    monkeypatch.setattr(stage, "select", lambda names: [FAMILIES["tiny"]])
    generate(families="tiny", count=50, level=1, out=tmp_path)
    generate(families="tiny", count=9, level=1, out=tmp_path, append=True)
    problems = _problems(tmp_path)
    assert len(problems) == len(set(problems)) == 59
    indices = open_table(tmp_path, "tasks")["index"].to_pylist()
    assert indices == sorted(set(indices)) and indices[-1] > 58


def test_more_than_the_capacity_is_refused(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(stage, "select", lambda names: [_tiny(60)])
    with pytest.raises(UsageError, match="only 60 different problems"):
        generate(families="tiny", count=61, level=1, out=tmp_path)


def test_draws_that_do_not_suffice_are_an_error(tmp_path: Path, monkeypatch: Any) -> None:
    family = _tiny(3)
    liar = Family("tiny", "math", "t", "integer", family.generate, None, lambda level: None)
    monkeypatch.setitem(FAMILIES, "tiny", liar)
    monkeypatch.setattr(stage, "select", lambda names: [liar])
    with pytest.raises(AssayError, match="fewer than 4 new tasks"):
        generate(families="tiny", count=4, level=1, out=tmp_path)


def test_a_failing_generator_costs_its_items_and_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    family = _tiny(10_000, broken=True)
    monkeypatch.setitem(FAMILIES, "tiny", family)
    monkeypatch.setattr(stage, "select", lambda names: [family])
    with pytest.raises(TooManyBadRows, match="ZeroDivisionError: a bug of ours"):
        generate(families="tiny", count=20, level=1, out=tmp_path)
    assert open_table(tmp_path, "tasks").num_rows == 20


@pytest.mark.parametrize("other", [{"seed": 1}, {"level": 2}, {"phrasing": "short"}, {"count": 21}])
def test_other_settings_are_refused(tmp_path: Path, other: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"families": NAMES, "count": 20, "out": tmp_path}
    generate(**asked)
    before = _bytes(tmp_path)
    with pytest.raises(UsageError, match=r"other settings|--append"):
        generate(**{**asked, **other})
    assert _bytes(tmp_path) == before


def test_damaged_part_is_made_again(tmp_path: Path) -> None:
    generate(families=NAMES, count=20, out=tmp_path)
    before = _bytes(tmp_path)
    (tmp_path / "tasks" / "part-00000.parquet").write_bytes(b"x")
    assert generate(families=NAMES, count=20, out=tmp_path) == 20
    assert _bytes(tmp_path) == before


@pytest.mark.slow
def test_twenty_random_kills_leave_the_same_bytes(tmp_path: Path) -> None:
    """SIGKILL at a random moment, the same command again, twenty times; then to the end."""
    command = [sys.executable, "-m", "assay.cli", "generate", "--families", NAMES]
    command += ["--count", "30000", "--workers", "2", "--out"]
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    started = time.monotonic()
    subprocess.run([*command, str(whole)], check=True, capture_output=True)
    lasts, rng = time.monotonic() - started, Random(0)
    for _ in range(20):
        process = subprocess.Popen(
            [*command, str(killed)],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(rng.uniform(0.5, 0.4 * lasts + 0.6))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert all(part.rows for part in read_manifest(killed))
    subprocess.run([*command, str(killed)], check=True, capture_output=True)
    assert _bytes(killed) == _bytes(whole)

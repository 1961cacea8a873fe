"""The sample stage: batches from the settings alone; a server's answers are drawn once."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assay.core.errors import SamplingError, UsageError
from assay.core.store import open_table, parts_of
from assay.pipelines import sample as stage
from assay.pipelines.generate import generate
from assay.pipelines.sample import sample
from assay.sampling import Completion, Params


@dataclass
class Fake:
    """Answers each prompt with the batch's seed; fails after `lives` calls."""

    local: bool = True
    lives: int = 10**9
    model: str = "fake"
    calls: list[list[str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def complete(
        self, prompts: Sequence[str], n: int, params: Params, seed: int
    ) -> list[list[Completion]]:
        with self.lock:
            self.calls.append(list(prompts))
            if len(self.calls) > self.lives:
                raise SamplingError("the server at 127.0.0.1 went away")
        texts = [[f"{prompt} {seed} {i} \ud800" for i in range(n)] for prompt in prompts]
        return [[Completion(text, 1, 2, "stop") for text in row] for row in texts]

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def tasks(tmp_path: Path) -> Path:
    generate(families="chain_symbols", count=50, out=tmp_path / "t")
    return tmp_path / "t"


def _run(monkeypatch: pytest.MonkeyPatch, fake: Fake, tasks: Path, out: Path, **more: Any) -> int:
    monkeypatch.setattr(stage, "open_model", lambda spec, **options: fake)
    return sample(tasks=tasks, model="fake", out=out, n=2, batch=4, **more)


def test_batches_and_rows(tmp_path: Path, tasks: Path, monkeypatch: Any) -> None:
    fake = Fake()
    assert _run(monkeypatch, fake, tasks, tmp_path / "s") == 100
    assert [len(call) for call in fake.calls] == [4] * 12 + [2]
    table = open_table(tmp_path / "s", "solutions")
    keys = set(zip(table["task_id"].to_pylist(), table["sample"].to_pylist(), strict=True))
    assert len(keys) == 100
    assert all("\ud800" not in text for text in table["text"].to_pylist())


def test_part_by_part_is_the_same_as_in_one_go(
    tmp_path: Path, tasks: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(stage, "BATCHES_PER_PART", 2)
    with pytest.raises(SamplingError):
        _run(monkeypatch, Fake(lives=5), tasks, tmp_path / "cut")
    assert len(parts_of(tmp_path / "cut", "solutions")) == 2
    again = Fake()
    _run(monkeypatch, again, tasks, tmp_path / "cut")
    assert len(again.calls) == 13 - 4
    _run(monkeypatch, Fake(), tasks, tmp_path / "whole")
    assert _files(tmp_path / "cut") == _files(tmp_path / "whole")


def test_a_server_is_asked_once_for_each_task(
    tmp_path: Path, tasks: Path, monkeypatch: Any
) -> None:
    first, second = Fake(local=False, lives=20), Fake(local=False)
    with pytest.raises(SamplingError):
        _run(monkeypatch, first, tasks, tmp_path / "s")
    assert (tmp_path / "s" / "solutions.journal.jsonl").exists()
    _run(monkeypatch, second, tasks, tmp_path / "s")
    assert len(second.calls) == 30
    assert open_table(tmp_path / "s", "solutions").num_rows == 100
    assert not (tmp_path / "s" / "solutions.journal.jsonl").exists()
    third = Fake(local=False)
    assert _run(monkeypatch, third, tasks, tmp_path / "s") == 0 and not third.calls


def test_new_tasks_alone_are_sampled_after_an_append(
    tmp_path: Path, tasks: Path, monkeypatch: Any
) -> None:
    _run(monkeypatch, Fake(), tasks, tasks)
    generate(families="chain_symbols", count=7, out=tasks, append=True)
    assert _run(monkeypatch, Fake(), tasks, tasks) == 14


def test_narrowing(tmp_path: Path, tasks: Path, monkeypatch: Any) -> None:
    fake = Fake()
    _run(monkeypatch, fake, tasks, tmp_path / "s", most=3, split="train")
    assert len(fake.calls[0]) == 3


GAPS = "recipes/digit_families.py:GAPS"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("digit_sum", {"digit_sum"}),
        (GAPS, {"digit_gaps"}),
        (f"digit_sum,{GAPS}", {"digit_sum", "digit_gaps"}),
        ("all", {"digit_sum", "digit_gaps", "chain_symbols"}),
    ],
)
def test_families_narrow_a_users_own_too(
    tmp_path: Path, monkeypatch: Any, asked: str, found: set[str]
) -> None:
    generate(families=f"digit_sum,chain_symbols,{GAPS}", count=5, out=tmp_path)
    _run(monkeypatch, Fake(), tmp_path, tmp_path, families=asked)
    solved = open_table(tmp_path, "solutions")["task_id"].to_pylist()
    assert {task_id.split("-")[0] for task_id in solved} == found


@pytest.mark.parametrize(
    "bad",
    [
        {"n": 0},
        {"batch": 0},
        {"most": 0},
        {"temperature": -1.0},
        {"top_p": 0.0},
        {"max_tokens": 0},
        {"split": "tset"},
        {"families": "nope"},
        {"stop": [""]},
    ],
)
def test_bad_numbers_are_named(
    tmp_path: Path, tasks: Path, monkeypatch: Any, bad: dict[str, Any]
) -> None:
    monkeypatch.setattr(stage, "open_model", lambda spec, **options: Fake())
    says = next(iter(bad))
    with pytest.raises(UsageError, match="family" if says == "families" else says):
        sample(**{"tasks": tasks, "model": "fake", "out": tmp_path / "s", **bad})


def test_other_settings_are_refused(tmp_path: Path, tasks: Path, monkeypatch: Any) -> None:
    _run(monkeypatch, Fake(), tasks, tmp_path / "s")
    with pytest.raises(UsageError, match="other settings"):
        _run(monkeypatch, Fake(), tasks, tmp_path / "s", seed=9)
    assert _run(monkeypatch, Fake(), tasks, tmp_path / "s", sampler="other", seed=9) == 100


def _files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((folder / "solutions").iterdir())}

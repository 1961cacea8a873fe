"""The stage monte_carlo: labels as a perfect continuer would give them, drawn once, resumable."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assay.checkers import label_steps
from assay.core.canonical import loads
from assay.core.errors import SamplingError, UsageError
from assay.core.records import Solution, Task
from assay.core.store import open_table, write_part
from assay.core.tables import label_of, solution_row, table_of, task_row
from assay.generators import FAMILIES, draw
from assay.pipelines import monte_carlo as stage
from assay.pipelines.monte_carlo import Spent, monte_carlo
from assay.sampling import Completion, Params

COUNT = 20


def worked(task: Task) -> list[str]:
    return [*(step.text for step in task.steps), f"Answer: {task.answer.value}"]


@dataclass
class Continuer:
    """Ends every right beginning well and no other; fails after `lives` calls."""

    tasks: Sequence[Task]
    local: bool = True
    lives: int = 10**9
    model: str = "fake"
    calls: list[tuple[int, int, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def complete(
        self, prompts: Sequence[str], n: int, params: Params, seed: int, begun: Sequence[str]
    ) -> list[list[Completion]]:
        with self.lock:
            self.calls.append((len(prompts), n, seed))
            if len(self.calls) > self.lives:
                raise SamplingError("the server at 127.0.0.1 went away")
        known = {task.prompt: "\n".join(worked(task)) for task in self.tasks}
        rests = [
            known[prompt].removeprefix(start)
            if known[prompt].startswith(start)
            else "Answer: -9999"
            for prompt, start in zip(prompts, begun, strict=True)
        ]
        return [[Completion(rest, 1, 2, "stop")] * n for rest in rests]

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def tasks(tmp_path: Path) -> list[Task]:
    found = [draw(FAMILIES["digit_sum"], 10, 5, at, "short").task for at in range(COUNT)]
    found.append(draw(FAMILIES["function_synthesis"], 1, 5, 0).task)
    home = tmp_path / "t"
    write_part(home, "tasks", table_of("tasks", [task_row(task) for task in found]), "t")
    rows = []
    for at, task in enumerate(found):
        for sample, text in enumerate(solutions_of(task, at)):
            key = (task.task_id, "sft", sample)
            rows.append(solution_row(Solution(*key, "m", {}, text, 1, 2, "stop", 0)))
    write_part(home, "solutions", table_of("solutions", rows), "s")
    return found


def solutions_of(task: Task, at: int) -> list[str]:
    """A right solution and one that is off by one from a line on, which moves with `at`."""
    lines = worked(task)
    slip = at % len(lines)
    wrong = [f"{left}={int(right) + 1}" for left, _, right in map(partition, lines[slip:-1])]
    return ["\n".join(lines), "\n".join([*lines[:slip], *wrong, "Answer: -9999"])]


def partition(line: str) -> tuple[str, str, str]:
    return line.partition("=")


def run(
    monkeypatch: pytest.MonkeyPatch, fake: Continuer, home: Path, out: str = "mc", **more: Any
) -> Spent:
    monkeypatch.setattr(stage, "open_model", lambda spec, **options: fake)
    keywords = {"rollouts": 4, "batch": 4, **more}
    return monte_carlo(tasks=home, solutions=home, model="fake", out=home / out, **keywords)


def rows(home: Path, out: str = "mc") -> dict[tuple[str, int], Any]:
    table = open_table(home / out, "labels").to_pylist()
    return {(row["task_id"], row["sample"]): row for row in table}


@pytest.mark.parametrize("search", ["plain", "binary"])
def test_a_perfect_continuer_labels_as_the_exact_checker_does(
    search: str, tmp_path: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "t"
    spent = run(monkeypatch, Continuer(tasks), home, search=search)
    found = rows(home)
    assert len(found) == 2 * COUNT == spent.solutions and spent.with_error == COUNT
    for at, task in enumerate(tasks[:COUNT]):
        for sample, text in enumerate(solutions_of(task, at)):
            label = label_of(found[task.task_id, sample])
            exact = label_steps(task, text)
            assert [(s.start, s.end, s.status) for s in label.steps] == [
                (s.start, s.end, s.status) for s in exact
            ]
            assert label.verdict.status == ("wrong" if sample else "correct")
    assert spent.rollouts == 4 * spent.prefixes and spent.tokens == 2 * spent.rollouts


def test_halving_costs_less_than_half_at_the_same_labels(
    tmp_path: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "t"
    costs = [run(monkeypatch, Continuer(tasks), home, s, search=s) for s in ("plain", "binary")]
    assert costs[1].rollouts < 0.5 * costs[0].rollouts
    statuses = [
        {key: [s["status"] for s in row["steps"]] for key, row in rows(home, s).items()}
        for s in ("plain", "binary")
    ]
    assert statuses[0] == statuses[1]


@pytest.mark.parametrize("local", [True, False])
def test_a_stage_that_died_goes_on_and_asks_nothing_twice(
    local: bool, tmp_path: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "t"
    monkeypatch.setattr(stage, "BATCHES_PER_PART", 2)
    whole = Continuer(tasks, local)
    spent = run(monkeypatch, whole, home, "whole")
    first = Continuer(tasks, local, lives=len(whole.calls) // 2)
    with pytest.raises(SamplingError):
        run(monkeypatch, first, home)
    second = Continuer(tasks, local)
    assert run(monkeypatch, second, home) == spent
    assert open_table(home / "mc", "labels").equals(open_table(home / "whole", "labels"))
    if not local:
        asked = first.calls[: first.lives] + second.calls
        assert sorted(asked) == sorted(whole.calls) and len(set(asked)) == len(asked)
    third = Continuer(tasks, local, lives=0)
    assert run(monkeypatch, third, home) == spent
    assert not list((home / "mc").glob("*.journal.jsonl"))


def test_other_settings_are_refused(
    tmp_path: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "t"
    run(monkeypatch, Continuer(tasks), home)
    with pytest.raises(UsageError, match="other settings"):
        run(monkeypatch, Continuer(tasks), home, rollouts=5)


def test_a_budget_ends_the_stage_between_two_batches(
    tmp_path: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "t"
    whole = run(monkeypatch, Continuer(tasks), home, "whole")
    budget = whole.rollouts // 2
    spent = run(monkeypatch, Continuer(tasks), home, budget=budget)
    assert budget <= spent.rollouts < whole.rollouts
    assert run(monkeypatch, Continuer(tasks, lives=0), home, budget=budget) == spent
    everything = rows(home, "whole")
    assert all(row == everything[key] for key, row in rows(home).items())


def test_what_is_asked_for_is_narrowed(
    tmp_path: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "t"
    fake = Continuer(tasks)
    assert run(monkeypatch, fake, home, "few", most=5).solutions == 5
    assert run(monkeypatch, fake, home, "none", samplers=["rl"]).solutions == 0
    splits = [run(monkeypatch, fake, home, s, split=s).solutions for s in ("train", "test")]
    assert 0 < sum(splits) <= 2 * COUNT
    for change, said in (
        ({"split": "tset"}, "tset"),
        ({"families": "digit_som"}, "digit_som"),
        ({"rollouts": 0}, "rollouts: 0"),
        ({"threshold": 1.5}, "threshold: 1.5"),
    ):
        with pytest.raises(UsageError, match=said):
            run(monkeypatch, fake, home, "odd", **change)


def test_the_evidence_counts_roll_outs_with_intervals(
    tmp_path: Path, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "t"
    run(monkeypatch, Continuer(tasks), home, search="plain")
    for row in rows(home).values():
        found = loads(row["evidence_json"])["monte_carlo"]
        assert found["model"] == "fake" and len(found["of"]) == len(row["steps"])
        assert found["of"][:-1] == [4] * (len(row["steps"]) - 1) and found["of"][-1] is None
        for right, low, high in zip(
            found["right"][:-1], found["low"][:-1], found["high"][:-1], strict=True
        ):
            assert low <= right / 4 <= high and high - low > 0.3

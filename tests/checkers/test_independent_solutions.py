"""Right and wrong programs written from prompts alone: the tests tell them apart.

Each line of independent_solutions.jsonl is a task's id, whether the program is right (decided
before it was ever run), why, and the source. docs/vetting.md gives the rates.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assay.checkers.program import judge_source
from assay.core.canonical import loads
from assay.core.records import Answer
from assay.generators import FAMILIES, draw
from assay.pipelines.vet import vet_task
from assay.sandbox import Sandbox

FILE = Path(__file__).with_name("independent_solutions.jsonl")
ROWS = [loads(line) for line in FILE.read_text().splitlines()]
TASKS = sorted({row["task"] for row in ROWS})


@cache
def vetted(task_id: str, local: Sandbox) -> Answer:
    """The answer of a task with the tests that vetting adds."""
    family, level, seed, index = task_id.rsplit("-", 3)
    task = draw(FAMILIES[family], int(level), int(seed), int(index)).task
    row: Mapping[str, Any] = vet_task(task, local)
    assert row["kept"], row["reason"]
    telling = loads(row["telling_json"])
    return replace(task.answer, spec={**task.answer.spec, "telling": telling})


def test_every_task_has_twenty_programs_of_both_kinds() -> None:
    counts = Counter((row["task"], row["right"]) for row in ROWS)
    assert all(counts[task, True] >= 5 and counts[task, False] >= 14 for task in TASKS)
    assert len({(row["task"], row["source"]) for row in ROWS}) == len(ROWS)


@pytest.mark.slow
@pytest.mark.parametrize("task", TASKS)
def test_right_ones_pass_and_wrong_ones_fail(task: str, local: Sandbox) -> None:
    answer = vetted(task, local)
    missed = []
    for row in ROWS:
        if row["task"] == task:
            verdict = judge_source(answer, row["source"], local)
            if (verdict.status == "correct") != row["right"]:
                missed.append((row["why"], verdict.status, verdict.evidence))
    assert not missed

"""Every reference of a program family passes its own tests in the sandbox; its mutants do not."""

import pytest

from assay.generators import FAMILIES, draw
from assay.generators.code.domains import FAMILIES as DOMAINS
from assay.pipelines.vet import vet_task
from assay.sandbox import Sandbox

NAMES = [*(family.name for family in DOMAINS), "test_writing"]
MANY = 5


@pytest.mark.parametrize("name", NAMES)
def test_a_task_is_kept_with_all_its_mutants(name: str, local: Sandbox) -> None:
    task = draw(FAMILIES[name], 3, 5, 1).task
    row = vet_task(task, local)
    assert (row["kept"], row["reason"]) == (True, None)
    assert row["killed"] == list(range(len(task.answer.spec["mutants"])))
    assert row["tests"] > 15


@pytest.mark.slow
@pytest.mark.parametrize("name", [*NAMES, "contest_search"])
def test_vetting_keeps_nearly_all(name: str, local: Sandbox) -> None:
    count = MANY if name != "contest_search" else 3
    tasks = [draw(FAMILIES[name], 1 + 2 * i, 77, i).task for i in range(count)]
    rows = [vet_task(task, local) for task in tasks]
    assert sum(row["kept"] for row in rows) >= 0.95 * count, [row["reason"] for row in rows]
    mutants = sum(len(task.answer.spec["mutants"]) for task in tasks)
    assert sum(len(row["killed"]) for row in rows) >= 0.95 * mutants
    if name == "contest_search":
        assert all(0 in row["killed"] for row in rows), "the slow program is in time"

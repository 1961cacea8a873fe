"""A small dataset and policies that were trained for a moment, made once for all tests here."""

from pathlib import Path

import pytest

from assay.checkers import CHECKER_VERSION, grade, label_steps
from assay.core.records import Label, Solution, Task
from assay.core.store import write_part
from assay.core.tables import label_row, solution_row, table_of, task_row
from assay.generators import FAMILIES, draw
from assay.training.sft import train_sft
from assay.training.tiny import worked_text


def _tasks() -> list[Task]:
    return [
        draw(FAMILIES[name], 1 + index % 10, 3, index, "short").task
        for name in ("digit_chain", "digit_sum")
        for index in range(160)
    ]


def _texts(task: Task) -> list[str]:
    """A right solution, one with a wrong last step, one that says nothing."""
    lines = worked_text(task).split("\n")
    slip = lines[-2].split("=")[0] + "=99"
    return ["\n".join(lines), "\n".join([*lines[:-2], slip, "Answer: 99"]), ""]


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 320 tasks, three solutions of each, and their labels."""
    folder: Path = tmp_path_factory.mktemp("tables")
    tasks, solutions, labels = _tasks(), [], []
    for task in tasks:
        for sample, text in enumerate(_texts(task)):
            key = (task.task_id, "sft", sample)
            solutions.append(Solution(*key, "test", {}, text, 9, len(text), "stop", 0))
            verdict, steps = grade(task.answer, text), label_steps(task, text)
            labels.append(Label(*key, verdict, CHECKER_VERSION, steps))
    write_part(folder, "tasks", table_of("tasks", [task_row(task) for task in tasks]), "t")
    rows = [solution_row(solution) for solution in solutions]
    write_part(folder, "solutions", table_of("solutions", rows), "s")
    write_part(folder, "labels", table_of("labels", [label_row(label) for label in labels]), "l")
    return folder


@pytest.fixture(scope="session")
def policy(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a policy after a few steps of SFT."""
    out: Path = tmp_path_factory.mktemp("sft")
    train_sft(data=tables, out=out, steps=8, batch=16, seed=1)
    return out

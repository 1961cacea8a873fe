"""Labelled solutions to train reward models on, and those out of a table `stepwise`.

    assay stepwise --from prm800k --to table phase2.jsonl --out data/prm800k
    assay train prm --data data/prm800k --model data/sft --out data/prm

A row of that table has a problem and steps but no task. Its steps become the lines of one text, its
layout stands for the family, and its problem says which split it is in: 8 tenths train, 1
validation, 1 test, so that no problem is on two sides. Nothing is judged here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from assay.core.errors import UsageError
from assay.core.records import StepLabel
from assay.core.seeds import Split, split_of
from assay.core.store import open_table


@dataclass(frozen=True, slots=True)
class Judged:
    """A solution with its outcome (1.0, 0.0, None where nobody said) and the labels of its steps.

    `task_id` is shared by the solutions of one problem; a row of `stepwise` has its layout's name
    for `family`.
    """

    task_id: str
    family: str
    prompt: str
    text: str
    reward: float | None
    steps: tuple[StepLabel, ...]


def holds_stepwise(folder: Path) -> bool:
    """Whether there are labelled steps without tasks: a table `stepwise` alone."""
    here = folder if folder.name == "stepwise" else folder / "stepwise"
    return here.is_dir() and not (folder / "tasks").is_dir()


def stepwise_solutions(
    folder: Path,
    split: Split,
    *,
    samplers: Sequence[str] | None = None,
    layouts: Sequence[str] | None = None,
) -> list[Judged]:
    """The rows of the table that are of one split; `samplers` are the names of their writers.

    Raises UsageError when nothing is left.
    """
    found = [
        _judged(row)
        for row in open_table(folder, "stepwise").to_pylist()
        if split_of(_digest(row)) == split
        and (samplers is None or row["generator"] in samplers)
        and (layouts is None or row["layout"] in layouts)
    ]
    if not found:
        raise UsageError(f"no labelled steps of split {split} in {str(folder)!r}")
    return found


def _digest(row: Mapping[str, Any]) -> bytes:
    return sha256(row["prompt"].encode("utf-8", "surrogatepass")).digest()


def _judged(row: Mapping[str, Any]) -> Judged:
    """A step is one line: what breaks its lines becomes a space, and an empty step goes."""
    lines, labels, at = [], [], 0
    for step in row["steps"]:
        line = " ".join(step["text"].split())
        if line:
            kept = (step["status"], step["source"], step["p_correct"])
            labels.append(StepLabel(at, at + len(line), *kept))
            lines.append(line)
            at += len(line) + 1
    right = row["final_correct"]
    reward = None if right is None else float(right)
    text = "\n".join(lines)
    return Judged(
        _digest(row).hex()[:16], row["layout"], row["prompt"], text, reward, tuple(labels)
    )

"""Solutions cut into steps with the index of the first wrong one, to measure reward models on.

    samples = labelled_steps(Path("data/t"), "test", families=["digit_sum"])
    samples = read_processbench(Path("gsm8k.jsonl"))

A file in ProcessBench's layout (arXiv 2412.06559) holds {id, generator, problem, steps,
final_answer_correct, label} a line, or one array of these; `label` is the first wrong step, -1 for
none. Of a run's labels those are left out in which a step is undecided before the first wrong one:
where the first error is, nobody knows. Nothing is scored here.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.core.errors import UsageError
from assay.core.records import StepLabel
from assay.core.seeds import Split
from assay.training.data import judged_solutions
from assay.training.stepwise_table import Judged


@dataclass(frozen=True, slots=True)
class Stepwise:
    """A solution's steps; `label` is the first wrong one, -1 for none.

    `group` is shared by the solutions of one problem, `right` says whether the answer is right
    (None: not known), `family` is empty where there is none.
    """

    problem: str
    steps: tuple[str, ...]
    label: int
    group: str
    right: bool | None
    family: str = ""


def labelled_steps(
    folder: Path,
    split: Split,
    *,
    families: Sequence[str] | None = None,
    samplers: Sequence[str] | None = None,
    labels: Sequence[Path] | None = None,
) -> list[Stepwise]:
    """The solutions of one split whose first error is known, in the table's order."""
    judged = judged_solutions(
        folder, samplers=samplers, families=families, split=split, labels=labels
    )
    found = (_stepwise(each) for each in judged)
    return [sample for sample in found if sample is not None]


def _stepwise(judged: Judged) -> Stepwise | None:
    label = first_error(judged.steps)
    if label is None or not judged.steps:
        return None
    steps = tuple(judged.text[step.start : step.end] for step in judged.steps)
    right = None if judged.reward is None else judged.reward == 1.0
    return Stepwise(judged.prompt, steps, label, judged.task_id, right, judged.family)


def first_error(steps: Sequence[StepLabel]) -> int | None:
    """The first wrong step, -1 for none, None where an undecided one stands before it."""
    for at, step in enumerate(steps):
        if step.status == "wrong":
            return at
        if step.status not in ("correct", "neutral"):
            return None
    return -1


def read_processbench(path: Path) -> list[Stepwise]:
    """The samples of a file in ProcessBench's layout.

    Raises UsageError for a file that cannot be read and a row that is no sample, naming its number.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {str(path)!r}: {error}") from None
    found = [_sample(row, f"{path}: row {number}") for number, row in _rows(text, path)]
    if not found:
        raise UsageError(f"{path} holds no samples")
    return found


def _rows(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    try:
        if text.lstrip().startswith("["):
            whole: Iterable[Any] = json.loads(text)
        else:
            whole = (json.loads(line) for line in text.splitlines() if line.strip())
        yield from enumerate(whole, 1)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no JSON and no JSON lines: {error!s:.80}") from None


def _sample(row: Any, where: str) -> Stepwise:
    if not isinstance(row, dict):
        raise UsageError(f"{where}: expected an object with problem, steps and label")
    problem, steps, label = row.get("problem"), row.get("steps"), row.get("label")
    if not isinstance(problem, str):
        raise UsageError(f"{where}: problem is {type(problem).__name__}; a string is expected")
    if not isinstance(steps, list) or not steps or not all(isinstance(s, str) for s in steps):
        raise UsageError(f"{where}: steps is no list of strings with at least one")
    if not isinstance(label, int) or isinstance(label, bool) or not -1 <= label < len(steps):
        raise UsageError(f"{where}: label {label!r}; allowed are -1 to {len(steps) - 1}")
    right = row.get("final_answer_correct")
    known = right if isinstance(right, bool) else None
    return Stepwise(problem, tuple(steps), label, problem, known)

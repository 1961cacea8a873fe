"""The stage `explain`: one verdict told in full, of a pair, a line of a file or a run's label.

    told = explain_pair({"gold": "3/4", "candidate": "6/8", "form": "expr"})
    told = explain_label(tasks, solutions, labels, task_id, "model", 0)     # told["stored"]["same"]

What is told, and how it is replayed: checkers/explain.py. A label is judged anew and held against
what is stored; where they differ, `stored` says in what. Nothing is written.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from assay.checkers import explain, grade
from assay.core.canonical import dumps
from assay.core.errors import UsageError
from assay.core.records import Answer, Solution, Task, Verdict
from assay.core.store import home_of, open_table, parts_of, read_part
from assay.core.tables import label_of, solution_of
from assay.pipelines.check_worker import asked, pair_of
from assay.pipelines.task_parts import task_parts
from assay.sandbox import Sandbox, open_sandbox

Told = dict[str, Any]
SandboxName = Literal["docker", "local", "auto"]


def asked_pair(
    gold: str | None,
    candidate: str | None,
    form: str,
    kind: str | None,
    required_form: str | None,
    question: str | None,
) -> dict[str, str] | None:
    """The pair that a command line names; None when it names none."""
    fields = {
        "gold": gold,
        "candidate": candidate,
        "kind": kind,
        "required_form": required_form,
        "question": question,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    return {**given, "form": form} if given else None


def explain_one(
    pair: Mapping[str, str] | None,
    line: tuple[Path | None, str | None],
    tables: tuple[Path | None, Path | None, Path | None],
    key: tuple[str, str, int] | None,
    sandbox: SandboxName = "auto",
) -> Told:
    """What was asked for: a pair, a line (file, id), or a label (tables of a run, key).

    Raises UsageError unless just one of the three is named whole.
    """
    (pairs, wanted), (tasks, solutions, labels) = line, tables
    named = [pair is not None, line != (None, None), tables != (None, None, None) or bool(key)]
    if named.count(True) == 1:
        if pair is not None and {"gold", "candidate"} <= set(pair):
            return explain_pair(pair)
        if pairs is not None and wanted is not None:
            return explain_line(pairs, wanted)
        if tasks is not None and solutions is not None and key is not None:
            return explain_label(tasks, solutions, labels, *key, sandbox)
    raise UsageError(
        "name one verdict: --gold and --candidate; --pairs and --id; or --tasks, --solutions and "
        "--task-id, with --labels to compare"
    )


def explain_pair(pair: Mapping[str, Any]) -> Told:
    """The verdict on one pair, as `check` judges it. Raises UsageError for a pair that is none."""
    answer, candidate, form, question = asked(pair)
    return explain(answer, candidate, form=form, question=question)


def explain_line(pairs: Path, wanted: str) -> Told:
    """The verdict on the pair of a file whose id is `wanted`, as text or as JSON.

    Raises UsageError for a file that cannot be read or holds no such pair.
    """
    try:
        with open(pairs, "rb") as lines:
            for line in lines:
                pair = _pair_with(line, wanted)
                if pair is not None:
                    return explain_pair(pair)
    except OSError as error:
        raise UsageError(f"cannot read {str(pairs)!r}: {error.strerror}") from None
    raise UsageError(f"no pair of {str(pairs)!r} has the id {wanted[:200]!r}")


def _pair_with(line: bytes, wanted: str) -> Mapping[str, Any] | None:
    try:
        pair = pair_of(line)
        found = pair.get("id")
        return pair if found is not None and wanted in (found, dumps(found)) else None
    except (UsageError, RecursionError):
        return None  # a broken line has no id; `check` reports it


def explain_label(
    tasks: Path,
    solutions: Path,
    labels: Path | None,
    task_id: str,
    sampler: str,
    sample: int,
    sandbox: SandboxName = "auto",
) -> Told:
    """The verdict on one solution of a run; with `labels`, also whether the stored one is the same.

    Raises UsageError for a key that is not there, SandboxUnavailable when a program cannot be run.
    """
    key = {"task_id": task_id, "sampler": sampler, "sample": sample}
    task, solution = _task(tasks, task_id), solution_of(_row(solutions, "solutions", key))
    stored = None if labels is None else label_of(_row(labels, "labels", key))
    with ExitStack() as stack:
        opened = None
        if task.answer.kind == "program":
            opened = stack.enter_context(open_sandbox(sandbox))
        told, verdict = _judged(task, solution, opened)
    if stored is not None:
        differs = _differences(stored.verdict, verdict)
        told["stored"] = {
            "same": not differs,
            "checker_version": stored.checker_version,
            "differs": differs,
        }
    return told


def _judged(task: Task, solution: Solution, sandbox: Sandbox | None) -> tuple[Told, Verdict]:
    answer: Answer = task.answer
    told = explain(answer, solution.text, question=task.prompt, sandbox=sandbox)
    if answer.kind == "program":
        fields = ("status", "extracted", "rung", "evidence", "isolation")
        return told, Verdict(*(told[name] for name in fields))
    return told, grade(answer, solution.text, question=task.prompt)


def _differences(stored: Verdict, fresh: Verdict) -> Mapping[str, Any]:
    """By field, what is stored and what was found now; where it ran is no difference."""
    return {
        name: [_plain(getattr(stored, name)), _plain(getattr(fresh, name))]
        for name in ("status", "extracted", "rung", "evidence")
        if _plain(getattr(stored, name)) != _plain(getattr(fresh, name))
    }


def _plain(value: Any) -> Any:
    return dumps(dict(value)) if isinstance(value, Mapping) else value


def _task(folder: Path, task_id: str) -> Task:
    for part in task_parts(folder):
        for task in part.tasks:
            if task.task_id == task_id:
                return task
    raise UsageError(f"no task {task_id[:200]!r} in {str(folder)!r}")


def _row(folder: Path, name: str, key: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row of a table with that key, looked for part by part."""
    wanted = pc.scalar(True)
    for column, value in key.items():
        wanted = wanted & (pc.field(column) == pc.scalar(value))
    for table in _parts(folder, name):
        found = table.filter(wanted).to_pylist()
        if found:
            row: Mapping[str, Any] = found[0]
            return row
    shown = ", ".join(f"{column} {str(value)[:200]!r}" for column, value in key.items())
    raise UsageError(f"no row of {name} in {str(folder)!r} has {shown}")


def _parts(folder: Path, name: str) -> Iterator[pa.Table]:
    home = home_of(folder, name)
    parts = parts_of(home, name)
    if not parts:
        yield open_table(folder, name)
    for part in parts:
        yield read_part(home, part)

"""The Arrow schemas of the tables, and records turned into rows and back.

    table = tasks_table([task])          tasks = list(read_tasks(table))

One fixed, explicit schema a table; free-form data only as a JSON string. The columns are
explained in docs/schema.md, which a test holds to this file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from assay.core.canonical import dumps, loads
from assay.core.errors import UsageError
from assay.core.records import Answer, Claim, Label, Solution, Step, StepLabel, Task, Verdict


def _columns(**types: pa.DataType) -> list[pa.Field]:
    return [pa.field(name, kind, nullable=False) for name, kind in types.items()]


def _struct(**types: pa.DataType) -> pa.StructType:
    return pa.struct(_columns(**types))


def _list(item: pa.DataType) -> pa.ListType:
    return pa.list_(pa.field("item", item, nullable=False))


_KEY = _columns(task_id=pa.string(), sampler=pa.string(), sample=pa.int32())

TASKS = pa.schema(
    _columns(
        task_id=pa.string(),
        family=pa.string(),
        family_version=pa.int32(),
        level=pa.int32(),
        seed=pa.int64(),
        index=pa.int64(),
        split=pa.string(),
        prompt=pa.string(),
        answer=_struct(kind=pa.string(), value=pa.string(), spec_json=pa.string()),
        steps=_list(_struct(text=pa.string(), claim_json=pa.string(), state_json=pa.string())),
        meta_json=pa.string(),
    )
)
SOLUTIONS = pa.schema(
    [
        *_KEY,
        *_columns(
            model=pa.string(),
            params_json=pa.string(),
            text=pa.string(),
            prompt_tokens=pa.int32(),
            completion_tokens=pa.int32(),
            finish_reason=pa.string(),
            seed=pa.int64(),
        ),
    ]
)
STEP_LABEL = pa.struct(
    [
        *_columns(start=pa.int32(), end=pa.int32(), status=pa.string(), source=pa.string()),
        pa.field("p_correct", pa.float64()),
        pa.field("rung", pa.string()),
    ]
)
LABELS = pa.schema(
    [
        *_KEY,
        pa.field("status", pa.string(), nullable=False),
        pa.field("reward", pa.float64()),
        pa.field("extracted", pa.string()),
        pa.field("rung", pa.string()),
        *_columns(evidence_json=pa.string(), checker_version=pa.string()),
        pa.field("isolation", pa.string()),
        pa.field("steps", _list(STEP_LABEL), nullable=False),
    ]
)
CURATED = pa.schema(
    [
        *_KEY,
        pa.field("split", pa.string(), nullable=False),
        pa.field("kept", pa.bool_(), nullable=False),
        pa.field("reason", pa.string()),
    ]
)
VETTED = pa.schema(
    [
        *_columns(task_id=pa.string(), kept=pa.bool_()),
        pa.field("reason", pa.string()),
        *_columns(
            killed=_list(pa.int32()),
            tests=pa.int32(),
            tried=pa.int32(),
            caught=pa.int32(),
            equivalent=pa.int32(),
            telling_json=pa.string(),
        ),
    ]
)
STEPWISE = pa.schema(
    [
        *_columns(layout=pa.string(), prompt=pa.string()),
        pa.field(
            "steps",
            _list(
                pa.struct(
                    [
                        *_columns(text=pa.string(), status=pa.string()),
                        pa.field("source", pa.string()),
                        pa.field("p_correct", pa.float64()),
                    ]
                )
            ),
            nullable=False,
        ),
        *(pa.field(name, pa.string()) for name in ("id", "answer", "generator")),
        pa.field("final_correct", pa.bool_()),
        *_columns(rest_json=pa.string()),
    ]
)
SCHEMAS: Mapping[str, pa.Schema] = {
    "tasks": TASKS,
    "vetted": VETTED,
    "solutions": SOLUTIONS,
    "labels": LABELS,
    "curated": CURATED,
    "stepwise": STEPWISE,
}


def task_row(task: Task) -> dict[str, Any]:
    """The row of `TASKS` that holds `task`."""
    return {
        "task_id": task.task_id,
        "family": task.family,
        "family_version": task.family_version,
        "level": task.level,
        "seed": task.seed,
        "index": task.index,
        "split": task.split,
        "prompt": task.prompt,
        "answer": {
            "kind": task.answer.kind,
            "value": task.answer.value,
            "spec_json": dumps(task.answer.spec),
        },
        "steps": [_step_row(step) for step in task.steps],
        "meta_json": dumps(task.meta),
    }


def _step_row(step: Step) -> dict[str, str]:
    claim = {"type": step.claim.type, "lhs": step.claim.lhs, "rhs": step.claim.rhs}
    return {"text": step.text, "claim_json": dumps(claim), "state_json": dumps(step.state)}


def task_of(row: Mapping[str, Any]) -> Task:
    """The task that a row of `TASKS` holds."""
    answer = row["answer"]
    plain = {
        name: row[name] for name in TASKS.names if name not in ("answer", "steps", "meta_json")
    }
    return Task(
        **plain,
        answer=Answer(answer["kind"], answer["value"], _parsed(answer["spec_json"], row)),
        steps=tuple(
            Step(step["text"], _claim(step["claim_json"], row), _parsed(step["state_json"], row))
            for step in row["steps"]
        ),
        meta=_parsed(row["meta_json"], row),
    )


def _parsed(text: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The object in a JSON column. Raises UsageError for what no stage of ours has written."""
    try:
        value = loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise UsageError(f"a row of {row['task_id']!r} holds {text[:60]!r}, no JSON object")
    return value


def _claim(text: str, row: Mapping[str, Any]) -> Claim:
    claim = _parsed(text, row)
    if set(claim) != {"type", "lhs", "rhs"}:
        raise UsageError(f"a step of {row['task_id']!r} holds {text[:60]!r}, no claim")
    return Claim(**claim)


def solution_row(solution: Solution) -> dict[str, Any]:
    """The row of `SOLUTIONS` that holds `solution`."""
    row = {name: getattr(solution, name) for name in SOLUTIONS.names if name != "params_json"}
    return row | {"params_json": dumps(solution.params)}


def solution_of(row: Mapping[str, Any]) -> Solution:
    """The solution that a row of `SOLUTIONS` holds."""
    plain = {name: row[name] for name in SOLUTIONS.names if name != "params_json"}
    return Solution(**plain, params=_parsed(row["params_json"], row))


def label_row(label: Label) -> dict[str, Any]:
    """The row of `LABELS` that holds `label`."""
    verdict = label.verdict
    return {
        "task_id": label.task_id,
        "sampler": label.sampler,
        "sample": label.sample,
        "status": verdict.status,
        "reward": verdict.reward,
        "extracted": verdict.extracted,
        "rung": verdict.rung,
        "evidence_json": dumps(verdict.evidence),
        "checker_version": label.checker_version,
        "isolation": verdict.isolation,
        "steps": [
            {name: getattr(step, name) for name in StepLabel.__slots__} for step in label.steps
        ],
    }


def label_of(row: Mapping[str, Any]) -> Label:
    """The label that a row of `LABELS` holds."""
    verdict = Verdict(
        row["status"],
        row["extracted"],
        row["rung"],
        _parsed(row["evidence_json"], row),
        row["isolation"],
    )
    steps = tuple(StepLabel(**step) for step in row["steps"])
    key = (row["task_id"], row["sampler"], row["sample"])
    return Label(*key, verdict, row["checker_version"], steps)


def table_of(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows of the table `name` as Arrow, in its fixed schema."""
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[name])


def tasks_table(tasks: Iterable[Task]) -> pa.Table:
    """Tasks as an Arrow table."""
    return table_of("tasks", [task_row(task) for task in tasks])


def read_tasks(table: pa.Table) -> Iterator[Task]:
    """The tasks of an Arrow table, in its order."""
    return (task_of(row) for row in table.to_pylist())

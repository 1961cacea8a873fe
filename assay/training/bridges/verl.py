"""Tasks in verl's parquet layout, with the file that its `custom_reward_function` takes.

    write_verl(data=Path("data/t"), out=Path("data/verl"))
        -> data/verl/train.parquet, validation.parquet, assay_reward.py

A row is {data_source, prompt: [{role, content}], ability, reward_model: {style, ground_truth},
extra_info}, as verl 0.9 reads it. `ground_truth` is the written gold; the typed answer by which a
response is judged stands in `extra_info`, which verl hands to the reward. Programs are left out:
verl's reward workers have no sandbox of ours. verl is not imported.
"""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from assay.core.canonical import dumps
from assay.core.errors import UsageError
from assay.core.records import Task
from assay.core.store import make_folder, write_bytes
from assay.generators import FAMILIES
from assay.training.data import tasks_of

REWARD_FILE = "assay_reward.py"
_TEXT, _WHOLE = pa.string(), pa.int64()
LAYOUT = pa.schema(
    {
        "data_source": _TEXT,
        "prompt": pa.list_(pa.struct({"role": _TEXT, "content": _TEXT})),
        "ability": _TEXT,
        "reward_model": pa.struct({"style": _TEXT, "ground_truth": _TEXT}),
        "extra_info": pa.struct(
            {
                "split": _TEXT,
                "index": _WHOLE,
                "task_id": _TEXT,
                "family": _TEXT,
                "level": _WHOLE,
                "question": _TEXT,
                "answer_json": _TEXT,
            }
        ),
    }
)
_REWARD = '''\
"""What verl takes as reward.custom_reward_function.path; assay must be installed with it.

compute_score            fails where there is no verdict: verl 0.9 leaves that group out
compute_score_or_zero    gives 0.0 there and the status beside it, for trainers that would stop
"""

from functools import partial

from assay.checkers.rewards import compute_score as compute_score_or_zero

compute_score = partial(compute_score_or_zero, unknown="raise")
'''


def write_verl(
    *,
    data: Path,
    out: Path,
    families: Sequence[str] | None = None,
    levels: Sequence[int] | None = None,
) -> dict[str, int]:
    """Write the files to `out`; the numbers of rows by file.

    Raises UsageError for a folder without tasks of split train, and one that cannot be written.
    """
    tables = {"train": _table(tasks_of(data, "train", families=families, levels=levels))}
    try:
        validation = tasks_of(data, "validation", families=families, levels=levels)
    except UsageError:
        validation = []
    if validation:
        tables["validation"] = _table(validation)
    make_folder(out)
    for name, table in tables.items():
        write_bytes(out / f"{name}.parquet", parquet(table))
    write_bytes(out / REWARD_FILE, _REWARD.encode())
    return {f"{name}.parquet": table.num_rows for name, table in tables.items()}


def _table(tasks: Sequence[Task]) -> pa.Table:
    rows = [
        {
            "data_source": f"assay/{task.family}",
            "prompt": [{"role": "user", "content": task.prompt}],
            "ability": _ability(task),
            "reward_model": {"style": "rule", "ground_truth": task.answer.value},
            "extra_info": {
                "split": task.split,
                "index": number,
                "task_id": task.task_id,
                "family": task.family,
                "level": task.level,
                "question": task.prompt,
                "answer_json": dumps(
                    {
                        "kind": task.answer.kind,
                        "value": task.answer.value,
                        "spec": dict(task.answer.spec),
                    }
                ),
            },
        }
        for number, task in enumerate(tasks)
    ]
    return pa.Table.from_pylist(rows, schema=LAYOUT)


def _ability(task: Task) -> str:
    """The family's area; of an imported family what its answer's kind says."""
    if task.family in FAMILIES:
        return FAMILIES[task.family].area
    return "text" if task.answer.kind == "text" else "math"


def parquet(table: pa.Table) -> bytes:
    """The bytes of a parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]

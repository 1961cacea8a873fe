"""The curate stage: which labelled solutions a dataset keeps, and why the others are dropped.

    curate(data=Path("data/t"), out=Path("data/t"))

A narrow table beside the labels: the key, the split of the task, `kept`, and the `reason` of a
rejection: `undecided` or `error` (they carry no reward), or `repeat` (the same text for the same
task, from the same sampler, stood earlier). Repeated problems never get this far: generate
removes them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assay.core.canonical import digest
from assay.core.store import drop_damaged, open_table, parts_of, read_part, write_part
from assay.core.tables import table_of
from assay.pipelines.progress import Progress

Key = tuple[str, str, int]


def curate(*, data: Path, out: Path, progress: Progress | None = None) -> dict[str, int]:
    """Write `curated`; returns how many rows were kept and how many dropped for each reason."""
    drop_damaged(out)
    done = {part.key for part in parts_of(out, "curated")}
    labels = parts_of(data, "labels")
    texts, splits = _texts(data), _splits(data)
    seen: set[bytes] = set()
    counts: dict[str, int] = {}
    with (progress or Progress()).stage("curate", sum(part.rows for part in labels)) as advance:
        for part in labels:
            rows = list(_judge(read_part(data, part).to_pylist(), texts, splits, seen))
            for row in rows:
                reason = row["reason"] or "kept"
                counts[reason] = counts.get(reason, 0) + 1
            if part.key not in done:
                write_part(
                    out, "curated", table_of("curated", rows), part.key, None, {"stage": "curate"}
                )
            advance(len(rows))
    return dict(sorted(counts.items()))


def _texts(data: Path) -> dict[Key, bytes]:
    """A fingerprint of each solution's task and text."""
    rows = open_table(data, "solutions").select(["task_id", "sampler", "sample", "text"])
    return {
        (row["task_id"], row["sampler"], row["sample"]): digest(
            row["task_id"], row["sampler"], row["text"]
        )[:16]
        for row in rows.to_pylist()
    }


def _splits(data: Path) -> dict[str, str]:
    tasks = open_table(data, "tasks").select(["task_id", "split"])
    return {row["task_id"]: row["split"] for row in tasks.to_pylist()}


def _judge(
    labels: list[dict[str, Any]],
    texts: Mapping[Key, bytes],
    splits: Mapping[str, str],
    seen: set[bytes],
) -> Iterator[dict[str, Any]]:
    for label in labels:
        key = (label["task_id"], label["sampler"], label["sample"])
        reason = label["status"] if label["status"] in ("undecided", "error") else None
        if texts[key] in seen:
            reason = reason or "repeat"
        seen.add(texts[key])
        yield {
            **dict(zip(("task_id", "sampler", "sample"), key, strict=True)),
            "split": splits[label["task_id"]],
            "kept": reason is None,
            "reason": reason,
        }

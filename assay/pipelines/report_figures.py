"""Counts and shares of a run folder's tables.

    tables = read_tables(Path("data/runs/quickstart"))
    figures(tables)["families"]["gcd"]["levels"]["3"]["pass_rate"]        # 0.62

A pass rate is the mean over tasks of the share of rewarded solutions that are correct, with a 95%
interval over tasks (samples of one task are not independent); `undecided` and `error` rows carry
no reward and count in none. The sampler `mutants` offers stored programs, not a model's, and
is kept out of every pass rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, sqrt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assay.core.bounds import widened
from assay.core.errors import UsageError
from assay.core.records import STATUSES, STEP_STATUSES
from assay.core.seeds import SPLITS
from assay.core.store import open_table
from assay.core.tables import SCHEMAS

MUTANTS = "mutants"
_KEY = ("task_id", "sampler", "sample")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a run; those after the first have no rows when their stage did not run."""

    tasks: pa.Table
    solutions: pa.Table
    labels: pa.Table
    vetted: pa.Table


def read_tables(folder: Path) -> Tables:
    """The tables of `folder`. Raises UsageError when there are no tasks or a table is broken."""
    tasks = open_table(folder, "tasks")
    return Tables(tasks, *(_open(folder, name) for name in ("solutions", "labels", "vetted")))


def _open(folder: Path, name: str) -> pa.Table:
    try:
        return open_table(folder, name)
    except UsageError:
        if any((folder / name).glob("*.parquet")):
            raise
        return SCHEMAS[name].empty_table()


def figures(tables: Tables) -> dict[str, Any]:
    """Everything of report.json that can be counted in the tables, and `notes` on what is odd."""
    judged = _judged(tables)
    counts = _counts(judged)
    samplers = sorted({row["sampler"] for row in counts})
    return {
        "tasks": tables.tasks.num_rows,
        "splits": _tally(tables.tasks.column("split"), SPLITS),
        "verdicts": {name: _statuses(counts, sampler=name) for name in samplers},
        "pass_rates": {name: _pass_rate(judged, name) for name in samplers if name != MUTANTS},
        "families": _families(tables.tasks, counts),
        "steps": _steps(tables.labels),
        "evidence": {
            "rungs": _shares(_tally(tables.labels.column("rung"))),
            "isolation": _shares(_tally(tables.labels.column("isolation").drop_null())),
            "step_sources": _shares(_tally(_step_field(tables.labels, "source"))),
        },
        "notes": _notes(tables),
    }


def _judged(tables: Tables) -> pa.Table:
    """Labels with the family and level of their task; labels of unknown tasks are left out."""
    tasks = tables.tasks.select(["task_id", "family", "level"])
    labels = tables.labels.select([*_KEY, "status", "reward"])
    return labels.join(tasks, keys="task_id", join_type="inner")


def _counts(judged: pa.Table) -> list[Row]:
    keys = ["family", "level", "sampler", "status"]
    found: list[Row] = judged.group_by(keys).aggregate([([], "count_all")]).to_pylist()
    return found


def _statuses(counts: list[Row], **where: Any) -> dict[str, int]:
    """Status -> count over the rows that agree with `where`, in the contract's order."""
    total = dict.fromkeys(STATUSES, 0)
    for row in counts:
        if all(row[key] == value for key, value in where.items()):
            total[row["status"]] = total.get(row["status"], 0) + row["count_all"]
    return {str(status): count for status, count in total.items() if count}


def _pass_rate(judged: pa.Table, sampler: str) -> dict[str, Any]:
    """Mean over tasks, the normal 95% interval of that mean cut to [0, 1], and how many tasks."""
    mine = judged.filter(pc.equal(judged.column("sampler"), sampler))
    by_task = mine.group_by("task_id").aggregate([("reward", "mean")]).column("reward_mean")
    means = by_task.drop_null().to_pylist()
    if not means:
        return {"mean": None, "low": None, "high": None, "n": 0}
    n = len(means)
    mean = fsum(means) / n
    spread = sqrt(fsum((value - mean) ** 2 for value in means) / max(n - 1, 1) / n)
    low, high = max(0.0, mean - 1.96 * spread), min(1.0, mean + 1.96 * spread)
    low, high = widened(mean, low, high, n)
    return {"mean": _round(mean), "low": _round(low), "high": _round(high), "n": n}


def _families(tasks: pa.Table, counts: list[Row]) -> dict[str, Any]:
    sizes = tasks.group_by(["family", "level"]).aggregate([([], "count_all")]).to_pylist()
    found: dict[str, Any] = {}
    for row in sorted(sizes, key=lambda row: (row["family"], row["level"])):
        family, level = row["family"], row["level"]
        mine = [count for count in counts if count["family"] == family]
        entry = found.setdefault(family, {"tasks": 0, **_cell(mine), "levels": {}})
        entry["tasks"] += row["count_all"]
        here = [count for count in mine if count["level"] == level]
        entry["levels"][str(level)] = {"tasks": row["count_all"], **_cell(here)}
    return found


def _cell(counts: list[Row]) -> dict[str, Any]:
    """Verdicts of each sampler; shares and pass rate of all samplers but `mutants`."""
    samplers = sorted({row["sampler"] for row in counts})
    models = [row for row in counts if row["sampler"] != MUTANTS]
    total = _statuses(models)
    return {
        "verdicts": {name: _statuses(counts, sampler=name) for name in samplers},
        "shares": _shares(total),
        "pass_rate": pass_share(total),
    }


def pass_share(verdicts: Mapping[str, int]) -> float | None:
    """The share of `correct` among the verdicts that carry a reward; None when there are none."""
    rewarded = sum(
        count for status, count in verdicts.items() if status not in ("undecided", "error")
    )
    return _round(verdicts.get("correct", 0) / rewarded) if rewarded else None


def _step_field(labels: pa.Table, name: str) -> pa.ChunkedArray:
    chunks = [pc.struct_field(pc.list_flatten(c), name) for c in labels.column("steps").chunks]
    return pa.chunked_array(chunks, type=pa.string())


def _steps(labels: pa.Table) -> dict[str, int]:
    return _tally(_step_field(labels, "status"), STEP_STATUSES)


def _tally(column: pa.ChunkedArray, order: tuple[str, ...] = ()) -> dict[str, int]:
    """Value -> how often, in `order` and then by name; "none" for null."""
    counted = {
        item["values"] or "none": item["counts"] for item in pc.value_counts(column).to_pylist()
    }
    names = [*order, *sorted(set(counted) - set(order))]
    return {name: counted[name] for name in names if name in counted}


def _shares(counts: Mapping[str, int]) -> dict[str, float]:
    total = sum(counts.values())
    return {name: _round(count / total) for name, count in counts.items()}


def _round(value: float) -> float:
    return round(value, 6)


def _notes(tables: Tables) -> list[dict[str, str]]:
    """What a reader of the figures must know about rows that are missing."""
    tasks, solutions, labels = tables.tasks, tables.solutions, tables.labels
    unlabelled = solutions.select(_KEY).join(labels.select(_KEY), _KEY, join_type="left anti")
    stray = labels.select(_KEY).join(tasks.select(["task_id"]), "task_id", join_type="left anti")
    dropped = tables.vetted.filter(pc.invert(tables.vetted.column("kept"))).column("reason")
    found = [
        *((count, "tasks dropped by vetting", why) for why, count in _tally(dropped).items()),
        (unlabelled.num_rows, "solutions without a label", "they count in no figure"),
        (stray.num_rows, "labels of tasks that are not in this folder", "they count in no figure"),
    ]
    return [{"what": f"{count} {what}", "reason": why} for count, what, why in found if count]

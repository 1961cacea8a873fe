"""A run folder laid out as a dataset repository, before anything is uploaded.

    staged = stage_dataset(Path("data/runs/quickstart"), Path("/tmp/x"), "org/name")
    datasets.load_dataset("/tmp/x", "labels")["train"]

Solutions, labels and curation follow their task into its split, so that no test problem hides in
another table's train split. The bytes depend on the tables alone. Needs no network.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assay.core.errors import UsageError
from assay.core.seeds import SPLITS
from assay.core.store import make_folder, open_table, write_bytes
from assay.core.tables import SCHEMAS
from assay.pipelines.card import Config, card, origins, recipe_of
from assay.pipelines.report import gather
from assay.pipelines.report_figures import Tables, read_tables

SHARD_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Staged:
    """A folder that is ready to be uploaded; `files` are (path in it, bytes), in order."""

    folder: Path
    files: tuple[tuple[str, int], ...]
    rows: dict[str, dict[str, int]]


def stage_dataset(folder: Path, target: Path, repo: str) -> Staged:
    """Write the dataset of the run in `folder` into `target`; returns what is there.

    `target` is emptied first if it was made by this function. Raises UsageError for a folder
    without tasks or with a split that is none of ours, and for a target that is something else.
    """
    tables = read_tables(folder)
    report = gather(folder, tables)
    _empty(target)
    configs = [
        _write_table(name, table, tables.tasks, target) for name, table in _all(folder, tables)
    ]
    configs = [config for config in configs if config.splits]
    text = card(repo, report, configs, origins(folder), recipe_of(folder))
    write_bytes(target / "README.md", text.encode())
    recipe = recipe_of(folder)
    if recipe is not None:
        write_bytes(target / "recipe.yaml", recipe.encode())
    names = sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
    rows = {c.name: {split: n for split, (_, n) in c.splits.items()} for c in configs}
    return Staged(target, tuple((name, (target / name).stat().st_size) for name in names), rows)


def _empty(target: Path) -> None:
    make_folder(target)
    there = {path.name for path in target.iterdir()}
    if there - {"README.md", "data", "recipe.yaml"}:
        raise UsageError(f"{str(target)!r} holds other files; move them away to publish from there")
    shutil.rmtree(target / "data", ignore_errors=True)
    for name in there - {"data"}:
        (target / name).unlink()


def _all(folder: Path, tables: Tables) -> Iterator[tuple[str, pa.Table]]:
    for name in SCHEMAS:
        if hasattr(tables, name):
            yield name, getattr(tables, name)
        elif any((folder / name).glob("*.parquet")):
            yield name, open_table(folder, name)


def _write_table(name: str, table: pa.Table, tasks: pa.Table, target: Path) -> Config:
    """The Parquet files of one table, by split; a split without rows has no file."""
    unknown = set(pc.unique(tasks.column("split")).to_pylist()) - set(SPLITS)
    if unknown:
        raise UsageError(f"split {min(unknown)!r} in the tasks; allowed: {', '.join(SPLITS)}")
    at = pc.index_in(table.column("task_id"), tasks.column("task_id").combine_chunks())
    split_of_row = tasks.column("split").take(at)
    splits: dict[str, tuple[str, int]] = {}
    for split in SPLITS:
        rows = table.filter(pc.equal(split_of_row, split))
        if rows.num_rows:
            _write_shards(name, split, rows, target)
            splits[split] = (f"data/{name}/{split}-*.parquet", rows.num_rows)
    return Config(name, splits)


def _write_shards(name: str, split: str, rows: pa.Table, target: Path) -> None:
    count = -(-rows.num_rows // SHARD_ROWS)
    plain = rows.cast(SCHEMAS[name])
    for number in range(count):
        sink = pa.BufferOutputStream()
        pq.write_table(plain.slice(number * SHARD_ROWS, SHARD_ROWS), sink, compression="zstd")
        file = target / "data" / name / f"{split}-{number:05d}-of-{count:05d}.parquet"
        write_bytes(file, sink.getvalue().to_pybytes())

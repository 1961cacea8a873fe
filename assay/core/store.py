"""Folders of tables: parts written so that a kill leaves a whole part or none.

    with lock(folder):
        write_part(folder, "tasks", table, key="gcd:0", note={"next": 512})
    for line in read_manifest(folder): ...
    table = open_table(folder, "tasks")          # accepts the folder or folder/tasks

A part is written under a temporary name, synced, renamed, and only then named by a line of
`manifest.jsonl`, which says rows, SHA-256 and the unit of work (`key`) that the part holds. What
the manifest does not name does not exist: a resumed stage writes it again. Part numbers and lines
come in the order of the work, never of its completion, so the folder's bytes do not depend on
the number of workers.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assay.core.canonical import dumps, loads
from assay.core.errors import LockHeld, UsageError
from assay.core.tables import SCHEMAS

MANIFEST = "manifest.jsonl"
LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the manifest: a written part of a table."""

    table: str
    file: str
    key: str
    rows: int
    sha256: str
    note: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises LockHeld at once when another process has it.

    A folder that was made here and into which nothing was written goes again.
    """
    is_new = not folder.exists()
    make_folder(folder)
    with open(folder / LOCK, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockHeld(f"another run holds {folder / LOCK}; wait for it to end") from None
        try:
            yield
        finally:
            if is_new and [entry.name for entry in folder.iterdir()] == [LOCK]:
                (folder / LOCK).unlink()
                folder.rmdir()


def make_folder(folder: Path) -> None:
    """Create the folder; raises UsageError when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write to the folder {str(folder)!r}: {error.strerror}") from None
    if not os.access(folder, os.W_OK):
        raise UsageError(f"cannot write to the folder {str(folder)!r}: no permission")


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: temporary name, fsync, rename, fsync of the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, so that a file just made there survives."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_part(
    folder: Path,
    name: str,
    table: pa.Table,
    key: str,
    note: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Part:
    """Append `table` as the next part of the table `name` and name it in the manifest.

    `settings`, what makes the rows, goes into the schema's metadata under `assay`.
    """
    taken = {part.file for part in read_manifest(folder)}
    names = (f"{name}/part-{number:05d}.parquet" for number in count())
    file = next(candidate for candidate in names if candidate not in taken)
    sink = pa.BufferOutputStream()
    metadata = {"assay": dumps(settings or {})}
    pq.write_table(table.replace_schema_metadata(metadata), sink, compression="zstd")
    data = sink.getvalue().to_pybytes()
    write_bytes(folder / file, data)
    part = Part(name, file, key, table.num_rows, hashlib.sha256(data).hexdigest(), note or {})
    _append_line(folder / MANIFEST, _line(part))
    return part


def _line(part: Part) -> str:
    return dumps({name: getattr(part, name) for name in Part.__slots__}) + "\n"


def _append_line(path: Path, line: str) -> None:
    """Append one line and sync; a line torn by an earlier kill is cut off first."""
    with open(path, "a+b") as handle:
        handle.seek(0)
        data = handle.read()
        handle.truncate(data.rfind(b"\n") + 1)
        handle.write(line.encode())
        handle.flush()
        os.fsync(handle.fileno())


def read_manifest(folder: Path) -> list[Part]:
    """The parts that are wholly written, in order; a torn last line is passed over.

    Raises UsageError for a whole line that is no part.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return []
    lines = path.read_bytes().split(b"\n")[:-1]
    try:
        return [Part(**loads(line.decode())) for line in lines]
    except (ValueError, TypeError) as error:
        raise UsageError(f"{path} is damaged: {error}; remove that line or the folder") from None


def parts_of(folder: Path, name: str) -> list[Part]:
    """The written parts of one table, in the order of their files."""
    return sorted((p for p in read_manifest(folder) if p.table == name), key=lambda p: p.file)


def drop_damaged(folder: Path) -> list[Part]:
    """Take parts whose file is gone or changed out of the manifest, so that they are made again.

    What a killed write left under a temporary name goes too: the caller holds the folder's lock.

    Returns the parts that were dropped.
    """
    for rest in [*folder.glob(".*.tmp"), *folder.glob("*/.part-*.tmp")]:
        rest.unlink(missing_ok=True)
    parts = read_manifest(folder)
    sound = [part for part in parts if _is_sound(folder / part.file, part.sha256)]
    if len(sound) < len(parts):
        lines = "".join(_line(part) for part in sound)
        write_bytes(folder / MANIFEST, lines.encode())
    return [part for part in parts if part not in sound]


def _is_sound(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def read_part(folder: Path, part: Part) -> pa.Table:
    """The rows of one part, with its schema's metadata. Raises UsageError as `open_table` does."""
    return _read(folder / part.file, part.table)


def _read(file: Path, name: str) -> pa.Table:
    """One file in the fixed schema of its table; a stranger's nearly equal types are cast."""
    try:
        table = pq.read_table(file, partitioning=None)
        if table.schema.names == SCHEMAS[name].names:
            return table.cast(SCHEMAS[name].with_metadata(table.schema.metadata))
    except (OSError, ValueError, pa.ArrowException) as error:
        raise UsageError(f"cannot read the table {name!r} in {str(file)!r}: {error}") from None
    raise UsageError(f"{file} is no {name} table: its columns are {table.schema.names}")


def made_by(folder: Path, part: Part) -> Mapping[str, Any]:
    """What made the rows of a part, as `write_part` was told."""
    metadata = pq.read_schema(folder / part.file).metadata or {}
    settings: Mapping[str, Any] = loads(metadata.get(b"assay", b"{}").decode())
    return settings


def home_of(path: Path, name: str) -> Path:
    """The folder above the table `name`, where `path` is that folder or the table's own.

    A folder that is called as the table is (`--out data/tasks`) and holds it is the folder above.
    """
    return path.parent if path.name == name and not (path / name).is_dir() else path


def open_table(path: Path, name: str) -> pa.Table:
    """The table `name` from its folder or from the folder above it.

    Only the parts that the manifest names are read where there is a manifest; else every
    `*.parquet`. Raises UsageError when there is none, or one that is no such table.
    """
    home = home_of(path, name)
    folder = home / name
    named = [home / part.file for part in parts_of(home, name)]
    files = named or sorted(folder.glob("*.parquet"))
    if not files:
        raise UsageError(f"no table {name!r} in {str(path)!r}: expected {folder}/part-*.parquet")
    return pa.concat_tables([_read(file, name).replace_schema_metadata(None) for file in files])

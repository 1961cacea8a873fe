"""The rows of a shadow run as they come, kept so that a kill costs the last batch and no more.

    with Journal(Path("out.jsonl"), settings, source.place_of) as journal:
        if journal.report is None:                      # not finished before
            place = journal.recover(tally.add)          # counts what is there, says where to go on
            journal.append(rows)                        # again and again
            journal.finish(tally.report())              # out.jsonl appears, whole

Rows are appended to `.out.jsonl.partial` and synced; it becomes `out.jsonl` by a rename at the end.
`out.jsonl.summary.json` holds the report and what made it. Settings that differ begin anew.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from assay.core.canonical import dumps, loads
from assay.core.errors import LockHeld, UsageError
from assay.core.store import write_bytes
from assay.pipelines.rollout_rows import START, Place

Row = Mapping[str, Any]


class Journal:
    """The output of one shadow run, locked while it is open. Raises LockHeld, UsageError."""

    def __init__(
        self, out: Path, settings: Mapping[str, Any], place_of: Callable[[Row], Place]
    ) -> None:
        self.out, self._settings, self._place_of = out, dumps(settings), place_of
        self._partial = out.with_name(f".{out.name}.partial")
        self._made_by = out.with_name(f".{out.name}.settings")
        self.summary = out.with_name(f"{out.name}.summary.json")
        self._hash = hashlib.sha256()
        self.report: Mapping[str, Any] | None = None

    def __enter__(self) -> Self:
        try:
            self._handle: BinaryIO = open(self._partial, "a+b")
        except OSError as error:
            raise UsageError(f"cannot write {str(self.out)!r}: {error.strerror}") from None
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._handle.close()
            raise LockHeld(f"another run writes {self.out}; wait for it to end") from None
        self.report = self._finished()
        if self.report is None and self._stored(self._made_by) != self._settings:
            self._handle.truncate(0)
            write_bytes(self._made_by, self._settings.encode())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back; nothing stays beside `out` of a run that has written nothing."""
        with suppress(FileNotFoundError):
            if not self._partial.stat().st_size:
                self._partial.unlink()
                self._made_by.unlink(missing_ok=True)
        self._handle.close()

    def _stored(self, path: Path) -> str | None:
        try:
            return path.read_text()
        except (OSError, ValueError):
            return None

    def _finished(self) -> Mapping[str, Any] | None:
        """The report of a run with these settings whose output stands as it was written."""
        try:
            kept = loads(self._stored(self.summary) or "{}")
            same = dumps(kept["settings"]) == self._settings
            whole = same and kept["sha256"] == _sha256(self.out)
            return dict(kept["summary"]) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def recover(self, count: Callable[[Row], None]) -> Place:
        """Count the rows that are there and cut off the last raw row, which may be half done.

        Returns the place of the raw row to go on with.
        """
        place, held, end = START, list[tuple[bytes, Row]](), 0
        self._handle.seek(0)
        for line in self._handle:
            found = self._read(line)
            if found is None:
                break
            here, row = found
            if held and here != place:
                end += self._commit(held, count)
            place = here
            held.append((line, row))
        self._handle.truncate(end)
        return place

    def _read(self, line: bytes) -> tuple[Place, Row] | None:
        """A row and its place; None for a line that was torn."""
        try:
            row: Row = loads(line.decode())
            return (self._place_of(row), row) if line.endswith(b"\n") else None
        except (ValueError, KeyError, TypeError):
            return None

    def _commit(self, held: list[tuple[bytes, Row]], count: Callable[[Row], None]) -> int:
        for line, row in held:
            self._hash.update(line)
            count(row)
        size = sum(len(line) for line, _ in held)
        held.clear()
        return size

    def append(self, rows: Iterable[Row]) -> None:
        """Write rows at the end and sync."""
        data = "".join(dumps(row) + "\n" for row in rows).encode()
        self._handle.seek(0, os.SEEK_END)
        self._handle.write(data)
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._hash.update(data)

    def finish(self, report: Mapping[str, Any]) -> None:
        """Put the output in its place, with the report beside it."""
        kept = {
            "settings": loads(self._settings),
            "sha256": self._hash.hexdigest(),
            "summary": report,
        }
        write_bytes(self.summary, (dumps(kept) + "\n").encode())
        os.replace(self._partial, self.out)
        self._made_by.unlink(missing_ok=True)
        self.report = report


def _sha256(path: Path) -> str:
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()

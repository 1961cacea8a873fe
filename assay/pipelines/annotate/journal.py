"""What one annotator said, as it came: a line a change, synced before the page hears of it.

    with Journal(folder, "ann") as journal:
        journal.append(change)          # once; the same id again changes nothing
        journal.state(key)              # marks, closed, skipped, revision

`RUN/annotations/ann.jsonl` is only ever added to. A server killed in the middle of a line leaves a
torn one, whose change nobody was told is kept: it is cut off at the next start, and the page, which
had no answer, sends that change again under the same id. Whole lines are never rewritten; one that
is no change is a UsageError that names it. One process at a time holds the file's lock.
"""

import fcntl
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from assay.core.canonical import dumps, loads
from assay.core.errors import LockHeld, UsageError
from assay.core.store import make_folder, sync_folder
from assay.pipelines.annotate.items import Key
from assay.pipelines.annotate.marks import MARKS, Mark, is_whole

FOLDER = "annotations"


@dataclass(frozen=True, slots=True)
class Change:
    """What the page said of one solution: all its marks as they stand now.

    `of` is the hash of the text and its steps (Item.mark); `revision` counts the solution's
    changes from 1; `seen`: the automatic labels had been shown before; `at` is UTC.
    """

    id: str
    key: Key
    of: str
    revision: int
    marks: tuple[Mark, ...]
    closed: bool
    skipped: bool
    seen: bool
    at: str


@dataclass(slots=True)
class State:
    """One solution's marks; `blind` are the first ones closed before anything was shown."""

    marks: tuple[Mark, ...] = ()
    closed: bool = False
    skipped: bool = False
    revision: int = 0
    of: str = ""
    blind: tuple[Mark, ...] | None = None

    def take(self, change: Change) -> None:
        """The state after one more change; what was said of another text is forgotten."""
        if change.of != self.of:
            self.blind = None
        self.marks, self.closed, self.skipped = change.marks, change.closed, change.skipped
        self.revision, self.of = change.revision, change.of
        if change.closed and not change.skipped and not change.seen:
            self.blind = change.marks

    @property
    def is_done(self) -> bool:
        """Labelled to the last step and closed."""
        return self.closed and not self.skipped


@dataclass(slots=True)
class Told:
    """All that a journal says."""

    states: dict[Key, State] = field(default_factory=dict)
    ids: dict[str, Change] = field(default_factory=dict)

    def take(self, change: Change) -> None:
        """Add one change."""
        self.states.setdefault(change.key, State()).take(change)
        self.ids[change.id] = change


def path_of(folder: Path, annotator: str) -> Path:
    """The journal of an annotator."""
    return folder / FOLDER / f"{annotator}.jsonl"


def annotators(folder: Path) -> list[str]:
    """Everyone who has a journal in a run's folder."""
    return sorted(path.stem for path in (folder / FOLDER).glob("*.jsonl"))


def read_journal(path: Path) -> Told:
    """What a journal says, without its lock; a torn last line is passed over."""
    try:
        return _told(path, path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {str(path)!r}: {error.strerror}") from None


def _told(path: Path, data: bytes) -> Told:
    told = Told()
    for number, line in enumerate(data.split(b"\n")[:-1], 1):
        try:
            told.take(_change(line))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise UsageError(f"line {number} of {path} is no label: {error!s:.200}") from None
    return told


def _change(line: bytes) -> Change:
    value = loads(line.decode())
    if not isinstance(value, dict):
        raise ValueError("no JSON object")
    task_id, sampler, sample = value["key"]
    value |= {"key": (task_id, sampler, sample), "marks": tuple(value["marks"])}
    change = Change(**value)
    words = all(isinstance(word, str) for word in (task_id, sampler, change.id, change.of))
    if not words or type(sample) is not int or type(change.revision) is not int:
        raise ValueError("a field of another type")
    check_marks(change.marks, change.closed, change.skipped)
    return change


def check_marks(marks: Sequence[Any], closed: bool, skipped: bool) -> None:
    """Raise ValueError for a word that is no mark, and for closing what is not whole."""
    for mark in marks:
        if mark is not None and mark not in MARKS:
            raise ValueError(f"mark {mark!s:.40}: allowed are {', '.join(MARKS)}")
    if closed and not skipped and not is_whole(marks):
        raise ValueError("closed, and a step has no mark")


class Journal:
    """The journal of one annotator, locked while it is open. Raises LockHeld and UsageError."""

    def __init__(self, folder: Path, annotator: str) -> None:
        self.path = path_of(folder, annotator)

    def __enter__(self) -> Self:
        make_folder(self.path.parent)
        try:
            self._handle: BinaryIO = open(self.path, "a+b", buffering=0)
        except OSError as error:
            raise UsageError(f"cannot write {str(self.path)!r}: {error.strerror}") from None
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._told = self._recovered()
        except BlockingIOError:
            self._handle.close()
            raise LockHeld(f"another server writes {self.path}; wait for it to end") from None
        except BaseException:
            self._handle.close()
            raise
        sync_folder(self.path.parent)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back; a journal in which nothing stands goes again."""
        if not self._size:
            self.path.unlink(missing_ok=True)
        self._handle.close()

    def _recovered(self) -> Told:
        self._handle.seek(0)
        data = self._handle.read()
        self._size = data.rfind(b"\n") + 1
        if self._size < len(data):
            self._cut()
        return _told(self.path, data[: self._size])

    def _cut(self) -> None:
        self._handle.truncate(self._size)
        os.fsync(self._handle.fileno())

    def known(self, name: str) -> Change | None:
        """The change with that id, if it is kept."""
        return self._told.ids.get(name)

    def state(self, key: Key) -> State:
        """How one solution stands; an empty one where nothing was said of it."""
        return self._told.states.get(key, State())

    def states(self) -> Iterator[tuple[Key, State]]:
        """Every solution of which something was said."""
        return iter(self._told.states.items())

    def append(self, change: Change) -> None:
        """Keep a change: on the disk when this returns. A known id is passed over.

        Raises OSError when the disk will not have it; then nothing of it stays.
        """
        if change.id in self._told.ids:
            return
        line = dumps(asdict(change)).encode() + b"\n"
        if self._handle.seek(0, os.SEEK_END) != self._size:
            self._cut()  # what an earlier failure left, when cutting failed as well
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[self._handle.write(rest) or 0 :]
            os.fsync(self._handle.fileno())
        except OSError:
            self._cut()
            raise
        self._size += len(line)
        self._told.take(change)

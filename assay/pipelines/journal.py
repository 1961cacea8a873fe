"""What a remote model answered, kept as it comes: a reply is paid for once and never drawn again.

    journal = Journal(folder)
    solutions = journal.once(key, ask)        # asks only when the journal has no such key

One JSON line a task, synced at once, in `solutions.journal.jsonl`; a line torn by a kill is cut
off. The journal goes when every part that it fed is written.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assay.core.canonical import dumps, loads
from assay.core.records import Solution
from assay.core.store import make_folder
from assay.core.tables import solution_of, solution_row


class Journal:
    """The journal of one folder; `once` may be called from several threads."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self._path = folder / "solutions.journal.jsonl"
        self._lock = threading.Lock()
        self._known = dict(self._read())

    def _read(self) -> list[tuple[str, list[Solution]]]:
        if not self._path.exists():
            return []
        data = self._path.read_bytes()
        whole = data.rfind(b"\n") + 1
        os.truncate(self._path, whole)
        lines = [loads(line.decode()) for line in data[:whole].split(b"\n")[:-1]]
        return [(line["key"], [solution_of(row) for row in line["rows"]]) for line in lines]

    def once(self, key: Any, ask: Callable[[], list[Solution]]) -> list[Solution]:
        """The solutions under `key` (JSON), asked for when there are none yet."""
        name = dumps(key)
        if name in self._known:
            return self._known[name]
        answers = ask()
        line = dumps({"key": name, "rows": [solution_row(answer) for answer in answers]})
        with self._lock, open(self._path, "ab") as handle:
            handle.write(line.encode() + b"\n")
            handle.flush()
            os.fsync(handle.fileno())
        self._known[name] = answers
        return answers

    def remove(self) -> None:
        """Forget everything: the parts hold it now."""
        self._path.unlink(missing_ok=True)

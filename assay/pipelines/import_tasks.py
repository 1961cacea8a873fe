"""Users' own problems as tasks, for the same line: sampled, judged, trained on like generated ones.

    import_tasks(source="gsm8k.jsonl", out=Path("data/gsm8k"), family="gsm8k", split="test")

A source is a JSONL or Parquet file, a folder of either, or the name of a data set on the hub
(ORG/NAME, with its split after a colon). Every row becomes a task with a typed gold
(import_rows.py), or is listed with the reason in `import-rejected.jsonl`; none disappears. Repeats
of a prompt are rejected too. `split` puts all rows in one split; without it a hash of the prompt
decides, as for generated problems, so that a benchmark must be imported with `split="test"` for no
training to read it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from assay.core.canonical import dumps
from assay.core.errors import TooManyBadRows, UsageError
from assay.core.ranges import Level, Share, ranged
from assay.core.records import Task
from assay.core.seeds import SPLITS, Split, canonical_key, split_of
from assay.core.store import drop_damaged, made_by, parts_of, write_bytes, write_part
from assay.core.tables import table_of, task_row
from assay.generators import FAMILIES
from assay.pipelines.import_rows import Layout, layout_of, read_row
from assay.pipelines.jsonl import printable
from assay.pipelines.progress import Progress
from assay.pipelines.rollout_rows import files_of, raw_rows

PART_ROWS = 1000
REJECTED = "import-rejected.jsonl"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HUB = re.compile(r"[\w.-]+/[\w.-]+(:[\w.-]+)?")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows became tasks, of which kinds, and how many were rejected, for which reasons."""

    tasks: int
    kinds: Mapping[str, int]
    rejected: int
    reasons: Mapping[str, int]


@ranged
def import_tasks(
    *,
    source: str,
    out: Path,
    family: str,
    style: str = "auto",
    columns: Mapping[str, str] | None = None,
    kind: str | None = None,
    level: Level = 1,
    split: Split | None = None,
    max_errors: Share = 0.0,
    progress: Progress | None = None,
) -> Imported:
    """Write the tasks of `source` to `out`; a finished import is counted again and left alone.

    Raises UsageError for a source, name, style, column or kind that cannot be used and for a folder
    that holds other tasks of this family; TooManyBadRows, when all is written, for more rejected
    rows than the share `max_errors`.
    """
    _check(family, split)
    made = {
        "stage": "import", "source": Path(source).name, "content": _content(source),
        "family": family, "style": style, "columns": dict(columns or {}), "kind": kind,
        "level": level, "split": split,
    }  # fmt: skip
    drop_damaged(out)
    done = _done(out, made)
    reader = _Reader(family, level, split)
    with (progress or Progress()).stage("import", 0) as advance:
        for number, part in enumerate(reader.parts(source, style, columns or {}, kind)):
            key = f"import:{family}:{number}"
            if key not in done:
                table = table_of("tasks", [task_row(task) for task in part])
                write_part(out, "tasks", table, key, None, made)
            advance(len(part))
    lines = "".join(dumps(row) + "\n" for row in reader.rejected)
    write_bytes(out / REJECTED, lines.encode())
    return _counted(reader, max_errors)


def _check(family: str, split: str | None) -> None:
    if not _NAME.fullmatch(family):
        raise UsageError(
            f"family {family!r}: expected small letters, digits and _, a letter first, at most 64"
        )
    if family in FAMILIES:
        raise UsageError(f"family {family!r} is one of assay's own; choose another name")
    if split is not None and split not in SPLITS:
        raise UsageError(f"split {split!r}: allowed are {', '.join(SPLITS)}")


def _content(source: str) -> str:
    """A hash of the files, or the name of the data set on the hub."""
    path = Path(source)
    if not path.exists() and _HUB.fullmatch(source):
        return source
    found = hashlib.sha256()
    for file in files_of(path):
        with open(file, "rb") as handle:
            while block := handle.read(1 << 20):
                found.update(block)
    return found.hexdigest()


def _done(out: Path, made: Mapping[str, Any]) -> set[str]:
    """The parts that an import of the same has written. Raises UsageError for another's."""
    found = set()
    for part in parts_of(out, "tasks"):
        before = made_by(out, part)
        if before.get("family") != made["family"]:
            continue
        other = sorted(k for k in {*before, *made} if before.get(k) != made.get(k))
        if other:
            raise UsageError(
                f"{str(out)!r} holds a {made['family']} with another {', '.join(other)}; choose "
                "another --out or --family"
            )
        found.add(part.key)
    return found


class _Reader:
    """Goes over the rows once; what became of them."""

    def __init__(self, family: str, level: int, split: Split | None) -> None:
        self.family, self.level, self.split = family, level, split
        self.kinds: Counter[str] = Counter()
        self.rejected: list[dict[str, Any]] = []
        self._seen: dict[bytes, int] = {}

    def parts(
        self, source: str, style: str, columns: Mapping[str, str], kind: str | None
    ) -> Iterator[list[Task]]:
        """The tasks, in runs of PART_ROWS."""
        tasks = self._tasks(source, style, columns, kind)
        while part := list(islice(tasks, PART_ROWS)):
            yield part

    def _tasks(
        self, source: str, style: str, columns: Mapping[str, str], kind: str | None
    ) -> Iterator[Task]:
        layout: Layout | None = None
        for number, row in enumerate(_rows(source), 1):
            try:
                if isinstance(row, UsageError):
                    raise row
                layout = layout or layout_of(row, style, columns, kind)
            except UsageError as error:
                if not isinstance(row, UsageError):
                    raise
                self._reject(number, None, str(error))
                continue
            task = self._task(number, row, layout)
            if task is not None:
                self.kinds[task.answer.kind] += 1
                yield task
        if not self.kinds and not self.rejected:
            raise UsageError(f"{source!r} holds no rows")

    def _task(self, number: int, row: Mapping[str, Any], layout: Layout) -> Task | None:
        try:
            problem = read_row(row, layout)
            key = canonical_key(self.family, " ".join(problem.prompt.split()))
            if key in self._seen:
                raise UsageError(f"repeats: the prompt of row {self._seen[key]}")
        except UsageError as error:
            self._reject(number, row, str(error))
            return None
        self._seen[key] = number
        index = number - 1
        return Task(
            task_id=f"{self.family}-{self.level}-0-{index}",
            family=self.family,
            family_version=1,
            level=self.level,
            seed=0,
            index=index,
            split=self.split or split_of(key),
            prompt=problem.prompt,
            answer=problem.answer,
            meta={"problem": dumps({"prompt": problem.prompt}), "name": problem.name},
        )

    def _reject(self, number: int, row: Mapping[str, Any] | None, reason: str) -> None:
        shown = {} if row is None else {str(k)[:80]: str(v)[:200] for k, v in row.items()}
        self.rejected.append({"row": number, "reason": printable(reason), "shown": shown})


def _rows(source: str) -> Iterator[Any]:
    """The rows of files, or of a data set on the hub."""
    path = Path(source)
    if path.exists() or not _HUB.fullmatch(source):
        return (row for file in files_of(path) for row in raw_rows(file))
    return _hub_rows(source)


def _hub_rows(source: str) -> Iterator[Any]:
    from datasets import load_dataset

    name, _, part = source.partition(":")
    try:
        found = load_dataset(name, split=part or "train", streaming=True)
        yield from found
    except Exception as error:  # the client raises dozens of kinds, its own and its libraries'
        line = (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
        raise UsageError(f"cannot read the data set {source!r}: {line}") from None


def _counted(reader: _Reader, max_errors: float) -> Imported:
    tasks, rejected = sum(reader.kinds.values()), len(reader.rejected)
    reasons = Counter(row["reason"].split(":")[0][:80] for row in reader.rejected)
    found = Imported(tasks, dict(sorted(reader.kinds.items())), rejected, dict(reasons))
    if rejected > max_errors * (tasks + rejected):
        raise TooManyBadRows(
            f"{rejected} of {tasks + rejected} rows were rejected, more than the share "
            f"{max_errors}; {REJECTED} lists them, the first: {reader.rejected[0]['reason']}"
        )
    return found

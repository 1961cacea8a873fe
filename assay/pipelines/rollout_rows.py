"""Roll-outs of a user's own: rows of a JSONL or Parquet file, read one by one and never changed.

    source = Source(Path("rollouts.parquet"), {"gold": "reward_model.ground_truth"}, "auto")
    for rollout in source.rows(): rollout.gold, rollout.response

A column map says where a row keeps its gold and its response; what it does not say is looked for
under the usual names. Paths are dotted. A response is a text, a conversation (the last assistant
message counts) or a list of either (so many roll-outs of one row). A gold is plain, GSM8K's (after
####), MATH's (the last box) or DAPO's (an integer). Memory holds a line or some rows at a time,
never a file. A row that is broken comes with `problem` and nothing else.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from assay.core.canonical import digest
from assay.core.errors import UsageError, unknown
from assay.pipelines.check_worker import MOST_LINE, pair_of
from assay.pipelines.rollout_golds import STYLES, gold_text
from assay.pipelines.rollout_texts import response_texts, task_name

FIELDS = ("gold", "candidate", "task", "id", "kind", "form")
USUAL: Mapping[str, tuple[str, ...]] = {
    "gold": (
        "gold", "answer", "ground_truth", "reward_model.ground_truth", "gold_answer",
        "final_answer", "target", "solution", "label",
    ),
    "candidate": (
        "candidate", "response", "responses", "completion", "completions", "output", "outputs",
        "generation", "generations", "prediction", "model_output", "solution_str", "messages",
    ),
    "task": ("task", "task_id", "prompt", "problem", "question", "uid"),
    "id": ("id", "uid", "index"),
}  # fmt: skip
_NEEDED = ("gold", "candidate")
_LOOKED_AT = 100
_BATCH = 64


class Place(NamedTuple):
    """A raw row: the number of its file (from 0) and of the row in it (from 1)."""

    file: int
    line: int


START = Place(0, 1)


@dataclass(frozen=True, slots=True)
class Rollout:
    """One response with its gold; `raw_gold` is as it stands in the column."""

    place: Place
    sample: int | None = None
    id: Any = None
    task: str | None = None
    gold: str = ""
    raw_gold: str = ""
    response: str = ""
    kind: str | None = None
    form: str = "text"
    problem: str | None = None


class Source:
    """The files of roll-outs and how their rows are read. Raises UsageError when it is made."""

    def __init__(self, path: Path, columns: Mapping[str, str] | None, golds: str) -> None:
        if golds not in STYLES:
            raise unknown("gold style", golds, STYLES)
        self.path, self.golds = path, golds
        self.files = files_of(path)
        self._tops: frozenset[str] | None = None
        some = [row for row in self._some_rows() if isinstance(row, Mapping)]
        self.columns = _resolved(columns or {}, some) if some else dict(columns or {})
        self._tops = frozenset(
            part for path in self.columns.values() for part in (path, path.partition(".")[0])
        )

    def identity(self) -> str:
        """A hash of the files' names, sizes and times: another one means another input."""
        stats = [(file.name, file.stat()) for file in self.files]
        return digest([[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats]).hex()

    def where(self, place: Place) -> dict[str, Any]:
        """A place for a reader: the line, and the file where a folder is read."""
        if not self.path.is_dir():
            return {"line": place.line}
        return {"file": str(self.files[place.file].relative_to(self.path)), "line": place.line}

    def place_of(self, row: Mapping[str, Any]) -> Place:
        """The place that `where` told in a row. Raises KeyError, TypeError or ValueError."""
        if not self.path.is_dir():
            return Place(0, int(row["line"]))
        return Place(self.files.index(self.path / row["file"]), int(row["line"]))

    def rows(self, start: Place = START) -> Iterator[Rollout]:
        """The roll-outs from `start` on, in the order of the files and their rows."""
        for number in range(start.file, len(self.files)):
            first = start.line if number == start.file else 1
            for line, row in enumerate(self._raw(self.files[number], first), first):
                yield from self._of(Place(number, line), row)

    def _some_rows(self) -> Iterator[Any]:
        return islice(
            (row for file in self.files for row in islice(self._raw(file, 1), _LOOKED_AT)),
            _LOOKED_AT,
        )

    def _raw(self, file: Path, first: int) -> Iterator[Any]:
        return raw_rows(file, first, self._tops)

    def _of(self, place: Place, row: Any) -> Iterator[Rollout]:
        if isinstance(row, UsageError):
            yield Rollout(place, problem=str(row))
            return
        found = {field: value_at(row, path) for field, path in self.columns.items()}
        task = None if found.get("task") is None else task_name(found["task"])
        named = Rollout(place, id=_plain_id(found.get("id")), task=task)
        try:
            yield from self._read(named, found)
        except UsageError as error:
            yield replace(named, problem=str(error))

    def _read(self, named: Rollout, found: Mapping[str, Any]) -> list[Rollout]:
        for field in _NEEDED:
            if found.get(field) is None:
                raise UsageError(f"no {field}: {self.columns.get(field, field)!r} is missing here")
        gold, raw = gold_text(found["gold"], self.golds)
        texts = response_texts(found["candidate"])
        rollout = replace(
            named,
            gold=gold,
            raw_gold=raw,
            form=found.get("form") or "text",
            kind=found.get("kind"),
        )
        if len(texts) == 1:
            return [replace(rollout, response=texts[0])]
        return [replace(rollout, sample=n, response=text) for n, text in enumerate(texts)]


def raw_rows(file: Path, first: int = 1, tops: frozenset[str] | None = None) -> Iterator[Any]:
    """The rows of a JSONL or Parquet file from `first` on; a UsageError in place of a broken line.

    `tops` are the columns that are needed, None for all.
    """
    try:
        if _is_parquet(file):
            yield from _parquet_rows(file, first, tops)
        else:
            yield from _json_rows(file, first)
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"cannot read {str(file)!r}: {error}") from None


def parse_columns(text: str, fields: Sequence[str] = FIELDS) -> dict[str, str]:
    """`gold=answer,candidate=response` as a map. Raises UsageError for another shape or field."""
    columns: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        field, equals, path = part.partition("=")
        if field not in fields:
            raise unknown("field of --columns", field, fields)
        if not equals or not path:
            raise UsageError(f"--columns has {part!r}; FIELD=COLUMN is expected")
        columns[field] = path
    return columns


def value_at(row: Any, path: str) -> Any:
    """The value under a dotted path; None where there is none. JSON texts on the way are read."""
    if isinstance(row, Mapping) and path in row:
        return row[path]
    head, dot, rest = path.partition(".")
    if not dot:
        return _inside(row, head)
    inner = _inside(row, head)
    if isinstance(inner, str) and inner[:1] in "{[":
        try:
            inner = json.loads(inner)
        except (ValueError, RecursionError):
            return None
    return value_at(inner, rest)


def _inside(row: Any, name: str) -> Any:
    if isinstance(row, Mapping):
        return row.get(name)
    if isinstance(row, list) and name.isdigit() and int(name) < len(row):
        return row[int(name)]
    return None


def _plain_id(value: Any) -> Any:
    return value if isinstance(value, str | int | None) else str(value)[:200]


def _resolved(columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Where each field is, by the map or under the usual names, as the first rows show it."""

    def holds(path: str) -> bool:
        return any(value_at(row, path) is not None for row in rows)

    found = dict(columns)
    for field, usual in USUAL.items():
        path = next(filter(holds, usual), None) if field not in found else None
        found |= {} if path is None else {field: path}
    for field, path in columns.items():
        if not holds(path):
            raise UsageError(
                f"no column {path[:200]!r} for the {field}; there are: {_names(rows[0])}"
            )
    for field in _NEEDED:
        if field not in found:
            raise UsageError(
                f"no column for the {field}; name it with --columns {field}=NAME; "
                f"there are: {_names(rows[0])}"
            )
    return found


def _names(row: Mapping[str, Any]) -> str:
    return ", ".join(str(name)[:40] for name in list(row)[:30]) or "none"


def files_of(path: Path) -> Sequence[Path]:
    """A file, or the Parquet (else JSONL) files of a folder. Raises UsageError for neither."""
    if not path.is_dir():
        if not path.is_file():
            raise UsageError(f"cannot read {str(path)!r}: there is no such file or folder")
        return [path]
    files = sorted(path.rglob("*.parquet")) or sorted(path.glob("*.jsonl"))
    if not files:
        raise UsageError(f"the folder {str(path)!r} holds no *.parquet and no *.jsonl")
    return files


def _is_parquet(file: Path) -> bool:
    with open(file, "rb") as handle:
        return handle.read(4) == b"PAR1"


def _json_rows(file: Path, first: int) -> Iterator[Any]:
    """The objects of the lines from `first` on; a UsageError for a line that is none."""
    with open(file, "rb") as lines:
        for number, line in enumerate(_capped_lines(lines), 1):
            if number < first:
                continue
            try:
                yield pair_of(line)
            except (UsageError, RecursionError) as error:
                yield UsageError(str(error) or "nested too deep")


def _capped_lines(handle: Any) -> Iterator[bytes]:
    """Lines of a file; of one that is too long no more than shows it."""
    while line := handle.readline(MOST_LINE + 2):
        rest = line
        while rest and not rest.endswith(b"\n") and len(rest) > MOST_LINE:
            rest = handle.readline(MOST_LINE + 2)
        yield line.removesuffix(b"\n")


def _parquet_rows(file: Path, first: int, tops: frozenset[str] | None) -> Iterator[Any]:
    """The rows from `first` on, of the needed columns; row groups before it are skipped."""
    with pq.ParquetFile(file) as table:
        names = None if tops is None else [n for n in table.schema_arrow.names if n in tops]
        passed = 0
        for group in range(table.num_row_groups):
            rows = table.metadata.row_group(group).num_rows
            if passed + rows < first:
                passed += rows
                continue
            for batch in table.iter_batches(_BATCH, [group], names):
                skip = max(0, min(first - 1 - passed, batch.num_rows))
                yield from batch.slice(skip).to_pylist()
                passed += batch.num_rows

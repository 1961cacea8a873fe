"""The stage `check`: a file of golds and candidates in, a file of verdicts out.

    check_pairs(Path("pairs.jsonl"), Path("verdicts.jsonl"), workers=2)  ->  Summary(rows=…, …)

One line out for each line in, in input order and with the same bytes for any number of workers,
but for `ms`. A broken line is an `error` row and stops nothing. The pairs are judged in processes
of their own (pipelines/check_worker.py): one that dies or hangs costs its pair alone. The output
file
appears whole or not at all.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assay.core.canonical import dumps
from assay.core.errors import TooManyBadRows, UsageError
from assay.core.store import write_bytes
from assay.pipelines.check_worker import Row, judged_rows


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows were judged, and how many got each status."""

    rows: int
    statuses: Mapping[str, int]


def check_pairs(
    pairs: Path,
    out: Path,
    workers: int = 1,
    max_errors: float = 0.0,
    max_undecided: float = 1.0,
) -> Summary:
    """Judge every line of `pairs` (JSONL) and write the verdicts to `out`.

    Raises UsageError for a file that cannot be read or written, and TooManyBadRows, after writing,
    when the share of `error` or of `undecided` rows exceeds what is allowed.
    """
    if workers < 1:
        raise UsageError(f"workers is {workers}; 1 or more are allowed")
    lines = _lines_of(pairs)
    if out.is_dir() or not out.parent.is_dir():
        raise UsageError(f"cannot write {str(out)!r}: its folder must exist and it be no folder")
    rows: list[Row] = list(judged_rows(lines, workers))
    try:
        write_bytes(out, "".join(dumps(row) + "\n" for row in rows).encode())
    except OSError as error:
        raise UsageError(f"cannot write {str(out)!r}: {error.strerror}") from None
    statuses = Counter(row["status"] for row in rows)
    _refuse(statuses, len(rows), {"error": max_errors, "undecided": max_undecided}, out)
    return Summary(len(rows), dict(sorted(statuses.items())))


def _lines_of(path: Path) -> list[bytes]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {str(path)!r}: {error.strerror}") from None
    return data.removesuffix(b"\n").split(b"\n") if data else []


def _refuse(statuses: Counter[str], rows: int, limits: Mapping[str, float], out: Path) -> None:
    for status, allowed in limits.items():
        if statuses[status] > allowed * rows:
            raise TooManyBadRows(
                f"{statuses[status]} of {rows} rows are {status}; {allowed:.0%} are allowed "
                f"(see {out})"
            )

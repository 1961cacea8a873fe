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

from assay.core.errors import TooManyBadRows, UsageError
from assay.pipelines.check_worker import Row, judged_rows
from assay.pipelines.jsonl import check_output, read_lines, write_rows


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
    lines = read_lines(pairs)
    check_output(out, pairs)
    rows: list[Row] = list(judged_rows(lines, workers))
    write_rows(out, rows)
    statuses = Counter(row["status"] for row in rows)
    _refuse(statuses, len(rows), {"error": max_errors, "undecided": max_undecided}, out)
    return Summary(len(rows), dict(sorted(statuses.items())))


def _refuse(statuses: Counter[str], rows: int, limits: Mapping[str, float], out: Path) -> None:
    for status, allowed in limits.items():
        if statuses[status] > allowed * rows:
            raise TooManyBadRows(
                f"{statuses[status]} of {rows} rows are {status}; {allowed:.0%} are allowed "
                f"(see {out})"
            )

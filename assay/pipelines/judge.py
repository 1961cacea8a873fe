"""The stage `judge`: a file of programs with cases in, a file of verdicts out.

    judge_requests(Path("in.jsonl"), Path("out.jsonl"), "docker", workers=2) -> Summary(...)

One line out for each line in, in input order, however many workers there are; a broken line is IE
with `error` and stops nothing. The file appears whole or not at all.
"""

import codecs
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count, repeat
from pathlib import Path
from typing import Any

from assay.core.errors import TooManyBadRows, UsageError
from assay.pipelines.jsonl import check_output, printable, read_lines, write_rows
from assay.sandbox import Sandbox, open_sandbox, values
from assay.sandbox.judge import judge

MOST_LINE = 80 << 20


@dataclass(frozen=True, slots=True)
class Summary:
    """How many rows were judged, and how many got each verdict."""

    rows: int
    verdicts: Mapping[str, int]


def judge_requests(
    requests: Path,
    out: Path,
    sandbox: str,
    workers: int = 1,
    max_errors: float = 0.0,
    unsafe: bool = False,
) -> Summary:
    """Judge every line of `requests` (JSONL) and write the rows to `out`.

    Raises UsageError for a file that cannot be read or written, SandboxUnavailable when no
    sandbox opens, and TooManyBadRows, after writing, when the share of IE exceeds `max_errors`.
    """
    lines = read_lines(requests)
    check_output(out, requests)
    if workers < 1:
        raise UsageError(f"workers is {workers}; 1 or more are allowed")
    with open_sandbox(sandbox, workers=workers, unsafe=unsafe) as opened:
        rows = list(judge_lines(opened, lines, workers))
    write_rows(out, rows)
    verdicts = Counter(row["verdict"] for row in rows)
    bad = verdicts["IE"]
    if bad > max_errors * len(rows):
        raise TooManyBadRows(
            f"{bad} of {len(rows)} rows are IE; {max_errors:.0%} are allowed (see {out})"
        )
    return Summary(len(rows), dict(sorted(verdicts.items())))


def judge_lines(sandbox: Sandbox, lines: list[bytes], workers: int) -> Iterator[dict[str, Any]]:
    """The rows of the lines in their order, judged by so many threads.

    All lines wait at once, so a line that takes long keeps no thread idle; they are in memory as it
    is.
    """
    pool = ThreadPoolExecutor(workers)
    try:
        yield from pool.map(judge_line, repeat(sandbox), lines, count(1))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def judge_line(sandbox: Sandbox, line: bytes, number: int) -> dict[str, Any]:
    """The row of one line; a line that is no JSON gets IE and its number."""
    if len(line) > MOST_LINE:
        fault = f"a line of {len(line)} bytes; {MOST_LINE} are allowed"
    else:
        try:
            request = values.read_request(line.removeprefix(codecs.BOM_UTF8))
            shown = printable(request.get("id")) if isinstance(request, dict) else None
            return judge(sandbox, request) | {"id": shown}
        except (values.NotJson, UsageError) as error:
            fault = str(error)
        except Exception as error:  # ours; the other lines are judged all the same
            fault = f"a fault of assay's own, {type(error).__name__}: {error}"
    row: dict[str, Any] = {
        "id": None,
        "line": number,
        "verdict": "IE",
        "cases": [],
        "ms": 0.0,
        "error": fault,
    }
    return row | {"isolation": sandbox.isolation}

"""Files of one JSON value a line, as `check` and `judge` read and write them.

    lines = read_lines(Path("pairs.jsonl"))
    check_output(Path("verdicts.jsonl"), source=Path("pairs.jsonl"))       # before the work
    write_rows(Path("verdicts.jsonl"), rows)                               # after it

A file appears whole or not at all. A device or a pipe (`/dev/stdout`, `/dev/null`) is written to
as it is and never replaced. What a line means is not known here.
"""

import errno
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from assay.core.canonical import dumps
from assay.core.errors import UsageError
from assay.core.store import write_bytes

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
MOST_DEPTH = 64


def read_lines(path: Path) -> list[bytes]:
    """The lines of a file without their ends. Raises UsageError when it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {str(path)!r}: {error.strerror}") from None
    return data.removesuffix(b"\n").split(b"\n") if data else []


def check_output(out: Path, source: Path | None = None) -> None:
    """Raise UsageError when `out` cannot be a file to write, or is the file that is read."""
    if out.is_dir() or not out.parent.is_dir():
        raise UsageError(f"cannot write {str(out)!r}: its folder must exist and it be no folder")
    if source is not None and out.exists() and out.samefile(source):
        raise UsageError(f"cannot write {str(out)!r}: it is the input; name another file")


def write_rows(out: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a line for each row. Raises UsageError for a refused `out`, OSError for a full disk."""
    data = "".join(dumps(row) + "\n" for row in rows).encode()
    try:
        if _is_stream(out):
            out.write_bytes(data)
        else:
            write_bytes(out, data)
    except OSError as error:
        if error.errno in DISK_FULL:
            raise
        raise UsageError(f"cannot write {str(out)!r}: {error.strerror}") from None


def printable(value: Any, depth: int = 0) -> Any:
    """A JSON value with lone surrogates replaced, so that it can be written as UTF-8.

    Raises UsageError for one that is nested too deep to be copied and written again.
    """
    if depth > MOST_DEPTH:
        raise UsageError(f"a value nested deeper than {MOST_DEPTH}, such as an id, is not allowed")
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [printable(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {printable(key): printable(item, depth + 1) for key, item in value.items()}
    return value


def _is_stream(out: Path) -> bool:
    return out.parts[:2] == ("/", "dev") or (out.exists() and not out.is_file())

"""JSON of other people, read strictly: what cannot be kept as it is, is refused by name.

for number, source, row in rows_of(Path("math.json")): ...      # row is a dict or a UsageError

One object a line, or one list of objects in the whole file (as ProcessBench ships it). Refused are
a key that stands twice (one of its values would be lost), NaN and infinity, half of a surrogate
pair and numbers that Python will not read. A file is held in memory.
"""

import json
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from assay.core.errors import UsageError
from assay.pipelines.jsonl import printable, read_lines

Read = tuple[int, str, dict[str, Any] | UsageError]


def rows_of(path: Path) -> Iterator[Read]:
    """The number (from 1), the source text and the object of each row, or what is wrong with it.

    Raises UsageError for a file that cannot be read, or a list that is no JSON.
    """
    lines = read_lines(path)
    if lines and lines[0].lstrip().startswith(b"["):
        yield from _listed(path, b"\n".join(lines))
        return
    for number, line in enumerate(lines, 1):
        source = printable(line.decode("utf-8", "backslashreplace"))
        if not line.strip():
            continue
        try:
            yield number, source, _object(_parsed(line))
        except UsageError as error:
            yield number, source, error


def _listed(path: Path, data: bytes) -> Iterator[Read]:
    try:
        rows = _parsed(data)
    except UsageError as error:
        raise UsageError(f"{str(path)!r} holds a list that cannot be read: {error}") from None
    for number, row in enumerate(rows, 1):
        try:
            yield number, json.dumps(row), _object(row)
        except UsageError as error:
            yield number, json.dumps(row), error


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"a JSON object is expected, not {type(value).__name__}")
    return value


def _parsed(data: bytes) -> Any:
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_once,
            parse_float=_finite,
            parse_constant=_constant,
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"no UTF-8 at byte {error.start}") from None
    except UnicodeEncodeError:
        raise UsageError("a text holds half of a surrogate pair") from None
    except RecursionError:
        raise UsageError("no JSON that can be read: nested too deeply") from None
    except ValueError as error:
        raise UsageError(f"no JSON: {error}") from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:60]!r} stands twice in one object")
    return found


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(f"{text[:40]} is too large for a number")
    return value


def _constant(text: str) -> float:
    raise ValueError(f"{text} is no number")

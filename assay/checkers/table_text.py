"""Tables in Markdown or CSV held to the rows that they are to have.

    same_table({"type": "table", "style": "csv", "rows": [["a", "b"], ["1", "2"]]}, "a,b\\n1,2")

Cells are compared letter by letter, without the spaces around them in Markdown, and as the quotes
of RFC 4180 mean them in CSV. The first row is the header; in Markdown the line of dashes comes
after it. No row more, none less, and nothing around the table.
"""

import csv
import re
from collections.abc import Mapping
from typing import Any

from assay.core.errors import unknown

MOST_CHARS = 8_000
STYLES = ("markdown", "csv")
_DASHES = re.compile(r":?-+:?")


def same_table(wanted: Mapping[str, Any], text: str) -> bool:
    """Whether a text is the table. Raises UsageError for an unknown style."""
    style = wanted["style"]
    if style not in STYLES:
        raise unknown("style of a table", str(style), STYLES)
    if len(text) > MOST_CHARS:
        return False
    found = _markdown(text) if style == "markdown" else _csv(text)
    rows: list[list[str]] = wanted["rows"]
    return found == rows


def _markdown(text: str) -> list[list[str]] | None:
    rows = []
    for line in text.strip().splitlines():
        line = line.strip()
        if len(line) < 2 or line[0] != "|" or line[-1] != "|":
            return None
        rows.append([cell.strip() for cell in line[1:-1].split("|")])
    if len(rows) < 2 or len(rows[1]) != len(rows[0]):
        return None
    if not all(_DASHES.fullmatch(cell) for cell in rows[1]):
        return None
    return [rows[0], *rows[2:]]


def _csv(text: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(text.strip().splitlines(), strict=True))
    except csv.Error:
        return None

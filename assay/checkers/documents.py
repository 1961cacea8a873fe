"""Answers that are documents (JSON, a Markdown or CSV table): where a response states one.

    stated_document("Here it is:\\n```json\\n{\\"a\\": 1}\\n```\\nDone.", "json")
        ->  Offer of '{"a": 1}'

A document has several lines, so that neither a sentence nor a line ends it. The last one that is
stated stands: the content of a code fence, what follows `Answer:` or `####`, a box, a tag; without
any of these, lines that look like the document. What stands in it is for `json_shape` and
`tables` to judge: two documents side by side are read as one, and refused.
"""

import re
from collections.abc import Mapping
from typing import Any

from assay.checkers.extract import (
    MARKER,
    UNSAID,
    Offer,
    Part,
    last_boxes,
    marker_before,
    part_of,
    spoken,
)
from assay.checkers.limits import MAX_TAIL

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE)
_AROUND = " \t\r\n*`$.;"
_MATH_ENDS = re.compile(r"\A\\[(\[]|\\[)\]]\Z")
_WRAPPED = re.compile(r"\\(?:text|textbf|textrm|texttt|mathrm|mbox)\s*\{(.*)\}", re.DOTALL)
_LOOKS_LIKE = {
    "json": (re.compile(r"^[ \t*`$]*[{\[]", re.MULTILINE), re.compile(r"[}\]][ \t*`$.;]*$", re.M)),
    "markdown": (re.compile(r"^[ \t*`$]*\|", re.MULTILINE), re.compile(r"\|[ \t*`$.;]*$", re.M)),
}
_MOST_MARKERS = 12


def document_style(spec: Mapping[str, Any]) -> str | None:
    """`json`, `markdown` or `csv` where the answer is such a document, else None."""
    wanted = spec.get("property", {})
    if wanted.get("type") == "json":
        return "json"
    return str(wanted["style"]) if wanted.get("type") == "table" else None


def bare_document(text: str) -> str:
    """A document without what a writer puts around it: bold, ticks, dollars, a last period."""
    text = _MATH_ENDS.sub("", text.strip(_AROUND)).strip(_AROUND)
    whole = _WRAPPED.fullmatch(text)
    return whole[1].strip(_AROUND) if whole else text


def stated_document(response: str, style: str) -> Offer | None:
    """The document that stands, or None when none is stated."""
    if "<!--" in response or "~~" in response:
        response = UNSAID.sub(lambda match: " " * len(match[0]), response)
    low, end = spoken(response, max(0, len(response) - MAX_TAIL))
    tag = response.rfind("<answer>", low, end)
    if tag >= 0:
        low = tag + len("<answer>")
        closed = response.find("</answer>", low, end)
        end = closed if closed >= 0 else end
    if low >= end:
        return None
    block, after = _last_block(response, low, end)
    boxes = [box for box in last_boxes(response, after, end) if box.text]
    marked = _marked(response, boxes[-1].end if boxes else after, end)
    if marked is not None:
        return Offer((marked,))
    if boxes:
        return Offer(tuple(boxes))
    found = block or (part_of(response, low, end) if tag >= 0 else None)
    found = found or _lines(response, low, end, style)
    return Offer((found,)) if found is not None and found.text else None


def _last_block(response: str, low: int, end: int) -> tuple[Part | None, int]:
    """What the last code fence holds, and where it ends; one that stays open goes on to the end."""
    marks = [mark.span() for mark in _FENCE.finditer(response, low, end)]
    if not marks:
        return None, low
    if len(marks) % 2:
        return part_of(response, marks[-1][1], end), end
    return part_of(response, marks[-2][1], marks[-1][0]), marks[-1][1]


def _marked(response: str, start: int, end: int) -> Part | None:
    """All that follows the last `Answer:` or `####`; a heading with nothing below it is neither."""
    hashes = response.rfind("####", start, end)
    if hashes >= 0:
        line = response.find("\n", hashes, end)
        heading = line >= 0 and not response[line : line + 2].strip()
        part = part_of(response, hashes + 4, end)
        if part.text and not heading:
            return part
    at = end
    for _ in range(_MOST_MARKERS):
        at = marker_before(response, start, at)
        if at < start:
            return None
        match = MARKER.match(response, at, end)
        if match is not None:
            part = part_of(response, match.end(), end)
            if bare_document(part.text):
                return part
    return None


def _lines(response: str, low: int, end: int, style: str) -> Part | None:
    """From the first line that may begin a document to the last that may end it."""
    if style == "csv":
        text = response[low:end].rstrip()
        return part_of(response, low + text.rfind("\n\n") + 1, low + len(text))
    opens, closes = _LOOKS_LIKE[style]
    first = opens.search(response, low, end)
    if first is None:
        return None
    ends = [match.end() for match in closes.finditer(response, first.start(), end)]
    return part_of(response, first.start(), ends[-1]) if ends else None

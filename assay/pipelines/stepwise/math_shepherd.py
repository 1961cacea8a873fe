"""Math-Shepherd's rows: the same text twice, once with a tag after each step, once with its label.

    {"input": "1+1=? Step 1: 1+1=2. ки\nStep 2: 2*3=5. ки",
     "label": "1+1=? Step 1: 1+1=2. +\nStep 2: 2*3=5. -", "task": "GSM8K"}

(huggingface.co/datasets/peiyi9979/Math-Shepherd.) The problem ends where the last "Step 1:" before
the first tag begins. `+` is `correct`; the first `-` is `wrong`, a later one `inherited`. Judges
are roll-outs (`monte_carlo`). White space around steps is kept beside the table. Written from
another layout, steps that do not begin with their number get it; a text that holds the tag itself
cannot be written.
"""

from collections.abc import Mapping, Sequence

from assay.core.errors import UsageError
from assay.core.records import StepStatus
from assay.pipelines.stepwise.rows import Json, Stepwise, beside, judged, text_of, without

NAME = "math_shepherd"
TAG = "ки"
_SIGNS: Mapping[str, StepStatus] = {"+": "correct", "-": "wrong"}
_FIRST = "Step 1:"


def read(row: Json) -> Stepwise:
    """The record of a row. Raises UsageError that says where the two texts part."""
    *pieces, tail = text_of(row, "input").split(TAG)
    signs = _signs(text_of(row, "label"), pieces, tail)
    if not pieces:
        raise UsageError(f"input has no tag {TAG!r}, so no step")
    at = pieces[0].rfind(_FIRST)
    if at < 0:
        raise UsageError(f"no {_FIRST!r} stands before the first tag: where does the problem end?")
    pieces, prompt = [pieces[0][at:], *pieces[1:]], pieces[0][:at]
    texts = [piece.strip() for piece in pieces]
    gaps = [_around(piece) for piece in pieces]
    rest = without(row, "input", "label")
    rest |= {"gaps": gaps, "after_problem": prompt[len(prompt.rstrip()) :], "tail": tail}
    words = [_SIGNS[sign] for sign in signs]
    return Stepwise(NAME, prompt.rstrip(), judged(texts, words, "monte_carlo"), rest=rest)


def _signs(label: str, pieces: Sequence[str], tail: str) -> list[str]:
    """The sign that stands in the label where the input has its tag, for each step."""
    signs, at = [], 0
    for number, piece in enumerate(pieces):
        end = at + len(piece)
        sign = label[end : end + 1]
        if label[at:end] != piece or sign not in _SIGNS:
            raise UsageError(
                f"label and input part at step {number}: the same text and then + or - is expected"
            )
        signs.append(sign)
        at = end + 1
    if label[at:] != tail:
        raise UsageError("label and input part after the last tag")
    return signs


def _around(piece: str) -> list[str]:
    """The white space before and after a step; all of it before where there is nothing else."""
    text = piece.strip()
    start = piece.index(text) if text else len(piece)
    return [piece[:start], piece[start + len(text) :]]


def write(row: Stepwise) -> Json:
    """The row of a record. Raises UsageError for an undecided step and for a text with the tag."""
    statuses = row.statuses()
    if "undecided" in statuses:
        raise UsageError(f"step {statuses.index('undecided')} is undecided; there are + and - only")
    texts, own = [step.text for step in row.steps], row.layout == NAME
    if not own:
        texts = [_numbered(text, number) for number, text in enumerate(texts, 1)]
        for where, text in (("the problem", row.prompt), *enumerate(texts)):
            if TAG in text:
                raise UsageError(f"{where} holds the tag {TAG!r} itself")
    gaps = row.rest["gaps"] if own else [["\n" if at else "", " "] for at in range(len(texts))]
    head = row.prompt + (row.rest["after_problem"] if own else " ")
    tail = row.rest["tail"] if own else ""
    signs = ["+" if status in ("correct", "neutral") else "-" for status in statuses]
    pieces = [before + text + after for text, (before, after) in zip(texts, gaps, strict=True)]
    labelled = "".join(piece + sign for piece, sign in zip(pieces, signs, strict=True))
    tagged = "".join(piece + TAG for piece in pieces)
    others = beside(row, NAME) if own else {"task": ""}
    return others | {"input": head + tagged + tail, "label": head + labelled + tail}


def _numbered(text: str, number: int) -> str:
    return text if text.startswith(f"Step {number}:") else f"Step {number}: {text}"

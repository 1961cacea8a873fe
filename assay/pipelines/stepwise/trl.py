"""TRL's stepwise supervision rows, as its PRM trainer read them until it was removed.

    {"prompt": "1+1=? *3", "completions": ["1+1=2", "2*3=5"], "labels": [true, false]}

(huggingface.co/docs/trl/v0.17.0/dataset_formats.) `true` is `correct`; the first `false` is
`wrong`, a later one `inherited`. Written, `correct` and `neutral` are true, `wrong` and `inherited`
false; an undecided step has no word there.
"""

from assay.core.errors import UsageError
from assay.core.records import StepStatus
from assay.pipelines.stepwise.rows import (
    Json,
    Stepwise,
    beside,
    judged,
    said,
    text_of,
    texts_of,
    without,
)

NAME = "trl"


def read(row: Json) -> Stepwise:
    """The record of a row. Raises UsageError that names what is wrong."""
    prompt, texts = text_of(row, "prompt"), texts_of(row, "completions")
    labels = row.get("labels")
    if not isinstance(labels, list) or not all(isinstance(label, bool) for label in labels):
        raise UsageError(f"labels is {said(row, 'labels')}; a list of true and false is expected")
    if len(labels) != len(texts):
        raise UsageError(f"{len(labels)} labels for {len(texts)} completions")
    words: list[StepStatus] = ["correct" if label else "wrong" for label in labels]
    rest = without(row, "prompt", "completions", "labels")
    return Stepwise(NAME, prompt, judged(texts, words, None), rest=rest)


def write(row: Stepwise) -> Json:
    """The row of a record. Raises UsageError for one that the layout has no words for."""
    statuses = row.statuses()
    if "undecided" in statuses:
        raise UsageError(f"step {statuses.index('undecided')} is undecided; TRL has true and false")
    return beside(row, NAME) | {
        "prompt": row.prompt,
        "completions": [step.text for step in row.steps],
        "labels": [status in ("correct", "neutral") for status in statuses],
    }

"""ProcessBench's rows: a solution and the index of its first wrong step.

    {"id": "gsm8k-0", "generator": "…", "problem": "…", "steps": ["…", "…"],
     "final_answer_correct": false, "label": 1}

(huggingface.co/datasets/Qwen/ProcessBench.) `label` is -1 where no step is wrong. Steps before it
are `correct`, those after it `inherited`: the layout says nothing of them. Its judges are people.
Written from another layout, `final_answer_correct` is null where nobody said, and `id` and
`generator` are empty.
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

NAME = "processbench"
_FIELDS = ("id", "generator", "problem", "steps", "final_answer_correct", "label")


def read(row: Json) -> Stepwise:
    """The record of a row. Raises UsageError that names what is wrong."""
    texts, label, final = texts_of(row, "steps"), row.get("label"), row.get("final_answer_correct")
    if type(label) is not int or not -1 <= label < len(texts):
        raise UsageError(f"label is {said(row, 'label')}; -1 to {len(texts) - 1} is expected")
    if "final_answer_correct" not in row or not (final is None or isinstance(final, bool)):
        raise UsageError(
            f"final_answer_correct is {said(row, 'final_answer_correct')}; true, false or null "
            "is expected"
        )
    words: list[StepStatus] = [
        "correct" if label < 0 or at < label else "wrong" for at in range(len(texts))
    ]
    return Stepwise(
        NAME,
        text_of(row, "problem"),
        judged(texts, words, "human"),
        id=text_of(row, "id"),
        generator=text_of(row, "generator"),
        final_correct=final,
        rest=without(row, *_FIELDS),
    )


def write(row: Stepwise) -> Json:
    """The row of a record. Raises UsageError where the first wrong step is not known."""
    return beside(row, NAME) | {
        "id": row.id or "",
        "generator": row.generator or "",
        "problem": row.prompt,
        "steps": [step.text for step in row.steps],
        "final_answer_correct": row.final_correct,
        "label": row.first_wrong(),
    }

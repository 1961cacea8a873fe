"""The words of the page, and what they are in the labels table.

    statuses(["positive", "negative", "inherited"]) == ["correct", "wrong", "inherited"]

`unsure` is for a step that the annotator cannot judge; like every undecided step it trains nothing.
A mark of None is a step that has not been labelled yet.
"""

from collections.abc import Mapping, Sequence

from assay.core.records import StepStatus

Mark = str | None
MARKS: Mapping[str, StepStatus] = {
    "positive": "correct",
    "neutral": "neutral",
    "negative": "wrong",
    "inherited": "inherited",
    "unsure": "undecided",
}


def statuses(marks: Sequence[Mark]) -> list[StepStatus]:
    """The labels that marks stand for; a step without a mark is undecided."""
    return ["undecided" if mark is None else MARKS[mark] for mark in marks]


def is_whole(marks: Sequence[Mark]) -> bool:
    """Whether every step has a mark."""
    return None not in marks

"""Verdicts: what a response answers, and whether that is the right answer.

    grade(Answer("rational", "3/4"), "… so the answer is \\\\boxed{0.75}").status  ->  "correct"

`grade` judges a response against a typed answer, `infer_answer` types a written gold,
`label_steps` judges each line of a worked solution, `explain` says how a verdict came about and
`replay` proves it again. None of them evaluates text as code or needs a signal; `grade`, `explain`
and `label_steps` never raise.
"""

from assay.checkers.explain import explain, replay
from assay.checkers.grade import CHECKER_VERSION, grade
from assay.checkers.infer import infer_answer
from assay.checkers.steps import label_steps, line_spans

__all__ = [
    "CHECKER_VERSION",
    "explain",
    "grade",
    "infer_answer",
    "label_steps",
    "line_spans",
    "replay",
]

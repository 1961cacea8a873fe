"""Verdicts: what a response answers, and whether that is the right answer.

    grade(Answer("rational", "3/4"), "… so the answer is \\\\boxed{0.75}").status  ->  "correct"

`grade` judges a response against a typed answer, `infer_answer` types a written gold,
`label_steps` judges
each line of a worked solution. None of them evaluates text as code, needs a signal, or raises.
"""

from assay.checkers.grade import CHECKER_VERSION, explain, grade
from assay.checkers.infer import infer_answer
from assay.checkers.steps import label_steps

__all__ = ["CHECKER_VERSION", "explain", "grade", "infer_answer", "label_steps"]

"""Our trained reward models as functions of (task, response) pairs; torch lives here.

scores = processes("data/prm", "cpu", "product")
scores([(task, "7+5=12\\nAnswer: 12")])               ->  [0.93]
"""

from collections.abc import Callable, Sequence
from typing import cast, get_args

from assay.core.errors import unknown
from assay.core.records import Task
from assay.training.outcome_rm import outcome_scores
from assay.training.policies import Policy
from assay.training.process_rm import Whole, solution_score, step_scores
from assay.training.rewards import finite, open_reward_model

Asked = Sequence[tuple[Task, str]]


def outcomes(folder: str, device: str) -> Callable[[Asked], list[float]]:
    """The probability of a right answer, by an outcome reward model."""
    scorer = _opened(folder, device)

    def scores(asked: Asked) -> list[float]:
        return finite(outcome_scores(scorer, _pairs(asked)), "orm")

    return scores


def processes(folder: str, device: str, whole: str) -> Callable[[Asked], list[float]]:
    """A solution's score by a process reward model, made of those of its lines by `whole`."""
    if whole not in get_args(Whole):
        raise unknown("whole", whole, get_args(Whole))
    how, scorer = cast(Whole, whole), _opened(folder, device)

    def scores(asked: Asked) -> list[float]:
        lines = step_scores(scorer, _pairs(asked))
        return [solution_score(finite(line, "prm"), how) for line in lines]

    return scores


def _opened(folder: str, device: str) -> Policy:
    scorer = open_reward_model(folder, "cpu")  # first: the card may be full of a policy
    scorer.model.to(device)
    return scorer


def _pairs(asked: Asked) -> list[tuple[str, str]]:
    return [(task.prompt, text) for task, text in asked]

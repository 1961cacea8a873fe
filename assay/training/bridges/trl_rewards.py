"""Reward functions in TRL's shape: the checkers, exact steps, and learned reward models.

    verifier_reward(completions=["7+5=12\\nAnswer: 12"], task_json=[row])   ->  [1.0]
    reward = reward_of({"verifier": 1.0, "prm": 0.5}, prm="data/prm")

| source | what it gives |
|---|---|
| verifier | 1 for an answer that the checkers find right, else 0 |
| steps | 1 when the answer is right and no line is wrong, else 0 |
| orm | the outcome reward model's probability |
| prm | the process reward model's score: the product over its lines, or their min, last or mean |

Every function reads the column `task_json` of `prompts`. What is undecided, or an error of ours,
is None, which TRL leaves out of the group. Give one function with weights rather than several: TRL
adds what several give with None as 0. `steps` and `prm` are one number for a whole response here;
advantages for each step are what `assay train rl` has beside TRL.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from assay.checkers import grade, label_steps
from assay.core.canonical import loads
from assay.core.errors import UsageError, unknown
from assay.core.records import StepLabel, Task
from assay.core.tables import task_of
from assay.sandbox import Sandbox
from assay.training.bridges.learned import outcomes, processes
from assay.training.rewards import check_weights

Reward = Callable[..., list[float | None]]
Values = Sequence[float | None]
Asked = list[tuple[Task, str]]
NAMES = ("verifier", "steps", "orm", "prm")
MISSING = "build the dataset with assay.training.trl.prompts, which adds it"


def verifier_reward(
    completions: Sequence[Any], task_json: Sequence[str] | None = None, **columns: Any
) -> list[float | None]:
    """1.0 for a right answer, 0.0 for a wrong one, None where there is no verdict."""
    return _verdicts(_asked(completions, task_json), None)


def steps_reward(
    completions: Sequence[Any], task_json: Sequence[str] | None = None, **columns: Any
) -> list[float | None]:
    """1.0 for a right answer by right lines, 0.0 for others, None where that is not known."""
    return _sound(_asked(completions, task_json), None)


def reward_of(
    weights: Mapping[str, float],
    *,
    orm: str | None = None,
    prm: str | None = None,
    whole: str = "product",
    sandbox: Sandbox | None = None,
    device: str = "cpu",
) -> Reward:
    """One function that gives the weighted sum of some sources, None where any of them is None.

    `orm` and `prm` are folders that `assay train` made, computed with on `device`; `whole` makes
    one number of the lines' scores. Programs are judged in `sandbox`. Raises UsageError for an
    unknown source, a weight that is none, and a folder without a trained reward model; the function
    raises AssayError for a learned reward that is not finite, which ends the training.
    """
    for name in weights:
        if name not in NAMES:
            raise unknown("reward", name, NAMES)
    ways = _ways(weights, orm, prm, whole, sandbox, device)

    def reward(
        completions: Sequence[Any], task_json: Sequence[str] | None = None, **columns: Any
    ) -> list[float | None]:
        asked = _asked(completions, task_json)
        parts = [ways[name](asked) for name in weights]
        shares = list(weights.values())
        return [_sum(shares, values) for values in zip(*parts, strict=True)]

    reward.__name__ = "_".join(weights)
    return reward


def _ways(
    weights: Mapping[str, float],
    orm: str | None,
    prm: str | None,
    whole: str,
    sandbox: Sandbox | None,
    device: str,
) -> dict[str, Callable[[Asked], Values]]:
    """For each source the function that asks it."""
    check_weights(weights, orm, prm)
    found: dict[str, Callable[[Asked], Values]] = {
        "verifier": lambda asked: _verdicts(asked, sandbox),
        "steps": lambda asked: _sound(asked, sandbox),
    }
    if orm and "orm" in weights:
        found["orm"] = outcomes(orm, device)
    if prm and "prm" in weights:
        found["prm"] = processes(prm, device, whole)
    return found


def _sum(shares: Sequence[float], values: Values) -> float | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return float(sum(share * value for share, value in zip(shares, known, strict=True)))


def _verdicts(asked: Asked, sandbox: Sandbox | None) -> list[float | None]:
    return [_outcome(task, text, sandbox) for task, text in asked]


def _sound(asked: Asked, sandbox: Sandbox | None) -> list[float | None]:
    found = []
    for task, text in asked:
        outcome = _outcome(task, text, sandbox)
        found.append(_soundness(label_steps(task, text)) if outcome else outcome)
    return found


def _soundness(steps: Sequence[StepLabel]) -> float | None:
    """0 with a wrong step, None where one is undecided and none is wrong, else 1."""
    kinds = {step.status for step in steps}
    return 0.0 if "wrong" in kinds else None if "undecided" in kinds else 1.0


def _outcome(task: Task, text: str, sandbox: Sandbox | None) -> float | None:
    if task.answer.kind == "program" and sandbox is None:
        raise UsageError(
            f"the task {task.task_id} wants a program, which only a sandbox may run: give "
            "reward_of(…, sandbox=open_sandbox('auto')), or prompts without programs"
        )
    return grade(task.answer, text, question=task.prompt, sandbox=sandbox).reward


def _asked(completions: Sequence[Any], task_json: Sequence[str] | None) -> Asked:
    """The tasks and texts of a batch. Raises UsageError for rows of another schema."""
    if task_json is None:
        raise UsageError(f"the dataset has no column task_json; {MISSING}")
    return [
        (_task(row), said(completion))
        for row, completion in zip(task_json, completions, strict=True)
    ]


def _task(row: Any) -> Task:
    try:
        return _read(row)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UsageError(f"task_json holds {str(row)[:60]!r}, no task; {MISSING}") from None


@lru_cache(maxsize=4096)
def _read(row: str) -> Task:
    return task_of(loads(row))


def said(completion: Any) -> str:
    """What a completion says: a text, or the last message of a conversation."""
    message = completion[-1] if isinstance(completion, list) and completion else completion
    content = message.get("content") if isinstance(message, Mapping) else message
    if content is None or completion == []:
        return ""
    if not isinstance(content, str):
        raise UsageError(f"a completion is {str(completion)[:60]!r}; a text or messages expected")
    return content

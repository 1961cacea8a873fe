"""The checkers as reward functions of others: a plain callable, TRL, verl.

    trl_reward(completions=["\\\\boxed{42}"], answer=["42"])  ->  [1.0]
    compute_score("gsm8k", "#### 42", "42")["score"]        ->  1.0

A reward is 1.0 or 0.0; undecided and error carry none. TRL takes None for that and leaves the row
out.
verl wants a number: it gets 0.0 and the status beside it, or an exception when asked for one.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from assay.checkers.grade import grade
from assay.checkers.infer import infer_answer
from assay.core.canonical import loads
from assay.core.errors import AssayError, UsageError
from assay.core.records import Answer, Verdict


def judged(response: str, gold: str, kind: str | None = None) -> Verdict:
    """The verdict on a response against a written gold; a gold that cannot be read is `error`."""
    try:
        return grade(infer_answer(gold, kind), response)
    except UsageError as error:
        return Verdict("error", evidence={"message": str(error)})


def reward(response: str, gold: str, kind: str | None = None) -> float | None:
    """1.0, 0.0, or None where there is no verdict."""
    return judged(response, gold, kind).reward


def trl_reward(
    completions: Sequence[str | Sequence[Mapping[str, str]]],
    answer: Sequence[str],
    **columns: Any,
) -> list[float | None]:
    """A reward function for TRL's trainers: `answer` is the dataset's column of golds."""
    texts = [item if isinstance(item, str) else item[-1]["content"] for item in completions]
    return [reward(text, gold) for text, gold in zip(texts, answer, strict=True)]


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Mapping[str, Any] | None = None,
    unknown: Literal["zero", "raise"] = "zero",
    **more: Any,
) -> dict[str, float | str]:
    """verl's custom reward: the score, and the status that says whether it means anything.

    The rows of `assay bridge verl` bring their typed answer and question in `extra_info`; without
    them the written `ground_truth` is read. With `unknown` "raise" no verdict is an AssayError, for
    trainers that leave out what fails.
    """
    verdict = _typed(solution_str, extra_info) or judged(solution_str, ground_truth)
    if verdict.reward is None and unknown == "raise":
        told = verdict.evidence.get("message", "its checker spent its budget")
        raise AssayError(f"no verdict on a response to {data_source} ({verdict.status}: {told})")
    return {"score": verdict.reward or 0.0, "status": verdict.status}


def _typed(response: str, extra_info: Mapping[str, Any] | None) -> Verdict | None:
    """The verdict by the typed answer in `extra_info`; None where there is none."""
    written = (extra_info or {}).get("answer_json")
    if written is None:
        return None
    try:
        answer = Answer(**loads(written))
    except (ValueError, TypeError, RecursionError):
        return Verdict("error", evidence={"message": f"answer_json is {str(written)[:60]!r}"})
    return grade(answer, response, question=(extra_info or {}).get("question"))

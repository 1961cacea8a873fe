"""PRM800K's rows: at every step the completions that a person rated, and the one gone on with.

    {"question": {"problem": "…", "ground_truth_answer": "2", …},
     "label": {"steps": [{"completions": [{"text": "…", "rating": 1, "flagged": null}],
                          "human_completion": null, "chosen_completion": 0}],
               "total_time": 1, "finish_reason": "solution"}, "labeler": "…", …}

(github.com/openai/prm800k.) A row is one line of steps: the chosen completion, else the one that
the person wrote, else the first. Ratings 1, 0, -1 are `correct`, `neutral`, `wrong`, none is
`undecided`; a person's own step is `correct`. The other completions, their ratings, and all other
fields are kept beside the table and belong to no other layout. Written from another layout, the
steps end with the first wrong one, as the second phase of PRM800K ends, and all of them stand in
`pre_generated_steps`.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from assay.core.errors import UsageError
from assay.core.records import StepStatus
from assay.pipelines.stepwise.rows import Json, Stepwise, Worked, judged, said, text_of

NAME = "prm800k"
_WORDS: Mapping[int | None, StepStatus] = {
    1: "correct", 0: "neutral", -1: "wrong", None: "undecided",
}  # fmt: skip
_RATINGS = {"correct": 1, "neutral": 0, "wrong": -1, "inherited": -1, "undecided": None}


def read(row: Json) -> Stepwise:
    """The record of a row. Raises UsageError that names the step and the field that is wrong."""
    kept = deepcopy(row)
    question, steps = _object(kept, "question"), _steps(kept)
    texts: list[str] = []
    words: list[StepStatus] = []
    for at, step in enumerate(steps):
        place = _place(step, at)
        if place is None:
            continue
        texts.append(place.pop("text"))
        words.append(_word(place, step, at))
    prompt = text_of(question, "problem")
    del question["problem"]
    answer = question.get("ground_truth_answer")
    if isinstance(answer, str):
        del question["ground_truth_answer"]
    else:
        answer = None
    return Stepwise(NAME, prompt, judged(texts, words, "human"), answer=answer, rest={"row": kept})


def _object(row: Mapping[str, Any], name: str) -> Json:
    value = row.get(name)
    if not isinstance(value, dict):
        raise UsageError(f"{name} is {said(row, name)}; an object is expected")
    return value


def _steps(row: Mapping[str, Any]) -> list[Json]:
    label = _object(row, "label")
    steps = label.get("steps")
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise UsageError(f"label.steps is {said(label, 'steps')}; a list of objects is expected")
    return steps


def _place(step: Json, at: int) -> Json | None:
    """The completion that the line of steps goes through; None where a step has none at all.

    Raises UsageError for one that is no completion.
    """
    completions, chosen = step.get("completions"), step.get("chosen_completion")
    many = completions if completions is not None else []
    if not isinstance(many, list) or not all(isinstance(one, dict) for one in many):
        raise UsageError(
            f"step {at}: completions is {said(step, 'completions')}; a list of objects is expected"
        )
    human = step.get("human_completion")
    if chosen is not None:
        if type(chosen) is not int or not 0 <= chosen < len(many):
            raise UsageError(f"step {at}: chosen_completion is {said(step, 'chosen_completion')}; "
                             f"null or 0 to {len(many) - 1} is expected")  # fmt: skip
        found = many[chosen]
    elif human is not None:
        found = human
    else:
        found = many[0] if many else None
    if found is not None and not (isinstance(found, dict) and isinstance(found.get("text"), str)):
        raise UsageError(f"step {at}: a completion with a text is expected")
    return found


def _word(place: Json, step: Json, at: int) -> StepStatus:
    """The word of a completion, whose rating is taken out; a person's own keeps what it has."""
    if place is step.get("human_completion"):
        return "correct"
    if "rating" not in place:
        raise UsageError(f"step {at}: a completion without a rating")
    rating = place["rating"]
    if not (rating is None or type(rating) is int) or rating not in _WORDS:
        raise UsageError(f"step {at}: rating is {said(place, 'rating')}; -1, 0, 1 or null is "
                         "expected")  # fmt: skip
    del place["rating"]
    return _WORDS[rating]


def write(row: Stepwise) -> Json:
    """The row of a record."""
    return _restored(row) if row.layout == NAME else _made(row)


def _restored(row: Stepwise) -> Json:
    """The row as it was read, with the table's texts and labels in their places."""
    kept: Json = deepcopy(dict(row.rest["row"]))
    steps = iter(row.steps)
    for step in kept["label"]["steps"]:
        place = _open_place(step)
        if place is None:
            continue
        worked = next(steps)
        place["text"] = worked.text
        if place is not step.get("human_completion"):
            place["rating"] = _RATINGS[worked.status]
    kept["question"]["problem"] = row.prompt
    if row.answer is not None:
        kept["question"]["ground_truth_answer"] = row.answer
    return kept


def _open_place(step: Json) -> Json | None:
    """The completion whose text was taken out."""
    many, chosen = step.get("completions") or [], step.get("chosen_completion")
    if chosen is not None:
        place: Json = many[chosen]
        return place
    if step.get("human_completion") is not None:
        written: Json = step["human_completion"]
        return written
    return many[0] if many else None


def _made(row: Stepwise) -> Json:
    wrong = next((at for at, s in enumerate(row.statuses()) if s == "wrong"), None)
    shown = row.steps if wrong is None else row.steps[: wrong + 1]
    solved = "solution" if row.final_correct else "give_up"
    return {
        "labeler": None,
        "timestamp": None,
        "generation": None,
        "is_quality_control_question": False,
        "is_initial_screening_question": False,
        "question": {
            "problem": row.prompt,
            "ground_truth_answer": row.answer,
            "pre_generated_steps": [step.text for step in row.steps],
        },
        "label": {
            "steps": [_step(step, at == wrong) for at, step in enumerate(shown)],
            "total_time": None,
            "finish_reason": solved if wrong is None else "found_error",
        },
    }


def _step(step: Worked, is_error: bool) -> Json:
    rated = {"text": step.text, "rating": _RATINGS[step.status], "flagged": None}
    chosen = None if is_error else 0
    return {"completions": [rated], "human_completion": None, "chosen_completion": chosen}


def alternatives(row: Stepwise) -> int:
    """How many rated completions of a row the line of steps does not go through."""
    steps: list[Json] = row.rest["row"]["label"]["steps"] if row.layout == NAME else []
    whole = [one for step in steps for one in step.get("completions") or []]
    return sum("text" in one for one in whole)

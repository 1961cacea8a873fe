"""A problem, the steps of one solution and what is said of each: the row that all layouts share.

    row = Stepwise("trl", prompt="1+1=?", steps=(Worked("1+1=2", "correct"),))
    stepwise_of(stepwise_row(row)) == row

`rest` holds what the row's own layout has beside that, so that it can be written as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assay.core.canonical import dumps, loads
from assay.core.errors import UsageError
from assay.core.records import STEP_STATUSES, StepSource, StepStatus

Json = dict[str, Any]
MOST_SAID = 60


@dataclass(frozen=True, slots=True)
class Worked:
    """One step; `source` is None where its layout does not say who judged."""

    text: str
    status: StepStatus
    source: StepSource | None = None
    p_correct: float | None = None


@dataclass(frozen=True, slots=True)
class Stepwise:
    """A solution's steps. `layout`: where the row came from; `answer`: the gold, if known."""

    layout: str
    prompt: str
    steps: tuple[Worked, ...]
    id: str | None = None
    answer: str | None = None
    generator: str | None = None
    final_correct: bool | None = None
    rest: Mapping[str, Any] = field(default_factory=dict)

    def statuses(self) -> list[StepStatus]:
        """The labels of the steps."""
        return [step.status for step in self.steps]

    def first_wrong(self) -> int | None:
        """The index of the first wrong step, -1 for none.

        Raises UsageError where an undecided step stands before it: then nobody knows.
        """
        for at, status in enumerate(self.statuses()):
            if status == "undecided":
                raise UsageError(f"step {at} is undecided, so the first wrong step is not known")
            if status == "wrong":
                return at
        return -1


def stepwise_row(row: Stepwise) -> Json:
    """The row of the table `stepwise`."""
    plain = {
        name: getattr(row, name) for name in Stepwise.__slots__ if name not in ("steps", "rest")
    }
    steps = [{name: getattr(step, name) for name in Worked.__slots__} for step in row.steps]
    return plain | {"steps": steps, "rest_json": dumps(row.rest)}


def stepwise_of(row: Mapping[str, Any]) -> Stepwise:
    """The record in a row of the table. Raises UsageError for what no import of ours wrote."""
    plain = {name: row[name] for name in Stepwise.__slots__ if name not in ("steps", "rest")}
    for step in row["steps"]:
        if step["status"] not in STEP_STATUSES:
            raise UsageError(f"a step's status is {step['status'][:MOST_SAID]!r}; "
                             f"allowed are {', '.join(STEP_STATUSES)}")  # fmt: skip
    try:
        rest = loads(row["rest_json"])
    except (ValueError, RecursionError):
        rest = None
    if not isinstance(rest, dict):
        raise UsageError(f"rest_json holds {row['rest_json'][:MOST_SAID]!r}, no JSON object")
    return Stepwise(**plain, steps=tuple(Worked(**step) for step in row["steps"]), rest=rest)


def judged(
    texts: Sequence[str], words: Sequence[StepStatus], source: StepSource | None
) -> tuple[Worked, ...]:
    """Steps from words; a wrong one after a wrong one is `inherited`: it may only follow."""
    steps: list[Worked] = []
    fallen = False
    for text, word in zip(texts, words, strict=True):
        status: StepStatus = "inherited" if fallen and word == "wrong" else word
        fallen = fallen or word == "wrong"
        steps.append(Worked(text, status, source))
    return tuple(steps)


def text_of(row: Mapping[str, Any], name: str) -> str:
    """A field that must be a text. Raises UsageError that names it."""
    value = row.get(name)
    if not isinstance(value, str):
        raise UsageError(f"{name} is {said(row, name)}; a text is expected")
    return value


def texts_of(row: Mapping[str, Any], name: str) -> list[str]:
    """A field that must be a list of texts. Raises UsageError that names it."""
    value = row.get(name)
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise UsageError(f"{name} is {said(row, name)}; a list of texts is expected")
    return value


def said(row: Mapping[str, Any], name: str) -> str:
    """A field's value as a message shows it."""
    return f"{dumps(row[name])[:MOST_SAID]}" if name in row else "missing"


def without(row: Mapping[str, Any], *names: str) -> Json:
    """The other fields of a row, under `row` where there are any: its `rest`."""
    others = {name: value for name, value in row.items() if name not in names}
    return {"row": others} if others else {}


def beside(row: Stepwise, layout: str) -> Json:
    """The fields that `without` kept, for a row of the same layout."""
    kept: Json = row.rest.get("row", {}) if row.layout == layout else {}
    return dict(kept)

"""The data that flows through the factory: plain, frozen records.

    Task = what is asked and what is right · Solution = what a model wrote · Verdict = what the
    checkers say of one answer · Label = a Verdict and one StepLabel for each step

A record holds Python values; `core.tables` turns it into an Arrow row and back. Nothing here
parses, checks or runs anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Area = Literal["math", "code", "text"]
Status = Literal["correct", "wrong", "unparsed", "timeout", "undecided", "error"]
Rung = Literal["string", "exact", "canonical", "modular", "ball", "sympy"]
StepStatus = Literal["correct", "wrong", "inherited", "neutral", "undecided"]
StepSource = Literal["exact", "monte_carlo", "human"]
Isolation = Literal["full", "partial", "none"]

STATUSES: tuple[Status, ...] = ("correct", "wrong", "unparsed", "timeout", "undecided", "error")
STEP_STATUSES: tuple[StepStatus, ...] = ("correct", "wrong", "inherited", "neutral", "undecided")
REWARDS: Mapping[Status, float | None] = {
    "correct": 1.0,
    "wrong": 0.0,
    "unparsed": 0.0,
    "timeout": 0.0,
    "undecided": None,
    "error": None,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The right answer: `value` in the checkers' grammar, `spec` what the kind needs beside it.

    Kinds and their `spec` keys are listed in docs/schema.md.
    """

    kind: str
    value: str
    spec: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a step asserts; `lhs` and `rhs` are strings in the checkers' grammar."""

    type: Literal["equal", "less", "assign", "member", "text"]
    lhs: str
    rhs: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a worked solution.

    `state` is what holds before the step: `{"expr": the expression still to be evaluated}` and
    `{"bind": {unknown: its true value}}`, either or both, or nothing.
    """

    text: str
    claim: Claim
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """A problem with its checkable answer. (family, level, seed, index) makes it again."""

    task_id: str
    family: str
    family_version: int
    level: int
    seed: int
    index: int
    split: str
    prompt: str
    answer: Answer
    steps: tuple[Step, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Solution:
    """What `sampler` wrote for a task. Key: (task_id, sampler, sample)."""

    task_id: str
    sampler: str
    sample: int
    model: str
    params: Mapping[str, Any]
    text: str
    prompt_tokens: int
    completion_tokens: int
    finish_reason: str
    seed: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checkers say of one response.

    `evidence` is small JSON from which the decision can be replayed or understood;
    `isolation` is set when a program was run.
    """

    status: Status
    extracted: str | None = None
    rung: Rung | None = None
    evidence: Mapping[str, Any] = field(default_factory=dict)
    isolation: Isolation | None = None

    @property
    def reward(self) -> float | None:
        """1.0 or 0.0; None for `undecided` and `error`, which train nothing."""
        return REWARDS[self.status]


@dataclass(frozen=True, slots=True)
class StepLabel:
    """The label of `text[start:end]`, offsets in characters of the solution's text.

    `source` is None in other people's data alone, where nobody says who judged.
    """

    start: int
    end: int
    status: StepStatus
    source: StepSource | None = "exact"
    p_correct: float | None = None
    rung: Rung | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """The verdict on one solution and on each of its steps."""

    task_id: str
    sampler: str
    sample: int
    verdict: Verdict
    checker_version: str
    steps: tuple[StepLabel, ...] = ()

"""What is carried from step to step of a solution while it is read."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from assay.checkers.prose.context import Context
from assay.checkers.prose.outcome import Judged, Outcome
from assay.checkers.prose.problem import Point
from assay.core.records import StepStatus


@dataclass(slots=True)
class Run:
    """What is carried from step to step."""

    context: Context
    labels: list[StepStatus] = field(default_factory=list)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    broken: list[Judged] = field(default_factory=list)
    in_error: bool = False
    doubts: frozenset[str] = frozenset()
    hearsay: set[Fraction] = field(default_factory=set)
    rumours: frozenset[Fraction] = frozenset()
    told: set[Fraction] = field(default_factory=set)
    bound_at: int = -1
    bound_to: tuple[Point, ...] = ()
    later: int = 0
    agreed: bool = False
    ended: bool = False
    excused: bool = False
    before: str = ""
    spared: frozenset[int] = frozenset()

"""Which beginnings of a solution to go on from, and what the roll-outs say of its steps.

    search = Search(spans=[(0, 5), (6, 11), (12, 21)], outcome=0.0, plan=Plan(rollouts=8))
    search.wanted()  ->  [(1, 8)]             # 8 roll-outs from behind the first line, please
    search.add(1, right=3, of=8, tokens=90)
    search.labels()                           # StepLabels with source "monte_carlo"

A step is called right when more than the share `threshold` of the roll-outs from behind it end in
the right answer: 0 is the hard estimate of Math-Shepherd (arXiv 2312.08935), any right one will do.
`p_correct` is the soft estimate, the share itself. The last line needs no roll-out: the solution's
own outcome is known. "plain" asks behind every line; "binary" looks for the first error by halving
(as in OmegaPRM, arXiv 2406.06592), which takes it that no right prefix follows a wrong one, and
that a right answer has no wrong step. Nothing here samples or grades.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from assay.core.bounds import wilson
from assay.core.records import StepLabel, StepStatus

How = Literal["binary", "plain"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many roll-outs a prefix gets, at most and at once, and what they must show.

    With `early_stop` a prefix is left when what is still to come cannot change whether it is
    called right; the soft estimate is then one-sided.
    """

    rollouts: int = 8
    at_once: int = 4
    threshold: float = 0.0
    how: How = "binary"
    early_stop: bool = False


@dataclass(slots=True)
class Tally:
    """What came of the roll-outs from one prefix."""

    right: int = 0
    of: int = 0
    tokens: int = 0


@dataclass(slots=True)
class Search:
    """One solution: where its lines are, its outcome (None: not known), and the roll-outs so far.

    Prefix i is the solution up to its line i, counted from 1.
    """

    spans: Sequence[Span]
    outcome: float | None
    plan: Plan
    tallies: dict[int, Tally] = field(default_factory=dict)

    def wanted(self) -> list[tuple[int, int]]:
        """The prefixes to go on from next, and how often each; nothing when all is settled."""
        if self.outcome is None:
            return []
        open_ones = [prefix for prefix in self._asked() if not self._settled(prefix)]
        return [(prefix, self._next(prefix)) for prefix in open_ones]

    def add(self, prefix: int, *, right: int, of: int, tokens: int) -> None:
        """Take in what came of `of` roll-outs from a prefix."""
        tally = self.tallies.setdefault(prefix, Tally())
        tally.right += right
        tally.of += of
        tally.tokens += tokens

    def first_error(self) -> int:
        """The first wrong line, counted from 0; -1 for none. Only when all is settled."""
        last = len(self.spans)
        if self.plan.how == "binary":
            bad = self._bounds()[1]
            return -1 if bad is None else bad - 1
        for prefix in range(1, last):
            if not self._right(prefix):
                return prefix - 1
        return last - 1 if self.outcome == 0.0 and last else -1

    def labels(self) -> tuple[StepLabel, ...]:
        """A label for each line; all undecided where the outcome is not known."""
        if self.outcome is None:
            return tuple(self._label(at, "undecided") for at in range(len(self.spans)))
        first = self.first_error()
        return tuple(
            self._label(at, "correct" if first < 0 or at < first else _from(at, first))
            for at in range(len(self.spans))
        )

    def evidence(self) -> dict[str, Any]:
        """The counts behind the labels, with Wilson's 95% intervals; null where none was asked."""
        lines = range(1, len(self.spans) + 1)
        found = [self.tallies.get(prefix) for prefix in lines]
        bounds = [wilson(tally.right, tally.of) if tally else None for tally in found]
        return {
            "right": [tally.right if tally else None for tally in found],
            "of": [tally.of if tally else None for tally in found],
            "low": [round(b[0], 4) if b else None for b in bounds],
            "high": [round(b[1], 4) if b else None for b in bounds],
            "rollouts": sum(tally.of for tally in self.tallies.values()),
            "tokens": sum(tally.tokens for tally in self.tallies.values()),
        }

    def _asked(self) -> list[int]:
        last = len(self.spans)
        if self.plan.how == "plain":
            return list(range(1, last))
        good, bad = self._bounds()
        return [] if bad is None or bad - good < 2 else [(good + bad) // 2]

    def _bounds(self) -> tuple[int, int | None]:
        """The longest prefix known to be right, and the shortest known to be wrong."""
        good, bad = 0, len(self.spans)
        if self.outcome == 1.0 or not bad:
            return bad, None
        while bad - good > 1:
            middle = (good + bad) // 2
            if not self._settled(middle):
                break
            good, bad = (middle, bad) if self._right(middle) else (good, middle)
        return good, bad

    def _settled(self, prefix: int) -> bool:
        tally, plan = self.tallies.get(prefix, Tally()), self.plan
        if tally.of >= plan.rollouts or not plan.early_stop:
            return tally.of >= plan.rollouts
        needed, left = plan.threshold * plan.rollouts, plan.rollouts - tally.of
        return tally.right > needed or tally.right + left <= needed

    def _right(self, prefix: int) -> bool:
        return self.tallies[prefix].right > self.plan.threshold * self.plan.rollouts

    def _next(self, prefix: int) -> int:
        left = self.plan.rollouts - self.tallies.get(prefix, Tally()).of
        return min(left, self.plan.at_once) if self.plan.early_stop else left

    def _label(self, at: int, status: StepStatus) -> StepLabel:
        tally, last = self.tallies.get(at + 1), at + 1 == len(self.spans)
        share = self.outcome if last else tally.right / tally.of if tally else None
        return StepLabel(*self.spans[at], status, "monte_carlo", share)


def _from(at: int, first: int) -> StepStatus:
    return "wrong" if at == first else "inherited"

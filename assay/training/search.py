"""Choosing one answer among several solutions, and how right the choice is as they become more.

    majority(sample), weighted_vote(sample, "prm"), best(sample, "orm"), oracle(sample)
    right = curve(samples, (1, 2, 4, 8, 16))["majority"][8]         # one number a task, 0 to 1

A `Sample` is the solutions of one task in the order in which they were drawn. For each n the
solutions are cut into disjoint runs of n and the choices of all runs are averaged: no solution is
used twice, so the mean is unbiased. Ties go to the answer that was drawn first. It draws nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

Scorer = Literal["orm", "prm"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One solution: what it answers (None: nothing), whether that is right, and its scores."""

    answer: str | None
    right: bool
    orm: float | None = None
    prm: float | None = None


Run = Sequence[Candidate]
Choice = Callable[[Run], bool]


def majority(run: Run) -> bool:
    """Whether the answer that most solutions give is right; without any answer it is not."""
    return _elected(run, [1.0] * len(run))


def weighted_vote(run: Run, by: Scorer) -> bool:
    """Whether the answer with the largest sum of scores is right."""
    return _elected(run, [_score(candidate, by) for candidate in run])


def best(run: Run, by: Scorer) -> bool:
    """Whether the solution with the highest score is right (best of n)."""
    return max(run, key=lambda candidate: _score(candidate, by)).right


def oracle(run: Run) -> bool:
    """Whether any solution is right."""
    return any(candidate.right for candidate in run)


def _score(candidate: Candidate, by: Scorer) -> float:
    score = candidate.orm if by == "orm" else candidate.prm
    return 0.0 if score is None else score


def _elected(run: Run, weights: Sequence[float]) -> bool:
    votes: dict[str, float] = {}
    right: dict[str, bool] = {}
    for candidate, weight in zip(run, weights, strict=True):
        if candidate.answer is not None:
            votes[candidate.answer] = votes.get(candidate.answer, 0.0) + weight
            right[candidate.answer] = candidate.right
    return bool(votes) and right[max(votes, key=lambda answer: votes[answer])]


def methods(orm: bool, prm: bool) -> Mapping[str, Choice]:
    """The ways to choose that the scores at hand allow, by the names of report.json."""
    found: dict[str, Choice] = {"majority": majority, "oracle": oracle}
    scorers: tuple[tuple[Scorer, bool], ...] = (("orm", orm), ("prm", prm))
    for name, there in scorers:
        if there:
            found[name] = partial(weighted_vote, by=name)
            found[f"{name}_best"] = partial(best, by=name)
    return found


def curve(
    samples: Sequence[Run], sizes: Sequence[int], ways: Mapping[str, Choice]
) -> dict[str, dict[int, list[float]]]:
    """For every way and size the share of right choices on each task, in the tasks' order."""
    return {
        name: {size: [_share(run, size, way) for run in samples] for size in sizes}
        for name, way in ways.items()
    }


def _share(run: Run, size: int, way: Choice) -> float:
    runs = [run[start : start + size] for start in range(0, len(run) - size + 1, size)]
    return sum(map(way, runs)) / len(runs)


def sizes_up_to(n: int) -> list[int]:
    """1, 2, 4, … up to n, and n itself."""
    found = [1]
    while found[-1] * 2 <= n:
        found.append(found[-1] * 2)
    return found if found[-1] == n else [*found, n]

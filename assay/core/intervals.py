"""Means with 95% intervals by the bootstrap over tasks.

    mean_interval([0.25, 1.0, 0.5])       # Interval(mean, low, high, n)
    paired(after, before)                 # of the difference, task by task
    strata([of_seed_1, of_seed_2])        # tasks are drawn again within each group

Tasks are drawn again with replacement, all solutions of a task together, 2,000 times; the interval
is from the 2.5th to the 97.5th percentile (Efron). The draws are keyed, so the same numbers give
the same interval. With fewer than about 30 tasks such an interval is too narrow.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from assay.core.bounds import widened
from assay.core.seeds import seed_for

DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `n` tasks and its 95% interval."""

    mean: float
    low: float
    high: float
    n: int

    def json(self) -> dict[str, float | int]:
        """Rounded to six places."""
        return {k: round(v, 6) if k != "n" else v for k, v in asdict(self).items()}


def mean_interval(values: Sequence[float]) -> Interval:
    """The mean of one rate a task; where all are 0, or all 1, with the exact bound for n tasks."""
    found = _bootstrap(values)
    low, high = widened(found.mean, found.low, found.high, found.n)
    return Interval(found.mean, low, high, found.n) if found.n else found


def _bootstrap(values: Sequence[float]) -> Interval:
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.size == 0:
        return Interval(0.0, 0.0, 0.0, 0)
    generator = np.random.default_rng(seed_for("bootstrap", int(numbers.size)))
    drawn = generator.integers(0, numbers.size, size=(DRAWS, numbers.size))
    low, high = np.percentile(numbers[drawn].mean(axis=1), [2.5, 97.5])
    return Interval(float(numbers.mean()), float(low), float(high), int(numbers.size))


def paired(after: Sequence[float], before: Sequence[float]) -> Interval:
    """The mean difference over the same tasks in the same order."""
    return _bootstrap([a - b for a, b in zip(after, before, strict=True)])


def strata(groups: Sequence[Sequence[float]]) -> Interval:
    """The mean of the groups' means, each group's tasks drawn again by themselves; `n` is all."""
    known = [np.asarray(group, dtype=np.float64) for group in groups if len(group)]
    if not known:
        return Interval(0.0, 0.0, 0.0, 0)
    drawn = np.mean([_redrawn(group, at) for at, group in enumerate(known)], axis=0)
    low, high = np.percentile(drawn, [2.5, 97.5])
    mean = float(np.mean([group.mean() for group in known]))
    return Interval(mean, float(low), float(high), sum(group.size for group in known))


def _redrawn(numbers: "np.ndarray[Any, Any]", key: int) -> "np.ndarray[Any, Any]":
    """The means of `DRAWS` samples of the numbers, with replacement."""
    generator = np.random.default_rng(seed_for("bootstrap", key, int(numbers.size)))
    drawn = generator.integers(0, numbers.size, size=(DRAWS, numbers.size))
    means: np.ndarray[Any, Any] = numbers[drawn].mean(axis=1)
    return means

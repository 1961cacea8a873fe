"""Means over seeds, with two kinds of 95% interval.

    estimate([[1.0, 0.5, …], [0.75, …]])      # one list of tasks' rates for each seed

`low` and `high` are for these trainings: a bootstrap over tasks, within each seed. `seeds_low` and
`seeds_high` are for another training with another seed: Student's t over the seeds' means, None for
one seed alone. With two or three seeds the second is wide, and that is what so few seeds can say.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import fmean, stdev
from typing import Any

from assay.core.bounds import zero_bound
from assay.core.intervals import Interval, strata

T_975 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)
"""The 97.5th percentile of Student's t for 1, 2, … degrees of freedom."""
T_MANY = 2.228

Estimate = dict[str, Any]
Rates = Mapping[str, float]


def estimate(values: Sequence[Sequence[float]]) -> Estimate:
    """The mean over seeds of the means over tasks; every seed counts the same."""
    found = strata(values)
    means = [fmean(each) for each in values if each]
    return _rounded(found, means)


def difference(after: Sequence[Rates], before: Sequence[Rates]) -> Estimate:
    """The mean of the paired differences, task by task within each seed.

    Where no task differs at all the interval has the exact bound of "0 of n" on both sides.
    """
    found = estimate(
        [
            [late[task] - early[task] for task in early if task in late]
            for late, early in zip(after, before, strict=True)
        ]
    )
    if found["low"] == found["high"] == 0.0 and found["n"]:
        bound = round(zero_bound(found["n"]), 6)
        found |= {"low": -bound, "high": bound}
    return found


def over_seeds(means: Sequence[float]) -> tuple[float | None, float | None]:
    """Student's 95% interval of the mean; (None, None) for fewer than two values."""
    if len(means) < 2:
        return None, None
    quantile = T_975[len(means) - 2] if len(means) - 2 < len(T_975) else T_MANY
    half = quantile * stdev(means) / sqrt(len(means))
    return fmean(means) - half, fmean(means) + half


def _rounded(found: Interval, means: Sequence[float]) -> Estimate:
    low, high = over_seeds(means)
    return {
        **found.json(),
        "seeds_low": None if low is None else round(low, 6),
        "seeds_high": None if high is None else round(high, 6),
        "seeds": [round(mean, 6) for mean in means],
    }


def band(point: Mapping[str, Any]) -> tuple[float, float]:
    """What a plot shades: the interval over seeds where there is one, else that over tasks."""
    if point.get("seeds_low") is not None:
        return point["seeds_low"], point["seeds_high"]
    return point.get("low", point["mean"]), point.get("high", point["mean"])

"""The figures of all seeds together: what `curves.json` holds.

    found = figures(runs, groups)
    found["differences"]["rl - expert"]["held_out"]["mean"]

Differences are paired, task by task within each seed, and a policy is only held against another
that was measured on the same tasks. Compute is FLOPs by the formula (training/cost.py), so it is
the same on every machine; CPU-seconds and wall seconds stand beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Any

import numpy as np

from assay.pipelines.curves.estimates import Estimate, difference, estimate, over_seeds
from assay.pipelines.curves.groups import Group
from assay.pipelines.curves.learned import overoptimisation
from assay.pipelines.curves.reading import HEADLINE, MAIN, START, Json, Run
from assay.pipelines.curves.solutions import of_group, over_majority, test_curves

POINTS = 25


def figures(runs: Sequence[Run], groups: Mapping[str, Group]) -> Json:
    """Everything that the tables and the plots show."""
    arms = [name for name in runs[0].rates if all(name in run.rates for run in runs)]
    return {
        "groups": {name: _sizes(runs, name) for name in groups},
        "arms": {name: _arm(runs, name, list(groups)) for name in arms},
        "differences": {
            f"{after} - {before}": {g: _apart(runs, after, before, g) for g in groups}
            for after, before in _pairs(arms)
        },
        "transfer": _transfer(runs, list(groups)),
        "train": _known({name: _train_curve(runs, name) for name in arms}),
        "ratios": _ratios(runs, arms),
        "test": _known({name: test_curves(runs, name) for name in arms}),
        "over_majority": _known({name: over_majority(runs, name) for name in arms}),
        "overoptimisation": overoptimisation(runs, arms),
    }


def _known(found: Json) -> Json:
    """Without the arms of which there is nothing."""
    return {name: each for name, each in found.items() if each}


def _sizes(runs: Sequence[Run], group: str) -> Json:
    return {"tasks": [len(run.rates[START][group]) for run in runs]}


def _pairs(arms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """RL against every other arm, and every arm against the start."""
    yield from ((MAIN, other) for other in arms if other != MAIN)
    yield from ((other, START) for other in arms if other not in (START, MAIN))


def _apart(runs: Sequence[Run], after: str, before: str, group: str) -> Estimate:
    return difference(
        [run.rates[after][group] for run in runs], [run.rates[before][group] for run in runs]
    )


def _arm(runs: Sequence[Run], name: str, groups: Sequence[str]) -> Json:
    spent = [run.trained.get(name, {}) for run in runs]
    return {
        **{key: [each.get(key) for each in spent] for key in ("tokens", "flops", "cpu_seconds")},
        "pass@1": {
            g: estimate([list(run.rates[name][g].values()) for run in runs]) for g in groups
        },
        "pass@k": {g: _passes(runs, name, g) for g in groups},
        "k": runs[0].details.get(name, {}).get("n"),
    }


def _passes(runs: Sequence[Run], name: str, group: str) -> Estimate:
    return estimate([of_group(run, name, "oracle", None, group) for run in runs])


def _transfer(runs: Sequence[Run], groups: Sequence[str]) -> Json:
    """RL's gain on each other group as a share of its gain on the headline, seed by seed."""
    gains = {g: _apart(runs, MAIN, START, g)["seeds"] for g in groups}
    found = {}
    for group in groups:
        pairs = [p for p in zip(gains[group], gains[HEADLINE], strict=False) if abs(p[1]) > 1e-9]
        if group != HEADLINE and pairs:
            found[group] = _seeds([gain / whole for gain, whole in pairs])
    return found


def _seeds(values: Sequence[float]) -> Json:
    low, high = over_seeds(values)
    return {"mean": fmean(values), "seeds_low": low, "seeds_high": high, "seeds": list(values)}


def measured(log: Sequence[Json]) -> list[Json]:
    """The points of a training's log at which it was measured, the start as the first."""
    points = []
    for line in log:
        if "start" in line:
            points.append({"tokens": 0, "flops": 0.0, **line["start"]})
        if "held_out" in line:
            points.append({"tokens": line["tokens"], "flops": line["flops"], **line["held_out"]})
    return points


def _train_curve(runs: Sequence[Run], name: str) -> list[Json]:
    """Accuracy on validation tasks against FLOPs since the common start, on one grid."""
    logs = [measured(run.logs.get(name, [])) for run in runs]
    if any(len(points) < 2 for points in logs):
        return []
    last = min(points[-1]["flops"] for points in logs)
    first = max(points[0]["flops"] for points in logs)
    grid = np.linspace(first, last, POINTS)
    lines = [_interpolated(points, "accuracy", grid) for points in logs]
    tokens = [_interpolated(points, "tokens", grid) for points in logs]
    found = []
    for at, flops in enumerate(grid):
        point = _seeds([line[at] for line in lines])
        found.append({"flops": float(flops), "tokens": fmean(t[at] for t in tokens), **point})
    return found


def _interpolated(points: Sequence[Json], key: str, grid: "np.ndarray[Any, Any]") -> list[float]:
    xs, ys = [p["flops"] for p in points], [p[key] for p in points]
    return [float(value) for value in np.interp(grid, xs, ys)]


def _ratios(runs: Sequence[Run], arms: Sequence[str]) -> Json:
    """The tokens that each arm needs for the RL run's final accuracy, over the RL run's own.

    None for a seed in which an arm never gets there, or RL itself gained nothing. The final
    accuracy is the mean of the RL run's last two measurements, and an arm reaches it with the first
    two measurements running whose mean is as high.
    """
    found = {}
    for name in arms:
        if name in (START, MAIN) or not all(measured(run.logs.get(name, [])) for run in runs):
            continue
        ratios = [_ratio(measured(run.logs[MAIN]), measured(run.logs[name])) for run in runs]
        known = [ratio for ratio in ratios if ratio is not None]
        found[name] = {**(_seeds(known) if known else {}), "seeds": ratios}
    return found


def _ratio(main: Sequence[Json], other: Sequence[Json]) -> float | None:
    if len(main) < 2:
        return None
    wanted = fmean(point["accuracy"] for point in main[-2:])
    if wanted <= main[0]["accuracy"]:
        return None
    own, theirs = _reached(main, wanted), _reached(other, wanted)
    return None if own is None or theirs is None else theirs / own


def _reached(points: Sequence[Json], wanted: float) -> float | None:
    """The tokens at which two measurements running have, on average, the wanted accuracy."""
    for before, after in pairwise(points):
        if (before["accuracy"] + after["accuracy"]) / 2 >= wanted and after["tokens"]:
            return float(after["tokens"])
    return None

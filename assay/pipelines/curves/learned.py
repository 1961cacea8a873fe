"""True accuracy against the learned reward of policies trained on it, and where it turns.

    overoptimisation(runs, ["rl_orm", "rl_prm"])["rl_orm"]["turn"]   # {"tokens": …} or None

A point is one measurement on validation tasks: what the reward model says of the solutions, and how
many are right. The turning point is the highest accuracy, when the end lies below it by more than
`FALL` standard errors of the difference of two such measurements (binomial, all seeds' tasks
together); picking the highest of many is why it is three and not two. It is a description of these
runs: with another seed it may lie elsewhere.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean
from typing import Any

from assay.pipelines.curves.reading import Json, Run

SOURCES = ("prm", "orm")
FALL = 3.0


def overoptimisation(runs: Sequence[Run], arms: Sequence[str]) -> Json:
    """The points and the turn of every arm whose log has a learned reward."""
    found = {}
    for name in arms:
        logs = [run.logs.get(name, []) for run in runs]
        source = next((s for s in SOURCES if all(_has(log, s) for log in logs)), None)
        if source is not None:
            points = _points(logs, source)
            settings = runs[0].trained[name]["settings"]
            tasks = len(runs) * int(settings.get("measure_tasks", 300))
            found[name] = {"source": source, "points": points, "turn": turn(points, tasks)}
    return found


def _has(log: Sequence[Json], source: str) -> bool:
    return any(source in line.get("held_out", {}) for line in log)


def _points(logs: Sequence[Sequence[Json]], source: str) -> list[Json]:
    """The measurements in their order, the mean over the seeds that have as many."""
    lines = [[line for line in log if source in line.get("held_out", {})] for log in logs]
    starts = [log[0]["start"] for log in logs if log and source in log[0].get("start", {})]
    found = [_mean(starts, [0] * len(starts), source)] if len(starts) == len(logs) else []
    for at in range(min(map(len, lines))):
        here = [each[at] for each in lines]
        found.append(_mean([h["held_out"] for h in here], [h["tokens"] for h in here], source))
    return found


def _mean(measured: Sequence[Json], tokens: Sequence[int], source: str) -> Json:
    return {
        "tokens": fmean(tokens),
        "learned": fmean(each[source] for each in measured),
        "true": fmean(each["accuracy"] for each in measured),
        "sound": fmean(each["soundness"] for each in measured),
    }


def turn(points: Sequence[Json], tasks: int) -> dict[str, Any] | None:
    """Where true accuracy is highest, when it then falls by more than chance would explain."""
    best = max(points, key=lambda point: point["true"])
    last = points[-1]
    error = sqrt(sum(p["true"] * (1 - p["true"]) for p in (best, last)) / max(1, tasks))
    fall = best["true"] - last["true"]
    if best is last or fall <= FALL * error or last["learned"] < best["learned"]:
        return None
    return {**best, "fell_to": last["true"], "learned_at_the_end": last["learned"]}

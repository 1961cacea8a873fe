"""How well the first wrong step is found, ProcessBench's way, and what a chosen answer hides.

    threshold = best_threshold(validation, scores)          # never on the samples that are reported
    figures(test, [first_below(row, threshold) for row in scores])["f1"]

F1 is the harmonic mean of two accuracies (arXiv 2412.06559): on samples with a wrong step the share
whose first one is found exactly, on samples without one the share in which none is claimed.
Intervals: 95%, bootstrap over problems, all solutions of a problem together.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from assay.core.intervals import DRAWS, mean_interval
from assay.core.seeds import seed_for
from assay.training.process_rm import Whole, solution_score
from assay.training.stepwise import Stepwise

Scores = Sequence[Sequence[float]]
CANDIDATES = 199


def first_below(scores: Sequence[float], threshold: float) -> int:
    """The first step whose score is below the threshold, -1 for none."""
    return next((at for at, score in enumerate(scores) if score < threshold), -1)


def best_threshold(samples: Sequence[Stepwise], scores: Scores) -> float:
    """The threshold with the highest F1; of equal ones the middle one. 0.5 without samples.

    Candidates are quantiles of the lowest score of each sample, so that a model whose scores all
    lie in a corner gets a fair one.
    """
    lowest = [min(row) for row in scores if row]
    if not lowest:
        return 0.5
    quantiles = np.quantile(lowest, np.linspace(0, 1, CANDIDATES))
    candidates = sorted({0.5, *(float(value) for value in quantiles)})
    found = [
        f1(*_accuracies(samples, [first_below(row, value) for row in scores]))
        for value in candidates
    ]
    best = [
        value for value, reached in zip(candidates, found, strict=True) if reached == max(found)
    ]
    return best[len(best) // 2]


def f1(wrong: float, right: float) -> float:
    """The harmonic mean of the accuracies on samples with and without a wrong step."""
    return 2 * wrong * right / (wrong + right) if wrong + right else 0.0


def _accuracies(samples: Sequence[Stepwise], found: Sequence[int]) -> tuple[float, float]:
    counts = _counts(samples, found).sum(axis=0)
    return counts[0] / max(1, counts[1]), counts[2] / max(1, counts[3])


def _counts(samples: Sequence[Stepwise], found: Sequence[int]) -> "np.ndarray[Any, Any]":
    """For each problem: first errors found, samples with one; none claimed, samples without one."""
    places = {group: at for at, group in enumerate(dict.fromkeys(s.group for s in samples))}
    counts = np.zeros((max(1, len(places)), 4), dtype=np.int64)
    for sample, index in zip(samples, found, strict=True):
        row, hit = counts[places[sample.group]], int(index == sample.label)
        row[0 if sample.label >= 0 else 2] += hit
        row[1 if sample.label >= 0 else 3] += 1
    return counts


def figures(samples: Sequence[Stepwise], found: Sequence[int]) -> dict[str, Any]:
    """F1 with its interval, both accuracies and how many samples stand behind them."""
    counts = _counts(samples, found)
    wrong, right = _accuracies(samples, found)
    drawn = _drawn_f1(counts)
    total = counts.sum(axis=0)
    return {
        "f1": round(f1(wrong, right), 6),
        "low": round(float(np.percentile(drawn, 2.5)), 6),
        "high": round(float(np.percentile(drawn, 97.5)), 6),
        "found_where_wrong": round(wrong, 6),
        "none_where_right": round(right, 6),
        "with_error": int(total[1]),
        "without": int(total[3]),
        "problems": len(counts),
    }


def _drawn_f1(counts: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    generator = np.random.default_rng(seed_for("first_errors", len(counts)))
    drawn = []
    for _ in range(DRAWS):
        total = counts[generator.integers(0, len(counts), len(counts))].sum(axis=0)
        drawn.append(f1(total[0] / max(1, total[1]), total[2] / max(1, total[3])))
    return np.asarray(drawn)


def chosen(samples: Sequence[Stepwise], scores: Scores, how: Whole) -> dict[str, Any]:
    """Best of N by the scores: the share right, and of the right ones those with a wrong step.

    N is what each problem has; problems with one solution are left out. `drawn` is the same for
    solutions taken blindly.
    """
    groups: dict[str, list[tuple[Stepwise, float]]] = {}
    for sample, row in zip(samples, scores, strict=True):
        groups.setdefault(sample.group, []).append((sample, solution_score(row, how)))
    several = [group for group in groups.values() if len(group) > 1]
    picked = [max(group, key=lambda pair: pair[1])[0] for group in several]
    every = [sample for group in several for sample, _ in group]
    return {
        "score": how,
        "problems": len(several),
        "n": round(len(every) / max(1, len(several)), 2),
        "chosen": _hides(picked),
        "drawn": _hides(every),
    }


def _hides(samples: Sequence[Stepwise]) -> dict[str, Any]:
    right = [sample for sample in samples if sample.right]
    return {
        "right": mean_interval([float(bool(sample.right)) for sample in samples]).json(),
        "wrong_step": mean_interval([float(sample.label >= 0) for sample in samples]).json(),
        "wrong_step_of_right": mean_interval([float(s.label >= 0) for s in right]).json(),
    }

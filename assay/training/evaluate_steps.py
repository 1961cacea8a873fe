"""How well reward models and a judge find the first wrong step of a solution.

    evaluate_steps(prm="data/prm", orm="data/orm", data=Path("data/t"), out=Path("data/eval"),
                   unseen=["digit_chain"], processbench=Path("gsm8k.jsonl"))

Three sets, each reported by itself: `held_out` (split test of the families that the models learnt
from), `unseen` (split test of families that they did not), and any file in ProcessBench's layout.
The ORM is used as a PRM: its score at the end of each line. A threshold is chosen on split
validation of `data` without the unseen families, or on the file `tune`; without either it is 0.5
and the figures say so. Writes `steps_evaluation.json` and `reliability.png`; trains nothing.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from assay.core.canonical import dumps
from assay.core.errors import UsageError
from assay.core.ranges import Count, ranged
from assay.core.seeds import Split
from assay.core.store import make_folder, write_bytes
from assay.sampling import open_model
from assay.training.calibration import Calibration, calibration, plot_reliability
from assay.training.first_errors import Scores, best_threshold, chosen, figures, first_below
from assay.training.fitting import set_threads
from assay.training.policies import identity_of
from assay.training.process_rm import Whole, steps_scorer
from assay.training.step_judge import judge_steps
from assay.training.stepwise import Stepwise, labelled_steps, read_processbench
from assay.training.watching import Watcher, watched

Sets = Mapping[str, Sequence[Stepwise]]


@ranged
def evaluate_steps(
    *,
    out: Path,
    prm: str | None = None,
    orm: str | None = None,
    judge: str | None = None,
    data: Path | None = None,
    processbench: Path | None = None,
    tune: Path | None = None,
    samplers: list[str] | None = None,
    families: list[str] | None = None,
    unseen: list[str] | None = None,
    labels: list[str] | None = None,
    most: Count = 2000,
    judged: Count = 200,
    score: Whole = "product",
    seed: int = 0,
    threads: Count = 1,
    progress: Watcher | None = None,
) -> dict[str, Any]:
    """Measure what is named; returns what `out/steps_evaluation.json` then holds.

    At most `most` solutions of a set are taken, `judged` of them by the judge. `score` is how the
    best of N is chosen. Raises UsageError for nothing to measure, nothing to measure on, and for
    what cannot be read.
    """
    set_threads(threads)
    if prm is None and orm is None and judge is None:
        raise UsageError("nothing to measure: name a prm, an orm or a judge")
    if tune and processbench and tune.resolve() == processbench.resolve():
        raise UsageError(f"tune is {str(tune)!r}, which is measured on; name another file")
    tables = _Tables(data, samplers, labels, most)
    sets = {
        "held_out": tables.split("test", families, without=unseen),
        "unseen": tables.split("test", unseen) if unseen else [],
        "processbench": _spread(read_processbench(processbench), most) if processbench else [],
    }
    sets = {name: samples for name, samples in sets.items() if samples}
    if not sets:
        raise UsageError(
            "nothing to measure on: name data with a split test or a processbench file"
        )
    tuning = (
        _spread(read_processbench(tune), most)
        if tune
        else tables.split("validation", families, without=unseen)
    )
    found: dict[str, Any] = {"sets": {name: _counts(samples) for name, samples in sets.items()}}
    plots: dict[str, Calibration] = {}
    for name, model in (("prm", prm), ("orm", orm)):
        if model is not None:
            with watched(progress, f"evaluate {name}", 1) as advance:
                found[name] = _scorer(model, sets, tuning, score, plots, name)
                advance(1)
    if judge is not None:
        found["judge"] = _judge(judge, sets, judged, seed, progress)
    make_folder(out)
    write_bytes(out / "steps_evaluation.json", (dumps(found) + "\n").encode())
    if plots:
        plot_reliability(plots, out / "reliability.png")
    return found


class _Tables:
    """The labelled solutions of one folder; empty lists where there is none."""

    def __init__(
        self, data: Path | None, samplers: list[str] | None, labels: list[str] | None, most: int
    ) -> None:
        self.data, self.samplers, self.most = data, samplers, most
        self.labels = [Path(place) for place in labels] if labels else None

    def split(
        self, split: Split, families: Sequence[str] | None, without: Sequence[str] | None = None
    ) -> list[Stepwise]:
        """Solutions of a split, of these families and not of those, evenly spaced."""
        if self.data is None:
            return []
        samples = labelled_steps(
            self.data, split, families=families, samplers=self.samplers, labels=self.labels
        )
        kept = [sample for sample in samples if sample.family not in (without or ())]
        return _spread(kept, self.most)


def _spread(samples: Sequence[Stepwise], most: int) -> list[Stepwise]:
    """At most `most` samples, whole problems evenly spaced."""
    groups: dict[str, list[Stepwise]] = {}
    for sample in samples:
        groups.setdefault(sample.group, []).append(sample)
    several = list(groups.values())
    wanted = max(1, most * len(several) // max(1, len(samples)))
    if len(samples) > most:
        several = [several[at * len(several) // wanted] for at in range(wanted)]
    return [sample for group in several for sample in group]


def _counts(samples: Sequence[Stepwise]) -> dict[str, Any]:
    return {
        "solutions": len(samples),
        "steps": sum(len(sample.steps) for sample in samples),
        "with_error": sum(sample.label >= 0 for sample in samples),
        "families": sorted({sample.family for sample in samples if sample.family}),
    }


def _scorer(
    model: str,
    sets: Sets,
    tuning: Sequence[Stepwise],
    how: Whole,
    plots: dict[str, Calibration],
    name: str,
) -> dict[str, Any]:
    """The figures of a model with scores on every set."""
    threshold = best_threshold(tuning, scores_of(model, tuning)) if tuning else 0.5
    found: dict[str, Any] = {
        "model": identity_of(model),
        "threshold": round(threshold, 6),
        "tuned_on": len(tuning),
    }
    for place, samples in sets.items():
        scores = scores_of(model, samples)
        fit = step_calibration(samples, scores)
        if fit is not None:
            plots[f"{name}, {place}"] = fit
        found[place] = {
            **figures(samples, [first_below(row, threshold) for row in scores]),
            "calibration": fit.json() if fit else None,
            "best_of_n": chosen(samples, scores, how),
        }
    return found


def scores_of(model: str, samples: Sequence[Stepwise]) -> list[list[float]]:
    """The model's probability that each step is right; an empty step counts as right."""
    rows = steps_scorer(model)([(sample.problem, sample.steps) for sample in samples])
    return [[1.0 if value is None else value for value in row] for row in rows]


def step_calibration(samples: Sequence[Stepwise], scores: Scores) -> Calibration | None:
    """How scores fit the labels of the steps up to the first wrong one."""
    pairs = [
        (score, float(at != sample.label))
        for sample, row in zip(samples, scores, strict=True)
        for at, score in enumerate(row if sample.label < 0 else row[: sample.label + 1])
    ]
    return calibration([score for score, _ in pairs], [right for _, right in pairs])


def _judge(
    model: str, sets: Sets, most: int, seed: int, progress: Watcher | None
) -> dict[str, Any]:
    with closing(open_model(model)) as opened:
        found: dict[str, Any] = {"model": opened.model}
        for place, samples in sets.items():
            few = _spread(samples, most)
            told = judge_steps(opened, few, seed=seed, progress=progress)
            counts = {"asked": told.asked, "unread": told.unread, "tokens": told.tokens}
            found[place] = {**figures(few, told.first_errors), **counts}
    return found

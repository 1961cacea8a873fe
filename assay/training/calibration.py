"""Whether a reward model's probabilities mean what they say.

    found = calibration(scores=[0.9, 0.2, 0.7], right=[1.0, 0.0, 1.0], bins=10)
    found.ece                             # mean |share right - mean score| over bins, by their size
    plot_reliability({"PRM": found}, Path("reliability.png"))

Bins are of equal width over [0, 1], and how many there are is part of the figure: an expected
calibration error (Naeini et al. 2015) without its bins cannot be compared. Nothing is recalibrated.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from assay.core.errors import AssayError

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores from `low` to `high`: how many, their mean, and the share of them that is right."""

    low: float
    high: float
    n: int
    score: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The expected calibration error over the bins that hold any score, and these bins."""

    n: int
    base_rate: float
    ece: float
    accuracy: float
    bins: int
    filled: tuple[Bin, ...]

    def json(self) -> dict[str, Any]:
        """As plain JSON, rounded to six places."""
        plain = asdict(self)
        plain["filled"] = [{k: _rounded(v) for k, v in each.items()} for each in plain["filled"]]
        return {k: _rounded(v) for k, v in plain.items()}


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value


def calibration(
    scores: Sequence[float], right: Sequence[float], bins: int = BINS
) -> Calibration | None:
    """How the scores fit what is right (1.0 or 0.0); None without any score.

    `accuracy` is that of "at least 0.5".
    """
    if not scores:
        return None
    held: list[list[tuple[float, float]]] = [[] for _ in range(bins)]
    ends = [at / bins for at in range(1, bins)]
    for pair in zip(scores, right, strict=True):
        held[bisect_right(ends, pair[0])].append(pair)
    filled = tuple(_bin(at, bins, pairs) for at, pairs in enumerate(held) if pairs)
    n = len(scores)
    hits = sum((score >= 0.5) == (true >= 0.5) for score, true in zip(scores, right, strict=True))
    ece = sum(each.n * abs(each.right - each.score) for each in filled) / n
    return Calibration(n, sum(right) / n, ece, hits / n, bins, filled)


def _bin(at: int, bins: int, pairs: Sequence[tuple[float, float]]) -> Bin:
    n = len(pairs)
    score, right = map(mean, zip(*pairs, strict=True))  # rounded once: within its bin
    return Bin(at / bins, (at + 1) / bins, n, score, right)


def plot_reliability(found: Mapping[str, Calibration], path: Path) -> None:
    """Draw the share right against the mean score of each bin; PNG or SVG by the file's name."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(4.5, 4.2), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for name, each in found.items():
        label = f"{name}: ECE {each.ece:.3f} ({each.bins} bins, n = {each.n:,})"
        points = [(b.score, b.right) for b in each.filled]
        axes.plot(*zip(*points, strict=True), marker="o", markersize=4, label=label)
    axes.set(xlabel="mean score of a bin", ylabel="share of its steps that are right")
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left", fontsize="small", frameon=False)
    try:
        with pyplot.rc_context({"svg.hashsalt": "reliability"}):
            figure.savefig(path, dpi=120, metadata=_undated(path))
    except OSError as error:
        raise AssayError(f"cannot write {str(path)!r}: {error}") from None
    finally:
        pyplot.close(figure)


def _undated(path: Path) -> dict[str, None] | None:
    """No date in the file, so that the same figures give the same bytes."""
    return {"Date": None} if path.suffix == ".svg" else {"Software": None}

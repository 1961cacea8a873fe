"""The plots of `assay curves`, as PNG and SVG.

    draw(found, Path("data/curves/q"))        # train, test and learned, .png and .svg

Bands are 95% intervals over seeds where there are two seeds or more, else over tasks (and none on
the training curve, whose log has no tasks). The same figures give the same SVG.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assay.core.errors import UsageError
from assay.pipelines.curves.estimates import band
from assay.pipelines.curves.reading import MAIN, Json
from assay.pipelines.curves.tables import METHOD_NAMES, name_of

COLOURS = (
    *("#1f6f8b", "#b5651d", "#5b8c3a", "#8a4f9e", "#c0392b", "#7f8c8d", "#d4a017", "#2c3e50"),
    *("#16a085", "#e67e22"),
)
STYLE: Any = {
    "svg.hashsalt": "assay",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
TESTED = ("majority", "orm", "prm", "prm_best", "beam", "tree", "oracle")


def draw(found: Json, out: Path) -> list[Path]:
    """Every plot for which there are figures; returns the files."""
    if find_spec("matplotlib") is None:
        raise UsageError("plots need matplotlib: pip install 'assay[train]'")
    import matplotlib

    matplotlib.use("Agg")
    with matplotlib.rc_context(STYLE):
        made = []
        for name, plot in (("train", _train), ("test", _test), ("learned", _learned)):
            figure = plot(found)
            if figure is not None:
                made += _saved(figure, out / name)
    return made


def _saved(figure: Any, path: Path) -> list[Path]:
    from matplotlib import pyplot

    files = [path.with_suffix(".png"), path.with_suffix(".svg")]
    figure.tight_layout()
    figure.savefig(files[0], dpi=120, metadata={"Software": None})
    figure.savefig(files[1], metadata={"Date": None})
    pyplot.close(figure)
    return files


def _train(found: Json) -> Any:
    """Accuracy on validation tasks against training FLOPs since the common start."""
    from matplotlib import pyplot

    if not found["train"]:
        return None
    figure, axes = pyplot.subplots(figsize=(8.5, 4.2))
    for number, (arm, curve) in enumerate(found["train"].items()):
        _line(
            axes, curve, name_of(arm), COLOURS[number % len(COLOURS)], 2.2 if arm == MAIN else 1.2
        )
    axes.set(xlabel="training FLOPs since the common start", ylim=(0, 100))
    axes.set_ylabel("accuracy on validation tasks, %")
    _legend_beside(axes)
    axes.set_title(_title(found), fontsize=9)
    return figure


def _test(found: Json) -> Any:
    """Accuracy against forward FLOPs a task, the reward model's included, a panel a policy."""
    from matplotlib import pyplot

    policies = {p: curves for p, curves in found["test"].items() if len(curves) > 2}
    if not policies:
        return None
    figure, panels = pyplot.subplots(
        1, len(policies), figsize=(2.4 + 4.1 * len(policies), 4.2), sharey=True, squeeze=False
    )
    for axes, (policy, curves) in zip(panels[0], policies.items(), strict=True):
        for number, method in enumerate(m for m in TESTED if m in curves):
            _line(axes, curves[method], METHOD_NAMES[method], COLOURS[number], 1.4, mark="o")
        axes.set_xscale("log")
        axes.set(xlabel="forward FLOPs a task", ylim=(0, 100), title=name_of(policy))
    panels[0][0].set_ylabel("accuracy on the headline tasks, %")
    _legend_beside(panels[0][-1])
    return figure


def _legend_beside(axes: Any) -> None:
    """The legend to the right of a panel, where no line runs."""
    axes.legend(fontsize=7, loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)


def _line(
    axes: Any, curve: list[Json], label: str, colour: str, width: float, mark: str = ""
) -> None:
    xs = [point["flops"] for point in curve]
    axes.plot(
        xs,
        [100 * point["mean"] for point in curve],
        color=colour,
        label=label,
        linewidth=width,
        marker=mark,
        markersize=3,
    )
    edges = [band(point) for point in curve]
    lows = [100 * max(0.0, low) for low, _ in edges]
    axes.fill_between(
        xs, lows, [100 * min(1.0, high) for _, high in edges], color=colour, alpha=0.12, linewidth=0
    )


def _learned(found: Json) -> Any:
    """True accuracy against the learned reward, measurement by measurement; the turn marked."""
    from matplotlib import pyplot

    arms: Mapping[str, Json] = found["overoptimisation"]
    if not arms:
        return None
    figure, axes = pyplot.subplots(figsize=(6, 4.2))
    for number, (arm, told) in enumerate(arms.items()):
        colour = COLOURS[number % len(COLOURS)]
        xs = [point["learned"] for point in told["points"]]
        ys = [100 * point["true"] for point in told["points"]]
        axes.plot(xs, ys, color=colour, marker="o", markersize=3, label=name_of(arm))
        axes.plot(xs[-1], ys[-1], color=colour, marker=">", markersize=8)
        if told["turn"]:
            at = (told["turn"]["learned"], 100 * told["turn"]["true"])
            axes.plot(*at, color=colour, marker="*", markersize=14)
            axes.annotate("turns here", at, fontsize=8, xytext=(4, 6), textcoords="offset points")
    axes.set(xlabel="mean learned reward", ylabel="true accuracy on validation tasks, %")
    axes.legend(fontsize=8, frameon=False)
    seeds = len(found["seeds"])
    title = f"{found['recipe']}, mean of {seeds} seed{'s' * (seeds > 1)}; an arrow marks the end"
    axes.set_title(title, fontsize=9)
    return figure


def _title(found: Json) -> str:
    count = len(found["seeds"])
    bands = "95% bands over seeds" if count > 1 else "one seed, no band over seeds"
    what = f"{found['recipe']}, {count} seed{'s' * (count > 1)}"
    return f"{what}; all levels of the trained families; {bands}"

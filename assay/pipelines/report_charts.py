"""The geometry of the report's charts; the template draws it as SVG.

    chart = train_chart(report)          # None when there is nothing to draw
    chart.lines[0].path                  # "M60.0,180.2 L…"

Pixels from the top left. Lines get their names written beside their ends, pushed apart where they
would overlap. No library draws here: the page needs no script and no picture file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log2, log10
from typing import Any

from assay.pipelines.report_text import percent, short_number, visible

Curve = Sequence[Mapping[str, Any]]
NAMES = {
    "sft": "SFT",
    "sft_continued": "SFT continued",
    "rl": "RL",
    "majority": "majority vote",
    "orm": "ORM vote",
    "prm": "PRM vote",
    "oracle": "oracle",
}
COLOURS = {"oracle": 0, "prm": 1, "majority": 2, "orm": 3, "rl": 1, "sft": 2, "sft_continued": 3}
GAP = 15.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A measured point and its interval, in pixels; `tip` says it in words."""

    x: float
    y: float
    low: float
    high: float
    tip: str


@dataclass(frozen=True, slots=True)
class Line:
    """One curve, or a level line (`dots` empty) with the interval as a band."""

    name: str
    colour: int
    dots: tuple[Dot, ...]
    path: str
    band: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart; `label` describes it for readers who cannot see it."""

    title: str
    label: str
    x_title: str
    frame: "Frame"
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing's size and the edges of the plot in it."""

    width: float = 720
    height: float = 330
    left: float = 48
    right: float = 560
    top: float = 14
    bottom: float = 284


SMALL = Frame(width=460, height=300, right=298, bottom=254)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to pixels, linear between two pairs."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.stop - self.start), 1)


def name_of(key: str) -> str:
    """What a policy or method is called on the page."""
    return NAMES.get(key) or visible(key, 40)


def train_chart(report: Mapping[str, Any]) -> Chart | None:
    """Accuracy against tokens generated in RL, with the other policies as level lines."""
    curve = sorted(report["train_curve"], key=lambda point: point["tokens"])
    if not curve:
        return None
    levels = {name: p for name, p in report["accuracy"].items() if name != "rl"}
    frame = Frame()
    across = Scale(0, max(curve[-1]["tokens"], 1), frame.left, frame.right)
    ys = _y_scale([*curve, *levels.values()], frame)
    lines = [_line("rl", curve, lambda p: across(p["tokens"]), ys, 0)]
    for number, (name, point) in enumerate(levels.items(), start=1):
        lines.append(_level(name, point, frame, ys, number))
    return Chart(
        title="Accuracy against tokens generated in RL",
        label=f"RL goes from {percent(curve[0]['accuracy'])} to {percent(curve[-1]['accuracy'])} "
        f"over {short_number(curve[-1]['tokens'])} generated tokens.",
        x_title="tokens generated in RL",
        frame=frame,
        x_ticks=tuple(Tick(across(v), short_number(v)) for v in _round_steps(across.high)),
        y_ticks=_y_ticks(ys),
        lines=_spread(lines, frame),
    )


def search_charts(report: Mapping[str, Any]) -> list[Chart]:
    """For each policy, accuracy against N for each way to choose; all on one vertical scale."""
    policies = {
        name: curves for name, curves in report["test_curve"].items() if any(curves.values())
    }
    every = [p for curves in policies.values() for curve in curves.values() for p in curve]
    if not every:
        return []
    ys = _y_scale(every, SMALL)
    return [_search_chart(name, curves, ys) for name, curves in policies.items()]


def _search_chart(policy: str, curves: Mapping[str, Curve], ys: Scale) -> Chart:
    numbers = sorted({point["n"] for curve in curves.values() for point in curve})
    most = max(log2(max(numbers[-1], 1)), 1)
    across = Scale(0, most, SMALL.left, SMALL.right)
    lines = []
    for number, (method, points) in enumerate(curves.items()):
        if points:
            curve = sorted(points, key=lambda point: point["n"])
            lines.append(_line(method, curve, lambda p: across(log2(max(p["n"], 1))), ys, number))
    ends = ", ".join(f"{line.name} {line.dots[-1].tip}" for line in lines)
    return Chart(
        title=f"{name_of(policy)} policy",
        label=f"{name_of(policy)} policy, at the largest N: {ends}.",
        x_title="N, solutions drawn for each task",
        frame=SMALL,
        x_ticks=tuple(Tick(across(log2(max(n, 1))), str(n)) for n in numbers),
        y_ticks=_y_ticks(ys),
        lines=_spread(lines, SMALL),
    )


def accuracy_chart(report: Mapping[str, Any]) -> Chart | None:
    """The policies' accuracies with their intervals, one below the other, from 0% on."""
    rows = report["accuracy"]
    if not rows:
        return None
    frame = Frame(left=130, right=470, height=60 + 34 * len(rows), bottom=20 + 34 * len(rows))
    top = ceil(10 * max(point["high"] for point in rows.values()) + 0.001) / 10
    across = Scale(0, min(max(top, 0.1), 1), frame.left, frame.right)
    lines = []
    for number, (name, point) in enumerate(rows.items()):
        y = 34.0 + 34 * number
        words = f"{percent(point['mean'], 1)} ({_between(point)}, {point['n']:,} tasks)"
        dot = Dot(across(point["mean"]), y, across(point["low"]), across(point["high"]), words)
        colour = COLOURS.get(name, number % 6)
        lines.append(Line(name_of(name), colour, (dot,), "", "", y))
    return Chart(
        title="Accuracy on held-out tasks",
        label="; ".join(f"{line.name} {line.dots[0].tip}" for line in lines),
        x_title="mean pass@1 at temperature 1",
        frame=frame,
        x_ticks=tuple(Tick(across(v), percent(v)) for v in _tenths(0, across.high)),
        y_ticks=(),
        lines=tuple(lines),
    )


def _between(point: Mapping[str, Any]) -> str:
    return f"{100 * point['low']:.1f}–{100 * point['high']:.1f}%"


def _line(
    key: str,
    curve: Curve,
    place: Callable[[Mapping[str, Any]], float],
    ys: Scale,
    number: int,
) -> Line:
    dots = tuple(
        Dot(
            place(point),
            ys(point["accuracy"]),
            ys(point.get("low", point["accuracy"])),
            ys(point.get("high", point["accuracy"])),
            percent(point["accuracy"], 1),
        )
        for point in curve
    )
    path = "M" + " L".join(f"{dot.x},{dot.y}" for dot in dots)
    edge = [f"{d.x},{d.high}" for d in dots] + [f"{d.x},{d.low}" for d in reversed(dots)]
    band = "M" + " L".join(edge) + " Z"
    return Line(name_of(key), COLOURS.get(key, number % 6), dots, path, band, dots[-1].y)


def _level(key: str, point: Mapping[str, Any], frame: Frame, ys: Scale, number: int) -> Line:
    y, low, high = ys(point["mean"]), ys(point["low"]), ys(point["high"])
    path = f"M{frame.left},{y} L{frame.right},{y}"
    band = f"M{frame.left},{high} L{frame.right},{high} L{frame.right},{low} L{frame.left},{low} Z"
    name = f"{name_of(key)} {percent(point['mean'])}"
    return Line(name, COLOURS.get(key, number % 6), (), path, band, y)


def _y_scale(points: Curve, frame: Frame) -> Scale:
    """From a round share below all points (0 when they come near it) to one above them."""
    shares = [
        point[key]
        for point in points
        for key in ("accuracy", "mean", "low", "high")
        if key in point
    ]
    low = floor(10 * min(shares)) / 10 if min(shares) >= 0.3 else 0.0
    high = min(1.0, max(ceil(10 * max(shares)) / 10, low + 0.1))
    low = low if low < high else high - 0.1
    return Scale(low, high, frame.bottom, frame.top)


def _y_ticks(ys: Scale) -> tuple[Tick, ...]:
    return tuple(Tick(ys(value), percent(value)) for value in _tenths(ys.low, ys.high))


def _tenths(low: float, high: float) -> list[float]:
    step = 2 if high - low > 0.55 else 1
    return [tenth / 10 for tenth in range(round(10 * low), round(10 * high) + 1, step)]


def _round_steps(most: float) -> list[float]:
    """0 and round values up to `most`, four to eight of them."""
    step = 10.0 ** floor(log10(max(most, 1)))
    for divisor in (1, 2, 5):
        if most / (step / divisor) >= 4:
            step /= divisor
            break
    return [step * number for number in range(int(most / step + 1e-9) + 1)]


def _spread(lines: Sequence[Line], frame: Frame) -> tuple[Line, ...]:
    """The same lines with their labels at least `GAP` pixels apart and inside the plot."""
    order = sorted(range(len(lines)), key=lambda index: lines[index].label_y)
    places = [lines[index].label_y for index in order]
    for at in range(1, len(places)):
        places[at] = max(places[at], places[at - 1] + GAP)
    for at in range(len(places) - 1, -1, -1):
        limit = frame.bottom if at == len(places) - 1 else places[at + 1] - GAP
        places[at] = min(places[at], limit)
    spread = list(lines)
    for index, place in zip(order, places, strict=True):
        spread[index] = replace(lines[index], label_y=round(place, 1))
    return tuple(spread)

"""The report as tables on the terminal; plain lines without colour when it goes to a file.

print_report(report(folder))
"""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assay.core.records import STATUSES
from assay.pipelines.report_charts import name_of
from assay.pipelines.report_figures import MUTANTS
from assay.pipelines.report_text import duration, percent, visible

PLAIN_WIDTH = 120
COLOURS = {"correct": "green", "wrong": "red", "undecided": "yellow", "error": "bold red"}


def print_report(report: Mapping[str, Any], console: Console | None = None) -> None:
    """Print the verdicts, the accuracies, where the time went, and the notes."""
    out = console or Console()
    if not out.is_terminal:
        out.width = max(out.width, PLAIN_WIDTH)
    families = len(report["families"])
    out.print(f"{report['tasks']:,} tasks of {families} {_plural('family', families)}")
    for table in (_verdicts(report), _levels(report), _accuracy(report), _search(report)):
        if table is not None:
            table.box = box.SIMPLE_HEAD if out.is_terminal else None
            out.print(table)
    if report["seconds"]:
        stages = (f"{_safe(name)} {duration(s)}" for name, s in report["seconds"].items())
        out.print(Text("time: " + ", ".join(stages)))
    for note in report["notes"]:
        reason = f": {_safe(note['reason'])}" if note["reason"] else ""
        out.print(Text(f"note: {_safe(note['what'])}{reason}"))


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word[:-1]}ies"


def _safe(text: str) -> str:
    return visible(text, 300).replace("\n", " ")


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column(first)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


def _verdicts(report: Mapping[str, Any]) -> Table | None:
    if not report["verdicts"]:
        return None
    shown = [s for s in STATUSES if any(s in counts for counts in report["verdicts"].values())]
    table = _table("Verdicts", "sampler", *shown, "pass rate", "95% interval")
    for sampler, counts in report["verdicts"].items():
        rate = report["pass_rates"].get(sampler)
        cells = [Text(f"{counts.get(s, 0):,}", style=COLOURS.get(s, "")) for s in shown]
        table.add_row(Text(_safe(sampler)), *cells, *_rate(rate))
    return table


def _rate(rate: Mapping[str, Any] | None) -> tuple[str, str]:
    if rate is None:
        return "not a model", ""
    if rate["mean"] is None:
        return "–", ""
    return percent(rate["mean"], 1), f"{100 * rate['low']:.1f} to {100 * rate['high']:.1f}%"


def _levels(report: Mapping[str, Any]) -> Table | None:
    """Pass rates by family and level, over all samplers that are models."""
    rated = {n: f for n, f in report["families"].items() if set(f["verdicts"]) - {MUTANTS}}
    levels = sorted({level for family in rated.values() for level in family["levels"]}, key=int)
    if not rated:
        return None
    together = " (all samplers together)" if len(report["pass_rates"]) > 1 else ""
    table = _table(f"Pass rate by family and level, %{together}", "family", *levels, "all")
    for name, family in rated.items():
        cells = [family["levels"].get(level, {}).get("pass_rate") for level in levels]
        shown = ["–" if c is None else f"{100 * c:.0f}" for c in [*cells, family["pass_rate"]]]
        table.add_row(Text(_safe(name)), *shown)
    return table


def _accuracy(report: Mapping[str, Any]) -> Table | None:
    if not report["accuracy"]:
        return None
    table = _table("Accuracy on held-out tasks", "policy", "pass@1", "95% interval", "tasks")
    for name, point in report["accuracy"].items():
        table.add_row(Text(name_of(name)), *_rate(point), f"{point['n']:,}")
    return table


def _search(report: Mapping[str, Any]) -> Table | None:
    curves = [
        (policy, method, points)
        for policy, methods in report["test_curve"].items()
        for method, points in methods.items()
    ]
    numbers = sorted({point["n"] for _, _, points in curves for point in points})
    if not numbers:
        return None
    title = "Accuracy against N solutions a task, %"
    table = _table(title, "policy, choice", *(f"N={n}" for n in numbers))
    for policy, method, points in curves:
        at = {point["n"]: f"{100 * point['accuracy']:.1f}" for point in points}
        name = f"{name_of(policy)}, {name_of(method)}"
        table.add_row(Text(name), *(at.get(n, "–") for n in numbers))
    return table

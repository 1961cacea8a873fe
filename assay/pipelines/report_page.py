"""The report as one HTML file: no script, no request, readable in light and in dark.

    html = page(figures, examples(tables), name="quickstart")

Every string is escaped by the template and made visible before it (see report_text): tasks and
solutions may hold anything. What a figure means stands beside it in a sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from assay.core.records import STATUSES
from assay.pipelines.report_charts import accuracy_chart, search_charts, train_chart
from assay.pipelines.report_examples import Example
from assay.pipelines.report_figures import MUTANTS, pass_share
from assay.pipelines.report_text import duration, percent, short_number, visible

MEANINGS = {
    "correct": "the answer equals the gold",
    "wrong": "an answer was found and it is not the gold; or a program failed a test",
    "unparsed": "no answer was found in the text",
    "timeout": "the program ran longer than its stated limit",
    "undecided": "a checker spent its budget; carries no reward",
    "error": "our own fault; carries no reward",
}
STEP_MARKS = {
    "correct": "✓",
    "wrong": "✗",
    "inherited": "↳",
    "neutral": "·",
    "undecided": "?",
}
STEP_MEANINGS = {
    "correct": "true by itself and on the way",
    "wrong": "a false claim made here",
    "inherited": "follows from an earlier wrong step",
    "neutral": "claims nothing that can be judged",
    "undecided": "could not be decided",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a heat table; `share` is None where nothing was rewarded."""

    share: float | None
    text: str
    tip: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One family: a square for each level, and its verdicts over all levels."""

    family: str
    cells: tuple[Cell, ...]
    whole: Cell
    verdicts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HeatTable:
    """Families by levels for one sampler."""

    sampler: str
    rated: bool
    levels: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def page(report: Mapping[str, Any], examples: Sequence[Example], name: str) -> str:
    """The whole HTML file."""
    environment = Environment(
        loader=PackageLoader("assay.pipelines", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        percent=percent, short=short_number, duration=duration, visible=visible
    )
    return environment.get_template("report.html").render(
        name=visible(name, 80),
        report=report,
        judged={s: sum(counts.values()) for s, counts in report["verdicts"].items()},
        heat_tables=heat_tables(report),
        examples=examples,
        accuracy_chart=accuracy_chart(report),
        train_chart=train_chart(report),
        search_charts=search_charts(report),
        statuses=_shown_statuses(report),
        meanings=MEANINGS,
        step_marks=STEP_MARKS,
        step_meanings=STEP_MEANINGS,
        mutants=MUTANTS,
    )


def _shown_statuses(report: Mapping[str, Any]) -> list[str]:
    return [s for s in STATUSES if any(s in counts for counts in report["verdicts"].values())]


def heat_tables(report: Mapping[str, Any]) -> list[HeatTable]:
    """One table for each sampler; that of the stored programs comes last and has no pass rates."""
    samplers = sorted(report["verdicts"], key=lambda name: (name == MUTANTS, name))
    return [_heat_table(name, report["families"]) for name in samplers]


def _heat_table(sampler: str, families: Mapping[str, Any]) -> HeatTable:
    mine = {name: f for name, f in families.items() if f["verdicts"].get(sampler)}
    levels = sorted({level for f in mine.values() for level in f["levels"]}, key=int)
    rows = tuple(
        HeatRow(
            family=visible(name, 60),
            cells=tuple(_cell(family["levels"].get(level), sampler) for level in levels),
            whole=_cell(family, sampler),
            verdicts=family["verdicts"][sampler],
        )
        for name, family in mine.items()
    )
    return HeatTable(visible(sampler, 60), sampler != MUTANTS, tuple(levels), rows)


def _cell(figures: Mapping[str, Any] | None, sampler: str) -> Cell:
    verdicts = figures["verdicts"].get(sampler, {}) if figures else {}
    share = pass_share(verdicts)
    words = ", ".join(f"{count:,} {status}" for status, count in verdicts.items())
    text = "" if share is None else f"{100 * share:.0f}"
    return Cell(share, text, words or "no solutions")

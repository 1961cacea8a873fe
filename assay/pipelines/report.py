"""The report stage: a run folder -> report.json, report.html and the folder's card.

    figures = report(Path("data/runs/quickstart"))      # also writes the files
    print_report(figures)

It reads the tables `tasks`, `solutions` and `labels` (all but the first may be missing),
`evaluation.json` (accuracy and both curves, written by the training stages) and `run.json`
(seconds of the stages, what was skipped and why). The same inputs give the same bytes. It judges
nothing: every figure is a count of labels or was measured by another stage.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assay.core.store import write_bytes
from assay.pipelines.card import write_card
from assay.pipelines.report_examples import examples
from assay.pipelines.report_figures import Tables, figures, read_tables
from assay.pipelines.report_measured import read_evaluation, read_run
from assay.pipelines.report_page import page
from assay.pipelines.report_print import print_report

__all__ = ["print_report", "report"]


def report(folder: Path) -> dict[str, Any]:
    """Write report.json, report.html and README.md into `folder`; returns what report.json holds.

    Raises UsageError when there is no tasks table, or when evaluation.json or run.json does not
    hold what it should.
    """
    tables = read_tables(folder)
    found = gather(folder, tables)
    write_bytes(folder / "report.json", as_json(found))
    html = page(found, examples(tables), name=folder.resolve().name)
    write_bytes(folder / "report.html", html.encode())
    write_card(folder, found)
    return found


def gather(folder: Path, tables: Tables) -> dict[str, Any]:
    """What report.json of the folder holds, without writing it."""
    counted = figures(tables)
    run = read_run(folder)
    notes = [*run["skipped"], *counted.pop("notes")]
    return counted | read_evaluation(folder) | {"seconds": run["seconds"], "notes": notes}


def as_json(figures: Mapping[str, Any]) -> bytes:
    """The figures as the bytes of report.json: ASCII, one key a line."""
    return json.dumps(figures, indent=1, allow_nan=False).encode() + b"\n"

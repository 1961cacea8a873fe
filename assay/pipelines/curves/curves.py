"""`assay curves`: a recipe over seeds, then its tables and plots.

    curves(recipe, seeds=(1, 2, 3), out=Path("data/curves/curves-cpu"), workers=2, say=print)

Writes `seed-N/` (whole runs), `curves.json`, `curves.md` and the plots into `out`. What is finished
is not run again, so the same command goes on after a kill, and with more seeds adds to it.
"""

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.core.store import write_bytes
from assay.pipelines.curves.figures import figures
from assay.pipelines.curves.groups import groups_of
from assay.pipelines.curves.plots import draw
from assay.pipelines.curves.reading import Json, read_run
from assay.pipelines.curves.seeds import run_seeds
from assay.pipelines.curves.tables import as_markdown
from assay.pipelines.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Curves:
    """The figures, their tables, the files of the plots, and the seeds that failed with the why."""

    found: Json
    tables: str
    plots: list[Path]
    failures: dict[int, str]


def curves(
    recipe: Recipe,
    *,
    seeds: Sequence[int],
    out: Path,
    workers: int | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Curves:
    """Run what is missing (at most `workers` seeds at a time, by default one a core) and measure.

    A seed whose run failed is left out of the figures and named in them. Raises UsageError for a
    recipe without `sft`, `rl` and their evaluations, AssayError when no seed came to its end.
    """
    groups = groups_of(recipe)
    done = run_seeds(recipe, seeds, out=out, workers=workers or os.cpu_count() or 1, say=say)
    runs = [read_run(folder, seed, groups) for seed, folder in done.folders.items()]
    found: Json = {
        "recipe": recipe.name,
        "seeds": list(done.folders),
        "failed": {str(seed): why for seed, why in done.failures.items()},
        **figures(runs, groups),
    }
    text = as_markdown(found)
    write_bytes(out / "curves.json", json.dumps(found, indent=1, allow_nan=False).encode() + b"\n")
    write_bytes(out / "curves.md", text.encode())
    return Curves(found, text, draw(found, out), done.failures)

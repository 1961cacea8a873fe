"""The command that takes in users' own problems; `cli` takes it in as `import`.

assay import gsm8k.jsonl --family gsm8k --split test --out data/gsm8k
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from assay.cli_options import Out, Quiet, Share, show
from assay.core.store import lock


def import_(
    source: Annotated[str, typer.Argument(help="JSONL, Parquet, a folder, or ORG/NAME[:SPLIT].")],
    out: Out,
    family: Annotated[str, typer.Option(help="A name for these problems.")],
    style: Annotated[
        Literal["auto", "plain", "gsm8k", "math", "dapo", "humaneval", "mbpp"],
        typer.Option(help="How the rows are written."),
    ] = "auto",
    columns: Annotated[str, typer.Option(help="prompt=COLUMN,answer=COLUMN,kind=COLUMN,…")] = "",
    kind: Annotated[str | None, typer.Option(help="Kind of all answers; else inferred.")] = None,
    level: Annotated[int, typer.Option(min=1, max=10)] = 1,
    split: Annotated[
        Literal["train", "validation", "test"] | None,
        typer.Option(help="One split for all; else by a hash of the prompt."),
    ] = None,
    max_errors: Share = 0.0,
    quiet: Quiet = False,
) -> None:
    """Turn problems of your own into tasks: GSM8K, MATH, HumanEval, MBPP and the like."""
    from assay.pipelines.import_rows import FIELDS
    from assay.pipelines.import_tasks import import_tasks
    from assay.pipelines.progress import Progress
    from assay.pipelines.rollout_rows import parse_columns

    wanted = parse_columns(columns, FIELDS)
    with lock(Path(out)), Progress(quiet) as progress:
        found = import_tasks(
            source=source,
            out=out,
            family=family,
            style=style,
            columns=wanted,
            kind=kind,
            level=level,
            split=split,
            max_errors=max_errors,
            progress=progress,
        )
    show(found)

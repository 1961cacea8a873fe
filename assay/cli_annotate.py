"""The commands for steps labelled by people: `annotate` and `stepwise`; `cli` takes them in.

assay annotate data/runs/r --annotator ann
assay annotate data/runs/r --agreement
assay annotate data/runs/r --annotator ann --export data/human
assay stepwise --from processbench --to table math.json --out data/processbench
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from assay.cli_options import Seed, Share, show
from assay.core.errors import UsageError


def annotate(
    folder: Annotated[Path, typer.Argument(help="Folder of a run, with tasks and solutions.")],
    annotator: Annotated[str | None, typer.Option(help="Who labels, or whose labels.")] = None,
    agreement: Annotated[
        bool, typer.Option("--agreement", help="Compare labels with the automatic ones.")
    ] = False,
    export: Annotated[
        Path | None, typer.Option(help="New folder for the labels as tables; serve nothing.")
    ] = None,
    order: Annotated[
        Literal["random", "convincing"], typer.Option(help="convincing: wrong answers first.")
    ] = "random",
    seed: Seed = 0,
    prm: Annotated[
        str | None, typer.Option(help="Process reward model, for --order convincing.")
    ] = None,
    sampler: Annotated[str | None, typer.Option(help="Only this sampler's solutions.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="So many solutions at most.")] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show the automatic labels from the start.")
    ] = False,
    host: Annotated[str, typer.Option(help="Another than loopback needs a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0: any free one.")] = 8100,
    token_file: Annotated[Path | None, typer.Option(help="File with the page's token.")] = None,
) -> None:
    """Label the steps of a run's solutions by hand, in a page on this machine."""
    if agreement or export is not None:
        _read_labels(folder, annotator, export)
        return
    from assay.pipelines.annotate.settings import read_settings

    settings = read_settings(annotator, host, port, order, seed, sampler, limit, reveal, token_file)
    from assay.pipelines.annotate.server import annotate as stage

    scores = None
    if prm is not None and order == "random":
        raise UsageError("--prm makes the order: say --order convincing with it")
    if prm is not None:
        from assay.training.process_rm import steps_scorer

        scores = steps_scorer(prm)
    stage(folder, settings, lambda line: typer.echo(f"assay: {line}", err=True), scores)


def _read_labels(folder: Path, annotator: str | None, out: Path | None) -> None:
    """Export where there is an `out`, else tell how far labels agree."""
    from assay.pipelines.annotate.export import chosen

    names = chosen(folder, annotator)
    if out is None:
        from assay.pipelines.annotate.agreement import agreement as compare

        show(compare(folder, names))
        return
    from assay.pipelines.annotate.export import export as write

    show(write(folder, out, names))


def stepwise(
    source: Annotated[Path, typer.Argument(help="JSON or JSONL; a folder for table and run.")],
    layout_in: Annotated[
        Literal["trl", "prm800k", "math_shepherd", "processbench", "table", "run"],
        typer.Option("--from", help="Layout of the input."),
    ],
    layout_out: Annotated[
        Literal["trl", "prm800k", "math_shepherd", "processbench", "table"],
        typer.Option("--to", help="Layout of the output."),
    ],
    out: Annotated[Path, typer.Option(help="JSONL to write; a folder for table.")],
    max_errors: Share = 0.0,
) -> None:
    """Convert labelled steps between our table and the layouts that others use."""
    from assay.pipelines.stepwise.convert import convert

    show(convert(source, layout_in, out, layout_out, max_errors=max_errors))

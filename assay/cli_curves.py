"""The command that draws both curves of a recipe over seeds; `cli` takes it in.

assay curves recipes/curves-cpu.yaml --seeds 1,2,3
"""

from pathlib import Path
from typing import Annotated

import typer

from assay.cli_options import Changes, Quiet
from assay.core.errors import AssayError
from assay.core.store import lock


def curves(
    recipe: Annotated[Path, typer.Argument(help="A recipe, such as recipes/curves-cpu.yaml.")],
    seeds: Annotated[str, typer.Option(help="One run for each, in a folder of its own.")] = "1,2,3",
    out: Annotated[Path | None, typer.Option(help="Default: data/curves/<recipe>.")] = None,
    change: Changes = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=512, help="Seeds at a time; default: one a core.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Run a recipe for several seeds; plots, and a table of RL against its controls."""
    from assay.pipelines.curves.curves import curves as stage
    from assay.pipelines.curves.seeds import read_seeds
    from assay.pipelines.recipe import read_recipe

    read, wanted = read_recipe(recipe, change or []), read_seeds(seeds)
    folder = out or Path("data/curves") / read.name
    with lock(folder):
        done = stage(
            read,
            seeds=wanted,
            out=folder,
            workers=workers,
            say=lambda line: None if quiet else typer.echo(line, err=True),
        )
    typer.echo(done.tables, nl=False)
    typer.echo("\n".join(f"plot: {path}" for path in done.plots))
    if done.failures:
        lost = "; ".join(f"seed {seed}: {why}" for seed, why in done.failures.items())
        raise AssayError(f"some seeds failed and are in no figure: {lost}")

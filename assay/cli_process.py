"""The commands of process supervision: `monte-carlo` and `evaluate-steps`; `cli` takes them in.

assay monte-carlo --tasks DIR --solutions DIR --model data/sft --out data/mc
assay evaluate-steps --prm data/prm --orm data/orm --data DIR --unseen digit_chain --out data/eval
assay evaluate-steps --prm data/prm --processbench gsm8k.jsonl --tune other.jsonl --out data/eval
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from assay.cli_options import Changes, Out, Quiet, Seed, Tasks, show
from assay.core.store import lock


def monte_carlo(
    tasks: Tasks,
    solutions: Annotated[Path, typer.Option(help="Folder with a solutions table.")],
    model: Annotated[str, typer.Option(help="Hub id, folder, builtin:NAME or http://…/v1#NAME.")],
    out: Out,
    rollouts: Annotated[int, typer.Option(min=1, help="Roll-outs from one prefix.")] = 8,
    search: Annotated[
        Literal["binary", "plain"], typer.Option(help="Halve, or ask behind every line.")
    ] = "binary",
    threshold: Annotated[
        float, typer.Option(min=0, max=1, help="Right when more than this share ends right.")
    ] = 0.0,
    early_stop: Annotated[
        bool, typer.Option("--early-stop", help="Leave a prefix once it is decided.")
    ] = False,
    budget: Annotated[int | None, typer.Option(min=1, help="Roll-outs in all.")] = None,
    max_tokens: Annotated[int, typer.Option(min=1)] = 256,
    seed: Seed = 0,
    change: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Estimate the labels of steps by roll-outs of a model, beside the exact ones."""
    from assay.pipelines.monte_carlo import monte_carlo as stage
    from assay.pipelines.progress import Progress
    from assay.pipelines.recipe import bind, read_keywords

    with lock(out), Progress(quiet) as progress:
        given = {
            "tasks": tasks,
            "solutions": solutions,
            "model": model,
            "out": out,
            "rollouts": rollouts,
            "search": search,
            "threshold": threshold,
            "early_stop": early_stop,
            "budget": budget,
            "max_tokens": max_tokens,
            "seed": seed,
            "progress": progress,
        }
        show(stage(**bind("monte_carlo", stage, read_keywords(change or []), given, out)))


def evaluate_steps(
    out: Out,
    prm: Annotated[str | None, typer.Option(help="Folder of a process reward model.")] = None,
    orm: Annotated[str | None, typer.Option(help="An outcome reward model, used as one.")] = None,
    judge: Annotated[str | None, typer.Option(help="A model that is asked about steps.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of labelled solutions.")] = None,
    unseen: Annotated[str, typer.Option(help="A,B: families never trained on.")] = "",
    processbench: Annotated[Path | None, typer.Option(help="File in its layout.")] = None,
    tune: Annotated[
        Path | None, typer.Option(help="Such a file to choose the threshold on, not that one.")
    ] = None,
    change: Changes = None,
    quiet: Quiet = False,
) -> None:
    """Measure how well the first wrong step is found: F1, calibration, best of N."""
    from assay.pipelines.progress import Progress
    from assay.pipelines.run import train as stage_alone

    with lock(out), Progress(quiet) as progress:
        show(
            stage_alone(
                "evaluate_steps",
                changes=change or [],
                progress=progress,
                out=out,
                prm=prm,
                orm=orm,
                judge=judge,
                data=data,
                unseen=[name for name in unseen.split(",") if name] or None,
                processbench=processbench,
                tune=tune,
            )
        )

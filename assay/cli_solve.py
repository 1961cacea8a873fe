"""The command that answers one question by search; `cli` takes it in.

assay solve "4+5-8+3=" --model data/rl --prm data/prm --search vote --budget 1024
"""

from typing import Annotated, Literal

import typer

from assay.cli_options import Seed


def solve(
    question: Annotated[str, typer.Argument(help="What to solve.")],
    model: Annotated[str, typer.Option(help="Hub id, folder or builtin:NAME.")],
    prm: Annotated[str | None, typer.Option(help="Folder of a process reward model.")] = None,
    orm: Annotated[str | None, typer.Option(help="Folder of an outcome reward model.")] = None,
    search: Annotated[
        Literal["majority", "vote", "best", "beam", "tree", "longer"],
        typer.Option(help="How to spend the budget."),
    ] = "majority",
    budget: Annotated[int, typer.Option(min=1, help="Tokens to generate, about.")] = 1024,
    max_tokens: Annotated[int, typer.Option(min=1, help="Of one solution.")] = 256,
    temperature: Annotated[float, typer.Option(min=0.01, max=10)] = 1.0,
    seed: Seed = 0,
    threads: Annotated[int, typer.Option(min=1, max=512, help="Torch threads.")] = 1,
    show_thinking: Annotated[
        bool, typer.Option("--show-thinking", help="Print the chain of thought too.")
    ] = False,
) -> None:
    """Answer one question: several solutions, a search, a choice; the chain stays hidden."""
    from assay.pipelines.run import training_stages

    found = training_stages()["solve"](
        question,
        model=model,
        prm=prm,
        orm=orm,
        search=search,
        budget=budget,
        max_tokens=max_tokens,
        temperature=temperature,
        seed=seed,
        threads=threads,
    )
    if show_thinking:
        typer.echo(found.thinking)
    typer.echo(f"answer: {found.answer if found.answer is not None else 'none was stated'}")
    typer.echo(
        f"{found.solutions} solutions by {search}; the answer has {100 * found.share:.0f}% of the "
        f"weight; {found.thinking_tokens} thinking tokens, {found.answer_tokens} in the answer; "
        f"{found.flops:.3g} FLOPs"
    )

"""The command that writes tasks for other people's trainers; `cli` takes it in as `bridge`.

assay bridge verl --data data/t --out data/verl
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from assay.cli_options import Out, show
from assay.core.errors import UsageError
from assay.core.store import lock


def bridge(
    to: Annotated[Literal["trl", "verl", "verifiers"], typer.Argument(help="Whose trainer.")],
    data: Annotated[Path, typer.Option(help="Folder with tasks; for pairs with labels too.")],
    out: Out,
    families: Annotated[str, typer.Option(help="A,B; all, unless said.")] = "",
    levels: Annotated[str, typer.Option(help="1,2,3; all, unless said.")] = "",
    plain: Annotated[
        bool, typer.Option("--plain", help="trl: prompts as texts, not as chats.")
    ] = False,
    pairs: Annotated[
        int | None, typer.Option(min=1, max=1000, help="trl: pairs of solutions a task.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="verifiers: the package.")] = None,
) -> None:
    """Write tasks and their rewards for TRL, verl or verifiers."""
    from assay.training.bridges.export import export

    with lock(out):
        show(
            export(
                to,
                data=data,
                out=out,
                families=_words(families),
                levels=_numbers(levels),
                chat=False if plain else None,
                pairs=pairs,
                name=name,
            )
        )


def _words(text: str) -> list[str] | None:
    return [word for word in text.split(",") if word] or None


def _numbers(text: str) -> list[int] | None:
    try:
        return [int(word) for word in _words(text) or []] or None
    except ValueError:
        raise UsageError(f"levels {text!r}: expected numbers, as in 1,2,3") from None

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
    families: Annotated[str | None, typer.Option(help="A,B; all, unless said.")] = None,
    levels: Annotated[str | None, typer.Option(help="1,2,3; all, unless said.")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="trl: prompts as texts, not as chats.")
    ] = False,
    most_pairs: Annotated[
        int | None, typer.Option(min=1, max=1000, help="trl: pairs of solutions of one task.")
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
                families=_words("families", families),
                levels=_numbers(levels),
                chat=False if plain else None,
                pairs=most_pairs,
                name=name,
            )
        )


def _words(name: str, text: str | None) -> list[str] | None:
    words = None if text is None else [word for word in text.split(",") if word.strip()]
    if words == []:
        raise UsageError(f"{name} {text!r}: expected one or more, with commas between them")
    return words


def _numbers(text: str | None) -> list[int] | None:
    words = _words("levels", text)
    try:
        return None if words is None else [int(word) for word in words]
    except ValueError:
        raise UsageError(f"levels {text!r}: expected numbers, as in 1,2,3") from None

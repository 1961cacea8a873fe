"""The option types that commands share, and how a result is shown.

def command(out: Out, workers: Workers = 1) -> None: show({"rows": 3})
"""

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

SandboxName = Literal["docker", "local", "auto"]
Out = Annotated[Path, typer.Option(help="Folder to write to; gone on with when it exists.")]
Tasks = Annotated[Path, typer.Option(help="Folder with a tasks table.")]
Workers = Annotated[int, typer.Option(min=1, max=512, help="Processes; never changes the result.")]
Share = Annotated[float, typer.Option(min=0, max=1)]
Seed = Annotated[int, typer.Option(min=-(2**63), max=2**63 - 1)]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a keyword.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on standard error.")]


def show(data: Any) -> None:
    """Print data, or the fields of a dataclass, as JSON for people."""
    plain = asdict(data) if is_dataclass(data) and not isinstance(data, type) else data
    typer.echo(json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False))

"""What `assay annotate` was told, checked before anything is opened.

    read_settings("ann", port=0).host == "127.0.0.1"

The annotator's name is the name of a file, so it is made of few characters. On another address
than loopback a token is demanded, as the service demands one (serve/settings.py).
"""

import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from assay.core.errors import UsageError
from assay.pipelines.serve.settings import MOST_PORT, is_loopback, read_token

Order = Literal["random", "convincing"]
MOST_NAME = 64
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PACKAGES = ("starlette", "uvicorn")


@dataclass(frozen=True, slots=True)
class Settings:
    """`limit` is the number of solutions to label (None: all); `reveal`: automatic labels shown."""

    annotator: str
    host: str
    port: int
    order: Order
    seed: int
    sampler: str | None
    limit: int | None
    reveal: bool
    token: bytes | None = field(repr=False)


def read_settings(
    annotator: str | None,
    host: str = "127.0.0.1",
    port: int = 8100,
    order: Order = "random",
    seed: int = 0,
    sampler: str | None = None,
    limit: int | None = None,
    reveal: bool = False,
    token_file: Path | None = None,
) -> Settings:
    """Check everything that can be wrong; raises UsageError that names it and what is allowed."""
    name = annotator_name(annotator)
    for package in _PACKAGES:
        if find_spec(package) is None:
            raise UsageError(f"assay annotate needs {package}: pip install 'assay[serve]'")
    if not 0 <= port <= MOST_PORT:
        raise UsageError(f"port is {port}; 0 to {MOST_PORT} are allowed")
    if limit is not None and limit < 1:
        raise UsageError(f"limit is {limit}; 1 or more are allowed")
    token = None if token_file is None else read_token(token_file)
    if token is None and not is_loopback(host):
        raise UsageError(
            f"host {host[:100]!r} is not this machine alone (127.0.0.1, ::1, localhost); "
            "give a --token-file, or anybody could read the run and label it"
        )
    return Settings(name, host, port, order, seed, sampler, limit, reveal, token)


def annotator_name(name: str | None) -> str:
    """A name that can be a file's. Raises UsageError for another, or for none."""
    if name is None:
        raise UsageError("say who labels: --annotator NAME (or ask for --agreement or --export)")
    if len(name) > MOST_NAME or not _NAME.fullmatch(name):
        raise UsageError(
            f"annotator {name[:MOST_NAME]!r}: letters, digits, '.', '_' and '-' are allowed, "
            f"at most {MOST_NAME}, the first a letter or a digit"
        )
    return name

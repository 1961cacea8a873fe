"""What the service was told, checked before anything is opened.

    read_settings(port=0, workers=2).host == "127.0.0.1"

On another address than loopback a token is required. It is read from a file, so that it stands on
no command line, and it is in no message, repr or log.
"""

import ipaddress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from assay.core.errors import UsageError

LEAST_TOKEN, MOST_TOKEN = 16, 4096
MOST_PORT = 65_535
MOST_DEADLINE_S = 86_400
MOST_BODY_MB = 1024
_PACKAGES = ("starlette", "uvicorn", "prometheus_client")


@dataclass(frozen=True, slots=True)
class Settings:
    """`queue` is the places of each queue; `deadline_s` seconds; `body_bytes` the largest body."""

    host: str
    port: int
    sandbox: str
    workers: int
    queue: int
    deadline_s: float
    body_bytes: int
    token: bytes | None = field(repr=False)


def read_settings(
    host: str = "127.0.0.1",
    port: int = 8000,
    sandbox: str = "auto",
    workers: int = 1,
    queue: int = 1024,
    token_file: Path | None = None,
    deadline: int = 300,
    body_mb: int = 16,
) -> Settings:
    """Check everything that can be wrong; raises UsageError that names it and what is allowed."""
    for name in _PACKAGES:
        if find_spec(name) is None:
            raise UsageError(f"assay serve needs {name}: pip install 'assay[serve]'")
    _within("port", port, 0, MOST_PORT)
    _within("workers", workers, 1, 512)
    _within("queue", queue, 1, 1_000_000)
    _within("deadline", deadline, 1, MOST_DEADLINE_S)
    _within("body-mb", body_mb, 1, MOST_BODY_MB)
    token = None if token_file is None else read_token(token_file)
    if token is None and not is_loopback(host):
        raise UsageError(
            f"host {host[:100]!r} is not this machine alone (127.0.0.1, ::1, localhost); "
            "give a --token-file, or it could run programs for anybody"
        )
    return Settings(host, port, sandbox, workers, queue, deadline, body_mb << 20, token)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address; no name but `localhost` is believed."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _within(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise UsageError(f"{name} is {value}; {least} to {most} are allowed")


def read_token(path: Path) -> bytes:
    """The token that a file holds. Raises UsageError for one too short or of odd characters."""
    shown = repr(str(path)[:200])
    try:
        if not path.is_file():
            raise UsageError(f"token file {shown} is no file that can be read")
        with path.open("rb") as file:
            token = file.read(MOST_TOKEN + 2).strip()
    except (OSError, ValueError) as error:
        raise UsageError(f"token file {shown} cannot be read: {error}") from None
    if not LEAST_TOKEN <= len(token) <= MOST_TOKEN:
        raise UsageError(
            f"the token in {shown} has {len(token)} characters; "
            f"{LEAST_TOKEN} to {MOST_TOKEN} are allowed"
        )
    if any(not 33 <= byte <= 126 for byte in token):
        raise UsageError(f"the token in {shown} holds more than printable ASCII without spaces")
    return token

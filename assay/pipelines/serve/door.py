"""The port: bound before anything slow is opened, so that a taken one is said at once.

    door = bound("127.0.0.1", 0)
    shown(door)                     # "127.0.0.1:40123"

Nothing listens yet; that is the server's to begin, set up by `quiet_config`.
"""

import logging
import socket
from typing import Any

import uvicorn

from assay.core.errors import UsageError


def bound(host: str, port: int) -> socket.socket:
    """A socket on that address; port 0 is any free one. Raises UsageError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or asyncio does not switch Nagle's delay off and each answer waits 40 ms.
    door = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))
    except (OSError, UnicodeError) as error:
        door.close()
        raise UsageError(f"cannot listen on {host[:100]!r} port {port}: {error}") from None
    return door


def shown(door: socket.socket) -> str:
    """Its address as it stands in a URL."""
    host, port = door.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def quiet_config(app: Any, host: str, port: int, grace_s: int) -> uvicorn.Config:
    """How uvicorn serves an app of ours: nothing logged, no word of what it is, signals heard."""
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=grace_s,
    )

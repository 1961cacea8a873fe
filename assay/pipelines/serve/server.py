"""Opens everything, serves until a signal, closes everything.

    serve(read_settings(port=8000), say=print)         # returns by a signal alone

The port is bound before the sandbox opens, so that a taken one is said at once, and listened to
when everything is ready. SIGTERM and SIGINT: no new request, those in work have a grace, what is
still owed then is answered as a debt, and no process or container stays.
"""

import resource
import socket
from collections.abc import Callable
from contextlib import ExitStack, suppress

import uvicorn

from assay.pipelines.serve.app import build_app
from assay.pipelines.serve.checks import CheckPool
from assay.pipelines.serve.desk import GRACE_S, Desk
from assay.pipelines.serve.door import bound, quiet_config, shown
from assay.pipelines.serve.lane import Lane
from assay.pipelines.serve.metrics import Metrics
from assay.pipelines.serve.settings import Settings
from assay.sandbox import open_sandbox

_AFTER_GRACE_S = 5
_FILES = 65_536


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Serve until a signal comes; then its usual effect follows, when everything is closed.

    Raises UsageError for an address that cannot be had, SandboxUnavailable for a sandbox.
    """
    with ExitStack() as stack:
        lanes = [Lane(name, settings.workers, settings.queue) for name in ("check", "judge")]
        for lane in lanes:
            stack.callback(lane.join)
        door = stack.enter_context(bound(settings.host, settings.port))
        metrics = Metrics()
        sandbox = stack.enter_context(open_sandbox(settings.sandbox, workers=settings.workers))
        pool = stack.enter_context(CheckPool(settings.workers, metrics.replaced.inc))
        _more_files()
        desk = Desk(settings, lanes, pool, sandbox, metrics)
        for lane in lanes:
            stack.callback(lane.cancel)
        grace = int(GRACE_S) + _AFTER_GRACE_S
        config = quiet_config(build_app(desk), settings.host, settings.port, grace)
        ready = (
            f"serving on http://{shown(door)} (isolation {sandbox.isolation}, "
            f"{settings.workers} workers, token {'needed' if settings.token else 'none'})"
        )
        _Server(config, desk, lambda: say(ready)).run(sockets=[door])


class _Server(uvicorn.Server):
    """uvicorn's server; says when it listens, and tells the desk when it is asked to end."""

    def __init__(self, config: uvicorn.Config, desk: Desk, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._desk = desk
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door, and only then say so."""
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the door, let those inside finish."""
        self._desk.stop()
        await super().shutdown(sockets)


def _more_files() -> None:
    """A connection is a descriptor; the usual 1,024 would be the limit before the queue is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))

"""Opens the run, the journal and the port, and serves the page until a signal.

    annotate(Path("data/runs/r"), read_settings("ann"), say=print)      # returns by a signal alone

The port is bound before the run is read, so that a taken one is said at once. SIGTERM and SIGINT:
the change in work is kept and answered, then the server ends. Nothing needs to be saved at the end:
what was answered is on the disk already.
"""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import uvicorn

from assay.pipelines.annotate.app import build_app
from assay.pipelines.annotate.desk import Desk
from assay.pipelines.annotate.items import read_items
from assay.pipelines.annotate.journal import Journal
from assay.pipelines.annotate.order import Scores, ordered
from assay.pipelines.annotate.settings import Settings
from assay.pipelines.serve.door import bound, quiet_config, shown

_GRACE_S = 5


def annotate(
    folder: Path, settings: Settings, say: Callable[[str], None], scores: Scores | None = None
) -> None:
    """Serve the page until a signal comes; then its usual effect follows.

    Raises UsageError for a run without solutions or an address that cannot be had, LockHeld when
    the annotator's journal is open elsewhere.
    """
    with ExitStack() as stack:
        door = stack.enter_context(bound(settings.host, settings.port))
        found = ordered(read_items(folder, settings.sampler), settings.order, settings.seed, scores)
        journal = stack.enter_context(Journal(folder, settings.annotator))
        desk = Desk(settings, found, journal)
        told = desk.overview()
        say(
            f"{told['done']} of {told['total']} solutions labelled by {settings.annotator}, "
            f"{told['skipped']} skipped; order: {found.why}"
        )
        ready = f"serving on http://{shown(door)} (token {'needed' if settings.token else 'none'})"
        _Server(config_of(settings, desk), lambda: say(ready)).run(sockets=[door])


def config_of(settings: Settings, desk: Desk) -> uvicorn.Config:
    """How uvicorn serves the desk."""
    return quiet_config(build_app(desk), settings.host, settings.port, _GRACE_S)


class _Server(uvicorn.Server):
    """uvicorn's server; says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door, and only then say so."""
        await super().startup(sockets)
        self._ready()

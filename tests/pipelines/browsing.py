"""A real page server in a process of its own, and a real headless browser in front of it.

with page_server(run, "--annotator", "ann") as served, a_browser() as browser:
    with open_page(browser, served.url) as page: ...
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from assay.pipelines.annotate.desk import Desk
from assay.pipelines.annotate.items import read_items
from assay.pipelines.annotate.journal import Journal
from assay.pipelines.annotate.order import ordered
from assay.pipelines.annotate.server import config_of
from assay.pipelines.annotate.settings import read_settings
from assay.pipelines.serve.door import bound, shown

REQUIRED = os.environ.get("ASSAY_REQUIRE_BROWSER") == "1"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Served:
    """A running server; `restart` starts it again on the same port."""

    run: Path
    options: tuple[str, ...]
    errors: Path
    process: subprocess.Popen[bytes]
    url: str

    @property
    def log(self) -> str:
        """What it has said since it was started."""
        return self.errors.read_text()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        """The same command on the port that it had."""
        port = self.url.rpartition(":")[2]
        self.process, self.url = _started(self.run, self.options, self.errors, port)


def _started(
    run: Path, options: tuple[str, ...], errors: Path, port: str
) -> tuple[subprocess.Popen[bytes], str]:
    command = [sys.executable, "-m", "assay.cli", "annotate", str(run), "--port", port, *options]
    with errors.open("wb") as sink:
        process = subprocess.Popen(command, stderr=sink)
    end = time.monotonic() + 120
    while "serving on" not in errors.read_text() and process.poll() is None:
        assert time.monotonic() < end, errors.read_text()
        time.sleep(0.05)
    said = errors.read_text()
    assert "serving on" in said, said
    return process, said.split("serving on ")[1].split()[0]


@contextmanager
def page_server(run: Path, *options: str) -> Iterator[Served]:
    """`assay annotate` on a free port of loopback, ended by SIGTERM."""
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "errors"
        served = Served(run, options, errors, *_started(run, options, errors, "0"))
        try:
            yield served
        finally:
            served.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                served.process.wait(30)
            served.process.kill()
            served.process.wait()


@contextmanager
def page_thread(run: Path, annotator: str, limit: int | None = None) -> Iterator[str]:
    """The same server in a thread of this process, which starts at once; its URL."""
    settings = read_settings(annotator, port=0, limit=limit)
    with bound(settings.host, 0) as door, Journal(run, annotator) as journal:
        desk = Desk(settings, ordered(read_items(run), "random", 0, None), journal)
        server = uvicorn.Server(config_of(settings, desk))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            yield f"http://{shown(door)}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def a_browser() -> Iterator[Any]:
    """A headless Chromium; skipped where there is none unless ASSAY_REQUIRE_BROWSER=1."""
    if not CHROMIUM.exists() and not REQUIRED:
        pytest.skip(f"no browser at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), headless=True, args=FLAGS
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(browser: Any, url: str, **context: Any) -> Iterator[Any]:
    """A page in a window of its own, at `url`."""
    window = browser.new_context(**context)
    try:
        page = window.new_page()
        page.set_default_timeout(60_000)
        page.goto(url)
        yield page
    finally:
        window.close()

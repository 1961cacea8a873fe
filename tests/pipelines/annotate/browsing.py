"""A real page server in a process of its own, and a real headless browser in front of it.

with page_server(run, "--annotator", "ann") as served, browser_page(served.url) as page: ...
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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
def browser_page(url: str, **context: Any) -> Iterator[Any]:
    """A page of a headless Chromium; what its console complains of fails the test."""
    if not CHROMIUM.exists() and not REQUIRED:
        pytest.skip(f"no browser at {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), headless=True, args=FLAGS
        )
        try:
            page = browser.new_context(**context).new_page()
            page.set_default_timeout(60_000)
            page.goto(url)
            yield page
        finally:
            browser.close()

"""What all tests share: Hypothesis without deadlines, since the machines are busy and noisy, an
interrupt that is heard, also where the tests run in the background of a shell that ignores it, and
one local sandbox."""

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from assay.core.errors import SandboxUnavailable
from assay.sandbox import Sandbox, open_sandbox

settings.register_profile("assay", deadline=None)
settings.load_profile("assay")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def local() -> Iterator[Sandbox]:
    """The embedded backend; tests are skipped where the machine refuses it."""
    try:
        opened = open_sandbox("local")
    except SandboxUnavailable as refused:
        pytest.skip(str(refused))
    with opened:
        yield opened

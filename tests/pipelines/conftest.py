"""What the tests of the pipelines share: one local sandbox a module."""

from collections.abc import Iterator

import pytest

from assay.core.errors import SandboxUnavailable
from assay.sandbox import Sandbox, open_sandbox


@pytest.fixture(scope="module")
def local() -> Iterator[Sandbox]:
    try:
        opened = open_sandbox("local")
    except SandboxUnavailable as refused:
        pytest.skip(str(refused))
    with opened:
        yield opened

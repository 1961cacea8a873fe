"""Opening the backends that tests run on; Docker ones skip without an engine.

With ASSAY_REQUIRE_DOCKER=1 a missing engine or image fails instead of skipping.
"""

import os

import pytest

from assay.core.errors import SandboxUnavailable
from assay.sandbox import Sandbox, open_sandbox

BACKENDS = ["local", pytest.param("docker", marks=pytest.mark.docker)]


def opened(name: str, workers: int = 1) -> Sandbox:
    """The sandbox of that backend; skips where there is no engine, unless one is required."""
    try:
        return open_sandbox(name, workers=workers)
    except SandboxUnavailable as error:
        if name == "docker" and os.environ.get("ASSAY_REQUIRE_DOCKER") != "1":
            pytest.skip(f"no Docker sandbox: {error}")
        raise

"""Sandboxes that the tests of this folder share, opened once."""

from collections.abc import Iterator

import pytest
from backends import BACKENDS, opened

from assay.sandbox import Sandbox


@pytest.fixture(scope="session", params=BACKENDS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """One sandbox with one supervisor, shared by all tests of its backend."""
    with opened(request.param) as made:
        yield made


@pytest.fixture(scope="session")
def local() -> Iterator[Sandbox]:
    """The embedded backend alone."""
    with opened("local") as made:
        yield made

"""A service that the tests of this folder share."""

from collections.abc import Iterator

import pytest
from serving import Served, service


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The local backend, two workers, no token."""
    with service("--workers", "2") as running:
        yield running

"""Memory of processes that share pages counts when two readings agree that it is too much."""

from types import SimpleNamespace
from typing import Any

import pytest

from assay.sandbox.inside import case, census

MOST = 256 << 20
CENSUS = census.Usage(0.1, 600 << 20, {2: 0.1, 3: 0.0}, {2: 300 << 20, 3: 300 << 20})


@pytest.mark.parametrize(
    ("readings", "over"),
    [([100, 999], False), ([300, 100], False), ([300, 290], True), ([257, 900], True)],
)
def test_only_two_readings_over_the_limit_are_over_it(
    readings: list[int], over: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [megabytes << 20 for megabytes in readings]
    monkeypatch.setattr(census, "proportional", lambda usage, uid, most: left.pop(0))
    monkeypatch.setattr(case, "_census", lambda setup: CENSUS)
    job: Any = SimpleNamespace(memory=MOST)
    setup: Any = SimpleNamespace(uid=None, spaces=True)
    assert (case._exact(setup, job, case.Watch(), CENSUS) > MOST) is over

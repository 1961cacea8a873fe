"""Hostile programs: no forged pass, and the expected verdict, on both backends."""

import platform

import pytest
from hostile import HOSTILE, request_of

from assay.sandbox import Sandbox
from assay.sandbox.judge import judge


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_programs_get_their_verdict(sandbox: Sandbox, name: str) -> None:
    hostile = HOSTILE[name]
    if name.startswith("call:") and platform.machine() != "x86_64":
        pytest.skip("the numbers of these calls are for x86-64")
    row = judge(sandbox, request_of(hostile))
    assert row["verdict"] in hostile.verdicts, row

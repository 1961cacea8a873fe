"""Hostile programs: no forged pass, and the expected verdict, on both backends."""

import platform

import pytest
from hostile import EVERY, HOSTILE, request_of
from hostile_values import CHEATS

from assay.sandbox import Sandbox
from assay.sandbox.judge import judge

QUICK = [*HOSTILE, *CHEATS]


def _holds(sandbox: Sandbox, name: str) -> None:
    hostile = EVERY[name]
    if name.startswith("call:") and platform.machine() != "x86_64":
        pytest.skip("the numbers of these calls are for x86-64")
    row = judge(sandbox, request_of(hostile))
    assert row["verdict"] in hostile.verdicts, row


@pytest.mark.parametrize("name", QUICK)
def test_hostile_programs_get_their_verdict(sandbox: Sandbox, name: str) -> None:
    _holds(sandbox, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in EVERY if name not in QUICK])
def test_bombs_and_foreign_programs_get_their_verdict(sandbox: Sandbox, name: str) -> None:
    _holds(sandbox, name)

"""docs/cron.md says what the code does: commands, options, exit codes and the lock's sentence."""

import re
from pathlib import Path

import pytest
from cli_fuzz_cases import commands

from assay.core import errors
from assay.core.errors import LockHeld
from assay.core.store import lock
from assay.exits import INTERRUPTED

TEXT = (Path(__file__).parents[1] / "docs/cron.md").read_text()


def test_every_command_line_in_it_exists() -> None:
    known = {" ".join(c.path): {option.flag for option in c.options} for c in commands()}
    found = re.findall(r"(?:/|\b)assay ((?:run|report|publish)\b[^`\n>&]*)", TEXT)
    assert len(found) >= 5
    for line in found:
        words = line.split()
        assert {word for word in words if word.startswith("--")} <= known[words[0]]


def test_every_exit_code_is_in_the_table() -> None:
    rows = {int(code) for code in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)}
    classes = [value for value in vars(errors).values() if hasattr(value, "exit_code")]
    assert {value.exit_code for value in classes} | {0, INTERRUPTED, 143} == rows


def test_the_locks_sentence(tmp_path: Path) -> None:
    said = TEXT.split("assay: another run holds ")[1].splitlines()[0]
    with lock(tmp_path), pytest.raises(LockHeld) as caught, lock(tmp_path):
        pass
    assert str(caught.value).endswith(said.split("/.lock")[1])


def test_systemd_units_have_their_sections() -> None:
    for section in ("[Unit]", "[Service]", "[Timer]", "[Install]"):
        assert f"    {section}\n" in TEXT
    assert "SuccessExitStatus=75" in TEXT and "Persistent=true" in TEXT

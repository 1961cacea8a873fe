"""The command line as a whole: light, documented, and the README tells the truth about it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assay.cli import app

ROOT = Path(__file__).parent.parent
HEAVY = {"torch", "transformers", "datasets", "starlette", "uvicorn", "prometheus_client"}
COMMANDS = {
    c.name or c.callback.__name__.replace("_", "-"): c.callback.__doc__
    for c in app.registered_commands
}


def _modules_after(*arguments: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    code = (
        "import sys, json\nfrom assay import cli\nsys.argv = ['assay', *json.loads(sys.argv[1])]\n"
        "try:\n    cli.main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        "print('\\n' + json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", code, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("command", ["--help", "families", "generate", "check"])
def test_light_commands_stay_light(command: str, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"id": 1, "gold": "x+1", "candidate": "1+x", "form": "expr"}\n')
    arguments = {
        "generate": ["--families", "chain_symbols", "--count", "2", "--out", str(tmp_path / "o")],
        "check": ["--pairs", str(pairs), "--out", str(tmp_path / "v.jsonl")],
    }
    assert not _modules_after(command, *arguments.get(command, [])) & HEAVY


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_place_in_the_readme(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert COMMANDS[command]
    assert re.search(rf"\bassay {command}\b", (ROOT / "README.md").read_text())


def test_readme_names_files_that_exist() -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 150
    for name in re.findall(r"\((docs/[\w.]+)\)|`(assay/[\w/.]+)`|(recipes/[\w.-]+)", text):
        assert (ROOT / "".join(name)).exists(), name


def test_families_as_json() -> None:
    listed = json.loads(CliRunner().invoke(app, ["families", "--json"]).stdout)
    assert {"name", "area", "domain", "answer_kind", "levels", "has_steps", "has_oracle"} < set(
        listed[0]
    )
    assert all(set(entry["capacity"]) == {str(level) for level in range(1, 11)} for entry in listed)
    assert {entry["area"] for entry in listed} == {"math", "code", "text"}

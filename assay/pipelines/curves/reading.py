"""What one run has written, as `assay curves` needs it.

    run = read_run(Path("data/curves/q/seed-1"), groups)
    run.rates["rl"]["held_out"]               # {task_id: share of right solutions}

Reads `evaluations/`, `details/`, `searches/`, `models/*/training.json` and `log.jsonl`, and the
tasks' families and levels. A file that is not there means that the recipe did not ask for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.core.canonical import loads
from assay.core.errors import UsageError
from assay.core.store import open_table
from assay.pipelines.curves.groups import Group

START, MAIN, HEADLINE = "sft", "rl", "held_out"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """One seed's run: `rates` by arm, group and task; the rest as it stands in the files."""

    seed: int
    group_of: Mapping[str, str]
    rates: Mapping[str, Mapping[str, Mapping[str, float]]]
    details: Mapping[str, Json]
    searches: Mapping[str, Json]
    trained: Mapping[str, Json]
    logs: Mapping[str, list[Json]]


def read_run(folder: Path, seed: int, groups: Mapping[str, Group]) -> Run:
    """Raises UsageError when `evaluate` has not measured both the start and the RL policy."""
    group_of = _grouped(folder, groups)
    measured = {
        path.stem: loads(path.read_text()) for path in (folder / "evaluations").glob("*.json")
    }
    for name in (START, MAIN):
        if name not in measured:
            raise UsageError(
                f"{folder}: no evaluation is called {name!r}; curves compare {START!r}, where all "
                f"trainings start, with {MAIN!r}"
            )
    order = [START, MAIN, *sorted(set(measured) - {START, MAIN})]
    rates = {name: _by_group(measured[name]["tasks"], group_of, groups) for name in order}
    models = [path.parent for path in sorted(folder.glob("models/*/training.json"))]
    return Run(
        seed=seed,
        group_of=group_of,
        rates=rates,
        details=_files(folder / "details"),
        searches=_files(folder / "searches"),
        trained={model.name: loads((model / "training.json").read_text()) for model in models},
        logs={model.name: _lines(model / "log.jsonl") for model in models},
    )


def _grouped(folder: Path, groups: Mapping[str, Group]) -> dict[str, str]:
    table = open_table(folder, "tasks").select(["task_id", "family", "level"])
    found = {}
    for row in table.to_pylist():
        for name, group in groups.items():
            if group.holds(row["family"], row["level"]):
                found[row["task_id"]] = name
    return found


def _by_group(
    rates: Mapping[str, float], group_of: Mapping[str, str], groups: Mapping[str, Group]
) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {name: {} for name in groups}
    for task, rate in rates.items():
        if task in group_of:
            found[group_of[task]][task] = rate
    return found


def _files(folder: Path) -> dict[str, Json]:
    return {path.stem: loads(path.read_text()) for path in sorted(folder.glob("*.json"))}


def _lines(path: Path) -> list[Json]:
    return [loads(line) for line in path.read_text().splitlines()] if path.exists() else []

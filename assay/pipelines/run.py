"""A whole run from a recipe: every stage in its order, in one folder that can be gone on with.

    run(read_recipe(Path("recipes/smollm2.yaml"), []), out=Path("data/runs/smollm2"))

This is the only file that knows the order of the stages. Each stage looks at what the folder holds
and does what is missing, so a run that was killed is finished by the same command. What is not the
same from run to run (times, host, workers, git state, what was skipped) goes to run.json and to
the `timings` table.
"""

import os
import platform
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assay.core.canonical import dumps, loads
from assay.core.errors import TooManyBadRows, UsageError, unknown
from assay.core.store import drop_damaged, read_manifest, write_bytes
from assay.pipelines.curate import curate
from assay.pipelines.generate import generate
from assay.pipelines.label import Labelled, label
from assay.pipelines.mutants import mutants
from assay.pipelines.progress import Progress
from assay.pipelines.recipe import Recipe, bind
from assay.pipelines.report import report
from assay.pipelines.sample import sample
from assay.pipelines.vet import Vetted, vet

STAGES: Mapping[str, Callable[..., Any]] = {
    "generate": generate,
    "vet": vet,
    "sample": sample,
    "mutants": mutants,
    "label": label,
    "curate": curate,
}
PACKAGES = ("assay", "pyarrow", "sympy", "python-flint", "hypothesis", "datasets")
TIMINGS = pa.schema(
    [
        ("stage", pa.string()),
        ("seconds", pa.float64()),
        ("host", pa.string()),
        ("workers", pa.int32()),
    ]
)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a stage with everything it needs."""

    stage: str
    function: Callable[..., Any]
    keywords: Mapping[str, Any]


def run(
    recipe: Recipe,
    *,
    out: Path,
    append: bool = False,
    workers: int = 1,
    max_errors: float | None = None,
    max_undecided: float | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Run the recipe in `out` (whose lock the caller holds); returns the report.

    Raises UsageError for a recipe that does not fit the stages and for a folder that holds another
    recipe's run; TooManyBadRows at the very end.
    """
    tracker = progress or Progress()
    state = _State(out, recipe)
    calls = plan(recipe, out, state.finished, workers, tracker)
    limits = {"max_errors": max_errors, "max_undecided": max_undecided}
    if not state.begin(append) and not drop_damaged(out):
        return _written_report(out) or report(out)
    write_bytes(out / "recipe.yaml", recipe.as_yaml().encode("utf-8", "replace"))
    try:
        complaint = _make(calls, limits, state, tracker)
    except UsageError:
        if not read_manifest(out):
            state.withdraw()
        raise
    state.record(tracker.seconds, workers)
    written = report(out)
    state.finish()
    if complaint is not None:
        raise complaint
    return written


def _written_report(out: Path) -> dict[str, Any] | None:
    """What report.json holds; None when it is gone or damaged."""
    try:
        found = loads((out / "report.json").read_bytes().decode())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "verdicts" in found else None


def _make(
    calls: list[Call], limits: Mapping[str, float | None], state: "_State", tracker: Progress
) -> TooManyBadRows | None:
    """Make every call; returns the first complaint about bad rows, which ends no run."""
    complaint = None
    for call in calls:
        tracker.say(f"{call.stage} …")
        given = {k: v for k, v in limits.items() if v is not None and call.stage == "label"}
        try:
            state.note(call.function(**{**call.keywords, **given}))
        except TooManyBadRows as too_many:
            complaint = complaint or too_many
    return complaint


def check_recipe(recipe: Recipe, out: Path) -> None:
    """Raise UsageError unless the recipe fits the stages; touches nothing."""
    plan(recipe, out, 0, 1, Progress())


def plan(
    recipe: Recipe, out: Path, batch_number: int, workers: int, progress: Progress
) -> list[Call]:
    """The calls of a recipe in the order of the stages, all checked before the first is made."""
    for stage in recipe.stages:
        if stage not in STAGES:
            raise unknown("stage", stage, STAGES)
    given = {
        "tasks": out,
        "solutions": out,
        "data": out,
        "out": out,
        "append": False,
        "batch_number": batch_number,
        "beside": True,
        "workers": workers,
        "progress": progress,
    }
    calls = []
    for stage, function in STAGES.items():
        for keywords in recipe.stages.get(stage, []):
            seeded = {"seed": recipe.seed, **keywords} if _takes_seed(function) else keywords
            calls.append(Call(stage, function, bind(stage, function, seeded, given, out)))
    return calls


def _takes_seed(function: Callable[..., Any]) -> bool:
    return "seed" in function.__annotations__


def _read_state(path: Path) -> dict[str, Any]:
    try:
        found = loads(path.read_bytes().decode())
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None
    if not isinstance(found, dict) or not {"recipe", "key", "finished", "open"} <= set(found):
        raise UsageError(f"{path} belongs to no run of ours; remove it or choose another --out")
    return found


class _State:
    """run.json: which recipe the folder belongs to, how often it was finished, and the clocks."""

    def __init__(self, out: Path, recipe: Recipe) -> None:
        self._path = out / "run.json"
        self._out = out
        self._data: dict[str, Any] = {
            "recipe": recipe.name,
            "key": recipe.key(),
            "finished": 0,
            "open": False,
        }
        if self._path.exists():
            self._data = _read_state(self._path)
            if self._data["key"] != recipe.key():
                raise UsageError(
                    f"{str(out)!r} holds a run of {self._data['recipe']!r} made with other "
                    "settings; choose another --out, or remove that folder"
                )
        self._skipped: list[Mapping[str, str]] = []

    @property
    def finished(self) -> int:
        """How often the run has come to its end: once, and once more for every --append."""
        return int(self._data["finished"])

    def begin(self, append: bool) -> bool:
        """Whether there is work: the first time, when one was cut off, or for `append`."""
        if self.finished and not append and not self._data["open"]:
            return False
        self._data["open"] = True
        self.save()
        return True

    def withdraw(self) -> None:
        """Leave the folder to another recipe: nothing was made with this one."""
        for name in ("run.json", "recipe.yaml"):
            (self._out / name).unlink(missing_ok=True)

    def note(self, result: Any) -> None:
        """Keep what a stage skipped."""
        if isinstance(result, Labelled | Vetted):
            self._skipped += result.skipped

    def finish(self) -> None:
        """Count the run as finished."""
        self._data |= {"finished": self.finished + bool(self._data["open"]), "open": False}
        self.save()

    def record(self, seconds: Mapping[str, float], workers: int) -> None:
        """Write the clocks, what was skipped, and where this ran."""
        before = self._data.get("seconds", {})
        total = {s: round(before.get(s, 0) + seconds.get(s, 0), 3) for s in {**before, **seconds}}
        self._data |= {
            "seconds": total,
            "skipped": self._skipped,
            "workers": workers,
            "host": platform.node(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.platform()}",
            "python": platform.python_version(),
            "packages": {name: version(name) for name in PACKAGES},
            "git": _git_state(),
        }
        self.save()
        _write_timings(self._out, seconds, workers)

    def save(self) -> None:
        """Write run.json, whole or not at all."""
        write_bytes(self._path, (dumps(self._data) + "\n").encode())


def _git_state() -> str | None:
    """The commit of the source tree, with `+` when it has changes; None outside a checkout."""
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty=+"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found.stdout.strip() or None


def _write_timings(out: Path, seconds: Mapping[str, float], workers: int) -> None:
    rows = [
        {"stage": stage, "seconds": spent, "host": platform.node(), "workers": workers}
        for stage, spent in seconds.items()
    ]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=TIMINGS), sink)
    number = len(list((out / "timings").glob("part-*.parquet")))
    write_bytes(out / "timings" / f"part-{number:05d}.parquet", sink.getvalue().to_pybytes())

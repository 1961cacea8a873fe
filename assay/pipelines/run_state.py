"""What a run is not the same in from time to time: run.json and the `timings` table.

    state = RunState(folder, recipe)
    if state.begin(append=False): ...; state.record(seconds, workers); state.finish()

Which recipe the folder belongs to, how often it came to its end, how long each stage took, on what
machine, and what was skipped and why. None of it ever stands in the tables of the data.
"""

import os
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assay.core.canonical import dumps, loads
from assay.core.errors import UsageError
from assay.core.store import write_bytes
from assay.pipelines.label import Labelled
from assay.pipelines.recipe import Recipe
from assay.pipelines.vet import Vetted

PACKAGES = ("assay", "pyarrow", "sympy", "python-flint", "hypothesis", "datasets")
TIMINGS = pa.schema(
    [
        ("stage", pa.string()),
        ("seconds", pa.float64()),
        ("host", pa.string()),
        ("workers", pa.int32()),
    ]
)


class RunState:
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


def _read_state(path: Path) -> dict[str, Any]:
    try:
        found = loads(path.read_bytes().decode())
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None
    if not isinstance(found, dict) or not {"recipe", "key", "finished", "open"} <= set(found):
        raise UsageError(f"{path} belongs to no run of ours; remove it or choose another --out")
    return found


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

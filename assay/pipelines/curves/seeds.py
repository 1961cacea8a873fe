"""A recipe run once for each seed, every run in a process of its own, some at a time.

    done = run_seeds(recipe, (1, 2, 3), out=Path("data/curves/q"), workers=2, say=print)
    done.folders, done.failures            # {1: …/seed-1, 2: …/seed-2}, {3: "out of memory"}

A run has one worker and, by the recipe, its torch threads, so what it writes does not depend on how
many run beside it. A run that was cut off is gone on with; one that fails is named and leaves the
others alone.
"""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from assay.core.errors import AssayError, TooManyBadRows, UsageError
from assay.core.store import lock, make_folder
from assay.pipelines.parallel import start_worker
from assay.pipelines.progress import Progress
from assay.pipelines.recipe import Recipe
from assay.pipelines.run import check_recipe
from assay.pipelines.run import run as run_recipe

FAILED = "failed.txt"
POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Done:
    """The folders of the runs that ended well, and what ended the others."""

    folders: dict[int, Path]
    failures: dict[int, str]


def read_seeds(text: str) -> tuple[int, ...]:
    """The seeds of "1,2,3". Raises UsageError for none, for twice the same, and for no integer."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    try:
        seeds = tuple(int(part) for part in parts)
    except ValueError:
        raise UsageError(f"seeds {text!r}: expected integers such as 1,2,3") from None
    if not seeds:
        raise UsageError("no seeds; expected integers such as 1,2,3")
    if len(set(seeds)) < len(seeds):
        raise UsageError(f"seeds {text!r}: the same seed twice")
    if any(not -(2**63) <= seed < 2**63 for seed in seeds):
        raise UsageError(f"seeds {text!r}: allowed are 64-bit signed integers")
    return seeds


def folder_of(out: Path, seed: int) -> Path:
    """Where the run of a seed lies."""
    return out / f"seed-{seed}"


def run_seeds(
    recipe: Recipe,
    seeds: Sequence[int],
    *,
    out: Path,
    workers: int,
    say: Callable[[str], None],
) -> Done:
    """Run the recipe for each seed, at most `workers` at a time; raises AssayError when all fail.

    Raises UsageError, before anything is run, for a recipe that does not fit the stages or a folder
    that holds another recipe's run.
    """
    for seed in seeds:
        check_recipe(replace(recipe, seed=seed), folder_of(out, seed))
    waiting, running = list(seeds), dict[int, ForkServerProcess]()
    ended: dict[int, str | None] = {}
    with _ending(running):
        while waiting or running:
            while waiting and len(running) < workers:
                seed = waiting.pop(0)
                running[seed] = _start(replace(recipe, seed=seed), folder_of(out, seed))
                say(f"seed {seed}: begun, its log is {folder_of(out, seed) / 'progress.log'}")
            time.sleep(POLL_S)
            for seed in [seed for seed, process in running.items() if not process.is_alive()]:
                ended[seed] = _said(running.pop(seed), folder_of(out, seed))
                say(f"seed {seed}: {ended[seed] or 'done'}")
    failures = {seed: why for seed in seeds if (why := ended[seed]) is not None}
    folders = {seed: folder_of(out, seed) for seed in seeds if seed not in failures}
    if not folders:
        raise AssayError("no run ended well: " + "; ".join(_named(failures)))
    return Done(folders, failures)


def _named(failures: dict[int, str]) -> Iterator[str]:
    return (f"seed {seed}: {why}" for seed, why in failures.items())


def _start(recipe: Recipe, folder: Path) -> ForkServerProcess:
    make_folder(folder)
    (folder / FAILED).unlink(missing_ok=True)
    process = multiprocessing.get_context("forkserver").Process(target=one, args=(recipe, folder))
    process.start()
    return process


def one(recipe: Recipe, folder: Path) -> None:
    """The whole of a process: one run; what ends it before its time stands in `failed.txt`."""
    start_worker()
    log = os.open(folder / "progress.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        with lock(folder), Progress(quiet=False) as progress:
            run_recipe(recipe, out=folder, workers=1, progress=progress)
    except TooManyBadRows as error:
        print(f"finished, but: {error}")
    except AssayError as error:
        (folder / FAILED).write_text(str(error), encoding="utf-8")
        raise SystemExit(error.exit_code) from None


def _said(process: ForkServerProcess, folder: Path) -> str | None:
    """What ended a run; None when it came to its end."""
    process.join()
    if process.exitcode == 0:
        return None
    if (folder / FAILED).exists():
        return (folder / FAILED).read_text(encoding="utf-8")
    code = process.exitcode or 0
    how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    return f"{how}; its log is {folder / 'progress.log'}"


@contextmanager
def _ending(running: dict[int, ForkServerProcess]) -> Iterator[None]:
    """End the runs that are left when something interrupts this; they can be gone on with."""
    try:
        yield
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.join()

"""The sample stage: tasks and a model -> the solutions table.

    sample(tasks=Path("data/t"), model="builtin:smollm2", n=4, out=Path("data/t"))

The membership of each batch comes from these settings (`batch` tasks, n samples of each), never
from the machine, so an in-process model writes the same bytes again. What a remote server
answers is recorded in a journal as it comes and never drawn a second time.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from assay.core.errors import UsageError, unknown
from assay.core.ranges import Count, ranged
from assay.core.records import Solution, Task
from assay.core.seeds import SPLITS, seed_for
from assay.core.store import drop_damaged, made_by, parts_of, write_part
from assay.core.tables import solution_row, table_of
from assay.generators import among
from assay.pipelines.journal import Journal
from assay.pipelines.progress import Progress
from assay.pipelines.task_parts import TaskPart
from assay.pipelines.vetted import vetted_parts
from assay.sampling import Completion, Params, Sampler, open_model
from assay.sampling.models import resolve

BATCHES_PER_PART = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """What makes the rows: kept in the schema's metadata, and the parameters in every row."""

    sampler: str
    model: str
    n: int
    batch: int
    seed: int
    params: Params
    split: str | None
    families: str
    most: int | None

    def row_params(self) -> dict[str, Any]:
        """The sampling parameters as they stand in a row."""
        return {**asdict(self.params), "stop": list(self.params.stop)}

    def made_by(self) -> dict[str, Any]:
        """Everything, as JSON."""
        return {"stage": "sample", **asdict(self), "params": self.row_params()}


@ranged
def sample(
    *,
    tasks: Path,
    model: str,
    out: Path,
    n: Count = 1,
    temperature: float = 1.0,
    top_p: float = 1.0,
    max_tokens: Count = 256,
    stop: list[str] | None = None,
    batch: Count = 8,
    seed: int = 0,
    sampler: str = "model",
    split: str | None = None,
    families: str = "all",
    most: Count | None = None,
    threads: Count = 1,
    device: str = "auto",
    concurrency: Count = 8,
    progress: Progress | None = None,
) -> int:
    """Sample `n` solutions of each task; returns how many were written now.

    `split`, `families` and `most` narrow the tasks; `batch` is how many tasks are sampled together.
    Raises UsageError for bad numbers, unknown models and a folder sampled with other settings;
    SamplingError when a server fails.
    """
    params = Params(temperature, top_p, max_tokens, tuple(stop or ()))
    named = identity(model)
    settings = Settings(sampler, named, n, batch, seed, params, split, families, most)
    _check(settings)
    drop_damaged(out)
    done = _done(out, settings)
    missing = [unit for unit in _units(tasks, settings) if _key(unit, settings) not in done]
    count = sum(len(unit.tasks) for unit in missing) * n
    with (progress or Progress()).stage(f"sample {sampler}", count) as advance:
        if not missing:
            return 0
        with closing(open_model(model, device=device, threads=threads)) as opened:
            for unit in missing:
                rows = [solution_row(s) for s in _solve(opened, unit, settings, concurrency, out)]
                table = table_of("solutions", rows)
                write_part(out, "solutions", table, _key(unit, settings), None, settings.made_by())
                advance(len(rows))
    Journal(out).remove()
    return count


def identity(model: str) -> str:
    """A folder's name and the hash of its weights, never its path; another spec as it is."""
    is_folder = "\0" not in model and os.path.isdir(os.path.expanduser(model))
    return resolve(model).identity if is_folder else model


def _check(settings: Settings) -> None:
    if settings.split is not None and settings.split not in SPLITS:
        raise unknown("split", settings.split, SPLITS)


def _key(unit: TaskPart, settings: Settings) -> str:
    return f"{settings.sampler}:{unit.key}"


def _done(out: Path, settings: Settings) -> set[str]:
    """The keys of the parts that this sampler has written; refuses other settings' parts."""
    mine = [p for p in parts_of(out, "solutions") if p.key.startswith(f"{settings.sampler}:")]
    for part in mine:
        made = made_by(out, part)
        if made != settings.made_by():
            raise UsageError(
                f"{str(out)!r} holds solutions of the sampler {settings.sampler!r} made with other "
                f"settings ({made}); choose another --out or another sampler name"
            )
    return {part.key for part in mine}


def _units(folder: Path, settings: Settings) -> Iterator[TaskPart]:
    """Pieces of the tasks that vetting left, each the work of one part of the solutions.

    A piece may span families but not an `--append`, so that pieces stay what they were.
    """
    wanted = among(settings.families)
    left = settings.most
    size = settings.batch * BATCHES_PER_PART
    for batch, parts in groupby(vetted_parts(folder), key=lambda part: part.batch):
        tasks = [
            task
            for part in parts
            for task in part.tasks
            if wanted(task.family) and settings.split in (None, task.split)
        ]
        if left is not None:
            tasks = tasks[:left]
            left -= len(tasks)
        for start in range(0, len(tasks), size):
            yield TaskPart(f"{batch}+{start}", tasks[start : start + size], batch)


def _solve(
    model: Sampler, unit: TaskPart, settings: Settings, concurrency: int, out: Path
) -> Iterator[Solution]:
    if model.local:
        for start in range(0, len(unit.tasks), settings.batch):
            yield from _ask(model, unit.tasks[start : start + settings.batch], settings)
        return
    journal = Journal(out)

    def ask_once(task: Task) -> list[Solution]:
        key = [task.task_id, task.prompt, settings.made_by()]
        return journal.once(key, lambda: _ask(model, [task], settings))

    with ThreadPoolExecutor(concurrency) as pool:
        for solutions in pool.map(ask_once, unit.tasks):
            yield from solutions


def _ask(model: Sampler, tasks: Sequence[Task], settings: Settings) -> list[Solution]:
    """One batch: n completions of each task, seeded by the first task's id."""
    seed = seed_for("sample", settings.sampler, settings.seed, tasks[0].task_id)
    prompts = [task.prompt for task in tasks]
    answers = model.complete(prompts, settings.n, settings.params, seed)
    return [
        _solution(task, number, completion, model.model, seed, settings)
        for task, completions in zip(tasks, answers, strict=True)
        for number, completion in enumerate(completions)
    ]


def _solution(
    task: Task, number: int, completion: Completion, model: str, seed: int, settings: Settings
) -> Solution:
    return Solution(
        task_id=task.task_id,
        sampler=settings.sampler,
        sample=number,
        model=model,
        params=settings.row_params(),
        text=completion.text.encode("utf-8", "replace").decode(),
        prompt_tokens=completion.prompt_tokens,
        completion_tokens=completion.completion_tokens,
        finish_reason=completion.finish_reason,
        seed=seed,
    )

"""The label stage: tasks and solutions -> the labels table, a verdict and step labels for each.

    label(tasks=Path("data/t"), solutions=Path("data/t"), out=Path("data/t"), workers=2)

Mathematics and text are judged in worker processes, programs in the sandbox. Where no sandbox can
be had, the program rows are left unlabelled and returned as skipped with the reason; a later run
with a sandbox labels just those. A checker's own failure is an `error` row, never a wrong answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assay.checkers import CHECKER_VERSION, grade, label_steps
from assay.core.errors import SandboxUnavailable, TooManyBadRows, UsageError
from assay.core.ranges import Count, Share, ranged
from assay.core.records import Label, Solution, Task
from assay.core.store import drop_damaged, open_table, parts_of, read_part, write_part
from assay.core.tables import label_row, solution_of, table_of
from assay.pipelines.parallel import in_order, workers_pool
from assay.pipelines.progress import Progress
from assay.pipelines.vetted import vetted_tasks
from assay.sandbox import Sandbox, open_sandbox

CHUNK = 128
SandboxName = Literal["docker", "local", "auto"]
Pair = tuple[Task, Solution]


@dataclass(frozen=True, slots=True)
class Unit:
    """The labels of one part of the solutions: of its programs, or of everything else."""

    key: str
    pairs: Sequence[Pair]
    programs: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """How many rows were written now, by status, and what was skipped and why."""

    statuses: Mapping[str, int]
    skipped: tuple[Mapping[str, str], ...] = ()


@ranged
def label(
    *,
    tasks: Path,
    solutions: Path,
    out: Path,
    sandbox: SandboxName = "auto",
    workers: Count = 1,
    max_errors: Share = 0.01,
    max_undecided: Share = 0.05,
    progress: Progress | None = None,
) -> Labelled:
    """Judge every solution; returns the statuses over all labels and what was skipped.

    Raises UsageError for a solution of an unknown task, SandboxUnavailable when `docker` or
    `local` was asked for and cannot be had, TooManyBadRows after writing, when the share of
    `error` or of `undecided` rows exceeds what is allowed.
    """
    drop_damaged(out)
    done = {part.key for part in parts_of(out, "labels")}
    missing = [unit for unit in _units(tasks, solutions) if unit.key not in done]
    skipped: list[Mapping[str, str]] = []
    count = sum(len(unit.pairs) for unit in missing)
    with ExitStack() as stack, (progress or Progress()).stage("label", count) as advance:
        judges = _Judges(stack, sandbox, workers)
        for unit in missing:
            try:
                labels = list(judges.labels(unit))
            except SandboxUnavailable as refused:
                if sandbox != "auto":
                    raise
                skipped.append({"what": f"{len(unit.pairs)} programs", "reason": str(refused)})
                advance(len(unit.pairs))
                continue
            rows = [label_row(label) for label in labels]
            made = {"stage": "label", "checker_version": CHECKER_VERSION}
            write_part(out, "labels", table_of("labels", rows), unit.key, None, made)
            advance(len(rows))
    statuses = _count_statuses(out)
    _check_shares(statuses, {"error": max_errors, "undecided": max_undecided})
    return Labelled(statuses, tuple(skipped))


def _units(tasks: Path, solutions: Path) -> Iterator[Unit]:
    known = vetted_tasks(tasks)
    for key, found in _solution_parts(solutions):
        pairs = [(_task_of(solution, known), solution) for solution in found]
        for programs in (False, True):
            chosen = [p for p in pairs if (p[0].answer.kind == "program") == programs]
            if chosen:
                yield Unit(f"{key}:{'programs' if programs else 'answers'}", chosen, programs)


def _solution_parts(folder: Path) -> Iterator[tuple[str, list[Solution]]]:
    home = folder.parent if folder.name == "solutions" else folder
    parts = parts_of(home, "solutions")
    if not parts:
        rows = open_table(folder, "solutions").to_pylist()
        yield "solutions", [solution_of(row) for row in rows]
    for part in parts:
        rows = read_part(home, part).to_pylist()
        yield part.file.split("/")[-1], [solution_of(row) for row in rows]


def _task_of(solution: Solution, tasks: Mapping[str, Task]) -> Task:
    try:
        return tasks[solution.task_id]
    except KeyError:
        raise UsageError(
            f"a solution names the task {solution.task_id!r}, which is not among the tasks"
        ) from None


class _Judges:
    """The worker processes and the sandbox of one stage, each opened when first needed."""

    def __init__(self, stack: ExitStack, sandbox: SandboxName, workers: int) -> None:
        self._stack, self._name, self._workers = stack, sandbox, workers
        self._pool: ProcessPoolExecutor | None = None
        self._pool_opened = False
        self._sandbox: Sandbox | None = None
        self._refused: SandboxUnavailable | None = None

    def labels(self, unit: Unit) -> Iterator[Label]:
        """The labels of a unit, in its order."""
        if unit.programs:
            sandbox = self._open_sandbox()
            threads = self._stack.enter_context(ThreadPoolExecutor(self._workers))
            yield from threads.map(lambda pair: judge(pair, sandbox), unit.pairs)
            return
        if not self._pool_opened:
            self._pool = self._stack.enter_context(workers_pool(self._workers))
            self._pool_opened = True
        chunks = (unit.pairs[at : at + CHUNK] for at in range(0, len(unit.pairs), CHUNK))
        for labels in in_order(self._pool, judge_all, chunks):
            yield from labels

    def _open_sandbox(self) -> Sandbox:
        if self._refused is not None:
            raise self._refused
        if self._sandbox is None:
            try:
                opened = open_sandbox(self._name, workers=self._workers)
            except SandboxUnavailable as refused:
                self._refused = refused
                raise
            self._sandbox = self._stack.enter_context(opened)
        return self._sandbox


def judge_all(pairs: Iterable[Pair]) -> list[Label]:
    """Labels of solutions that are no programs."""
    return [judge(pair) for pair in pairs]


def judge(pair: Pair, sandbox: Sandbox | None = None) -> Label:
    """The label of one solution."""
    task, solution = pair
    verdict = grade(task.answer, solution.text, question=task.prompt, sandbox=sandbox, shrink=True)
    steps = () if task.answer.kind == "program" else label_steps(task, solution.text)
    key = (solution.task_id, solution.sampler, solution.sample)
    return Label(*key, verdict, CHECKER_VERSION, steps)


def _count_statuses(out: Path) -> dict[str, int]:
    if not parts_of(out, "labels"):
        return {}
    counts: dict[str, int] = {}
    for row in open_table(out, "labels").column("status").value_counts().to_pylist():
        counts[row["values"]] = row["counts"]
    return dict(sorted(counts.items()))


def _check_shares(statuses: Mapping[str, int], allowed: Mapping[str, float]) -> None:
    total = sum(statuses.values())
    for status, share in allowed.items():
        bad: Any = statuses.get(status, 0)
        if bad > share * total:
            raise TooManyBadRows(
                f"{bad} of {total} labels are {status!r}, more than the allowed share {share}"
            )

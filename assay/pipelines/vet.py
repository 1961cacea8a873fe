"""The vet stage: every program task's own programs are run before anybody is asked to solve it.

    vet(tasks=Path("data/t"), out=Path("data/t"), sandbox="local", workers=2)

The reference must give the gold of every example, and every mutant must fail a test; a mutant
that passes all tests is not used further (it may be equivalent), and a task whose reference fails,
or with no mutant left, is dropped with the reason. One narrow row a task goes to `vetted`, from
which `vetted_parts` gives the later stages what is left. Other kinds of task need no vetting. Where
no sandbox can be had, nothing is vetted and nothing is dropped; that is returned as skipped.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.checkers import CHECKER_VERSION
from assay.checkers.program import judge_source, needs_sandbox
from assay.checkers.program_tests import property_tests
from assay.core.canonical import loads
from assay.core.errors import AssayError, SandboxUnavailable
from assay.core.ranges import Count, ranged
from assay.core.records import Answer, Task
from assay.core.store import drop_damaged, parts_of, write_part
from assay.core.tables import table_of
from assay.pipelines.progress import Progress
from assay.pipelines.task_parts import TaskPart, task_parts
from assay.pipelines.vetted import vetted_rows
from assay.sandbox import Sandbox, open_sandbox
from assay.sandbox.records import Backend


@dataclass(frozen=True, slots=True)
class Vetted:
    """How many tasks were kept, and dropped for each reason; what was skipped and why.

    `mutants` and `killed` count the mutants of the tasks that were vetted.
    """

    kept: int
    dropped: Mapping[str, int]
    mutants: int = 0
    killed: int = 0
    skipped: tuple[Mapping[str, str], ...] = ()


@ranged
def vet(
    *,
    tasks: Path,
    out: Path,
    sandbox: Backend = "auto",
    workers: Count = 1,
    progress: Progress | None = None,
) -> Vetted:
    """Vet the program tasks that have no row yet; returns the counts over all rows.

    Raises SandboxUnavailable when `docker` or `local` was asked for and cannot be had, AssayError
    when the sandbox itself fails.
    """
    drop_damaged(out)
    done = {part.key for part in parts_of(out, "vetted")}
    missing = [part for part in _program_parts(tasks) if part.key not in done]
    count = sum(len(part.tasks) for part in missing)
    with (progress or Progress()).stage("vet", count) as advance:
        if missing:
            try:
                opened = open_sandbox(sandbox, workers=workers)
            except SandboxUnavailable as refused:
                if sandbox != "auto":
                    raise
                reason = {"what": f"vetting of {count} program tasks", "reason": str(refused)}
                return _summary(tasks, out, (reason,))
            with closing(opened), ThreadPoolExecutor(workers) as pool:
                for part in missing:
                    rows = list(pool.map(lambda task: vet_task(task, opened), part.tasks))
                    made = {"stage": "vet", "checker_version": CHECKER_VERSION}
                    write_part(out, "vetted", table_of("vetted", rows), part.key, None, made)
                    advance(len(rows))
    return _summary(tasks, out, ())


def _program_parts(folder: Path) -> Iterator[TaskPart]:
    for part in task_parts(folder):
        programs = [task for task in part.tasks if needs_sandbox(task.answer)]
        if programs:
            yield TaskPart(part.key, programs)


def vet_task(task: Task, sandbox: Sandbox) -> dict[str, Any]:
    """The row of `vetted` for one program task."""
    answer = task.answer
    mutants: Sequence[str] = answer.spec["mutants"]
    reason = _fault_of_reference(answer, sandbox)
    killed = [] if reason else [i for i, m in enumerate(mutants) if _is_killed(answer, m, sandbox)]
    if reason is None and not killed:
        reason = "no mutant is killed"
    alive = [mutant for i, mutant in enumerate(mutants) if i not in killed]
    if reason is None and _shown_fault(task) in alive:
        reason = "the shown fault passes the tests"
    tests = 0 if reason else len(property_tests(answer, sandbox).args)
    return {
        "task_id": task.task_id,
        "kept": reason is None,
        "reason": reason,
        "killed": killed,
        "tests": tests,
    }


def _shown_fault(task: Task) -> str | None:
    """The faulty program that a repair task shows."""
    problem = loads(task.meta.get("problem", "{}"))
    fault = problem.get("faulty") if isinstance(problem, dict) else None
    return fault if isinstance(fault, str) else None


def _fault_of_reference(answer: Answer, sandbox: Sandbox) -> str | None:
    tests = property_tests(answer, sandbox)
    if tests.broken:
        raise AssayError(f"the sandbox failed while vetting: {tests.failure}")
    return tests.failure


def _is_killed(answer: Answer, mutant: str, sandbox: Sandbox) -> bool:
    """Whether a test fails; a failure of the sandbox says nothing of the mutant."""
    verdict = judge_source(answer, mutant, sandbox)
    if verdict.status == "error":
        raise AssayError(f"the sandbox failed while vetting: {verdict.evidence['message']}")
    return verdict.status != "correct"


def _summary(tasks: Path, out: Path, skipped: tuple[Mapping[str, str], ...]) -> Vetted:
    by_task = vetted_rows(out)
    rows = by_task.values()
    dropped: dict[str, int] = {}
    for row in rows:
        if not row["kept"]:
            reason = row["reason"].split(":")[0]
            dropped[reason] = dropped.get(reason, 0) + 1
    return Vetted(
        kept=sum(row["kept"] for row in rows),
        dropped=dict(sorted(dropped.items())),
        mutants=sum(_mutant_counts(tasks, set(by_task))),
        killed=sum(len(row["killed"]) for row in rows),
        skipped=skipped,
    )


def _mutant_counts(tasks: Path, vetted: set[str]) -> Iterator[int]:
    for part in _program_parts(tasks):
        yield from (len(t.answer.spec["mutants"]) for t in part.tasks if t.task_id in vetted)

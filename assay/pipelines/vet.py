"""The vet stage: every program task's own programs are run before anybody is asked to solve it.

    vet(tasks=Path("data/t"), out=Path("data/t"), sandbox="local", workers=2)

The reference must give the gold of every example. The tests must kill 95% of the mutants of the
reference that are not equivalent (killing.py); an input on which a mutant is wrong that they let
through becomes a test of the task. A mutant that the task carries and that passes all tests is not
used further (it may be equivalent); a task whose reference fails, whose tests stay weak, or with no
mutant left, is dropped with the reason. One narrow row a task goes to `vetted`, from
which `vetted_parts` gives the later stages what is left. Other kinds of task need no vetting. Where
no sandbox can be had, nothing is vetted and nothing is dropped; that is returned as skipped.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assay.checkers import CHECKER_VERSION
from assay.checkers.program import judge_source, needs_sandbox
from assay.checkers.program_tests import property_tests
from assay.core.canonical import dumps, loads
from assay.core.errors import AssayError, SandboxUnavailable
from assay.core.ranges import Count, ranged
from assay.core.records import Answer, Task
from assay.core.store import drop_damaged, parts_of, write_part
from assay.core.tables import table_of
from assay.pipelines.killing import Strength, strength
from assay.pipelines.progress import Progress
from assay.pipelines.task_parts import TaskPart, task_parts
from assay.pipelines.telling import telling_inputs
from assay.pipelines.vetted import vetted_rows
from assay.sandbox import Sandbox, open_sandbox
from assay.sandbox.records import Backend


@dataclass(frozen=True, slots=True)
class Vetted:
    """How many tasks were kept, and dropped for each reason; what was skipped and why.

    `mutants` and `killed` count the mutants that the vetted tasks carry; `tried`, `caught` and
    `equivalent` those of their references, wherever in them.
    """

    kept: int
    dropped: Mapping[str, int]
    mutants: int = 0
    killed: int = 0
    skipped: tuple[Mapping[str, str], ...] = ()
    tried: int = 0
    caught: int = 0
    equivalent: int = 0

    def __str__(self) -> str:
        lost = sum(self.dropped.values())
        share = self.equivalent / self.tried if self.tried else 0.0
        return (
            f"{self.kept} program tasks kept, {lost} dropped; {self.caught} of "
            f"{self.tried - self.equivalent} mutants killed, {self.equivalent} ({share:.1%}) more "
            "left out as equivalent"
        )


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
    shown = progress or Progress()
    with shown.stage("vet", count) as advance:
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
    found = _summary(tasks, out, ())
    if found.tried:
        shown.say(f"vet: {found}")
    return found


def _program_parts(folder: Path) -> Iterator[TaskPart]:
    for part in task_parts(folder):
        programs = [task for task in part.tasks if needs_sandbox(task.answer)]
        if programs:
            yield TaskPart(part.key, programs)


def vet_task(task: Task, sandbox: Sandbox) -> dict[str, Any]:
    """The row of `vetted` for one program task."""
    answer = task.answer
    reason = _fault_of_reference(answer, sandbox)
    bare = not answer.spec["strategies"]  # an imported program: its user's tests are what they are
    found = Strength(0, 0, 0) if reason or bare else strength(answer, sandbox)
    telling = [list(args) for args in found.telling]
    if telling:
        answer = replace(answer, spec={**answer.spec, "telling": telling})
    if not (reason or bare):
        telling += [list(args) for args in telling_inputs(answer, sandbox)]
    if telling:
        answer = replace(answer, spec={**answer.spec, "telling": telling})
        reason = _fault_of_reference(answer, sandbox)
        found = replace(found, killed=found.killed + found.mended)
    mutants: Sequence[str] = answer.spec["mutants"]
    killed = [
        number
        for number, mutant in enumerate(() if reason else mutants)
        if mutant in found.judged or _is_killed(answer, mutant, sandbox)
    ]
    alive = [mutant for i, mutant in enumerate(mutants) if i not in killed]
    reason = reason or (None if bare else _weakness(task, found, killed, alive))
    return {
        "task_id": task.task_id,
        "kept": reason is None,
        "reason": reason,
        "killed": killed,
        "tests": 0 if reason else len(property_tests(answer, sandbox).args),
        "tried": found.mutants,
        "caught": found.killed,
        "equivalent": found.equivalent,
        "telling_json": dumps(answer.spec.get("telling", [])),
    }


def _weakness(
    task: Task, found: Strength, killed: Sequence[int], alive: Sequence[str]
) -> str | None:
    """Why the tests of a task do not do, although its reference does."""
    if not killed:
        return "no mutant is killed"
    if _shown_fault(task) in alive:
        return "the shown fault passes the tests"
    if not found.enough:
        return f"the tests are weak: {found.killed} of {found.mutants} mutants are killed"
    return None


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
        tried=sum(row["tried"] for row in rows),
        caught=sum(row["caught"] for row in rows),
        equivalent=sum(row["equivalent"] for row in rows),
    )


def _mutant_counts(tasks: Path, vetted: set[str]) -> Iterator[int]:
    for part in _program_parts(tasks):
        yield from (len(t.answer.spec["mutants"]) for t in part.tasks if t.task_id in vetted)

"""The mutants stage: stored programs of the program tasks offered as solutions.

    mutants(tasks=Path("data/t"), out=Path("data/t"))

Sample 0 of a task is its reference, the following ones its mutants, each as a fenced code block.
They give the reward models right and wrong programs that no model had to write. The sampler's name
`mutants` keeps them out of every pass rate and of the policy's training. Tasks that vetting dropped
are left out, and so are mutants that passed the tests.
"""

from collections.abc import Iterator
from pathlib import Path

from assay.core.errors import UsageError
from assay.core.records import Solution, Task
from assay.core.store import drop_damaged, parts_of, write_part
from assay.core.tables import solution_row, table_of
from assay.pipelines.progress import Progress
from assay.pipelines.task_parts import TaskPart
from assay.pipelines.vetted import vetted_parts

SAMPLER = "mutants"
MODEL = "builtin:mutants"
PART_TASKS = 128


def mutants(*, tasks: Path, out: Path, most: int = 6, progress: Progress | None = None) -> int:
    """Offer the reference and up to `most` mutants of each program task; returns the new rows."""
    if most < 0:
        raise UsageError(f"most {most}: at least 0")
    drop_damaged(out)
    done = {part.key for part in parts_of(out, "solutions")}
    missing = [unit for unit in _units(tasks) if unit.key not in done]
    written = 0
    with (progress or Progress()).stage("mutants", sum(len(u.tasks) for u in missing)) as advance:
        for unit in missing:
            rows = [solution_row(s) for task in unit.tasks for s in offered(task, most)]
            made = {"stage": "mutants", "sampler": SAMPLER, "most": most}
            write_part(out, "solutions", table_of("solutions", rows), unit.key, None, made)
            written += len(rows)
            advance(len(unit.tasks))
    return written


def _units(folder: Path) -> Iterator[TaskPart]:
    """Program tasks in pieces, each the work of one part."""
    for part in vetted_parts(folder):
        programs = [
            task
            for task in part.tasks
            if task.answer.kind == "program" and "suite" not in task.answer.spec
        ]
        for start in range(0, len(programs), PART_TASKS):
            key = f"{SAMPLER}:{part.key}+{start}"
            yield TaskPart(key, programs[start : start + PART_TASKS])


def offered(task: Task, most: int) -> Iterator[Solution]:
    """The reference of a program task and its first mutants, as solutions."""
    spec = task.answer.spec
    for number, source in enumerate([spec["reference_source"], *spec["mutants"][:most]]):
        yield Solution(
            task_id=task.task_id,
            sampler=SAMPLER,
            sample=number,
            model=MODEL,
            params={"program": f"mutant {number}" if number else "reference"},
            text=f"```{spec['lang']}\n{source}\n```",
            prompt_tokens=0,
            completion_tokens=0,
            finish_reason="stop",
            seed=0,
        )

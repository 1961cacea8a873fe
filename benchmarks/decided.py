"""How many lines of the solutions in a folder get a label, with the task beside: docs/steps.md.

    assay run recipes/cold-start.yaml
    python benchmarks/decided.py data/runs/cold-start

A solution is cut into its lines. `free text` reads them as `assay steps` does, `state` as
`assay label`. Programs have no lines of this kind and are left out.
"""

import sys
from collections import Counter
from pathlib import Path

from assay.checkers.prose.solution import label_solution
from assay.checkers.steps import judged_steps
from assay.core.store import open_table
from assay.core.tables import read_tasks


def main() -> None:
    """Print both shares for the folder that is named."""
    folder = Path(sys.argv[1])
    tasks = {task.task_id: task for task in read_tasks(open_table(folder, "tasks"))}
    free: Counter[str] = Counter()
    state: Counter[str] = Counter()
    cut = count = 0
    for row in open_table(folder, "solutions").to_pylist():
        task = tasks[row["task_id"]]
        if task.answer.kind == "program":
            continue
        lines = [line for line in row["text"].split("\n") if line.strip()]
        count, cut = count + 1, cut + (row["finish_reason"] == "length")
        free.update(label_solution(task.prompt, task.answer.value, lines, task).labels)
        state.update(step.status for step in judged_steps(task, lines))
    print(f"{count} solutions, {cut} cut off")
    for name, found in (("free text", free), ("state", state)):
        decided = sum(found[label] for label in ("correct", "wrong", "inherited"))
        told = found.total() - found["neutral"]
        shares = (
            f"{decided / max(1, found.total()):.1%}, {decided / max(1, told):.1%} of the telling"
        )
        print(f"{name}: {found.total()} lines, {shares}; {dict(found)}")


if __name__ == "__main__":
    main()

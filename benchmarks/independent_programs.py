"""Right and wrong programs written from prompts alone, before the tests of their tasks.

    python benchmarks/independent_programs.py            # the table of docs/vetting.md, minutes

`independent_solutions.jsonl`, `…_more.jsonl` and `…_third.jsonl` beside the tests hold 742
programs for 24 tasks: the label was decided before anything judged them. Each is judged with the
tests of its task, and with those that vetting adds.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from assay.checkers.program import judge_source
from assay.core.canonical import loads
from assay.core.records import Answer
from assay.generators import FAMILIES, draw
from assay.pipelines.vet import vet_task
from assay.sandbox import Sandbox, open_sandbox

HOME = Path(__file__).parent.parent / "tests" / "checkers"
FILES = tuple(f"independent_solutions{part}.jsonl" for part in ("", "_more", "_third"))
Row = dict[str, Any]


def main() -> None:
    """Print a row for each task, the sums, and every program that is taken for another kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--task", default="", help="only tasks whose name begins so")
    parser.add_argument("--sandbox", default="local")
    asked = parser.parse_args()
    rows = [loads(line) for name in FILES for line in (HOME / name).read_text().splitlines()]
    tasks = sorted({row["task"] for row in rows if row["task"].startswith(asked.task)})
    print("| task | right ones that pass | wrong ones that fail | after vetting: right | wrong |")
    print("|---|---|---|---|---|")
    sums = [[0, 0] for _ in range(4)]
    with open_sandbox(asked.sandbox, workers=1) as sandbox:
        for task in tasks:
            mine = [row for row in rows if row["task"] == task]
            cells = [
                cell for answer in answers(task, sandbox) for cell in told(answer, mine, sandbox)
            ]
            for total, cell in zip(sums, cells, strict=True):
                total[0] += cell[0]
                total[1] += cell[1]
            print(f"| {task} | " + " | ".join(f"{a} of {b}" for a, b in cells) + " |", flush=True)
    print("| all | " + " | ".join(f"{a} of {b}" for a, b in sums) + " |")


def answers(task_id: str, sandbox: Sandbox) -> tuple[Answer, Answer]:
    """The answer of a task, and the same with the tests that vetting adds."""
    family, level, seed, index = task_id.rsplit("-", 3)
    task = draw(FAMILIES[family], int(level), int(seed), int(index)).task
    telling = loads(vet_task(task, sandbox)["telling_json"] or "[]")
    return task.answer, replace(task.answer, spec={**task.answer.spec, "telling": telling})


def told(answer: Answer, rows: list[Row], sandbox: Sandbox) -> list[tuple[int, int]]:
    """How many right ones pass, and how many wrong ones fail."""
    passed = [judge_source(answer, row["source"], sandbox).status == "correct" for row in rows]
    pairs = list(zip(passed, (row["right"] for row in rows), strict=True))
    return [
        (pairs.count((right, right)), sum(kind == right for _, kind in pairs))
        for right in (True, False)
    ]


if __name__ == "__main__":
    main()

"""How far searches that a process reward model guides get on held-out tasks, and at what cost.

    evaluate_search(model="data/sft", prm="data/prm", tasks=Path("data/t"), out=Path("data/e"),
                    name="sft", widths=[1, 2, 4, 8], rounds=[4, 8, 16, 32])

Beams of several widths and trees of several sizes (guided.py), each with a vote that the reward
model weighs at the end. Writes `searches/NAME.json`: for every method and size the accuracy with
its 95% bootstrap interval over tasks, the mean forward FLOPs a task with the reward model's, the
tokens generated and the wall seconds. Votes over whole solutions are `evaluate`'s business. Reads
split test alone; trains nothing.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assay.checkers.grade import grade
from assay.core.canonical import dumps
from assay.core.intervals import mean_interval
from assay.core.ranges import Count, Positive, ranged
from assay.core.records import Task
from assay.core.seeds import seed_for
from assay.core.store import make_folder, write_bytes
from assay.training.cost import Cost
from assay.training.data import held_out
from assay.training.extending import Partial, Stepper
from assay.training.fitting import set_threads
from assay.training.guided import beam, tree
from assay.training.policies import open_policy, open_scorer
from assay.training.search import Candidate, weighted_vote
from assay.training.watching import Watcher, watched

Ended = list[list[Partial]]
BRANCH = 4
TOGETHER = 64


@ranged
def evaluate_search(
    *,
    model: str,
    prm: str,
    tasks: Path,
    out: Path,
    name: str = "policy",
    families: list[str] | None = None,
    levels: list[int] | None = None,
    most: Count = 200,
    widths: list[int] | None = None,
    rounds: list[int] | None = None,
    branch: Count = BRANCH,
    temperature: Positive = 1.0,
    max_tokens: Count = 64,
    seed: int = 0,
    threads: Count = 1,
    progress: Watcher | None = None,
) -> dict[str, Any]:
    """Measure beams of `widths` and trees of `rounds`; returns what `searches/NAME.json` holds.

    Every line is drawn `branch` times. Raises UsageError for numbers out of range and for what
    cannot be read.
    """
    set_threads(threads)
    chosen = held_out(tasks, most=most, families=families, levels=levels)
    policy, scorer = open_policy(model, seed), open_scorer(prm, 0)
    sizes = {"beam": widths or [1, 2, 4, 8], "tree": rounds or [4, 8, 16, 32]}
    found: dict[str, list[dict[str, Any]]] = {"beam": [], "tree": []}
    with watched(progress, f"search {name}", sum(map(len, sizes.values()))) as advance:
        for method, every in sizes.items():
            for size in every:
                stepper = Stepper(policy, scorer, Cost(), max_tokens, temperature)
                key = seed_for("search", seed, method, size)
                found[method].append(_point(stepper, chosen, _way(method, size, branch, key), size))
                advance(1)
    make_folder(out / "searches")
    write_bytes(out / "searches" / f"{name}.json", (dumps(found) + "\n").encode())
    return found


def _way(
    method: str, size: int, branch: int, key: int
) -> Callable[[Stepper, Sequence[str], int], Ended]:
    """The search as a function of stepper, prompts and the number of the batch."""
    if method == "beam":
        return lambda stepper, prompts, at: beam(
            stepper, prompts, width=size, branch=branch, seed=seed_for("batch", key, at)
        )
    return lambda stepper, prompts, at: tree(
        stepper, prompts, rounds=size, branch=branch, seed=seed_for("batch", key, at)
    )


def _point(
    stepper: Stepper,
    tasks: Sequence[Task],
    way: Callable[[Stepper, Sequence[str], int], Ended],
    size: int,
) -> dict[str, Any]:
    began = time.monotonic()
    right: list[float] = []
    for at in range(0, len(tasks), TOGETHER):
        batch = tasks[at : at + TOGETHER]
        ended = way(stepper, [task.prompt for task in batch], at)
        right += [float(_elected(*pair)) for pair in zip(batch, ended, strict=True)]
    interval = mean_interval(right)
    return {
        "size": size,
        "tasks": {task.task_id: value for task, value in zip(tasks, right, strict=True)},
        "accuracy": round(interval.mean, 6),
        "low": round(interval.low, 6),
        "high": round(interval.high, 6),
        "flops": stepper.cost.flops / len(tasks),
        "tokens": round(stepper.cost.generated / len(tasks), 3),
        "seconds": round(time.monotonic() - began, 3),
    }


def _elected(task: Task, ended: Sequence[Partial]) -> bool:
    """Whether the vote that the reward model weighs is right."""
    verdicts = [grade(task.answer, partial.text) for partial in ended]
    return weighted_vote(
        [
            Candidate(verdict.extracted, bool(verdict.reward), prm=partial.value)
            for verdict, partial in zip(verdicts, ended, strict=True)
        ],
        "prm",
    )

"""How good a policy is on held-out tasks, by itself and with several solutions a task.

    evaluate(model="data/rl", tasks=Path("data/t"), n=16, out=Path("data/eval"), name="rl",
             orm="data/orm", prm="data/prm")

Writes `evaluations/NAME.json` and merges all of them into `evaluation.json`, which the report
reads: mean pass@1 at temperature 1 over `most` tasks of split test, accuracy against n on
`curve_tasks` of them, 95% bootstrap intervals over tasks, paired differences between policies and
between methods. `details/NAME.json` has the curves task by task, the FLOPs of a solution and the
seconds, for `assay curves`. Reads split test alone, and only here. It trains nothing.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from assay.core.canonical import dumps, loads
from assay.core.intervals import mean_interval, paired
from assay.core.ranges import Count, Positive, Range, ranged
from assay.core.records import Task
from assay.core.seeds import seed_for
from assay.core.store import make_folder, write_bytes
from assay.training.cost import forward
from assay.training.data import held_out
from assay.training.fitting import LOG, set_threads
from assay.training.judging import Judges
from assay.training.lora import Precision
from assay.training.outcome_rm import outcome_scores
from assay.training.policies import Policy, open_policy, open_scorer
from assay.training.process_rm import solution_score, step_scores
from assay.training.rollouts import Rollouts, roll_out
from assay.training.search import Candidate, curve, methods, sizes_up_to
from assay.training.watching import Advance, Watcher, watched

Curves = dict[str, dict[int, list[float]]]


class Clock:
    """Wall seconds, part by part."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, name: str) -> None:
        """Give what has passed since the last lap to `name`."""
        now = time.monotonic()
        self.seconds[name] = round(now - self._last, 3)
        self._last = now


@ranged
def evaluate(
    *,
    model: str,
    tasks: Path,
    out: Path,
    n: Count = 16,
    orm: str | None = None,
    prm: str | None = None,
    name: str = "policy",
    families: list[str] | None = None,
    levels: list[int] | None = None,
    most: Count | None = 1000,
    curve_tasks: Count = 500,
    each: Count = 4,
    temperature: Positive = 1.0,
    max_tokens: Count = 64,
    precision: Precision = "float32",
    judges: Annotated[int, Range(0, 64)] = 0,
    at_once: Count = 512,
    train_log: Path | None = None,
    seed: int = 0,
    threads: Count = 1,
    progress: Watcher | None = None,
) -> dict[str, Any]:
    """Measure `model`; returns what `out/evaluation.json` then holds.

    The first `curve_tasks` tasks get `n` solutions, the others `each`; with `precision` bfloat16
    they are drawn in it, `at_once` in one batch, and `judges` processes judge beside that.
    `train_log` is the folder of an RL run whose held-out curve is to stand beside. Tasks answered
    by programs are left out. Raises UsageError for numbers out of range and what cannot be read.
    """
    set_threads(threads)
    clock = Clock()
    policy = open_policy(model, seed)
    chosen = held_out(tasks, most=most, families=families, levels=levels)
    parts = _interleaved(chosen, curve_tasks)
    settings = {"temperature": temperature, "max_tokens": max_tokens, "seed": seed}
    settings |= {"half": precision == "bfloat16", "at_once": at_once}
    total = len(chosen)
    with Judges(judges) as pool, watched(progress, f"evaluate {name}", total) as advance:
        many = _draw(policy, parts[0], n, settings, pool, advance)
        few = _draw(policy, parts[1], each, settings, pool, advance)
    clock.lap("policy")
    samples = _candidates(many, n, orm, prm, clock)
    curves = _curves(samples, n)
    found = _figures(parts, many, few, curves, n)
    found["generated_tokens"] = sum(len(row) for part in (*many, *few) for row in part.tokens)
    if train_log is not None:
        found["train_curve"] = train_curve(train_log)
    details = {
        "n": n,
        "tasks": [task.task_id for task in parts[0]],
        "right": curves,
        "flops": _flops(policy, many, orm, prm),
        "seconds": _seconds(
            clock, sum(len(part.tokens) for part in (*many, *few)), len(samples) * n
        ),
    }
    for kind, content in (("details", details), ("evaluations", found)):
        make_folder(out / kind)
        write_bytes(out / kind / f"{name}.json", (dumps(content) + "\n").encode())
    return merge_evaluations(out)


def _interleaved(tasks: list[Task], count: int) -> tuple[list[Task], list[Task]]:
    """`count` tasks spaced evenly over all, and the others."""
    count = min(count, len(tasks))
    places = {at * len(tasks) // count for at in range(count)}
    return (
        [task for at, task in enumerate(tasks) if at in places],
        [task for at, task in enumerate(tasks) if at not in places],
    )


def _draw(
    policy: Policy,
    tasks: Sequence[Task],
    n: int,
    settings: dict[str, Any],
    judges: Judges,
    advance: Advance,
) -> list[Rollouts]:
    size = max(1, settings["at_once"] // n)
    found = []
    for start in range(0, len(tasks), size):
        batch = tasks[start : start + size]
        seed = seed_for("evaluate", settings["seed"], batch[0].task_id)
        drawn = roll_out(
            policy,
            batch,
            n=n,
            max_tokens=settings["max_tokens"],
            temperature=settings["temperature"],
            seed=seed,
            judges=judges,
            half=settings["half"],
        )
        found.append(drawn)
        advance(len(batch))
    return found


def _candidates(
    drawn: Sequence[Rollouts], n: int, orm: str | None, prm: str | None, clock: Clock
) -> list[list[Candidate]]:
    """The solutions task by task, with the scores of the reward models that are given."""
    rows = [
        (task.prompt, text, answer, reward)
        for part in drawn
        for task, text, answer, reward in zip(
            part.tasks, part.texts, part.answers, part.rewards, strict=True
        )
    ]
    pairs = [(prompt, text) for prompt, text, _, _ in rows]
    none: list[float | None] = [None] * len(rows)
    outcome = outcome_scores(open_scorer(orm, 0), pairs) if orm else none
    clock.lap("orm")
    process = none
    if prm:
        process = [solution_score(steps) for steps in step_scores(open_scorer(prm, 0), pairs)]
    clock.lap("prm")
    flat = [
        Candidate(answer, bool(reward), o, p)
        for (_, _, answer, reward), o, p in zip(rows, outcome, process, strict=True)
    ]
    return [flat[start : start + n] for start in range(0, len(flat), n)]


def _curves(samples: list[list[Candidate]], n: int) -> Curves:
    """For every way to choose and every size the share of right choices on each task."""
    with_orm = bool(samples) and samples[0][0].orm is not None
    with_prm = bool(samples) and samples[0][0].prm is not None
    return curve(samples, sizes_up_to(n), methods(with_orm, with_prm))


def _flops(
    policy: Policy, drawn: Sequence[Rollouts], orm: str | None, prm: str | None
) -> dict[str, float]:
    """The mean forward FLOPs of reading a prompt, of writing one solution after it, and of each
    reward model's reading of both."""
    prompts = [len(prompt) for part in drawn for prompt in part.prompts]
    lengths = [length for part in drawn for length in part.lengths]
    count = max(1, len(lengths))
    read = forward(policy.model, prompts) / count
    found = {"prompt": read, "policy": forward(policy.model, lengths) / count - read}
    for name, scorer in (("orm", orm), ("prm", prm)):
        if scorer:
            found[name] = forward(open_scorer(scorer, 0).model, lengths) / count
    return found


def _seconds(clock: Clock, drawn: int, scored: int) -> dict[str, float]:
    """Wall seconds a solution, of drawing and judging it and of each reward model's reading."""
    counts = {"policy": drawn, "orm": scored, "prm": scored}
    return {part: spent / max(1, counts[part]) for part, spent in clock.seconds.items()}


def _figures(
    parts: tuple[list[Task], list[Task]],
    many: list[Rollouts],
    few: list[Rollouts],
    curves: Curves,
    n: int,
) -> dict[str, Any]:
    """Everything that is measured on one policy, as JSON."""
    right = {**_rates(parts[0], many, n), **_rates(parts[1], few, None)}
    drawn = [*many, *few]
    sound = sum(sum(part.sound) for part in drawn) / sum(len(part.sound) for part in drawn)
    return {
        "accuracy": mean_interval(list(right.values())).json(),
        "sound": round(sound, 6),
        "tasks": {task: round(rate, 6) for task, rate in right.items()},
        "by_level": _by_level([*parts[0], *parts[1]], right),
        "curve": {
            name: [_point(size, values) for size, values in points.items()]
            for name, points in curves.items()
        },
        "over_majority": {
            name: paired(points[n], curves["majority"][n]).json() | {"at": n}
            for name, points in curves.items()
            if name not in ("majority", "oracle")
        },
    }


def _rates(tasks: Sequence[Task], drawn: Sequence[Rollouts], n: int | None) -> dict[str, float]:
    """The share of right solutions of each task; undecided ones count as not right."""
    rewards = [bool(reward) for part in drawn for reward in part.rewards]
    size = n or (len(rewards) // len(tasks) if tasks else 1)
    return {
        task.task_id: sum(rewards[at * size : (at + 1) * size]) / size
        for at, task in enumerate(tasks)
    }


def _by_level(tasks: Sequence[Task], right: dict[str, float]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, list[float]]] = {}
    for task in tasks:
        levels = found.setdefault(task.family, {})
        levels.setdefault(str(task.level), []).append(right[task.task_id])
    return {
        family: {level: round(sum(rates) / len(rates), 6) for level, rates in levels.items()}
        for family, levels in found.items()
    }


def _point(size: int, values: Sequence[float]) -> dict[str, float | int]:
    found = mean_interval(values)
    return {
        "n": size,
        "accuracy": round(found.mean, 6),
        "low": round(found.low, 6),
        "high": round(found.high, 6),
    }


def train_curve(folder: Path) -> list[dict[str, float]]:
    """Held-out accuracy against tokens generated, from the log of an RL run in `folder`."""
    points = []
    for line in (folder / LOG).read_text(encoding="utf-8").splitlines():
        entry = loads(line)
        if "start" in entry:
            points.append({"tokens": 0, "accuracy": entry["start"]["accuracy"]})
        if "held_out" in entry:
            points.append({"tokens": entry["tokens"], "accuracy": entry["held_out"]["accuracy"]})
    return points


def merge_evaluations(out: Path) -> dict[str, Any]:
    """All `evaluations/*.json` of a run as one `evaluation.json`, with the paired differences."""
    found = {
        path.stem: loads(path.read_text(encoding="utf-8"))
        for path in sorted((out / "evaluations").glob("*.json"))
    }
    merged: dict[str, Any] = {
        "accuracy": {name: each["accuracy"] for name, each in found.items()},
        "sound": {name: each["sound"] for name, each in found.items()},
        "by_level": {name: each["by_level"] for name, each in found.items()},
        "train_curve": next((e["train_curve"] for e in found.values() if "train_curve" in e), []),
        "test_curve": {name: each["curve"] for name, each in found.items()},
        "over_majority": {name: each["over_majority"] for name, each in found.items()},
        "differences": _differences({name: each["tasks"] for name, each in found.items()}),
    }
    write_bytes(out / "evaluation.json", (dumps(merged) + "\n").encode())
    return merged


def _differences(rates: dict[str, dict[str, float]]) -> dict[str, dict[str, float | int]]:
    """For every two policies measured on the same tasks the mean difference of pass@1."""
    found = {}
    for after, later in rates.items():
        for before, earlier in rates.items():
            if after != before and set(later) == set(earlier):
                pairs = paired([later[task] for task in earlier], list(earlier.values()))
                found[f"{after} - {before}"] = pairs.json()
    return found

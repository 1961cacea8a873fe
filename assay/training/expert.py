"""Expert iteration: sample, keep what the checkers find right, retrain on it, and again.

    train_expert(data=Path("data/t"), model="data/sft", out=Path("data/expert"), rounds=5)

The control that reinforcement learning has to beat: the same tasks, sampler and verifier, but only
right solutions are learnt from, as demonstrations, each as often as any other (STaR, arXiv
2203.14465; ReST-EM, arXiv 2312.06585, of which it keeps the policy of the round before as the start
of the next). A round's solutions are a function of the weights it begins with, and checkpoints fall
on the beginnings of rounds, so a training that was killed draws the same ones again.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from assay.core.errors import AssayError
from assay.core.ranges import Count, Positive, Range, ranged
from assay.core.records import Task
from assay.core.seeds import seed_for
from assay.training.batches import Order
from assay.training.cost import forward, learning
from assay.training.data import tasks_of
from assay.training.fitting import Fit, Rate, Schedule, Trained, finished, read_summary, set_threads
from assay.training.judging import Judges
from assay.training.lora import Precision, settings_of
from assay.training.measuring import measure
from assay.training.policies import Policy, identity_of, open_policy
from assay.training.rollouts import Rollouts, roll_out
from assay.training.sft import Example, losses
from assay.training.watching import Watcher, watched

_SETTINGS = frozenset(
    (
        *(
            "model",
            "levels",
            "families",
            "rounds",
            "tokens",
            "prompts",
            "n",
            "keep",
            "steps",
            "batch",
        ),
        *("lr", "warmup", "schedule", "temperature", "max_tokens", "measure_tasks"),
        *("seed", "threads"),
    )
)


@ranged
def train_expert(
    *,
    data: Path,
    model: str,
    out: Path,
    levels: list[int] | None = None,
    families: list[str] | None = None,
    rounds: Count = 5,
    tokens: Count | None = None,
    prompts: Count = 512,
    n: Count = 8,
    keep: Count = 4,
    steps: Count = 100,
    batch: Count = 32,
    lr: Positive = 3e-4,
    warmup: int = 10,
    schedule: Schedule = "constant",
    temperature: Positive = 1.0,
    max_tokens: Count = 64,
    measure_tasks: Count = 300,
    at_once: Count = 512,
    micro_tokens: Count = 8192,
    judges: Annotated[int, Range(0, 64)] = 0,
    precision: Precision = "float32",
    seed: int = 0,
    threads: Count = 1,
    name: str = "expert",
    progress: Watcher | None = None,
) -> Trained:
    """`rounds` times: `n` solutions of each of `prompts` tasks, and `steps` updates on right ones.

    At most `keep` different right solutions of a task are kept; `at_once` are drawn in one batch.
    The log holds at the first step of a round the share of right solutions, how many were kept and
    the held-out accuracy before it. With `tokens` the last round is the one in which so many have
    been generated; with `precision` bfloat16 solutions and updates compute in it, the weights stay
    float32. Raises UsageError for numbers out of range and no tasks, AssayError for a round in
    which no solution is right.
    """
    settings = {key: value for key, value in locals().items() if key in _SETTINGS}
    settings |= settings_of(0, precision) | ({"at_once": at_once} if at_once != 512 else {})
    settings |= {"model": identity_of(model)}
    if (before := finished(out, settings)) is not None:
        return before
    set_threads(threads)
    policy = open_policy(model, seed)
    tasks = tasks_of(data, "train", levels=levels, families=families)
    held_out = tasks_of(data, "validation", families=families, most=measure_tasks)
    rate = Rate(lr, warmup, rounds * steps, schedule)
    fit = Fit(policy, out, settings, rate, decay=0.0, checkpoint_every=steps)
    examples: list[Example] = []
    half = precision == "bfloat16"
    with Judges(judges) as pool, watched(progress, name, rounds * steps) as advance:
        advance(fit.done)
        for step in fit.steps():
            turn, place = divmod(step, steps)
            line: dict[str, Any] = {}
            if place == 0:
                line["held_out"] = measure(
                    policy, held_out, max_tokens, seed, turn, pool, half=half
                )
                chosen = [tasks[at] for at in Order(len(tasks), seed).batch(turn, prompts)]
                drawn = _draw(
                    policy, chosen, n, max_tokens, temperature, (seed, turn), pool, half, at_once
                )
                examples = kept(drawn, keep)
                line |= {"reward": round(drawn.accuracy, 6), "kept": len(examples)}
                fit.tokens += sum(map(len, drawn.tokens))
                fit.flops += forward(policy.model, drawn.lengths)
                if not examples:
                    raise AssayError(f"round {turn}: none of {len(drawn.texts)} solutions is right")
                fit.model.train()
            order = Order(len(examples), seed_for("expert", seed, turn))
            rows = [examples[at] for at in order.batch(place, batch)]
            loss = fit.update(losses(fit.model, rows, policy.pad_id, micro_tokens, half))
            fit.flops += learning(policy.model, [len(row.ids) for row in rows])
            fit.note({"loss": round(loss, 6), "tokens": fit.tokens, "flops": fit.flops, **line})
            advance(1)
            if place + 1 == steps:
                fit.spent(tokens)
    return read_summary(out)


def _draw(
    policy: Policy,
    tasks: Sequence[Task],
    n: int,
    max_tokens: int,
    temperature: float,
    key: tuple[int, int],
    judges: Judges,
    half: bool,
    at_once: int,
) -> Rollouts:
    """The solutions of a round, in batches whose rows the settings fix."""
    size = max(1, at_once // n)
    parts = [
        roll_out(
            policy,
            tasks[start : start + size],
            n=n,
            max_tokens=max_tokens,
            temperature=temperature,
            seed=seed_for("expert", *key, start),
            judges=judges,
            half=half,
        )
        for start in range(0, len(tasks), size)
    ]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.joined(part)
    return whole


def kept(drawn: Rollouts, keep: int) -> list[Example]:
    """The right solutions as demonstrations: at most `keep` different ones of each task."""
    found: dict[str, dict[tuple[int, ...], Example]] = {}
    for at, task in enumerate(drawn.tasks):
        mine = found.setdefault(task.task_id, {})
        tokens = tuple(drawn.tokens[at])
        if drawn.rewards[at] and len(mine) < keep and tokens not in mine:
            prompt = drawn.prompts[at]
            mine[tokens] = Example([*prompt, *tokens], len(prompt))
    return [example for mine in found.values() for example in mine.values()]

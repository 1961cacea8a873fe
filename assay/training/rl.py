"""Reinforcement learning towards solutions that a source of rewards finds right.

    train_rl(data=Path("data/t"), model="data/sft", out=Path("data/rl"), steps=200)
    train_rl(…, rewards={"verifier": 1.0, "prm": 0.5}, prm="data/prm")

A step draws tasks of split train, `n` solutions of each, and has them judged; nothing else about a
task is used. What the sources say (`rewards.py`) becomes an advantage for every token (`credit.py`)
and an update of the policy (`policy_gradient.py`). Groups that say nothing are dropped, and with
`refill` drawn again (dynamic sampling, arXiv 2503.14476); with `curriculum` the levels follow the
policy's success. The held-out curve is measured on split validation. No value function.
"""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any

from assay.core.errors import UsageError
from assay.core.ranges import Count, Positive, Range, ranged
from assay.core.records import Task
from assay.training.data import Shown, demonstrations, tasks_of
from assay.training.fitting import Fit, Rate, Schedule, Trained, finished, read_summary, set_threads
from assay.training.judging import Judges
from assay.training.lora import Precision, Rank, settings_of, with_lora
from assay.training.policies import identity_of, open_policy
from assay.training.policy_gradient import Clip
from assay.training.replay import Replay
from assay.training.rewards import Sources, check_weights
from assay.training.rl_step import Asked, Trainer
from assay.training.watching import Watcher, watched

_SETTINGS = frozenset(
    (
        *("model", "levels", "families", "unseen", "rewards", "orm", "prm", "steps", "prompts"),
        *("n", "updates", "refill", "curriculum", "lr", "warmup", "schedule", "temperature"),
        *("max_tokens", "long_from", "clip_low", "clip_high", "kl", "measure_every"),
        *("measure_tasks", "patience", "tokens", "seed", "threads"),
    )
)


@ranged
def train_rl(
    *,
    data: Path,
    model: str,
    out: Path,
    levels: list[int] | None = None,
    families: list[str] | None = None,
    unseen: list[str] | None = None,
    rewards: dict[str, float] | None = None,
    orm: str | None = None,
    prm: str | None = None,
    steps: Count = 200,
    tokens: Count | None = None,
    prompts: Count = 64,
    n: Annotated[int, Range(2)] = 8,
    updates: Count = 2,
    refill: Annotated[int, Range(0)] = 0,
    curriculum: bool = False,
    lr: Positive = 1e-4,
    warmup: int = 10,
    schedule: Schedule = "constant",
    temperature: Positive = 1.0,
    max_tokens: Count = 64,
    long_from: Count | None = None,
    clip_low: Positive = 0.2,
    clip_high: Positive = 0.28,
    kl: Annotated[float, Range(0)] = 0.0,
    replay: Annotated[float, Range(0)] = 0.0,
    replay_families: list[str] | None = None,
    replay_levels: list[int] | None = None,
    measure_every: Count = 20,
    measure_tasks: Count = 300,
    patience: Count | None = None,
    micro_tokens: Count = 8192,
    checkpoint_every: Count = 20,
    judges: Annotated[int, Range(0, 64)] = 0,
    lora: Rank = 0,
    precision: Precision = "float32",
    seed: int = 0,
    threads: Count = 1,
    name: str = "rl",
    progress: Watcher | None = None,
) -> Trained:
    """Train `model` by its own judged solutions; the policy is saved in `out`.

    `rewards` weighs the sources (verifier, steps, orm, prm, random, format; the verifier alone by
    default). Families in `unseen` are measured and never trained on. `long_from` takes up to 1 off
    for responses beyond so many tokens. `replay` weighs the cross-entropy of 32 demonstrations that
    is added to every update, of `replay_families` on `replay_levels`. The training ends after
    `steps`, or after the step in which `tokens` tokens have been generated. After `patience`
    measurements without a better one the training ends. `judges` processes judge beside the
    generation; they change nothing that is written. `lora` is the rank of low-rank weights, folded
    in when saved (0: all weights are trained); with `precision` bfloat16 roll-outs and updates
    compute in it, the weights stay float32. The log `out/log.jsonl` holds for every step reward,
    soundness (all steps right), length, shares without answer and with a signal, success by level,
    tokens generated so far, what the reward-hacking meter flags, and at times the held-out
    accuracy. Raises UsageError for numbers out of range, no tasks, a reward without its model, and
    a folder that holds another training.
    """
    rewards = rewards or {"verifier": 1.0}
    check_weights(rewards, orm, prm)
    settings = {key: value for key, value in locals().items() if key in _SETTINGS}
    settings |= settings_of(lora, precision)
    if replay:
        settings |= {"replay": replay, "replay_of": [replay_families, replay_levels]}
    for key in ("model", "orm", "prm"):
        settings[key] = identity_of(settings[key]) if settings[key] else None
    if (before := finished(out, settings)) is not None:
        return before
    set_threads(threads)
    policy = open_policy(model, seed)
    trained = _without(tasks_of(data, "train", levels=levels, families=families), unseen)
    reference = deepcopy(policy.model).eval() if kl else None  # before a checkpoint is read
    if lora:
        policy = with_lora(policy, lora, seed)
    half = precision == "bfloat16"
    shown = _shown(data, replay, replay_families, replay_levels)
    rate = Rate(lr, warmup, steps, schedule)
    fit = Fit(policy, out, settings, rate, decay=0.0, beta2=0.99, checkpoint_every=checkpoint_every)
    sources = Sources(rewards, orm=orm, prm=prm, seed=seed)
    with Judges(judges, sources.needs_steps) as pool, watched(progress, name, steps) as advance:
        trainer = Trainer(
            policy=policy,
            fit=fit,
            tasks=trained,
            held_out=_held_out(data, families, unseen or [], measure_tasks),
            clip=Clip(clip_low, clip_high, temperature, kl),
            sources=sources,
            judges=pool,
            asked=Asked(
                prompts,
                n,
                updates,
                refill,
                max_tokens,
                long_from,
                micro_tokens,
                measure_every,
                tokens,
            ),
            curriculum=curriculum,
            seed=seed,
            reference=reference,
            half=half,
            replay=Replay.of(policy, shown, replay, seed, half) if shown else None,
        )
        advance(fit.done)
        for step in fit.steps():
            trainer.step(step)
            advance(1)
            if patience and _has_stalled(fit.log, patience):
                fit.stop()
            fit.beside["waited_seconds"] = round(pool.waited, 2)
    return read_summary(out)


def _shown(
    data: Path, replay: float, families: list[str] | None, levels: list[int] | None
) -> list[Shown]:
    """The demonstrations that are shown again; none when they weigh nothing."""
    if replay:
        return demonstrations(data, levels=levels, count=None, families=families)
    if families or levels:
        raise UsageError(
            "replay_families and replay_levels without replay: give it a weight above 0"
        )
    return []


def _without(tasks: list[Task], unseen: Sequence[str] | None) -> list[Task]:
    found = [task for task in tasks if task.family not in (unseen or ())]
    if not found:
        raise UsageError(f"unseen {unseen}: no family is left to train on")
    return found


def _held_out(
    data: Path, families: Sequence[str] | None, unseen: Sequence[str], most: int
) -> dict[str, list[Task]]:
    """The validation tasks of the trained families, and of those that are never trained on."""
    tasks = tasks_of(data, "validation", families=families)
    seen = [task for task in tasks if task.family not in unseen]
    found = {"held_out": seen[:: max(1, len(seen) // most)][:most]}
    if unseen:
        found["unseen"] = tasks_of(data, "validation", families=unseen, most=most)
    return found


def _has_stalled(log: Sequence[dict[str, Any]], patience: int) -> bool:
    """Whether none of the last `patience` measurements is better than the best before them."""
    measured = [line["held_out"]["accuracy"] for line in log if "held_out" in line]
    return len(measured) > patience and max(measured[-patience:]) <= max(measured[:-patience])

"""Reinforcement learning towards answers that the checkers find right.

    train_rl(data=Path("data/t"), model="data/sft", out=Path("data/rl"), steps=200)

A step draws tasks of all levels from split train, `n` solutions of each, and grades the answers;
nothing else about a task is used. The advantage of a solution is its reward less the mean of its
group, without division by the deviation (Dr. GRPO, arXiv 2503.20783); groups of one mind are
dropped; the loss is a mean over tokens with an asymmetric clip (DAPO, arXiv 2503.14476). The
held-out curve is measured on split validation. No KL term, no value function, no learned reward.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import torch
from torch import Tensor

from assay.core.ranges import Count, Positive, Range, ranged
from assay.core.records import Task
from assay.core.seeds import seed_for
from assay.training.batches import Order, padded, pieces
from assay.training.data import tasks_of
from assay.training.fitting import Fit, Rate, Schedule, Trained, finished, read_summary, set_threads
from assay.training.policies import Policy, identity_of, open_policy
from assay.training.rollouts import Rollouts, roll_out
from assay.training.watching import Watcher, watched

_SETTINGS = frozenset(
    {
        "model",
        "levels",
        "families",
        "steps",
        "prompts",
        "n",
        "updates",
        "lr",
        "warmup",
        "schedule",
        "temperature",
        "max_tokens",
        "clip_low",
        "clip_high",
        "measure_every",
        "measure_tasks",
        "seed",
        "threads",
    }
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A graded solution with a signal: tokens, where the response begins, old log-probabilities."""

    ids: list[int]
    prompt: int
    logprobs: list[float]
    advantage: float


@dataclass(frozen=True, slots=True)
class Clip:
    """How far the new policy's probability of a token may leave the old one's."""

    low: float
    high: float
    temperature: float


@ranged
def train_rl(
    *,
    data: Path,
    model: str,
    out: Path,
    levels: list[int] | None = None,
    families: list[str] | None = None,
    steps: Count = 200,
    prompts: Count = 64,
    n: Annotated[int, Range(2)] = 8,
    updates: Count = 2,
    lr: Positive = 1e-4,
    warmup: int = 10,
    schedule: Schedule = "constant",
    temperature: Positive = 1.0,
    max_tokens: Count = 64,
    clip_low: Positive = 0.2,
    clip_high: Positive = 0.28,
    measure_every: Count = 20,
    measure_tasks: Count = 300,
    micro_tokens: Count = 8192,
    checkpoint_every: Count = 20,
    seed: int = 0,
    threads: Count = 1,
    progress: Watcher | None = None,
) -> Trained:
    """Train `model` by its own graded solutions; the policy is saved in `out`.

    The log `out/log.jsonl` holds for every step reward, soundness (all steps right), length, the
    share of rollouts with a signal and tokens generated so far, and every `measure_every` steps
    the held-out accuracy. Raises UsageError for numbers out of range, no tasks, and a folder that
    holds another training.
    """
    settings = {key: value for key, value in locals().items() if key in _SETTINGS}
    settings["model"] = identity_of(model)
    if (before := finished(out, settings)) is not None:
        return before
    set_threads(threads)
    policy = open_policy(model, seed)
    tasks = tasks_of(data, "train", levels=levels, families=families)
    held_out = tasks_of(data, "validation", families=families, most=measure_tasks)
    order = Order(len(tasks), seed)
    rate = Rate(lr, warmup, steps, schedule)
    fit = Fit(policy, out, settings, rate, decay=0.0, beta2=0.99, checkpoint_every=checkpoint_every)
    trainer = _Trainer(
        policy=policy,
        fit=fit,
        held_out=held_out,
        clip=Clip(clip_low, clip_high, temperature),
        n=n,
        updates=updates,
        max_tokens=max_tokens,
        micro_tokens=micro_tokens,
        measure_every=measure_every,
        seed=seed,
    )
    with watched(progress, "rl", steps) as advance:
        advance(fit.done)
        for step in fit.steps():
            trainer.step(step, [tasks[at] for at in order.batch(step, prompts)])
            advance(1)
    return read_summary(out)


@dataclass(frozen=True, slots=True)
class _Trainer:
    """What one step needs."""

    policy: Policy
    fit: Fit
    held_out: Sequence[Task]
    clip: Clip
    n: int
    updates: int
    max_tokens: int
    micro_tokens: int
    measure_every: int
    seed: int

    def step(self, step: int, tasks: Sequence[Task]) -> None:
        """Draw, grade, update, and measure when it is time."""
        first = self._measured(0) if step == 0 else {}
        drawn = roll_out(
            self.policy,
            tasks,
            n=self.n,
            max_tokens=self.max_tokens,
            temperature=self.clip.temperature,
            seed=seed_for("rl", self.seed, step),
        )
        taught = lessons(drawn, self.n)
        for update in range(self.updates):
            if part := taught[update :: self.updates]:
                pad = self.policy.pad_id
                self.fit.update(losses(self.fit.model, part, self.clip, pad, self.micro_tokens))
        self.fit.tokens += sum(map(len, drawn.tokens))
        due = (step + 1) % self.measure_every == 0 or step + 1 == self.fit.rate.steps
        later = self._measured(step + 1) if due else {}
        self.fit.note(_line(drawn, taught, self.fit.tokens, first, later))

    def _measured(self, step: int) -> dict[str, float]:
        return measure(self.policy, self.held_out, self.max_tokens, self.seed, step)


def measure(
    policy: Policy, tasks: Sequence[Task], max_tokens: int, seed: int, step: int
) -> dict[str, float]:
    """Accuracy and soundness of one solution a task at temperature 1; trains nothing."""
    drawn = roll_out(
        policy,
        tasks,
        n=1,
        max_tokens=max_tokens,
        temperature=1.0,
        seed=seed_for("measure", seed, step),
    )
    policy.model.train()
    return {"accuracy": round(drawn.accuracy, 6), "soundness": round(drawn.soundness, 6)}


def _line(
    drawn: Rollouts,
    taught: Sequence[Lesson],
    tokens: int,
    first: dict[str, float],
    later: dict[str, float],
) -> dict[str, Any]:
    line: dict[str, Any] = {
        "reward": round(drawn.accuracy, 6),
        "sound": round(drawn.soundness, 6),
        "length": round(drawn.length, 3),
        "signal": round(len(taught) / len(drawn.rewards), 6),
        "tokens": tokens,
    }
    line |= {"start": first} if first else {}
    return line | ({"held_out": later} if later else {})


def lessons(drawn: Rollouts, n: int) -> list[Lesson]:
    """The solutions of the groups that disagree, shuffled over groups by their place in them."""
    found: list[list[Lesson]] = [[] for _ in range(n)]
    for start in range(0, len(drawn.rewards), n):
        rewards = [reward for reward in drawn.rewards[start : start + n] if reward is not None]
        if len(set(rewards)) < 2:
            continue
        mean = sum(rewards) / len(rewards)
        for place in range(n):
            at, reward = start + place, drawn.rewards[start + place]
            if reward is not None:
                ids = [*drawn.prompts[at], *drawn.tokens[at]]
                lesson = Lesson(ids, len(drawn.prompts[at]), drawn.logprobs[at], reward - mean)
                found[place].append(lesson)
    return [lesson for place in found for lesson in place]


def losses(model: Any, rows: Sequence[Lesson], clip: Clip, pad: int, most: int) -> Iterator[Tensor]:
    """The clipped policy-gradient loss, a mean over all response tokens of `rows`, in summands."""
    total = sum(len(row.logprobs) for row in rows)
    device = next(model.parameters()).device
    for piece in pieces(range(len(rows)), [len(row.ids) for row in rows], most):
        ids, _ = padded([rows[at].ids for at in piece], pad)
        ids = ids.to(device)
        logits = model(input_ids=ids[:, :-1]).logits.float() / clip.temperature
        chosen = torch.log_softmax(logits, -1).gather(-1, ids[:, 1:, None]).squeeze(-1)
        old, learnt = _old(rows, piece, chosen.shape)
        advantage = torch.tensor([[rows[at].advantage] for at in piece]).to(device)
        ratio = (chosen - old.to(device)).where(learnt.to(device), 0.0).exp()
        kept = ratio.clamp(1 - clip.low, 1 + clip.high)
        gain = torch.minimum(ratio * advantage, kept * advantage)
        yield -(gain * learnt.to(device)).sum() / total


def _old(
    rows: Sequence[Lesson], piece: Sequence[int], shape: Sequence[int]
) -> tuple[Tensor, Tensor]:
    """The old log-probabilities at the response tokens, and where those are."""
    old, learnt = torch.zeros(*shape), torch.zeros(*shape, dtype=torch.bool)
    for row, at in enumerate(piece):
        start, count = rows[at].prompt - 1, len(rows[at].logprobs)
        old[row, start : start + count] = torch.tensor(rows[at].logprobs)
        learnt[row, start : start + count] = True
    return old, learnt

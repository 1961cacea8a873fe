"""Solutions drawn from a policy in training, and what they are worth.

    group = roll_out(policy, tasks, n=8, max_tokens=64, temperature=1.0, seed=7)
    group.rewards, group.sound            # by the checkers: the answer, and all the steps

Rewards come from the verdict on the answer alone; step labels are only looked at. A rollout whose
verdict is undecided or an error has no reward and trains nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assay.checkers import grade, label_steps
from assay.core.records import Task
from assay.sampling.decode import decode
from assay.training.policies import Policy


@dataclass(frozen=True, slots=True)
class Rollouts:
    """n solutions of each task, task by task."""

    tasks: list[Task]
    prompts: list[list[int]]
    tokens: list[list[int]]
    logprobs: list[list[float]]
    texts: list[str]
    answers: list[str | None]
    rewards: list[float | None]
    sound: list[bool]

    @property
    def accuracy(self) -> float:
        """The share of right answers among the solutions with a reward."""
        known = [reward for reward in self.rewards if reward is not None]
        return sum(known) / max(1, len(known))

    @property
    def soundness(self) -> float:
        """The share of solutions of which the answer and every step is right."""
        return sum(self.sound) / max(1, len(self.sound))

    @property
    def length(self) -> float:
        """The mean number of tokens of a response."""
        return sum(map(len, self.tokens)) / max(1, len(self.tokens))


def roll_out(
    policy: Policy,
    tasks: Sequence[Task],
    *,
    n: int,
    max_tokens: int,
    temperature: float,
    seed: int,
) -> Rollouts:
    """`n` solutions of each task in one batch, graded; seeded by `seed` alone."""
    prompts = [policy.prompt_ids(task.prompt) for task in tasks for _ in range(n)]
    drawn = decode(
        policy.model,
        prompts,
        max_new_tokens=max_tokens,
        temperature=temperature,
        eos_ids=policy.end_ids,
        pad_id=policy.pad_id,
        seed=seed,
    )
    asked = [task for task in tasks for _ in range(n)]
    texts = [policy.text(tokens) for tokens in drawn.tokens]
    verdicts = [grade(task.answer, text) for task, text in zip(asked, texts, strict=True)]
    rewards = [verdict.reward for verdict in verdicts]
    sound = [
        bool(reward) and all_right(task, text)
        for task, text, reward in zip(asked, texts, rewards, strict=True)
    ]
    answers = [verdict.extracted for verdict in verdicts]
    return Rollouts(asked, prompts, drawn.tokens, drawn.logprobs, texts, answers, rewards, sound)


def all_right(task: Task, text: str) -> bool:
    """Whether no step of the solution is anything but right or neutral."""
    return all(step.status in ("correct", "neutral") for step in label_steps(task, text))

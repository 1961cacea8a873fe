"""Solutions drawn from a policy in training, and what they are worth.

    group = roll_out(policy, tasks, n=8, max_tokens=64, temperature=1.0, seed=7)
    group.rewards, group.sound            # by the checkers: the answer, and all the steps

Rewards come from the verdict on the answer alone; step labels are only looked at. A rollout whose
verdict is undecided or an error has no reward and trains nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assay.core.records import StepLabel, Task
from assay.sampling.decode import decode
from assay.training.judging import Judges
from assay.training.lora import sampled
from assay.training.memory import within_memory
from assay.training.policies import Policy


@dataclass(frozen=True, slots=True)
class Rollouts:
    """n solutions of each task, task by task; `steps` are labelled where `Judges` was asked to."""

    tasks: list[Task]
    prompts: list[list[int]]
    tokens: list[list[int]]
    logprobs: list[list[float]]
    texts: list[str]
    answers: list[str | None]
    rewards: list[float | None]
    sound: list[bool]
    steps: list[tuple[StepLabel, ...] | None]

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
    def unparsed(self) -> float:
        """The share of solutions that state no answer."""
        return sum(answer is None for answer in self.answers) / max(1, len(self.answers))

    @property
    def length(self) -> float:
        """The mean number of tokens of a response."""
        return sum(map(len, self.tokens)) / max(1, len(self.tokens))

    @property
    def lengths(self) -> list[int]:
        """The tokens of each prompt and its response together."""
        return [len(p) + len(t) for p, t in zip(self.prompts, self.tokens, strict=True)]

    def rows(self, start: int, stop: int) -> "Rollouts":
        """The roll-outs from `start` up to `stop`."""
        parts: list[Any] = [getattr(self, name)[start:stop] for name in self.__slots__]
        return Rollouts(*parts)

    def joined(self, other: "Rollouts") -> "Rollouts":
        """These roll-outs and then the other ones."""
        parts: list[Any] = [[*getattr(self, n), *getattr(other, n)] for n in self.__slots__]
        return Rollouts(*parts)


def roll_out(
    policy: Policy,
    tasks: Sequence[Task],
    *,
    n: int,
    max_tokens: int,
    temperature: float,
    seed: int,
    judges: Judges | None = None,
    half: bool = False,
) -> Rollouts:
    """`n` solutions of each task in one batch, graded; seeded by `seed` alone.

    With `judges` responses are graded as they end; without, afterwards in this process. With `half`
    they are drawn from the weights in bfloat16. Raises AssayError where the memory ends.
    """
    asked = [task for task in tasks for _ in range(n)]
    read = [policy.prompt_ids(task.prompt) for task in tasks]
    prompts = [ids for ids in read for _ in range(n)]
    judges = judges or Judges()
    texts = [""] * len(asked)

    def ended(row: int, tokens: list[int]) -> None:
        texts[row] = policy.text(tokens)
        judges.ask(row, asked[row], texts[row])

    smaller = f"prompts (now {len(tasks)}), n (now {n}) or max_tokens (now {max_tokens})"
    with within_memory("the roll-outs", smaller), sampled(policy.model, half) as model:
        drawn = decode(
            model,
            prompts,
            max_new_tokens=max_tokens,
            temperature=temperature,
            eos_ids=policy.end_ids,
            pad_id=policy.pad_id,
            seed=seed,
            ended=ended,
        )
    found = judges.answers(len(asked))
    return Rollouts(
        tasks=asked,
        prompts=prompts,
        tokens=drawn.tokens,
        logprobs=drawn.logprobs,
        texts=texts,
        answers=[one.answer for one in found],
        rewards=[one.reward for one in found],
        sound=[one.sound for one in found],
        steps=[one.steps for one in found],
    )

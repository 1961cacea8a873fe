"""Demonstrations mixed into reinforcement learning, so that what they taught is not forgotten.

    replay = Replay.of(policy, shown, weight=0.5, seed=1, half=False)
    replay.losses(model, update=17, most=8192)      # summands, to be added to the policy gradient's

To every update the cross-entropy of a batch of demonstrations is added with a weight, as PPO-ptx
does with pretraining text (arXiv 2203.02155). Rewards know nothing of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from assay.training.batches import Order
from assay.training.data import Shown
from assay.training.policies import Policy
from assay.training.sft import Example, encode, losses

BATCH = 32


@dataclass(frozen=True, slots=True)
class Replay:
    """The demonstrations, how much they weigh, and the order in which they come."""

    examples: Sequence[Example]
    weight: float
    order: Order
    pad: int
    half: bool

    @classmethod
    def of(
        cls, policy: Policy, shown: Sequence[Shown], weight: float, seed: int, half: bool
    ) -> "Replay":
        """Raises UsageError for a demonstration that the model cannot read whole."""
        examples = [encode(policy, each.prompt, each.response) for each in shown]
        return cls(examples, weight, Order(len(examples), seed), policy.pad_id, half)

    def losses(self, model: Any, update: int, most: int) -> Iterator[Tensor]:
        """The weighted mean cross-entropy of the batch of one update, in summands."""
        for loss in losses(model, self._rows(update), self.pad, most, self.half):
            yield self.weight * loss

    def lengths(self, update: int) -> list[int]:
        """The tokens of each row of that batch."""
        return [len(row.ids) for row in self._rows(update)]

    def _rows(self, update: int) -> list[Example]:
        return [self.examples[at] for at in self.order.batch(update, BATCH)]

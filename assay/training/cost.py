"""What computing costs: FLOPs by the formula, so that a figure is the same on every machine.

    cost = Cost(); cost.add(model, [40, 52]); cost.flops         # two sequences read once
    lessons = 3 * forward(model, 40)                              # read, and learnt from

A forward pass is C = 2 N + 2 n_layer n_ctx d_model a token (Kaplan et al., arXiv 2001.08361, table
1), N without the embeddings that are only looked up; learning from a sequence costs three of them
(forward once, backward twice). It measures no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

LEARNING = 3


@dataclass(slots=True)
class Cost:
    """Tokens and forward FLOPs so far."""

    generated: int = 0
    read: int = 0
    flops: float = 0.0
    _sizes: dict[int, int] = field(default_factory=dict, repr=False)

    def add(self, model: Any, lengths: Sequence[int]) -> None:
        """Count sequences of these lengths going through the model once."""
        self.read += sum(lengths)
        self.flops += sum(self.forward(model, length) for length in lengths)

    def grow(self, model: Any, before: int, count: int) -> None:
        """Count `count` tokens drawn one by one after a sequence that has been read."""
        self.generated += count
        self.flops += self.forward(model, before + count) - self.forward(model, before)

    def forward(self, model: Any, length: int) -> float:
        """The FLOPs of one sequence's forward pass: 2 N for each token, and its attention to those
        before it; N without the embeddings that are only looked up."""
        key = id(model)
        if key not in self._sizes:
            self._sizes[key] = _parameters(model)
        config = model.config
        attention = config.num_hidden_layers * config.hidden_size * length * (length + 1)
        return float(2 * self._sizes[key] * length + attention)


def _parameters(model: Any) -> int:
    """All but the embeddings that are only looked up."""
    total = sum(int(parameter.numel()) for parameter in model.parameters())
    tied = getattr(model.config, "tie_word_embeddings", False)
    return total if tied else total - int(model.get_input_embeddings().weight.numel())


def forward(model: Any, lengths: Sequence[int]) -> float:
    """The FLOPs of these sequences going through the model once."""
    cost = Cost()
    cost.add(model, lengths)
    return cost.flops


def learning(model: Any, lengths: Sequence[int]) -> float:
    """The FLOPs of one update on these sequences."""
    return LEARNING * forward(model, lengths)

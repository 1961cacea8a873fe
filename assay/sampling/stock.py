"""The same interface as `LlamaEngine` over any Hugging Face causal language model.

    engine = StockEngine(model); engine.prefill(ids, pads, room=100); engine.step(tokens)

Goes through the model's own `forward` and its growing cache: slower, but every architecture with a
cache works. It does not do models without one, nor encoder-decoders.
"""

from typing import Any

import torch
from torch import Tensor


class StockEngine:
    """One decoding batch through `model.forward`."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def prefill(self, ids: Tensor, pads: Tensor, room: int) -> Tensor:
        """Logits after the prompts `ids` [rows, length] with `pads` [rows] columns on the left."""
        columns = torch.arange(ids.shape[1], device=ids.device)
        self.mask = (columns >= pads.unsqueeze(-1)).long()
        self.cache: Any = None
        self.position = (self.mask.cumsum(-1) - 1).clamp(min=0)
        return self._forward(ids)

    def step(self, tokens: Tensor) -> Tensor:
        """Append one token a row [rows]; the logits [rows, vocabulary] after it."""
        self.mask = torch.cat((self.mask, self.mask.new_ones(tokens.shape[0], 1)), dim=-1)
        self.position = self.position[:, -1:] + 1
        return self._forward(tokens.unsqueeze(-1))

    def keep(self, rows: Tensor) -> None:
        """Go on with these rows of the cache (indices, repeats allowed) in this order."""
        self.mask = self.mask.index_select(0, rows)
        self.position = self.position.index_select(0, rows)
        self.cache.batch_select_indices(rows)

    def _forward(self, ids: Tensor) -> Tensor:
        result = self.model(
            input_ids=ids,
            attention_mask=self.mask,
            position_ids=self.position,
            past_key_values=self.cache,
            use_cache=True,
            logits_to_keep=1,
        )
        self.cache = result.past_key_values
        logits: Tensor = result.logits[:, -1]
        return logits

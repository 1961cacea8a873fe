"""Steps of a decoding batch as one CUDA graph: a replay a step, no kernel launched from Python.

    engine = GraphedEngine(LlamaEngine(model))      # the same interface; for a model on a GPU

A step of a small model is hundreds of small kernels, and launching them takes several times as long
as their work. A graph is fixed in its shapes, so a step attends over the whole room, with the
columns that are not written yet hidden. It is captured anew when rows are dropped.

`fixed_step` is plain PyTorch, which is how it is tested without a GPU.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from assay.sampling.cache import RowCache
from assay.sampling.llama import LlamaEngine

ALIGNED = 16


class GraphedEngine:
    """`LlamaEngine` whose steps are replayed."""

    def __init__(self, engine: LlamaEngine) -> None:
        self.engine = engine
        self.graph: torch.cuda.CUDAGraph | None = None

    def prefill(self, ids: Tensor, pads: Tensor, room: int) -> Tensor:
        """As of `LlamaEngine`; the room is rounded up to what fused attention likes."""
        room += -(ids.shape[1] + room) % ALIGNED
        self.graph = None
        return self.engine.prefill(ids, pads, room)

    def step(self, tokens: Tensor) -> Tensor:
        """As of `LlamaEngine`; the logits stay valid until the next step."""
        if self.graph is None:
            self._begin(tokens)
            self._capture()
        assert self.graph is not None
        self.tokens.copy_(tokens)
        self.at.fill_(self.engine.at)
        self.graph.replay()
        self.engine.at += 1
        return self.found

    def keep(self, rows: Tensor) -> None:
        """As of `LlamaEngine`."""
        self.graph = None
        self.engine.keep(rows)

    def fixed_step(self) -> Tensor:
        """The logits after `tokens` [rows] in column `at` [1], all shapes independent of `at`."""
        engine = self.engine
        bias = self.bias.masked_fill(self.columns > self.at, float("-inf"))
        cosines, sines = engine.cosines[self.at], engine.sines[self.at]
        x = F.embedding(self.tokens, engine.embedding)
        for block, cache in zip(engine.blocks, engine.caches, strict=True):
            assert isinstance(cache, RowCache)
            q, k, v = engine.project(x.unsqueeze(1), block, cosines, sines)
            mixed = cache.attend_all(q[:, 0], k[:, 0], v[:, 0], self.at, bias)
            x = engine.finish(x, mixed, block)
        return engine.logits(x)

    def _begin(self, tokens: Tensor) -> None:
        """The places that the graph reads from."""
        room = self.engine.cosines.shape[0]
        self.tokens = tokens.clone()
        self.at = torch.full((1,), self.engine.at, device=tokens.device)
        self.columns = torch.arange(room, device=tokens.device)
        bias = self.engine.bias
        zeros = self.engine.embedding.new_zeros(tokens.shape[0], room)
        self.bias = zeros if bias is None else bias.contiguous()

    def _capture(self) -> None:
        """Run the step once beside, as capturing asks for, and record it. Writes column `at`."""
        beside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
        beside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(beside):
            self.fixed_step()
        torch.cuda.current_stream().wait_stream(beside)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.found = self.fixed_step()
        self.graph = graph

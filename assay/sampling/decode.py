"""Sample many completions at once, fast, from token ids to token ids.

    out = decode(model, [[5, 9], [7]], max_new_tokens=50, eos_ids=(2,), seed=1)
    out.tokens[0], out.logprobs[0], out.finish_reasons[0]

Rows with the same prompt share its reading; rows that have ended are dropped when that pays; each
row draws with its own numbers, so its tokens do not hang on the others (beyond rounding). The same
call gives the same tokens on the same machine with the same number of threads. Llama models go
through `LlamaEngine`, all others through the model's own forward.

It knows no text: stop strings are the business of `sampling.local`.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor

from assay.core.errors import UsageError
from assay.sampling.allocator import keep_memory
from assay.sampling.draw import pick, uniforms
from assay.sampling.graphed import GraphedEngine
from assay.sampling.llama import LlamaEngine, fits
from assay.sampling.records import FinishReason
from assay.sampling.stock import StockEngine

Stop = Callable[[list[int]], bool]
Ended = Callable[[int, list[int]], None]

DROP_AT, DROP_AT_ON_GPU = 0.85, 0.5
STOP_EVERY = 8
LOOK_EVERY = 8  # on a GPU, where to look is to wait
MOST_GRAPHED = 1024  # rows; a graph is faster with 512 and slower with 2,048 (docs/gpu.md)


@dataclass(frozen=True, slots=True)
class Decoded:
    """New tokens of every row, with the one that ended it; natural-log probabilities beside them.

    A log-probability is that of the drawn token at the sampling temperature, before top-p (at
    temperature 0: at temperature 1).
    """

    tokens: list[list[int]]
    logprobs: list[list[float]]
    finish_reasons: list[FinishReason]


@dataclass(frozen=True, slots=True)
class _Ask:
    """How to draw and when a row has ended."""

    temperature: float
    top_p: float
    eos_ids: tuple[int, ...]
    pad_id: int
    stop: Stop | None
    ended: Ended | None


class Engine(Protocol):
    """A forward pass with a cache; see `LlamaEngine`."""

    def prefill(self, ids: Tensor, pads: Tensor, room: int) -> Tensor: ...
    def step(self, tokens: Tensor) -> Tensor: ...
    def keep(self, rows: Tensor) -> None: ...


def decode(
    model: Any,
    prompt_ids: Sequence[Sequence[int]],
    *,
    max_new_tokens: int,
    temperature: float = 1.0,
    top_p: float = 1.0,
    eos_ids: Sequence[int] = (),
    pad_id: int = 0,
    seed: int = 0,
    stop: Stop | None = None,
    rows_at_once: int | None = None,
    ended: Ended | None = None,
) -> Decoded:
    """Complete every prompt once; for n samples of a prompt, give it n times.

    `stop` is asked every 8 tokens with a row's tokens so far and ends the row when it says so.
    `rows_at_once` splits the batch to bound memory. `ended` is told of rows, by number and tokens,
    some time after they have ended and before the call returns, so that whoever judges them need
    not wait for the slowest. Raises UsageError for an empty prompt or
    numbers out of range. The model is left as it was (training mode, gradients); the process keeps
    freed memory from then on (`keep_memory`).
    """
    _check(prompt_ids, max_new_tokens, temperature, top_p)
    keep_memory()
    noise = uniforms(max_new_tokens, len(prompt_ids), seed)
    ask = _Ask(temperature, top_p, tuple(eos_ids), pad_id, stop, ended)
    split = rows_at_once or max(1, len(prompt_ids))
    done = Decoded([], [], [])
    with _resting(model):
        for start in range(0, len(prompt_ids), split):
            batch = _Batch(model, prompt_ids[start : start + split], ask, start)
            part = batch.run(noise[:, start : start + split])
            done.tokens.extend(part.tokens)
            done.logprobs.extend(part.logprobs)
            done.finish_reasons.extend(part.finish_reasons)
    return done


def engine_for(model: Any, rows: int) -> Engine:
    """The fastest forward pass that computes what the model computes, for so many rows."""
    if not fits(model):
        return StockEngine(model)
    engine = LlamaEngine(model, rows)
    graphed = next(model.parameters()).is_cuda and rows <= MOST_GRAPHED
    return GraphedEngine(engine) if graphed else engine


def _check(prompts: Sequence[Sequence[int]], steps: int, temperature: float, top_p: float) -> None:
    for at, prompt in enumerate(prompts):
        if not prompt:
            raise UsageError(f"prompt {at} has no tokens; at least one is needed")
    if steps < 1:
        raise UsageError(f"max_new_tokens {steps}: at least 1 is needed")
    if not temperature >= 0.0 or not 0.0 < top_p <= 1.0:
        raise UsageError(
            f"temperature {temperature}, top_p {top_p}: allowed are 0 and up, and above 0 up to 1"
        )


@contextmanager
def _resting(model: Any) -> Iterator[None]:
    """No gradients, and the model in evaluation mode; then as it was.

    Inference mode only where the model's own code does not run: it might keep a tensor.
    """
    training = model.training
    model.eval()
    try:
        with torch.inference_mode() if fits(model) else torch.no_grad():
            yield
    finally:
        model.train(training)


class _Batch:
    """Rows that are decoded together, and what they have written so far."""

    def __init__(self, model: Any, prompts: Sequence[Sequence[int]], ask: _Ask, first: int) -> None:
        self.first = first
        self.device = next(model.parameters()).device
        self.engine = engine_for(model, len(prompts))
        self.ask = ask
        unique = {tuple(prompt): None for prompt in prompts}
        places = {prompt: place for place, prompt in enumerate(unique)}
        self.sources = [places[tuple(prompt)] for prompt in prompts]
        longest = max(map(len, unique))
        padded = [[ask.pad_id] * (longest - len(prompt)) + list(prompt) for prompt in unique]
        pads = [longest - len(prompt) for prompt in unique]
        self.ids = torch.tensor(padded, device=self.device)
        self.pads = torch.tensor(pads, device=self.device)
        self.live = torch.arange(len(prompts), device=self.device)
        self.ended = torch.zeros(len(prompts), dtype=torch.bool, device=self.device)

    def run(self, noise: Tensor) -> Decoded:
        """Decode until every row has ended or the numbers [steps, rows] are used up."""
        steps, count = noise.shape
        noise = noise.to(self.device)
        self.tokens = torch.full((steps, count), self.ask.pad_id, device=self.device)
        self.logprobs = torch.zeros((steps, count), device=self.device)
        self.lengths = torch.full((count,), steps, device=self.device)
        logits = self._read_prompts(steps)
        for step in range(steps):
            tokens = self._draw(logits, noise[step], step)
            if step + 1 == steps:
                break
            if self.device.type == "cpu" or (step + 1) % LOOK_EVERY == 0:
                tokens = self._drop_ended(tokens)
            if tokens.numel() == 0:
                break
            logits = self.engine.step(tokens)
        return self._result()

    def _read_prompts(self, room: int) -> Tensor:
        logits = self.engine.prefill(self.ids, self.pads, room)
        if len(self.sources) == self.ids.shape[0]:
            return logits
        rows = torch.tensor(self.sources, device=self.device)
        self.engine.keep(rows)
        return logits.index_select(0, rows)

    def _draw(self, logits: Tensor, uniform: Tensor, step: int) -> Tensor:
        """One token for every live row, noted, and the rows that it ends."""
        ask = self.ask
        tokens, logprobs = pick(
            logits, uniform[self.live], temperature=ask.temperature, top_p=ask.top_p
        )
        self.tokens[step, self.live] = tokens
        self.logprobs[step, self.live] = logprobs
        for eos in ask.eos_ids:
            self._end(tokens == eos, step + 1)
        if ask.stop is not None and (step + 1) % STOP_EVERY == 0:
            written = self.tokens[: step + 1, self.live].T.tolist()
            self._end(torch.tensor([*map(ask.stop, written)], device=self.device), step + 1)
        return tokens

    def _end(self, which: Tensor, length: int) -> None:
        """Note the length of those live rows that end here and have not ended before."""
        ended, lengths = self.ended[self.live], self.lengths[self.live]
        self.lengths[self.live] = lengths.masked_fill(which & ~ended, length)
        self.ended[self.live] = ended | which

    def _drop_ended(self, tokens: Tensor) -> Tensor:
        """Take ended rows out of the batch when enough have ended; the tokens that stay."""
        going = ~self.ended[self.live]
        count = int(going.sum())
        share = DROP_AT if self.device.type == "cpu" else DROP_AT_ON_GPU
        if count > share * self.live.numel():
            return tokens
        kept = going.nonzero().squeeze(-1)
        self._tell(self.live[~going])
        self.live = self.live[kept]
        if count:
            self.engine.keep(kept)
        return tokens[kept]

    def _tell(self, rows: Tensor) -> None:
        """Say what these rows, which have ended, have written."""
        if self.ask.ended is None:
            return
        written = self.tokens[:, rows].T.tolist()
        lengths = self.lengths[rows].tolist()
        for row, tokens, length in zip(rows.tolist(), written, lengths, strict=True):
            self.ask.ended(self.first + row, tokens[:length])

    def _result(self) -> Decoded:
        self._tell(self.live)
        lengths, ended = self.lengths.tolist(), self.ended.tolist()
        tokens, logprobs = self.tokens.T.tolist(), self.logprobs.T.tolist()
        return Decoded(
            [row[:length] for row, length in zip(tokens, lengths, strict=True)],
            [row[:length] for row, length in zip(logprobs, lengths, strict=True)],
            ["stop" if end else "length" for end in ended],
        )

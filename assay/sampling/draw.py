"""One token a row out of the logits: greedy, temperature, top-p.

    tokens, logprobs = pick(logits, uniforms, temperature=1.0, top_p=1.0)

A token is found by inverting the cumulative distribution at one uniform number a row, so that
row i at step s depends on its own number alone: rows may be dropped or split into smaller batches
without changing what the others draw. (`torch.multinomial` takes a number for every entry of the
vocabulary and is slower.)
"""

import torch
from torch import Tensor

_BELOW_ONE = 1.0 - 2.0**-22


def uniforms(steps: int, rows: int, seed: int) -> Tensor:
    """Numbers in [0, 1) for every step and row, float32 [steps, rows], the same on every device.

    A longer run with the same seed and rows begins with the numbers of a shorter one.
    """
    generator = torch.Generator().manual_seed(seed & (2**63 - 1))
    return torch.rand(steps, rows, generator=generator)


def pick(
    logits: Tensor, uniform: Tensor, *, temperature: float, top_p: float
) -> tuple[Tensor, Tensor]:
    """Tokens [rows] and their log-probabilities [rows] from logits [rows, vocabulary].

    Log-probabilities are those of the distribution at `temperature` before `top_p` cuts it; at
    temperature 0 the token is the largest logit and its log-probability that at temperature 1.
    """
    logits = logits.float()
    if temperature == 0.0:
        tokens = logits.argmax(-1)
        return tokens, _log_probability(torch.softmax(logits, -1), tokens)
    if temperature != 1.0:
        logits = logits / temperature
    probabilities = torch.softmax(logits, -1)
    kept = probabilities if top_p >= 1.0 else _nucleus(probabilities, top_p)
    tokens = _invert(kept, uniform)
    return tokens, _log_probability(probabilities, tokens)


def _log_probability(probabilities: Tensor, tokens: Tensor) -> Tensor:
    return probabilities.gather(-1, tokens.unsqueeze(-1)).squeeze(-1).log()


def _invert(weights: Tensor, uniform: Tensor) -> Tensor:
    """The first entry at which the running sum exceeds `uniform` of the total: weight above 0."""
    running = weights.cumsum(-1)
    target = uniform.clamp(max=_BELOW_ONE).unsqueeze(-1) * running[:, -1:]
    found = torch.searchsorted(running, target, right=True).squeeze(-1)
    return found.clamp(max=weights.shape[-1] - 1)


def _nucleus(probabilities: Tensor, top_p: float) -> Tensor:
    """Probabilities with all but the smallest set of likeliest tokens that reaches `top_p` at 0.

    Looks at the likeliest 1,024 first and sorts the whole vocabulary only when they do not do.
    """
    vocabulary = probabilities.shape[-1]
    few = min(1024, vocabulary)
    values, _ = probabilities.topk(few, -1)
    if few < vocabulary and bool((values.sum(-1) < top_p).any()):
        values = probabilities.sort(-1, descending=True).values
    before = values.cumsum(-1) - values
    last = (before < top_p).sum(-1, keepdim=True).clamp(min=1) - 1
    return probabilities.where(probabilities >= values.gather(-1, last), 0.0)

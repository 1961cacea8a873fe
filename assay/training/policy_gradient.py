"""The clipped policy gradient over graded roll-outs, with an advantage for every token.

    taught = lessons(drawn, gains, n=8)               # only groups that say something
    for loss in losses(model, taught, Clip(0.2, 0.28, temperature=1.0), pad, most=8192): ...

The ratio is clipped asymmetrically and the loss is a mean over all tokens (DAPO, arXiv 2503.14476).
With `kl` above 0 the distance to a frozen reference is added, by the estimator that is never
negative (k3: exp(d) - d - 1 with d = log p_ref - log p). It draws nothing and knows no reward.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from assay.training.batches import padded, pieces
from assay.training.credit import says_something
from assay.training.rollouts import Rollouts


@dataclass(frozen=True, slots=True)
class Lesson:
    """A graded solution: tokens, where the response begins, and for each of its tokens the old
    log-probability and the advantage."""

    ids: list[int]
    prompt: int
    logprobs: list[float]
    advantages: list[float]


@dataclass(frozen=True, slots=True)
class Clip:
    """How far the new policy's probability of a token may leave the old one's; the weight of the
    distance to the reference."""

    low: float
    high: float
    temperature: float
    kl: float = 0.0


def lessons(drawn: Rollouts, gains: Sequence[list[float]], n: int) -> list[Lesson]:
    """The solutions of the groups that say something, shuffled over groups by their place in them.

    Solutions whose tokens all have advantage 0 are left out.
    """
    found: list[list[Lesson]] = [[] for _ in range(n)]
    for start in range(0, len(gains), n):
        if not says_something(gains[start : start + n]):
            continue
        for place in range(n):
            at = start + place
            if any(gains[at]):
                ids = [*drawn.prompts[at], *drawn.tokens[at]]
                found[place].append(
                    Lesson(ids, len(drawn.prompts[at]), drawn.logprobs[at], gains[at])
                )
    return [lesson for place in found for lesson in place]


def losses(
    model: Any,
    rows: Sequence[Lesson],
    clip: Clip,
    pad: int,
    most: int,
    reference: Any = None,
    half: bool = False,
) -> Iterator[Tensor]:
    """The clipped policy-gradient loss, a mean over all response tokens of `rows`, in summands.

    With `half` the models compute in bfloat16 where that is safe (autocast); the loss does not.
    """
    total = sum(len(row.logprobs) for row in rows)
    device = next(model.parameters()).device
    for piece in pieces(range(len(rows)), [len(row.ids) for row in rows], most):
        part = [rows[at] for at in piece]
        ids, _ = padded([row.ids for row in part], pad)
        ids = ids.to(device)
        chosen = _logprobs(model, ids, clip.temperature, half)
        old, gains, learnt = (tensor.to(device) for tensor in _beside(part, chosen.shape))
        ratio = (chosen - old).where(learnt, 0.0).exp()
        kept = ratio.clamp(1 - clip.low, 1 + clip.high)
        gain = torch.minimum(ratio * gains, kept * gains)
        if clip.kl and reference is not None:
            with torch.no_grad():
                apart = _logprobs(reference, ids, clip.temperature, half)
            gain = gain - clip.kl * _k3((apart - chosen).where(learnt, 0.0))
        yield -(gain * learnt).sum() / total


def _logprobs(model: Any, ids: Tensor, temperature: float, half: bool) -> Tensor:
    """The log-probability of every token after the first, [rows, longest - 1]."""
    with torch.autocast(ids.device.type, torch.bfloat16, enabled=half):
        logits = model(input_ids=ids[:, :-1]).logits
    logits = logits.float() / temperature
    return torch.log_softmax(logits, -1).gather(-1, ids[:, 1:, None]).squeeze(-1)


def _k3(apart: Tensor) -> Tensor:
    return apart.exp() - apart - 1


def _beside(rows: Sequence[Lesson], shape: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Old log-probabilities and advantages at the response tokens, and where those are."""
    old, gains = torch.zeros(*shape), torch.zeros(*shape)
    learnt = torch.zeros(*shape, dtype=torch.bool)
    for row, lesson in enumerate(rows):
        start, count = lesson.prompt - 1, len(lesson.logprobs)
        old[row, start : start + count] = torch.tensor(lesson.logprobs)
        gains[row, start : start + count] = torch.tensor(lesson.advantages)
        learnt[row, start : start + count] = True
    return old, gains, learnt

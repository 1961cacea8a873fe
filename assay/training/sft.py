"""Supervised fine-tuning on worked solutions: the next token of the response, given the prompt.

    train_sft(data=Path("data/t"), model="builtin:tiny-char-0.1m", out=Path("data/sft"),
              levels=[1, 2, 3], demonstrations=1000, steps=800)

Reads tasks of split train only. The same function continues a trained policy: give its folder as
`model`. It does not pack several demonstrations into a row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from assay.core.errors import UsageError
from assay.core.ranges import Count, Positive, Share, ranged
from assay.training.batches import Order, padded, pieces
from assay.training.cost import learning
from assay.training.data import demonstrations as read_demonstrations
from assay.training.data import tasks_of
from assay.training.fitting import Fit, Rate, Schedule, Trained, finished, read_summary, set_threads
from assay.training.lora import Precision, Rank, settings_of, with_lora
from assay.training.measuring import measure
from assay.training.policies import Policy, identity_of, open_policy
from assay.training.watching import Watcher, watched

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Example:
    """The tokens of a demonstration; the first `prompt` of them are given, the rest learnt."""

    ids: list[int]
    prompt: int


@ranged
def train_sft(
    *,
    data: Path,
    out: Path,
    model: str = "builtin:tiny-char-0.1m",
    levels: list[int] | None = None,
    demonstrations: Count | None = None,
    families: list[str] | None = None,
    terse: Share = 0.0,
    steps: Count = 800,
    tokens: Count | None = None,
    batch: Count = 32,
    lr: Positive = 3e-3,
    warmup: int = 30,
    schedule: Schedule = "cosine",
    decay: float = 0.1,
    measure_every: Count | None = None,
    measure_tasks: Count = 300,
    max_tokens: Count = 64,
    micro_tokens: Count = 8192,
    checkpoint_every: Count = 100,
    lora: Rank = 0,
    precision: Precision = "float32",
    seed: int = 0,
    threads: Count = 1,
    name: str = "sft",
    progress: Watcher | None = None,
) -> Trained:
    """Train `model` on worked solutions of the tasks in `data`; the model is saved in `out`.

    `levels` None means all levels, `demonstrations` None all there are; the share `terse` of them
    shows the answer without the steps. The training ends after `steps`, or after the step in which
    it has read `tokens` tokens. With `measure_every` the log holds the accuracy on `measure_tasks`
    validation tasks of all levels as often, by solutions of up to `max_tokens`. `lora` is the rank
    of low-rank weights, folded in when saved (0: all weights are trained); with `precision`
    bfloat16 the model computes in it where that is safe. Raises UsageError for numbers out of
    range, no demonstrations, and a folder that holds another training.
    """
    settings = {key: value for key, value in locals().items() if key in _SETTINGS}
    settings |= settings_of(lora, precision)
    settings["model"] = identity_of(model)
    if (before := finished(out, settings)) is not None:
        return before
    set_threads(threads)
    policy = open_policy(model, seed)
    shown = read_demonstrations(
        data, levels=levels, count=demonstrations, families=families, terse=terse
    )
    examples = [encode(policy, each.prompt, each.response) for each in shown]
    checked = (
        tasks_of(data, "validation", families=families, most=measure_tasks) if measure_every else []
    )
    if lora:
        policy = with_lora(policy, lora, seed)
    order, half = Order(len(examples), seed), precision == "bfloat16"
    rate = Rate(lr, warmup, steps, schedule)
    fit = Fit(policy, out, settings, rate, decay=decay, checkpoint_every=checkpoint_every)
    with watched(progress, name, steps) as advance:
        advance(fit.done)
        for step in fit.steps():
            rows = [examples[at] for at in order.batch(step, batch)]
            loss = fit.update(losses(fit.model, rows, policy.pad_id, micro_tokens, half))
            line: dict[str, Any] = {"loss": round(loss, 6)} | _count(fit, rows)
            ended = fit.spent(tokens) or step + 1 == steps
            if measure_every and (ended or (step + 1) % measure_every == 0):
                line["held_out"] = measure(policy, checked, max_tokens, seed, step + 1, half=half)
            fit.note(line)
            advance(1)
    return read_summary(out)


def _count(fit: Fit, rows: Sequence[Example]) -> dict[str, Any]:
    """Add what a step has cost, and say what all of them have."""
    lengths = [len(row.ids) for row in rows]
    fit.tokens += sum(lengths)
    fit.flops += learning(fit.model, lengths)
    return {"tokens": fit.tokens, "flops": fit.flops}


_SETTINGS = [
    "model",
    "levels",
    "demonstrations",
    "families",
    "terse",
    "steps",
    "tokens",
    "batch",
    "lr",
    "warmup",
    "schedule",
    "decay",
    "measure_every",
    "seed",
    "threads",
]


def encode(policy: Policy, prompt: str, response: str) -> Example:
    """Prompt, response and end as tokens; UsageError when the model cannot read that much."""
    given, learnt = policy.prompt_ids(prompt), policy.response_ids(response)
    ids = [*given, *learnt]
    if len(ids) > policy.context:
        raise UsageError(
            f"a demonstration of {len(ids)} tokens, but {policy.identity} reads {policy.context}: "
            "choose other families or another model"
        )
    return Example(ids, len(given))


def losses(
    model: Any, rows: Sequence[Example], pad: int, most: int, half: bool = False
) -> Iterator[Tensor]:
    """The mean cross-entropy of the response tokens of `rows`, in summands of micro-batches.

    With `half` the model computes in bfloat16 where that is safe (autocast); the loss does not.
    """
    lengths = [len(row.ids) for row in rows]
    total = sum(len(row.ids) - row.prompt for row in rows)
    for piece in pieces(range(len(rows)), lengths, most):
        ids, mask = padded([rows[at].ids for at in piece], pad)
        targets = ids.masked_fill(~mask, IGNORED)
        for row, at in enumerate(piece):
            targets[row, : rows[at].prompt] = IGNORED
        device = next(model.parameters()).device
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            logits = model(input_ids=ids[:, :-1].to(device)).logits
        wanted = targets[:, 1:].to(device)
        loss = F.cross_entropy(
            logits.flatten(0, 1).float(), wanted.flatten(), ignore_index=IGNORED, reduction="sum"
        )
        yield loss / total

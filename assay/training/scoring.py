"""Reward models as token classifiers: what they learn from, and how they score.

    train_scorer("orm", keywords, target_of)           # both reward models are trained by this
    scores = token_scores(scorer, sequences, places)   # probabilities at chosen tokens

A target is a sequence of tokens with some places at which 1 or 0 is wanted; everything else is
masked. What the places mean is the business of `outcome_rm` and `process_rm`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from assay.core.errors import UsageError
from assay.training.batches import Order, padded, pieces
from assay.training.data import Judged, judged_solutions
from assay.training.fitting import Fit, Rate, Trained, finished, read_summary, set_threads
from assay.training.policies import Policy, identity_of, open_scorer
from assay.training.watching import watched


@dataclass(frozen=True, slots=True)
class Target:
    """Tokens, and the wanted value (1.0 or 0.0) at some of them."""

    ids: list[int]
    places: list[int]
    wanted: list[float]


SETTINGS = frozenset(
    ("model", "samplers", "families", "steps", "batch", "lr", "warmup", "decay", "seed", "threads")
)


def train_scorer(
    name: str, asked: Mapping[str, Any], target_of: Callable[[Policy, Judged], Target]
) -> Trained:
    """Train the reward model `name` as its own function was asked to (`asked`: its keywords).

    Raises UsageError for numbers out of range, data without usable labels, and a folder that holds
    another training.
    """
    given = SimpleNamespace(**asked)
    settings = {key: value for key, value in asked.items() if key in SETTINGS}
    settings["model"] = identity_of(given.model)
    if (before := finished(given.out, settings)) is not None:
        return before
    set_threads(given.threads)
    scorer = open_scorer(given.model, given.seed)
    judged = judged_solutions(given.data, samplers=given.samplers, families=given.families)
    targets = [target_of(scorer, each) for each in judged]
    useful = [target for target in targets if target.places]
    if not useful:
        raise UsageError(
            f"{name}: none of the {len(targets)} labelled solutions has a usable label"
        )
    rate, every = Rate(given.lr, given.warmup, given.steps), given.checkpoint_every
    fit = Fit(scorer, given.out, settings, rate, decay=given.decay, checkpoint_every=every)
    _fit(fit, useful, given, name)
    return read_summary(given.out)


def _fit(fit: Fit, targets: Sequence[Target], given: SimpleNamespace, name: str) -> None:
    """Go over the targets in the seed's order until the steps are done."""
    order = Order(len(targets), given.seed)
    pad = fit.policy.pad_id
    with watched(given.progress, name, given.steps) as advance:
        advance(fit.done)
        for step in fit.steps():
            rows = [targets[at] for at in order.batch(step, given.batch)]
            loss = fit.update(losses(fit.model, rows, pad, given.micro_tokens))
            fit.tokens += sum(len(row.ids) for row in rows)
            fit.note({"loss": round(loss, 6), "tokens": fit.tokens})
            advance(1)


def losses(model: Any, rows: Sequence[Target], pad: int, most: int) -> Iterator[Tensor]:
    """The mean binary cross-entropy over all wanted values, in summands of micro-batches."""
    total = sum(len(row.places) for row in rows)
    for piece in pieces(range(len(rows)), [len(row.ids) for row in rows], most):
        logits = _logits(model, [rows[at].ids for at in piece], pad)
        row_of = [row for row, at in enumerate(piece) for _ in rows[at].places]
        column = [place for at in piece for place in rows[at].places]
        wanted = torch.tensor([value for at in piece for value in rows[at].wanted])
        found = logits[row_of, column]
        loss = F.binary_cross_entropy_with_logits(found, wanted.to(found.device), reduction="sum")
        yield loss / total


def token_scores(
    scorer: Policy, sequences: Sequence[list[int]], places: Sequence[list[int]], most: int = 32768
) -> list[list[float]]:
    """The probability of 1 at the given places of each sequence."""
    found: list[list[float]] = [[] for _ in sequences]
    scorer.model.eval()
    with torch.inference_mode():
        for piece in pieces(range(len(sequences)), [len(ids) for ids in sequences], most):
            logits = _logits(scorer.model, [sequences[at] for at in piece], scorer.pad_id)
            chances = torch.sigmoid(logits).tolist()
            for row, at in enumerate(piece):
                found[at] = [chances[row][place] for place in places[at]]
    return found


def _logits(model: Any, sequences: Sequence[list[int]], pad: int) -> Tensor:
    """One number a token, [rows, longest]; pads on the right change nothing before them."""
    ids, _ = padded(sequences, pad)
    device = next(model.parameters()).device
    logits: Tensor = model(input_ids=ids.to(device)).logits.squeeze(-1).float()
    return logits


def clipped(policy: Policy, prompt: str, text: str) -> tuple[list[int], int]:
    """Prompt and response as the model reads them, and how many tokens are the prompt's."""
    given = policy.prompt_ids(prompt)
    ids = [*given, *policy.response_ids(text)]
    return ids[: policy.context], len(given)

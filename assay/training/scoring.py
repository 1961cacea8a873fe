"""Reward models as token classifiers: what they learn from, and how they score.

    train_scorer("orm", keywords, target_of)           # both reward models are trained by this
    scores = token_scores(scorer, sequences, places)   # probabilities at chosen tokens

A target is a sequence of tokens with some places at which a value from 0 to 1 is wanted, with a
weight; everything else is masked. What the places mean is the business of `outcome_rm` and
`process_rm`. Both models start from a policy's weights (`from_scratch`: an ablation), in full or
through LoRA, and are saved as ordinary Hugging Face folders with a card.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from assay.core.errors import UsageError
from assay.core.seeds import Split
from assay.training.batches import Order, padded, pieces
from assay.training.calibration import Calibration, calibration
from assay.training.data import judged_solutions
from assay.training.fitting import Fit, Rate, Trained, finished, read_summary, set_threads
from assay.training.lora import with_lora
from assay.training.model_card import write_card
from assay.training.policies import Policy, identity_of, open_scorer
from assay.training.stepwise_table import Judged
from assay.training.watching import watched


@dataclass(frozen=True, slots=True)
class Target:
    """Tokens, the wanted value (0.0 to 1.0) at some of them, and how much each of these counts."""

    ids: list[int]
    places: list[int]
    wanted: list[float]
    weights: list[float]


PLACES = frozenset(("data", "labels", "out", "progress", "checkpoint_every", "micro_tokens"))
"""The keywords that do not make the weights: folders, and how the work is cut up."""


ToTarget = Callable[[Policy, Judged], Target]
VALIDATED = 1000


def train_scorer(name: str, asked: Mapping[str, Any], target_of: ToTarget) -> Trained:
    """Train the reward model `name` as its own function was asked to (`asked`: its keywords).

    Raises UsageError for numbers out of range, data without usable labels, and a folder that holds
    another training.
    """
    given = SimpleNamespace(**asked)
    settings = {key: value for key, value in asked.items() if key not in PLACES}
    settings["model"] = identity_of(given.model)
    if given.labels:
        settings["labels"] = [Path(place).name for place in given.labels]
    if (before := finished(given.out, settings)) is not None:
        return before
    set_threads(given.threads)
    scorer = open_scorer(given.model, given.seed, given.from_scratch)
    judged, useful = _useful(given, scorer, target_of, "train")
    if not useful:
        raise UsageError(f"{name}: none of the {len(judged)} labelled solutions has a usable label")
    if given.balance:
        useful = balanced(useful)
    if given.lora:
        scorer = with_lora(scorer, given.lora, given.seed, "TOKEN_CLS")
    rate, every = Rate(given.lr, given.warmup, given.steps), given.checkpoint_every
    fit = Fit(scorer, given.out, settings, rate, decay=given.decay, checkpoint_every=every)
    fit.closing = lambda: write_card(
        given.out, name, settings, judged, _on_validation(given, target_of)
    )
    _fit(fit, useful, given, name)
    return read_summary(given.out)


def _useful(
    given: SimpleNamespace, scorer: Policy, target_of: ToTarget, split: Split
) -> tuple[list[Judged], list[Target]]:
    """The labelled solutions of a split, and the targets of those that have a usable label."""
    labels = [Path(place) for place in given.labels] if given.labels else None
    chosen: dict[str, Any] = {"samplers": given.samplers, "families": given.families}
    judged = judged_solutions(given.data, split=split, labels=labels, **chosen)
    targets = [target_of(scorer, each) for each in judged]
    return judged, [target for target in targets if target.places]


def _on_validation(given: SimpleNamespace, target_of: ToTarget) -> Calibration | None:
    """How the saved model's probabilities fit solutions of split validation, when there are any."""
    scorer = open_scorer(str(given.out), 0)
    try:
        _, targets = _useful(given, scorer, target_of, "validation")
    except UsageError:
        return None
    few = targets[:: 1 + len(targets) // VALIDATED]
    scores = token_scores(scorer, [row.ids for row in few], [row.places for row in few])
    pairs = [
        (score, float(wanted > 0.5))
        for row, found in zip(few, scores, strict=True)
        for score, wanted in zip(found, row.wanted, strict=True)
    ]
    return calibration([score for score, _ in pairs], [right for _, right in pairs])


def balanced(targets: Sequence[Target]) -> list[Target]:
    """The targets with weights under which right and wrong count the same in all."""
    pairs = [pair for row in targets for pair in zip(row.wanted, row.weights, strict=True)]
    right = sum(value * weight for value, weight in pairs)
    wrong = sum((1 - value) * weight for value, weight in pairs)
    if not right or not wrong:
        return list(targets)
    up, down = (right + wrong) / (2 * right), (right + wrong) / (2 * wrong)
    return [
        replace(row, weights=[w * (v * up + (1 - v) * down)
                              for v, w in zip(row.wanted, row.weights, strict=True)])
        for row in targets
    ]  # fmt: skip


def _fit(fit: Fit, targets: Sequence[Target], given: SimpleNamespace, name: str) -> None:
    """Go over the targets in the seed's order until the steps are done."""
    order = Order(len(targets), given.seed)
    pad, half = fit.policy.pad_id, given.precision == "bfloat16"
    with watched(given.progress, name, given.steps) as advance:
        advance(fit.done)
        for step in fit.steps():
            rows = [targets[at] for at in order.batch(step, given.batch)]
            loss = fit.update(losses(fit.model, rows, pad, given.micro_tokens, half))
            fit.tokens += sum(len(row.ids) for row in rows)
            fit.note({"loss": round(loss, 6), "tokens": fit.tokens})
            advance(1)


def losses(
    model: Any, rows: Sequence[Target], pad: int, most: int, half: bool = False
) -> Iterator[Tensor]:
    """The weighted mean binary cross-entropy over all wanted values, in summands of micro-batches.

    With `half` the model computes in bfloat16 where that is safe (autocast); the loss does not.
    """
    total = sum(sum(row.weights) for row in rows)
    for piece in pieces(range(len(rows)), [len(row.ids) for row in rows], most):
        logits = _logits(model, [rows[at].ids for at in piece], pad, half)
        row_of = [row for row, at in enumerate(piece) for _ in rows[at].places]
        column = [place for at in piece for place in rows[at].places]
        found = logits[row_of, column]
        wanted, weights = (
            torch.tensor([value for values in column for value in values]).to(found.device)
            for column in ([rows[at].wanted for at in piece], [rows[at].weights for at in piece])
        )
        loss = F.binary_cross_entropy_with_logits(found, wanted, weights, reduction="sum")
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


def _logits(model: Any, sequences: Sequence[list[int]], pad: int, half: bool = False) -> Tensor:
    """One number a token, [rows, longest]; pads on the right change nothing before them."""
    ids, _ = padded(sequences, pad)
    device = next(model.parameters()).device
    with torch.autocast(device.type, torch.bfloat16, enabled=half):
        logits: Tensor = model(input_ids=ids.to(device)).logits
    return logits.squeeze(-1).float()


def clipped(policy: Policy, prompt: str, text: str) -> tuple[list[int], int]:
    """Prompt and response as the model reads them, and how many tokens are the prompt's."""
    given = policy.prompt_ids(prompt)
    ids = [*given, *policy.response_ids(text)]
    return ids[: policy.context], len(given)

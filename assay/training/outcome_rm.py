"""The outcome reward model: how likely is it that the answer of this solution is right?

    train_orm(data=Path("data/t"), model="data/sft", out=Path("data/orm"))
    outcome_scores(open_scorer("data/orm", 0), pairs)          # one probability a solution

Trained on labelled solutions of split train. Every token of the response is asked for the final
outcome (as in arXiv 2110.14168), the token that ends the response gives the score. Solutions whose
outcome is undecided are no data.
"""

from collections.abc import Sequence
from pathlib import Path

from assay.core.ranges import Count, Positive, ranged
from assay.training.fitting import Trained
from assay.training.lora import Precision, Rank
from assay.training.policies import Policy
from assay.training.scoring import Target, clipped, token_scores, train_scorer
from assay.training.stepwise_table import Judged
from assay.training.watching import Watcher


@ranged
def train_orm(
    *,
    data: Path,
    model: str,
    out: Path,
    samplers: list[str] | None = None,
    families: list[str] | None = None,
    labels: list[str] | None = None,
    steps: Count = 600,
    batch: Count = 64,
    lr: Positive = 1e-3,
    warmup: int = 30,
    decay: float = 0.1,
    micro_tokens: Count = 8192,
    checkpoint_every: Count = 100,
    balance: bool = False,
    lora: Rank = 0,
    precision: Precision = "float32",
    from_scratch: bool = False,
    seed: int = 0,
    threads: Count = 1,
    progress: Watcher | None = None,
) -> Trained:
    """Train an outcome reward model on the backbone of `model`; it is saved in `out` with a card.

    `labels` are folders with the labels, when these are not in `data`. `balance` lets right and
    wrong count the same in all, `lora` is the rank of low-rank weights (0: all weights are
    trained), `from_scratch` keeps the model's shape alone. Raises UsageError for numbers out of
    range, data without labels, and a folder that holds another training.
    """
    return train_scorer("orm", locals(), target_of)


def target_of(scorer: Policy, judged: Judged) -> Target:
    """The outcome, wanted at every token of the response; nothing where nobody knows it."""
    if judged.reward is None:
        return Target([], [], [], [])
    ids, given = clipped(scorer, judged.prompt, judged.text)
    places = list(range(given, len(ids)))
    return Target(ids, places, [judged.reward] * len(places), [1.0] * len(places))


def outcome_scores(scorer: Policy, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The probability that each (prompt, response) has the right answer."""
    sequences = [clipped(scorer, prompt, text)[0] for prompt, text in pairs]
    found = token_scores(scorer, sequences, [[len(ids) - 1] for ids in sequences])
    return [scores[0] for scores in found]

"""The outcome reward model: how likely is it that the answer of this solution is right?

    train_orm(data=Path("data/t"), model="data/sft", out=Path("data/orm"))
    outcome_scores(open_scorer("data/orm", 0), pairs)          # one probability a solution

Trained on labelled solutions of split train. Every token of the response is asked for the final
outcome (as in arXiv 2110.14168), the token that ends the response gives the score. Solutions whose
outcome is undecided are no data.
"""

from collections.abc import Sequence
from pathlib import Path

from assay.training.batches import at_least_one, positive
from assay.training.data import Judged, judged_solutions
from assay.training.fitting import Rate, Trained, finished, read_summary, set_threads
from assay.training.policies import Policy, identity_of, open_scorer
from assay.training.scoring import Budget, Target, clipped, token_scores, train_scorer
from assay.training.watching import Watcher

_SETTINGS = frozenset(
    ("model", "samplers", "families", "steps", "batch", "lr", "warmup", "decay", "seed", "threads")
)


def train_orm(
    *,
    data: Path,
    model: str,
    out: Path,
    samplers: list[str] | None = None,
    families: list[str] | None = None,
    steps: int = 600,
    batch: int = 64,
    lr: float = 1e-3,
    warmup: int = 30,
    decay: float = 0.1,
    micro_tokens: int = 8192,
    checkpoint_every: int = 100,
    seed: int = 0,
    threads: int = 1,
    progress: Watcher | None = None,
) -> Trained:
    """Train an outcome reward model on the backbone of `model`; it is saved in `out`.

    Raises UsageError for numbers out of range, data without labels, and a folder that holds
    another training.
    """
    settings = {key: value for key, value in locals().items() if key in _SETTINGS}
    at_least_one(steps=steps, batch=batch, tokens=micro_tokens, checkpoint_every=checkpoint_every)
    positive(lr=lr)
    settings["model"] = identity_of(model)
    if (before := finished(out, settings)) is not None:
        return before
    set_threads(threads)
    scorer = open_scorer(model, seed)
    judged = judged_solutions(data, samplers=samplers, families=families)
    targets = [target_of(scorer, each) for each in judged]
    budget = Budget(Rate(lr, warmup, steps), batch, decay, micro_tokens, checkpoint_every, seed)
    train_scorer(targets, scorer, out, settings, budget, "orm", progress)
    return read_summary(out)


def target_of(scorer: Policy, judged: Judged) -> Target:
    """The outcome, wanted at every token of the response."""
    ids, given = clipped(scorer, judged.task.prompt, judged.text)
    places = list(range(given, len(ids)))
    return Target(ids, places, [judged.reward] * len(places))


def outcome_scores(scorer: Policy, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """The probability that each (prompt, response) has the right answer."""
    sequences = [clipped(scorer, prompt, text)[0] for prompt, text in pairs]
    found = token_scores(scorer, sequences, [[len(ids) - 1] for ids in sequences])
    return [scores[0] for scores in found]

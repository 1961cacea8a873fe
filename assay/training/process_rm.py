"""The process reward model: how likely is it that each step of this solution is right?

    train_prm(data=Path("data/t"), model="data/sft", out=Path("data/prm"))
    step_scores(open_scorer("data/prm", 0), pairs)          # one probability a line, each solution

A step is a line. The last token of a line is asked whether the line is right: 1 for correct lines,
0 for the first wrong one; what follows it, and what is neutral or undecided, is masked. A
solution's score is the product over its lines, or their minimum, last or mean.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import prod
from pathlib import Path
from statistics import fmean
from typing import Annotated, Literal

from assay.core.ranges import Count, Positive, Range, ranged
from assay.core.records import StepLabel, StepSource
from assay.training.fitting import Trained
from assay.training.lora import Precision, Rank
from assay.training.policies import Policy, open_scorer
from assay.training.scoring import Target, clipped, token_scores, train_scorer
from assay.training.stepwise_table import Judged
from assay.training.watching import Watcher

Steps = tuple[str, Sequence[str]]
Targets = Literal["hard", "soft"]
Whole = Literal["min", "product", "last", "mean"]
Weight = Annotated[float, Range(0, 1000)]
_WHOLES: Mapping[Whole, Callable[[Sequence[float]], float]] = {
    "min": min,
    "product": prod,
    "last": lambda steps: steps[-1],
    "mean": fmean,
}
_WANTED = {"correct": 1.0, "wrong": 0.0}


@ranged
def train_prm(
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
    targets: Targets = "hard",
    weight_exact: Weight = 1.0,
    weight_monte_carlo: Weight = 1.0,
    weight_human: Weight = 1.0,
    balance: bool = False,
    lora: Rank = 0,
    precision: Precision = "float32",
    from_scratch: bool = False,
    seed: int = 0,
    threads: Count = 1,
    progress: Watcher | None = None,
) -> Trained:
    """Train a process reward model on the backbone of `model`; it is saved in `out` with a card.

    `labels` are folders with the labels, when these are not (or not only) in `data`. Hard targets
    are 1 and 0; soft ones are `p_correct` where a label has one. `weight_…` is how much a label of
    that source counts (0: not at all), `balance` lets right and wrong count the same in all, `lora`
    is the rank of low-rank weights (0: all weights are trained), `from_scratch` keeps the model's
    shape alone. Raises UsageError for numbers out of range, data without step labels, and a folder
    that holds another training.
    """
    asked = dict(locals())
    sources: dict[StepSource, float] = {
        "exact": weight_exact,
        "monte_carlo": weight_monte_carlo,
        "human": weight_human,
    }
    return train_scorer("prm", asked, partial(target_of, soft=targets == "soft", weigh=sources))


def target_of(
    scorer: Policy,
    judged: Judged,
    *,
    soft: bool = False,
    weigh: Mapping[StepSource, float] | None = None,
) -> Target:
    """The labels of the steps up to the first wrong one, each wanted at its line's last token."""
    ids, given = clipped(scorer, judged.prompt, judged.text)
    found = Target(ids, [], [], [])
    ends = [step.end for step in judged.steps]
    for step, place in zip(judged.steps, line_places(scorer, judged.text, ends), strict=True):
        weight = 1.0 if weigh is None or step.source is None else weigh[step.source]
        if step.status in _WANTED and given + place < len(ids) and weight:
            found.places.append(given + place)
            found.wanted.append(_wanted(step, soft))
            found.weights.append(weight)
        if step.status == "wrong":
            break
    return found


def _wanted(step: StepLabel, soft: bool) -> float:
    return step.p_correct if soft and step.p_correct is not None else _WANTED[step.status]


def line_places(scorer: Policy, text: str, ends: Sequence[int]) -> list[int]:
    """For each end of a line, in characters, the last token of `text` that begins before it."""
    spans = scorer.spans(text)
    found, token = [], 0
    for end in ends:
        while token + 1 < len(spans) and spans[token + 1][0] < end:
            token += 1
        found.append(token)
    return found


def line_ends(text: str) -> Iterator[int]:
    """Where the lines that say something end, without the spaces after them, in characters."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at + len(line.rstrip())
        at += len(line) + 1


def step_scores(scorer: Policy, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
    """The probabilities that the lines of each (prompt, response) are right."""
    sequences, places = [], []
    for prompt, text in pairs:
        ids, given = clipped(scorer, prompt, text)
        lines = line_places(scorer, text, list(line_ends(text)))
        sequences.append(ids)
        places.append([min(given + place, len(ids) - 1) for place in lines])
    return token_scores(scorer, sequences, places)


def steps_scorer(
    model: str, batch: int = 32
) -> Callable[[Sequence[Steps]], list[list[float | None]]]:
    """A function that scores the steps of solutions, (problem, steps) each; None for an empty step.

    A step is one line to the model: what breaks its lines becomes a space. Raises UsageError for a
    model that is not there.
    """
    scorer = open_scorer(model, 0)

    def scores(solutions: Sequence[Steps]) -> list[list[float | None]]:
        found: list[list[float | None]] = []
        for at in range(0, len(solutions), batch):
            part = [
                (p, [" ".join(s.split()) for s in steps]) for p, steps in solutions[at : at + batch]
            ]
            lines = step_scores(scorer, [(p, "\n".join(steps)) for p, steps in part])
            for (_, steps), values in zip(part, lines, strict=True):
                given = iter(values)
                found.append([next(given) if step else None for step in steps])
        return found

    return scores


def solution_score(steps: Sequence[float], how: Whole = "product") -> float:
    """A solution's score out of those of its lines; 0 where there is no line.

    The product is the probability that all lines are right, taken as independent; the others are
    the smallest, the last and the mean.
    """
    return _WHOLES[how](steps) if steps else 0.0

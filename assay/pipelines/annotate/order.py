"""In which order solutions are shown: at random, or those first whose labels teach most.

    shown = ordered(items, "convincing", seed=0, scores=None)
    shown.items[0], shown.why             # "wrong final answers first; the most popular wrong …"

`convincing` is active learning as "Let's Verify Step by Step" (arXiv 2305.20050, section 2.4) has
it: first the solutions whose final answer is wrong, the one that the process reward model scores
highest before all others. A solution's score is the product of its steps'. Without a model the
scores that the labels table holds (`p_correct`) are taken where every step has one. Where nothing
is scored the order is a heuristic, and says so: how many of the task's solutions give that same
wrong answer, then how many steps the automatic labels call correct before the first that they do
not. Ties, and `random`, are drawn by the seed; every annotator with the same seed gets the same.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from random import Random

from assay.core.errors import UsageError
from assay.core.seeds import seed_for
from assay.pipelines.annotate.items import Item
from assay.pipelines.annotate.settings import Order

Scores = Callable[[Sequence[tuple[str, Sequence[str]]]], list[list[float | None]]]
"""The probabilities that the steps of each (problem, steps) are right; None for an empty step."""
Rank = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Items in their order, and a sentence that says how it was made."""

    items: list[Item]
    why: str


def ordered(items: Sequence[Item], order: Order, seed: int, scores: Scores | None) -> Shown:
    """Put items in order. Raises UsageError for `convincing` where no final answer is wrong."""
    drawn = list(items)
    Random(seed_for("annotate", seed)).shuffle(drawn)
    if order == "random":
        return Shown(drawn, f"at random (seed {seed})")
    wrong = [item for item in drawn if is_wrong(item)]
    if not wrong:
        raise UsageError(
            "no solution has a final answer that the labels table calls wrong; label the run "
            "first (assay label), or take --order random"
        )
    ranks, why = _ranks(wrong, scores)
    first = sorted(range(len(wrong)), key=lambda at: ranks[at], reverse=True)
    rest = [item for item in drawn if not is_wrong(item)]
    told = f"{len(wrong)} wrong final answers first, {why}; the others at random (seed {seed})"
    return Shown([wrong[at] for at in first] + rest, told)


def is_wrong(item: Item) -> bool:
    """Whether the automatic verdict found an answer and calls it wrong."""
    return item.automatic is not None and item.automatic.verdict.status == "wrong"


def _ranks(wrong: Sequence[Item], scores: Scores | None) -> tuple[list[Rank], str]:
    if scores is not None:
        found = scores([(item.problem, item.steps_text()) for item in wrong])
        ranks: list[Rank] = [(_product(values),) for values in found]
        return ranks, "the highest score of the process reward model before all others"
    kept = [_kept_scores(item) for item in wrong]
    if all(values is not None for values in kept):
        ranks = [(_product(values or ()),) for values in kept]
        return ranks, "the highest p_correct of the labels table before all others"
    popular = Counter(map(_answer, wrong))
    guessed: list[Rank] = [(float(popular[_answer(item)]), _sound_share(item)) for item in wrong]
    return guessed, (
        "by a heuristic (no reward model was named): the wrong answer that most of the task's "
        "solutions give, then the longest run of steps called correct"
    )


def _product(values: Sequence[float | None]) -> float:
    return prod(value for value in values if value is not None)


def _kept_scores(item: Item) -> list[float] | None:
    if item.automatic is None or not item.automatic.steps:
        return None
    values = [step.p_correct for step in item.automatic.steps]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _answer(item: Item) -> tuple[str, str | None]:
    extracted = item.automatic.verdict.extracted if item.automatic else None
    return item.task.task_id, extracted


def _sound_share(item: Item) -> float:
    """The share of steps before the first that is neither correct nor neutral."""
    found = item.statuses() or []
    run = next((at for at, s in enumerate(found) if s not in ("correct", "neutral")), len(found))
    return run / len(found) if found else 0.0

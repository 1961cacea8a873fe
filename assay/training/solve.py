"""One question answered by search: several solutions, a choice among them, what it cost.

    found = solve("4+5-8+3=", model="data/rl", prm="data/prm", search="vote", budget=1024)
    found.answer, found.thinking, found.thinking_tokens, found.answer_tokens

| search | what it does with the budget of generated tokens |
|---|---|
| majority | draws whole solutions; the answer that most of them give |
| vote | the same; each solution weighs its process (or outcome) score |
| best | the same; the solution with the highest score |
| beam | keeps the best partial solutions line by line (guided.py), then votes |
| tree | PUCT over lines (guided.py), then votes |
| longer | one solution; where it would end it is told to wait and goes on (arXiv 2501.19393) |

It knows no gold: answers are told apart by what the extractor finds in the solutions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from assay.checkers.extract import extract
from assay.core.errors import UsageError, unknown
from assay.core.ranges import Count, Positive, ranged
from assay.core.seeds import seed_for
from assay.training.cost import Cost
from assay.training.extending import Partial, Stepper
from assay.training.fitting import set_threads
from assay.training.guided import beam, tree
from assay.training.outcome_rm import outcome_scores
from assay.training.policies import Policy, open_policy, open_scorer

Search = Literal["majority", "vote", "best", "beam", "tree", "longer"]
SEARCHES: tuple[Search, ...] = get_args(Search)
GUIDED = ("beam", "tree")
BATCH = 32
MOST_SOLUTIONS = 4096
BRANCH = 4
WAIT = "\nWait\n"


@dataclass(frozen=True, slots=True)
class Solved:
    """The answer chosen, the solution that gives it best, and what all solutions cost."""

    answer: str | None
    thinking: str
    share: float
    solutions: int
    thinking_tokens: int
    answer_tokens: int
    flops: float


@ranged
def solve(
    question: str,
    *,
    model: str,
    prm: str | None = None,
    orm: str | None = None,
    search: Search = "majority",
    budget: Count = 1024,
    max_tokens: Count = 256,
    temperature: Positive = 1.0,
    seed: int = 0,
    threads: Count = 1,
) -> Solved:
    """Search until about `budget` tokens are generated; the last solution is drawn to its end.

    `share` is the chosen answer's share of all weights. Raises UsageError for an empty question, an
    unknown search, one without the reward model that it needs, and a model that is not there.
    """
    if not question.strip():
        raise UsageError("the question is empty")
    if search not in SEARCHES:
        raise unknown("search", search, SEARCHES)
    if search in GUIDED and not prm:
        raise UsageError(f"search {search} needs a process reward model: --prm FOLDER")
    if search in ("vote", "best") and not (prm or orm):
        raise UsageError(f"search {search} needs a reward model: --prm or --orm FOLDER")
    set_threads(threads)
    policy = open_policy(model, seed)
    if len(policy.prompt_ids(question)) >= policy.context:
        raise UsageError(f"the question has more tokens than {policy.identity} reads")
    scorer = open_scorer(prm, 0) if prm and search not in ("majority", "longer") else None
    stepper = Stepper(policy, scorer, Cost(), max_tokens, temperature)
    found = _WAYS[search](stepper, question, budget, seed)
    weights = _weights(found, search, orm if scorer is None else None, stepper.cost)
    return _chosen(found, weights, stepper, best=search == "best")


def _whole(stepper: Stepper, question: str, budget: int, seed: int) -> list[Partial]:
    """Whole solutions in batches until the budget is spent."""
    found: list[Partial] = []
    begun = stepper.begin(question)
    while not found or (stepper.cost.generated < budget and len(found) < MOST_SOLUTIONS):
        left = budget - stepper.cost.generated
        mean = stepper.cost.generated / len(found) if found else stepper.max_tokens
        count = max(1, min(BATCH, int(left / max(1.0, mean))))
        found += stepper.finish([begun] * count, seed_for("solve", seed, len(found)))
    return found


def _beam(stepper: Stepper, question: str, budget: int, seed: int) -> list[Partial]:
    """Beams of growing width until the budget is spent; all that they end with."""
    found: list[Partial] = []
    width = 1
    while not found or stepper.cost.generated < budget:
        key = seed_for("solve", seed, width)
        found += beam(stepper, [question], width=width, branch=BRANCH, seed=key)[0]
        width *= 2
    return found


def _tree(stepper: Stepper, question: str, budget: int, seed: int) -> list[Partial]:
    """Trees of growing size until the budget is spent; all that they end with."""
    found: list[Partial] = []
    rounds = 8
    while not found or stepper.cost.generated < budget:
        key = seed_for("solve", seed, rounds)
        found += tree(stepper, [question], rounds=rounds, branch=BRANCH, seed=key)[0]
        rounds *= 2
    return found


def _longer(stepper: Stepper, question: str, budget: int, seed: int) -> list[Partial]:
    """One solution that is made to go on where it would have ended."""
    partial = stepper.finish([stepper.begin(question)], seed_for("solve", seed))[0]
    turn = 0
    while stepper.cost.generated < budget and len(partial.tokens) < stepper.max_tokens:
        turn += 1
        kept = [token for token in partial.tokens if token not in stepper.policy.end_ids]
        wait = stepper.policy.response_ids(WAIT)[:-1]
        tokens = (*kept, *wait)
        going = Partial(partial.prompt, partial.given, tokens, stepper.policy.text(tokens))
        partial = stepper.finish([going], seed_for("solve", seed, turn))[0]
    return [partial]


_WAYS: Mapping[str, Callable[[Stepper, str, int, int], list[Partial]]] = {
    "majority": _whole,
    "vote": _whole,
    "best": _whole,
    "beam": _beam,
    "tree": _tree,
    "longer": _longer,
}


def _weights(found: Sequence[Partial], search: str, orm: str | None, cost: Cost) -> list[float]:
    if search in ("majority", "longer"):
        return [1.0] * len(found)
    if orm is None:
        return [partial.value if partial.scores else 0.0 for partial in found]
    scorer = open_scorer(orm, 0)
    cost.add(scorer.model, [len(p.given) + len(p.tokens) for p in found])
    return outcome_scores(scorer, [(partial.prompt, partial.text) for partial in found])


def _chosen(
    found: Sequence[Partial], weights: Sequence[float], stepper: Stepper, best: bool
) -> Solved:
    """The answer with the largest weight in all, or that of the heaviest solution."""
    answers = [_answer(partial.text) for partial in found]
    votes: dict[str, float] = {}
    for answer, weight in zip(answers, weights, strict=True):
        if answer is not None:
            before = votes.get(answer, 0.0)
            votes[answer] = max(before, weight) if best else before + weight
    chosen = max(votes, key=lambda name: votes[name]) if votes else None
    places = [at for at, said in enumerate(answers) if said == chosen] or [0]
    place = max(places, key=lambda at: weights[at])
    last, total = _last_tokens(stepper.policy, found[place]), sum(votes.values())
    return Solved(
        answer=chosen,
        thinking=found[place].text,
        share=votes[chosen] / total if chosen is not None and total else 0.0,
        solutions=len(found),
        thinking_tokens=stepper.cost.generated - last,
        answer_tokens=last,
        flops=stepper.cost.flops,
    )


def _answer(text: str) -> str | None:
    """What a solution states as its answer."""
    offer = extract(text)
    return None if offer is None else offer.text.strip()


def _last_tokens(policy: Policy, partial: Partial) -> int:
    """How many tokens the last line has, with which the answer is stated."""
    return len(policy.response_ids(partial.text.rstrip().rpartition("\n")[2])) - 1

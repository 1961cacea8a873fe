"""Where rewards come from: the verifier, exact step labels, learned reward models, and controls.

    sources = Sources({"verifier": 1.0, "prm": 0.5}, prm="data/prm")
    worths = sources.judge(drawn, policy)["prm"]                # one `Worth` a roll-out

| source | what it says of a response | kind |
|---|---|---|
| verifier | 1 for an answer that the checkers find right, else 0 | outcome |
| steps | 1 for right steps, 0 for the first wrong one, nothing after; last the verdict | process |
| orm | the outcome reward model's probability | outcome |
| prm | the process reward model's probability of each step | process |
| random | 0 or 1 by a keyed coin: a control, it knows nothing | outcome |
| format | 1 for a response in which an answer is found, right or wrong: a control | outcome |

A verdict that is undecided or an error has no value anywhere. Learned rewards never see the gold.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import isfinite
from typing import Literal, get_args

from assay.core.errors import AssayError, UsageError, unknown
from assay.core.records import StepLabel
from assay.core.seeds import seed_for
from assay.training.cost import forward
from assay.training.credit import Worth, whole
from assay.training.outcome_rm import outcome_scores
from assay.training.policies import Policy, open_scorer
from assay.training.process_rm import line_ends, step_scores
from assay.training.rollouts import Rollouts

Source = Literal["verifier", "steps", "orm", "prm", "random", "format"]
SOURCES: tuple[Source, ...] = get_args(Source)


class Sources:
    """The sources of one training by name, with their weights; reward models are opened once."""

    def __init__(
        self,
        weights: Mapping[str, float],
        *,
        orm: str | None = None,
        prm: str | None = None,
        seed: int = 0,
    ) -> None:
        check_weights(weights, orm, prm)
        self.weights = dict(weights)
        self.seed = seed
        self._orm = open_reward_model(orm) if orm and "orm" in weights else None
        self._prm = open_reward_model(prm) if prm and "prm" in weights else None

    @property
    def needs_steps(self) -> bool:
        """Whether every response's steps must be labelled."""
        return "steps" in self.weights

    def judge(self, drawn: Rollouts, policy: Policy, step: int) -> dict[str, list[Worth]]:
        """What every source says of every roll-out of step `step`.

        Raises AssayError for a learned reward that is not finite: it must never train anything.
        """
        ways: Mapping[str, Callable[[], list[Worth]]] = {
            "verifier": lambda: _outcomes(drawn, drawn.rewards),
            "steps": lambda: [_exact(drawn, at, policy) for at in range(len(drawn.texts))],
            "orm": lambda: self._outcome_model(drawn),
            "prm": lambda: self._process_model(drawn, policy),
            "random": lambda: _outcomes(drawn, _coins(drawn, self.seed, step)),
            "format": lambda: _outcomes(drawn, [float(a is not None) for a in drawn.answers]),
        }
        return {name: ways[name]() for name in self.weights}

    @property
    def learned(self) -> bool:
        """Whether a reward model is among the sources."""
        return bool({"orm", "prm"} & set(self.weights))

    def judge_learned(self, drawn: Rollouts, policy: Policy) -> dict[str, list[Worth]]:
        """What the reward models among the sources say of every roll-out."""
        found = {}
        if self._orm is not None:
            found["orm"] = self._outcome_model(drawn)
        if self._prm is not None:
            found["prm"] = self._process_model(drawn, policy)
        return found

    def flops(self, lengths: Sequence[int]) -> float:
        """What the reward models' reading of sequences of these lengths costs."""
        readers = [scorer.model for scorer in (self._orm, self._prm) if scorer is not None]
        return sum(forward(model, lengths) for model in readers)

    def _outcome_model(self, drawn: Rollouts) -> list[Worth]:
        assert self._orm is not None
        return _outcomes(drawn, finite(outcome_scores(self._orm, _pairs(drawn)), "orm"))

    def _process_model(self, drawn: Rollouts, policy: Policy) -> list[Worth]:
        assert self._prm is not None
        scores = step_scores(self._prm, _pairs(drawn))
        found = []
        for at, text in enumerate(drawn.texts):
            values = finite(scores[at], "prm")
            ends = list(line_ends(text)) or [len(text)]
            found.append(_worth(policy, drawn.tokens[at], text, ends, values or [0.0]))
        return found


def check_weights(weights: Mapping[str, float], orm: str | None, prm: str | None) -> None:
    """Raise UsageError for an unknown source, an unusable weight, or a model that is not named."""
    for name, weight in weights.items():
        if name not in SOURCES:
            raise unknown("reward", name, SOURCES)
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < 1e6:
            raise UsageError(f"reward {name}: weight {weight!r}: expected a number above 0")
    if not weights:
        raise UsageError(f"no reward; allowed are {', '.join(SOURCES)}")
    for name, model in (("orm", orm), ("prm", prm)):
        if name in weights and not model:
            raise UsageError(f"reward {name} needs a model: {name}=FOLDER")


def _pairs(drawn: Rollouts) -> list[tuple[str, str]]:
    return [(task.prompt, text) for task, text in zip(drawn.tasks, drawn.texts, strict=True)]


def _outcomes(drawn: Rollouts, values: Sequence[float | None]) -> list[Worth]:
    return [whole(len(ids), value) for ids, value in zip(drawn.tokens, values, strict=True)]


def _coins(drawn: Rollouts, seed: int, step: int) -> list[float]:
    return [float(seed_for("coin", seed, step, at) % 2) for at in range(len(drawn.texts))]


def open_reward_model(folder: str, device: str = "auto") -> Policy:
    """The reward model in a folder. Raises UsageError for a model without a trained head."""
    scorer = open_scorer(folder, 0, device=device)
    kinds = scorer.model.config.architectures or ["no kind"]
    if not any("TokenClassification" in kind for kind in kinds):
        raise UsageError(
            f"{folder!r} is no trained reward model (its config says {', '.join(kinds)}); make one "
            "with assay train orm or prm"
        )
    return scorer


def finite(scores: Sequence[float], name: str) -> list[float]:
    """The scores, when all are numbers. Raises AssayError that names the reward otherwise."""
    for score in scores:
        if not isfinite(score):
            raise AssayError(
                f"the reward {name} gave {score}; nothing was trained on it. Its model is broken "
                "or does not fit these texts: train it again, or leave it out of the rewards"
            )
    return list(scores)


def _exact(drawn: Rollouts, at: int, policy: Policy) -> Worth:
    """The steps as the task's own state judges them; the last stretch has the verdict."""
    labels, reward = drawn.steps[at], drawn.rewards[at]
    if reward is None or not labels:
        return whole(len(drawn.tokens[at]), reward)
    ends = [label.end for label in labels]
    values = _values(labels, reward)
    return _worth(policy, drawn.tokens[at], drawn.texts[at], ends, values)


def _values(labels: Sequence[StepLabel], reward: float) -> list[float | None]:
    """1 for right steps, 0 for the first wrong one, None after it and where nothing is known."""
    found: list[float | None] = []
    for label in labels:
        found.append({"correct": 1.0, "wrong": 0.0}.get(label.status))
        if label.status == "wrong":
            return [*found, *[None] * (len(labels) - len(found))]
    return [*found[:-1], reward]


def _worth(
    policy: Policy, tokens: list[int], text: str, ends: list[int], values: Sequence[float | None]
) -> Worth:
    """Stretches of tokens that end with the lines; the last takes what is left, the end included.

    A response with more lines than tokens is one stretch without a value.
    """
    places = token_ends(policy, tokens, text, ends)
    places[-1] = len(tokens)
    if any(after < before for before, after in pairwise(places)):
        return whole(len(tokens), None)
    return Worth(tuple(places), tuple(values))


def token_ends(policy: Policy, tokens: list[int], text: str, ends: Sequence[int]) -> list[int]:
    """For each end in characters of `text` the number of tokens that have begun before it.

    Where the tokenizer would cut the text in another way than the model did, the tokens are
    spelled out one after the other.
    """
    spans = policy.spans(text)
    plain = policy.response_ids(text)[:-1]
    if plain == tokens[: len(plain)] and len(tokens) - len(plain) <= 1:
        starts = [start for start, _ in spans]
    else:
        starts = [len(policy.text(tokens[:count])) for count in range(len(tokens))]
    found, at = [], 0
    for end in ends:
        while at < len(starts) and starts[at] < end:
            at += 1
        found.append(at)
    return found

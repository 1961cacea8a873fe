"""Solutions line by line: what a search at inference is made of, and what it costs.

    stepper = Stepper(policy, scorer, Cost(), max_tokens=64)
    begun = [stepper.begin(prompt) for prompt in prompts]
    lines = stepper.extend(begun, times=4, seed=1)        # for each of them 4 ways to go on

A `Partial` is a solution up to the end of a line, with the process reward model's probability of
each line. A line ends with a token that has a line break in it, or with the solution. Every forward
pass is counted, prompts and the reward model's included (cost.py). It chooses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

from assay.sampling.decode import decode
from assay.training.cost import Cost
from assay.training.policies import Policy
from assay.training.process_rm import step_scores


@dataclass(frozen=True, slots=True)
class Partial:
    """A solution up to the end of a line; `scores` has a probability for each line that says
    something, `logprob` is the policy's of all tokens."""

    prompt: str
    given: tuple[int, ...]
    tokens: tuple[int, ...] = ()
    text: str = ""
    done: bool = False
    scores: tuple[float, ...] = ()
    logprob: float = 0.0

    @property
    def value(self) -> float:
        """The probability that every line so far is right, taken as independent."""
        return prod(self.scores)


@dataclass(slots=True)
class Stepper:
    """A policy and, where there is one, a process reward model; what they have cost."""

    policy: Policy
    scorer: Policy | None
    cost: Cost = field(default_factory=Cost)
    max_tokens: int = 64
    temperature: float = 1.0
    breaks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self.breaks = line_breaks(self.policy)

    def begin(self, prompt: str) -> Partial:
        """The empty solution."""
        return Partial(prompt, tuple(self.policy.prompt_ids(prompt)))

    def extend(self, partials: Sequence[Partial], times: int, seed: int) -> list[list[Partial]]:
        """For each partial `times` drawn continuations by one line; a done one stays as it is."""
        going = [at for at, partial in enumerate(partials) if not partial.done]
        drawn = self._draw([partials[at] for at in going], times, seed) if going else []
        found = [[partial] for partial in partials]
        for place, at in enumerate(going):
            found[at] = drawn[place * times : (place + 1) * times]
        return found

    def finish(self, partials: Sequence[Partial], seed: int) -> list[Partial]:
        """Every partial drawn to its end."""
        going = [partial for partial in partials if not partial.done]
        ended = iter(self._draw(going, 1, seed, whole=True) if going else [])
        return [partial if partial.done else next(ended) for partial in partials]

    def _draw(
        self, partials: Sequence[Partial], times: int, seed: int, whole: bool = False
    ) -> list[Partial]:
        prompts = [[*p.given, *p.tokens] for p in partials for _ in range(times)]
        room = max(1, self.max_tokens - min(len(partial.tokens) for partial in partials))
        ends = self.policy.end_ids
        drawn = decode(
            self.policy.model,
            prompts,
            max_new_tokens=room,
            temperature=self.temperature,
            eos_ids=ends if whole else (*ends, *self.breaks),
            pad_id=self.policy.pad_id,
            seed=seed,
        )
        self._count(partials, times, drawn.tokens)
        found = []
        for at, (tokens, logprobs) in enumerate(zip(drawn.tokens, drawn.logprobs, strict=True)):
            found.append(self._grown(partials[at // times], tokens, sum(logprobs)))
        return self._scored(found)

    def _count(self, partials: Sequence[Partial], times: int, drawn: Sequence[list[int]]) -> None:
        """Prompts are read once for all continuations of a partial."""
        for at, partial in enumerate(partials):
            before = len(partial.given) + len(partial.tokens)
            new = [len(tokens) for tokens in drawn[at * times : (at + 1) * times]]
            self.cost.add(self.policy.model, [before])
            for count in new:
                self.cost.grow(self.policy.model, before, count)

    def _grown(self, partial: Partial, tokens: Sequence[int], logprob: float) -> Partial:
        every = (*partial.tokens, *tokens)[: self.max_tokens]
        done = bool(every) and (every[-1] in self.policy.end_ids or len(every) >= self.max_tokens)
        text = self.policy.text(every)
        return Partial(
            partial.prompt, partial.given, every, text, done, partial.scores,
            partial.logprob + logprob,
        )  # fmt: skip

    def _scored(self, partials: list[Partial]) -> list[Partial]:
        """With the reward model's probabilities, where there is a reward model."""
        if self.scorer is None:
            return partials
        found = step_scores(self.scorer, [(p.prompt, p.text) for p in partials])
        self.cost.add(self.scorer.model, [len(p.given) + len(p.tokens) for p in partials])
        return [
            Partial(p.prompt, p.given, p.tokens, p.text, p.done, tuple(scores), p.logprob)
            for p, scores in zip(partials, found, strict=True)
        ]


def line_breaks(policy: Policy) -> tuple[int, ...]:
    """The tokens that hold a line break."""
    tokens = [[token] for token in range(len(policy.tokenizer))]
    texts = policy.tokenizer.batch_decode(tokens)
    return tuple(token for token, text in enumerate(texts) if "\n" in text)

"""A generative judge: a model that is asked about each step of a solution, as a baseline.

    found = judge_steps(open_model("builtin:smollm2"), samples)
    found.first_errors, found.unread          # indices (-1 for none), answers that said neither

Each step is one question, greedy, answered by a word; the first "no" is the first error and what
follows it is not asked. An answer that says neither yes nor no counts as yes. What the model writes
is only searched for these two words. A small model is a weak judge: SmolLM2-135M mostly says one
word whatever it is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assay.sampling import Params, Sampler
from assay.training.stepwise import Stepwise
from assay.training.watching import Watcher, watched

_WORD = re.compile(r"\b(yes|no|incorrect|wrong|correct)\b", re.IGNORECASE)
_NO = frozenset(("no", "incorrect", "wrong"))
_ASK = """\
Problem: {problem}

Steps of a solution:
{steps}

Is step {number} correct? Answer with one word, yes or no."""


@dataclass(frozen=True, slots=True)
class JudgedSteps:
    """The first step that the judge calls wrong in each sample, and what asking cost."""

    first_errors: list[int]
    asked: int
    unread: int
    tokens: int


def judge_steps(
    model: Sampler,
    samples: Sequence[Stepwise],
    *,
    batch: int = 32,
    max_tokens: int = 8,
    seed: int = 0,
    progress: Watcher | None = None,
) -> JudgedSteps:
    """Ask about the steps of all samples, one step of each sample a round."""
    found = [-1] * len(samples)
    counts = {"asked": 0, "unread": 0, "tokens": 0}
    params = Params(temperature=0.0, max_tokens=max_tokens)
    with watched(progress, "judge", len(samples)) as advance:
        for number in range(max((len(sample.steps) for sample in samples), default=0)):
            open_ones = [
                at for at, s in enumerate(samples) if found[at] < 0 and number < len(s.steps)
            ]
            for start in range(0, len(open_ones), batch):
                part = open_ones[start : start + batch]
                prompts = [question(samples[at], number) for at in part]
                for at, (answer,) in zip(
                    part, model.complete(prompts, 1, params, seed), strict=True
                ):
                    said = _WORD.search(answer.text)
                    counts["asked"] += 1
                    counts["unread"] += said is None
                    counts["tokens"] += answer.prompt_tokens + answer.completion_tokens
                    if said is not None and said[1].lower() in _NO:
                        found[at] = number
        advance(len(samples))
    return JudgedSteps(found, **counts)


def question(sample: Stepwise, number: int) -> str:
    """What the judge is asked about step `number`, counted from 0: it sees nothing that follows."""
    steps = "\n".join(f"{at + 1}. {step}" for at, step in enumerate(sample.steps[: number + 1]))
    return _ASK.format(problem=sample.problem, steps=steps, number=number + 1)

"""What is asked of a sampler and what it gives back.

    sampler.complete(["2+2=", "3+4="], n=4, params=Params(max_tokens=16), seed=7)
    # two lists of four Completions, in the order of the prompts
    sampler.complete(["2+2+2="], n=8, params=Params(), seed=7, begun=["2+2=4\\n"])
    # eight ways to go on from there; a completion's text does not repeat what was begun

A sampler knows nothing of answers: it turns prompts into completions and says how each one ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assay.core.errors import UsageError

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True, slots=True)
class Params:
    """How to sample; `temperature` 0 is greedy, `stop` strings end a completion and are cut off.

    Raises UsageError for a value out of range.
    """

    temperature: float = 1.0
    top_p: float = 1.0
    max_tokens: int = 256
    stop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.temperature <= 100.0:
            raise UsageError(f"temperature {self.temperature}: allowed are 0 (greedy) to 100")
        if not 0.0 < self.top_p <= 1.0:
            raise UsageError(f"top_p {self.top_p}: allowed are numbers above 0 and up to 1")
        if not 1 <= self.max_tokens <= 1_000_000:
            raise UsageError(f"max_tokens {self.max_tokens}: allowed are 1 to 1000000")
        if not all(self.stop):
            raise UsageError("a stop string is empty; every one needs at least one character")


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote after a prompt; token counts are the model's own."""

    text: str
    prompt_tokens: int
    completion_tokens: int
    finish_reason: FinishReason


class Sampler(Protocol):
    """A model that completes prompts.

    `model` is its identity for the tables; `local` tells an in-process model, whose completions
    are the same bytes every time, from a server, whose completions are drawn once and recorded.
    """

    model: str
    local: bool

    def complete(
        self,
        prompts: Sequence[str],
        n: int,
        params: Params,
        seed: int,
        begun: Sequence[str] | None = None,
    ) -> list[list[Completion]]:
        """`n` completions of every prompt, in order.

        `begun` holds for each prompt how every completion of it begins ("" for nothing given). In
        process the call is one batch of `len(prompts) * n` rows whose randomness comes from
        `seed` alone. Raises SamplingError when the model or the server fails.
        """
        ...

    def close(self) -> None:
        """Give back memory and connections; the sampler is not used afterwards."""
        ...

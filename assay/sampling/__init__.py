"""Prompts in, completions out: a model in this process or behind an OpenAI-compatible server.

    with closing(open_model("builtin:smollm2", threads=2)) as model:
        model.complete(["What is 2+2?"], n=4, params=Params(max_tokens=32), seed=7)

This module is light: torch and transformers are imported when a local model is opened, httpx when
a server is. It knows nothing of tasks and answers.
"""

from typing import Literal

from assay.sampling.records import Completion, FinishReason, Params, Sampler

__all__ = ["Completion", "FinishReason", "Params", "Sampler", "open_model"]


def open_model(
    spec: str,
    *,
    device: str = "auto",
    threads: int | None = None,
    chat: bool | Literal["auto"] = "auto",
    revision: str | None = None,
    dtype: str = "auto",
    concurrency: int = 8,
) -> Sampler:
    """The model that `spec` names, ready to complete prompts.

    `spec` is a Hub id (`org/name`), a folder with a config.json, `builtin:smollm2`, or
    `http://host:port/v1#model-name`. `chat` "auto" wraps prompts in the chat template where there
    is one (a server: asks its chat endpoint first). `threads` is torch's, None leaves it as it
    is; `concurrency` bounds the requests in flight to a server. Raises UsageError for what cannot
    be found or is not allowed, SamplingError for a server that fails.
    """
    if spec.startswith(("http://", "https://")):
        from assay.sampling.server import ServerSampler

        return ServerSampler.from_spec(spec, chat=chat, concurrency=concurrency)
    from assay.sampling.models import resolve

    found = resolve(spec, revision)
    from assay.sampling.local import LocalSampler

    return LocalSampler.load(found, device=device, threads=threads, chat=chat, dtype=dtype)

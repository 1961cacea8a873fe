"""Prompts in, completions out: a model in this process or behind an OpenAI-compatible server.

    with_model = open_model("builtin:smollm2", threads=2)
    with_model.complete(["What is 2+2?"], n=4, params=Params(max_tokens=32), seed=7)

This module is light: torch and transformers are imported when a local model is opened, httpx when
a server is. It knows nothing of tasks and answers.
"""

from assay.sampling.records import Completion, FinishReason, Params, Sampler

__all__ = ["Completion", "FinishReason", "Params", "Sampler"]

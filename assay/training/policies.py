"""Open a model for training, turn text into its tokens and back, and save it as a folder.

    policy = open_policy("builtin:tiny-char-0.1m", seed=1)
    policy.prompt_ids("7+5="), policy.response_ids("7+5=12")      # the latter ends with </s>

A prompt is framed exactly as the sampler frames it (chat template where there is one), so that a
policy is trained on what it will be asked. Reward models are token classifiers with one output on
the same backbone. Nothing here trains.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from assay.core.errors import AssayError, UsageError, unknown
from assay.sampling.local import DATE, placed
from assay.sampling.models import Found, resolve
from assay.sampling.smollm2 import quiet
from assay.training.tiny import NAMES, make_tiny

_DAMAGED = (OSError, ValueError, KeyError, ImportError, AttributeError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Policy:
    """A transformers model (for text or for scores), its tokenizer, and what it is called."""

    model: Any
    tokenizer: Any
    identity: str

    def prompt_ids(self, prompt: str) -> list[int]:
        """The tokens that a response follows; never empty."""
        if self.tokenizer.chat_template:
            prompt = self.tokenizer.apply_chat_template(
                [{"role": "user", "content": prompt}],
                tokenize=False,
                add_generation_prompt=True,
                date_string=DATE,
            )
        framed = not self.tokenizer.chat_template
        ids = list(self.tokenizer(prompt, add_special_tokens=framed)["input_ids"])
        return ids or [self.end_ids[0]]

    def response_ids(self, text: str) -> list[int]:
        """The tokens of a response and the token that ends it."""
        return [*self.tokenizer(text, add_special_tokens=False)["input_ids"], self.end_ids[0]]

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in `text` each token of `response_ids(text)` but the last lies, in characters."""
        found = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        return [(start, end) for start, end in found["offset_mapping"]]

    def text(self, tokens: Sequence[int]) -> str:
        """What a response says, without special tokens."""
        said: str = self.tokenizer.decode(
            list(tokens), skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return said

    @property
    def end_ids(self) -> tuple[int, ...]:
        """The tokens that end a response, the usual one first."""
        named: list[int] = []
        for source in (self.tokenizer, self.model.config):
            ids = getattr(source, "eos_token_id", None)
            named += [] if ids is None else ids if isinstance(ids, list) else [ids]
        if not named:
            raise UsageError(f"the model {self.identity} names no token that ends a response")
        return tuple(dict.fromkeys(named))

    @property
    def pad_id(self) -> int:
        """The token that fills up rows."""
        pad = self.tokenizer.pad_token_id
        return self.end_ids[0] if pad is None else int(pad)

    @property
    def context(self) -> int:
        """The most tokens that the model reads."""
        return int(getattr(self.model.config, "max_position_embeddings", 2048))


def open_policy(spec: str, seed: int) -> Policy:
    """A language model: `builtin:tiny…` is made new with `seed`, all else is loaded in float32.

    It lies on the GPU where torch sees one, as reward models do.
    """
    name = spec.removeprefix("builtin:")
    if spec.startswith("builtin:tiny"):
        model, tokenizer = make_tiny(name, seed)
        return Policy(placed(model), tokenizer, spec)
    from transformers import AutoModelForCausalLM

    return _load(resolve(spec), AutoModelForCausalLM)


def open_scorer(spec: str, seed: int, from_scratch: bool = False, device: str = "auto") -> Policy:
    """A token classifier with one output; on a language model's folder its head is drawn anew.

    With `from_scratch` all weights are, and only the shape and the tokenizer are the model's.
    """
    from transformers import AutoModelForTokenClassification

    if spec.startswith("builtin:tiny"):
        raise UsageError(f"{spec!r} is not trained; a reward model starts from a trained model")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        kind = AutoModelForTokenClassification
        return _load(resolve(spec), kind, True, from_scratch, device)


def _load(
    found: Found,
    kind: Any,
    scores: bool = False,
    from_scratch: bool = False,
    device: str = "auto",
) -> Policy:
    from transformers import AutoConfig, AutoTokenizer

    try:
        with quiet():
            tokenizer = AutoTokenizer.from_pretrained(found.folder)
            config = AutoConfig.from_pretrained(found.folder)
            if scores:
                config.num_labels, config.classifier_dropout = 1, 0.0
            model = (
                kind.from_config(config, dtype=torch.float32)
                if from_scratch
                else kind.from_pretrained(
                    found.folder, config=config, dtype=torch.float32, use_safetensors=True
                )
            )
    except _DAMAGED as error:
        line = (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
        raise UsageError(f"cannot load the model {str(found.folder)!r}: {line}") from None
    return Policy(placed(model, device), tokenizer, found.identity)


def identity_of(spec: str) -> str:
    """What `spec` means, apart from where it lies: a name, or a folder's name and fingerprint."""
    if spec.startswith("builtin:tiny"):
        name = spec.removeprefix("builtin:")
        if name not in NAMES:
            raise unknown("model", spec, [f"builtin:{known}" for known in NAMES])
        return spec
    return resolve(spec).identity


def save_policy(policy: Policy, folder: Path) -> None:
    """Write an ordinary Hugging Face folder; each file whole or not at all."""
    aside = folder / ".saving"
    merge = getattr(policy.model, "merge_and_unload", None)
    model = merge() if merge else policy.model
    shutil.rmtree(aside, ignore_errors=True)
    try:
        with quiet():
            model.save_pretrained(aside)
            policy.tokenizer.save_pretrained(aside)
        for path in sorted(aside.iterdir()):
            os.replace(path, folder / path.name)
    except OSError as error:
        raise AssayError(f"cannot save the model to {str(folder)!r}: {error}") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)

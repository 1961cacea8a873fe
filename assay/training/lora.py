"""Low-rank training (LoRA, arXiv 2106.09685), and the model to sample with while it goes on.

    policy = with_lora(policy, rank=8, seed=1)          # its weights held, small ones beside them
    with sampled(policy.model, half=False) as model:    # what decodes as if they were folded in
        decode(model, …)

`save_policy` folds the small weights in, so that what is saved is an ordinary model. The weights
that are held are the same, bit for bit, before and after sampling.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from importlib.util import find_spec
from typing import Annotated, Any, Literal

import torch

from assay.core.errors import UsageError
from assay.core.ranges import Range
from assay.training.policies import Policy

Precision = Literal["float32", "bfloat16"]
Rank = Annotated[int, Range(0, 1024)]
Head = Literal["CAUSAL_LM", "TOKEN_CLS"]


def with_lora(policy: Policy, rank: int, seed: int, head: Head = "CAUSAL_LM") -> Policy:
    """The policy with its weights held and low-rank ones beside every linear layer.

    A language model's output layer is held too; the head of a reward model is trained in full.
    Raises UsageError where peft is missing.
    """
    if find_spec("peft") is None:
        raise UsageError("lora needs peft: pip install 'assay[train]'")
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(
        task_type=head,
        r=rank,
        lora_alpha=2 * rank,
        target_modules="all-linear",
        exclude_modules=["score", "classifier"] if head == "TOKEN_CLS" else None,
    )
    with torch.random.fork_rng(devices=[]), warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks for what transformers renamed
        torch.manual_seed(seed)
        return replace(policy, model=get_peft_model(policy.model, config))


def settings_of(lora: int, precision: Precision) -> dict[str, Any]:
    """What of these makes the weights: nothing where they are left alone, as before they were."""
    found: dict[str, Any] = {"lora": lora} if lora else {}
    return found | ({"precision": precision} if precision != "float32" else {})


@contextmanager
def sampled(model: Any, half: bool) -> Iterator[Any]:
    """The plain model that `model` stands for; with `half` a copy of it in bfloat16."""
    adapted = hasattr(model, "merge_adapter")
    plain = model.get_base_model() if adapted else model
    held = _held(plain) if adapted else {}
    if adapted:
        model.merge_adapter()
    try:
        yield _halved(plain) if half else plain
    finally:
        if adapted:
            model.unmerge_adapter()
            with torch.no_grad():
                for weight, before in held.values():
                    weight.copy_(before)


def _halved(model: Any) -> Any:
    """A copy with its weights in bfloat16; buffers, such as rotary frequencies, keep their kind."""
    copy = deepcopy(model)
    for weight in copy.parameters():
        weight.data = weight.data.to(torch.bfloat16)
    return copy


def _held(model: Any) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """The weights that folding changes, and what they are: to subtract again would round."""
    return {
        name: (weight, weight.detach().clone())
        for name, weight in model.named_parameters()
        if name.endswith("base_layer.weight")
    }

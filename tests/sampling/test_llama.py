"""The hand-written forward pass gives the Hugging Face model's own logits."""

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import tiny_llama
from transformers import DynamicCache

from assay.sampling.cache import lanes_pay
from assay.sampling.graphed import ALIGNED, GraphedEngine
from assay.sampling.llama import LlamaEngine, fits
from assay.sampling.stock import StockEngine

KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "grouped heads": {"num_key_value_heads": 2},
    "one key head": {"num_key_value_heads": 1},
    "untied": {"tie_word_embeddings": False},
    "wide heads": {"head_dim": 24},
    "gelu": {"hidden_act": "gelu"},
    "linear rotary": {
        "rope_parameters": {"rope_type": "linear", "factor": 4.0, "rope_theta": 10000.0}
    },
    "llama3 rotary": {
        "rope_parameters": {
            "rope_type": "llama3",
            "rope_theta": 500.0,
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 16,
        }
    },
}


class Unrecorded(GraphedEngine):
    """The step of fixed shapes, called where a GPU would replay it."""

    def __init__(self, model: Any) -> None:
        super().__init__(LlamaEngine(model))

    def _capture(self) -> None:
        self.graph: Any = self

    def replay(self) -> None:
        self.found = self.fixed_step()


PROMPTS = [[3, 4, 5, 6, 7], [9], [11, 12, 13], [5, 5, 5, 5, 5]]


def padded(prompts: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, prompts))
    ids = torch.tensor([[0] * (longest - len(row)) + row for row in prompts])
    return ids, torch.tensor([longest - len(row) for row in prompts])


def true_logits(model: Any, rows: list[list[int]]) -> torch.Tensor:
    """Each row by itself through the whole model, nothing cached, nothing padded."""
    return torch.stack([model(torch.tensor([row])).logits[0, -1] for row in rows])


@pytest.mark.parametrize("layout", ["lanes", "rows", "fixed shapes"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prompts", [PROMPTS, [[7, 8, 9], [4, 3, 2]]], ids=["padded", "even"])
def test_logits_are_those_of_the_model(
    kind: str, prompts: list[list[int]], layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assay.sampling.llama.lanes_pay", lambda *_: layout == "lanes")
    model = tiny_llama(**KINDS[kind])
    assert fits(model)
    engine = Unrecorded(model) if layout == "fixed shapes" else LlamaEngine(model)
    rows = [list(row) for row in prompts]
    with torch.inference_mode():
        logits = engine.prefill(*padded(rows), room=12)
        for step in range(12):
            torch.testing.assert_close(logits, true_logits(model, rows), atol=1e-4, rtol=1e-4)
            tokens = torch.tensor([(7 * step + 3 * at) % 50 for at in range(len(rows))])
            for row, token in zip(rows, tokens.tolist(), strict=True):
                row.append(token)
            logits = engine.step(tokens)
    if isinstance(engine, Unrecorded):
        assert engine.columns.numel() % ALIGNED == 0


@pytest.mark.parametrize("engine_type", [LlamaEngine, StockEngine, Unrecorded])
@pytest.mark.parametrize("lanes", [True, False], ids=["lanes", "rows"])
@settings(max_examples=15, deadline=None)
@given(rows=st.lists(st.integers(0, 3), min_size=1, max_size=6))
def test_rows_may_be_dropped_repeated_and_reordered(
    llama: Any, engine_type: Any, lanes: bool, rows: list[int]
) -> None:
    engine = engine_type(llama)
    with pytest.MonkeyPatch.context() as patch, torch.no_grad():
        lanes = lanes and engine_type is not Unrecorded  # those are for a CPU
        patch.setattr("assay.sampling.llama.lanes_pay", lambda *_: lanes)
        engine.prefill(*padded(PROMPTS), room=4)
        engine.step(torch.tensor([1, 2, 3, 4]))
        engine.keep(torch.tensor(rows))
        logits = engine.step(torch.tensor([20 + at for at in range(len(rows))]))
        texts = [[*PROMPTS[row], row + 1, 20 + at] for at, row in enumerate(rows)]
        torch.testing.assert_close(logits, true_logits(llama, texts), atol=1e-4, rtol=1e-4)


def test_lanes_are_for_many_rows_of_small_heads_on_a_cpu_in_float32() -> None:
    like = torch.empty(1)
    assert lanes_pay(512, 4, 16, like)
    assert not lanes_pay(8, 4, 16, like)
    assert not lanes_pay(512, 4, 128, like)
    assert not lanes_pay(512, 4, 16, like.bfloat16())
    assert not lanes_pay(512, 4, 16, torch.empty(1, device="meta"))


def test_unfused_matrices_give_the_same(llama: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ids, pads = padded(PROMPTS)
    with torch.inference_mode():
        fused = LlamaEngine(llama).prefill(ids, pads, room=1)
        monkeypatch.setattr("assay.sampling.llama.FUSE_BELOW", 0)
        parts = LlamaEngine(llama).prefill(ids, pads, room=1)
    torch.testing.assert_close(fused, parts, atol=1e-5, rtol=1e-5)


def test_bfloat16_agrees_with_the_model_to_its_own_rounding() -> None:
    model = tiny_llama().to(torch.bfloat16)
    ids, pads = padded([[7, 8, 9], [4, 3, 2]])
    with torch.inference_mode():
        logits = LlamaEngine(model).prefill(ids, pads, room=1)
        own = model(ids, past_key_values=DynamicCache(config=model.config)).logits[:, -1]
    torch.testing.assert_close(logits.float(), own.float(), atol=0.15, rtol=0.05)


@pytest.mark.parametrize(
    "changes",
    [
        {"attention_bias": True},
        {"mlp_bias": True},
        {"rope_parameters": {"rope_type": "dynamic", "factor": 2.0, "rope_theta": 1e4}},
    ],
)
def test_what_it_does_not_compute_it_refuses(changes: dict[str, Any]) -> None:
    assert not fits(tiny_llama(**changes))

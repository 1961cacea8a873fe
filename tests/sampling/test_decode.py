"""Laws of the decode loop: it is `generate`, seeded, and rows do not disturb one another."""

from typing import Any

import pytest
import torch
from small_models import tiny_llama
from transformers import GPT2Config, GPT2LMHeadModel

from assay.core.errors import UsageError
from assay.sampling import decode as loop
from assay.sampling.cache import LaneCache
from assay.sampling.decode import decode, engine_for
from assay.sampling.llama import LlamaEngine
from assay.sampling.stock import StockEngine

PROMPTS = [[3, 4, 5, 6, 7], [9], [11, 12, 13], [3, 4, 5, 6, 7], [20, 21]]


def gpt2() -> Any:
    torch.manual_seed(3)
    config = GPT2Config(
        vocab_size=50, n_embd=32, n_layer=2, n_head=4, n_positions=64, initializer_range=0.3
    )
    return GPT2LMHeadModel(config).eval()


def generated(model: Any, prompt: list[int], steps: int) -> list[int]:
    """What stock greedy `generate` writes after one prompt."""
    out = model.generate(
        torch.tensor([prompt]),
        max_new_tokens=steps,
        do_sample=False,
        eos_token_id=2,
        pad_token_id=0,
    )
    return list(out[0, len(prompt) :].tolist())


@pytest.mark.parametrize("make", [tiny_llama, gpt2])
def test_greedy_tokens_are_those_of_generate(make: Any) -> None:
    model = make()
    out = decode(model, PROMPTS, max_new_tokens=30, temperature=0.0, eos_ids=(2,))
    assert out.tokens == [generated(model, prompt, 30) for prompt in PROMPTS]


def test_llama_takes_the_fast_way_and_others_the_stock_way(llama: Any) -> None:
    assert isinstance(engine_for(llama, 1), LlamaEngine)
    assert isinstance(engine_for(gpt2(), 1), StockEngine)


def test_repeated_prompts_are_read_once_and_decoded_in_lanes(
    llama: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engines: list[LlamaEngine] = []

    def spied(model: Any, rows: int) -> LlamaEngine:
        engines.append(LlamaEngine(model, rows))
        return engines[0]

    apart = decode(llama, PROMPTS, max_new_tokens=6, temperature=0.0)
    monkeypatch.setattr(loop, "engine_for", spied)
    out = decode(llama, PROMPTS * 20, max_new_tokens=6, temperature=0.0)
    assert isinstance(engines[0].caches[0], LaneCache)
    assert out.tokens == apart.tokens * 20


def test_same_seed_same_tokens_other_seed_others(llama: Any) -> None:
    first = decode(llama, PROMPTS, max_new_tokens=20, seed=7)
    assert first == decode(llama, PROMPTS, max_new_tokens=20, seed=7)
    assert first.tokens != decode(llama, PROMPTS, max_new_tokens=20, seed=8).tokens


def test_both_ways_draw_the_same_tokens(llama: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = decode(llama, PROMPTS, max_new_tokens=20, eos_ids=(2, 3), seed=1, top_p=0.9)
    monkeypatch.setattr(loop, "engine_for", lambda model, _: StockEngine(model))
    slow = decode(llama, PROMPTS, max_new_tokens=20, eos_ids=(2, 3), seed=1, top_p=0.9)
    assert fast.tokens == slow.tokens
    assert fast.finish_reasons == slow.finish_reasons


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_dropping_ended_rows_changes_nothing(
    llama: Any, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = tuple(range(2, 12))
    kept = decode(llama, PROMPTS * 4, max_new_tokens=40, eos_ids=ends, seed=3)
    monkeypatch.setattr(loop, "DROP_AT", share)
    dropped = decode(llama, PROMPTS * 4, max_new_tokens=40, eos_ids=ends, seed=3)
    assert kept.tokens == dropped.tokens
    assert len({len(row) for row in kept.tokens}) > 3


def test_splitting_the_batch_changes_nothing(llama: Any) -> None:
    whole = decode(llama, PROMPTS, max_new_tokens=20, eos_ids=(2,), seed=3)
    split = decode(llama, PROMPTS, max_new_tokens=20, eos_ids=(2,), seed=3, rows_at_once=2)
    assert whole.tokens == split.tokens


def test_a_shorter_run_is_the_beginning_of_a_longer(llama: Any) -> None:
    long = decode(llama, PROMPTS, max_new_tokens=20, seed=3)
    short = decode(llama, PROMPTS, max_new_tokens=8, seed=3)
    assert [row[:8] for row in long.tokens] == short.tokens


def test_a_row_ends_with_its_end_token_and_says_so(llama: Any) -> None:
    out = decode(llama, PROMPTS * 10, max_new_tokens=12, eos_ids=(2, 3, 4, 5), seed=3)
    assert set(out.finish_reasons) == {"stop", "length"}
    for tokens, reason in zip(out.tokens, out.finish_reasons, strict=True):
        assert not {2, 3, 4, 5} & set(tokens[:-1])
        assert (tokens[-1] in {2, 3, 4, 5}) == (reason == "stop")
        assert reason == "stop" or len(tokens) == 12


@pytest.mark.parametrize("temperature", [1.0, 0.5])
def test_log_probabilities_are_those_of_a_forward_pass(llama: Any, temperature: float) -> None:
    out = decode(llama, PROMPTS, max_new_tokens=10, temperature=temperature, eos_ids=(2,), seed=3)
    for prompt, tokens, logprobs in zip(PROMPTS, out.tokens, out.logprobs, strict=True):
        whole = torch.tensor([prompt + tokens])
        with torch.no_grad():
            every = torch.log_softmax(llama(whole).logits[0] / temperature, -1)
        true = every[len(prompt) - 1 : -1].gather(-1, torch.tensor(tokens).unsqueeze(-1))
        torch.testing.assert_close(torch.tensor(logprobs), true[:, 0], atol=1e-4, rtol=1e-4)


def test_first_tokens_are_drawn_as_often_as_the_model_says(llama: Any) -> None:
    rows = 20_000
    out = decode(llama, [[9, 4]] * rows, max_new_tokens=1, seed=11)
    with torch.no_grad():
        wanted = torch.softmax(llama(torch.tensor([[9, 4]])).logits[0, -1], -1)
    drawn = torch.bincount(torch.tensor(out.tokens).flatten(), minlength=50) / rows
    assert (drawn - wanted).abs().max() < 5 * (0.25 / rows) ** 0.5


def test_stop_is_asked_with_all_that_a_row_has_written(llama: Any) -> None:
    seen: list[int] = []

    def stop(tokens: list[int]) -> bool:
        seen.append(len(tokens))
        return tokens[0] % 2 == 0

    out = decode(llama, PROMPTS * 3, max_new_tokens=20, seed=3, stop=stop)
    assert set(seen) == {8, 16}
    for tokens, reason in zip(out.tokens, out.finish_reasons, strict=True):
        assert (reason, len(tokens)) == (("stop", 8) if tokens[0] % 2 == 0 else ("length", 20))


def test_training_mode_and_gradients_are_left_as_they_were() -> None:
    model = tiny_llama(attention_dropout=0.5).train()
    first = decode(model, PROMPTS, max_new_tokens=5, seed=3)
    assert model.training
    assert first == decode(model, PROMPTS, max_new_tokens=5, seed=3)
    model(torch.tensor([[3, 4, 5]])).logits.sum().backward()
    assert model.lm_head.weight.grad is not None


def test_new_weights_are_seen_by_the_next_call() -> None:
    model = tiny_llama()
    before = decode(model, PROMPTS, max_new_tokens=10, temperature=0.0)
    with torch.no_grad():
        for layer in model.model.layers:
            layer.self_attn.q_proj.weight.mul_(-1.0)
    after = decode(model, PROMPTS, max_new_tokens=10, temperature=0.0)
    assert before.tokens != after.tokens
    assert after.tokens == [generated(model, prompt, 10) for prompt in PROMPTS]


def test_no_prompts_no_completions(llama: Any) -> None:
    assert decode(llama, [], max_new_tokens=5).tokens == []


@pytest.mark.parametrize(
    ("prompts", "changes"),
    [
        ([[]], {}),
        ([[1], []], {}),
        ([[1]], {"max_new_tokens": 0}),
        ([[1]], {"temperature": -1.0}),
        ([[1]], {"top_p": 0.0}),
        ([[1]], {"top_p": 1.5}),
        ([[1]], {"temperature": float("nan")}),
    ],
)
def test_wrong_numbers_are_refused(llama: Any, prompts: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        decode(llama, prompts, **({"max_new_tokens": 5} | changes))

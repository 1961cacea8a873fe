"""The built-in policies: ordinary folders, tokenizers that give back what they are given."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoModelForCausalLM, AutoTokenizer

from assay.core.errors import UsageError
from assay.training.tiny import NAMES, bpe_tokenizer, build_tiny, char_tokenizer, make_tiny

ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
TOKENIZERS = {"char": char_tokenizer(), "bpe": bpe_tokenizer()}


@pytest.mark.parametrize("name", NAMES)
def test_a_builtin_policy_is_an_ordinary_folder(name: str, tmp_path: Path) -> None:
    build_tiny(name, tmp_path, seed=3)
    model = AutoModelForCausalLM.from_pretrained(tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    ids = tokenizer("7+5=", return_tensors="pt")["input_ids"]
    assert model(input_ids=ids).logits.shape == (1, ids.shape[1], len(tokenizer))
    assert tokenizer.convert_ids_to_tokens(ids[0].tolist())[-1] == "<sep>"


@pytest.mark.parametrize(("size", "low", "high"), [("0.1m", 0.1e6, 0.2e6), ("1m", 0.9e6, 1.2e6)])
def test_sizes_are_what_their_names_say(size: str, low: float, high: float) -> None:
    for kind in ("char", "bpe"):
        model, _ = make_tiny(f"tiny-{kind}-{size}", 0)
        assert low <= sum(weight.numel() for weight in model.parameters()) <= high


def test_the_seed_decides_the_weights() -> None:
    first, again, other = (make_tiny("tiny-char-0.1m", seed)[0] for seed in (1, 1, 2))
    weights = [model.lm_head.weight for model in (first, again, other)]
    assert weights[0].equal(weights[1]) and not weights[0].equal(weights[2])


@settings(max_examples=60, deadline=None)
@given(ASCII)
@pytest.mark.parametrize("kind", ["char", "bpe"])
def test_text_comes_back_from_its_tokens(kind: str, text: str) -> None:
    ids = TOKENIZERS[kind](text, add_special_tokens=False)["input_ids"]
    back = TOKENIZERS[kind].decode(ids, clean_up_tokenization_spaces=False)
    assert back == text


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=30))
def test_byte_pairs_spell_any_text(text: str) -> None:
    ids = TOKENIZERS["bpe"](text, add_special_tokens=False)["input_ids"]
    back = TOKENIZERS["bpe"].decode(ids, clean_up_tokenization_spaces=False)
    special = {"<pad>", "<s>", "</s>", "<sep>", "<unk>"}
    assert back == text or any(token in text for token in special)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"tiny-char-0\.1m"):
        make_tiny("tiny-char-7b", 0)

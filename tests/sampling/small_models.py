"""Small random models for the tests of sampling."""

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from tokenizers.decoders import Fuse
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast


def tiny_llama(**changes: Any) -> LlamaForCausalLM:
    """A random model whose logits are far from flat."""
    settings: dict[str, Any] = {
        "vocab_size": 50,
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 4,
        "max_position_embeddings": 128,
        "tie_word_embeddings": True,
        "initializer_range": 0.3,
        "bos_token_id": 1,
        "eos_token_id": 2,
        "pad_token_id": 0,
    }
    torch.manual_seed(5)
    return LlamaForCausalLM(LlamaConfig(**(settings | changes))).eval()


def char_tokenizer(template: str | None = None) -> Any:
    """One token a character, printable ASCII; 0 pad, 1 begin, 2 end."""
    pieces = ["<pad>", "<s>", "</s>", *map(chr, range(32, 127)), "\n"]
    inner = Tokenizer(WordLevel({piece: at for at, piece in enumerate(pieces)}, unk_token="<pad>"))
    inner.pre_tokenizer = Split("", "isolated")
    inner.decoder = Fuse()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner, pad_token="<pad>", bos_token="<s>", eos_token="</s>"
    )
    tokenizer.chat_template = template
    return tokenizer


def save_model(folder: Path, template: str | None = None, **changes: Any) -> Path:
    """An ordinary Hugging Face folder with a random character model."""
    tiny_llama(vocab_size=99, **changes).save_pretrained(folder)
    char_tokenizer(template).save_pretrained(folder)
    return folder

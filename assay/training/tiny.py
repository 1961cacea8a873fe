"""Small policies made from nothing: a Llama configuration and a tokenizer of our own.

    build_tiny("tiny-char-0.1m", Path("data/start"), seed=1)      # an ordinary Hugging Face folder

`tiny-char-*` read one character a token (printable ASCII, newline, and "Answer: " as one token);
`tiny-bpe-*` read byte pairs learnt from our own prompts, which can spell any text. `tiny-words-*`
read pairs learnt from the words of our word list, so that nearly every word is one to three tokens
whose letters the model never sees; all else is one token a character. Sizes are about
0.1 and 1 million parameters. A prompt is framed as <s> prompt <sep>, a response ends with </s>; the
frame is in the tokenizer, so every tool that adds special tokens gets it right.
Not for natural language: they know what they are shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.core.errors import unknown
from assay.generators import FAMILIES, draw
from assay.generators.text.word_list import WORDS

PAD, START, END, SEPARATOR, UNKNOWN = "<pad>", "<s>", "</s>", "<sep>", "<unk>"
SPECIAL = (PAD, START, END, SEPARATOR, UNKNOWN)
ANSWER = "Answer: "
CONTEXT = 512
BPE_VOCABULARY = 768
BPE_TASKS_A_LEVEL = 4
WORDS_VOCABULARY = 600


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a Llama model."""

    hidden: int
    layers: int
    heads: int
    inner: int


KINDS = ("char", "bpe", "words")
SHAPES = {"0.1m": Shape(64, 3, 4, 128), "1m": Shape(128, 6, 8, 256)}
NAMES = tuple(f"tiny-{kind}-{size}" for kind in KINDS for size in SHAPES)


def build_tiny(name: str, folder: Path, seed: int) -> None:
    """Write the untrained policy `name` to `folder`; its weights are drawn with `seed`."""
    model, tokenizer = make_tiny(name, seed)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def make_tiny(name: str, seed: int) -> tuple[Any, Any]:
    """The untrained policy and its tokenizer; raises UsageError for an unknown name."""
    if name not in NAMES:
        raise unknown("model", f"builtin:{name}", [f"builtin:{known}" for known in NAMES])
    _, kind, size = name.split("-")
    made = {"char": char_tokenizer, "bpe": bpe_tokenizer, "words": words_tokenizer}
    tokenizer = made[kind]()
    return _model(SHAPES[size], tokenizer, seed), tokenizer


def _model(shape: Shape, tokenizer: Any, seed: int) -> Any:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=shape.hidden,
        intermediate_size=shape.inner,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.heads,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return LlamaForCausalLM(config)


def char_tokenizer() -> Any:
    """One token a character, and one for "Answer: "; what is not ASCII is <unk>."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers

    characters = ["\n", *map(chr, range(32, 127))]
    entries = [*SPECIAL, ANSWER, *characters]
    words = models.WordLevel({entry: at for at, entry in enumerate(entries)}, unk_token=UNKNOWN)
    tokenizer = Tokenizer(words)
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(rf"{ANSWER}|[\s\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    return _framed(tokenizer)


def bpe_tokenizer() -> Any:
    """Byte pairs learnt from a few prompts and worked texts of every family; digits stay single."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token=None))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=BPE_VOCABULARY,
        special_tokens=list(SPECIAL),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_texts(), trainer)
    return _framed(tokenizer)


def words_tokenizer() -> Any:
    """Pairs learnt within lower-case words alone, the same at every place in a text; what is not
    ASCII is <unk>."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[a-z]+|[\s\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    trainer = trainers.BpeTrainer(
        vocab_size=WORDS_VOCABULARY,
        special_tokens=list(SPECIAL),
        initial_alphabet=["\n", *map(chr, range(32, 127))],
        show_progress=False,
    )
    tokenizer.train_from_iterator(WORDS, trainer)
    return _framed(tokenizer)


def _texts() -> Iterator[str]:
    for family in FAMILIES.values():
        if family.area == "code":
            continue
        for level in range(1, 11):
            for index in range(BPE_TASKS_A_LEVEL):
                task = draw(family, level, 0, index).task
                yield task.prompt
                yield worked_text(task)


def worked_text(task: Any) -> str:
    """The worked solution of a task: its steps, a line each, and the answer."""
    lines = [step.text for step in task.steps]
    return "\n".join([*lines, answer_text(task)])


def answer_text(task: Any) -> str:
    """The answer of a task alone, as the last line of its worked solution."""
    return f"{ANSWER}{task.answer.value}"


def _framed(tokenizer: Any) -> Any:
    """The tokenizer in the clothes of transformers, with <s> and <sep> around a prompt."""
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    ids = {token: tokenizer.token_to_id(token) for token in (START, SEPARATOR)}
    tokenizer.post_processor = TemplateProcessing(
        single=f"{START} $A {SEPARATOR}", special_tokens=list(ids.items())
    )
    fast: Any = PreTrainedTokenizerFast
    return fast(
        tokenizer_object=tokenizer,
        bos_token=START,
        eos_token=END,
        pad_token=PAD,
        sep_token=SEPARATOR,
        unk_token=UNKNOWN,
        model_max_length=CONTEXT,
        padding_side="left",
        clean_up_tokenization_spaces=False,
    )

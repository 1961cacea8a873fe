"""A model in this process: text to tokens, the decode loop, tokens to text.

    sampler = LocalSampler.load(resolve("builtin:smollm2"), threads=2)
    sampler.complete(["What is 2+2?"], n=4, params=Params(max_tokens=32), seed=7)

One call is one batch, decoded exactly as given: the same call writes the same bytes on the same
kind of machine with the same versions, device and number of threads. Weights beyond 64 MiB are
computed with in bfloat16 where the processor does (twice as fast). A chat template gets a fixed
date. It does not truncate prompts and does not run code that comes with a model.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, Literal

from assay.core.errors import SamplingError, UsageError
from assay.sampling.models import Found
from assay.sampling.records import Completion, FinishReason, Params

Chat = bool | Literal["auto"]

DTYPES = ("auto", "float32", "bfloat16", "float16")
DATE = "01 Jan 2025"
_CLOCK = "{% macro strftime_now(format) %}" + DATE + "{% endmacro %}"
SMALL = 64 * 2**20
_TAIL = 16
_DAMAGED = (OSError, ValueError, KeyError, ImportError, AttributeError, RuntimeError)


class LocalSampler:
    """A transformers model and its tokenizer behind the `Sampler` interface."""

    local = True

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        identity: str,
        *,
        chat: Chat = "auto",
        threads: int | None = None,
    ) -> None:
        template = bool(getattr(tokenizer, "chat_template", None))
        if chat is True and not template:
            raise UsageError(f"model {identity!r} has no chat template; use chat=auto or false")
        if threads is not None and not 1 <= threads <= 1024:
            raise UsageError(f"threads {threads}: allowed are 1 to 1024")
        self.model = identity
        self.chat = template if chat == "auto" else chat
        self.threads = threads
        self._net = model
        self._tokenizer = tokenizer
        self._template = _CLOCK + tokenizer.get_chat_template() if self.chat else None
        self._ends = _end_tokens(model, tokenizer)

    @classmethod
    def load(
        cls,
        found: Found,
        *,
        device: str = "auto",
        threads: int | None = None,
        chat: Chat = "auto",
        dtype: str = "auto",
    ) -> "LocalSampler":
        """Read a model from its folder; raises UsageError when that cannot be."""
        if dtype not in DTYPES:
            raise UsageError(f"dtype {dtype!r}: allowed are {', '.join(DTYPES)}")
        model, tokenizer = _load(found, device, dtype)
        return cls(model, tokenizer, found.identity, chat=chat, threads=threads)

    def complete(
        self,
        prompts: Sequence[str],
        n: int,
        params: Params,
        seed: int,
        begun: Sequence[str] | None = None,
    ) -> list[list[Completion]]:
        """`n` completions of every prompt out of one batch of len(prompts) * n rows."""
        import torch

        from assay.sampling.decode import decode

        if self.threads is not None:
            torch.set_num_threads(self.threads)
        starts = begun if begun is not None else [""] * len(prompts)
        read = [
            self._tokens(prompt) + self._begun(start)
            for prompt, start in zip(prompts, starts, strict=True)
        ]
        if not read or n < 1:
            return [[] for _ in prompts]
        out = decode(
            self._net,
            [ids for ids in read for _ in range(n)],
            max_new_tokens=self._room(max(map(len, read)), params.max_tokens),
            temperature=params.temperature,
            top_p=params.top_p,
            eos_ids=self._ends,
            seed=seed,
            stop=self._stop(params.stop) if params.stop else None,
        )
        rows = zip(out.tokens, out.finish_reasons, strict=True)
        written = iter([self._text(*row, params.stop) for row in rows])
        return [
            [Completion(text, len(ids), count, reason) for text, count, reason in part]
            for ids in read
            for part in [[next(written) for _ in range(n)]]
        ]

    def close(self) -> None:
        """Forget the weights."""
        self._net = None

    def _tokens(self, prompt: str) -> list[int]:
        if self.chat:
            prompt = self._tokenizer.apply_chat_template(
                [{"role": "user", "content": prompt}],
                tokenize=False,
                add_generation_prompt=True,
                chat_template=self._template,
                date_string=DATE,
            )
        ids = list(self._tokenizer(prompt, add_special_tokens=not self.chat)["input_ids"])
        start = self._tokenizer.bos_token_id
        return ids or [self._ends[0] if start is None else start]

    def _begun(self, text: str) -> list[int]:
        """The tokens of a response's beginning; read apart from what follows it."""
        return list(self._tokenizer(text, add_special_tokens=False)["input_ids"]) if text else []

    def _room(self, longest: int, wanted: int) -> int:
        context = getattr(self._net.config, "max_position_embeddings", None)
        room = wanted if context is None else min(wanted, context - longest)
        if room < 1:
            raise UsageError(
                f"a prompt of {longest} tokens leaves no room: {self.model} reads {context}"
            )
        return room

    def _decode(self, tokens: Sequence[int]) -> str:
        text: str = self._tokenizer.decode(
            tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text

    def _stop(self, stops: tuple[str, ...]) -> Any:
        tail = _TAIL + max(map(len, stops))
        return lambda tokens: _first_stop(self._decode(tokens[-tail:]), stops) >= 0

    def _text(
        self, tokens: list[int], reason: FinishReason, stops: tuple[str, ...]
    ) -> tuple[str, int, FinishReason]:
        """The text, cut before the first stop string; its tokens and how it ended."""
        body = tokens[:-1] if reason == "stop" and tokens[-1] in self._ends else tokens
        text = self._decode(body)
        cut = _first_stop(text, stops)
        if cut < 0:
            return text, len(tokens), reason
        count = bisect_left(
            range(len(body)),
            True,
            key=lambda size: _first_stop(self._decode(body[: size + 1]), stops) >= 0,
        )
        return text[:cut], count + 1, "stop"


def _first_stop(text: str, stops: tuple[str, ...]) -> int:
    """Where the earliest stop string begins, -1 for none."""
    return min((at for stop in stops if (at := text.find(stop)) >= 0), default=-1)


def _end_tokens(model: Any, tokenizer: Any) -> tuple[int, ...]:
    """What ends a completion: the tokens that the model's files name."""
    named: list[int] = []
    for source in (getattr(model, "generation_config", None), model.config, tokenizer):
        ids = getattr(source, "eos_token_id", None)
        named += [] if ids is None else ids if isinstance(ids, list) else [ids]
    return tuple(dict.fromkeys(named))


def _load(found: Found, device: str, dtype: str) -> tuple[Any, Any]:
    try:
        import torch
        from safetensors import SafetensorError
        from transformers import AutoModelForCausalLM, AutoTokenizer
    except ImportError as error:
        raise UsageError(
            f"a model in process needs {error.name}: pip install 'assay[train]'"
        ) from None
    from assay.sampling.smollm2 import quiet

    place = device_named(device)
    kind = _dtype(found, place) if dtype == "auto" else dtype
    try:
        with quiet():
            tokenizer = AutoTokenizer.from_pretrained(found.folder)
            model = AutoModelForCausalLM.from_pretrained(
                found.folder, dtype=getattr(torch, kind), use_safetensors=True
            )
    except (SafetensorError, *_DAMAGED) as error:
        raise UsageError(f"cannot load the model {str(found.folder)!r}: {_line(error)}") from None
    try:
        return placed(model, place).eval(), tokenizer
    except RuntimeError as error:
        raise SamplingError(f"cannot put {found.identity} on {place}: {_line(error)}") from None


def _dtype(found: Found, place: str) -> str:
    """float32 for small models on a CPU, bfloat16 for others where the processor computes in it."""
    import torch

    size = sum(path.stat().st_size for path in found.folder.glob("*.safetensors"))
    native: bool = torch.cpu._is_avx512_bf16_supported()
    return "bfloat16" if place != "cpu" or (size > SMALL and native) else "float32"


def _line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:300]


def placed(model: Any, device: str = "auto") -> Any:
    """The model on the device of that name.

    On a GPU attention then goes without cuDNN, which makes a plan for every shape it meets: where
    lengths change from batch to batch, that takes longer than the attention.
    """
    place = device_named(device)
    if place != "cpu":
        import torch

        torch.backends.cuda.enable_cudnn_sdp(False)
    return model.to(place)


def device_named(name: str) -> str:
    """The device that a name means; `auto` is a GPU where torch sees one. UsageError for others."""
    import torch

    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    kind, _, number = name.partition(":")
    count = torch.cuda.device_count()
    if kind == "cpu" and not number:
        return name
    if kind == "cuda" and (not number or (number.isdecimal() and int(number) < count)) and count:
        return name
    raise UsageError(f"device {name!r}: allowed are auto, cpu and, of {count} here, cuda or cuda:N")

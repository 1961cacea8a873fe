"""What a server answered, read with suspicion.

    read_reply(b'{"choices": [{"message": {"content": "4"}, "finish_reason": "stop"}]}')

Takes the chat and the completions form. Anything else is a BadReply that says what is wrong; no
field is trusted to be there or to have its type. Servers count the tokens of all choices together:
the total is spread over the choices by their length in characters.
"""

import json
from dataclasses import dataclass
from typing import Any

from assay.sampling.asking import BadReply
from assay.sampling.records import Completion, FinishReason


@dataclass(frozen=True, slots=True)
class Reply:
    """The choices of one answer, at least one."""

    choices: tuple[Completion, ...]


def read_reply(data: bytes) -> Reply:
    """The completions in the body of an answer; raises BadReply."""
    body = _object(data)
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices:
        raise BadReply("it holds no choices")
    texts = [_text(choice) for choice in choices]
    usage = body.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    counts = _spread(_count(usage.get("completion_tokens")), [len(text) for text in texts])
    prompt_tokens = _count(usage.get("prompt_tokens"))
    return Reply(
        tuple(
            Completion(text, prompt_tokens, count, _reason(choice))
            for text, count, choice in zip(texts, counts, choices, strict=True)
        )
    )


def read_models(data: bytes) -> tuple[str, ...]:
    """The names that the endpoint `models` lists; raises BadReply."""
    listed = _object(data).get("data")
    if not isinstance(listed, list):
        raise BadReply("it lists no models")
    names = [entry.get("id") for entry in listed if isinstance(entry, dict)]
    return tuple(name for name in names if isinstance(name, str) and name)


def _object(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise BadReply("it is no JSON") from None
    if not isinstance(body, dict):
        raise BadReply("it is no JSON object")
    return body


def _text(choice: Any) -> str:
    """The text of a choice of either endpoint; a message without content is an empty text."""
    if not isinstance(choice, dict):
        raise BadReply("a choice is no object")
    message = choice.get("message")
    text = message.get("content") if isinstance(message, dict) else choice.get("text")
    if text is None and isinstance(message, dict):
        return ""
    if not isinstance(text, str):
        raise BadReply("a choice has no text")
    return text


def _reason(choice: dict[str, Any]) -> FinishReason:
    return "length" if choice.get("finish_reason") == "length" else "stop"


def _count(value: Any) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < 2**31 else 0


def _spread(total: int, lengths: list[int]) -> list[int]:
    """`total` shared out in proportion to `lengths` plus one; the shares sum to it."""
    weights = [length + 1 for length in lengths]
    whole, before, shares = sum(weights), 0, []
    for weight in weights:
        shares.append(total * (before + weight) // whole - total * before // whole)
        before += weight
    return shares

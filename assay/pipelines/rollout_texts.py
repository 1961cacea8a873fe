"""Responses and task names as roll-out tables keep them: texts, conversations, lists of either.

response_texts([{"role": "user", "content": "6*7?"}, {"role": "assistant", "content": "42"}])
    ->  ["42"]
response_texts(["42", "43"])  ->  ["42", "43"]          # two roll-outs of one row
"""

from collections.abc import Mapping
from typing import Any

from assay.core.canonical import digest
from assay.core.errors import UsageError

MOST_NAME = 80


def response_texts(value: Any) -> list[str]:
    """The responses in a value. Raises UsageError for one that holds none."""
    if isinstance(value, list) and value and not _is_conversation(value):
        return [_one(item) for item in value]
    return [_one(value)]


def _is_conversation(items: list[Any]) -> bool:
    return all(isinstance(item, Mapping) and "role" in item for item in items)


def _one(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and _is_conversation(value):
        said = [message for message in value if message["role"] == "assistant"]
        return _content((said or value)[-1].get("content"))
    if isinstance(value, Mapping):
        for name in ("content", "text", "message"):
            if value.get(name) is not None:
                return _content(value[name]) if name != "message" else _one(value[name])
    raise UsageError(f"a response is {type(value).__name__}; a text or messages are expected")


def _content(content: Any) -> str:
    """The text of a message: a string, or the text parts of a list."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        texts = [part.get("text") for part in content if isinstance(part, Mapping)]
        return "".join(text for text in texts if isinstance(text, str))
    raise UsageError(f"a message's content is {type(content).__name__}; a text is expected")


def task_name(value: Any) -> str:
    """A short name for a task: its text, or the beginning of it and a hash of the whole."""
    text = value if isinstance(value, str) else _shown(value)
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, str | int) and len(text) <= MOST_NAME and text.isprintable():
        return text
    key = digest([value if isinstance(value, str) else _keyed(value)]).hex()[:12]
    return f"{' '.join(text.split())[: MOST_NAME - 20]}… #{key}"


def _shown(value: Any) -> str:
    if isinstance(value, list) and value and _is_conversation(value):
        return _content(value[-1].get("content"))
    return str(value)


def _keyed(value: Any) -> str:
    return repr(value)

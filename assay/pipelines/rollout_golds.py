"""The gold of a roll-out in the style of its data set.

    gold_text("6*7 = 42\\n#### 42", "gsm8k")  ->  ("42", "6*7 = 42\\n#### 42")

plain: as it stands · gsm8k: after the last #### · math: what the last box of a worked solution
holds · dapo: an integer · auto: after #### where that is, else what a text with boxes states by the
rules of extraction, else plain. A number is taken as it is written, a list of one value as that
value.
"""

import re
from typing import Any

from assay.checkers.extract import extract
from assay.core.errors import UsageError

STYLES = ("auto", "plain", "gsm8k", "math", "dapo")
_BOX = re.compile(r"\\(?:boxed|fbox)\s*(\{|[^\s{}$]+)")
_BRACES = re.compile(r"\\[{}\\]|[{}]")
_INTEGER = re.compile(r"[-+]?\d[\d,]*")


def gold_text(value: Any, style: str) -> tuple[str, str]:
    """The gold itself, and the text that it was taken from. Raises UsageError where there is none.

    `style` is one of STYLES.
    """
    raw = _written(value)
    if style == "gsm8k" or (style == "auto" and "####" in raw):
        gold = _after_hashes(raw)
    elif style == "math":
        gold = _boxed(raw)
    elif style == "auto" and _BOX.search(raw):
        gold = _offered(raw)
    else:
        gold = raw.strip()
    if style == "dapo" and not _INTEGER.fullmatch(gold):
        raise UsageError(f"the gold {gold[:80]!r} is no integer, as DAPO's are")
    if not gold:
        raise UsageError("the gold is empty")
    return gold, raw


def _written(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        return _written(value[0])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise UsageError(f"the gold is {type(value).__name__}; a text or a number is expected")


def _after_hashes(raw: str) -> str:
    _, found, gold = raw.rpartition("####")
    if not found:
        raise UsageError(f"the gold {raw[:80]!r} holds no ####, as GSM8K's do")
    return gold.strip().split("\n")[0].strip()


def _offered(raw: str) -> str:
    """The one answer that a text with boxes states; of several side by side, the text itself."""
    offer = extract(raw)
    if offer is None or len(offer.parts) > 1:
        return raw.strip()
    return offer.parts[0].text


def _boxed(raw: str) -> str:
    boxes = list(_BOX.finditer(raw))
    if not boxes:
        raise UsageError(f"the gold {raw[:80]!r} holds no box, as MATH's do")
    last = boxes[-1]
    if last[1] != "{":
        return last[1]
    depth = 0
    for brace in _BRACES.finditer(raw, last.end() - 1):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return raw[last.end() : brace.start()].strip()
    raise UsageError(f"the box of the gold {raw[-80:]!r} is not closed")

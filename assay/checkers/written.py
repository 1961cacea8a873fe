"""An answer's spelling made ready for the parser: delimiters, separators, unicode, punctuation.

    ready("$\\\\boxed{}$ 7{,}425{,}000.")      spells 7425000
    ready("$\\\\{1,2\\\\}$").latex_braces  ->  True

Only spelling is touched here: what stands between the delimiters is not understood.
"""

import re
from typing import NamedTuple

from assay.checkers.decimals import other_reading, plain_decimals
from assay.checkers.fold import fold
from assay.checkers.wrappings import unwrapped

_DOUBLED = re.compile(r"\\\\(?=[a-zA-Z{}()\[\]|])")
_GROUPED = re.compile(
    r"(?<=\d)(?:\s*\{\s*,\s*\}|,\s*\\!|\\!\s*,|\\,|\\ |\\;|\\thinspace\s?)\s*(?=\d{3}(?!\d))"
)
_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
_SPACED = re.compile(r"(?<![\d.,] )(?<![\d.,_^])\d{1,3}(?: \d{3})+(?![\d.,]*\d| \d)")
_MATH_DELIMITERS = re.compile(r"\\[()\[\]]|\$\$")
_DOLLAR = re.compile(r"(?<!\\)\$")
_HARD_SPACE = re.compile(r"(?<!\\)\\ ")
_BRACKETS = re.compile(r"[()\[\]]|\\[{}]|(?<![a-zA-Z^_}])\{")
_MOD = re.compile(r"\(\s*\\?(?:mod|bmod)\b\s*([^()\s]{1,40})\s*\)")
_NOT = re.compile(r"\\not\s*(=|<|>|\\(?:in|equiv|leq?|geq?|lt|gt)(?![a-zA-Z]))")
_NEGATED = {
    "=": "\\ne ", "<": ">=", ">": "<=", "\\in": "\\notin ", "\\equiv": "\\ne ", "\\le": ">",
    "\\leq": ">", "\\ge": "<", "\\geq": "<", "\\lt": ">=", "\\gt": "<=",
}  # fmt: skip
_BLACKBOARD = re.compile(r"\\mathbb\s+([A-Z])")
_COMMA = re.compile(r"\s*([-+]?\d+),(\d+)\s*")
_CUT_OFF = re.compile(r"\.\d+\s*\.{3}\Z")
_EDGES = ' \t\r\n\f\v*`"“”„'


class Ready(NamedTuple):
    """The spelling to parse; whether bare braces only group; another reading where there is one."""

    text: str
    latex_braces: bool
    other: str | None = None


def ready(text: str, thousands: bool = True) -> Ready:
    """`text` without delimiters and end punctuation. `thousands` joins 1,234 outside brackets."""
    text = unwrapped(fold(text).strip(_EDGES))
    if "\\\\" in text and "\\begin" not in text:
        text = _DOUBLED.sub(r"\\", text)
    if "per cent" in text:
        text = text.replace("per cent", "percent")
    if "mod" in text:
        text = _MOD.sub(r"\\pmod{\1}", text)
    if "\\not" in text:
        text = _NOT.sub(lambda match: _NEGATED[match[1]], text)
    if "\\mathbb" in text:
        text = _BLACKBOARD.sub(r"\\mathbb{\1}", text)
    latex_braces = False
    if "$" in text or "\\" in text:
        text, latex_braces = _without_delimiters(text)
    text = _without_edges(text)
    text = plain_decimals(text)
    if "," in text or "\\" in text or " " in text:
        if "," in text or "\\" in text:
            text = _GROUPED.sub("", text)
        comma = _COMMA.fullmatch(text) if "," in text else None
        if thousands and not _BRACKETS.search(text):
            if "," in text:
                text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
            if " " in text:
                text = _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
        if comma:
            return Ready(text, latex_braces, f"{comma[1]}.{comma[2]}")
    return Ready(text, latex_braces, other_reading(text) if text.endswith(")") else None)


def _without_delimiters(text: str) -> tuple[str, bool]:
    shorter, delimited = _MATH_DELIMITERS.subn(" ", text)
    paired = False
    if "$" in shorter:
        bare, dollars = _DOLLAR.subn(" ", shorter)
        paired = dollars % 2 == 0
        shorter = bare if paired else shorter
        delimited = 0
    if "\\ " in shorter:
        shorter = _HARD_SPACE.sub(" ", shorter)
    return shorter, paired or delimited > 0


def _without_edges(text: str) -> str:
    text = text.strip(_EDGES)
    cut_off = _CUT_OFF.search(text)
    while (
        text
        and not cut_off
        and (text[-1] in ".,;:" or (text[-1] == "\\" and not text.endswith("\\\\")))
    ):
        text = text[:-1].rstrip(_EDGES)
    return text.rstrip("\\").strip(_EDGES)

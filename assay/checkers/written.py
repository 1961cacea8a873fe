"""An answer's spelling made ready for the parser: delimiters, separators, unicode, punctuation.

    ready("$\\\\boxed{}$ 7{,}425{,}000.")      spells 7425000
    ready("$\\\\{1,2\\\\}$").latex_braces  ->  True

Only spelling is touched here: what stands between the delimiters is not understood.
"""

import re
from dataclasses import dataclass

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
_MIXED = re.compile(r"(\d{1,15}) and (\d{1,15})\s*/\s*(\d{1,15})")
_TO = re.compile(r"(\d{1,15}) to (\d{1,15})")
_CHOICES = re.compile(
    r"(?<![A-Za-z\\_])([CP])\(\s*(\d{1,4}|\d?[a-z])\s*,\s*(\d{1,4}|[a-z])\s*\)"
    r"|(?:(?<![\w.})^])(?P<low>[_^])?(?P<n>\{\d{1,4}\}|\d{1,4})(?P<name>[CP])(?(low)_)"
    r"(?P<k>\{\d{1,4}\}|\d{1,4})(?!\d))"
)
_MAX_CHOICES = 400
_PARAMETER = re.compile(
    r"(?<=[\w})])\s{0,3}\$?(?:(?:,|\(|\\text\s?\{|\\q?quad|\\[;,: ]|;)\s{0,3}){0,4}"
    r"(?:(?:where|with|for)\s{0,3}\}?\s{0,3})?\$?"
    r"[a-zA-Z]\s{0,3}(?:\\in\s{0,3}\\(?:mathbb|mathbf)\s{0,3}\{?\s{0,3}Z\s{0,3}\}?|"
    r"(?:\\text\s?\{)?\s{0,3}(?:is\s{1,3})?(?:an?y?\s{1,3})?integer\s{0,3}\}?)[\s)$.]{0,8}\Z"
)
_BLACKBOARD = re.compile(r"\\mathbb\s+([A-Z])")
_COMMA = re.compile(r"\s*([-+]?\d+),(\d+)\s*")
_CUT_OFF = re.compile(r"\.\d+\s*\.{3}\Z")
_EDGES = ' \t\r\n\f\v*`"“”„'


@dataclass(slots=True)
class Ready:
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
    if "in" in text and ("mathbb" in text or "integer" in text):
        text = _PARAMETER.sub(lambda match: "$" if match[0].lstrip()[0] == "$" else "", text)
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
    return Ready(text, latex_braces, _second(text))


def _second(text: str) -> str | None:
    """What a text may say beside its plain reading: `3 and 1/2` is a mixed number, `5 to 3` a
    ratio, `C(9,2)` a binomial, `(0,5; 2)` has decimal commas."""
    if text.endswith(")"):
        other = other_reading(text)
        if other is not None:
            return other
    if " and " in text:
        mixed = _MIXED.fullmatch(text)
        if mixed and 0 < int(mixed[2]) < int(mixed[3]):
            return f"{mixed[1]} {mixed[2]}/{mixed[3]}"
    if " to " in text:
        ratio = _TO.fullmatch(text)
        return f"{ratio[1]}/{ratio[2]}" if ratio else None
    return _with_binomials(text) if "C" in text or "P" in text else None


def _with_binomials(text: str) -> str | None:
    changed = _CHOICES.sub(_binomial, text) if len(text) < _MAX_CHOICES else text
    return None if changed == text else changed


def _binomial(match: re.Match[str]) -> str:
    name = match[1] or match["name"]
    n, k = ((match[2] or match["n"]).strip("{}"), (match[3] or match["k"]).strip("{}"))
    return f"\\binom{{{n}}}{{{k}}}" if name == "C" else f"\\frac{{({n})!}}{{({n}-{k})!}}"


def says_binomial(text: str) -> bool:
    """Whether an answer names a number of choices that is not worked out: `C(9,2)`, `9C2`."""
    return ("C" in text or "P" in text) and _CHOICES.search(text) is not None


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

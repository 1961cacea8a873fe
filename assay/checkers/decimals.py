"""Spellings of decimals made ready for the parser: repeating, cut off, European, scientific.

    plain_decimals("0.1666...")  ->  "\\\\frac{15}{90}"
    plain_decimals("1.234,5")    ->  "1234.5"

A comma is a decimal comma only where nothing else can be meant. Decimals that are cut off without a
period ("3.14...") keep their dots, and so are no number.
"""

import re

_OVERLINED = re.compile(
    r"(\d{0,40})\.(\d{0,40})\\(?:overline|bar|dot)\s*\{(\d{1,40})\}(?!\d*\\dot)"
)
_DOTTED = re.compile(r"(\d{0,40})\.(\d{0,40})\\dot\s*\{?(\d)\}?(?:(\d{0,40})\\dot\s*\{?(\d)\}?)?")
_CUT_OFF = re.compile(r"(\d{0,40})\.(\d{1,60})\s*(?:\.{3}|\\[lc]?dots\b)\s*\Z")
_BRACKETED = re.compile(r"([-+]?)(\d{1,40})\.(\d{0,40})\((\d{1,40})\)")
_EUROPEAN = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+,\d+|[-+]?\d{1,3}(?: \d{3})+,\d+")
_POINTS = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3}){2,}")
_UNDERSCORED = re.compile(r"(?<![\w.])\d{1,3}(?:_\d{3})+(?!\w)")
_LETTER_TIMES = re.compile(r"(?<=\d)\s*[xX]\s*(?=10\s*(?:\^|\*\*))")
_BRACED_COMMA = re.compile(r"(?<=\d)\{,\}(?=\d{1,2}(?!\d)|\d{4})")
_IN_TUPLE = re.compile(r"\(\s*[-+]?\d+(?:,\d+)?(?:\s*;\s*[-+]?\d+(?:,\d+)?)+\s*\)")


def plain_decimals(text: str) -> str:
    """`text` with every decimal in a spelling that the lexer reads."""
    if "." in text:
        if "\\" in text:
            text = _OVERLINED.sub(lambda m: _repeating(m[1], m[2], m[3]), text)
        if "\\dot" in text:
            text = _DOTTED.sub(_dotted, text)
        if text.endswith(("...", "dots")):
            text = _CUT_OFF.sub(_cut_off, text)
        match = _BRACKETED.fullmatch(text)
        if match and not match[3]:
            text = match[1] + _repeating(match[2], "", match[4])
        if _POINTS.fullmatch(text):
            text = text.replace(".", "")
    if "{,}" in text:
        text = _BRACED_COMMA.sub(".", text)
    if "," in text and _EUROPEAN.fullmatch(text):
        text = text.replace(".", "").replace(" ", "").replace(",", ".")
    if "_" in text:
        text = _UNDERSCORED.sub(lambda match: match[0].replace("_", ""), text)
    if "x" in text or "X" in text:
        text = _LETTER_TIMES.sub("*", text)
    return text


def other_reading(text: str) -> str | None:
    """A second reading of a spelling that has two: `0.1(6)`, `(0,5; 2)`."""
    match = _BRACKETED.fullmatch(text)
    if match:
        return match[1] + _repeating(match[2], match[3], match[4])
    if ";" in text and "," in text and _IN_TUPLE.fullmatch(text):
        return text.replace(",", ".").replace(";", ",")
    return None


def _repeating(whole: str, fixed: str, period: str) -> str:
    """A repeating decimal as a fraction: 0.1\\\\overline{6} is 15/90."""
    top = int((whole or "0") + fixed + period) - int((whole or "0") + fixed)
    return f"\\frac{{{top}}}{{{10 ** len(fixed) * (10 ** len(period) - 1)}}}"


def _dotted(match: re.Match[str]) -> str:
    """0.\\\\dot{1}4285\\\\dot{7}: the period runs from the first dot to the last."""
    period = match[3] + (match[4] or "") + (match[5] or "")
    return _repeating(match[1], match[2], period)


def _cut_off(match: re.Match[str]) -> str:
    """0.1666...: the shortest period that the digits show; three times for a single digit."""
    digits = match[2]
    for start in range(len(digits)):
        for length in range(1, (len(digits) - start) // 2 + 1):
            run = digits[start:]
            period = run[:length]
            if len(run) >= 3 and run == (period * len(run))[: len(run)]:
                return _repeating(match[1], digits[:start], period)
    return f"{match[1]}.{digits}\\ldots"

"""Marks of notes and textbooks in the spelling of the grammar: word indices, sets, brackets.

    marked("V_tot = 7 [since 3 + 4 = 7]")  ->  "V_{tot} = 7 (since 3 + 4 = 7)"

Only spelling; nothing is understood here. Every pattern is linear in the length.
"""

import re

_WORD_INDEX = re.compile(r"(?<![A-Za-z_])([A-Za-z])_([A-Za-z]{2,8})(?![A-Za-z_(\d])")
_GREEK_INDEX = re.compile(r"(?<![A-Za-z])([Α-ΟΡΤ-Ωα-ορ-ω])(\d{1,3})(?![\d.,])")
_ACCENT = re.compile(
    r"\\(?:vec|hat|tilde|mathbf|boldsymbol|overline|overrightarrow|mathit|underline)(?![A-Za-z])"
    r" ?(?:\{ ?([A-Za-z]{1,3}(?:_\w)?) ?\}|([A-Za-z])(?![A-Za-z]))"
)
_BAR = re.compile(r"\\bar(?![A-Za-z]) ?(?:\{ ?([A-Za-z]) ?\}|([A-Za-z])(?![A-Za-z]))")
_PARTIAL = re.compile(
    r"\\frac ?\{ ?\\partial ?([A-Za-z]) ?\} ?\{ ?\\partial ?([a-z]) ?\}|"
    r"(?:\\partial |∂)([A-Za-z])/(?:\\partial |∂)([a-z])(?![A-Za-z])"
)
_SET = re.compile(r"\{ ?-?\d{1,9}(?:,-?\d{1,9}){1,40} ?(?=[,\\}])")
_PROBABILITY = re.compile(r"\bP ?\( ?([A-Z]) ?= ?(\d{1,4}) ?\)")
_REMARK = re.compile(r"(?:(?<=[\s\x03,;.])|^)\[([^\[\]\n]{3,160})\](?![_^])")
_STATES = re.compile(r"[=≡<>]|\\(?:equiv|neq?|leq?|geq?|approx)(?![A-Za-z])|[a-z]{3,} |\b[a-z]{4,}")
_TOTAL = re.compile(
    r"(?<== )(-?\d{1,12}(?:\.\d{1,9})?)(?: ?;| ?,| ?=>| ?\.)+ ?([*/]) ?(\(?\d[\d/.]{0,12}\)?) ?(?==)"
)


def indexed_words(text: str) -> str:
    """What must be seen before the signs are folded: a Greek letter right before its index."""
    return _GREEK_INDEX.sub(r"\1_{\2}", text)


def marked(text: str) -> str:
    """The text with marks of notes in plain spelling."""
    if "_" in text:
        text = _WORD_INDEX.sub(r"\1_{\2}", text)
    if "\\" in text:
        text = _BAR.sub(lambda m: f"{m[1] or m[2]}_{{bar}}", text)
        text = _ACCENT.sub(lambda m: m[1] or m[2], text)
    if "∂" in text or "\\partial" in text:
        text = _PARTIAL.sub(lambda m: f" {m[1] or m[3]}_{m[2] or m[4]} ", text)
    if "{" in text:
        text = _SET.sub(lambda m: m[0].replace(",", ", "), text)
    if "P" in text:
        text = _PROBABILITY.sub(r"P(\2)", text)
    if "[" in text:
        text = _REMARK.sub(_bracketed, text)
    return text


def _bracketed(match: re.Match[str]) -> str:
    """A remark between square brackets, no interval and no row of a matrix."""
    return f"({match[1]})" if _STATES.search(match[1]) else match[0]


def totalled(text: str) -> str:
    """ "295^3 = 25672375; *14 = 359413250": each goes on from the total before."""
    for _ in range(12):
        found = _TOTAL.sub(r"\1 ; \1 \2 \3 ", text, count=1)
        if found == text:
            break
        text = found
    return text

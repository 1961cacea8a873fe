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
_GROUPS = re.compile(r"(?<![\d.,])(?<![\d.,] )[1-9]\d{0,2}(?: \d{3}){1,4}(?!\d|[.,]?\d| \d)")
_WAVE = re.compile(r"\b(sin|cos|tan|cot|sec|csc|sinh|cosh|ln|log)\^\{(\d)\}(?=[A-Za-z\\(])")
_CHANGE = re.compile(r"\\Delta ?([a-zA-Z])(?![A-Za-z_])")
_PROBABILITY = re.compile(r"\bP ?\( ?([A-Z]) ?= ?(\d{1,4}) ?\)")
_REMARK = re.compile(r"(?:(?<=[\s\x03,;.])|^)\[([^\[\]\n]{3,160})\](?![_^])")
_STATES = re.compile(r"[=≡<>]|\\(?:equiv|neq?|leq?|geq?|approx)(?![A-Za-z])|[a-z]{3,} |\b[a-z]{4,}")
_TOTAL = re.compile(
    r"(?:(?<== )|(?<==))(-?\d{1,12}(?:\.\d{1,9})?)(?:[ $\x02\x03]{0,3}(?:[;,]|=>|\.(?!\d))){1,3}"
    r"[ $\x02\x03]{0,3}([*/+]) ?(\(?\d[\d/.]{0,12}\)?) ?(?==)"
)
_PER = re.compile(
    r"\\frac ?\{ ?\\(?:text|mathrm) ?\{ ?([A-Za-z]{1,4}) ?\} ?\} ?"
    r"\{ ?\\(?:text|mathrm) ?\{ ?([A-Za-z]{1,4}) ?\} ?\}"
)
_TRIANGLE = re.compile(
    r"(?<![\w-])\d{1,3}(?:\\text\{-\}|-)\d{1,3}(?:\\text\{-\}|-)\d{1,3}"
    r"(?=[\s$]{1,3}(?:right |special |Pythagorean )?(?:triang|tripl))"
)
_MEASURE = re.compile(
    r"(?<=\d)((?:\\[,;: ]|[ ~])*)\\(?:text|mathrm) ?\{ ?([LghmsNJW]) ?\}(?! ?[\^/])"
)
_MEASURES = {
    "L": "litres", "g": "grams", "h": "hours", "m": "metres", "s": "seconds", "N": "newtons",
    "J": "joules", "W": "watts",
}  # fmt: skip

_GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]{0,80}\}){0,200}\}){0,400}\}"
_SHORT = r"\\[A-Za-z]+|\w"
_OVER = re.compile(
    rf"\\(frac|binom) ?(?:({_GROUP}) ?({_SHORT})|({_SHORT}) ?(?:({_GROUP})|({_SHORT})))"
)
_RATIO = re.compile(
    rf"(?:(?<=[\d}}])|(?<=circ)):(\d{{1,9}}(?:\.\d{{1,6}})?|\\frac{_GROUP}{_GROUP})"
    r"(?= ?= ?)(?! ?= ?\d{1,9} ?:)"
)
_NEGATED = re.compile(r"\\not ?(<=?|>=?|=|\\(?:leq?|geq?|lt|gt|equiv|mid)(?![A-Za-z]))")
_OPPOSITE = {
    "<": ">=", "\\lt": ">=", "<=": ">", "\\le": ">", "\\leq": ">", ">": "<=", "\\gt": "<=",
    ">=": "<", "\\ge": "<", "\\geq": "<", "=": "\\neq ", "\\equiv": "\\neq ", "\\mid": "\\nmid",
}  # fmt: skip
_JUNCTION = re.compile(r"\\(vee|lor|wedge|land)(?![A-Za-z])")
_TOTALLED = re.compile(r"\\(sum|prod)(?= ?=)")
_TIGHT_LIST = re.compile(r"(?<![\d.,])-?\d{1,9}(?:,-?\d{1,9}){2,60}(?![\d,.]*\d)")


_UNDERSCORES = re.compile(r"(?<=\d)_(?=\d{3}(?!\d))")
_UNIT_POWER = re.compile(r"(?<=\d )((?:[cdkm]?m|km|ft|in|yd|s))\*\*([23])(?!\d)")
_GLUED_ROOT = re.compile(r"(?<![A-Za-z\\])sqrt(\d{1,9})(?![\d.])")
_GLUED_WAVE = re.compile(r"(?<![A-Za-z\\])(sin|cos|tan|ln)([xuz])(?![A-Za-z])")


_QUOTIENT = re.compile(r"(?<![\w.)*/%^-])(?<![*/%^-] )(\d{1,12}) ?// ?(\d{1,12})(?![\d.])")
_REMAINDER = re.compile(r"(?<=[\d)]) % (?=\d)")
_COMBINATIONS = re.compile(r"\b(?:math\.)?comb\((\d{1,4}), ?(\d{1,4})\)")
_INVERSE_WAVE = re.compile(r"\b(sin|cos|tan)\^\{-1\}(?=[\s(])")


def typed(text: str) -> str:
    """What is typed in a hurry or in a program: 10_000, 5 cm**2, sqrt3/2, 2sinx, 17 // 5."""
    if "//" in text:
        text = _QUOTIENT.sub(r"floor(\1/\2)", text)
    if " % " in text:
        text = _REMAINDER.sub(" mod ", text)
    if "comb(" in text:
        text = _COMBINATIONS.sub(r"binom(\1,\2)", text)
    if "^{-1}" in text:
        text = _INVERSE_WAVE.sub(r"arc\1", text)
    text = text.replace("\u2033", "''")
    if "_" in text:
        text = _UNDERSCORES.sub("", text)
    if "**" in text:
        text = _UNIT_POWER.sub(r"\1^\2", text)
    if "sqrt" in text:
        text = _GLUED_ROOT.sub(r"sqrt(\1)", text)
    return _GLUED_WAVE.sub(r"\1 \2", text)


def _listed(match: re.Match[str]) -> str:
    """A list without spaces; one of groups of three digits is a number."""
    items = match[0].split(",")
    if all(len(item) == 3 for item in items[1:]):
        return match[0]
    return ", ".join(items)


def _braced(match: re.Match[str]) -> str:
    """\\frac{40}5 as \\frac{40}{5}, \\binom63 as \\binom{6}{3}."""
    top = match[2] or f"{{{match[4]}}}"
    bottom = match[5] or f"{{{match[3] or match[6]}}}"
    return f"\\{match[1]}{top}{bottom}"


def latex(text: str) -> str:
    """LaTeX that writers shorten, in full."""
    for _ in range(3):
        found = _OVER.sub(_braced, text)
        if found == text:
            break
        text = found
    if ":" in text:
        text = _RATIO.sub(r"/(\1)", text)
    text = _NEGATED.sub(lambda m: _OPPOSITE[m[1]], text)
    text = _JUNCTION.sub(lambda m: " or " if m[1] in ("vee", "lor") else " and ", text)
    return _TOTALLED.sub(r" \1 ", text)


def indexed_words(text: str) -> str:
    """What must be seen before the signs are folded: a Greek letter right before its index."""
    return _GREEK_INDEX.sub(r"\1_{\2}", text)


def marked(text: str) -> str:
    """The text with marks of notes in plain spelling."""
    text = typed(text)
    if "triang" in text or "tripl" in text:
        text = _TRIANGLE.sub("right", text)
    if "^{" in text:
        text = _WAVE.sub(r"\1^\2 ", text)
    text = _GROUPS.sub(lambda m: m[0].replace(" ", ""), text)
    if "_" in text:
        text = _WORD_INDEX.sub(r"\1_{\2}", text)
    if "," in text:
        text = _TIGHT_LIST.sub(_listed, text)
    if "\\" in text:
        text = _MEASURE.sub(lambda m: f"\\text{{ {_MEASURES[m[2]]} }}", text.replace("{:}", ":"))
        text = _PER.sub(r"\\text{ \1/\2 }", text)
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


def changes(text: str) -> str:
    """ "\\Delta x" as one letter."""
    return _CHANGE.sub(r"\\Delta_{\1}", text)


def totalled(text: str) -> str:
    """ "295^3 = 25672375; *14 = 359413250", "4+8=12, +15=27": each goes on from the one before."""
    for _ in range(12):
        found = _TOTAL.sub(r"\1 ; \1 \2 \3 ", text, count=1)
        if found == text:
            break
        text = found
    return text

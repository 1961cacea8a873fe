"""Quantities and numbers that the grammar leaves out: compound units, temperatures, times, words.

    quantity("1 hour 30 minutes")  ->  unit(90, "minutes")      quantity("twenty-one")  ->  21

Only a whole text that is one of these is read; None is returned for any other.
"""

import re
from itertools import pairwise

from flint import fmpq

from assay.checkers.literals import literal
from assay.checkers.nodes import Node, neg, num
from assay.checkers.prose.number_words import PARTS, SMALL, TENS
from assay.checkers.units import unit_of

_NAMED = re.compile(r"[^\d\s+\-*/^().,=<>{}\[\]|;:]")
_NO_QUANTITY = re.compile(r"[=\[\]<>|]|\\(?:sqrt|pi|infty|in)(?![a-zA-Z])")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_NUMBER = (
    r"(?P<sign>[-+]?)\s*(?P<amount>\d+(?:\.\d+)?|\.\d+)(?:e(?P<e>[-+]?\d{1,3})|"
    r"\s*(?:\\times|\\cdot|\*)\s*10\s*\^\s*(?P<ten>\{\s*[-+]?\d{1,3}\s*\}|[-+]?\d{1,3}))?"
)
_MEASURED = re.compile(_NUMBER + r"(?P<unit>.*)", re.DOTALL)
_TEXT = re.compile(
    r"\\(?:text|mathrm|textrm|operatorname|mbox)\s*\{((?:[^{}]|(?<=\^)\{[^{}]*\})*)\}"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SPACE = re.compile(r"\\[,;:!]|\\quad|~|\s+")
_SIGNS = (("\\cdot", " "), ("\\times", " "), ("*", " "), ("\\Omega", "Ω"), ("$", " "))
_DEGREES = re.compile(
    r"(?:\^\s*\{?\s*\\circ\s*\}?|\\degree|degrees?\b|deg\b)\s*(C|F|[Cc]elsius|[Ff]ahrenheit)\.?"
)
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)\.?\s*(?:,\s*)?(?:and\b\s*)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)\s*([apAP])\.?\s*[mM]\.?")
_CURRENCY_FIRST = re.compile(r"(USD|EUR|GBP|JPY|INR|US\s*\\?\$)\s*([-+]?\d+(?:\.\d+)?)")
_PLAIN = re.compile(r"\d{1,15}(?:\.\d{1,15})?")
_OPENS_WORDS = re.compile(r"[a-z]{3}|a[- ]", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:negative|minus)\s+", re.IGNORECASE)
_AND_PART = re.compile(r"(.*) and (?:a|one)[- ](half|third|quarter)")
_PART_OF = re.compile(r"(?:(.+)[- ])?(half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|"
                      r"eighths?|ninths?|tenths?)")  # fmt: skip


def quantity(text: str) -> Node | None:
    """The tree of a text that is one quantity or number of these spellings; None for any other."""
    if text[:1].isdigit() or text[:1] in "-+.":
        if not _NAMED.search(text) or _NO_QUANTITY.search(text):
            return None
        clock = _clock(text) if ":" in text else None
        return clock or _sum_of_parts(text) or _measured(text)
    first = _CURRENCY_FIRST.fullmatch(text)
    if first:
        return Node("unit", (literal(first[2]), "$" if "$" in first[1] else first[1]))
    if not _OPENS_WORDS.match(text):
        return None
    minus = _NEGATIVE.match(text)
    value = _in_words(text[minus.end() :] if minus else text)
    if value is None:
        return None
    return neg(num(value)) if minus else num(value)


def _clock(text: str) -> Node | None:
    """3:30 p.m. as the text 15:30."""
    match = _CLOCK.fullmatch(_without_text(text))
    if match is None or not 1 <= int(match[1]) <= 12 or int(match[2]) > 59:
        return None
    hour = int(match[1]) % 12 + 12 * (match[3] in "pP")
    return Node("text", (f"{hour}:{match[2]}",))


def _without_text(text: str) -> str:
    return (_TEXT.sub(r" \1 ", text) if "\\" in text else text).strip()


def _sum_of_parts(text: str) -> Node | None:
    """`5 ft 6 in`: quantities of one dimension, from the larger unit to the smaller."""
    bare = _without_text(text)
    parts = list(_PART.finditer(bare))
    if not 2 <= len(parts) <= 4 or "".join(part[0] for part in parts) != bare:
        return None
    units = [unit_of(part[2]) for part in parts]
    known = [unit for unit in units if unit is not None]
    if len(known) < len(units) or len({unit.dimension for unit in known}) > 1:
        return None
    factors = [unit.factor for unit in known]
    if any(a <= b for a, b in pairwise(factors)):
        return None
    total = sum(
        (literal(part[1]).args[0] * f for part, f in zip(parts, factors, strict=True)), fmpq(0)
    )
    return Node("unit", (num(total / factors[-1]), parts[-1][2]))


def _measured(text: str) -> Node | None:
    """A number, in scientific notation or not, and a known unit; one glued letter is none."""
    match = _MEASURED.fullmatch(text)
    if match is None or not match["unit"].strip():
        return None
    degrees = _DEGREES.fullmatch(_without_text(match["unit"]))
    name = f"deg{degrees[1][0].upper()}" if degrees else _unit_text(match["unit"])
    if name is None or unit_of(name) is None:
        return None
    amount = literal(match["amount"])
    ten = match["ten"]
    if ten or match["e"]:
        power = int((ten or match["e"]).strip("{ }"))
        scale = fmpq(10) ** power
        amount = num(amount.args[0] * scale)
    return Node("unit", (neg(amount) if match["sign"] == "-" else amount, name))


_LETTER_TIMES = re.compile(
    r"\s*(?:\*|\\cdot|\\times)\s*[A-Za-z](?![A-Za-z])"
)  # 5*m: most likely an unknown


def _unit_text(raw: str) -> str | None:
    """The unit in plain letters; None where letters may as well be unknowns or functions."""
    text = raw.replace("\\mu", "μ").replace("μ ", "μ")
    if _LETTER_TIMES.match(text):
        return None
    if text[0].isalpha() and (len(text) == 1 or not text[1].isalpha()):
        return None
    text = _FRACTION.sub(r" \1/\2 ", _TEXT.sub(r" \1 ", text))
    for sign, plain in _SIGNS:
        text = text.replace(sign, plain)
    text = _SPACE.sub(" ", text).replace(" ^", "^").replace("( ", "(").strip()
    if text.startswith("ms^") and "-" in text:  # 10 ms^-1 is metres a second
        text = "m s" + text[2:]
    return None if not text or "^" in text[:1] else text.replace("μ ", "μ")


def _in_words(text: str) -> fmpq | None:
    """`one hundred and five`, `two and a half`, `three quarters`."""
    words = text.lower()
    match = _AND_PART.fullmatch(words)
    if match:
        whole = _whole(match[1])
        return None if whole is None else whole + fmpq(1, PARTS[match[2]])
    match = _PART_OF.fullmatch(words)
    if match:
        top = 1 if match[1] in (None, "a") else _whole(match[1])
        bottom = PARTS.get(match[2]) or PARTS[match[2].removesuffix("s")]
        alone = match[1] is None and match[2] != "half"
        return None if top is None or alone else fmpq(top) / bottom
    return _whole(words)


def _whole(text: str) -> fmpq | None:
    """An integer in words; `2.5 million` too."""
    total, current, seen = fmpq(0), fmpq(0), False
    for word in text.replace("-", " ").split():
        if _PLAIN.fullmatch(word):
            current += literal(word).args[0]
        elif word in SMALL or word in TENS:
            current += SMALL.get(word, 0) or TENS.get(word, 0)
        elif word == "hundred" and seen:
            current *= 100
        elif word in _SCALES and seen:
            total, current = total + current * _SCALES[word], fmpq(0)
        elif word != "and" or not seen:
            return None
        seen = True
    return total + current if seen and text.split()[-1] != "and" else None

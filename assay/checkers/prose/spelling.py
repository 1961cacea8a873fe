"""A step in any spelling made ready to be cut into phrases: plain mathematics and words.

    spelled("**Step 2:** She pays 3 \\\\times \\\\$4 = \\\\$12.")  ->  "She pays 3 * $4 = $12."

Markdown and labels go, LaTeX delimiters become marks, `\\\\text{…}` its words, words that are signs
("plus", "squared", "the sum of 3 and 4") signs. Nothing is understood here, only spelling; every
pattern is linear in the length.
"""

import re
from functools import lru_cache

from assay.checkers.fold import fold
from assay.checkers.prose.aloud import written
from assay.checkers.prose.notation import changes, indexed_words, latex, marked, totalled
from assay.checkers.prose.number_words import digits

MAX_STEP = 6_000
"""Characters of one step that are read; a longer one is undecided beyond what was read."""

OPEN, CLOSE, NEWLINE = "\x02", "\x03", "\n"

LABEL = re.compile(
    r"^[\s*#>_`-]{0,12}(?:(?:step|part)\s*\d{1,3}\s*[:.)-]|\(\d{1,2}\)(?=\s)|\d{1,2}[.)](?=\s)|"
    r"[-*•](?=\s))[\s*_]*",
    re.IGNORECASE,
)
_DASH = re.compile(r"(?<=[\sA-Za-z,])–(?=[A-Za-z])|(?<=[A-Za-z,.] )–(?= )|—")
_COLON = re.compile(r"(?<=\^\d) : (?=[a-z]\b)")
_FACTORIAL_IS = re.compile(r"(?<=[\dn)])!=(?!=)")
_DIVIDED = re.compile(r"(?:÷|\\div)\s?(\d{1,9})/(\d{1,9})")
_BOLD = re.compile(r"(?<![\w)\]])\*\*|\*\*(?![\w(\[])|__|`+|^#+\s*", re.MULTILINE)
_BULLET = re.compile(r"^\s*[-*•]\s+(?=[A-Za-z$\x02])", re.MULTILINE)
_TEXT = re.compile(
    r"\\(?:text|textbf|textit|textrm|mbox|mathrm|operatorname|emph|textnormal)\*?\s*\{([^{}]*)\}"
)
_GROUPED = re.compile(r"(?<=\d)(?:\{,\}|,\\!|\\,|\\!)(?=\d{3}(?!\d))")
_COMMANDS = {
    "times": "*", "cdot": "*", "ast": "*", "div": "/", "le": "<=", "leq": "<=", "leqslant": "<=",
    "ge": ">=", "geq": ">=", "geqslant": ">=", "lt": "<", "gt": ">", "ne": "!=", "neq": "!=",
    "approx": "~", "simeq": "~", "sim": "~", "implies": "=>", "Rightarrow": "=>", "to": "=>",
    "Longrightarrow": "=>", "rightarrow": "=>", "iff": "=>", "Leftrightarrow": "=>",
    "longrightarrow": "=>", "therefore": ";", "because": ";", "quad": ";", "qquad": ";",
    "left": "", "right": "", "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "big": "", "Big": "",
    "displaystyle": "", "limits": "", "dots": "...", "ldots": "...", "cdots": "...", "colon": ":",
    "dfrac": "\\frac", "tfrac": "\\frac", "cfrac": "\\frac", "bmod": "mod", "mod": "mod",
    "checkmark": "", "square": "", "blacksquare": "", "equiv": "≡", "dbinom": "\\binom",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_SPACES = re.compile(r"\\[,;:! >]|~(?=\S)(?<=\\)|\\(?=\s)")
_ROW = re.compile(r"\\\\(?:\[[^\]\n]{0,10}\])?")
_ALIGN = re.compile(r"\\(?:begin|end)\s*\{(?:align|aligned|equation|gather|split|eqnarray)\*?\}")
_PMOD = re.compile(r"\\pmod\s*\{?\s*(\d{1,9})\s*\}?")
_WORD_SIGNS = (
    (re.compile(r"\b(?:is|are) (?:congruent|equivalent) to\b", re.I), "≡"),
    (re.compile(r"\bmodulo\b", re.I), "mod"),
    (re.compile(r"(?<=[\w)}%°]) (?:multiplied by|times)(?= [\d($€£\x02\\-])", re.I), " *"),
    (re.compile(r"(?<=[\w)}%°]) (?:divided by)(?= [\d($€£\x02\\-])", re.I), " /"),
    (re.compile(r"(?<=[\w)}%°]) plus(?= [\d($€£\x02\\-])", re.I), " +"),
    (re.compile(r"(?<=[\w)}%°]) minus(?= [\d($€£\x02\\-])", re.I), " -"),
    (re.compile(r"(?<=[\d)}]) squared\b", re.I), "^2"),
    (re.compile(r"(?<=[\d)}]) cubed\b", re.I), "^3"),
    (re.compile(r"(?<=\d) ?(?:percent|per cent|pct)\b", re.I), "%"),
    (re.compile(r"(?<=%) of (?:the )?(?=[\d($€£]|[b-z]\b)"), " * "),
    (
        re.compile(r"(?<=\d\}) of (?:the )?(?=[\d($€£])|(?<=\d/\d) of (?:the )?(?=[\d($€£])", re.I),
        " * ",
    ),
    (re.compile(r"(?<=\d) out of (?=\d)", re.I), " / "),
    (re.compile(r"\b(?:twice|double) (?=[\d($€£])", re.I), " 2 * "),
    (re.compile(r"\b(?:three times|thrice|triple) (?=[\d($€£])", re.I), " 3 * "),
)
_ANY_SIGN = re.compile(
    r"congruent|equivalent|modulo|multiplied|times|divided|plus|minus|squared|cubed|percent|"
    r"per cent|pct|[%}\d] of |out of|twice|double|thrice|triple",
    re.IGNORECASE,
)
_EACH = re.compile(r"(\d) ?@ ?([$€£]?\d)")
_MEASURED = re.compile(r"\d (?:h|m|d|f|w|y|p|k)")
WORDY = re.compile(r"[A-Za-z]{2}")
"""A text that may hold a word."""

_ATOM = r"(-?[$€£]?\d[\d,]{0,15}(?:\.\d{1,15})?%?|\([^()\n]{1,40}\)|[A-Za-z](?![A-Za-z]))"
_JOINED = rf"{_ATOM}((?:, {_ATOM[1:-1]}){{0,12}}),? and {_ATOM}"
_LISTED = {
    "sum": " + ", "product": " * ", "average": None, "mean": None, "greatest common divisor": "gcd",
    "greatest common factor": "gcd", "gcd": "gcd", "hcf": "gcd", "gcf": "gcd", "lcm": "lcm",
    "highest common factor": "gcd", "least common multiple": "lcm", "lowest common multiple": "lcm",
}  # fmt: skip
_LIST_OF = re.compile(
    rf"\b(?:the )?({'|'.join(_LISTED)}) (?:of|between) {_JOINED}"
    r"(?! ?(?:times|plus|minus|squared|cubed|[-*/+^]))",
    re.IGNORECASE,
)
_ROOT_OF = re.compile(rf"\b(?:the )?(square|cube) root of {_ATOM}", re.IGNORECASE)
_POWER_OF = re.compile(rf"\b(?:the )?(square|cube|factorial) of {_ATOM}", re.IGNORECASE)
_CHOOSE = re.compile(
    r"\b(?:\d{0,3}C|nCr)\s?\((\d[\d +-]{0,20}), ?(\d[\d +-]{0,12})\)|\b(\d{1,4})C(\d{1,4})\b"
)
_CHOOSE_WORD = re.compile(r"\b(\d{1,4}) choose (\d{1,4})\b", re.IGNORECASE)
_LCM = re.compile(r"\b(LCM|GCD|HCF|GCF|hcf|gcf)(?=\s?\()")
_RATE = re.compile(
    r"\b(\d[\d,]{0,12}(?:\.\d{1,6})?) ([a-z]{2,20}) at ([$€£]?\d[\d,]{0,12}(?:\.\d{1,6})?)"
    r"(?: (?:dollars?|cents?))? (?:each|apiece|per [a-z]{2,20}|an? [a-z]{2,20})"
    r"(?=,? (?:is|are|makes?|gives?|costs?|totals?|comes? to|=))"
)
_COMPOUND = re.compile(
    r"\b(\d{1,6}) (hours?|hrs?|minutes?|mins?|dollars?|feet|foot|weeks?|days?|years?|pounds?|kg|km|"
    r"ft|lbs?|h|m|meters?|metres?),? (?:and )?(\d{1,6}) (minutes?|mins?|seconds?|secs?|cents?|"
    r"inch(?:es)?|in|oz|days?|hours?|months?|ounces?|g|grams?|m|meters?|metres?|cm|"
    r"centimet(?:er|re)s?)\b(?!\^)"
)
_PARTS = {
    "ho": {"mi": 60}, "hr": {"mi": 60}, "mi": {"se": 60}, "do": {"ce": 100}, "fe": {"in": 12},
    "fo": {"in": 12}, "we": {"da": 7}, "da": {"ho": 24}, "ye": {"mo": 12}, "po": {"ou": 16},
    "kg": {"g": 1000, "gr": 1000}, "km": {"m": 1000, "me": 1000}, "m": {"cm": 100, "ce": 100},
    "me": {"cm": 100, "ce": 100}, "ft": {"in": 12}, "lb": {"oz": 16, "ou": 16}, "h": {"mi": 60},
}  # fmt: skip
_TIMES_X = re.compile(r"(?<=\d) x (?=[$€£]?\d)|(?<=\d\)) x (?=\(?\d)|(?<=[a-z]{2}) x (?=\d)")
_PRIMED = re.compile(r"(?<![\w')\]}])\(([^()\n]{1,60}(?:\([^()\n]{0,40}\)[^()\n]{0,40})?)\)'(?!')")
_CURVED = re.compile(r"[a-z]\^|\^\{?[a-z]|\\(?:sin|cos|tan|ln|log|sqrt|exp)|\b(?:sin|cos|ln|exp)\b")
_BARS = re.compile(r"(?:(?<![A-Za-z])(ln|log|exp|sqrt) ?)?\|(?! )([^|\n]{0,60}[^|\n ])\|(?![\w|])")
_REMARK = re.compile(r"(?<=[\w%$ ]) ?\([ a-zA-Z',-]{3,80}\)(?= ?[-+*/=,.;]| [a-z])")
_RATIO = re.compile(r"\\frac\s*\{d([a-zA-Z])\}\s*\{d[a-z]\}|\bd([a-zA-Z])/d[a-z]\b")
_DERIVATIVE = re.compile(
    r"\\frac\s*\{\s*d\s*\}\s*\{\s*d\s?([a-z])\s*\}|\bd/d([a-z])(?=[\s(\[\\])", re.ASCII
)


def spelled(step: str) -> str:
    """The step in plain spelling, with marks at the edges of what stood between delimiters."""
    return _spelled(step[:MAX_STEP])


@lru_cache(maxsize=512)
def _spelled(text: str) -> str:
    if "!=" in text:
        text = _FACTORIAL_IS.sub("! =", text)
    if "^" in text and " : " in text:
        text = _COLON.sub("/", text)
    if "÷" in text or "\\div" in text:
        text = _DIVIDED.sub(r"/ (\1/\2)", text)
    if not text.isascii():
        text = fold(indexed_words(_DASH.sub(" ; ", text).replace("⇒", "=>").replace("⟹", "=>")))
    text = changes(marked(text))
    if "\\" in text:
        text = _plain_latex(text)
    text = _marked(text)
    if "det" in text:
        text = _DET.sub(r"det(\1)", text)
    if "*" in text or "`" in text or "#" in text or "_" in text:
        text = _BOLD.sub(" ", text)
    text = _BULLET.sub("", LABEL.sub("", text))
    if ")'" in text:
        text = _PRIMED.sub(lambda m: f" deriv ({m[1]})" if _CURVED.search(m[1]) else m[0], text)
    if "|" in text:
        text = _BARS.sub(lambda m: f"{m[1]}(abs({m[2]}))" if m[1] else f"abs({m[2]})", text)
    if "(" in text:
        text = _REMARK.sub(_without_remark, text)
    if "=" in text:
        text = totalled(text)
    return _with_signs(written(digits(text))) if WORDY.search(text) else _with_choices(text)


def _without_remark(match: re.Match[str]) -> str:
    """ "4 (from the last trip) + 2": a remark goes, a bracket of unknowns stays."""
    longest = max((len(word) for word in re.findall("[A-Za-z]+", match[0])), default=0)
    return match[0] if longest < 3 or "mod" in match[0] else " "


_MATRIX = re.compile(
    r"(\\det ?)?\\begin\s*\{([pbBvV]?)matrix\}(.{0,900}?)\\end\s*\{[pbBvV]?matrix\}", re.DOTALL
)
_DET = re.compile(r"\bdet ?(\[\[[^\[\]]{0,200}\](?:, ?\[[^\[\]]{0,200}\]){0,9}\])")


_FRACTIONS = re.compile(r"\\[dtc]frac(?![A-Za-z])")
_DIVIDES = re.compile(r"(?<=\d) ?\\(n?)mid ?(?=\d)")
_BOX = re.compile(r"\\f?box(?:ed)? ?\{")


def _without_boxes(text: str) -> str:
    """The text with what stands in a box out of it."""
    for _ in range(4):
        match = _BOX.search(text)
        if match is None:
            break
        depth, end = 1, match.end()
        while end < len(text) and depth:
            depth += (text[end] == "{") - (text[end] == "}")
            end += 1
        inside = text[match.end() : end - 1] if not depth else text[match.end() :]
        text = f"{text[: match.start()]} {inside} {text[end:]}"
    return text


def _rows(match: re.Match[str]) -> str:
    """A matrix in brackets; one between bars is a determinant."""
    rows = [row for row in match[3].split("\\\\") if row.strip()]
    inside = ",".join(f"[{','.join(row.split('&'))}]" for row in rows)
    return f" det([{inside}])" if match[1] or match[2] in ("v", "V") else f" [{inside}]"


def _plain_latex(text: str) -> str:
    if "matrix" in text:
        text = _MATRIX.sub(_rows, text)
    text = _ALIGN.sub(" ", _GROUPED.sub("", _without_boxes(text)))
    text = latex(_FRACTIONS.sub(r"\\frac", text))
    text = _DIVIDES.sub(lambda m: f" does{' not' if m[1] else ''} divide ", text)
    text = text.replace("\\|", "|").replace("\\$", "$ ").replace("\\%", "%").replace("\\&", " and ")
    for _ in range(2):
        text = _TEXT.sub(r" \1 ", text)
    text = _PMOD.sub(r" (mod \1)", text)
    if "\\begin" not in text:
        text = _ROW.sub(NEWLINE, text).replace("&", " ")
    text = _SPACES.sub(" ", text.replace("\\[", OPEN).replace("\\]", CLOSE))
    text = text.replace("\\(", OPEN).replace("\\)", CLOSE)
    text = _RATIO.sub(lambda m: f" {m[1] or m[2]}' ", _DERIVATIVE.sub(" deriv ", text))
    return _COMMAND.sub(_command, text)


def _command(match: re.Match[str]) -> str:
    known = _COMMANDS.get(match[1])
    return match[0] if known is None else f" {known} " if known[:1] != "\\" else known


def _marked(text: str) -> str:
    """Dollars that enclose mathematics become marks; the others are money."""
    if "$" not in text:
        return text
    parts = text.replace("$$", "$").split("$")
    found = [parts[0]]
    inside = False
    for at, part in enumerate(parts[1:], 1):
        if inside:
            found.append(CLOSE + part)
            inside = False
        elif at < len(parts) - 1 and _is_mathematics(part, parts[at + 1]):
            found.append(OPEN + part)
            inside = True
        else:
            found.append(
                "$" + part.lstrip(" ") if part[:1] == " " and part[1:2].isdigit() else "$" + part
            )
    return "".join(found)


_PROSE_WORD = re.compile(r"(?<![\\A-Za-z{])[a-zA-Z]{3,}(?![A-Za-z(])")


def _is_mathematics(inside: str, after: str) -> bool:
    """Whether `$inside$after` encloses a formula rather than standing between two prices."""
    if (
        not inside.strip()
        or after[:1].isdigit()
        or (after[:1] == " " and after[1:2].isdigit() and inside[-1:] in " (")
    ):
        return False
    if inside[-1:] in " (" and inside[:1] != " ":
        return False
    words = [word for word in _PROSE_WORD.findall(inside) if word not in _MATH_WORDS]
    return not words or "\\" in inside


_MATH_WORDS = frozenset(
    ["sin", "cos", "tan", "log", "exp", "sqrt", "gcd", "lcm", "mod", "frac", "max", "min", "and"]
)


def _with_signs(text: str) -> str:
    """Words that are signs, as signs."""
    if "/d" in text:
        text = _RATIO.sub(lambda m: f" {m[1] or m[2]}' ", _DERIVATIVE.sub(" deriv ", text))
    if _MEASURED.search(text):
        text = _COMPOUND.sub(_compound, text)
    if " at " in text:
        text = _RATE.sub(r"(\1 * \3) \2", text)
    if "plus" in text or "minus" in text or "times" in text:
        text = _with_totals(text)
    if _ANY_SIGN.search(text):
        for pattern, sign in _WORD_SIGNS:
            text = pattern.sub(sign, text)
    if " of " in text or " between " in text:
        text = _LIST_OF.sub(_listed, text)
        text = _ROOT_OF.sub(
            lambda m: f"{'sqrt' if m[1].lower() == 'square' else 'cbrt'}({m[2]})", text
        )
        text = _POWER_OF.sub(_powered, text)
    return _with_choices(text)


_GOING_ON = re.compile(
    r"(?<=[=s] )([$\x02]?)(-?\d{1,12}(?:\.\d{1,6})?)[$\x03]?, (?:and )?(?:then )?"
    r"(plus|minus|times) [$\x02]?(\d{1,12}(?:\.\d{1,6})?)[$\x03]? (?=(?:is|gives|makes|=) )"
)
_BASE_ELSEWHERE = re.compile(r"(?:plus|minus|times) \d[\d.]{0,12} (?:is|gives|makes|=) \Z")


def _with_totals(text: str) -> str:
    """ "64 + 32 = 96, plus 8 is 104, plus 3 is 107": each goes on from the total before."""
    for _ in range(12):
        found = _GOING_ON.sub(_gone_on, text)
        if found == text:
            break
        text = found
    return text


def _gone_on(match: re.Match[str]) -> str:
    """The total said again; not in "32 * 9: times 30 is 960, times 2 is 64", where each starts
    anew."""
    if _BASE_ELSEWHERE.search(match.string, max(0, match.start() - 40), match.start()):
        return match[0]
    mark, total, sign, number = match.groups()
    closing = "\x03" if mark == "\x02" else mark
    return f"{mark}{total}{closing} ; {total} {_SIGNS_OF[sign]} {number} "


_SIGNS_OF = {"plus": "+", "minus": "-", "times": "*"}


def _with_choices(text: str) -> str:
    """`3 x 4`, `C(5,2)`, "5 choose 2" and `LCM(4, 6)` in the signs of the grammar."""
    if "@" in text:
        text = _EACH.sub(r"\1 * \2", text)
    if " x " in text:
        text = _TIMES_X.sub(" * ", text)
    if "C" in text:
        text = _CHOOSE.sub(lambda m: f"binom({m[1] or m[3]},{m[2] or m[4]})", text)
        text = _LCM.sub(lambda m: "lcm" if m[1] == "LCM" else "gcd", text)
    if "choose" in text:
        text = _CHOOSE_WORD.sub(r"binom(\1,\2)", text)
    return text if "cf" not in text else _LCM.sub("gcd", text)


def _compound(match: re.Match[str]) -> str:
    """ "1 hour and 30 minutes" as (1 + 30/60) hour."""
    scale = _PARTS.get(match[2][:2], {}).get(match[4][:2])
    return match[0] if scale is None else f"({match[1]} + {match[3]}/{scale}) {match[2]}"


def _listed(match: re.Match[str]) -> str:
    """ "the sum of 3, 4 and 5" as (3 + 4 + 5)."""
    name = match[1].lower()
    items = [
        match[2],
        *(part.strip() for part in match[3].split(", ")[1:]),
        match[match.lastindex or 0],
    ]
    sign = _LISTED[name]
    if sign in ("gcd", "lcm"):
        return f"{sign}({','.join(items)})"
    if sign is None:
        return f"(({' + '.join(items)})/{len(items)})"
    return f"({sign.join(items)})"


def _powered(match: re.Match[str]) -> str:
    if match[1].lower() == "factorial":
        return f"({match[2]})!"
    return f"({match[2]})^{2 if match[1].lower() == 'square' else 3}"

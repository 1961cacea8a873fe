"""What LaTeX puts around an answer and means nothing by: colours, tags, labels, environments.

    unwrapped("\\\\color{red}{42}")                                    ->  "{42}"
    unwrapped("\\\\begin{aligned} x &= 2+3 \\\\\\\\ &= 5 \\\\end{aligned}")  ->  "x = 2+3 = 5"

The rows of an aligned display are one chain where they go on with a sign, else statements side by
side. A definition by cases, with its conditions after `&`, is left as it is.
"""

import re

_SPACED_ROW = re.compile(r"\\\\\s*\[\s*-?[\d.]+\s*(?:pt|em|ex|mm|cm)\s*\]")
_MEANINGLESS = re.compile(
    r"\\(?:text)?color\s*\{[^{}]{1,40}\}|\\colorbox\s*\{[^{}]{1,40}\}|"
    r"\\(?:tag|label)\*?\s*\{[^{}]{0,40}\}|\\[hv]space\*?\s*\{[^{}]{0,40}\}|\\[hv]?phantom\s*\{[^{}]{0,40}\}"
)
_DISPLAY = re.compile(
    r"(?P<case>\\left\s*\\\{\s*)?\\begin\s*\{(?P<name>cases|aligned|align\*?|gathered|gather\*?|split|"
    r"equation\*?|eqnarray\*?|multline\*?|array)\}(?:\s*\{[lcr|\s]*\})?(?P<body>.*)"
    r"\\end\s*\{(?P=name)\}(?(case)\s*\\right\s*\.)",
    re.DOTALL,
)
_SIGN = (
    r"(?:=|<|>|\\(?:le|leq|ge|geq|approx|equiv|ne|neq|lt|gt|to|in|Rightarrow|implies|iff)"
    r"(?![a-zA-Z]))"
)
_BESIDE_SIGN = re.compile(rf"&\s*(?={_SIGN})|(?<==)\s*&")
_CONTINUED = re.compile(rf"\s*{_SIGN}")
_LEAD = re.compile(
    r"\s*(?:(?:=|\\therefore|\\implies|\\Rightarrow|\\Longrightarrow)(?![a-zA-Z=])\s*)+(?=\S)"
)
_LABEL = re.compile(
    r"\s*(?:\\text(?:bf|rm|it)?\s*\{\s*(?:the\s+)?(?:final\s+)?answer(?:\s+is)?\s*:?\s*\}\s*:?|"
    r"(?:the\s+)?(?:final\s+)?answer(?:\s+is\s*:?|\s*:))\s*(?=\S)",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"(?:(?:np|numpy|sympy|sp)\.)?(?:Immutable)?[Mm]atrix\((\[.*\])\)|"
                      r"(?:np|numpy)\.array\((\[.*\])\)", re.DOTALL)  # fmt: skip
_MAX_DISPLAYS = 4
_ANGLED = re.compile(r"\s*<([^<>=]*)>\s*")


def unwrapped(text: str) -> str:
    """`text` without what surrounds its mathematics."""
    if "\\" in text:
        text = _MEANINGLESS.sub("", text)
        if 0 < text.count("\\begin") <= _MAX_DISPLAYS:
            text = _DISPLAY.sub(_statements, _SPACED_ROW.sub(r"\\\\ ", text))
    if text[:1] in "=\\ ":
        text = _LEAD.sub("", text, count=1) if _LEAD.match(text) else text
    label = _LABEL.match(text)
    if label:
        text = text[label.end() :]
    if text.endswith(")"):
        printed = _PRINTED.fullmatch(text.strip())
        return (printed[1] or printed[2]) if printed else text
    angled = _ANGLED.fullmatch(text) if text.endswith(">") else None
    return f"\\langle {angled[1]}\\rangle" if angled and "," in angled[1] else text


def _statements(match: re.Match[str]) -> str:
    """The rows of a display as one line; a matrix, or a definition by cases, stays as it is."""
    if match["name"] == "array" and not match["case"]:
        return match[0]
    found: list[str] = []
    for row in match["body"].split("\\\\"):
        line = _BESIDE_SIGN.sub(" ", row).strip().removeprefix("&").strip()
        if "&" in line:
            return match[0]
        line = line.rstrip(" ,.;")
        if found and _CONTINUED.match(line):
            found[-1] += " " + line
        elif line:
            found.append(line)
    return ", ".join(found)

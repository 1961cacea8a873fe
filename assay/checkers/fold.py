"""Unicode mathematics folded into the ASCII and LaTeX spelling that the lexer reads.

    fold("−½x² + √2·π") == "-\\\\frac{1}{2}x^{2} + \\\\surd 2*\\\\pi "

Only signs with one mathematical meaning are folded. A word in another script stays as it is.
"""

import re

_SIGNS = {
    "−‐‑‒–—﹣－": "-",
    "＋﹢": "+",
    "×⋅·∙•✕✖⨯∗＊": "*",
    "÷∕⁄／": "/",
    "＝﹦": "=",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "｛": "\\{",
    "｝": "\\}",
    "，､、": ",",
    "；": ";",
    "：∶": ":",
    "％": "%",
    "＾": "^",
    "＜": "<",
    "＞": ">",
    "｜∣": "|",
    "′’‘": "'",
    "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000": " ",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u2061\u2062": "",
    "≤⩽≦": "\\le ",
    "≥⩾≧": "\\ge ",
    "≠": "\\ne ",
    "≈≃≅": "\\approx ",
    "≡": "\\equiv ",
    "±": "\\pm ",
    "∓": "\\mp ",
    "√": "\\surd ",
    "∛": "\\cbrt ",
    "∞": "\\infty ",
    "∪⋃": "\\cup ",
    "∩⋂": "\\cap ",
    "∖": "\\setminus ",
    "∈": "\\in ",
    "∉": "\\notin ",
    "∅⌀": "\\emptyset ",
    "∫": "\\int ",
    "∑": "\\sum ",
    "∏": "\\prod ",
    "°º˚": "^\\circ ",
    "→⟶": "\\to ",
    "⇒⟹": "\\Rightarrow ",
    "∴": "\\therefore ",
    "⊤": "\\top ",
    "\u2126": "\\Omega ",
    "…⋯": "...",
    "。": ".",
    "✓✔✅☑": "",
    "⌊": "\\lfloor ",
    "⌋": "\\rfloor ",
    "⌈": "\\lceil ",
    "⌉": "\\rceil ",
    "∧": "\\land ",
    "∨": "\\lor ",
    "¬": "\\neg ",
    "⟨〈": "\\langle ",
    "⟩〉": "\\rangle ",
    "ℝ": "\\mathbb{R}",
    "ℤ": "\\mathbb{Z}",
    "ⅈ": "i",
    "ℯⅇ": "e",
    "µ": "\\mu ",
    "‰": "\\permille ",
}
_FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξρσςτυφχψωΓΔΘΛΞΠΣΦΨΩπϕϵϑ",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "rho",
            "sigma",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Sigma",
            "Phi",
            "Psi",
            "Omega",
            "pi",
            "phi",
            "epsilon",
            "theta",
        ],
        strict=True,
    )
)
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸ", "0123456789+-()nixy", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₙᵢₓ", "0123456789+-()nix", strict=True))


def _table() -> dict[int, str]:
    table = {ord(sign): ascii_ for signs, ascii_ in _SIGNS.items() for sign in signs}
    table |= {ord(s): f"\\frac{{{a}}}{{{b}}}" for s, (a, b) in _FRACTIONS.items()}
    table |= {ord(sign): f"\\{name} " for sign, name in _GREEK.items()}
    for first in (0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6):
        table |= {first + digit: str(digit) for digit in range(10)}
    for first, ascii_first in ((0xFF21, "A"), (0xFF41, "a")):
        table |= {first + k: chr(ord(ascii_first) + k) for k in range(26)}
    return table


_TABLE = _table()
_BARRED = re.compile("(?:[0-9]\u0305)+")
_RAISED_RUN = re.compile(f"[{re.escape(''.join(_RAISED))}]+")
_LOWERED_RUN = re.compile(f"[{re.escape(''.join(_LOWERED))}]+")


def fold(text: str) -> str:
    """`text` with mathematical unicode spelt in ASCII and LaTeX; linear in the length."""
    if text.isascii():
        return text
    if "\u0305" in text:
        text = _BARRED.sub(lambda m: f"\\overline{{{m[0].replace(chr(0x305), '')}}}", text)
    text = _RAISED_RUN.sub(lambda m: "^{" + "".join(_RAISED[c] for c in m[0]) + "}", text)
    text = _LOWERED_RUN.sub(lambda m: "_{" + "".join(_LOWERED[c] for c in m[0]) + "}", text)
    return text.translate(_TABLE)

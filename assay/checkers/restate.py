"""Whether an answer only says the question again.

    restates("6*7", "What is 6 * 7?")  ->  True        restates("7", "What is 7?")  ->  False

A bare number is an answer even when the question names it.
"""

import re

from assay.checkers.fold import fold

_NOISE = re.compile(r"\\(?:left|right|displaystyle|text|mathrm|,|;|!|quad)|[\s${}()\\]+")
_SIGN = re.compile(r"(?<!\d)\*|\*(?!\d)")
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")


def squeezed(text: str) -> str:
    """Text without spaces and brackets, and with `*` between numbers only."""
    text = fold(text).replace("\\cdot", "*").replace("\\times", "*").replace("**", "^")
    text = re.sub(r"\\[dt]frac", r"\\frac", text)
    return _SIGN.sub("", _NOISE.sub("", text)).strip(".=?:;,").casefold()


def restates(answer: str, question: str) -> bool:
    """Whether the answer, apart from spacing, stands in the question and is no plain number."""
    short = squeezed(answer)
    if len(short) < 2 or _NUMBER.fullmatch(short):
        return False
    long = squeezed(question)
    at = long.find(short)
    while at >= 0:
        before = long[at - 1] if at else " "
        after = long[at + len(short)] if at + len(short) < len(long) else " "
        edge = not (before.isdigit() and short[0].isdigit()) and not (
            after.isdigit() and short[-1].isdigit()
        )
        if edge and any(c in "+-*/^=<>_" or c.isdigit() for c in short):
            return True
        at = long.find(short, at + 1)
    return False

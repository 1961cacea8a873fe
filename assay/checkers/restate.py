"""Whether an answer only says the question again.

    restates("6*7", "What is 6 * 7?")  ->  True        restates("7", "What is 7?")  ->  False

A bare number, named or not, is an answer even when the question names it.
"""

import re

from assay.checkers.fold import fold
from assay.checkers.nodes import Node
from assay.checkers.spelling import unsigned

_NOISE = re.compile(r"\\(?:left|right|displaystyle|text|mathrm|,|;|!|quad)|[\s$\\]+")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}\s*\{([^{}]*)\}|(\d)\s*(\d))")
_ROOT = re.compile(r"\\(?:sqrt|surd)\s*")
_CLOSED = str.maketrans("{}", "()")
_SIGN = re.compile(r"(?<!\d)\*|\*(?!\d)")
_NUMBER = re.compile(r"(?:[a-z]{1,2}=)?[-+]?[\d.,]+%?")
_MAX_SPELT = 2_000


def squeezed(text: str) -> str:
    """Text without spaces and brackets, and with `*` between numbers only."""
    return _SIGN.sub("", _bracketed(text).replace("(", "").replace(")", ""))


def _bracketed(text: str) -> str:
    """Text without spaces, fractions and roots in one spelling, every bracket a round one."""
    text = fold(text).replace("\\cdot", "*").replace("\\times", "*").replace("**", "^")
    if "frac" in text:
        text = _FRACTION.sub(_as_quotient, text)
    if "\\s" in text:
        text = _ROOT.sub("sqrt", text)
    text = _NOISE.sub("", text).translate(_CLOSED)
    return text.strip(".=?:;,").casefold()


def _as_quotient(match: re.Match[str]) -> str:
    top, bottom = match[1] or match[3] or "", match[2] or match[4] or ""
    return f"({top})/({bottom})"


def restates(answer: str, question: str) -> bool:
    """Whether the answer, apart from spacing, stands in the question and is no plain number."""
    short = squeezed(answer)
    if len(short) < 2 or _NUMBER.fullmatch(short):
        return False
    if not any(c in "+-*/^=<>_" or c.isdigit() for c in short) or short not in squeezed(question):
        return False
    if len(short) > _MAX_SPELT:
        return True
    long = _bracketed(question)
    spelt = re.compile("[()*]*".join(map(re.escape, short)))
    match = spelt.search(long)
    while match is not None:
        if _stands_alone(match, long):
            return True
        match = spelt.search(long, match.start() + 1)
    return False


def _stands_alone(match: re.Match[str], long: str) -> bool:
    """Whether a find is no piece of a longer number and cuts no bracket: 2)/(4 is not 2/4."""
    low, high = match.span()
    left = len(long[:low]) - len(long[:low].rstrip("("))
    right = len(long[high:]) - len(long[high:].lstrip(")"))
    before, after = long[:low].rstrip("()*")[-1:], long[high:].lstrip("()*")[:1]
    if (before.isdigit() and match[0][0].isdigit()) or (after.isdigit() and match[0][-1].isdigit()):
        return False
    closing, opening = _unmatched(match[0])
    return closing <= left and opening <= right


def _unmatched(text: str) -> tuple[int, int]:
    """How many brackets close that did not open here, and open that do not close here."""
    closing = opening = 0
    for sign in text:
        opening += sign == "("
        if sign == ")":
            closing, opening = (closing, opening - 1) if opening else (closing + 1, 0)
    return closing, opening


def same_terms(a: Node | None, b: Node | None) -> bool:
    """Whether two scalars are one sum of the same terms in some order: no copy, but the gold.

    So are two sets of such members; one member alone needs no braces.
    """
    if a is None or b is None:
        return False
    left, right = (node.args if node.op == "set" else (node,) for node in (a, b))
    return sorted(map(_terms, left)) == sorted(map(_terms, right))


def _terms(node: Node) -> list[tuple[bool, list[str]]]:
    found = []
    for term in node.args if node.op == "add" else (node,):
        negative, size = unsigned(term)
        factors = size.args if size.op == "mul" else (size,)
        found.append((negative, sorted(map(repr, factors))))
    return sorted(found)


def without_copy(response: str, question: str) -> str:
    """The response with each whole copy of the question, in any spacing, made spaces.

    Only a question of four words or more is looked for: a formula alone is `restates`' affair.
    """
    words = question.split()
    if len(words) < 4 or words[-1] not in response or words[-2] not in response:
        return response
    flat = " ".join(words)
    if question in response:
        return response.replace(question, " " * len(question))
    if flat[-_TAIL:] not in " ".join(response.split()):
        return response
    copy = re.compile(r"\s+".join(map(re.escape, words)))
    return copy.sub(lambda match: " " * len(match[0]), response)


_TAIL = 24

"""Whether an answer only says the question again.

    restates("6*7", "What is 6 * 7?")  ->  True        restates("7", "What is 7?")  ->  False

A bare number, named or not, is an answer even when the question names it.
"""

import re

from assay.checkers.fold import fold
from assay.checkers.nodes import Node
from assay.checkers.spelling import unsigned

_NOISE = re.compile(r"\\(?:left|right|displaystyle|text|mathrm|,|;|!|quad)|[\s${}()\\]+")
_SIGN = re.compile(r"(?<!\d)\*|\*(?!\d)")
_NUMBER = re.compile(r"(?:[a-z]{1,2}=)?[-+]?[\d.,]+%?")


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


def same_terms(a: Node | None, b: Node | None) -> bool:
    """Whether two scalars are one sum of the same terms in some order: no copy, but the gold."""
    return a is not None and b is not None and _terms(a) == _terms(b)


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

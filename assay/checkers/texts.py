"""Answers that are words: folded in case, spaces and trailing punctuation, nothing more.

same_text("The derivative.", "derivative")  ->  True
"""

import re

from assay.checkers.limits import MAX_CHARS

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_WRAPPING = re.compile(
    r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|operatorname|emph)\s*\{([^{}]*)\}"
)
_WHOLE = re.compile(r"\s*\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox)\s*\{([^\n]*)\}\s*")
_DELIMITERS = re.compile(r"\\[()\[\],]|[$~]")
_CHOSEN = re.compile(
    r"(?:(?:i\s+)?(?:choose|pick|select)\s+|(?:the\s+)?(?:correct|right|best|final)?\s*(?:answer|option|choice)"
    r"(?:\s+is|\s*:|(?=\s*\(?[A-Z]\b)))\s*(?:(?:option|choice)\s*)?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\(?\b[A-J]\)?\s*(?:,|;|/|&|\band\b|\bor\b)\s*\(?[A-J]\b\)?(?!\w)")
TRUE_WORDS = frozenset({"yes", "true", "correct", "t"})
FALSE_WORDS = frozenset({"no", "false", "incorrect", "untrue", "f"})
_CLAIMED = re.compile(
    r"(?:(?:statement|claim|proposition|assertion|it|this|answer) is )?(not )?(true|false)"
)
_NO_VALUE = re.compile(
    r"(?:d\.?n\.?e|(?:(?:limit|it|integral|value|sum|answer) )?(?:does not|doesn['\u2019]?t) exist)"
)


def plain(text: str) -> str:
    """Text out of its LaTeX wrappings, dollars, quotes, markdown and punctuation, spaces folded."""
    return verbatim(text).strip(" .,;:!?\"'`*_“”‘’")


def verbatim(text: str) -> str:
    """Text out of its LaTeX wrappings, dollars, quotes and markdown, spaces folded."""
    if "\\" in text:
        whole = _WHOLE.fullmatch(text)
        if whole and balanced(whole[1]):
            text = whole[1]
        text = _DELIMITERS.sub(" ", _WRAPPING.sub(r"\1", text))
    elif "$" in text or "~" in text:
        text = _DELIMITERS.sub(" ", text)
    return " ".join(text.split()).strip(" \"'`*_“”‘’")


def balanced(text: str) -> bool:
    """Whether every brace that closes was opened before, and none stays open."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return not depth


def folded(text: str) -> str:
    """`plain` in one case and without a leading article."""
    return _ARTICLE.sub("", plain(text).casefold())


def same_output(gold: str, said: str) -> bool:
    """Whether a text is the gold to the letter, but for one sign that ends a sentence."""
    meant, found = verbatim(gold), verbatim(said)
    return bool(meant) and (found == meant or (found[-1:] in ".,;" and found[:-1].strip() == meant))


def same_text(a: str, b: str) -> bool:
    """Whether two texts are the same words; a hyphen counts as a space."""
    if max(len(a), len(b)) > 2 * MAX_CHARS:
        return a == b
    left, right = folded(a), folded(b)
    if bool(left) and left.replace("-", " ") == right.replace("-", " "):
        return True
    return bool(_NO_VALUE.fullmatch(left) and _NO_VALUE.fullmatch(right))


def truth(text: str) -> bool | None:
    """True or False for a word that says so; None for any other."""
    word = folded(text[:200])
    if word in TRUE_WORDS or word in FALSE_WORDS:
        return word in TRUE_WORDS
    claimed = _CLAIMED.fullmatch(word)
    return (claimed[2] == "true") is not bool(claimed[1]) if claimed else None


def choice(text: str) -> str | None:
    """The letter of a multiple-choice answer: "(B)", "b.", "B) 12"; None for anything else."""
    short = plain(_CHOSEN.sub("", plain(text[:200]))).replace("\\", " ")
    if _SEVERAL.search(short):
        return None
    match = re.fullmatch(r"\(?([A-Za-z])\)?[.):]?", short.strip("()[]{}"))
    match = match or re.match(r"\(?([A-Ja-j])\)[\s:]|([A-J])(?:[.:]\s|\s+[-–]\s)", short)
    return (match[1] or match[2]).upper() if match and match.lastindex else None

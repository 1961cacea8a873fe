"""The claims of one line: what stands on the two sides of each `=`, out of the prose around.

    claims("So 88 + 9 = 97, then 97 + 76 = 173.")  ->  [("88 + 9", "97"), ("97 + 76", "173")]

A chain a = b = c makes the claims a = b and b = c. Sides are spelled for the parser; a side that is
prose is dropped with its claim. `<`, `<=`, `>` and `>=` are claims as well.
"""

import re
from typing import NamedTuple

from assay.checkers.fold import fold
from assay.checkers.vocabulary import words


class Said(NamedTuple):
    """`left relation right`, as it stands in the line."""

    left: str
    relation: str
    right: str


_RELATION = re.compile(r"(<=|>=|!=|==|=>|->|=|<|>|\\(?:le|leq|ge|geq|ne|neq)(?![a-z]))")
_NAMES = {
    "==": "=",
    **{f"\\{n}{q}": s for n, s in (("le", "<="), ("ge", ">="), ("ne", "!=")) for q in ("", "q")},
}
_CLAUSE = re.compile(
    r"[;:](?=\s|$)|,(?=\s+[A-Za-z]{2,})|(?<=[\w)\]])\.(?=\s|$)|,(?=\s[^=]*=)|"
    r"\s+\b(?:so|then|and|thus|hence|therefore|because|since|but|wait|no)\b,?"
)
_WORD = re.compile(r"\\?[A-Za-z]{2,}")
_KNOWN = words(
    "sin cos tan sqrt log ln exp pi frac cdot times left right cup infty text oo gcd lcm mod abs "
    "sec csc cot asin acos atan sinh cosh tanh div dfrac tfrac pm quad"
)
_DELIMITERS = re.compile(r"\$|\\[()\[\]]|&")
LABEL = re.compile(
    r"^\W{0,4}(?:(?:step|line)\s*\d+\s*[:.)]|\(?\d{1,2}[.)](?=\s)(?!\s*[=<>])|[-*•]\s)\s*",
    re.IGNORECASE,
)


def claims(line: str) -> list[Said]:
    """The claims of a line in order; none for a line without a relation."""
    if "=" not in line and "<" not in line and ">" not in line and "\\" not in line:
        return []
    if not line.isascii():
        line = fold(line)
    if "$" in line or "\\" in line or "&" in line:
        line = _DELIMITERS.sub(" ", line)
    found: list[Said] = []
    for clause in _clauses(line):
        found.extend(_of_clause(clause))
    return found


def _clauses(line: str) -> list[str]:
    return [line] if _only_mathematics(line) else _CLAUSE.split(line)


def _only_mathematics(line: str) -> bool:
    return not any(mark in line for mark in ",;:") and not _WORD.search(line)


def _of_clause(clause: str) -> list[Said]:
    parts = _RELATION.split(clause)
    if len(parts) < 3:
        return []
    sides = [_mathematics(part, at, len(parts)) for at, part in enumerate(parts[::2])]
    found = []
    for at, relation in enumerate(parts[1::2]):
        left, right = sides[at], sides[at + 1]
        if left and right:
            found.append(Said(left, _NAMES.get(relation, relation), right))
    return found


def _mathematics(side: str, at: int, count: int) -> str:
    """A side without the prose before it (first side) or after it (last side)."""
    side = side.strip(" \t.,;:*`")
    words = [match for match in _WORD.finditer(side) if match[0].lstrip("\\") not in _KNOWN]
    words = [word for word in words if not word[0].startswith("\\")]
    if not words:
        return side
    if at == 0:
        return side[words[-1].end() :].strip(" \t.,;:*`")
    if at * 2 == count - 1:
        return side[: words[0].start()].strip(" \t.,;:*`")
    return ""


def bare_claim(line: str) -> tuple[str, str] | None:
    """`lhs = rhs` of a line that may be words on both sides; None when there is no `=`."""
    left, sign, right = line.partition("=")
    if not sign:
        left, sign, right = line.partition(":")
    return (left.strip(), right.strip(" .")) if sign else None

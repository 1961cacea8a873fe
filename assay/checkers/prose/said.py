"""What a step says: a claim, a step that has been read, and the relation that a gap states.

relation_of(gap of ", which is")  ->  ("=", False, True)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assay.checkers.prose.cursor import Gap, Token
from assay.checkers.prose.phrase import Phrase
from assay.checkers.prose.vocabulary import ROUGHLY, VERBAL
from assay.checkers.vocabulary import words

RELATIONS = {"==": "=", "≡": "≡"}
_FILLERS = words("a an the total of about approximately roughly around only just exactly nearly")
_ROUGH = words("about approximately roughly around nearly")


@dataclass(slots=True)
class Said:
    """`left relation right`; how it is said, and what stands around it."""

    left: Phrase
    relation: str
    right: Phrase
    rough: bool = False
    verbal: bool = False
    supposed: bool = False
    placed: bool = False
    loose: bool = False
    operator: str = ""
    modulus: int | None = None
    continued: bool = False
    followed: bool = False
    alternative: bool = False


@dataclass(slots=True)
class Spoken:
    """A step that has been read: its phrases, its claims, and what a later rule asks for."""

    text: str
    phrases: list[Phrase]
    tail: Gap
    claims: list[Said] = field(default_factory=list)
    denied: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    dark: tuple[str, ...] = ()
    opening: str | None = None


def relation_of(gap: Gap) -> tuple[str | None, bool, bool]:
    """The relation that a gap states, whether only roughly, and whether in words."""
    if len(gap) == 1 and gap[0].kind == "rel":
        text = gap[0].text
        if text in ("=>", "->"):
            return None, False, False
        return RELATIONS.get(text, text), text == "~", False
    if not gap or len(gap) > 12:
        return None, False, False
    if gap[-1].kind == "rel" and all(t.kind == "newline" for t in gap[:-1]):
        return relation_of(gap[-1:])
    if gap[0].kind == "rel" and all(t.text.lower() in _FILLERS for t in gap[1:]):
        relation, rough, _ = relation_of(gap[:1])
        return relation, rough or any(t.text.lower() in _ROUGH for t in gap[1:]), False
    if not all(token.kind == "word" or token.text == "," for token in gap):
        return None, False, False
    text = words_of(gap)
    if VERBAL.match(text):
        return "=", False, True
    return ("=", True, True) if ROUGHLY.match(text) else (None, False, False)


def words_of(gap: Sequence[Token]) -> str:
    return " ".join(token.text.lower() for token in gap)

"""The claims of a step: which phrase is said to equal which, and how firmly.

    said("So 3 * 7 = 21, which is 20 + 1.")  ->  3*7 = 21, 21 = 20+1

Two phrases are linked when nothing but a sign of relation or a verb such as "is" or "gives" stands
between them. What follows "if", "suppose", "when" is supposed. Nothing is evaluated here.
"""

import re

from assay.checkers.prose.cursor import Gap
from assay.checkers.prose.phrase import Phrase
from assay.checkers.prose.phrases import NOTHING, phrases
from assay.checkers.prose.said import Said, Spoken, relation_of, words_of
from assay.checkers.prose.spelling import spelled
from assay.checkers.prose.vocabulary import (
    BEYOND,
    DEEPER,
    ONWARD,
    PLACING,
    SAFE_OF,
    SUPPOSING,
)
from assay.checkers.units import unit_of
from assay.checkers.vocabulary import words

_ALTERNATIVE = re.compile(
    r"^(?:,|,? ?(?:or|and|and/or)(?: else)?|,? ?(?:or|and) (?:that|then|also))$"
)
_DERIVATIVE = re.compile(
    r"\bderiv$|\bderivative of(?: the (?:first|second|last) term)?$|\bdifferentiat(?:e|ing)$"
)
_ANTI = re.compile(r"\b(?:antiderivative|primitive|indefinite integral) of$")
_BEFORE = words(
    "so thus then that have get hence therefore and since because is are we or now gives"
)
_PAIRING = words("sum product difference average mean between both total quotient ratio")
_MOD = re.compile(r"^,? ?\(? ?mod$")
_DENIED = re.compile(r"\b(?:not|isn't|aren't|never|rather than|instead of)$")


def read_step(
    step: str,
    unknowns: frozenset[str] = NOTHING,
    measures: frozenset[str] = NOTHING,
    calls: frozenset[str] = NOTHING,
) -> Spoken:
    """The phrases and claims of one step."""
    text = spelled(step)
    found, tail = phrases(text, unknowns, measures, calls)
    spoken = Spoken(text, found, tail)
    gaps = [phrase.gap for phrase in found[1:]] + [tail]
    for left, right, after in zip(found, found[1:], gaps[1:], strict=False):
        _link(spoken, left, right, after)
    spoken.dark = tuple(
        token.text
        for gap in [p.gap for p in found] + [tail]
        for token in gap
        if token.kind == "dark"
    )
    _moduli(spoken)
    _questions(spoken)
    for phrase in found:
        if _DENIED.search(words_of(phrase.gap)):
            spoken.denied.add(phrase.index)
    _named_again(spoken)
    if found and found[0].gap and found[0].gap[-1].kind == "rel" and found[0].gap[-1].text == "=":
        spoken.opening = "=" if len(found[0].gap) == 1 else None
    return spoken


def named_side(phrase: Phrase) -> str:
    """The words of "total cost = …" before a phrase; empty where there are none."""
    gap = phrase.gap
    if len(gap) < 2 or gap[-1].kind != "rel" or gap[-1].text != "=":
        return ""
    found: list[str] = []
    for token in reversed(gap[:-1]):
        if token.kind != "word":
            break
        found.insert(0, token.text.lower())
    return " ".join(found[-8:]).removeprefix("the ")


def _named_again(spoken: Spoken) -> None:
    """ "Seats = 50 - 15", then "seats = 35": the same name has the same value."""
    last: dict[str, Phrase] = {}
    for phrase in spoken.phrases:
        name = named_side(phrase)
        if not name:
            continue
        before = last.get(name)
        resolved = any(one.left is before for one in spoken.claims)
        if before is not None and before.has_operator and not resolved:
            adjacent = phrase.index == before.index + 1 and phrase.depth == before.depth
            said = Said(before, "=", phrase, loose=phrase.has_operator or not adjacent)
            at = sum(one.right.index < phrase.index for one in spoken.claims)
            spoken.claims.insert(at, said)
        last[name] = phrase


def _link(spoken: Spoken, left: Phrase, right: Phrase, after: Gap) -> None:
    relation, rough, verbal = relation_of(right.gap)
    if relation is None or left.depth != right.depth:
        return
    if left.gap and left.gap[-1].text in ("det", "rank", "trace", "tr") and not left.has_operator:
        return
    if words_of(left.gap).endswith("inverse of") and " mod " in left.text:
        return  # a fact: "the inverse of 5 modulo 11 is 9"
    lone = not (left.has_operator or left.has_letter or right.has_operator)
    if (
        lone
        and relation in ("<", ">", "<=", ">=")
        and left.units
        and unit_of(left.units[-1]) is None
    ):
        return  # "right of -3 quotient > 0": the word is the subject
    if verbal and lone and not _measured(left, right):
        return
    if verbal and "-" not in left.text and words_of(right.gap).startswith("leave"):
        return  # a remainder: "12 divided by 7 leaves 5", "48^2 leaves 48"
    said = Said(left, relation, right, rough, verbal)
    last = spoken.claims[-1] if spoken.claims else None
    said.continued = last is not None and last.right is left
    if verbal and (said.continued or (after and after[0].kind == "rel") or _is_named(left.gap)):
        if not (said.continued and last and last.relation in ("=", "~")):
            return
        if (after and after[0].kind == "rel") or _is_place(last, right):
            return
    _marks(spoken, said, after)
    if said.continued and last is not None:
        last.followed = True
    spoken.claims.append(said)


def _is_place(last: Said | None, right: Phrase) -> bool:
    """Whether a verb says what something is at a place: "x = pi/2 gives 1"."""
    named = last is not None and last.left.has_letter and not last.left.has_operator
    return named and words_of(right.gap).split()[-1:] != ["is"]


def _measured(left: Phrase, right: Phrase) -> bool:
    """Whether both sides have a unit: "45 minutes is 0.75 hours"."""
    return all(
        len(side.units) == 1 and unit_of(side.units[0]) is not None for side in (left, right)
    )


def _is_named(gap: Gap) -> bool:
    return bool(gap) and gap[-1].kind == "rel" and len(gap) > 1


def _marks(spoken: Spoken, said: Said, after: Gap) -> None:
    """What stands before and after a claim and takes from its firmness."""
    gap = said.left.gap
    before = _clause(gap)
    last = spoken.claims[-1] if spoken.claims else None
    if said.continued and last is not None:
        said.supposed, said.placed, said.operator = last.supposed, last.placed, last.operator
        if (
            said.verbal
            and not last.operator
            and _DERIVATIVE.search(" ".join(_clause(last.left.gap)))
        ):
            said.operator = "derivative"
        said.loose = last.loose and said.verbal
    else:
        weighed = not said.verbal and bool(set(before[-4:]) & SUPPOSING)
        said.placed = not weighed and not said.verbal and bool(set(before[-1:]) & PLACING)
        said.supposed = weighed or said.placed
        if not before or before == ["and"]:
            said.supposed |= bool(
                last is not None and last.supposed and _ALTERNATIVE.match(words_of(gap))
            )
        said.alternative = _ALTERNATIVE.match(words_of(gap)) is not None
        text = " ".join(before)
        if _DERIVATIVE.search(text) and not _defines(said, before):
            said.operator = "derivative"
        elif _ANTI.search(text):
            said.operator = "antiderivative"
        stopped = bool(gap) and gap[-1].text == ":"
        if _reaches(before, said) and not (said.operator or stopped):
            said.loose = True
        if any(token.text.startswith("..") for token in gap):
            said.supposed = True
        if gap and gap[-1].kind in ("op", "dark", "close", "other", "cmd", "percent", "sub"):
            said.loose = True
        if gap and gap[-1].kind == "word" and before and not said.left.has_operator:
            said.loose |= not said.left.has_letter and before[-1] not in _BEFORE
    if _is_piece(spoken, said) or (said.verbal and _is_listed(said.left)) or _tries(spoken, said):
        said.loose = True
    if (
        after
        and after[0].kind in ("op", "dark", "other", "cmd", "open")
        and not (after[0].kind == "open" and len(after) > 1 and after[1].kind == "word")
    ):
        said.loose = True
    following = after[0].text.lower() if after and after[0].kind == "word" else ""
    if following == "to" and said.left.has_letter and not said.left.has_operator:
        said.supposed |= not (said.right.has_letter or said.right.has_operator)
    if following in ONWARD:
        said.loose = True
    if after and after[0].text == ":" and not said.left.has_operator and said.left.has_letter:
        said.supposed = True
    if said.verbal and (following or set(said.right.units) & BEYOND):
        said.loose = True
    if {"million", "billion", "thousand", "hundred", "dozen", "dozens"} & set(said.right.units):
        said.loose = True


def _is_piece(spoken: Spoken, said: Said) -> bool:
    """Whether a formula was cut in two: nothing at all stands between a side and its neighbour."""
    left, at = said.left, said.right.index + 1
    torn = left.index > 0 and not left.gap and not said.continued
    return torn or (at < len(spoken.phrases) and not spoken.phrases[at].gap)


def _is_listed(left: Phrase) -> bool:
    """Whether a phrase is the last one of a list: "the last digits of 7, 7^2 and 7^3 are"."""
    return left.index > 0 and words_of(left.gap) in (",", "and", ", and")


def _tries(spoken: Spoken, said: Said) -> bool:
    """Whether a letter is given a list of values one after the other: x = 14, 43, 72."""
    if said.left.has_operator or said.right.has_letter:
        return False
    following = spoken.phrases[said.right.index + 1 :][:2]
    return len(following) == 2 and all(words_of(phrase.gap) == "," for phrase in following)


_NAME = re.compile(r"[A-Za-z]'*(?:\([a-z]\))?")


def _defines(said: Said, before: list[str]) -> bool:
    """ "The derivative of f(x) = x^2 is 2x": the sign gives f its expression, the verb derives."""
    return not said.verbal and before[-1] != "deriv" and bool(_NAME.fullmatch(said.left.text))


def _reaches(before: list[str], said: Said) -> bool:
    """Whether the word before a formula may take only a part of it: "half of 12 + 4"."""
    if not before or before[-1] not in DEEPER:
        return False
    if before[-1] == "and":
        return not said.left.has_operator or bool(_PAIRING & {*before})
    if before[-1] != "of" or len(before) < 2:
        return True
    averaged = before[-2] in ("mean", "average") and "/" in said.left.text
    return not (before[-2] in SAFE_OF or averaged)


def _clause(gap: Gap) -> list[str]:
    """The lower-case words since the last stop."""
    found: list[str] = []
    for token in gap:
        if token.kind in ("newline", "rel") or (token.kind == "punct" and token.text != ":"):
            found = []
        elif token.kind == "word":
            found.append(token.text.lower())
    return found


def _moduli(spoken: Spoken) -> None:
    """`a ≡ b (mod n)` and `a = b mod n` after a ≡: the modulus of the whole chain."""
    modulus: int | None = None
    for said in reversed(spoken.claims):
        following = _after(spoken, said.right)
        if following is not None and _MOD.match(words_of(following.gap)):
            value = following.numbers[0] if len(following.numbers) == 1 else None
            modulus = int(value) if value is not None and value.denominator == 1 else None
        elif " mod " in said.right.text and (said.relation == "≡" or _is_residue(spoken, said)):
            head, _, tail = said.right.text.rpartition(" mod ")
            modulus = int(tail) if tail.isdigit() and len(tail) < 10 else None
            said.right.text = head
        elif not _precedes(spoken, said):
            modulus = None
        if modulus:
            said.modulus = modulus


def _is_residue(spoken: Spoken, said: Said) -> bool:
    """Whether the modulus behind a chain of equals signs is that of all: 3^8 = 3^2 = 2 mod 7."""
    return said.continued and not _precedes(spoken, said)


def _precedes(spoken: Spoken, said: Said) -> bool:
    """Whether the next claim goes on from this one, or shares its modulus by "and"."""
    following = _after(spoken, said.right)
    return any(
        other.left is said.right
        or (other.left is following and words_of(other.left.gap) in ("and", ",", ", and"))
        for other in spoken.claims
    )


def _after(spoken: Spoken, phrase: Phrase) -> Phrase | None:
    at = phrase.index + 1
    return spoken.phrases[at] if at < len(spoken.phrases) else None


def _questions(spoken: Spoken) -> None:
    """The phrases of a sentence that ends in a question mark assert nothing."""
    sentence: list[int] = []
    for phrase in [*spoken.phrases, None]:
        gap = phrase.gap if phrase is not None else spoken.tail
        for token in gap:
            if token.text == "?":
                spoken.asked.update(sentence)
            if token.text in (".", "?", ";") or token.kind == "newline":
                sentence = []
        if phrase is not None:
            sentence.append(phrase.index)

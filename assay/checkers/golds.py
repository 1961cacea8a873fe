"""Golds and candidates, read once and as the gold's kind wants them.

    gold = read_gold(Answer("set", "{1, 2}"))
    Candidate(offer, gold).reading.value.shape  ->  "unordered"

A hedge ("about 12") is kept apart from what is hedged. What
the two have to do with each other is `kinds`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assay.checkers.extract import Offer
from assay.checkers.forms import FORMS
from assay.checkers.nodes import Node
from assay.checkers.reading import Reading, cached_reading
from assay.checkers.texts import plain
from assay.checkers.units import unit_of
from assay.checkers.values import Value, read
from assay.checkers.vocabulary import words
from assay.core.errors import UsageError, unknown
from assay.core.records import Answer


@dataclass(frozen=True, slots=True)
class Gold:
    """An answer that has been read: its kind, its reading, the form it asks for, its spec."""

    kind: str
    text: str
    reading: Reading
    form: str | None
    spec: Mapping[str, Any]


class Candidate:
    """What was extracted, read as the gold's kind wants it; whether it is hedged: "about 12"."""

    def __init__(self, offer: Offer, gold: Gold) -> None:
        self.offer = offer
        self.hedged = False
        names = frozenset(gold.spec.get("variables", ()))
        texts = [part.text for part in offer.parts if part.text]
        if texts and gold.kind not in _TEXTUAL and not _hedge(gold.text):
            ends = [_hedge(text) for text in texts]
            hedged = any(ends)
            if hedged:
                texts = [text[end:] for text, end in zip(texts, ends, strict=True)]
            self.hedged = hedged or ("?" in texts[-1] and texts[-1].rstrip(" $*")[-1:] == "?")
        if gold.form is not None and gold.reading.value.unit:
            texts = [_apart(text) for text in texts]
        collection = gold.kind in COLLECTIONS and not _may_be_number(gold)
        readings = [cached_reading(text, names, not collection) for text in texts]
        self.reading = readings[0] if len(readings) == 1 else _offered(offer.text, readings)

    @property
    def text(self) -> str:
        return self.offer.text


def _may_be_number(gold: Gold) -> bool:
    """Whether a bare list would be one number without its spaces: 1,280 is no other way to write
    the pair "1, 280", whichever of the two is the gold."""
    bare = gold.kind == "tuple" and gold.reading.value.written == "seq"
    return bare and _GROUPED.fullmatch(gold.text.replace(" ", "")) is not None


_GROUPED = re.compile(r"[-+]?(?:\d{1,40}/)?[1-9]\d{0,2}(?:,\d{3})+")


def _hedge(text: str) -> int:
    """Where what is hedged begins, behind an "about"; 0 where nothing is hedged."""
    first = text.lstrip(" $*(")[:1]
    hedge = _HEDGE.match(text) if first in _OPENS_HEDGE or not first.isascii() else None
    return hedge.end() if hedge else 0


def _apart(text: str) -> str:
    """A number and the unit behind it with a space between: 350m/min, 3m^3/h, 5*m.

    Only where a task asks for a quantity: in a pair of which nothing is declared, 50m is 50*m,
    whichever of the two is the gold.
    """
    match = _GLUED.fullmatch(text)
    return f"{match[1]} {match[2]}" if match and unit_of(match[2]) else text


_GLUED = re.compile(
    r"[\s$]*([-+\u2212]?\d[\d.,/]{0,200})\s*(?:(?:\*|\\cdot|\\times)\s*)?"
    r"([A-Za-z][^\s$\\]{0,40}?)[\s.$]*"
)
_HEDGE = re.compile(
    r"[\s$*(]{0,20}(?:\\text\s*\{\s*)?(?:(?:about|approximately|approx\.?|roughly|around|nearly|almost|"
    r"circa|maybe|perhaps|possibly|probably)\b|≈|~(?!.*~)|\\approx\b|\\sim(?:eq)?\b)\s*\}?\s*",
    re.IGNORECASE,
)
_OPENS_HEDGE = frozenset("aArRnNcCmMpP~\\\t\r\n\f\v\x1c\x1d\x1e\x1f")
COLLECTIONS = words("set multiset interval tuple point list matrix vector")
WORDED = frozenset({"text", "choice", "boolean"})
"""Kinds whose answers are words, with nothing in them to be worked out."""
_TEXTUAL = WORDED | {"list", "witness"}
_FREE_FORM = words("text choice boolean list witness interval equation expression antiderivative")


def _offered(text: str, readings: list[Reading]) -> Reading:
    """Several boxes: alternatives for a collection; equal ones for anything else."""
    items: list[Node] = []
    for reading in readings:
        if reading.node is None:
            return Reading(text, None, Value("text", (Node("text", (plain(text),)),)))
        items.append(reading.node)
    node = Node("and", tuple(items))
    return Reading(text, node, read(node))


def read_gold(answer: Answer) -> Gold:
    """The gold made ready once. Raises UsageError when it cannot be read as its kind."""
    return _cached_gold(answer.kind, answer.value, repr(dict(answer.spec)), _Spec(answer.spec))


class _Spec:
    """A spec that takes no part in the cache's key: what it prints as does."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Spec)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2_048)
def _cached_gold(kind: str, value: str, spec_shown: str, holder: _Spec) -> Gold:
    spec = holder.spec
    form = spec.get("required_form", None if kind in _FREE_FORM else "evaluated")
    if form is not None and form not in FORMS:
        raise unknown("required_form", str(form), FORMS)
    names = frozenset(spec.get("variables", ()))
    reading = cached_reading(value, names, kind not in COLLECTIONS)
    if reading.node is None and kind in COLLECTIONS:
        reading = cached_reading(value, names)
    if reading.node is None and kind not in _TEXTUAL and kind != "expression":
        raise UsageError(f"the gold {value[:80]!r} is no {kind} that can be parsed")
    return Gold(kind, value, reading, form, spec)

"""What each kind of answer accepts beside equality of value.

    judge_kind(read_gold(Answer("set", "{1, 2}")), Candidate(offer, gold))

The gold declares the kind: a `set` takes a bare list in any order, an `interval` an inequality, an
`antiderivative` any constant, a `decimal` its tolerance, a `text` the same words. The rest is
`compare`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flint import fmpq

from assay.checkers.compare import as_sets, compare, differ
from assay.checkers.derive import NoDerivative, derivative
from assay.checkers.exact import Undefined, rational
from assay.checkers.extract import Offer
from assay.checkers.forms import FORMS
from assay.checkers.intervals import NoRegion, region, same
from assay.checkers.ladder import SAME, Decision, equal
from assay.checkers.nodes import Node, neg, symbols
from assay.checkers.reading import Reading, cached_reading
from assay.checkers.texts import choice, plain, same_text, truth
from assay.checkers.values import Value, read
from assay.checkers.vocabulary import words
from assay.core.canonical import dumps
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
    """What was extracted, read as the gold's kind wants it."""

    def __init__(self, offer: Offer, gold: Gold) -> None:
        self.offer = offer
        names = frozenset(gold.spec.get("variables", ()))
        collection = gold.kind in COLLECTIONS
        readings = [cached_reading(p.text, names, not collection) for p in offer.parts if p.text]
        self.reading = readings[0] if len(readings) == 1 else _offered(offer.text, readings)

    @property
    def text(self) -> str:
        return self.offer.text


COLLECTIONS = words("set multiset interval tuple point list matrix vector")
_TEXTUAL = frozenset({"text", "choice", "boolean", "list"})
_FREE_FORM = words("text choice boolean list interval equation expression antiderivative")


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
    return _cached_gold(answer.kind, answer.value, dumps(dict(answer.spec)), _Spec(answer.spec))


class _Spec:
    """A spec that takes no part in the cache's key: its JSON does."""

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self.spec = spec

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Spec)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2_048)
def _cached_gold(kind: str, value: str, spec_json: str, holder: _Spec) -> Gold:
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


def judge_kind(gold: Gold, candidate: Candidate) -> Decision:
    """Whether the candidate is the gold, by the gold's kind."""
    rule = _KINDS.get(gold.kind)
    if rule is not None:
        return rule(gold, candidate)
    return general(gold.reading, candidate.reading)


def general(a: Reading, b: Reading) -> Decision:
    """Equality of two readings; where one can be a decimal comma, that reading is tried too."""
    if a.text == b.text and a.text and "contradiction" not in (a.value.shape, b.value.shape):
        return SAME
    if a.node is None and b.node is None:
        return Decision(same_text(a.text, b.text), "string")
    found = compare(a.value, b.value)
    if found.equal is False and (a.other or b.other):
        return _with_comma(a, b, found)
    if found.equal is False and "text" in (a.value.shape, b.value.shape):
        return Decision(same_text(a.text, b.text), "string")
    return found


def _with_comma(a: Reading, b: Reading, found: Decision) -> Decision:
    for left, right in ((a.other, b.value), (a.value, b.other), (a.other, b.other)):
        if left is not None and right is not None:
            other = compare(left, right)
            if other.equal:
                return other
    return found


def _set(gold: Gold, candidate: Candidate) -> Decision:
    a, b = _members(gold.reading), _members(candidate.reading)
    if a is None or b is None:
        return general(gold.reading, candidate.reading)
    if gold.kind == "multiset" and len(a) != len(b):
        return differ(members=[len(a), len(b)])
    return as_sets(a, b)


def _members(reading: Reading) -> tuple[Node, ...] | None:
    """The members of a set in any of its spellings; a tuple's brackets are no set."""
    value = reading.value
    if value.shape == "scalar":
        return value.items
    if value.shape in ("unordered", "mapping") or value.written == "seq":
        return value.items
    if value.shape == "region" and value.written == "const":
        return ()
    return None


def _interval(gold: Gold, candidate: Candidate) -> Decision:
    variable = gold.spec.get("variable")
    try:
        expected = region(gold.reading.node, variable) if gold.reading.node else None
    except NoRegion:
        expected = None
    if expected is None or candidate.reading.node is None:
        return general(gold.reading, candidate.reading)
    node = candidate.reading.node
    names = symbols(node)
    if variable and names and names != {variable}:
        return differ(unknowns=sorted(names))
    try:
        return same(expected, region(_plain_set(node), variable))
    except NoRegion as error:
        return differ(interval=str(error))


def _plain_set(node: Node) -> Node:
    """`x in S` is S; `x = 3` is the point 3."""
    if node.op == "rel" and node.args[0] == ("=",):
        value = read(node)
        if value.shape == "scalar":
            return Node("set", value.items)
    return node


def _antiderivative(gold: Gold, candidate: Candidate) -> Decision:
    """Equal up to a constant: the derivatives are equal. Undone integrals are no answer."""
    variable = gold.spec.get("variable", "x")
    a, b = gold.reading.value, candidate.reading.value
    if a.shape != "scalar" or b.shape != "scalar":
        return differ(shapes=[a.shape, b.shape])
    left, right = a.items[0], b.items[0]
    if variable in symbols(left) and variable not in symbols(right):
        return differ(unknowns="the variable is missing")
    if gold.spec.get("constant") and not constants_of(right):
        return differ(constant="missing")
    try:
        return equal(derivative(left, variable), derivative(right, variable))
    except NoDerivative as error:
        return general(gold.reading, candidate.reading) if left == right else differ(why=str(error))
    except Undefined as error:
        return differ(undefined=str(error))


_CONSTANT = re.compile(r"[CcKkD](?:_\{?\w\}?)?'?")


def constants_of(node: Node) -> frozenset[str]:
    """The additive constants of integration: `x^2 + C`, `K - cos(x)`."""
    terms = node.args if node.op == "add" else ()
    names = (part.args[0] for part in terms if part.op in ("sym", "neg"))
    plain_names = (name if isinstance(name, str) else name.args[0] for name in names)
    return frozenset(n for n in plain_names if isinstance(n, str) and _CONSTANT.fullmatch(n))


def _decimal(gold: Gold, candidate: Candidate) -> Decision:
    tolerance = gold.spec.get("tolerance")
    if tolerance is None:
        return general(gold.reading, candidate.reading)
    values = []
    for reading in (gold.reading, candidate.reading):
        if reading.value.shape != "scalar":
            return general(gold.reading, candidate.reading)
        value = rational(reading.value.items[0])
        if value is None:
            return _near(gold, candidate, tolerance)
        values.append(value)
    gap = abs(values[0] - values[1])
    return Decision(gap <= as_fraction(tolerance), "exact", {"gap": str(gap)})


def as_fraction(value: str | int | float) -> fmpq:
    """A tolerance as an exact rational: the decimal as it is written."""
    from fractions import Fraction

    fraction = Fraction(str(value))
    return fmpq(fraction.numerator, fraction.denominator)


def _near(gold: Gold, candidate: Candidate, tolerance: str | int | float) -> Decision:
    from assay.checkers import ball

    bound = as_fraction(tolerance)
    try:
        nodes = [reading.value.items[0] for reading in (gold.reading, candidate.reading)]
        gap = abs(ball.value_of(Node("add", (nodes[0], neg(nodes[1]))), {}, 256).real)
    except (ball.NoBall, Undefined):
        return general(gold.reading, candidate.reading)
    if gap < bound or gap > bound:
        return Decision(bool(gap < bound), "ball", {"tolerance": str(tolerance)})
    return Decision(None, None, {"tolerance": str(tolerance)})


def _text(gold: Gold, candidate: Candidate) -> Decision:
    if gold.spec.get("exact"):
        return Decision(plain(gold.text) == plain(candidate.text), "string")
    if gold.reading.node is not None and candidate.reading.node is not None:
        return general(gold.reading, candidate.reading)
    return Decision(same_text(gold.text, candidate.text), "string")


def _boolean(gold: Gold, candidate: Candidate) -> Decision:
    expected, said = truth(gold.text), truth(candidate.text)
    return Decision(expected is not None and expected == said, "string")


def _choice(gold: Gold, candidate: Candidate) -> Decision:
    expected, said = choice(gold.text), choice(candidate.text)
    if expected is None:
        return general(gold.reading, candidate.reading)
    if said is None and candidate.reading.value.shape == "unordered":
        return general(gold.reading, candidate.reading)
    return Decision(expected == said, "string")


def _list(gold: Gold, candidate: Candidate) -> Decision:
    if gold.spec.get("item") == "number" and candidate.reading.node is not None:
        return general(gold.reading, candidate.reading)
    expected, said = _words(gold.text), _words(candidate.text)
    if len(expected) != len(said):
        return Decision(False, "string", {"lengths": [len(expected), len(said)]})
    return Decision(all(map(same_text, expected, said)), "string")


def _words(text: str) -> list[str]:
    """The members of a comma list, with or without brackets."""
    text = plain(text).strip("[](){} ")
    return [word.strip() for word in text.split(",")] if text else []


def _modular(gold: Gold, candidate: Candidate) -> Decision:
    modulus = gold.spec.get("modulus")
    a, b = gold.reading.value, candidate.reading.value
    if modulus is None or a.shape != "scalar" or b.shape != "scalar":
        return general(gold.reading, candidate.reading)
    left, right = rational(a.items[0]), rational(b.items[0])
    if left is None or right is None:
        return general(gold.reading, candidate.reading)
    return Decision(((left - right) / int(modulus)).q == 1, "exact")


_KINDS: dict[str, Callable[[Gold, Candidate], Decision]] = {
    "set": _set,
    "multiset": _set,
    "interval": _interval,
    "antiderivative": _antiderivative,
    "decimal": _decimal,
    "text": _text,
    "boolean": _boolean,
    "choice": _choice,
    "list": _list,
    "modular": _modular,
}

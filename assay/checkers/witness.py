"""Answers of which many are right: a word, a number or a list that has a stated property.

    holds({"type": "pattern", "accept": "a+b", "reject": "ab", "longest": 9}, "aab") == True

A property is declarative JSON in the answer's spec; the gold's value is one witness, and any other
is as good. Types: `one_of` {values}, `pattern` {accept, reject, longest}, `colouring` {edges,
colours, nodes}, `clauses` {clauses, unknowns}. Each is decided completely and at once.
"""

from collections.abc import Callable, Mapping
from typing import Any

from assay.checkers.patterns import matches
from assay.checkers.texts import plain
from assay.core.errors import unknown

MOST_TEXT = 2_000
Property = Mapping[str, Any]
_TRUTH = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}


def holds(wanted: Property, text: str) -> bool:
    """Whether the text has the property. Raises UsageError for an unknown type."""
    rule = _RULES.get(wanted.get("type", ""))
    if rule is None:
        raise unknown("property", str(wanted.get("type")), _RULES)
    return len(text) <= MOST_TEXT and rule(wanted, plain(text))


def _one_of(wanted: Property, text: str) -> bool:
    said = text.lower()
    name, sign, value = said.partition("=")
    if sign and name.strip().isalpha() and len(name.strip()) == 1:
        said = value.strip()
    return said in {str(value).lower() for value in wanted["values"]}


def _pattern(wanted: Property, text: str) -> bool:
    if not 0 < len(text) <= wanted["longest"]:
        return False
    return matches(wanted["accept"], text) and not matches(wanted["reject"], text)


def _members(text: str) -> list[str]:
    return [part.strip(" \"'`").lower() for part in text.strip("[](){} ").split(",")]


def _colouring(wanted: Property, text: str) -> bool:
    colours = _members(text)
    if len(colours) != wanted["nodes"] or not set(colours) <= set(wanted["colours"]):
        return False
    return all(colours[one] != colours[other] for one, other in wanted["edges"])


def _clauses(wanted: Property, text: str) -> bool:
    values = [_TRUTH.get(word) for word in _members(text)]
    if len(values) != wanted["unknowns"] or None in values:
        return False
    return all(
        any(values[abs(unknown) - 1] is (unknown > 0) for unknown in clause)
        for clause in wanted["clauses"]
    )


_RULES: Mapping[str, Callable[[Property, str], bool]] = {
    "one_of": _one_of,
    "pattern": _pattern,
    "colouring": _colouring,
    "clauses": _clauses,
}

"""Answers of which many are right: a word, a number or a list that has a stated property.

    holds({"type": "pattern", "accept": "a+b", "reject": "ab", "longest": 9}, "aab") == True

A property is declarative JSON in the answer's spec; the gold's value is one witness, and any other
is as good. Types: `one_of` {values}, `pattern` {accept, reject, longest}, `colouring` {edges,
colours, nodes}, `clauses` {clauses, unknowns}, `integers` {count, least, equations: [{coefficients,
power, total}]}, and two of documents: `json` {shape, relations} (json_shape.py), `table` {style,
rows} (table_text.py). Each is decided completely and at once.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from assay.checkers import json_shape, table_text
from assay.checkers.documents import bare_document
from assay.checkers.patterns import matches
from assay.checkers.texts import plain
from assay.core.errors import unknown

MOST_TEXT = 2_000
Property = Mapping[str, Any]
_SIZED = re.compile(r"\\(?:left|right)(?![a-z])")
_INTEGER = re.compile(r"(?:[a-z](?:_\{?\d\}?)?\s*=\s*)?([-+]?\d{1,40})")
_TRUTH = {"true": True, "t": True, "1": True, "false": False, "f": False, "0": False}


def holds(wanted: Property, text: str) -> bool:
    """Whether the text has the property. Raises UsageError for an unknown type."""
    kind = wanted.get("type", "")
    if kind in _DOCUMENTS:
        return _DOCUMENTS[kind](wanted, bare_document(text))
    rule = _RULES.get(kind)
    if rule is None:
        raise unknown("property", str(wanted.get("type")), [*_RULES, *_DOCUMENTS])
    return len(text) <= MOST_TEXT and rule(wanted, plain(text))


def in_letters(spec: Mapping[str, Any]) -> bool:
    """Whether the answer is a word that is taken letter by letter, and no mathematics."""
    wanted: Property = spec.get("property", {})
    return bool(wanted.get("type") == "pattern")


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


def _integers(wanted: Property, text: str) -> bool:
    """Integers that fulfil all sums of coefficients times powers; `least` None is no bound."""
    text = _SIZED.sub("", text.replace("\u2212", "-"))
    text = text.rpartition("=")[2] if text.endswith((")", "]")) else text
    found = [_INTEGER.fullmatch(part) for part in _members(text)]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) != len(found) or len(numbers) != wanted["count"]:
        return False
    if wanted["least"] is not None and min(numbers) < wanted["least"]:
        return False
    return all(
        sum(c * x ** each["power"] for c, x in zip(each["coefficients"], numbers, strict=True))
        == each["total"]
        for each in wanted["equations"]
    )


_RULES: Mapping[str, Callable[[Property, str], bool]] = {
    "one_of": _one_of,
    "pattern": _pattern,
    "colouring": _colouring,
    "clauses": _clauses,
    "integers": _integers,
}
_DOCUMENTS: Mapping[str, Callable[[Property, str], bool]] = {
    "json": json_shape.fulfils,
    "table": table_text.same_table,
}

"""JSON documents held to a shape, and to relations between their values.

    fulfils({"type": "json", "shape": {"is": "object", "members": [["a", {"is": "integer",
        "least": 1, "most": 9}]]}, "relations": []}, '{"a": 3}')  ->  True

Shapes: `object` {members, in_order}, `array` {count, item, rising, distinct}, `integer` {least,
most, multiple}, `text` {length, starts, ends, has, lacks} of small letters, `one of` {values},
`boolean`. Relations: a `sum` or `product` of measures (a value, a length, a total, 1 for true) that
equals or is less than another; texts that spell a word, or of which each goes on with the last
letter of the one before. Reading is strict: no key twice, no NaN, no number beyond 18 digits,
nothing after the document, true is no 1 and 1.0 is no whole number. Nothing else is decided here.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import Any

from assay.core.errors import unknown

MOST_CHARS = 8_000
MOST_DEPTH = 12
_MOST_DIGITS = 18
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_LETTERS = re.compile(r"[a-z]+")
Shape = Mapping[str, Any]


class NotJson(ValueError):
    """A text that is no JSON document of ours."""


def fulfils(wanted: Mapping[str, Any], text: str) -> bool:
    """Whether a text is a JSON document with the property. Raises UsageError for a bad property."""
    try:
        document = read_json(text)
    except NotJson:
        return False
    return _fits(wanted["shape"], document) and all(
        _related(each, document) for each in wanted["relations"]
    )


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises NotJson, whatever the text is."""
    if len(text) > MOST_CHARS or _depth(text) > MOST_DEPTH:
        raise NotJson("too large")
    try:
        return json.loads(
            text, object_pairs_hook=_members, parse_int=_integer, parse_constant=_no_constant
        )
    except ValueError as error:
        raise NotJson(str(error)) from None


def _depth(text: str) -> int:
    """How deep brackets are nested, outside of strings."""
    deepest = depth = 0
    for sign in _STRING.sub("", text):
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a key stands twice")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise NotJson("a number is too long")
    return int(digits)


def _no_constant(name: str) -> Any:
    raise NotJson(f"{name} is no JSON")


def _fits(shape: Shape, value: Any) -> bool:
    rule = _SHAPES.get(shape["is"])
    if rule is None:
        raise unknown("shape", str(shape["is"]), _SHAPES)
    return rule(shape, value)


def _object(shape: Shape, value: Any) -> bool:
    names = [name for name, _ in shape["members"]]
    if not isinstance(value, dict) or set(value) != set(names):
        return False
    if shape.get("in_order") and list(value) != names:
        return False
    return all(_fits(member, value[name]) for name, member in shape["members"])


def _array(shape: Shape, value: Any) -> bool:
    if not isinstance(value, list) or len(value) != shape["count"]:
        return False
    if not all(_fits(shape["item"], item) for item in value):
        return False
    if shape.get("distinct") and len({json.dumps(item) for item in value}) < len(value):
        return False
    return not shape.get("rising") or all(one < other for one, other in pairwise(value))


def _whole(shape: Shape, value: Any) -> bool:
    if type(value) is not int or not shape["least"] <= value <= shape["most"]:
        return False
    return value % int(shape.get("multiple", 1)) == 0


def _text(shape: Shape, value: Any) -> bool:
    least, most = shape["length"]
    if not isinstance(value, str) or not least <= len(value) <= most:
        return False
    return (
        _LETTERS.fullmatch(value) is not None
        and value.startswith(shape.get("starts", ""))
        and value.endswith(shape.get("ends", ""))
        and shape.get("has", "") in value
        and not set(shape.get("lacks", "")) & set(value)
    )


_SHAPES: Mapping[str, Callable[[Shape, Any], bool]] = {
    "object": _object,
    "array": _array,
    "integer": _whole,
    "text": _text,
    "one of": lambda shape, value: isinstance(value, str) and value in shape["values"],
    "boolean": lambda shape, value: isinstance(value, bool),
}


def _at(path: Sequence[str], document: Any) -> Any:
    for name in path:
        document = document[name]
    return document


_MEASURES: Mapping[str, Callable[[Any], int]] = {
    "value": int,
    "length": len,
    "total": sum,
    "truth": int,
}


def _measure(term: Mapping[str, Any], document: Any) -> int:
    """A number, or what is measured at a path: the shapes were tried before."""
    if "number" in term:
        return int(term["number"])
    value = _at(term["path"], document)
    return _MEASURES[term["of"]](value)


def _related(relation: Mapping[str, Any], document: Any) -> bool:
    rule = relation["rule"]
    if rule in ("sum", "product"):
        parts = [_measure(term, document) for term in relation["parts"]]
        found, other = (sum if rule == "sum" else prod)(parts), _measure(relation["to"], document)
        return found == other if relation["sign"] == "=" else found < other
    words: list[str] = _at(relation.get("path", ()), document)
    if rule == "spells":
        return "".join(word[0] for word in words) == str(relation["word"])
    if rule == "chain":
        return all(one[-1] == other[0] for one, other in pairwise(words))
    raise unknown("relation", str(rule), ("sum", "product", "spells", "chain"))

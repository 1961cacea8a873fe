"""A JSON document that keeps to a schema and to relations between its values; many may be right.

Example: keys title (a text of 4 to 6 small letters that ends with ka) and width (a whole number
from 3 to 20); the length of title plus width is 15  ->  {"title":"meka","width":11}, and others.

Levels grow in the number of fields, of objects in objects, and of relations (sums, products,
totals, lengths, words that are spelled). A document is drawn first and all demands are read off it.
The steps show that it meets the relations. The oracle searches for a document of its own.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from math import comb
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer, Step
from assay.generators.family import Draft, Family
from assay.generators.text.json_fields import NAMES, Document, Size, draw_document, measured
from assay.generators.text.json_search import found_document
from assay.generators.text.parts import bounded, bullets, compose, in_numbers, in_words, listed

LEVELS = {
    1: Size(1, 1),
    2: Size(2, 1, relations=1),
    3: Size(2, 1, choice=1, flags=1, relations=2),
    4: Size(2, 2, choice=1, flags=2, relations=3),
    5: Size(3, 2, flags=2, lists=1, relations=4),
    6: Size(3, 2, choice=1, flags=2, lists=1, groups=1, relations=5),
    7: Size(3, 3, flags=2, lists=1, words=1, groups=1, relations=6),
    8: Size(4, 3, flags=3, lists=2, words=1, groups=2, relations=8),
    9: Size(5, 3, choice=1, flags=3, lists=2, words=1, groups=2, relations=10),
    10: Size(6, 4, choice=1, flags=3, lists=2, words=2, groups=3, relations=12),
}
Shape = Mapping[str, Any]


def generate(rng: Random, level: int) -> Draft:
    """Draw a document, and what is demanded of it."""
    size = LEVELS[level]
    document = draw_document(rng, size)
    relations = sorted(document.relations, key=dumps)
    problem = {"shape": document.shape, "relations": relations}
    return Draft(
        prompts=_prompts(document, relations),
        problem=problem,
        answer=_answer(json.dumps(document.value, separators=(",", ":")), problem),
        steps=tuple(_steps(document, relations)),
        meta={"size": 2 * size.fields + 3 * size.relations + 2 * size.groups},
    )


def _answer(text: str, problem: Mapping[str, Any]) -> Answer:
    return Answer("witness", text, {"property": {"type": "json", **problem}})


def _at(document: Document, path: Sequence[str]) -> Any:
    value: Any = document.value
    for name in path:
        value = value[name]
    return value


def _steps(document: Document, relations: Sequence[Mapping[str, Any]]) -> Iterator[Step]:
    """The lengths of the texts, then each relation with its numbers in it."""
    for path in document.paths.values():
        value = _at(document, path)
        if path[-1] in NAMES["text"]:
            yield in_words(f"letters of {value}", str(len(value)))
    for relation in relations:
        if relation["rule"] == "spells":
            yield in_words(f"first letters in {relation['path'][-1]}", relation["word"])
        elif relation["rule"] == "chain":
            firsts = " ".join(word[0] for word in _at(document, relation["path"]))
            yield in_words(f"first letters in {relation['path'][-1]}", firsts)
        else:
            yield from _sum_step(document, relation)


def _sum_step(document: Document, relation: Mapping[str, Any]) -> Iterator[Step]:
    numbers: list[int] = []
    for term in relation["parts"]:
        value = _at(document, term["path"])
        numbers += value if term["of"] == "total" else [measured(term, value)]
    to = relation["to"]
    right = to["number"] if "number" in to else measured(to, _at(document, to["path"]))
    if relation["sign"] == "<":
        one, other = _name(relation["parts"][0]), _name(to)
        yield in_words(f"smaller of {one} {numbers[0]} and {other} {right}", one)
    elif len(numbers) > 1:
        sign = "*" if relation["rule"] == "product" else "+"
        yield in_numbers(sign.join(map(str, numbers)), right)


def _name(term: Mapping[str, Any]) -> str:
    return str(term["path"][-1])


def _prompts(document: Document, relations: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    fields, ties = list(_fields(document.shape)), [_related(each) for each in relations]
    rows = [f"`{name}`{where}: {what}" for name, where, what in fields]
    top = listed(f"`{name}`" for name, _ in document.shape["members"])
    ordered = (
        " in exactly this order (in inner objects too)" if "in_order" in document.shape else ""
    )
    keys = f"an object with the keys {top}{ordered}"
    flat = f"{_sentences(rows)} {_sentences(ties)}".strip()
    block = f"{bullets(rows)}\n" + (f"Moreover:\n{bullets(ties)}\n" if ties else "")
    rules = "No key may be missing, stand twice or be added"
    forms = (
        "Answer with the JSON alone. Whole numbers are written without quotes or a decimal point.",
        "Your answer must be valid JSON and nothing else; several documents are right, give one.",
        "Give one such document as strict JSON, without comments.",
    )
    return compose(
        f"JSON, {keys}: {flat}",
        (
            f"A JSON document is to be written: {keys}. {rules}. {flat}",
            f"The schema of a JSON document is {keys}. {rules}. These are the fields:\n{block}",
            f"A program reads JSON and accepts it only if it is {keys} and all of the following "
            f"holds. {rules}.\n{block}",
            f"A configuration file in JSON holds {keys}. {rules}. {flat}",
        ),
        (
            "Write such a document.",
            "Give one that meets all of this.",
            "Find values that fit and write the document down.",
        ),
        forms,
    )


def _sentences(rows: Sequence[str]) -> str:
    return " ".join(f"{row[0].upper()}{row[1:]}." for row in rows)


def _fields(shape: Shape, inside: str = "") -> Iterator[tuple[str, str, str]]:
    """(name, the object it stands in, what it is): each object before its members."""
    where = f" in `{inside}`" if inside else ""
    for name, member in shape["members"]:
        yield name, where, _what(member)
        if member["is"] == "object":
            yield from _fields(member, name)


def _what(shape: Shape) -> str:
    kind = shape["is"]
    if kind == "object":
        return f"an object with the keys {listed(f'`{name}`' for name, _ in shape['members'])}"
    if kind == "boolean":
        return "true or false"
    if kind == "one of":
        return f"one of the texts {listed((_quoted(v) for v in shape['values']), 'or')}"
    if kind == "integer":
        return _whole(shape, "a whole number", "divisible")
    if kind == "text":
        return f"a text of {_span(shape)} small letters (a to z){_demands(shape)}"
    item = shape["item"]
    if item["is"] == "text":
        return (
            f"an array of exactly {shape['count']} different texts, each of {_span(item)} small "
            f"letters{_demands(item)}"
        )
    way = "each greater than the one before" if shape.get("rising") else "no two of them equal"
    return f"an array of exactly {shape['count']} {_whole(item, 'whole numbers', 'all')}, {way}"


def _quoted(text: str) -> str:
    """A text in the double quotes of JSON."""
    return f'"{text}"'


def _whole(shape: Shape, noun: str, which: str) -> str:
    text = f"{noun} from {shape['least']} to {shape['most']}"
    if "multiple" not in shape:
        return text
    each = "all divisible" if which == "all" else "divisible"
    return f"{text}, {each} by {shape['multiple']}"


def _span(shape: Shape) -> str:
    least, most = shape["length"]
    return f"exactly {least}" if least == most else f"{least} to {most}"


def _demands(shape: Shape) -> str:
    """What a text has to begin and end with, to hold and to lack."""
    said = []
    if "starts" in shape:
        said.append(f"starting with {_quoted(shape['starts'])}")
    if "ends" in shape:
        said.append(f"ending with {_quoted(shape['ends'])}")
    if "has" in shape:
        said.append(f"containing {_quoted(shape['has'])}")
    if "lacks" in shape:
        said.append(f"without the {_letters(shape['lacks'])}")
    return f", {listed(said)}" if said else ""


def _letters(letters: str) -> str:
    named = listed((_quoted(x) for x in letters), "or")
    return f"letter {named}" if len(letters) == 1 else f"letters {named}"


_SAID = {
    "value": "`{}`",
    "length": "the length of `{}`",
    "total": "the sum of all numbers in `{}`",
}


def _related(relation: Mapping[str, Any]) -> str:
    """A relation in words, without a period."""
    if relation["rule"] == "spells":
        word = _quoted(relation["word"])
        return f"the first letters of the texts in `{_name(relation)}` spell {word}, in order"
    if relation["rule"] == "chain":
        return (
            f"each text in `{_name(relation)}` after the first starts with the letter with which "
            "the text before it ends"
        )
    parts, to = relation["parts"], relation["to"]
    if parts[0]["of"] == "truth":
        names = listed(f"`{_name(part)}`" for part in parts)
        return f"exactly {to['number']} of {names} {'is' if to['number'] == 1 else 'are'} true"
    said = [_SAID[part["of"]].format(_name(part)) for part in parts]
    right = str(to["number"]) if "number" in to else _SAID[to["of"]].format(_name(to))
    if relation["sign"] == "<":
        return f"{said[0]} is less than {right}"
    sign = " times " if relation["rule"] == "product" else " plus "
    return f"{sign.join(said)} is {right}"


def oracle(problem: Mapping[str, Any]) -> Answer:
    """A document found by search, whose letters and numbers are the search's own."""
    found = found_document(problem)
    return _answer(json.dumps(found, separators=(",", ":")), problem)


def capacity(level: int) -> int | None:
    """At least: the names, 300 ranges of each whole number, 300 demands on each text."""
    size = LEVELS[level]
    names = comb(len(NAMES["integer"]), size.integer) * comb(len(NAMES["text"]), size.text)
    return bounded(names * 300 ** (size.integer + size.text))


FAMILY = Family(
    name="json_document",
    area="text",
    domain="formats",
    answer_kind="witness",
    generate=generate,
    oracle=oracle,
    capacity=capacity,
)

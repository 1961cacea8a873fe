"""The fields of a JSON document that is asked for: names, true values, shapes and relations.

    document = draw_document(rng, LEVELS[4])
    document.value["width"], document.shape["members"], document.relations

The values are drawn first and everything that is demanded is read off them, so that one document
fulfils it. Shapes and relations are the property that the checkers know as `json`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from string import ascii_lowercase
from typing import Any

Shape = dict[str, Any]
Term = dict[str, Any]

NAMES: Mapping[str, tuple[str, ...]] = {
    "integer": (
        *("width", "height", "depth", "weight", "price", "stock", "rank", "age", "year", "speed"),
        *("limit", "score", "pages", "floor", "seats", "volume", "range", "power", "delay", "size"),
    ),
    "text": ("title", "label", "code", "author", "slug", "city", "brand", "alias", "motto", "team"),
    "one of": ("status", "mode", "color", "unit", "shape", "grade"),
    "boolean": ("active", "public", "locked", "urgent", "hidden", "paid", "fresh", "shared"),
    "list": ("scores", "sizes", "ports", "steps", "weeks", "prices", "counts", "ages"),
    "words": ("tags", "names", "keys", "places", "aliases", "topics"),
    "object": ("meta", "details", "extra", "owner", "config", "origin"),
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "status": ("open", "closed", "new", "done", "late"),
    "mode": ("fast", "slow", "safe", "quiet", "test"),
    "color": ("red", "blue", "green", "white", "black"),
    "unit": ("gram", "meter", "liter", "second", "hour"),
    "shape": ("round", "square", "flat", "long", "oval"),
    "grade": ("low", "middle", "high", "top", "none"),
}
_RARE = "bcdfghjklmpqvwxyz"
_COMMON = "eaiotns"
_WORDS = ("tree", "star", "moon", "lamp", "ship", "gold", "fox", "owl", "sky", "sun", "bird", "key")


@dataclass(frozen=True, slots=True)
class Size:
    """How many fields of each kind, of objects within objects, and of relations."""

    integer: int
    text: int
    choice: int = 0
    flags: int = 0
    lists: int = 0
    words: int = 0
    groups: int = 0
    relations: int = 0

    @property
    def fields(self) -> int:
        """All fields that hold values."""
        return self.integer + self.text + self.choice + self.flags + self.lists + self.words


@dataclass(slots=True)
class Document:
    """A document that is right, and what is demanded of it."""

    value: dict[str, Any] = field(default_factory=dict)
    shape: Shape = field(default_factory=dict)
    relations: list[dict[str, Any]] = field(default_factory=list)
    paths: dict[str, list[str]] = field(default_factory=dict)


def draw_document(rng: Random, size: Size) -> Document:
    """Values, then relations that hold between them, then shapes that they fit."""
    names = {
        kind: rng.sample(NAMES[kind], count)
        for kind, count in (
            ("integer", size.integer),
            ("text", size.text),
            ("one of", size.choice),
            ("boolean", size.flags),
            ("list", size.lists),
            ("words", size.words),
        )
    }
    shapes: dict[str, Shape] = {}
    values: dict[str, Any] = {}
    for kind in ("text", "one of", "boolean", "list", "words"):
        for name in names[kind]:
            shapes[name], values[name] = _DRAWN[kind](rng, name)
    for name in names["integer"]:
        values[name] = rng.randint(2, 60)
    leaves = [name for row in names.values() for name in row]
    rng.shuffle(leaves)
    document = Document()
    groups = rng.sample(NAMES["object"], size.groups)
    document.paths = _placed(rng, leaves, groups)
    _define(rng, document, names, values, size.relations // 2)
    _relate(rng, document, names, values, size.relations)
    defined = {relation["to"]["path"][-1] for relation in document.relations
               if relation.get("sign") == "=" and "path" in relation["to"]}  # fmt: skip
    for name in names["integer"]:
        shapes[name] = _range(rng, values[name], name not in defined)
    _assemble(rng, document, leaves, groups, shapes, values, size.relations > 1)
    return document


def _placed(rng: Random, leaves: list[str], groups: list[str]) -> dict[str, list[str]]:
    """The path of every field: each object holds two fields at least, and the next object."""
    homes: list[list[str]] = [[], *(groups[: at + 1] for at in range(len(groups)))]
    fixed = [homes[1 + at // 2] for at in range(2 * len(groups))]
    return {
        name: [*(fixed[at] if at < len(fixed) else rng.choice(homes)), name]
        for at, name in enumerate(leaves)
    }


def _assemble(
    rng: Random,
    document: Document,
    leaves: list[str],
    groups: list[str],
    shapes: Mapping[str, Shape],
    values: Mapping[str, Any],
    may_order: bool,
) -> None:
    in_order = may_order and rng.random() < 0.5

    def level(inner: list[str]) -> tuple[dict[str, Any], Shape]:
        here = [name for name in leaves if document.paths[name][:-1] == inner]
        made = {name: (values[name], shapes[name]) for name in here}
        if len(inner) < len(groups):
            made[groups[len(inner)]] = level([*inner, groups[len(inner)]])
        order = rng.sample(sorted(made), len(made)) if in_order else sorted(made)
        shape: Shape = {"is": "object", "members": [[name, made[name][1]] for name in order]}
        if in_order:
            shape["in_order"] = True
        return {name: made[name][0] for name in order}, shape

    document.value, document.shape = level([])


def _range(rng: Random, value: int, free: bool) -> Shape:
    shape = {
        "is": "integer",
        "least": max(0, value - rng.randint(0, 12)),
        "most": value + rng.randint(1, 12),
    }
    divisors = [d for d in range(2, 10) if value % d == 0 and value > d]
    if free and divisors and rng.random() < 0.6:
        shape["multiple"] = rng.choice(divisors)
    return shape


def _text(rng: Random, name: str) -> tuple[Shape, str]:
    """A text and two or three demands on it; what it has to hold stands side by side in it."""
    shape: Shape = {"is": "text"}
    lacks = "".join(sorted(rng.sample(_COMMON, rng.randint(1, 3)))) if rng.random() < 0.6 else ""
    letters = [letter for letter in ascii_lowercase if letter not in lacks]
    starts = rng.choice(letters) if rng.random() < 0.6 else ""
    ends = "".join(rng.choices(letters, k=2)) if rng.random() < 0.5 else ""
    has = rng.choice(letters) + rng.choice(_RARE) if rng.random() < 0.5 or not starts else ""
    parts = {"starts": starts, "ends": ends, "has": has, "lacks": lacks}
    shape |= {key: part for key, part in parts.items() if part}
    length = rng.randint(max(4, len(starts + has + ends)), 12)
    spare = length - len(starts + has + ends)
    before = rng.randint(0, spare)
    fill = rng.choices(letters, k=spare)
    value = starts + "".join(fill[:before]) + has + "".join(fill[before:]) + ends
    shape["length"] = [max(1, length - rng.randint(0, 3)), length + rng.randint(0, 3)]
    return shape, value


def _choice(rng: Random, name: str) -> tuple[Shape, str]:
    values = sorted(rng.sample(CHOICES[name], rng.randint(2, 4)))
    return {"is": "one of", "values": values}, rng.choice(values)


def _list(rng: Random, name: str) -> tuple[Shape, list[int]]:
    """Whole numbers, rising, different or multiples."""
    count, multiple = rng.randint(3, 5), rng.choice((1, 1, 2, 3, 5))
    least = multiple * rng.randint(1, 4)
    most = least + multiple * rng.randint(count + 2, 14)
    values = rng.sample(range(least, most + 1, multiple), count)
    item: Shape = {"is": "integer", "least": least, "most": most}
    if multiple > 1:
        item["multiple"] = multiple
    shape: Shape = {"is": "array", "count": count, "item": item}
    way = rng.choice(("rising", "distinct"))
    return {**shape, way: True}, sorted(values) if way == "rising" else values


def _words(rng: Random, name: str) -> tuple[Shape, list[str]]:
    """Different texts whose first letters spell a word, or each of which goes on with the last."""
    spelled = rng.choice(_WORDS)
    lacks = "".join(sorted(rng.sample([x for x in _COMMON if x not in spelled], 2)))
    letters = [letter for letter in ascii_lowercase if letter not in lacks]
    least, most = rng.randint(3, 4), rng.randint(5, 8)
    firsts = list(spelled)
    if rng.random() < 0.5:
        firsts = rng.choices(letters, k=rng.randint(3, 4))
    lasts = [*firsts[1:], rng.choice(letters)]
    while True:
        words = [
            one + "".join(rng.choices(letters, k=rng.randint(least, most) - 2)) + other
            for one, other in zip(firsts, lasts, strict=True)
        ]
        if len(set(words)) == len(words):
            break
    item = {"is": "text", "length": [least, most], "lacks": lacks}
    return {"is": "array", "count": len(words), "item": item, "distinct": True}, words


_DRAWN: Mapping[str, Callable[[Random, str], tuple[Shape, Any]]] = {
    "text": _text,
    "one of": _choice,
    "boolean": lambda rng, name: ({"is": "boolean"}, rng.random() < 0.5),
    "list": _list,
    "words": _words,
}


def measured(term: Mapping[str, Any], value: Any) -> int:
    """What a term says of the value at its path."""
    if term["of"] == "total":
        return sum(value)
    return len(value) if term["of"] == "length" else int(value)


def _define(
    rng: Random,
    document: Document,
    names: Mapping[str, list[str]],
    values: dict[str, Any],
    count: int,
) -> None:
    """Make some integer fields what others give: a total, a length, a sum, a product."""
    count = min(count, len(names["integer"]) // 2)
    targets, sources = names["integer"][:count], names["integer"][count:]
    for target in targets:
        pool: list[tuple[str, list[Term]]] = [
            *(("sum", [_term(document, name, "total")]) for name in names["list"]),
            *(("sum", [_term(document, name, "length")]) for name in names["text"]),
        ]
        if len(sources) > 1:
            pair = rng.sample(sources, 2)
            pool.append(("sum", [_term(document, name, "value") for name in pair]))
        if sources and names["text"]:
            mixed = [
                _term(document, rng.choice(sources), "value"),
                _term(document, rng.choice(names["text"]), "length"),
            ]
            pool += [("sum", mixed), ("product", mixed)]
        rule, parts = rng.choice(pool)
        values[target] = _result(rule, parts, values)
        document.relations.append(
            {"rule": rule, "parts": parts, "sign": "=", "to": _term(document, target, "value")}
        )


def _relate(
    rng: Random,
    document: Document,
    names: Mapping[str, list[str]],
    values: Mapping[str, Any],
    count: int,
) -> None:
    """Relations that hold between the values, until there are so many."""
    for name in names["words"]:
        document.relations.append(_of_words(document.paths[name], values[name]))
    if len(names["boolean"]) > 1 and len(document.relations) < count:
        parts = [_term(document, name, "truth") for name in sorted(names["boolean"])]
        document.relations.append(_with_number("sum", parts, values))
    pool = list(_drawable(rng, document, names, values))
    rng.shuffle(pool)
    for relation in pool[: max(0, count - len(document.relations))]:
        document.relations.append(relation)


def _of_words(path: list[str], words: list[str]) -> dict[str, Any]:
    firsts = "".join(word[0] for word in words)
    if firsts in _WORDS:
        return {"rule": "spells", "path": path, "word": firsts}
    assert all(one[-1] == other[0] for one, other in pairwise(words))
    return {"rule": "chain", "path": path}


def _drawable(
    rng: Random, document: Document, names: Mapping[str, list[str]], values: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """One relation of each sort over each list, and over drawn pairs of the others."""
    numbers = [_term(document, name, "value") for name in names["integer"]]
    lengths = [_term(document, name, "length") for name in names["text"]]
    for name in names["list"]:
        yield _with_number("sum", [_term(document, name, "total")], values)
    if len(numbers) > 1:
        yield _with_number("sum", rng.sample(numbers, 2), values)
        yield _with_number("product", rng.sample(numbers, 2), values)
        yield from _smaller(rng, numbers, values)
    if len(numbers) > 2:
        yield _with_number("sum", rng.sample(numbers, 3), values)
    if numbers and lengths:
        yield _with_number("sum", [rng.choice(numbers), rng.choice(lengths)], values)
    if len(lengths) > 1:
        yield _with_number("sum", rng.sample(lengths, 2), values)
        yield from _smaller(rng, lengths, values)
    if len(lengths) > 2:
        yield _with_number("sum", lengths, values)


def _smaller(rng: Random, terms: list[Term], values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    low, high = sorted(rng.sample(terms, 2), key=lambda term: _of(term, values))
    if _of(low, values) < _of(high, values):
        yield {"rule": "sum", "parts": [low], "sign": "<", "to": high}


def _term(document: Document, name: str, of: str) -> Term:
    return {"path": document.paths[name], "of": of}


def _of(term: Term, values: Mapping[str, Any]) -> int:
    return measured(term, values[term["path"][-1]])


def _result(rule: str, parts: list[Term], values: Mapping[str, Any]) -> int:
    numbers = [_of(term, values) for term in parts]
    return numbers[0] * numbers[1] if rule == "product" else sum(numbers)


def _with_number(rule: str, parts: list[Term], values: Mapping[str, Any]) -> dict[str, Any]:
    parts = sorted(parts, key=lambda term: (term["of"], term["path"][-1]))
    number = _result(rule, parts, values)
    return {"rule": rule, "parts": parts, "sign": "=", "to": {"number": number}}

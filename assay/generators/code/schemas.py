"""Tables that were never seen before: names, columns, domains, rows, and the strategies of tests.

    schema = draw_schema(rng, texts=2, ints=3, nullable=1)
    {"name": "parcels", "columns": [["city", "text", ["oslo", "rome", "lima"], False], ...]}

A column is [name, kind, domain, nullable]: kind "text" with the values that occur, or "int" with
[least, most]. Domains are narrow, so that ties, duplicates and empty groups are common. Shared by
the families on data frames and on SQL; nothing here knows what is asked of a table.
"""

from collections.abc import Mapping, Sequence
from math import perm
from random import Random
from typing import Any

Column = list[Any]
Schema = dict[str, Any]
Row = dict[str, Any]
TABLES = (
    *("trips", "parcels", "lessons", "readings", "tickets", "repairs", "harvests", "films"),
    *("visits", "matches", "loans", "meals", "flights", "orders", "rentals", "surveys"),
)
TEXTS: Mapping[str, tuple[str, ...]] = {
    "region": ("north", "south", "east", "west"),
    "color": ("red", "blue", "green", "white"),
    "status": ("open", "closed", "held", "lost"),
    "city": ("oslo", "rome", "lima", "cairo"),
    "team": ("ants", "bees", "crows", "deer"),
    "fruit": ("apple", "plum", "pear", "fig"),
    "metal": ("iron", "copper", "zinc", "tin"),
    "season": ("spring", "summer", "autumn", "winter"),
    "shape": ("round", "flat", "square", "long"),
    "mood": ("calm", "glad", "tired", "angry"),
    "genre": ("drama", "comedy", "horror", "opera"),
    "wood": ("oak", "pine", "birch", "elm"),
}
INTS: Mapping[str, tuple[int, int]] = {
    "units": (0, 12),
    "price": (1, 30),
    "weight": (1, 25),
    "score": (-6, 15),
    "age": (18, 40),
    "hours": (0, 10),
    "distance": (0, 40),
    "stock": (0, 20),
    "delay": (-4, 12),
    "rating": (1, 5),
    "seats": (2, 18),
    "height": (3, 28),
}
ROWS = 8


def draw_schema(rng: Random, texts: int, ints: int, nullable: int) -> Schema:
    """A table with so many columns of texts and integers; `nullable` of the integers may lack."""
    named: list[Column] = [[t, "text", list(TEXTS[t]), False] for t in rng.sample([*TEXTS], texts)]
    for place, name in enumerate(rng.sample([*INTS], ints)):
        named.append([name, "int", list(INTS[name]), place < nullable])
    return {"name": rng.choice(TABLES), "columns": named}


def schemas(texts: int, ints: int) -> int:
    """How many different schemas `draw_schema` draws, all equally likely."""
    return len(TABLES) * perm(len(TEXTS), texts) * perm(len(INTS), ints)


def columns_of(schema: Schema) -> dict[str, Column]:
    """The columns by name."""
    return {column[0]: column for column in schema["columns"]}


def draw_rows(rng: Random, schema: Schema, number: int, least: int = 4) -> list[Row]:
    """Rows of one example; the first examples, which a prompt shows, have at least `least`.

    Number 3 is an empty table; from number 4 on the integers come from half of their range.
    """
    if number == 3:
        return []
    size = rng.randint(least, least + 2) if number < 3 else rng.randint(least - 1, ROWS)
    rows = [
        {column[0]: _draw_value(rng, column, number > 3) for column in schema["columns"]}
        for _ in range(size)
    ]
    key = schema.get("key")
    return rows if key is None else list({row[key]: row for row in rows}.values())


def _draw_value(rng: Random, column: Column, narrow: bool) -> Any:
    _, kind, domain, nullable = column
    if nullable and rng.random() < 0.25:
        return None
    if kind == "text":
        return rng.choice(domain)
    low, high = domain
    return rng.randint(low, (low + high) // 2 if narrow else high)


def several(tables: Sequence[Sequence[Any]], least: int = 4) -> bool:
    """Whether there are at least so many different tables."""
    found: list[Sequence[Any]] = []
    for table in tables:
        if table not in found:
            found.append(table)
    return len(found) >= least


def _item(column: Column) -> dict[str, Any]:
    _, kind, domain, nullable = column
    item: dict[str, Any] = {"type": "choice", "values": domain}
    if kind == "int":
        item = {"type": "integer", "min": domain[0], "max": domain[1]}
    return {"type": "nullable", "item": item} if nullable else item


def record_strategy(schema: Schema, name: str) -> dict[str, Any]:
    """The strategy of a table as a list of objects."""
    fields = {column[0]: _item(column) for column in schema["columns"]}
    return _list(schema, name, {"type": "record", "fields": fields}, schema.get("key"))


def row_strategy(schema: Schema, name: str) -> dict[str, Any]:
    """The strategy of a table as a list of rows, each a list of values."""
    items = [_item(column) for column in schema["columns"]]
    at = [column[0] for column in schema["columns"]]
    key = at.index(schema["key"]) if "key" in schema else None
    return _list(schema, name, {"type": "fixed_list", "items": items}, key)


def _list(schema: Schema, name: str, item: dict[str, Any], key: Any) -> dict[str, Any]:
    unique = {} if key is None else {"unique": key}
    return {
        "name": name,
        "type": "list",
        "item": item,
        "min_size": 0,
        "max_size": ROWS,
        **unique,
    }


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def column_words(column: Column, missing: str) -> str:
    """What a column holds: `units` (an integer from 0 to 12, or None where it is missing)."""
    name, kind, domain, nullable = column
    if kind == "text":
        held = "one of " + ", ".join(map(repr, domain))
    else:
        held = f"an integer from {domain[0]} to {domain[1]}"
    return f"{name} ({held}{f', or {missing} where it is missing' if nullable else ''})"

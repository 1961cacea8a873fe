"""Operations that take a second table, `other`, whose key column holds every value at most once.

Example: ["join", "city", ["age"], false] adds the age of the row of `other` with the same city.
"""

from collections.abc import Mapping
from random import Random

from assay.generators.code.frames.operation import Arguments, Columns, Operation, Rows
from assay.generators.code.schemas import Schema, listed


def join_operations(other: Schema) -> Mapping[str, Operation]:
    """The joins with the second table of a schema; nothing where the key column is gone."""
    key, given = other["key"], {column[0]: column for column in other["columns"]}
    attributes = [name for name in given if name != key]

    def draw(rng: Random, columns: Columns) -> Arguments | None:
        if key not in columns or any(name in columns for name in attributes):
            return None
        return [key, attributes, rng.random() < 0.5]

    def after(columns: Columns, _: str, names: list[str], inner: bool) -> Columns:
        added = {name: [name, *given[name][1:3], given[name][3] or not inner] for name in names}
        return {**columns, **added}

    def draw_partner(rng: Random, columns: Columns) -> Arguments | None:
        return [key, rng.random() < 0.5] if key in columns else None

    return {
        "join": Operation(draw, after, _join, _join_source, _join_words),
        "partner": Operation(
            draw_partner,
            lambda columns, *_: columns,
            lambda rows, others, key, has: [
                r for r in rows if any(o[key] == r[key] for o in others) is has
            ],
            lambda _, key, has: (
                f"keys = [row[{key!r}] for row in other]\n"
                f"rows = [row for row in rows if row[{key!r}] {'' if has else 'not '}in keys]"
            ),
            lambda _, key, has: (
                f"keep only the rows for which there is {'a' if has else 'no'} row in other with "
                f"the same {key}"
            ),
        ),
    }


def _join(rows: Rows, others: Rows, key: str, names: list[str], inner: bool) -> Rows:
    found = []
    for r in rows:
        partners = [o for o in others if o[key] == r[key]]
        found += [r | {name: o[name] for name in names} for o in partners]
        if not partners and not inner:
            found.append(r | dict.fromkeys(names))
    return found


def _join_source(_: Columns, key: str, names: list[str], inner: bool) -> str:
    fields = ", ".join(f"{name!r}: partner[{name!r}]" for name in names)
    lacking = ", ".join(f"{name!r}: None" for name in names)
    lines = [
        f"partners = {{row[{key!r}]: row for row in other}}",
        "joined = []",
        "for row in rows:",
        f"    partner = partners.get(row[{key!r}])",
        "    if partner is not None:",
        f"        joined.append({{**row, {fields}}})",
    ]
    if not inner:
        lines += ["    else:", f"        joined.append({{**row, {lacking}}})"]
    return "\n".join([*lines, "rows = joined"])


def _join_words(_: Columns, key: str, names: list[str], inner: bool) -> str:
    rest = (
        "rows without such a row in other are removed"
        if inner
        else f"if there is no such row in other, {listed(names)} are None"
        if len(names) > 1
        else f"if there is no such row in other, {names[0]} is None"
    )
    columns = "columns" if len(names) > 1 else "column"
    return f"add the {columns} {listed(names)} of the row of other with the same {key} ({rest})"

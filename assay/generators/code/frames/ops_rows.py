"""Operations on rows and columns: keep, fill, derive, sort, cut, choose and rename.

Example: ["fill", "units", 3] is `rows = [{**row, "units": 3 if row["units"] is None else ...}]`.

Columns of integers may hold None; every operation says what becomes of it.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.generators.code.frames.operation import (
    Arguments,
    Columns,
    Operation,
    Rows,
    fresh,
    of_kind,
    same_columns,
    with_column,
)
from assay.generators.code.schemas import listed

TOLD = {
    ">": "greater than",
    ">=": "at least",
    "<": "less than",
    "<=": "at most",
    "==": "equal to",
    "!=": "different from",
}
HOLDS = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
SIGNS = {"+": "plus", "-": "minus", "*": "times"}


def _draw_where(rng: Random, columns: Columns) -> Arguments | None:
    names = of_kind(columns, "int")
    if not names:
        return None
    name = rng.choice(names)
    low, high = columns[name][2]
    return [name, rng.choice([*HOLDS]), rng.randint(low, high)]


def _where(rows: Rows, _: Rows, name: str, sign: str, bound: int) -> Rows:
    return [r for r in rows if r[name] is not None and HOLDS[sign](r[name], bound)]


def _where_source(columns: Columns, name: str, sign: str, bound: int) -> str:
    known = f"row[{name!r}] is not None and " if columns[name][3] else ""
    return f"rows = [row for row in rows if {known}row[{name!r}] {sign} {bound}]"


def _where_words(columns: Columns, name: str, sign: str, bound: int) -> str:
    lost = f" (rows whose {name} is None are removed)" if columns[name][3] else ""
    return f"keep only the rows whose {name} is {TOLD[sign]} {bound}{lost}"


def _draw_among(rng: Random, columns: Columns) -> Arguments | None:
    names = [name for name in of_kind(columns, "text") if len(columns[name][2]) > 2]
    if not names:
        return None
    name = rng.choice(names)
    domain = columns[name][2]
    return [name, sorted(rng.sample(domain, rng.randint(1, 2))), rng.random() < 0.5]


def _among_words(_: Columns, name: str, values: list[str], wanted: bool) -> str:
    shown = " or ".join(map(repr, values))
    return f"{'keep only' if wanted else 'remove'} the rows whose {name} is {shown}"


def _among_source(_: Columns, name: str, values: list[str], wanted: bool) -> str:
    return f"rows = [row for row in rows if row[{name!r}] {'' if wanted else 'not '}in {values!r}]"


def _draw_nullable(rng: Random, columns: Columns) -> Arguments | None:
    names = of_kind(columns, "int", nullable=True)
    return [rng.choice(names)] if names else None


def _known(columns: Columns, name: str, *_: Any) -> Columns:
    return with_column(columns, name, "int", columns[name][2], False)


def _draw_fill(rng: Random, columns: Columns) -> Arguments | None:
    drawn = _draw_nullable(rng, columns)
    return [*drawn, rng.randint(0, 20)] if drawn else None


def _fill(rows: Rows, _: Rows, name: str, value: int) -> Rows:
    return [r | {name: value} if r[name] is None else dict(r) for r in rows]


def _fill_down(rows: Rows, _: Rows, name: str) -> Rows:
    found = []
    for at, row in enumerate(rows):
        known = [r[name] for r in rows[: at + 1] if r[name] is not None]
        found.append(row | {name: known[-1] if known else None})
    return found


def _fill_down_source(_: Columns, name: str) -> str:
    return (
        "last = None\nfilled = []\nfor row in rows:\n"
        f"    if row[{name!r}] is not None:\n        last = row[{name!r}]\n"
        f"    filled.append({{**row, {name!r}: last}})\nrows = filled"
    )


def _draw_combine(rng: Random, columns: Columns) -> Arguments | None:
    names, new = of_kind(columns, "int"), fresh(rng, columns)
    if len(names) < 2 or new is None:
        return None
    first, second = rng.sample(names, 2)
    return [new, first, rng.choice([*SIGNS]), second]


def _combined(sign: str, one: int, other: int) -> int:
    if sign == "*":
        return one * other
    return one + other if sign == "+" else one - other


def _combine(rows: Rows, _: Rows, new: str, first: str, sign: str, second: str) -> Rows:
    found = []
    for r in rows:
        known = None not in (r[first], r[second])
        found.append(r | {new: _combined(sign, r[first], r[second]) if known else None})
    return found


def _combine_after(columns: Columns, new: str, first: str, sign: str, second: str) -> Columns:
    ends = [_combined(sign, a, b) for a in columns[first][2] for b in columns[second][2]]
    lacks = columns[first][3] or columns[second][3]
    return with_column(columns, new, "int", [min(ends), max(ends)], lacks)


def _combine_source(columns: Columns, new: str, first: str, sign: str, second: str) -> str:
    value = f"row[{first!r}] {sign} row[{second!r}]"
    lacking = [f"row[{name!r}] is None" for name in (first, second) if columns[name][3]]
    if lacking:
        value = f"None if {' or '.join(lacking)} else {value}"
    return f"rows = [{{**row, {new!r}: {value}}} for row in rows]"


def _combine_words(columns: Columns, new: str, first: str, sign: str, second: str) -> str:
    lacking = [name for name in (first, second) if columns[name][3]]
    note = f" (None if {' or '.join(lacking)} is None)" if lacking else ""
    return f"add a column {new} that holds {first} {SIGNS[sign]} {second}{note}"


def _draw_scale(rng: Random, columns: Columns) -> Arguments | None:
    names, new = of_kind(columns, "int"), fresh(rng, columns)
    if not names or new is None:
        return None
    return [new, rng.choice(names), rng.randint(2, 9), rng.randint(-20, 20)]


def _scale(rows: Rows, _: Rows, new: str, name: str, factor: int, plus: int) -> Rows:
    return [r | {new: None if r[name] is None else r[name] * factor + plus} for r in rows]


def _scale_after(columns: Columns, new: str, name: str, factor: int, plus: int) -> Columns:
    ends = sorted(end * factor + plus for end in columns[name][2])
    return with_column(columns, new, "int", ends, columns[name][3])


def _scale_source(columns: Columns, new: str, name: str, factor: int, plus: int) -> str:
    value = f"row[{name!r}] * {factor} + {plus}"
    if columns[name][3]:
        value = f"None if row[{name!r}] is None else {value}"
    return f"rows = [{{**row, {new!r}: {value}}} for row in rows]"


def _scale_words(columns: Columns, new: str, name: str, factor: int, plus: int) -> str:
    note = f" (None if {name} is None)" if columns[name][3] else ""
    return f"add a column {new} that holds {name} times {factor}, plus {plus}{note}"


def _draw_band(rng: Random, columns: Columns) -> Arguments | None:
    names, new = of_kind(columns, "int"), fresh(rng, columns)
    if not names or new is None:
        return None
    name = rng.choice(names)
    return [new, name, rng.randint(*columns[name][2])]


def _band_of(value: int | None, bound: int) -> str:
    if value is None:
        return "unknown"
    return "low" if value < bound else "high"


def _band(rows: Rows, _: Rows, new: str, name: str, bound: int) -> Rows:
    return [r | {new: _band_of(r[name], bound)} for r in rows]


def _band_source(columns: Columns, new: str, name: str, bound: int) -> str:
    value = f"'high' if row[{name!r}] >= {bound} else 'low'"
    if columns[name][3]:
        value = f"'unknown' if row[{name!r}] is None else {value}"
    return f"rows = [{{**row, {new!r}: {value}}} for row in rows]"


def _band_words(columns: Columns, new: str, name: str, bound: int) -> str:
    note = f", and 'unknown' if {name} is None" if columns[name][3] else ""
    return (
        f"add a column {new} that holds 'high' if {name} is at least {bound}, 'low' if it is "
        f"less{note}"
    )


def _draw_sort(rng: Random, columns: Columns) -> Arguments | None:
    names = of_kind(columns, "int") + of_kind(columns, "text")
    return [rng.choice(names), rng.random() < 0.5] if names else None


def _sort(rows: Rows, _: Rows, name: str, down: bool) -> Rows:
    known = sorted((r for r in rows if r[name] is not None), key=lambda r: r[name], reverse=down)
    return known + [r for r in rows if r[name] is None]


def _sort_source(columns: Columns, name: str, down: bool) -> str:
    if not columns[name][3]:
        return f"rows = sorted(rows, key=lambda row: row[{name!r}]{', reverse=True' * down})"
    return (
        f"known = [row for row in rows if row[{name!r}] is not None]\n"
        f"missing = [row for row in rows if row[{name!r}] is None]\n"
        f"rows = sorted(known, key=lambda row: row[{name!r}]{', reverse=True' * down}) + missing"
    )


def _sort_words(columns: Columns, name: str, down: bool) -> str:
    note = f"rows whose {name} is None come last, and " if columns[name][3] else ""
    kind = "alphabetically " if columns[name][1] == "text" else ""
    order = "descending" if down else "ascending"
    return (
        f"sort the rows {kind}by {name} in {order} order ({note}rows that do not differ in it "
        "keep their order)"
    )


def _draw_distinct(rng: Random, columns: Columns) -> Arguments | None:
    names = of_kind(columns, "text")
    return [sorted(rng.sample(names, rng.randint(1, min(2, len(names)))))] if names else None


def _distinct(rows: Rows, _: Rows, names: list[str]) -> Rows:
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for r in rows:
        first.setdefault(tuple(r[name] for name in names), r)
    return list(first.values())


def _distinct_source(_: Columns, names: list[str]) -> str:
    key = ", ".join(f"row[{name!r}]" for name in names)
    return (
        f"seen = []\nfirst = []\nfor row in rows:\n    key = [{key}]\n"
        "    if key not in seen:\n        seen.append(key)\n        first.append(row)\nrows = first"
    )


def _draw_select(rng: Random, columns: Columns) -> Arguments | None:
    if len(columns) < 4:
        return None
    kept = rng.sample([*columns], len(columns) - rng.randint(1, 2))
    return [sorted(kept)] if of_kind({name: columns[name] for name in kept}, "int") else None


def _draw_rename(rng: Random, columns: Columns) -> Arguments | None:
    new = fresh(rng, columns)
    return [rng.choice([*columns]), new] if new else None


def _renamed(row: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if key == old else key: value for key, value in row.items()}


def _rename_after(columns: Columns, old: str, new: str) -> Columns:
    return {
        (new if name == old else name): [new if name == old else name, *column[1:]]
        for name, column in columns.items()
    }


ROW_OPS: Mapping[str, Operation] = {
    "where": Operation(_draw_where, same_columns, _where, _where_source, _where_words),
    "among": Operation(
        _draw_among,
        same_columns,
        lambda rows, _, name, values, wanted: [r for r in rows if (r[name] in values) is wanted],
        _among_source,
        _among_words,
    ),
    "present": Operation(
        _draw_nullable,
        _known,
        lambda rows, _, name: [r for r in rows if r[name] is not None],
        lambda _, name: f"rows = [row for row in rows if row[{name!r}] is not None]",
        lambda _, name: f"remove the rows whose {name} is None",
    ),
    "fill": Operation(
        _draw_fill,
        lambda columns, name, value: with_column(
            columns,
            name,
            "int",
            [min(columns[name][2][0], value), max(columns[name][2][1], value)],
            False,
        ),
        _fill,
        lambda _, name, value: (
            f"rows = [{{**row, {name!r}: {value} if row[{name!r}] is None else row[{name!r}]}} "
            "for row in rows]"
        ),
        lambda _, name, value: f"replace None in the column {name} by {value}",
    ),
    "fill_down": Operation(
        _draw_nullable,
        same_columns,
        _fill_down,
        _fill_down_source,
        lambda _, name: (
            f"replace every None in the column {name} by the nearest {name} above it that is not "
            "None (it stays None if there is no such row)"
        ),
    ),
    "combine": Operation(_draw_combine, _combine_after, _combine, _combine_source, _combine_words),
    "scale": Operation(_draw_scale, _scale_after, _scale, _scale_source, _scale_words),
    "band": Operation(
        _draw_band,
        lambda columns, new, name, bound: with_column(
            columns, new, "text", ["high", "low", *["unknown"][: columns[name][3]]], False
        ),
        _band,
        _band_source,
        _band_words,
    ),
    "sort": Operation(_draw_sort, same_columns, _sort, _sort_source, _sort_words),
    "head": Operation(
        lambda rng, columns: [rng.randint(2, 5)],
        same_columns,
        lambda rows, _, count: [r for at, r in enumerate(rows) if at < count],
        lambda _, count: f"rows = rows[:{count}]",
        lambda _, count: f"keep only the first {count} rows (all of them if there are fewer)",
    ),
    "distinct": Operation(
        _draw_distinct,
        same_columns,
        _distinct,
        _distinct_source,
        lambda _, names: (
            f"keep, for each different {'combination of ' * (len(names) > 1)}{listed(names)}, only "
            "the first row that has it"
        ),
    ),
    "select": Operation(
        _draw_select,
        lambda columns, names: {name: columns[name] for name in names},
        lambda rows, _, names: [{name: r[name] for name in names} for r in rows],
        lambda _, names: f"rows = [{{name: row[name] for name in {names!r}}} for row in rows]",
        lambda _, names: f"keep only the columns {listed(names)}",
    ),
    "rename": Operation(
        _draw_rename,
        _rename_after,
        lambda rows, _, old, new: [_renamed(r, old, new) for r in rows],
        lambda _, old, new: (
            f"rows = [{{({new!r} if key == {old!r} else key): value "
            "for key, value in row.items()} for row in rows]"
        ),
        lambda _, old, new: f"rename the column {old} to {new}",
    ),
}

"""Operations over groups of rows: aggregate, rank, accumulate, look back, widen, lengthen, join.

Example: ["group", ["city"], [["total", "sum", "units"]]] gives one row for each city, in the order
of its first appearance, with the sum of its units (None counts nothing).
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

AGGREGATES = ("sum", "max", "min", "count", "known")
WIDE = [0, 40]


def _known(rows: Rows, name: str) -> list[int]:
    return [r[name] for r in rows if r[name] is not None]


def _aggregate(rows: Rows, how: str, name: str) -> int | None:
    values = _known(rows, name)
    if how == "count":
        return len(rows)
    if how == "known":
        return len(values)
    if how == "sum":
        return sum(values)
    return (max if how == "max" else min)(values, default=None)


def _lacks(columns: Columns, how: str, name: str) -> bool:
    return how in ("max", "min") and bool(columns[name][3])


def _told(columns: Columns, how: str, name: str) -> str:
    lacks = bool(columns[name][3])
    told: dict[str, str] = {
        "count": "the number of its rows",
        "known": f"the number of its rows whose {name} is not None",
        "sum": f"the sum of their {name}" + (" (None counts nothing)" if lacks else ""),
        "max": f"the largest {name}" + (" that is not None (None if there is none)" * lacks),
        "min": f"the smallest {name}" + (" that is not None (None if there is none)" * lacks),
    }
    return told[how]


def _value_source(columns: Columns, how: str, name: str) -> str:
    known = f" if row[{name!r}] is not None" if columns[name][3] else ""
    values = f"row[{name!r}] for row in group{known}"
    if how == "count":
        return "len(group)"
    if how == "known":
        return f"sum(1 for row in group{known})"
    if how == "sum":
        return f"sum({values})"
    return f"{how}(({values}), default=None)" if columns[name][3] else f"{how}({values})"


def _draw_group(rng: Random, columns: Columns) -> Arguments | None:
    texts, ints = of_kind(columns, "text"), of_kind(columns, "int")
    if not texts or not ints:
        return None
    keys = sorted(rng.sample(texts, rng.randint(1, min(2, len(texts)))))
    free = [name for name in ("extra", "result", "mark", "value", "total") if name not in keys]
    values = rng.sample(free, rng.randint(1, 2))
    return [keys, [[new, rng.choice(AGGREGATES), rng.choice(ints)] for new in values]]


def _group_after(columns: Columns, keys: list[str], values: list[list[str]]) -> Columns:
    after = {key: columns[key] for key in keys}
    for new, how, name in values:
        after[new] = [new, "int", WIDE, _lacks(columns, how, name)]
    return after


def _group(rows: Rows, _: Rows, keys: list[str], values: list[list[str]]) -> Rows:
    groups: dict[tuple[Any, ...], Rows] = {}
    for r in rows:
        groups.setdefault(tuple(r[key] for key in keys), []).append(r)
    return [
        dict(zip(keys, key, strict=True))
        | {new: _aggregate(group, how, name) for new, how, name in values}
        for key, group in groups.items()
    ]


def _group_source(columns: Columns, keys: list[str], values: list[list[str]]) -> str:
    fields = [f"{key!r}: key[{at}]" for at, key in enumerate(keys)]
    fields += [f"{new!r}: {_value_source(columns, how, name)}" for new, how, name in values]
    key = ", ".join(f"row[{name!r}]" for name in keys)
    return (
        f"groups = {{}}\nfor row in rows:\n    groups.setdefault(({key},), []).append(row)\n"
        f"rows = [{{{', '.join(fields)}}} for key, group in groups.items()]"
    )


def _group_words(columns: Columns, keys: list[str], values: list[list[str]]) -> str:
    held = listed([f"{new} ({_told(columns, how, name)})" for new, how, name in values])
    kind = "combination of " * (len(keys) > 1)
    return (
        f"replace the rows by one row for each different {kind}{listed(keys)}, in the order of "
        f"first appearance, with the columns {listed([*keys])} and {held}"
    )


def _draw_by(rng: Random, columns: Columns) -> Arguments | None:
    """[new column, a column of integers, a column to group by or None]."""
    texts, ints, new = of_kind(columns, "text"), of_kind(columns, "int"), fresh(rng, columns)
    if not ints or new is None:
        return None
    by = rng.choice(texts) if texts and rng.random() < 0.75 else None
    return [new, rng.choice(ints), by]


def _draw_rank(rng: Random, columns: Columns) -> Arguments | None:
    drawn = _draw_by(rng, columns)
    return [*drawn, rng.random() < 0.5] if drawn else None


def _peers(rows: Rows, row: Mapping[str, Any], by: str | None) -> Rows:
    return [r for r in rows if by is None or r[by] == row[by]]


def _rank(rows: Rows, _: Rows, new: str, name: str, by: str | None, down: bool) -> Rows:
    found = []
    for row in rows:
        order = sorted(_known(_peers(rows, row, by), name), reverse=down)
        value = row[name]
        found.append(row | {new: None if value is None else order.index(value) + 1})
    return found


def _same_by(by: str | None) -> str:
    return f"other[{by!r}] == row[{by!r}] and " if by else ""


def _rank_source(columns: Columns, new: str, name: str, by: str | None, down: bool) -> str:
    known = f"other[{name!r}] is not None and " if columns[name][3] else ""
    test = f"{_same_by(by)}{known}other[{name!r}] {'>' if down else '<'} row[{name!r}]"
    value = f"1 + sum(1 for other in rows if {test})"
    if columns[name][3]:
        value = f"None if row[{name!r}] is None else {value}"
    return f"rows = [{{**row, {new!r}: {value}}} for row in rows]"


def _same_words(by: str | None) -> str:
    return f" with the same {by}" if by else ""


def _rank_words(columns: Columns, new: str, name: str, by: str | None, down: bool) -> str:
    note = f" (None if {name} is None, and such rows do not count)" if columns[name][3] else ""
    return (
        f"add a column {new} that holds 1 plus the number of rows{_same_words(by)} whose {name} is "
        f"{'greater' if down else 'less'} than that of the row{note}"
    )


def _running(rows: Rows, _: Rows, new: str, name: str, by: str | None) -> Rows:
    return [
        row | {new: sum(_known(_peers(rows[: at + 1], row, by), name))}
        for at, row in enumerate(rows)
    ]


def _running_source(columns: Columns, new: str, name: str, by: str | None) -> str:
    value = f"(row[{name!r}] or 0)" if columns[name][3] else f"row[{name!r}]"
    key = f"row[{by!r}]" if by else "None"
    return (
        "totals = {}\nadded = []\nfor row in rows:\n"
        f"    key = {key}\n    totals[key] = totals.get(key, 0) + {value}\n"
        f"    added.append({{**row, {new!r}: totals[key]}})\nrows = added"
    )


def _running_words(columns: Columns, new: str, name: str, by: str | None) -> str:
    note = " (None counts nothing)" if columns[name][3] else ""
    return (
        f"add a column {new} that holds the sum of {name}{note} over all rows{_same_words(by)} up "
        "to and including the row"
    )


def _previous(rows: Rows, _: Rows, new: str, name: str, by: str | None) -> Rows:
    found = []
    for at, row in enumerate(rows):
        above = _peers(rows[:at], row, by)
        found.append(row | {new: above[-1][name] if above else None})
    return found


def _previous_source(_: Columns, new: str, name: str, by: str | None) -> str:
    key = f"row[{by!r}]" if by else "None"
    return (
        "before = {}\nadded = []\nfor row in rows:\n"
        f"    key = {key}\n    added.append({{**row, {new!r}: before.get(key)}})\n"
        f"    before[key] = row[{name!r}]\nrows = added"
    )


def _previous_words(_: Columns, new: str, name: str, by: str | None) -> str:
    return (
        f"add a column {new} that holds the {name} of the nearest row above{_same_words(by)} (None "
        "if there is no such row)"
    )


def _gap(rows: Rows, _: Rows, new: str, name: str, by: str | None) -> Rows:
    found = []
    for row in rows:
        best = max(_known(_peers(rows, row, by), name), default=0)
        found.append(row | {new: None if row[name] is None else best - row[name]})
    return found


def _gap_source(columns: Columns, new: str, name: str, by: str | None) -> str:
    tests = [f"other[{by!r}] == row[{by!r}]"] if by else []
    tests += [f"other[{name!r}] is not None"] if columns[name][3] else []
    such = f" if {' and '.join(tests)}" if tests else ""
    value = f"max(other[{name!r}] for other in rows{such}) - row[{name!r}]"
    if columns[name][3]:
        value = f"None if row[{name!r}] is None else {value}"
    return f"rows = [{{**row, {new!r}: {value}}} for row in rows]"


def _gap_words(columns: Columns, new: str, name: str, by: str | None) -> str:
    note = f" (None if {name} is None, and such rows do not count)" if columns[name][3] else ""
    return (
        f"add a column {new} that holds the largest {name} of all rows{_same_words(by)} minus the "
        f"{name} of the row{note}"
    )


def _draw_best(rng: Random, columns: Columns) -> Arguments | None:
    texts, ints = of_kind(columns, "text"), of_kind(columns, "int")
    if not texts or not ints:
        return None
    return [rng.choice(texts), rng.choice(ints), rng.randint(1, 2), rng.random() < 0.5]


def _best(rows: Rows, _: Rows, by: str, name: str, count: int, down: bool) -> Rows:
    order = [at for at, r in enumerate(rows) if r[name] is not None]
    order.sort(key=lambda at: (rows[at][name], -at), reverse=down)
    if not down:
        order.sort(key=lambda at: (rows[at][name], at))
    kept: set[int] = set()
    for value in {r[by] for r in rows}:
        kept.update([at for at in order if rows[at][by] == value][:count])
    return [r for at, r in enumerate(rows) if at in kept]


def _best_source(columns: Columns, by: str, name: str, count: int, down: bool) -> str:
    known = f" if row[{name!r}] is not None" if columns[name][3] else ""
    sign = "-" if down else ""
    return (
        f"places = [at for at, row in enumerate(rows){known}]\n"
        f"places.sort(key=lambda at: {sign}rows[at][{name!r}])\nkept = []\ntaken = {{}}\n"
        f"for at in places:\n    key = rows[at][{by!r}]\n"
        f"    if taken.get(key, 0) < {count}:\n        taken[key] = taken.get(key, 0) + 1\n"
        "        kept.append(at)\nrows = [row for at, row in enumerate(rows) if at in kept]"
    )


def _best_words(columns: Columns, by: str, name: str, count: int, down: bool) -> str:
    note = f"; rows whose {name} is None are removed" if columns[name][3] else ""
    many = "the row" if count == 1 else f"the {count} rows (or all, if there are fewer)"
    return (
        f"keep, for each different {by}, only {many} with the {'largest' if down else 'smallest'} "
        f"{name} (among equals the upper rows are preferred{note}), leaving the kept rows in "
        "their order"
    )


def _draw_pivot(rng: Random, columns: Columns) -> Arguments | None:
    texts, ints = of_kind(columns, "text"), of_kind(columns, "int")
    if len(texts) < 2 or not ints:
        return None
    index, heads = rng.sample(texts, 2)
    taken = {index, *columns[heads][2]}
    if len(taken) <= len(columns[heads][2]):
        return None
    return [index, heads, sorted(columns[heads][2]), rng.choice(ints)]


def _pivot_after(columns: Columns, index: str, _: str, values: list[str], name: str) -> Columns:
    after: Columns = {index: columns[index]}
    for value in values:
        after = with_column(after, value, "int", WIDE, False)
    return after


def _pivot(rows: Rows, _: Rows, index: str, heads: str, values: list[str], name: str) -> Rows:
    found = []
    for key in dict.fromkeys(r[index] for r in rows):
        cells = {
            value: sum(_known([r for r in rows if (r[index], r[heads]) == (key, value)], name))
            for value in values
        }
        found.append({index: key, **cells})
    return found


def _pivot_source(columns: Columns, index: str, heads: str, values: list[str], name: str) -> str:
    value = f"(row[{name!r}] or 0)" if columns[name][3] else f"row[{name!r}]"
    return (
        f"table = {{}}\nfor row in rows:\n    key = row[{index!r}]\n"
        f"    if key not in table:\n        table[key] = {{{index!r}: key}}\n"
        f"        for head in {values!r}:\n            table[key][head] = 0\n"
        f"    if row[{heads!r}] in table[key]:\n"
        f"        table[key][row[{heads!r}]] += {value}\nrows = list(table.values())"
    )


def _pivot_words(columns: Columns, index: str, heads: str, values: list[str], name: str) -> str:
    note = ", None counting nothing" if columns[name][3] else ""
    return (
        f"replace the rows by one row for each different {index}, in the order of first "
        f"appearance, with the column {index} and one column for each of {listed(values)} that "
        f"holds the sum of {name} over the rows with that {index} and that {heads} (0 if there are "
        f"none{note})"
    )


def _draw_melt(rng: Random, columns: Columns) -> Arguments | None:
    texts, ints = of_kind(columns, "text"), of_kind(columns, "int")
    if not texts or len(ints) < 2 or "item" in texts:
        return None
    return [rng.choice(texts), sorted(rng.sample(ints, 2)), "item", "amount"]


def _melt_after(columns: Columns, keep: str, names: list[str], item: str, amount: str) -> Columns:
    lacks = any(columns[name][3] for name in names)
    ends = [end for name in names for end in columns[name][2]]
    after = with_column({keep: columns[keep]}, item, "text", list(names), False)
    return with_column(after, amount, "int", [min(ends), max(ends)], lacks)


def _melt(rows: Rows, _: Rows, keep: str, names: list[str], item: str, amount: str) -> Rows:
    return [{keep: r[keep], item: name, amount: r[name]} for r in rows for name in names]


def _melt_words(_: Columns, keep: str, names: list[str], item: str, amount: str) -> str:
    return (
        f"replace every row by two rows, one for {names[0]} and then one for {names[1]}, with the "
        f"columns {keep} (as it was), {item} (the text {names[0]!r} or {names[1]!r}) and {amount} "
        "(the value that stood in that column)"
    )


GROUP_OPS: Mapping[str, Operation] = {
    "group": Operation(_draw_group, _group_after, _group, _group_source, _group_words),
    "rank": Operation(
        _draw_rank,
        lambda columns, new, name, by, down: with_column(
            columns, new, "int", [1, 4], columns[name][3]
        ),
        _rank,
        _rank_source,
        _rank_words,
    ),
    "running": Operation(
        _draw_by,
        lambda columns, new, name, by: with_column(columns, new, "int", WIDE, False),
        _running,
        _running_source,
        _running_words,
    ),
    "previous": Operation(
        _draw_by,
        lambda columns, new, name, by: with_column(columns, new, "int", columns[name][2], True),
        _previous,
        _previous_source,
        _previous_words,
    ),
    "gap": Operation(
        _draw_by,
        lambda columns, new, name, by: with_column(columns, new, "int", [0, 20], columns[name][3]),
        _gap,
        _gap_source,
        _gap_words,
    ),
    "best": Operation(_draw_best, same_columns, _best, _best_source, _best_words),
    "pivot": Operation(_draw_pivot, _pivot_after, _pivot, _pivot_source, _pivot_words),
    "melt": Operation(
        _draw_melt,
        _melt_after,
        _melt,
        lambda _, keep, names, item, amount: (
            f"rows = [{{{keep!r}: row[{keep!r}], {item!r}: name, {amount!r}: row[name]}} "
            f"for row in rows for name in {names!r}]"
        ),
        _melt_words,
    ),
}

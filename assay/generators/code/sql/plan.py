"""A query as JSON, and what it gives: the relational plan, carried out on lists of dicts.

    plan = {"from": "trips", "where": [["cmp", "age", ">", 30]], "select": [["column", "city"]]}
    evaluate(plan, {"trips": rows})        [["oslo"], ["rome"]]

The gold of the SQL families. NULL is None: a comparison with it does not hold, aggregates skip it,
and it comes last in every order. An order always runs on through all columns, so that only equal
rows may change places. `text.py` writes the same plan in SQL; the two share nothing.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from assay.generators.code.schemas import Row

Plan = Mapping[str, Any]
Tables = Mapping[str, list[Row]]


def evaluate(plan: Plan, tables: Tables) -> list[list[Any]]:
    """The rows of the result, each a list of values."""
    rows = tables[plan["from"]]
    if "join" in plan:
        rows = _joined(rows, tables[plan["join"]["table"]], plan["join"])
    rows = [row for row in rows if all(holds(test, row, tables, plan) for test in plan["where"])]
    if "top" in plan:
        rows = _top(rows, *plan["top"])
    if "group" in plan:
        found = [
            [_summary(item, group) for item in plan["select"]] for group in _groups(rows, plan)
        ]
    else:
        found = [[_value(item, row, rows) for item in plan["select"]] for row in rows]
    if plan.get("distinct"):
        found = [row for at, row in enumerate(found) if row not in found[:at]]
    for at, down in reversed(full_order(plan)):
        found = _ordered(found, at, down)
    return found[: plan["limit"]] if "limit" in plan else found


def full_order(plan: Plan) -> list[tuple[int, bool]]:
    """The order asked for, then all other columns in ascending order; empty where none is asked."""
    asked = [(at, down) for at, down in plan.get("order", ())]
    if not asked:
        return []
    named = {at for at, _ in asked}
    return asked + [(at, False) for at in range(len(plan["select"])) if at not in named]


def _ordered(rows: list[list[Any]], at: int, down: bool) -> list[list[Any]]:
    known = [row for row in rows if row[at] is not None]
    known.sort(key=lambda row: row[at], reverse=down)
    return known + [row for row in rows if row[at] is None]


def _joined(rows: list[Row], others: list[Row], join: Mapping[str, Any]) -> list[Row]:
    key, names = join["key"], join["columns"]
    found = []
    for row in rows:
        partners = [o for o in others if o[key] is not None and o[key] == row[key]]
        found += [row | {name: o[name] for name in names} for o in partners]
        if not partners and join["kind"] == "left":
            found.append(row | dict.fromkeys(names))
    return found


def holds(test: Sequence[Any], row: Row, tables: Tables, plan: Plan) -> bool:
    """Whether a condition holds for a row; one on NULL does not."""
    name, *rest = test
    if name == "or":
        return any(holds(inner, row, tables, plan) for inner in rest)
    if name == "exists":
        table, key, tests, wanted = rest
        hits = [
            o
            for o in tables[table]
            if o[key] is not None
            and o[key] == row[key]
            and all(holds(inner, o, tables, plan) for inner in tests)
        ]
        return bool(hits) is wanted
    value = row[rest[0]]
    if name == "null":
        return (value is None) is rest[1]
    if value is None:
        return False
    if name == "in":
        return (value in rest[1]) is rest[2]
    if name == "between":
        return bool(rest[1] <= value <= rest[2])
    if name == "cmp":
        return _compare(value, rest[1], rest[2])
    by = rest[3]
    peers = [r for r in tables[plan["from"]] if by is None or r[by] == row[by]]
    bound = aggregate(rest[2], rest[0], peers)
    return bound is not None and _compare(value, rest[1], bound)


def _compare(value: int, sign: str, bound: int) -> bool:
    order = (value > bound) - (value < bound)
    return (
        order
        in {">": (1,), ">=": (0, 1), "<": (-1,), "<=": (-1, 0), "=": (0,), "<>": (-1, 1)}[sign]
    )


def aggregate(how: str, name: str, rows: Sequence[Row]) -> int | None:
    """An aggregate of a column over rows: NULL for the sum, least or greatest of nothing known."""
    values = [row[name] for row in rows if row[name] is not None] if how != "rows" else []
    if how == "rows":
        return len(rows)
    if how == "known":
        return len(values)
    if how == "different":
        return len(set(values))
    if not values:
        return None
    if how == "sum":
        return int(sum(values))
    return int(max(values) if how == "max" else min(values))


def _groups(rows: list[Row], plan: Plan) -> list[list[Row]]:
    keys = plan["group"]
    if not keys:
        return [rows]
    first: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        first.setdefault(tuple(row[key] for key in keys), []).append(row)
    groups = list(first.values())
    if "having" in plan:
        how, name, sign, bound = plan["having"]
        groups = [g for g in groups if _passes(aggregate(how, name, g), sign, bound)]
    return groups


def _passes(value: int | None, sign: str, bound: int) -> bool:
    return value is not None and _compare(value, sign, bound)


def _summary(item: Sequence[Any], group: Sequence[Row]) -> Any:
    if item[0] == "column":
        return group[0][item[1]]
    return aggregate(item[1], item[2], group)


def _value(item: Sequence[Any], row: Row, rows: Sequence[Row]) -> Any:
    name, *rest = item
    if name == "column":
        return row[rest[0]]
    if name == "coalesce":
        return rest[1] if row[rest[0]] is None else row[rest[0]]
    if name == "case":
        value = row[rest[0]]
        return "high" if value is not None and value >= rest[1] else "low"
    if name == "expr":
        first, sign, second = row[rest[0]], rest[1], row[rest[2]]
        if first is None or second is None:
            return None
        return {"+": first + second, "-": first - second, "*": first * second}[sign]
    by = rest[-1]
    peers = [r for r in rows if by is None or r[by] == row[by]]
    if name == "over":
        return aggregate(rest[0], rest[1], peers)
    return _place(row, peers, rest[0], rest[1])


def _place(row: Row, peers: Sequence[Row], name: str, down: bool) -> int:
    """The rank of a row by a column without NULL: ties share the best place."""
    ahead = [r for r in peers if (r[name] > row[name] if down else r[name] < row[name])]
    return 1 + len(ahead)


def _top(rows: list[Row], name: str, by: str, down: bool, count: int) -> list[Row]:
    kept = []
    order = sorted(range(len(rows)), key=lambda at: str(rows[at][by]))
    for _, places in groupby(order, key=lambda at: rows[at][by]):
        group = [rows[at] for at in places]
        kept += [r for r in group if _place(r, group, name, down) <= count]
    return kept

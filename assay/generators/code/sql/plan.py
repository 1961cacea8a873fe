"""A query as JSON, and what it gives: the relational plan, carried out on lists of dicts.

    plan = {"from": "trips", "where": [["cmp", "age", ">", 30]], "select": [["column", "city"]]}
    evaluate(plan, {"trips": rows})        [["oslo"], ["rome"]]

The gold of the SQL families. NULL is None: a comparison with it does not hold, aggregates skip it,
and it comes last in every order. An order always runs on through all columns, so that only equal
rows may change places. `text.py` writes the same plan in SQL; the two share nothing.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
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
    for test in plan["where"]:
        check = tester(test, plan)
        rows = [row for row in rows if check(row, tables)]
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
    if plan.get("order"):
        found = _ordered(found, full_order(plan))
    return found[: plan["limit"]] if "limit" in plan else found


def full_order(plan: Plan) -> list[tuple[int, bool]]:
    """The order asked for, then all other columns in ascending order; empty where none is asked."""
    asked = [(at, down) for at, down in plan.get("order", ())]
    if not asked:
        return []
    named = {at for at, _ in asked}
    return asked + [(at, False) for at in range(len(plan["select"])) if at not in named]


def _ordered(rows: list[list[Any]], order: list[tuple[int, bool]]) -> list[list[Any]]:
    """The rows in an order: by its last columns, all ascending, in one go, then by the others."""
    last = max((place for place, (_, down) in enumerate(order, 1) if down), default=0)
    rest = [at for at, _ in order[last:]]
    rows = sorted(rows, key=lambda row: [(row[at] is None, row[at]) for at in rest])
    for at, down in reversed(order[:last]):
        known = [row for row in rows if row[at] is not None]
        known.sort(key=lambda row: row[at], reverse=down)
        rows = known + [row for row in rows if row[at] is None]
    return rows


def _joined(rows: list[Row], others: list[Row], join: Mapping[str, Any]) -> list[Row]:
    key, names = join["key"], join["columns"]
    found = []
    for row in rows:
        partners = [o for o in others if o[key] is not None and o[key] == row[key]]
        found += [row | {name: o[name] for name in names} for o in partners]
        if not partners and join["kind"] == "left":
            found.append(row | dict.fromkeys(names))
    return found


ARITHMETIC: Mapping[str, Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
Check = Callable[[Row, Tables], bool]
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
}


def tester(test: Sequence[Any], plan: Plan) -> Check:
    """A condition as a function of a row and the tables; one on NULL does not hold."""
    name, *rest = test
    if name == "or":
        inner = [tester(one, plan) for one in rest]
        return lambda row, tables: any(check(row, tables) for check in inner)
    if name == "exists":
        return _exists(plan, *rest)
    column, *rest = rest
    if name == "null":
        wanted = rest[0]
        return lambda row, tables: (row[column] is None) is wanted
    if name == "extreme":
        return _extreme(plan, column, *rest)
    known = of_value(name, rest)

    def check_value(row: Row, tables: Tables) -> bool:
        value = row[column]
        return value is not None and known(value)

    return check_value


def of_value(name: str, rest: Sequence[Any]) -> Callable[[Any], bool]:
    """A condition on a value that is not NULL."""
    one, two = rest
    if name == "in":
        return lambda value: (value in one) is two
    if name == "between":
        return lambda value: bool(one <= value <= two)
    compare = COMPARE[one]
    return lambda value: compare(value, two)


def _exists(plan: Plan, table: str, key: str, tests: Sequence[Any], wanted: bool) -> Check:
    checks = [tester(test, plan) for test in tests]

    def check(row: Row, tables: Tables) -> bool:
        own = row[key]
        found = own is not None and any(
            o[key] == own and all(one(o, tables) for one in checks) for o in tables[table]
        )
        return found is wanted

    return check


def _extreme(plan: Plan, column: str, sign: str, how: str, by: str | None) -> Check:
    def check(row: Row, tables: Tables) -> bool:
        value = row[column]
        if value is None:
            return False
        peers = [r for r in tables[plan["from"]] if by is None or r[by] == row[by]]
        bound = aggregate(how, column, peers)
        return bound is not None and COMPARE[sign](value, bound)

    return check


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
    return value is not None and COMPARE[sign](value, bound)


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
        return ARITHMETIC[sign](first, second)
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

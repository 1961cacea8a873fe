"""Plans at random: tables, conditions, columns, groups and orders, by the theme of a family.

    draw_problem(rng, "group", level=3)    {"tables": [schema, ...], "plan": {...}}

A problem is kept when its examples have differing results and no condition could be left out
unnoticed. The examples depend on the schemas alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from assay.core.canonical import dumps, loads
from assay.core.seeds import seed_for
from assay.generators.code.schemas import (
    Column,
    Schema,
    columns_of,
    draw_rows,
    draw_schema,
    several,
)
from assay.generators.code.sql.plan import evaluate, of_value, tester
from assay.generators.code.sql.text import row_lists

EXAMPLES = 8
TRIES = 40
ATTEMPTS = 60
SIGNS = (">", ">", ">=", ">=", "<", "<", "<=", "<=", "=", "<>")
KEPT = (0.5, 0.9)
HAVING = (
    ("rows", ">=", 2),
    ("rows", "<", 3),
    ("known", ">", 1),
    ("sum", ">", 12),
    ("sum", "<", 40),
    ("max", ">=", 12),
    ("min", "<", 15),
    ("min", ">", 5),
)
NAMES = ("members", "places", "details", "partners", "offices", "notes", "sources", "grades")
Problem = Mapping[str, Any]
Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Size:
    """Conditions, given columns, and whether an order, a limit or an `or` come in."""

    tests: int
    items: int
    order: bool = False
    limit: bool = False
    either: bool = False

    @property
    def pieces(self) -> int:
        """How many pieces the query has: the measure of its hardness."""
        return self.tests + self.items + self.order + self.limit + self.either


LEVELS = {
    1: Size(1, 1),
    2: Size(1, 2),
    3: Size(1, 2, order=True),
    4: Size(1, 2, order=True, limit=True),
    5: Size(2, 2, order=True, either=True),
    6: Size(2, 3, order=True),
    7: Size(2, 3, order=True, limit=True),
    8: Size(2, 3, order=True, limit=True, either=True),
    9: Size(3, 3, order=True, limit=True, either=True),
    10: Size(3, 4, order=True, limit=True, either=True),
}


def draw_problem(rng: Random, theme: str, level: int) -> dict[str, Any]:
    """A problem of a theme: select, join, group, nested or window."""
    size = LEVELS[level]
    while True:
        tables = draw_tables(rng)
        for _ in range(TRIES):
            plan = THEMES[theme](rng, size, tables)
            if plan is not None and _is_telling(tables, plan):
                return {"tables": tables, "plan": plan}


def draw_tables(rng: Random) -> list[Schema]:
    """A table, and another with one of its columns of text; texts and integers may be NULL."""
    main = draw_schema(rng, texts=2, ints=3, nullable=rng.randint(1, 2))
    key, label = rng.sample([c for c in main["columns"] if c[1] == "text"], 2)
    label[3] = rng.random() < 0.4
    taken = columns_of(main)
    drawn = draw_schema(rng, texts=2, ints=2, nullable=1)["columns"]
    free = [c for c in drawn if c[0] not in taken]
    while len(free) < 2:
        drawn = draw_schema(rng, texts=2, ints=2, nullable=1)["columns"]
        free = [c for c in drawn if c[0] not in taken]
    return [main, {"name": rng.choice(NAMES), "columns": [list(key), *free[:3]]}]


def key_of(tables: Sequence[Schema]) -> str:
    """The column that the two tables share."""
    return str(tables[1]["columns"][0][0])


def visible(problem: Problem) -> dict[str, Column]:
    """The columns that a condition or an item may name, after the join if there is one."""
    plan, columns = problem["plan"], columns_of(problem["tables"][0])
    join = plan.get("join")
    if join is not None:
        given = columns_of(problem["tables"][1])
        for name in join["columns"]:
            columns[name] = [*given[name][:3], given[name][3] or join["kind"] == "left"]
    return columns


def _ints(columns: Columns, sure: bool = False) -> list[str]:
    return [n for n, c in columns.items() if c[1] == "int" and not (sure and c[3])]


def _texts(columns: Columns, sure: bool = False) -> list[str]:
    return [n for n, c in columns.items() if c[1] == "text" and not (sure and c[3])]


def _draw_test(rng: Random, columns: Columns) -> list[Any]:
    form = rng.choice(("cmp", "cmp", "in", "null", "between"))
    lacking = [name for name, column in columns.items() if column[3]]
    if form == "null" and lacking:
        return ["null", rng.choice(lacking), rng.random() < 0.4]
    if form == "in":
        name = rng.choice(_texts(columns))
        values = sorted(rng.sample(columns[name][2], rng.randint(1, 2)))
        return ["in", name, values, rng.random() < 0.5]
    name = rng.choice(_ints(columns))
    low, high = columns[name][2]
    if form == "between":
        start = rng.randint(low, high - 2)
        return ["between", name, start, rng.randint(start + 1, high)]
    return ["cmp", name, rng.choice(SIGNS), rng.randint(low, high)]


def _draw_tests(
    rng: Random, size: Size, columns: Columns, tables: Sequence[Schema], done: int = 0
) -> list[Any]:
    """Conditions on different columns, each of which keeps some of the rows, but not too few."""
    values = _values_of(dumps(tables))
    tests: dict[str, Any] = {}
    for _ in range(ATTEMPTS):
        if len(tests) == size.tests - done:
            break
        test = _draw_test(rng, columns)
        if size.either and not tests:
            test = ["or", test, _draw_test(rng, columns)]
        if KEPT[0] <= _share(test, values) <= KEPT[1]:
            tests[test[1] if test[0] != "or" else test[1][1]] = test
    return list(tests.values())


def _share(test: Sequence[Any], values: Mapping[str, Sequence[Any]]) -> float:
    """The share of the example rows that a condition on one column keeps, or one of two keeps."""
    if test[0] == "or":
        one, other = (_share(inner, values) for inner in test[1:])
        return 0.0 if min(one, other) == 0 else one + other - one * other
    known = values[test[1]]
    if test[0] == "null":
        return sum((value is None) is test[2] for value in known) / len(known)
    holds = of_value(test[0], test[2:])
    return sum(holds(value) for value in known if value is not None) / len(known)


@lru_cache(maxsize=16)
def _values_of(tables: str) -> dict[str, list[Any]]:
    """Every value of every column in the examples."""
    found: dict[str, list[Any]] = {}
    given = _inputs(tables)
    for at, schema in enumerate(loads(tables)):
        rows = [row for args in given for row in args[at]]
        for place, column in enumerate(schema["columns"]):
            found.setdefault(column[0], []).extend([row[place] for row in rows])
    return found


def _draw_item(rng: Random, columns: Columns) -> list[Any]:
    form = rng.choice(("column", "column", "expr", "case", "coalesce"))
    lacking = [name for name in _ints(columns) if columns[name][3]]
    if form == "coalesce" and lacking:
        return ["coalesce", rng.choice(lacking), rng.randint(0, 20)]
    if form == "case":
        name = rng.choice(_ints(columns))
        low, high = columns[name][2]
        return ["case", name, rng.randint(low + 1, high)]
    if form == "expr":
        first, second = rng.sample(_ints(columns), 2)
        return ["expr", first, rng.choice("+-*"), second]
    return ["column", rng.choice([*columns])]


def _distinct_items(count: int, draw: Callable[[], list[Any]]) -> list[Any]:
    items: dict[str, Any] = {}
    while len(items) < count:
        item = draw()
        items[dumps(item)] = item
    return list(items.values())


def _finish(rng: Random, size: Size, plan: dict[str, Any]) -> dict[str, Any]:
    if size.order:
        at = rng.randrange(len(plan["select"]))
        plan["order"] = [[at, rng.random() < 0.6]]
    if size.limit:
        plan["limit"] = rng.randint(1, 2) if "group" in plan else rng.randint(2, 3)
    return plan


def _select(rng: Random, size: Size, tables: Sequence[Schema]) -> dict[str, Any]:
    columns = columns_of(tables[0])
    plan = {
        "from": tables[0]["name"],
        "where": _draw_tests(rng, size, columns, tables),
        "select": _distinct_items(size.items, lambda: _draw_item(rng, columns)),
    }
    if rng.random() < 0.35:
        plan["distinct"] = True
    return _finish(rng, size, plan)


def _with_join(rng: Random, tables: Sequence[Schema]) -> dict[str, Any]:
    names = [column[0] for column in tables[1]["columns"][1:]]
    kind = rng.choice(("inner", "left"))
    join = {"table": tables[1]["name"], "key": key_of(tables), "kind": kind, "columns": names}
    return {"from": tables[0]["name"], "join": join}


def _join(rng: Random, size: Size, tables: Sequence[Schema]) -> dict[str, Any]:
    plan = _with_join(rng, tables)
    columns = visible({"tables": tables, "plan": plan})
    plan["where"] = _draw_tests(rng, size, columns, tables)
    theirs = ["column", rng.choice(plan["join"]["columns"])]
    rest = _distinct_items(size.items, lambda: _draw_item(rng, columns))
    plan["select"] = [theirs, *(item for item in rest if item != theirs)]
    return _finish(rng, size, plan)


def _draw_aggregate(rng: Random, columns: Columns) -> list[Any]:
    how = rng.choice(("rows", "known", "different", "sum", "sum", "max", "min"))
    numbers = how in ("sum", "max", "min")
    return ["aggregate", how, rng.choice(_ints(columns) if numbers else [*columns])]


def _group(rng: Random, size: Size, tables: Sequence[Schema]) -> dict[str, Any]:
    joined = size.tests > 1 and rng.random() < 0.5
    plan = _with_join(rng, tables) if joined else {"from": tables[0]["name"]}
    columns = visible({"tables": tables, "plan": plan})
    plan["where"] = _draw_tests(rng, size, columns, tables)
    keys = sorted(rng.sample(_texts(columns), 1 if size.items < 3 else rng.randint(1, 2)))
    plan["group"] = keys
    values = _distinct_items(size.items, lambda: _draw_aggregate(rng, columns))
    plan["select"] = [*(["column", key] for key in keys), *values]
    if size.order or rng.random() < 0.3:
        how, sign, bound = rng.choice(HAVING)
        plan["having"] = [how, rng.choice(_ints(columns)), sign, rng.randint(1, bound)]
    return _finish(rng, size, plan)


def _draw_nested(rng: Random, tables: Sequence[Schema]) -> list[Any]:
    columns, theirs = columns_of(tables[0]), columns_of(tables[1])
    if rng.random() < 0.6:
        inner = []
        if _ints(theirs) and rng.random() < 0.7:
            name = rng.choice(_ints(theirs))
            inner = [["cmp", name, rng.choice((">", "<")), rng.randint(*theirs[name][2])]]
        return ["exists", tables[1]["name"], key_of(tables), inner, rng.random() < 0.45]
    by = rng.choice([None, *_texts(columns, sure=True)])
    how, sign = rng.choice((("max", "="), ("min", "="), ("max", "<"), ("min", ">")))
    return ["extreme", rng.choice(_ints(columns)), sign, how, by]


def _nested(rng: Random, size: Size, tables: Sequence[Schema]) -> dict[str, Any] | None:
    plan = _select(rng, size, tables)
    given = named_inputs(tables)[::2]
    for _ in range(ATTEMPTS):
        test = _draw_nested(rng, tables)
        check = tester(test, plan)
        tried = [check(row, one) for one in given for row in one[plan["from"]]]
        if 0.3 <= sum(tried) / len(tried) <= KEPT[1]:
            plan["where"] = [test, *plan["where"][1:]]
            return plan
    return None


def _named(
    tables: Sequence[Schema], args: Sequence[Sequence[Sequence[Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """The tables by name, their rows as dicts."""
    found = {}
    for schema, rows in zip(tables, args, strict=True):
        names = [column[0] for column in schema["columns"]]
        found[schema["name"]] = [dict(zip(names, row, strict=True)) for row in rows]
    return found


def _window(rng: Random, size: Size, tables: Sequence[Schema]) -> dict[str, Any] | None:
    plan = _select(rng, size, tables)
    plan.pop("distinct", None)
    columns = columns_of(tables[0])
    sure, texts = _ints(columns, sure=True), _texts(columns)
    if rng.random() < 0.35:
        plan["top"] = [rng.choice(sure), rng.choice(texts), rng.random() < 0.6, rng.randint(1, 2)]
        return plan
    form, by = rng.choice(("rank", "rank", "over")), rng.choice([None, *texts, *texts])
    if form == "rank":
        item = ["rank", rng.choice(sure), rng.random() < 0.6, by]
    else:
        how = rng.choice(("sum", "max", "min", "rows", "known"))
        item = ["over", how, rng.choice(_ints(columns)), by]
    plan["select"] = [*plan["select"], item]
    return plan


THEMES: Mapping[str, Callable[[Random, Size, Sequence[Schema]], dict[str, Any] | None]] = {
    "select": _select,
    "join": _join,
    "group": _group,
    "nested": _nested,
    "window": _window,
}


def run(problem: Problem, args: Sequence[Sequence[Sequence[Any]]]) -> list[list[Any]]:
    """The rows that the query gives for these tables, by the plan."""
    return evaluate(problem["plan"], _named(problem["tables"], args))


def example_inputs(problem: Problem) -> list[list[list[list[Any]]]]:
    """The tables of the examples: the same for the same schemas."""
    return _inputs(dumps(problem["tables"]))


def named_inputs(tables: Sequence[Schema]) -> list[dict[str, list[dict[str, Any]]]]:
    """The same tables by name, their rows as dicts."""
    return _named_inputs(dumps(tables))


@lru_cache(maxsize=16)
def _named_inputs(tables: str) -> list[dict[str, list[dict[str, Any]]]]:
    schemas = loads(tables)
    return [_named(schemas, args) for args in _inputs(tables)]


@lru_cache(maxsize=16)
def _inputs(tables: str) -> list[list[list[list[Any]]]]:
    rng, schemas = Random(seed_for("sql", tables)), loads(tables)
    return [
        [row_lists(s, draw_rows(rng, s, number, least=5)) for s in schemas]
        for number in range(EXAMPLES)
    ]


def examples(problem: Problem) -> list[dict[str, Any]]:
    """Arguments and results of the examples, by the plan."""
    plan = problem["plan"]
    results = [evaluate(plan, tables) for tables in named_inputs(problem["tables"])]
    return [
        {"args": args, "result": result}
        for args, result in zip(example_inputs(problem), results, strict=True)
    ]


def _is_telling(tables: Sequence[Schema], plan: Mapping[str, Any]) -> bool:
    """Whether the results differ, the first has rows, and nothing could be left out unnoticed."""
    given = named_inputs(tables)
    first = evaluate(plan, given[0])
    if len(first) < 2 - ("group" in plan):
        return False
    results = [first, *(evaluate(plan, one) for one in given[1:])]
    if not several(results):
        return False
    return all(
        any(evaluate(other, one) != result for one, result in zip(given, results, strict=True))
        for other in simpler(plan)
    )


def simpler(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The plans that lack one condition, or another clause that can be left out."""
    tests = plan["where"]
    plans = [{**plan, "where": [*tests[:i], *tests[i + 1 :]]} for i in range(len(tests))]
    for name in ("having", "distinct", "limit", "top"):
        if name in plan:
            plans.append({key: value for key, value in plan.items() if key != name})
    return plans

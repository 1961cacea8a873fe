"""A plan told in English, clause by clause; what becomes of NULL is said wherever it can occur.

describe(plan, columns) -> ["take the rows of trips", "keep only those whose age is ...", ...]
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assay.generators.code.schemas import Column, listed
from assay.generators.code.sql.plan import Plan, full_order

TOLD = {
    ">": "greater than",
    ">=": "at least",
    "<": "less than",
    "<=": "at most",
    "=": "equal to",
    "<>": "different from",
}
SIGNS = {"+": "plus", "-": "minus", "*": "times"}
PLACES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


def describe(plan: Plan, columns: Mapping[str, Column]) -> list[str]:
    """The clauses in order, each imperative and without a full stop."""
    clauses = [_start(plan)]
    clauses += [f"keep only those {_test(test, columns)}" for test in plan["where"]]
    if "top" in plan:
        clauses.append(_top(*plan["top"]))
    if plan.get("group"):
        kinds = "combination of " * (len(plan["group"]) > 1)
        clauses.append(f"form one group for each different {kinds}{listed(plan['group'])}")
    elif "group" in plan:
        clauses.append("take all these rows as one group, even if there are none")
    if "having" in plan:
        how, name, sign, bound = plan["having"]
        clauses.append(f"keep only the groups for which {_of(how, name)} is {TOLD[sign]} {bound}")
    clauses.append(_columns(plan, columns))
    if plan.get("distinct"):
        clauses.append("give equal rows only once")
    clauses.append(_order(plan))
    if "limit" in plan:
        clauses.append(f"give only the first {plan['limit']} rows (all if there are fewer)")
    return clauses


def _start(plan: Plan) -> str:
    join = plan.get("join")
    if join is None:
        return f"take the rows of {plan['from']}"
    rest = "left out"
    if join["kind"] == "left":
        rest = f"kept once, with NULL for the columns of {join['table']}"
    return (
        f"pair every row of {plan['from']} with every row of {join['table']} that has the same "
        f"{join['key']} (rows of {plan['from']} without a partner are {rest})"
    )


def _test(test: Sequence[Any], columns: Mapping[str, Column]) -> str:
    name, *rest = test
    if name == "or":
        return " or ".join(_test(inner, columns) for inner in rest) + " (or both)"
    if name == "exists":
        table, key, tests, wanted = rest
        such = f"for which there is {'a' if wanted else 'no'} row in {table} with the same {key}"
        further = "".join(f" and {_inner(inner)}" for inner in tests)
        return such + further
    column = rest[0]
    if name == "null":
        return f"whose {column} is {'' if rest[1] else 'not '}NULL"
    known = " and not NULL" if columns[column][3] else ""
    if name == "in":
        values = " or ".join(f"'{value}'" for value in rest[1])
        return f"whose {column} is {'' if rest[2] else 'neither '}{_choice(values, rest[2])}{known}"
    if name == "between":
        return f"whose {column} is from {rest[1]} to {rest[2]}, both included"
    if name == "cmp":
        return f"whose {column} is {TOLD[rest[1]]} {rest[2]}{known if rest[1] == '<>' else ''}"
    _, sign, how, by = rest
    among = f" of all rows with the same {by} in the whole table" if by else " in the whole table"
    return f"whose {column} is {TOLD[sign]} the {_EXTREMES[how]} {column}{among}"


_EXTREMES = {"max": "largest", "min": "smallest"}


def _choice(values: str, wanted: bool) -> str:
    return values if wanted else values.replace(" or ", " nor ")


def _inner(test: Sequence[Any]) -> str:
    return f"whose {test[1]} there is {TOLD[test[2]]} {test[3]}"


def _top(name: str, by: str, down: bool, count: int) -> str:
    return (
        f"keep only the rows for which fewer than {count} of the rows still there with the same "
        f"{by} have a {'larger' if down else 'smaller'} {name}"
    )


def _of(how: str, name: str) -> str:
    return {
        "rows": "the number of rows",
        "known": f"the number of rows whose {name} is not NULL",
        "different": f"the number of different values of {name} (NULL not counted)",
        "sum": f"the sum of {name}",
        "max": f"the largest {name}",
        "min": f"the smallest {name}",
    }[how]


def _item(item: Sequence[Any], columns: Mapping[str, Column]) -> str:
    name, *rest = item
    if name == "column":
        return str(rest[0])
    if name == "aggregate":
        how, column = rest
        empty = f" (NULL if no {column} is known)" if how in ("sum", "max", "min") else ""
        return _of(how, column) + empty
    if name == "coalesce":
        return f"{rest[0]}, or {rest[1]} where it is NULL"
    if name == "case":
        else_ = "otherwise (also for NULL)" if columns[rest[0]][3] else "otherwise"
        return f"'high' if {rest[0]} is at least {rest[1]}, {else_} 'low'"
    if name == "expr":
        lacks = [c for c in (rest[0], rest[2]) if columns[c][3]]
        note = f" (NULL if {listed(lacks)} is NULL)" if len(lacks) == 1 else ""
        note = " (NULL if one of them is NULL)" if len(lacks) == 2 else note
        return f"{rest[0]} {SIGNS[rest[1]]} {rest[2]}{note}"
    among = f"all kept rows with the same {rest[-1]}" if rest[-1] else "all kept rows"
    if name == "over":
        empty = f" (NULL if no {rest[1]} is known)" if rest[0] in ("sum", "max", "min") else ""
        return f"{_of(rest[0], rest[1])} over {among}{empty}"
    size = "larger" if rest[1] else "smaller"
    return f"1 plus the number of rows, among {among}, that have a {size} {rest[0]}"


def _columns(plan: Plan, columns: Mapping[str, Column]) -> str:
    items = [_item(item, columns) for item in plan["select"]]
    unit = "group" if "group" in plan else "row"
    if len(items) == 1:
        return f"give one column for each {unit}: {items[0]}"
    numbered = "; ".join(f"({at}) {item}" for at, item in enumerate(items, 1))
    return f"give these columns for each {unit}, in this order: {numbered}"


def _order(plan: Plan) -> str:
    order = full_order(plan)
    if not order:
        return "the order of the rows does not matter"
    words = [
        f"by the {PLACES[at]} column in {'descending' if down else 'ascending'} order"
        for at, down in order
    ]
    return f"sort the rows {', then '.join(words)}; NULL always comes last"

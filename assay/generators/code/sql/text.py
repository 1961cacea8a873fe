"""A plan written as one SELECT that means the same in SQLite and in DuckDB.

    write(plan, schemas)
    SELECT city, SUM(units) AS result2 FROM trips WHERE age > 30 GROUP BY city ORDER BY 2 ...

Portable by what is left out: no division, no LIKE, no Boolean column, an order that says where
NULL goes, and aliases for everything that is computed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from assay.generators.code.schemas import Schema
from assay.generators.code.sql.plan import Plan, full_order

AGGREGATES = {
    "rows": "COUNT(*)",
    "known": "COUNT({c})",
    "different": "COUNT(DISTINCT {c})",
    "sum": "SUM({c})",
    "max": "MAX({c})",
    "min": "MIN({c})",
}


def write(plan: Plan, schemas: Sequence[Schema]) -> str:
    """The query, one clause a line."""
    return _Writer(plan, schemas).query()


def create(schemas: Sequence[Schema]) -> list[str]:
    """The statements that make the tables."""
    return [
        f"CREATE TABLE {s['name']} ({', '.join(f'{n} {kind}' for n, kind in types(s))})"
        for s in schemas
    ]


def types(schema: Schema) -> list[list[str]]:
    """The columns with their SQL types."""
    kinds = {"text": "TEXT", "int": "INTEGER"}
    return [[column[0], kinds[column[1]]] for column in schema["columns"]]


class _Writer:
    def __init__(self, plan: Plan, schemas: Sequence[Schema]) -> None:
        self.plan = plan
        self.main = plan["from"]
        self.other = {s["name"]: s for s in schemas if s["name"] != self.main}

    def name(self, column: str) -> str:
        """A column, with its table where two are joined."""
        join = self.plan.get("join")
        if join is None:
            return column
        return f"{join['table'] if column in join['columns'] else self.main}.{column}"

    def query(self) -> str:
        plan = self.plan
        items = [f"{self.item(item)}{self._alias(at)}" for at, item in enumerate(plan["select"])]
        head = f"SELECT {'DISTINCT ' * bool(plan.get('distinct'))}{', '.join(items)}"
        lines = [head, *self._source()]
        if plan.get("group"):
            lines.append(f"GROUP BY {', '.join(map(self.name, plan['group']))}")
        if "having" in plan:
            how, column, sign, bound = plan["having"]
            lines.append(f"HAVING {self.aggregate(how, column)} {sign} {bound}")
        order = [f"{at + 1}{' DESC' * down} NULLS LAST" for at, down in full_order(plan)]
        lines += [f"ORDER BY {', '.join(order)}"] if order else []
        lines += [f"LIMIT {plan['limit']}"] if "limit" in plan else []
        return "\n".join(lines)

    def _alias(self, at: int) -> str:
        return "" if self.plan["select"][at][0] == "column" else f" AS result{at + 1}"

    def _source(self) -> list[str]:
        plan = self.plan
        join = plan.get("join")
        lines = [f"FROM {self.main}"]
        if join is not None:
            kind = "LEFT JOIN" if join["kind"] == "left" else "JOIN"
            on = f"{join['table']}.{join['key']} = {self.main}.{join['key']}"
            lines.append(f"{kind} {join['table']} ON {on}")
        if plan["where"]:
            lines.append(f"WHERE {' AND '.join(self.test(test) for test in plan['where'])}")
        if "top" not in plan:
            return lines
        column, by, down, count = plan["top"]
        rank = f"RANK() OVER (PARTITION BY {by} ORDER BY {column}{' DESC' * down})"
        inner = " ".join([f"SELECT *, {rank} AS place", *lines])
        return [f"FROM ({inner}) AS placed", f"WHERE place <= {count}"]

    def test(self, test: Sequence[Any], alias: str = "") -> str:
        name, *rest = test
        if name == "or":
            return f"({' OR '.join(self.test(inner, alias) for inner in rest)})"
        if name == "exists":
            return self._exists(*rest)
        column = f"{alias}.{rest[0]}" if alias else self.name(rest[0])
        if name == "null":
            return f"{column} IS {'' if rest[1] else 'NOT '}NULL"
        if name == "in":
            values = ", ".join(f"'{value}'" for value in rest[1])
            return f"{column} {'' if rest[2] else 'NOT '}IN ({values})"
        if name == "between":
            return f"{column} BETWEEN {rest[1]} AND {rest[2]}"
        if name == "cmp":
            return f"{column} {rest[1]} {rest[2]}"
        _, sign, how, by = rest
        found = f"SELECT {self.aggregate(how, rest[0], 'peer')} FROM {self.main} AS peer"
        if by is not None:
            found += f" WHERE peer.{by} = {self.main}.{by}"
        return f"{self.main}.{rest[0]} {sign} ({found})"

    def _exists(self, table: str, key: str, tests: Sequence[Any], wanted: bool) -> str:
        inner = [f"{table}.{key} = {self.main}.{key}"]
        inner += [self.test(test, table) for test in tests]
        head = "EXISTS" if wanted else "NOT EXISTS"
        return f"{head} (SELECT 1 FROM {table} WHERE {' AND '.join(inner)})"

    def aggregate(self, how: str, column: str, alias: str = "") -> str:
        name = f"{alias}.{column}" if alias else self.name(column)
        return AGGREGATES[how].format(c=name)

    def item(self, item: Sequence[Any]) -> str:
        name, *rest = item
        if name == "aggregate":
            return self.aggregate(*rest)
        column = self.name(rest[0]) if name != "over" else ""
        if name == "column":
            return column
        if name == "coalesce":
            return f"COALESCE({column}, {rest[1]})"
        if name == "case":
            return f"CASE WHEN {column} >= {rest[1]} THEN 'high' ELSE 'low' END"
        if name == "expr":
            return f"{column} {rest[1]} {self.name(rest[2])}"
        by = f"PARTITION BY {rest[-1]}" if rest[-1] else ""
        if name == "over":
            return f"{self.aggregate(rest[0], rest[1])} OVER ({by})"
        order = f"ORDER BY {column}{' DESC' * rest[1]}"
        return f"RANK() OVER ({' '.join(filter(None, (by, order)))})"


def row_lists(schema: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """Rows of a table as lists, in the order of its columns."""
    return [[row[column[0]] for column in schema["columns"]] for row in rows]

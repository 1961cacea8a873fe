"""What does this query give? One column of its result, as a list.

Example: a table of trips with five rows, SELECT city FROM trips WHERE age > 30 ORDER BY 1 -> lima,
oslo

The result comes from the plan, the oracle's from SQLite. Results have 2 to 8 rows without NULL, in
an order that the query fixes.
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code.sql import drawing, query
from assay.generators.code.sql.text import write
from assay.generators.family import Draft, Family

THEMES = ("select", "join", "group", "nested", "window")
MOST = 8
_PATTERNS = (
    "{tables}\n\n{block}\n\nWhich values stand in the {which} of the result, from the first row "
    "to the last? {how}",
    "A database holds\n\n{tables}\n\nand is asked\n\n{block}\n\nGive the {which} of the answer, "
    "row by row. {how}",
    "What does this query return?\n\n{block}\n\nThe tables are\n\n{tables}\n\nOnly the {which} is "
    "wanted. {how}",
    "Work out by hand the result of\n\n{block}\n\non these tables:\n\n{tables}\n\nWrite down the "
    "{which}. {how}",
    "{block}\n\nRun this in your head. The contents:\n\n{tables}\n\nHow does the {which} read, "
    "from top to bottom? {how}",
    "Here are the tables of a small database.\n\n{tables}\n\nSomebody runs\n\n{block}\n\nWhat "
    "appears in the {which}? {how}",
    "Evaluate the query on the data and list the {which} of the result. {how}\n\n{block}\n\n"
    "{tables}",
    "Data:\n\n{tables}\n\nQuery:\n\n{block}\n\nResult, {which} only. {how}",
    "Predict what SQLite answers.\n\n{tables}\n\n{block}\n\nName the entries of the {which} in "
    "order. {how}",
    "Given\n\n{tables}\n\nwhich values does\n\n{block}\n\ngive in its {which}? {how}",
    "{tables}\n{query}\nValues of the {which}:",
)
HOW = "Write the values separated by commas."


def generate(rng: Random, level: int) -> Draft:
    """A query with an order, contents of the tables, and a column that can be written as a list."""
    while True:
        drawn = drawing.draw_problem(rng, rng.choice(THEMES), level)
        plan = drawn["plan"]
        problem = {**drawn, "plan": plan if "order" in plan else {**plan, "order": [[0, False]]}}
        args = drawing.example_inputs(problem)[rng.randrange(3)]
        rows = drawing.run(problem, args)
        columns = [at for at in range(len(plan["select"])) if _is_asked(rows, at, args)]
        if columns:
            break
    column = rng.choice(columns)
    return Draft(
        prompts=_prompts(problem, args, column),
        problem={"problem": problem, "args": args, "column": column},
        answer=_answer([row[column] for row in rows]),
        meta={"size": drawing.LEVELS[level].pieces},
    )


def _is_asked(rows: list[list[Any]], at: int, args: list[list[list[Any]]]) -> bool:
    """Not too long, without NULL, with differing values, and no copy of a column of a table."""
    values = [row[at] for row in rows]
    if not 2 <= len(values) <= MOST or None in values or len(set(values)) < 2:
        return False
    given = [list(column) for table in args for column in zip(*table, strict=True)]
    return values not in given


def _answer(values: list[Any]) -> Answer:
    item = "number" if values and isinstance(values[0], int) else "text"
    return Answer("list", ", ".join(map(str, values)), {"item": item})


def _prompts(
    problem: Mapping[str, Any], args: list[list[list[Any]]], column: int
) -> tuple[str, ...]:
    text = write(problem["plan"], problem["tables"])
    which = f"column {column + 1}" if len(problem["plan"]["select"]) > 1 else "column"
    filled = {
        "tables": query.shown_tables(problem["tables"], args),
        "block": f"```sql\n{text}\n```",
        "query": text,
        "which": which,
        "how": HOW,
    }
    return tuple(pattern.format(**filled).strip() for pattern in _PATTERNS)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The column by SQLite."""
    rows = query.engine_rows(problem["problem"], problem["args"])
    return _answer([row[problem["column"]] for row in rows])


FAMILY = Family(
    name="sql_result",
    area="code",
    domain="sql",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=query.capacity,
    has_steps=False,
)

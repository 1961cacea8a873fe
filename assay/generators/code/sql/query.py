"""SQL tasks: what is asked, the answer with its tests, and the second way to the golds.

    draft = query_draft(rng, "join", level=4)      "Write one SQL query ... " -> a program answer

Golds come from the plan (plan.py). The oracle writes the plan in SQL (text.py) and lets SQLite, an
engine that knows nothing of ours, say what it gives. A model's query only ever runs in the sandbox.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code.faults import COMPARISONS, faults, wrong_terms
from assay.generators.code.schemas import (
    Schema,
    column_words,
    listed,
    row_strategy,
    schemas,
)
from assay.generators.code.sql import drawing
from assay.generators.code.sql.drawing import LEVELS, Problem
from assay.generators.code.sql.plan import evaluate
from assay.generators.code.sql.text import create, types, write
from assay.generators.code.sql.words import describe
from assay.generators.code.wording import filled
from assay.generators.family import Draft, capped

ENTRY = "query"
MUTANTS = 6
FEWEST_MUTANTS = 3
ACCEPTED = 0.5
SWAPS = {
    **{sign: others for sign, others in COMPARISONS.items() if sign in "> >= < <="},
    "=": ("<>",),
    "<>": ("=",),
    "inner": ("left",),
    "left": ("inner",),
    "rows": ("known",),
    "known": ("rows", "different"),
    "different": ("known",),
    "sum": ("max", "min"),
    "max": ("min", "sum"),
    "min": ("max",),
    "+": ("-",),
    "-": ("+",),
    "*": ("+",),
}
_PATTERNS = (
    "Write one SQL query. {about}\n\nThe query does this:\n{numbered}\n\n{example}\n\n{close}",
    "{tables}\n\n{about}\n\nWrite a SELECT statement that does the following:\n{bullets}\n\n"
    "{example}\n\n{close}",
    "I need an SQL query. {about} {running}\n\n{example}\n\n{close}",
    "Given the tables\n\n{tables}\n\nanswer with a single query. {about}\n{numbered}\n\n{example}"
    "\n\n{close}",
    "{example}\n\nWhich query gives this result, and the right one for all other contents of the "
    "tables? {about} It has to\n{bullets}\n\n{close}",
    "SQL exercise. {about}\n\nWhat is wanted: {running}\n\n{example}\n\n{close}",
    "Please translate this request into SQL.\n\n{tables}\n\nRequest: {running}\n\n{about}\n\n"
    "{example}\n\n{close}",
    "A database holds these tables:\n\n{tables}\n\n{about}\n\nTask:\n{numbered}\n\nCheck yourself: "
    "{example}\n\n{close}",
    "How do you say this in one SELECT statement?\n{bullets}\n\n{about}\n\n{example}\n\n{close}",
    "{about} Write the query for this report: {running}\n\n{example}\n\n{close}",
    "Query wanted.\n\nSchema:\n{tables}\n\nMeaning of the columns: {about}\n\nSteps:\n{numbered}"
    "\n\n{example}\n\n{close}",
    "SQL. {about} {steps}.",
)
CLOSE = (
    "The names of the given columns are free, their order is not. The query is run by SQLite; "
    "answer with it in one SQL code block."
)


def about(tables: Sequence[Schema]) -> str:
    """What the tables hold, in sentences."""
    texts = []
    for schema in tables:
        held = listed([column_words(column, "NULL") for column in schema["columns"]])
        texts.append(f"The table {schema['name']} has the columns {held}.")
    return f"{' '.join(texts)} Rows may be equal, and a comparison with NULL does not hold."


def shown_tables(tables: Sequence[Schema], args: Sequence[Sequence[Sequence[Any]]]) -> str:
    """The contents of the tables as text."""
    parts = []
    for schema, rows in zip(tables, args, strict=True):
        head = " | ".join(column[0] for column in schema["columns"])
        parts.append(f"{schema['name']}:\n" + "\n".join([head, *map(row_text, rows)]))
    return "\n\n".join(parts)


def row_text(row: Sequence[Any]) -> str:
    """One row of a table or of a result."""
    return " | ".join("NULL" if value is None else str(value) for value in row)


def example_text(problem: Problem, example: Mapping[str, Any]) -> str:
    """An example: the contents of the tables and the rows that come out."""
    rows = "\n".join(row_text(row) for row in example["result"])
    tables = shown_tables(problem["tables"], example["args"])
    return f"For example, with\n\n{tables}\n\nthe result is\n\n{rows}"


def slots(problem: Problem, example: Mapping[str, Any]) -> dict[str, str]:
    """What the patterns are filled with."""
    clauses = describe(problem["plan"], drawing.visible(problem))
    sentences = [clause[0].upper() + clause[1:] + "." for clause in clauses]
    return {
        "about": about(used(problem)),
        "tables": "\n".join(f"{statement};" for statement in create(used(problem))),
        "numbered": "\n".join(f"{i}. {text}" for i, text in enumerate(sentences, 1)),
        "bullets": "\n".join(f"- {text}" for text in sentences),
        "running": " ".join(sentences),
        "steps": "; ".join(clauses),
        "example": example_text(problem, example),
        "close": CLOSE,
    }


def used(problem: Problem) -> list[Schema]:
    """The tables of the problem."""
    return list(problem["tables"])


def answer_of(
    problem: Problem,
    found: Sequence[Mapping[str, Any]],
    wrong: Sequence[tuple[Any, Mapping[str, Any]]],
) -> Answer:
    """The answer of a task whose answer is the query."""
    tables = problem["tables"]
    spec = {
        "lang": "sql",
        "entry": ENTRY,
        "signature": "SELECT",
        "tables": [{"name": s["name"], "columns": types(s)} for s in tables],
        "strategies": [row_strategy(s, s["name"]) for s in tables],
        "reference_source": write(problem["plan"], tables),
        "mutants": [write(one["plan"], tables) for one, _ in wrong],
        "examples": list(found),
        "compare": {
            "tolerance": 0,
            "int_equals_float": True,
            "multiset": "order" not in problem["plan"],
        },
    }
    return Answer("program", ENTRY, spec)


def wrong_plans(
    problem: Problem, found: Sequence[Mapping[str, Any]]
) -> list[tuple[Any, Mapping[str, Any]]]:
    """Problems whose plan has one small fault, each with an example on which it is wrong."""
    rng = Random(seed_for("sql mutants", dumps(problem)))
    ordered = "order" in problem["plan"]
    changed = [{**problem, "plan": one} for one in faults(problem["plan"], SWAPS)]
    changed = [one for one in changed if _is_whole(one["plan"])]
    changed += [{**problem, "plan": one} for one in drawing.simpler(problem["plan"])]
    given = drawing.named_inputs(problem["tables"])

    def runs(one: Any) -> Callable[[int], Any]:
        if ordered:
            return lambda number: evaluate(one["plan"], given[number])
        return lambda number: sorted(evaluate(one["plan"], given[number]), key=dumps)

    expected = [
        {**e, "result": e["result"] if ordered else sorted(e["result"], key=dumps)} for e in found
    ]
    return wrong_terms(rng, changed, runs, expected, MUTANTS)


def _is_whole(plan: Mapping[str, Any]) -> bool:
    """Whether a changed plan is still a query: its order names a column, its limit is one.

    No engine counts different values in a window.
    """
    columns = range(len(plan["select"]))
    if any(item[:2] == ["over", "different"] for item in plan["select"]):
        return False
    return all(at in columns for at, _ in plan.get("order", ())) and plan.get("limit", 1) > 0


def query_draft(rng: Random, theme: str, level: int) -> Draft:
    """A task whose answer is the query."""
    while True:
        problem = drawing.draw_problem(rng, theme, level)
        found = drawing.examples(problem)
        wrong = wrong_plans(problem, found)
        if len(wrong) >= FEWEST_MUTANTS:
            break
    return Draft(
        prompts=filled(_PATTERNS, slots(problem, found[0])),
        problem=problem,
        answer=answer_of(problem, found, wrong),
        meta={"size": LEVELS[level].pieces},
    )


def engine_rows(problem: Problem, args: Sequence[Sequence[Sequence[Any]]]) -> list[list[Any]]:
    """What SQLite gives for the plan, written as SQL."""
    import sqlite3

    tables = problem["tables"]
    database = sqlite3.connect(":memory:")
    try:
        for schema, statement, rows in zip(tables, create(tables), args, strict=True):
            database.execute(statement)
            marks = ", ".join("?" for _ in schema["columns"])
            database.executemany(f"INSERT INTO {schema['name']} VALUES ({marks})", rows)
        return [list(row) for row in database.execute(write(problem["plan"], tables))]
    finally:
        database.close()


def query_oracle(problem: Mapping[str, Any]) -> Answer:
    """The examples by SQLite; they must be the task's own, rows in any order where none is asked.

    Where the order is free and the same rows come in another one, the plan's order is given, so
    that the two can be compared as they stand.
    """
    found = []
    for args in drawing.example_inputs(problem):
        rows = engine_rows(problem, args)
        if "order" not in problem["plan"]:
            gold = drawing.run(problem, args)
            rows = gold if sorted(map(dumps, gold)) == sorted(map(dumps, rows)) else rows
        found.append({"args": args, "result": rows})
    return Answer("program", ENTRY, {"examples": found})


def capacity(_: int) -> int | None:
    """The schemas of the first table, drawn evenly, over the square of the share that is kept."""
    return capped(int(schemas(texts=2, ints=3) * ACCEPTED**2))

"""What stands in a column after a few operations on a table? A list of numbers or words.

Example: a table of five trips; keep only the rows whose age is at least 30; sort the rows by price
in descending order; which values has the column city, from top to bottom? -> rome, lima, oslo

The table is told as text with a header, or shown as Python. The operations are those of the
frame families, and so is the oracle (reading.py).
"""

from collections.abc import Mapping
from random import Random
from typing import Any

from assay.core.records import Answer
from assay.generators.code.frames import pipeline, reading
from assay.generators.code.frames.ops_groups import GROUP_OPS
from assay.generators.code.frames.ops_rows import ROW_OPS
from assay.generators.code.frames.pipeline import Kit
from assay.generators.code.schemas import Row, draw_rows
from assay.generators.family import Draft, Family

KIT = Kit(tuple(GROUP_OPS), (*ROW_OPS, *GROUP_OPS))
OPERATIONS = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 4, 7: 4, 8: 5, 9: 6, 10: 7}
MOST = 9
LARGEST = 9_999
_PATTERNS = (
    "{text}\n\nThe following is done with this table, in this order:\n{numbered}\n\nWhich values "
    "does the column {column} have then, from top to bottom? {how}",
    "Here is a table of {name}, with None for a missing value.\n\n{text}\n\n{bullets}\n\nGive the "
    "column {column} of the result, row by row. {how}",
    "{numbered}\n\nDo this, in order, with the table below. What stands in the column {column} of "
    "the final table, from the first row to the last? {how}\n\n{text}",
    "rows = {literal}\n\nStarting from these rows of a table of {name}: {running} What are the "
    "values of {column} in the result, from top to bottom? {how}",
    "Work out by hand what becomes of this table.\n\n{text}\n\n{bullets}\n\nList the entries of "
    "{column} in the end, in the order of the rows. {how}",
    "A table of {name} is given as a list of dicts:\n\n{literal}\n\nOperations:\n{numbered}\n\n"
    "Name the values of the key {column} in the resulting rows, in order. {how}",
    "Table:\n{text}\n\nThese steps follow one another:\n{numbered}\n\nRead off the column {column} "
    "of the table that comes out. {how}",
    "Somebody has this table of {name}:\n\n{text}\n\nFirst, {running} How does the column "
    "{column} read now, from top to bottom? {how}",
    "{literal}\n\n{bullets}\n\nAfter these operations, which values of {column} are there, first "
    "row first? {how}",
    "Apply the operations to the table and give the column {column} of the outcome. {how}\n\n"
    "Operations:\n{bullets}\n\nTable of {name}:\n{text}",
    "Table of {name}:\n{text}\nFirst, {running} Column {column}, top to bottom:",
)
HOW = "Write the values separated by commas."


def generate(rng: Random, level: int) -> Draft:
    """Draw a chain, a table, and a column of the result that can be written as a list."""
    while True:
        spec = pipeline.draw_problem(rng, KIT, OPERATIONS[level])
        rows = draw_rows(rng, spec["table"], 0, least=5)
        done = pipeline.run(spec, [rows])
        columns = [name for name in (done[0] if done else {}) if _is_asked(done, rows, name)]
        if columns:
            break
    column = rng.choice(columns)
    return Draft(
        prompts=_prompts(spec, rows, column),
        problem={"spec": spec, "rows": rows, "column": column},
        answer=_answer([row[column] for row in done]),
        meta={"size": OPERATIONS[level] * 2},
    )


def _is_asked(done: list[Row], rows: list[Row], name: str) -> bool:
    """Short, without None, with differing values, and not a column that was there as it is."""
    values = [row[name] for row in done]
    if not 2 <= len(values) <= MOST or None in values or len(set(values)) < 2:
        return False
    if any(isinstance(value, int) and abs(value) > LARGEST for value in values):
        return False
    return values != [row.get(name) for row in rows]


def _answer(values: list[Any]) -> Answer:
    item = "number" if isinstance(values[0], int) else "text"
    return Answer("list", ", ".join(map(str, values)), {"item": item})


def _prompts(spec: Mapping[str, Any], rows: list[Row], column: str) -> tuple[str, ...]:
    steps = pipeline.describe(spec)
    sentences = [step[0].upper() + step[1:] + "." for step in steps]
    lines = [" | ".join(rows[0]), *(" | ".join(map(str, row.values())) for row in rows)]
    slots = {
        "name": spec["table"]["name"],
        "text": "\n".join(lines),
        "literal": repr(rows),
        "column": column,
        "how": HOW,
        "numbered": "\n".join(f"{i}. {text}" for i, text in enumerate(sentences, 1)),
        "bullets": "\n".join(f"- {text}" for text in sentences),
        "running": " Then ".join(f"{step}." for step in steps),
    }
    return tuple(pattern.format(**slots) for pattern in _PATTERNS)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The column of the table that `reading` makes."""
    done = reading.result(problem["spec"], [problem["rows"]])
    return _answer([row[problem["column"]] for row in done])


FAMILY = Family(
    name="frame_result",
    area="code",
    domain="data frames",
    answer_kind="list",
    generate=generate,
    oracle=oracle,
    capacity=pipeline.capacity,
    has_steps=False,
)

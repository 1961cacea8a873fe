"""Repair an SQL query that has one small fault; judged like the queries of the other families.

Example: the request "keep only those whose age is at least 30", a query that says `age > 30`, and
contents of the tables on which it is wrong, with the wrong and the right result.

The fault is one changed leaf of the plan, or a clause left out; what it gives is computed from the
changed plan. The oracle asks SQLite for both.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from assay.core.canonical import dumps
from assay.core.records import Answer
from assay.generators.code.sql import drawing, query
from assay.generators.code.sql.text import write
from assay.generators.family import Draft, Family

THEMES = ("select", "join", "group", "nested", "window")
_PATTERNS = (
    "{about}\n\nThis query should do the following:\n{numbered}\n\n{block}\n\nBut it has a fault. "
    "{seen}\n\n{close}",
    "There is one small bug in this SQL query:\n\n{block}\n\nWhat it is meant to do:\n{bullets}\n\n"
    "{about}\n\n{seen}\n\n{close}",
    "{block}\n\nRepair this query. {about} The request was: {running}\n\n{seen}\n\n{close}",
    "A colleague's query gives wrong results. {about}\n\nThe request:\n{numbered}\n\nThe query:\n\n"
    "{block}\n\n{seen}\n\n{close}",
    "Find the mistake. {about}\n\n{running}\n\n{block}\n\n{seen}\n\n{close}",
    "{seen}\n\nThat is the fault of\n\n{block}\n\n{about} It should\n{bullets}\n\n{close}",
    "Debug this SQL.\n\nSchema:\n{tables}\n\n{about}\n\nIntended:\n{numbered}\n\nWritten:\n\n"
    "{block}\n\n{seen}\n\n{close}",
    "Somebody wrote\n\n{block}\n\nfor this request: {running}\n\n{about}\n\n{seen}\n\nOne place "
    "has to be changed. {close}",
    "The tables:\n{tables}\n\n{about}\n\nRequest: {running}\n\nFaulty answer:\n\n{block}\n\n{seen}"
    "\n\n{close}",
    "Correct the query so that it does what is asked.\n{bullets}\n\n{about}\n\n{block}\n\n{seen}"
    "\n\n{close}",
    "Repair this SQL. {about} {steps}.\n{block}",
)
CLOSE = f"Give the whole corrected query. {query.CLOSE}"


def generate(rng: Random, level: int) -> Draft:
    """A query, one of its faulty versions, and an example on which that is wrong."""
    while True:
        problem = drawing.draw_problem(rng, rng.choice(THEMES), level)
        found = drawing.examples(problem)
        wrong = query.wrong_plans(problem, found)
        if len(wrong) >= query.FEWEST_MUTANTS:
            break
    changed, seen = rng.choice(wrong)
    faulty = write(changed["plan"], problem["tables"])
    answer = query.answer_of(problem, found, wrong)
    others = [mutant for mutant in answer.spec["mutants"] if mutant != faulty]
    given = {"tables": problem["tables"], "plan": problem["plan"], "faulty": faulty}
    return Draft(
        prompts=_prompts(problem, faulty, seen),
        problem={**given, "changed": changed["plan"]},
        answer=replace(answer, spec={**answer.spec, "mutants": [faulty, *others]}),
        meta={"size": drawing.LEVELS[level].pieces},
    )


def _prompts(problem: Mapping[str, Any], faulty: str, seen: Mapping[str, Any]) -> tuple[str, ...]:
    wrong, right = (
        "\n".join(map(query.row_text, rows)) or "(no rows)"
        for rows in (seen["got"], seen["result"])
    )
    tables = query.shown_tables(problem["tables"], seen["args"])
    filled = query.slots(problem, seen) | {
        "block": f"```sql\n{faulty}\n```",
        "seen": f"With\n\n{tables}\n\nit gives\n\n{wrong}\n\ninstead of\n\n{right}",
        "close": CLOSE,
    }
    return tuple(pattern.format(**filled).strip() for pattern in _PATTERNS)


def oracle(problem: Mapping[str, Any]) -> Answer:
    """The examples by SQLite; a fault that SQLite cannot see agrees with nothing."""
    answer = query.query_oracle(problem)
    changed = {"tables": problem["tables"], "plan": problem["changed"]}
    for args in drawing.example_inputs(problem):
        one, other = query.engine_rows(problem, args), query.engine_rows(changed, args)
        if sorted(map(dumps, one)) != sorted(map(dumps, other)) or "order" in problem["plan"]:
            return answer
    return Answer("program", "", {})


FAMILY = Family(
    name="sql_repair",
    area="code",
    domain="sql",
    answer_kind="program",
    generate=generate,
    oracle=oracle,
    capacity=query.capacity,
    has_steps=False,
)

"""A chain of operations on a table: drawn, carried out, written in Python, and told.

    problem = {"table": {"name": "trips", "columns": [...]}, "ops": [["where", "age", ">", 30]]}
    run(problem, [rows])        the rows whose age is known and above 30
    source(problem)             def transform(rows): ...

With `problem["other"]` the function takes a second table. The examples depend on the schemas alone.
`reading.py` carries out the same JSON with code of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import ne
from random import Random
from typing import Any

from assay.core.canonical import dumps, loads
from assay.core.records import Answer
from assay.core.seeds import seed_for
from assay.generators.code.faults import COMPARISONS, Runs, faults, first_change, wrong_terms
from assay.generators.code.frames.operation import Columns, Operation, Rows
from assay.generators.code.frames.ops_groups import GROUP_OPS
from assay.generators.code.frames.ops_joins import join_operations
from assay.generators.code.frames.ops_rows import ROW_OPS
from assay.generators.code.schemas import (
    column_words,
    columns_of,
    draw_rows,
    draw_schema,
    listed,
    record_strategy,
    schemas,
    several,
)
from assay.generators.code.wording import Wanted, program_prompts
from assay.generators.family import Draft, capped

ENTRY = "transform"
EXAMPLES = 8
ATTEMPTS = 14
TRIES = 40
MUTANTS = 6
FEWEST_MUTANTS = 3
SHOWN = 2
ACCEPTED = 0.5
OPERATIONS = {1: 2, 2: 3, 3: 3, 4: 4, 5: 4, 6: 5, 7: 5, 8: 6, 9: 7, 10: 8}
SWAPS = {
    **COMPARISONS,
    "sum": ("max", "count"),
    "max": ("min", "sum"),
    "min": ("max",),
    "count": ("known", "sum"),
    "known": ("count",),
    "+": ("-",),
    "-": ("+",),
    "*": ("+",),
}
COMPARE = {"tolerance": 0, "int_equals_float": False}
CLOSE = "Answer with the function in one Python code block; use the standard library only."
Problem = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kit:
    """What a family draws from: the operations it is about, the others, and a second table."""

    focus: tuple[str, ...]
    others: tuple[str, ...]
    second: bool = False


def draw_problem(rng: Random, kit: Kit, count: int) -> dict[str, Any]:
    """A problem whose every operation matters and whose examples have differing results."""
    return _draw_with_states(rng, kit, count)[0]


States = Sequence[Sequence[Rows]]
"""For each operation, and for the end, the rows of every example before it."""


def _draw_with_states(rng: Random, kit: Kit, count: int) -> tuple[dict[str, Any], States]:
    while True:
        tables = _draw_tables(rng, kit)
        for _ in range(TRIES):
            problem = {**tables, "ops": []}
            states = _draw_operations(rng, kit, count, problem)
            if states is not None and _is_telling(problem, states):
                return problem, states


def _draw_tables(rng: Random, kit: Kit) -> dict[str, Any]:
    table = draw_schema(rng, texts=2, ints=3, nullable=rng.randint(1, 2))
    problem: dict[str, Any] = {"table": table, "ops": []}
    if kit.second:
        taken = columns_of(table)
        key = rng.choice([c for c in table["columns"] if c[1] == "text"])
        other = draw_schema(rng, texts=1, ints=2, nullable=1)
        free = [c for c in other["columns"] if c[0] not in taken]
        while not free:
            free = [c for c in draw_schema(rng, 1, 2, 1)["columns"] if c[0] not in taken]
        problem["other"] = {"name": "other", "columns": [key, *free], "key": key[0]}
    return problem


def _operations(problem: Problem) -> Mapping[str, Operation]:
    other = problem.get("other")
    return {**ROW_OPS, **GROUP_OPS, **(join_operations(other) if other else {})}


def _draw_operations(
    rng: Random, kit: Kit, count: int, problem: dict[str, Any]
) -> list[Sequence[Rows]] | None:
    """Fill `ops`, one after the other; None where it came to an end too soon."""
    book = _operations(problem)
    columns: Columns = columns_of(problem["table"])
    inputs = example_inputs(problem)
    states: list[Sequence[Rows]] = [[args[0] for args in inputs]]
    about = set(rng.sample(range(count), 1 if count < 5 else 2))
    for place in range(count):
        names = kit.focus if place in about else kit.others
        for _ in range(ATTEMPTS):
            term = _draw_term(rng, book, names, columns, problem["ops"])
            if term is None:
                continue
            after = _apply_all(book, term, states[-1], inputs)
            if sum(map(ne, states[-1], after)) >= 3:
                break
        else:
            return None
        problem["ops"].append(term)
        columns = book[term[0]].after(columns, *term[1:])
        states.append(after)
    return states


def _draw_term(
    rng: Random,
    book: Mapping[str, Operation],
    names: Sequence[str],
    columns: Columns,
    before: Sequence[Any],
) -> list[Any] | None:
    name = rng.choice(names)
    if before and before[-1][0] == name:
        return None
    drawn = book[name].draw(rng, columns)
    return None if drawn is None else [name, *drawn]


def _apply_all(
    book: Mapping[str, Operation],
    term: Sequence[Any],
    states: Sequence[Rows],
    inputs: Sequence[Sequence[Rows]],
) -> list[Rows]:
    apply, arguments = book[term[0]].apply, term[1:]
    return [
        apply(rows, args[-1] if len(args) > 1 else [], *arguments)
        for rows, args in zip(states, inputs, strict=True)
    ]


def run(problem: Problem, args: Sequence[Rows]) -> Rows:
    """The table that the function gives, by the callables."""
    return _follow(_operations(problem), problem["ops"], args[0], args)


def _follow(
    book: Mapping[str, Operation], ops: Sequence[Any], rows: Rows, args: Sequence[Rows]
) -> Rows:
    """The rows after these operations."""
    other = args[-1] if len(args) > 1 else []
    for term in ops:
        rows = book[term[0]].apply(rows, other, *term[1:])
    return rows


def example_inputs(problem: Problem) -> list[list[Rows]]:
    """The tables of the examples: the same for the same schemas."""
    return _inputs(dumps([problem["table"], *([problem["other"]] if "other" in problem else [])]))


@lru_cache(maxsize=16)
def _inputs(tables: str) -> list[list[Rows]]:
    rng = Random(seed_for("frames", tables))
    schemas_given = loads(tables)
    return [[draw_rows(rng, one, number) for one in schemas_given] for number in range(EXAMPLES)]


def examples(problem: Problem) -> list[dict[str, Any]]:
    """Arguments and results of the examples, by the callables."""
    return [{"args": args, "result": run(problem, args)} for args in example_inputs(problem)]


def _is_telling(problem: Problem, states: States) -> bool:
    """Whether results differ, the shown ones are not empty, and no operation is idle."""
    results = states[-1]
    if not any(results[:SHOWN]) or not several(results):
        return False
    runs = _runs(problem, states)
    return all(_matters(runs(dropped), results) for dropped in without_one(problem))


def _matters(run: Callable[[int], Rows], results: Sequence[Rows]) -> bool:
    try:
        return any(run(number) != result for number, result in enumerate(results))
    except (LookupError, TypeError):
        return True


def _runs(problem: Problem, states: States) -> Runs:
    """Faulty versions on the examples: each goes on from the rows before its changed operation."""
    book, inputs, ops = _operations(problem), example_inputs(problem), problem["ops"]

    def runs(one: Problem) -> Callable[[int], Rows]:
        at = first_change(ops, one["ops"])
        rest = one["ops"][at:]
        return lambda number: _follow(book, rest, states[at][number], inputs[number])

    return runs


def without_one(problem: Problem) -> list[dict[str, Any]]:
    """The problems that lack one operation; some cannot be carried out."""
    ops = problem["ops"]
    return [{**problem, "ops": [*ops[:i], *ops[i + 1 :]]} for i in range(len(ops))]


def source(problem: Problem) -> str:
    """The reference in Python."""
    book, columns = _operations(problem), columns_of(problem["table"])
    lines = [f"def {signature(problem)}:"]
    current: Columns = columns
    for term in problem["ops"]:
        text = book[term[0]].source(current, *term[1:])
        lines += ["    " + line for line in text.split("\n")]
        current = book[term[0]].after(current, *term[1:])
    return "\n".join([*lines, "    return rows"])


def signature(problem: Problem) -> str:
    """The head of the function without `def` and colon."""
    return f"{ENTRY}(rows, other)" if "other" in problem else f"{ENTRY}(rows)"


def describe(problem: Problem) -> list[str]:
    """The operations in order, each an imperative clause without a full stop."""
    book = _operations(problem)
    current: Columns = columns_of(problem["table"])
    clauses = []
    for term in problem["ops"]:
        clauses.append(book[term[0]].words(current, *term[1:]))
        current = book[term[0]].after(current, *term[1:])
    return clauses


def about(problem: Problem) -> str:
    """What the tables hold."""
    table = problem["table"]
    held = listed([column_words(column, "None") for column in table["columns"]])
    text = f"rows is a table of {table['name']}, a list of dicts with the keys {held}."
    if "other" in problem:
        held = listed([column_words(column, "None") for column in problem["other"]["columns"]])
        text += (
            f" other is a second table, a list of dicts with the keys {held}; no two of its rows "
            f"have the same {problem['other']['key']}."
        )
    return f"{text} The result is again a list of dicts."


def mutants(
    problem: Problem, found: Sequence[Mapping[str, Any]], states: States, count: int
) -> list[str]:
    """Sources with one small fault, each wrong on some example."""
    rng = Random(seed_for("frame mutants", dumps(problem)))
    ops = problem["ops"]
    changed = [{**problem, "ops": one} for one in faults(ops, SWAPS)] + without_one(problem)
    wrong = wrong_terms(rng, changed, _runs(problem, states), found, count)
    return list(dict.fromkeys(source(one) for one, _ in wrong if _is_whole(one)))


def _is_whole(problem: Problem) -> bool:
    """Whether no operation names a column that is not there."""
    try:
        describe(problem)
    except KeyError:
        return False
    return True


def strategies(problem: Problem) -> list[dict[str, Any]]:
    """The tables that the function may be called with."""
    found = [record_strategy(problem["table"], "rows")]
    if "other" in problem:
        found.append(record_strategy(problem["other"], "other"))
    return found


def program_draft(rng: Random, kit: Kit, level: int) -> Draft:
    """A task whose answer is the function."""
    while True:
        problem, states = _draw_with_states(rng, kit, OPERATIONS[level])
        inputs = example_inputs(problem)
        found = [
            {"args": args, "result": result}
            for args, result in zip(inputs, states[-1], strict=True)
        ]
        faulty = mutants(problem, found, states, MUTANTS)
        if len(faulty) >= FEWEST_MUTANTS:
            break
    spec = {
        "lang": "python",
        "entry": ENTRY,
        "signature": f"def {signature(problem)}",
        "strategies": strategies(problem),
        "reference_source": source(problem),
        "mutants": faulty,
        "examples": found,
        "compare": COMPARE,
    }
    return Draft(
        prompts=program_prompts(
            Wanted(
                language="Python",
                signature=signature(problem),
                about=about(problem),
                steps=describe(problem),
                examples=[call_text(example) for example in found[:SHOWN]],
                close=CLOSE,
            )
        ),
        problem=problem,
        answer=Answer("program", ENTRY, spec),
        meta={"size": len(problem["ops"])},
    )


def call_text(example: Mapping[str, Any]) -> str:
    """A call with its result, as Python shows it."""
    given = ", ".join(map(repr, example["args"]))
    return f"{ENTRY}({given}) == {example['result']!r}"


def capacity(_: int) -> int | None:
    """The schemas, all drawn evenly, over the square of the share of draws that is kept."""
    return capped(int(schemas(texts=2, ints=3) * ACCEPTED**2))

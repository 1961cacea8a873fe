"""How the program of an answer is run: what goes into the sandbox, and what its output means.

    prepared(spec, "SELECT 1")     ("python", a program that runs the query on an SQLite database)
    prepared(spec, "long long f()")    ("cpp", the function between headers and a `main` of ours)

Three languages of an answer are none of the sandbox's call languages: a query (`sql`) runs in
SQLite inside a Python program, and a C or C++ function is called by a `main` that reads its
arguments from standard input and prints the value as JSON. All texts here are ours but the
candidate's own source, which only ever runs in the sandbox; expected values never enter it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assay.checkers.program_inputs import Args, stdin_text
from assay.checkers.program_native import native_program, native_stdin
from assay.core.canonical import dumps
from assay.sandbox.records import Call, Input, Limits, Outcome, Sandbox, Stdin
from assay.sandbox.values import NotJson, read, same

NATIVE = ("c", "cpp")
QUERY = """import sqlite3

QUERY = {query!r}
TABLES = {tables!r}


def {entry}(*given):
    database = sqlite3.connect(":memory:")
    for (name, columns), rows in zip(TABLES, given):
        heads = ", ".join(head + " " + kind for head, kind in columns)
        database.execute("CREATE TABLE " + name + " (" + heads + ")")
        marks = ", ".join("?" for _ in columns)
        database.executemany("INSERT INTO " + name + " VALUES (" + marks + ")", rows)
    return [list(row) for row in database.execute(QUERY)]
"""


def is_native(spec: Mapping[str, Any]) -> bool:
    """Whether the answer is one function of C or C++, called by a `main` of ours."""
    return spec["lang"] in NATIVE and "types" in spec


def prepared(spec: Mapping[str, Any], source: str) -> tuple[str, str]:
    """The language and the text that the sandbox gets for the source of a candidate."""
    if spec["lang"] == "sql":
        query = source.strip().rstrip(";")
        tables = [[table["name"], table["columns"]] for table in spec["tables"]]
        return "python", QUERY.format(query=query, tables=tables, entry=spec["entry"])
    if is_native(spec):
        return spec["lang"], native_program(spec["lang"], spec["entry"], spec["types"], source)
    return spec["lang"], source


def input_of(spec: Mapping[str, Any], args: Args) -> Input:
    """What one run gets: standard input, or the arguments of a call."""
    if "stdin" in spec:
        return Stdin(stdin_text(spec["stdin"], args))
    if is_native(spec):
        return Stdin(native_stdin(args))
    return Call(spec["entry"], args)


def understood(spec: Mapping[str, Any], outcome: Outcome) -> Outcome:
    """The outcome with the value that a native function's `main` printed, if it is well-formed."""
    if not is_native(spec) or outcome.flag != "ok":
        return outcome
    try:
        return replace(outcome, value=read(outcome.stdout), has_value=True)
    except NotJson:
        return outcome


def warnings_of(spec: Mapping[str, Any], source: str, sandbox: Sandbox) -> list[str]:
    """What the compiler of C or C++ warns of in a source that it takes; nothing is run."""
    if spec["lang"] not in NATIVE:
        return []
    limits = Limits(**spec.get("limits", {}))
    return sandbox.run(*prepared(spec, source), [], limits).warnings.splitlines()


def same_value(expect: Any, got: Any, compare: Mapping[str, Any]) -> bool:
    """Whether a value is the expected one; with `multiset` the order of a list is free."""
    rest = {name: value for name, value in compare.items() if name != "multiset"}
    if not compare.get("multiset"):
        return same(expect, got, **rest)
    if not isinstance(got, list | tuple):
        return False
    loose = bool(rest.get("int_equals_float"))
    return _counted(expect, loose) == _counted(got, loose)


def _counted(items: Sequence[Any], loose: bool) -> Counter[str]:
    return Counter(dumps(_plain(item) if loose else item) for item in items)


def _plain(value: Any) -> Any:
    """Floats of whole numbers as integers, at any depth."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value

"""Queries and native functions as answers: what passes, what does not, and what hostile ones do."""

from typing import Any

import pytest

from assay.checkers.program import judge_source
from assay.checkers.program_further import further_inputs
from assay.checkers.program_inputs import boundaries, property_inputs
from assay.checkers.program_runs import same_value
from assay.checkers.program_shrinks import fits, simpler, small_inputs, weight
from assay.checkers.program_source import find_program
from assay.core.records import Answer
from assay.sandbox import Sandbox

TABLE = {
    "name": "trips",
    "type": "list",
    "item": {
        "type": "fixed_list",
        "items": [
            {"type": "choice", "values": ["oslo", "rome"]},
            {"type": "nullable", "item": {"type": "integer", "min": 0, "max": 3}},
        ],
    },
    "min_size": 0,
    "max_size": 5,
}
ROWS = [["oslo", 3], ["rome", None], ["oslo", 1], ["oslo", 1]]


def query(reference: str, result: list[Any], multiset: bool) -> Answer:
    spec = {
        "lang": "sql",
        "entry": "query",
        "tables": [{"name": "trips", "columns": [["city", "TEXT"], ["units", "INTEGER"]]}],
        "strategies": [TABLE],
        "reference_source": reference,
        "mutants": [],
        "examples": [{"args": [ROWS], "result": result}],
        "compare": {"tolerance": 0, "int_equals_float": True, "multiset": multiset},
    }
    return Answer("program", "query", spec)


ANY_ORDER = query("SELECT units FROM trips WHERE units > 0", [[3], [1], [1]], True)
IN_ORDER = query(
    "SELECT units FROM trips WHERE units > 0 ORDER BY units DESC", [[3], [1], [1]], False
)
NATIVE = Answer(
    "program",
    "solve",
    {
        "lang": "cpp",
        "entry": "solve",
        "types": {"takes": ["ints"], "gives": "ints"},
        "strategies": [
            {
                "name": "values",
                "type": "list",
                "item": {"type": "integer", "min": -9, "max": 9},
                "min_size": 0,
                "max_size": 4,
            }
        ],
        "reference_source": "std::vector<long long> solve(std::vector<long long> v) {\n"
        "    for (auto& x : v) x *= 2;\n    return v;\n}",
        "mutants": [],
        "examples": [{"args": [[1, -2]], "result": [2, -4]}],
        "compare": {"tolerance": 0, "int_equals_float": False},
    },
)
HEAD = "std::vector<long long> solve(std::vector<long long> v) {"


@pytest.mark.parametrize(
    ("text", "free", "ordered"),
    [
        ("SELECT units FROM trips WHERE units > 0;", "correct", "wrong"),
        ("select t.units as u from trips t where t.units >= 1 order by 1", "correct", "wrong"),
        ("SELECT units FROM trips WHERE units > 0 ORDER BY units DESC", "correct", "correct"),
        ("SELECT units * 1.0 FROM trips WHERE units > 0 ORDER BY 1 DESC", "correct", "correct"),
        ("SELECT DISTINCT units FROM trips WHERE units > 0 ORDER BY 1 DESC", "wrong", "wrong"),
        ("SELECT units, city FROM trips WHERE units > 0", "wrong", "wrong"),
        ("SELECT CAST(units AS TEXT) FROM trips WHERE units > 0", "wrong", "wrong"),
        ("SELECT units FROM trips", "wrong", "wrong"),
        ("SELECT nothing FROM trips", "wrong", "wrong"),
        ("SELECT 1; DROP TABLE trips", "wrong", "wrong"),
        ("DELETE FROM trips", "wrong", "wrong"),
        ("ATTACH '/etc/passwd' AS p", "wrong", "wrong"),
        ("SELECT load_extension('x')", "wrong", "wrong"),
        ("'''\nimport os\nos._exit(0)\n'''", "wrong", "wrong"),
    ],
)
def test_queries(text: str, free: str, ordered: str, local: Sandbox) -> None:
    assert judge_source(ANY_ORDER, text, local).status == free
    assert judge_source(IN_ORDER, text, local).status == ordered


def test_the_error_of_a_query_is_named(local: Sandbox) -> None:
    evidence = judge_source(ANY_ORDER, "SELECT nothing FROM trips", local).evidence
    assert (evidence["code"], evidence["raised"]) == ("RE", "OperationalError")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("std::vector<long long> w; for (auto x : v) w.push_back(x + x); return w; }", "correct"),
        ("return v; }", "wrong"),
        ('for (auto& x : v) x *= 2; std::puts("[2,-4]"); return v; }', "wrong"),
        ('std::puts("[2,-4]"); std::exit(0); }', "wrong"),
        ("return v; } int main() { return 0; }", "wrong"),
        ("for (auto& x : v) x *= 2; return v }", "wrong"),
        ("return std::vector<long long>(1, *(volatile long long*)nullptr); }", "wrong"),
    ],
)
def test_native_functions(body: str, status: str, local: Sandbox) -> None:
    assert judge_source(NATIVE, HEAD + body, local).status == status


def test_multisets_and_lists() -> None:
    free = {"multiset": True, "int_equals_float": True}
    assert same_value([[1, None], [2, "a"]], [[2.0, "a"], [1, None]], free)
    assert not same_value([[1], [1], [2]], [[1], [2], [2]], free)
    assert not same_value([[1]], [["1"]], free)
    assert not same_value([[1]], [[True]], free)
    assert not same_value([], None, free)
    assert not same_value([[1], [2]], [[2], [1]], {"multiset": False})


def test_strategies_of_tables() -> None:
    fields = {"city": {"type": "choice", "values": ["a", "b", "c"]}, "n": TABLE["item"]["items"][1]}
    rows = {
        "name": "rows",
        "type": "list",
        "item": {"type": "record", "fields": fields},
        "min_size": 0,
        "max_size": 6,
        "unique": "city",
    }
    found = property_inputs([rows], [{"args": [[{"city": "a", "n": 1}]], "result": None}])
    assert property_inputs([rows], [{"args": [[{"city": "a", "n": 1}]], "result": None}]) == found
    tables = [args[0] for args in found]
    assert [] in tables
    assert any(row["n"] is None for table in tables for row in table)
    assert all(list(row) == ["city", "n"] for table in tables for row in table)
    for table in tables:
        assert len({row["city"] for row in table}) == len(table)
    assert all(len({r["city"] for r in args[0]}) == len(args[0]) for args in boundaries([rows]))


@pytest.mark.parametrize(
    ("text", "lang", "entry", "found"),
    [
        ("```sql\nSELECT 1\n```", "sql", "query", "SELECT 1\n"),
        ("Use this:\n```\nwith a as (select 1) select * from a\n```", "sql", "query", None),
        ("select city from trips", "sql", "query", "select city from trips"),
        ("I would select the rows by hand.", "sql", "query", ""),
        ("int solve(int x) { return x; }", "cpp", "solve", None),
        ("```cpp\nint other(int x) { return x; }\n```", "cpp", "solve", ""),
    ],
)
def test_the_code_in_a_response(text: str, lang: str, entry: str, found: str | None) -> None:
    source = find_program(text, entry, lang)
    if found == "":
        assert source is None
    else:
        assert source is not None and (found is None or source == found)


def test_tables_shrink_within_their_strategies() -> None:
    fields = {"city": {"type": "choice", "values": ["a", "b"]}, "n": TABLE["item"]["items"][1]}
    item = {"type": "record", "fields": fields}
    rows = {"type": "list", "item": item, "min_size": 0, "max_size": 3, "unique": "city"}
    for strategies in ([rows], [TABLE]):
        for one in [*further_inputs(strategies, 200), *small_inputs(strategies, 40)]:
            assert fits(strategies, one)
            for other in simpler(strategies, one):
                assert fits(strategies, other)
                assert weight(strategies, other) < weight(strategies, one)
    assert not fits([rows], ([{"city": "a", "n": 1}, {"city": "a", "n": 2}],))
    assert not fits([rows], ([{"city": "c", "n": 1}],))


def test_the_smallest_counterexample_of_a_query(local: Sandbox) -> None:
    text = "SELECT units FROM trips WHERE units >= 0"
    verdict = judge_source(ANY_ORDER, text, local, shrink=True)
    assert verdict.evidence["smallest"]["args"] == '[[["oslo",0]]]'


@pytest.mark.parametrize(
    ("body", "status", "warned"),
    [
        ("for (auto& x : v) x *= 2; return v; }", "correct", []),
        ("int idle; for (auto& x : v) x *= 2; return v; }", "correct", ["-Wunused-variable"]),
        (
            "for (int i = 0; i < v.size(); i++) v[i] *= 2; return v; }",
            "correct",
            ["-Wsign-compare"],
        ),
        ("int idle; return v; }", "wrong", ["-Wunused-variable"]),
        ("int idle; return v }", "wrong", []),
    ],
)
def test_warnings_are_evidence_and_decide_nothing(
    body: str, status: str, warned: list[str], local: Sandbox
) -> None:
    """Lines count from the candidate's first; the `main` that calls it is not spoken of."""
    verdict = judge_source(NATIVE, HEAD + body, local)
    assert verdict.status == status
    found = verdict.evidence.get("warnings", [])
    assert len(found) == len(warned), found
    for line, name in zip(found, warned, strict=True):
        assert line.startswith("1:") and f"[{name}]" in line


def test_the_main_of_a_c_function_warns_of_nothing(local: Sandbox) -> None:
    """Its readers that a signature does not need are unused: no warning of the candidate's."""
    spec = {
        **NATIVE.spec,
        "lang": "c",
        "types": {"takes": ["ints"], "gives": "int"},
        "reference_source": "long long solve(const long long *v, int n) {\n"
        "    long long sum = 0;\n    for (int i = 0; i < n; i++) sum += v[i];\n    return sum;\n}",
        "examples": [{"args": [[1, -2]], "result": -1}],
    }
    answer = Answer("program", "solve", spec)
    verdict = judge_source(answer, str(spec["reference_source"]), local)
    assert (verdict.status, verdict.evidence.get("warnings")) == ("correct", None)
    idle = "long long solve(const long long *v, int n) { long long s = v[0] - v[0]; return s; }"
    assert "unused parameter" in judge_source(answer, idle, local).evidence["warnings"][0]

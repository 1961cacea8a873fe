"""The stage `judge`: one line out for each line in, in order, whatever the lines hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from assay.core.errors import TooManyBadRows, UsageError
from assay.pipelines.judge import judge_requests
from assay.sandbox import Sandbox
from assay.sandbox.judge import judge

LINES = [
    *(
        {
            "id": n,
            "lang": "python",
            "source": f"print({n})",
            "cases": [{"stdin": "", "expect": str(n % 3)}],
        }
        for n in range(6)
    ),
]


def _write(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def _timeless(path: Path) -> list[dict[str, object]]:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return [{"id": row["id"], "verdict": row["verdict"]} for row in rows]


def test_rows_come_in_input_order_with_any_number_of_workers(tmp_path: Path) -> None:
    requests = _write(tmp_path / "in.jsonl", [json.dumps(line) for line in LINES])
    for workers in (1, 2):
        summary = judge_requests(requests, tmp_path / f"{workers}.jsonl", "local", workers)
        assert (summary.rows, summary.verdicts) == (6, {"AC": 3, "WA": 3})
    assert _timeless(tmp_path / "1.jsonl") == _timeless(tmp_path / "2.jsonl")
    assert [row["id"] for row in _timeless(tmp_path / "1.jsonl")] == list(range(6))


def test_a_broken_line_stops_nothing(tmp_path: Path) -> None:
    lines = ["{", json.dumps(LINES[0]), "[" * 5000, "", '{"id": NaN}', json.dumps({"id": "x"})]
    requests = _write(tmp_path / "in.jsonl", lines)
    out = tmp_path / "out.jsonl"
    with pytest.raises(TooManyBadRows, match="5 of 6"):
        judge_requests(requests, out, "local")
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["verdict"] for row in rows] == ["IE", "AC", "IE", "IE", "IE", "IE"]
    assert rows[0]["line"] == 1 and rows[5]["id"] == "x" and all(r["error"] for r in rows[2:])
    assert judge_requests(requests, out, "local", max_errors=0.9).verdicts["IE"] == 5


def test_an_id_too_deep_and_a_mark_at_the_start_stop_nothing(tmp_path: Path) -> None:
    deep = '{"id": ' + "[" * 900 + "]" * 900 + ', "lang": "ruby"}'
    lines = ["\ufeff" + json.dumps(LINES[0]), deep, json.dumps(LINES[1])]
    out = tmp_path / "out.jsonl"
    judge_requests(_write(tmp_path / "in.jsonl", lines), out, "local", max_errors=0.5)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["verdict"] for row in rows] == ["AC", "IE", "AC"]
    assert "nested deeper than 64" in rows[1]["error"] and rows[1]["id"] is None


def test_a_fault_of_our_own_costs_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(sandbox: Sandbox, request: dict[str, object]) -> dict[str, object]:
        if request["id"] == 1:
            raise KeyError("lost")
        return judge(sandbox, request)

    monkeypatch.setattr("assay.pipelines.judge.judge", faulty)
    requests = _write(tmp_path / "in.jsonl", [json.dumps(line) for line in LINES[:3]])
    out = tmp_path / "out.jsonl"
    assert judge_requests(requests, out, "local", max_errors=0.5).rows == 3
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["verdict"] for row in rows] == ["AC", "IE", "AC"]
    assert "KeyError" in rows[1]["error"] and rows[1]["line"] == 2


@pytest.mark.parametrize(
    "odd",
    [
        f'"limits": {{"cpu_s": 1{"0" * 400}}}',
        f'"compare": {{"tolerance": 1{"0" * 400}}}',
        '"limits": {"memory_mb": "64"}',
        '"limits": {"\\ud800": 1}',
    ],
    ids=["limit", "tolerance", "text", "surrogate"],
)
def test_values_that_no_float_holds_are_named(tmp_path: Path, odd: str) -> None:
    case = '{"stdin": "", "expect": "0"}'
    line = f'{{"id": "\\ud800", "lang": "python", "source": "", "cases": [{case}], {odd}}}'
    good = json.dumps(LINES[0] | {"id": "\ud800"})
    requests, out = _write(tmp_path / "in.jsonl", [line, good]), tmp_path / "out.jsonl"
    judge_requests(requests, out, "local", max_errors=0.5)
    rows = [json.loads(text) for text in out.read_text().splitlines()]
    assert [row["verdict"] for row in rows] == ["IE", "AC"]
    assert [row["id"] for row in rows] == ["\ufffd", "\ufffd"] and rows[0]["error"]


@pytest.mark.parametrize("key", ["limit", "Source", "case", "compares", "expected"])
def test_own_keys_are_let_pass_and_slips_are_named(tmp_path: Path, key: str) -> None:
    case = {"stdin": "", "expect": "", "note": "nothing"} | ({key: ""} if key == "expected" else {})
    line: dict[str, Any] = {"id": "a", "lang": "python", "source": "", "cases": [case]}
    own = {"category": "honest", "verdict": "AC", "origin": {"year": 2026}}
    slip = line | ({} if key == "expected" else {key: {}})
    good = line | own | {"cases": [{"stdin": "", "expect": "", "note": 1}]}
    requests = _write(tmp_path / "in.jsonl", [json.dumps(slip), json.dumps(good)])
    judge_requests(requests, tmp_path / "out.jsonl", "local", max_errors=0.5)
    rows = [json.loads(text) for text in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["verdict"] for row in rows] == ["IE", "AC"]
    assert repr(key) in rows[0]["error"]


def test_files_that_cannot_be(tmp_path: Path) -> None:
    requests = _write(tmp_path / "in.jsonl", [])
    with pytest.raises(UsageError, match="nowhere"):
        judge_requests(tmp_path / "nowhere", tmp_path / "out", "local")
    with pytest.raises(UsageError, match="cannot write"):
        judge_requests(requests, tmp_path / "no" / "out", "local")
    with pytest.raises(UsageError, match="sandbox 'vm'"):
        judge_requests(requests, tmp_path / "out", "vm")
    assert judge_requests(requests, tmp_path / "out", "local").rows == 0
    assert (tmp_path / "out").read_bytes() == b""

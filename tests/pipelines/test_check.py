"""The stage check: one row a line in input order, the same bytes for any workers, no lost pair."""

import json
from collections import deque
from pathlib import Path

import pytest

from assay.core.errors import TooManyBadRows, UsageError
from assay.pipelines import check_worker
from assay.pipelines.check import check_pairs
from assay.pipelines.check_worker import row_of

PAIRS = [
    {"id": "a", "gold": "42", "candidate": "so \\boxed{42}", "form": "text"},
    {"id": 2, "gold": "1/2", "candidate": "0.5", "form": "expr"},
    {"id": "c", "gold": "1/2", "candidate": "2/4", "form": "expr", "required_form": "reduced"},
    {"id": "d", "gold": "42", "candidate": "", "form": "text"},
    {"id": "e", "gold": "42", "candidate": "6*7", "form": "expr", "question": "What is 6*7?"},
    {"id": None, "gold": "x^2", "candidate": "\ud800", "form": "text", "kind": "expression"},
]
BROKEN = [
    "{",
    "[1]",
    '{"id": "x", "gold": 3}',
    "",
    '{"id": NaN}',
    '{"id": 1e999}',
    "[" * 5_000,
    "\\u00ff",
]


def written(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(line + "\n" for line in lines))
    return path


def test_rows_in_order_and_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", [json.dumps(pair) for pair in PAIRS] * 20)
    outputs = []
    for workers in (1, 3):
        out = tmp_path / f"{workers}.jsonl"
        summary = check_pairs(source, out, workers=workers)
        rows = [json.loads(line) for line in out.read_text().splitlines()]
        assert summary.rows == len(rows) == 120
        for row in rows:
            row.pop("ms")
        outputs.append(rows)
    assert outputs[0] == outputs[1]
    assert [row["status"] for row in outputs[0][:5]] == [
        "correct",
        "correct",
        "wrong",
        "unparsed",
        "wrong",
    ]
    assert [row["id"] for row in outputs[0][:6]] == ["a", 2, "c", "d", "e", None]


def test_a_broken_line_is_an_error_row_and_the_rest_is_kept(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", [*BROKEN, json.dumps(PAIRS[0])])
    out = tmp_path / "out.jsonl"
    with pytest.raises(TooManyBadRows):
        check_pairs(source, out)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["status"] for row in rows] == ["error"] * len(BROKEN) + ["correct"]
    assert rows[0]["id"] is None and rows[0]["line"] == 1 and rows[0]["message"]
    assert rows[2]["id"] == "x"
    check_pairs(source, out, max_errors=1.0)


@pytest.mark.parametrize(
    ("field", "value"),
    [("gold", ""), ("form", "latex"), ("kind", "colour"), ("required_form", "nice"), ("gold", 3)],
)
def test_a_wrong_value_is_named(field: str, value: object) -> None:
    row = row_of(json.dumps(PAIRS[0] | {field: value}).encode(), 1)
    assert row["status"] == "error" and row["reward"] is None
    assert row["message"]


def test_files_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", [json.dumps(PAIRS[0])])
    with pytest.raises(UsageError):
        check_pairs(tmp_path / "missing.jsonl", tmp_path / "out.jsonl")
    with pytest.raises(UsageError):
        check_pairs(source, tmp_path / "no" / "out.jsonl")
    with pytest.raises(UsageError):
        check_pairs(source, tmp_path / "out.jsonl", workers=0)
    assert not (tmp_path / "out.jsonl").exists()


def test_an_empty_file_gives_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"")
    assert check_pairs(tmp_path / "in.jsonl", tmp_path / "out.jsonl").rows == 0
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_a_worker_that_dies_costs_its_pair_alone() -> None:
    line = json.dumps(PAIRS[0]).encode()
    pool = [check_worker.start_worker()]
    pool[0].owed.extend([(1, line), (2, line)])
    pool[0].process.kill()
    pool[0].process.join()
    waiting: deque[tuple[int, bytes]] = deque()
    ready: dict[int, check_worker.Row] = {}
    check_worker._advance(pool, waiting, ready)
    try:
        assert ready[1]["status"] == "error" and ready[1]["message"].endswith("died on this pair")
        assert list(waiting) == [(2, line)]
        assert pool[0].process.is_alive()
    finally:
        pool[0].end()


def test_a_worker_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_worker, "PATIENCE_S", -1.0)
    pool = [check_worker.start_worker()]
    pool[0].owed.append((1, json.dumps(PAIRS[0]).encode()))
    ready: dict[int, check_worker.Row] = {}
    check_worker._advance(pool, deque(), ready)
    pool[0].end()
    assert ready[1]["message"].endswith("hung on this pair")

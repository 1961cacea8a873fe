"""Shadow mode: every shape of roll-outs, true counts, nothing changed, nothing lost to a kill."""

import json
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from assay.cli import app
from assay.core.errors import LockHeld, TooManyBadRows, UsageError
from assay.pipelines.rollout_golds import gold_text
from assay.pipelines.rollout_rows import Place, Source, parse_columns, value_at
from assay.pipelines.rollout_texts import response_texts, task_name
from assay.pipelines.shadow import refuse, shadow
from assay.pipelines.shadow_journal import Journal
from assay.pipelines.shadow_tally import wilson

REWARDS = """
import os, time
def endswith(response, gold):
    if "hang" in response: time.sleep(60)
    if "raise" in response: raise ValueError("no such luck")
    if "die" in response: os._exit(3)
    if "none" in response: return None
    time.sleep(0.01 if "slow" in response else 0)
    return 0.9 if response.strip().endswith(gold) else -1.0
def raw(response, gold): return float("####" in gold)
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from assay.pipelines.shadow import shadow
from assay.pipelines.shadow_journal import Journal

appended, append = [], Journal.append

def killing(self, rows):
    appended.append(rows)
    append(self, rows if len(appended) < int(sys.argv[3]) else rows[: len(rows) // 2])
    if len(appended) == int(sys.argv[3]):
        self._handle.write(b'{"line": 3, "torn')
        self._handle.flush()
        os.kill(os.getpid(), signal.SIGKILL)

Journal.append = killing
shadow(Path(sys.argv[1]), Path(sys.argv[2]), against="their_rewards:endswith")
"""
ROWS = [
    {"uid": 1, "prompt": "6*7?", "answer": "6*7=42\n#### 42", "response": "so \\boxed{42}"},
    {"uid": 2, "prompt": "6*7?", "answer": "#### 42", "response": "Answer: 42"},
    {"uid": 3, "prompt": "1/2?", "answer": "\\boxed{1/2}", "response": "Answer: 0.5"},
    {"uid": 4, "prompt": "1/2?", "answer": "1/2", "response": "Answer: 3"},
    {"uid": 5, "prompt": "x?", "answer": "7", "response": "The answer is definitely not 7"},
    {"uid": 6, "prompt": "x?", "answer": "7", "response": "hang: \\boxed{7}"},
    {"uid": 7, "prompt": "x?", "answer": "7", "response": "raise: \\boxed{8}"},
    {"uid": 8, "prompt": "x?", "answer": "7", "response": "die: \\boxed{8}"},
    {"uid": 9, "prompt": "x?", "answer": "7", "response": "none: \\boxed{8}"},
    {"uid": 10, "prompt": "x?", "answer": None, "response": "7"},
]
COLUMNS = {"gold": "answer", "candidate": "response", "task": "prompt", "id": "uid"}


@pytest.fixture(autouse=True)
def rewards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "their_rewards.py").write_text(REWARDS)
    monkeypatch.chdir(tmp_path)


def lines(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def without_ms(path: Path) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row in rows:
        del row["ours"]["ms"], row["theirs"]["ms"]
    return rows


def test_counts_rows_and_reports(tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl", ROWS)
    with open(source, "a") as handle:
        handle.write("{broken\n")
    before = (source.read_bytes(), source.stat().st_mtime_ns)
    out = tmp_path / "out.jsonl"
    told = shadow(source, out, against="their_rewards:endswith", seconds=1.0, workers=2)
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before
    rows = without_ms(out)
    assert [row["id"] for row in rows] == [*range(1, 11), None]
    assert [row["line"] for row in rows] == list(range(1, 12))
    assert [row["agree"] for row in rows] == [False, True, False, True, False] + [None] * 6
    assert rows[0]["ours"] == {
        "status": "correct", "reward": 1.0, "extracted": "42", "rung": "string",
    }  # fmt: skip
    assert rows[0]["theirs"] == {"value": -1.0, "state": "ok"}
    states = [row["theirs"]["state"] for row in rows[5:]]
    assert states == ["hung", "raised", "died", "ok", "not asked", "not asked"]
    assert "no gold" in rows[9]["ours"]["message"] and "no JSON" in rows[10]["ours"]["message"]

    assert told["rows"] == 11 and told["columns"] == COLUMNS
    assert told["agreement"]["share"] == 2 / 5 and told["agreement"]["rows"] == 5
    assert told["table"] == {
        "ours_accepts_theirs_accepts": 1, "ours_accepts_theirs_rejects": 2,
        "ours_rejects_theirs_accepts": 1, "ours_rejects_theirs_rejects": 1,
    }  # fmt: skip
    assert {rung: one["rows"] for rung, one in told["disagreements"].items()} == {
        "exact": 1, "string": 1, "unparsed": 1,
    }  # fmt: skip
    example = told["disagreements"]["exact"]["examples"][0]
    assert (example["id"], example["gold"], example["extracted"]) == (3, "1/2", "0.5")
    assert {state: one["rows"] for state, one in told["apart"]["theirs"].items()} == {
        "died": 1, "gave no value": 1, "hung": 1, "not asked": 2, "raised": 1,
    }  # fmt: skip
    assert told["apart"]["theirs"]["raised"]["examples"][0]["message"].endswith("no such luck")
    assert told["apart"]["ours"]["error"]["rows"] == 2
    assert told["mean_reward"]["ours"] == 3 / 5 and told["mean_reward"]["theirs"] == 2 / 5
    tasks = told["per_task"]
    assert (tasks["tasks"], tasks["changed"]) == (3, 3)
    assert tasks["mean_change"] == pytest.approx((0.5 + 0.5 - 1.0) / 3)
    refuse(told, 2 / 11, 0.0)
    with pytest.raises(TooManyBadRows, match="2 of 11 rows are error"):
        refuse(told, 0.0, 0.0)


def test_a_finished_run_is_told_again_and_other_settings_begin_anew(tmp_path: Path) -> None:
    source, out = lines(tmp_path / "in.jsonl", ROWS[:3]), tmp_path / "out.jsonl"
    first = shadow(source, out, against="their_rewards:endswith")
    stamp = out.stat().st_mtime_ns
    assert shadow(source, out, against="their_rewards:endswith") == first
    assert out.stat().st_mtime_ns == stamp
    other = shadow(source, out, against="their_rewards:raw", raw_golds=True)
    assert other["mean_reward"]["theirs"] == pytest.approx(2 / 3)
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == [
        "out.jsonl", "out.jsonl.summary.json",
    ]  # fmt: skip


def test_the_same_rows_for_any_workers_and_after_kills(tmp_path: Path) -> None:
    rows = [
        {
            "gold": str(n % 7),
            "candidate": [f"slow \\boxed{{{n % 5}}}", f"so {n % 3}"],
            "task": n // 4,
        }
        for n in range(150)
    ]
    source = lines(tmp_path / "in.jsonl", rows)
    plain = shadow(source, tmp_path / "plain.jsonl", against="their_rewards:endswith", workers=2)
    partial = tmp_path / ".killed.jsonl.partial"
    for append in (1, 2, 1):
        command = [sys.executable, "-c", KILLED, str(source), "killed.jsonl", str(append)]
        assert subprocess.run(command).returncode == -signal.SIGKILL
        assert partial.stat().st_size and not (tmp_path / "killed.jsonl").exists()
    told = shadow(source, tmp_path / "killed.jsonl", against="their_rewards:endswith")
    assert told == plain and told["rows"] == 300
    assert without_ms(tmp_path / "killed.jsonl") == without_ms(tmp_path / "plain.jsonl")
    assert not list(tmp_path.glob(".*"))


def test_parquet_with_nested_columns_conversations_and_folders(tmp_path: Path) -> None:
    def said(text: str) -> list[dict[str, str]]:
        return [{"role": "user", "content": "?"}, {"role": "assistant", "content": text}]

    table = pa.table(
        {
            "reward_model": [{"ground_truth": "42", "style": "rule"}, {"ground_truth": "-7"}] * 3,
            "completion": [said("Answer: 42"), said("Answer: 7")] * 3,
            "prompt": [[{"role": "user", "content": text}] for text in "ab"] * 3,
            "junk": [b"\xff"] * 6,
        }
    )
    folder = tmp_path / "rollouts"
    (folder / "deep").mkdir(parents=True)
    pq.write_table(table, folder / "a.parquet", row_group_size=2)
    pq.write_table(table, folder / "deep" / "b.parquet")
    out = tmp_path / "out.jsonl"
    told = shadow(folder, out, against="their_rewards:endswith", golds="dapo")
    assert told["columns"]["gold"] == "reward_model.ground_truth"
    assert told["rows"] == 12 and told["per_task"]["tasks"] == 2
    assert told["agreement"]["share"] == 1.0 and told["agreement"]["low"] < 0.8
    places = [(row["file"], row["line"]) for row in without_ms(out)]
    assert places == [(name, n) for name in ("a.parquet", "deep/b.parquet") for n in range(1, 7)]
    source = Source(folder, None, "auto")
    rest = [rollout.place for rollout in source.rows(Place(0, 4))]
    assert rest == [*(Place(0, n) for n in (4, 5, 6)), *(Place(1, n) for n in range(1, 7))]
    with pytest.raises(UsageError, match="lies in the folder"):
        shadow(folder, folder / "out.jsonl", against="their_rewards:endswith")


def test_rows_are_streamed(tmp_path: Path) -> None:
    row = {"gold": "1", "candidate": "x" * 20_000}
    source = Source(lines(tmp_path / "in.jsonl", [row] * 1_500), None, "plain")
    tracemalloc.start()
    count = sum(1 for _ in source.rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1_500 and peak < 3 << 20


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"gold": "nosuch"}, "no column 'nosuch' for the gold; there are: prompt, answer"),
        ({"candidate": "a.b"}, "no column 'a.b' for the candidate"),
        ({}, "no column for the candidate; name it with --columns candidate=NAME"),
    ],
)
def test_columns_that_are_not_there(
    tmp_path: Path, columns: Mapping[str, str], message: str
) -> None:
    source = lines(tmp_path / "in.jsonl", [{"prompt": "?", "answer": "1", "said": "1"}])
    with pytest.raises(UsageError, match=message):
        shadow(source, tmp_path / "out.jsonl", against="their_rewards:endswith", columns=columns)
    assert not list(tmp_path.glob("*out*"))


def test_what_cannot_be_used_is_refused(tmp_path: Path) -> None:
    source, out = lines(tmp_path / "in.jsonl", ROWS[:1]), tmp_path / "out.jsonl"
    spec = "their_rewards:endswith"
    (tmp_path / "empty").mkdir()
    for wrong in (
        {"rollouts": tmp_path / "missing"},
        {"rollouts": tmp_path / "empty"},
        {"out": source},
        {"out": tmp_path / "no" / "out"},
        {"out": Path("/dev/null")},
        {"against": "their_rewards:nosuch"},
        {"against": "nosuch"},
        {"golds": "latex"},
        {"workers": 0},
        {"seconds": 0.0},
    ):
        with pytest.raises(UsageError):
            shadow(**({"rollouts": source, "out": out, "against": spec} | wrong))  # type: ignore[arg-type]
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and no more")
    with pytest.raises(UsageError, match="cannot read"):
        shadow(broken, out, against=spec)
    assert not list(tmp_path.glob("*out*")) and not list(tmp_path.glob(".*"))


def test_one_run_at_a_time(tmp_path: Path) -> None:
    source, out = lines(tmp_path / "in.jsonl", ROWS[:1]), tmp_path / "out.jsonl"
    with Journal(out, {}, lambda row: Place(0, 1)), pytest.raises(LockHeld):
        shadow(source, out, against="their_rewards:endswith")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"")
    out = tmp_path / "out.jsonl"
    told = shadow(tmp_path / "in.jsonl", out, against="their_rewards:endswith")
    assert told["rows"] == 0 and told["agreement"]["share"] is None and out.read_bytes() == b""


@pytest.mark.parametrize(
    ("value", "style", "gold"),
    [
        ("5*4=20\n#### 1,020", "gsm8k", "1,020"),
        ("#### 3\n#### 4 \nend", "auto", "4"),
        ("so $\\boxed{\\frac{1}{2}}$ or $\\boxed{x_{1}\\}}$.", "math", "x_{1}\\}"),
        ("thus \\fbox 7.", "auto", "7."),
        ("\\boxed{3} and then \\boxed{x^{2}}.", "auto", "x^{2}"),
        ("\\boxed{1} or \\boxed{2}", "auto", "\\boxed{1} or \\boxed{2}"),
        (" 34 ", "dapo", "34"),
        (34, "dapo", "34"),
        (["x = 1"], "auto", "x = 1"),
        (0.5, "plain", "0.5"),
        (True, "auto", "true"),
        ("#### 3", "plain", "#### 3"),
    ],
)
def test_gold_styles(value: Any, style: str, gold: str) -> None:
    assert gold_text(value, style)[0] == gold


@pytest.mark.parametrize(
    ("value", "style"),
    [
        ("42", "gsm8k"), ("42", "math"), ("\\boxed{1", "math"), ("1/2", "dapo"), ("", "auto"),
        ({"a": 1}, "auto"), (["1", "2"], "auto"), ("text ####", "gsm8k"),
    ],
)  # fmt: skip
def test_golds_of_another_style_are_named(value: Any, style: str) -> None:
    with pytest.raises(UsageError, match="gold"):
        gold_text(value, style)


def test_responses_in_every_shape() -> None:
    assistant = {"role": "assistant", "content": "a"}
    assert response_texts("x") == ["x"]
    assert response_texts(["x", "y"]) == ["x", "y"]
    assert response_texts([{"role": "user", "content": "q"}, assistant]) == ["a"]
    assert response_texts([[assistant], [{**assistant, "content": None}]]) == ["a", ""]
    parts = [{"type": "text", "text": "b"}, {"type": "image"}, {"type": "text", "text": "c"}]
    assert response_texts([assistant, {"role": "assistant", "content": parts}]) == ["bc"]
    assert response_texts([{"message": assistant}, {"text": "t"}]) == ["a", "t"]
    for wrong in (3, None, {}, [3], [], [{"role": "assistant", "content": 3}]):
        with pytest.raises(UsageError):
            response_texts(wrong)


def test_small_parts() -> None:
    row = {"a": {"b": ["x", {"c": 1}]}, "a.b": 2, "j": '{"k": [3]}', "n": None}
    paths = {"a.b": 2, "a.b.1.c": 1, "a.x": None, "j.k.0": 3, "n.x": None, "z": None}
    assert {path: value_at(row, path) for path in paths} == paths
    assert parse_columns("gold=a.b,candidate=c") == {"gold": "a.b", "candidate": "c"}
    for wrong in ("gold", "gold=", "colour=red", "=a"):
        with pytest.raises(UsageError):
            parse_columns(wrong)
    assert task_name("short") == "short"
    assert task_name("x" * 100) != task_name("x" * 101) and len(task_name("y" * 999)) <= 80
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433) and wilson(0, 0) == (0.0, 1.0)


def test_the_command_shows_the_report_and_then_refuses(tmp_path: Path) -> None:
    lines(tmp_path / "in.jsonl", [*ROWS[:2], ROWS[9]])
    argv = ["check", "--pairs", "in.jsonl", "--out", "out.jsonl", "--against"]
    argv += ["their_rewards:endswith", "--columns", "gold=answer,task=uid", "--golds", "gsm8k"]
    result = CliRunner().invoke(app, argv)
    assert isinstance(result.exception, TooManyBadRows)
    told = json.loads(result.stdout)
    assert told["rows"] == 3 and told["per_task"]["tasks"] == 2 and told["accepted_above"] == 0.5
    assert CliRunner().invoke(app, [*argv, "--max-errors", "0.5"]).exit_code == 0

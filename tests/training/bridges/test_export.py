"""The bridges as files: read back by the loaders that take them, called as verl calls them."""

import importlib.util
import json
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset
from typer.testing import CliRunner

from assay.cli import app
from assay.core.canonical import loads
from assay.core.errors import AssayError, UsageError
from assay.core.records import Answer
from assay.core.store import open_table, write_part
from assay.core.tables import table_of, task_of, task_row
from assay.generators import FAMILIES, draw
from assay.training.bridges.environment import write_environment
from assay.training.bridges.export import export
from assay.training.bridges.verl import write_verl
from assay.training.data import tasks_of

FEW = {"families": ["digit_sum"], "levels": [1, 2]}


def read(folder: Path, name: str) -> Any:
    return load_dataset(
        "parquet", data_files=str(folder / name), split="train", cache_dir=str(folder / "cache")
    )


def by_name(folder: Path) -> Any:
    """A folder as a data set's name: what TRL's command line is given."""
    return load_dataset(str(folder), split="train", cache_dir=str(folder.parent / "cache"))


def as_verl_loads(path: Path, name: str) -> Callable[..., Any]:
    """A function of a file by its path, in a module that is not registered: verl 0.9's way."""
    spec = importlib.util.spec_from_file_location("custom_module_1", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[..., Any] = getattr(module, name)
    return found


def score(function: Callable[..., Any], row: dict[str, Any], response: str) -> Any:
    """The call that verl's reward manager makes, with what it adds to extra_info."""
    extra = row["extra_info"] | {"num_turns": 1, "rollout_reward_scores": {}}
    return function(
        data_source=row["data_source"],
        solution_str=response,
        ground_truth=row["reward_model"]["ground_truth"],
        extra_info=extra,
    )


def test_verl_reads_its_layout_and_scores_it(tables: Path, tmp_path: Path) -> None:
    counts = write_verl(data=tables, out=tmp_path, **FEW)
    tasks = {task.task_id: task for task in tasks_of(tables, "train", **FEW)}
    rows = read(tmp_path, "train.parquet").to_list()
    assert counts["train.parquet"] == len(rows) == len(tasks)
    function = as_verl_loads(tmp_path / "assay_reward.py", "compute_score")
    for number, row in enumerate(rows):
        task = tasks[row["extra_info"]["task_id"]]
        assert row.keys() == {"data_source", "prompt", "ability", "reward_model", "extra_info"}
        assert row["prompt"] == [{"role": "user", "content": task.prompt}]
        assert row["data_source"] == "assay/digit_sum" and row["ability"] == "math"
        assert row["reward_model"] == {"style": "rule", "ground_truth": task.answer.value}
        assert row["extra_info"]["index"] == number and row["extra_info"]["split"] == "train"
        assert Answer(**loads(row["extra_info"]["answer_json"])) == task.answer
        gold = f"Answer: {task.answer.value}"
        assert score(function, row, gold) == {"score": 1.0, "status": "correct"}
        assert score(function, row, "Answer: -7") == {"score": 0.0, "status": "wrong"}
        assert score(function, row, "") == {"score": 0.0, "status": "unparsed"}
    held_out = read(tmp_path, "validation.parquet").to_list()
    assert {row["extra_info"]["split"] for row in held_out} == {"validation"}


def test_the_typed_answer_decides_for_verl(tmp_path: Path) -> None:
    """A sum that is left standing is no evaluated answer, though it is worth the same."""
    task = next(
        task for index in range(40)
        if (task := draw(FAMILIES["digit_sum"], 1, 0, index).task).split == "train"
    )  # fmt: skip
    write_part(tmp_path, "tasks", table_of("tasks", [task_row(task)]), "t")
    write_verl(data=tmp_path, out=tmp_path)
    (row,) = read(tmp_path, "train.parquet").to_list()
    function = as_verl_loads(tmp_path / "assay_reward.py", "compute_score")
    left = f"Answer: {int(task.answer.value) - 1}+1"
    assert score(function, row, left)["status"] == "wrong"
    assert score(function, row | {"extra_info": {}}, left)["status"] == "correct"


def test_verl_gets_no_0_where_there_is_no_verdict(tables: Path, tmp_path: Path) -> None:
    write_verl(data=tables, out=tmp_path, **FEW)
    row = read(tmp_path, "train.parquet")[0]
    reward = tmp_path / "assay_reward.py"
    for broken in ("{", "7", json.dumps({"kind": "integer", "value": ")(", "spec": {}})):
        row["extra_info"]["answer_json"] = broken
        with pytest.raises(AssayError, match=r"to assay/digit_sum \(error:"):
            score(as_verl_loads(reward, "compute_score"), row, "Answer: 3")
        told = score(as_verl_loads(reward, "compute_score_or_zero"), row, "Answer: 3")
        assert told == {"score": 0.0, "status": "error"}


def test_verl_may_score_from_several_threads(tables: Path, tmp_path: Path) -> None:
    write_verl(data=tables, out=tmp_path, **FEW)
    rows = read(tmp_path, "train.parquet").to_list()
    function = as_verl_loads(tmp_path / "assay_reward.py", "compute_score")
    asked = [(row, f"Answer: {number % 12}") for number, row in enumerate(rows * 4)]
    alone = [score(function, *each) for each in asked]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda each: score(function, *each), asked)) == alone
    assert {told["score"] for told in alone} == {0.0, 1.0}


def test_trl_s_files_load_and_hold_what_the_functions_hold(tables: Path, tmp_path: Path) -> None:
    counts = export("trl", data=tables, out=tmp_path, pairs=2)
    assert counts.keys() == {"prompts/train.parquet", "preferences/train.parquet"}
    rows = by_name(tmp_path / "prompts")
    tasks = tasks_of(tables, "train")
    assert [task_of(loads(row)) for row in rows["task_json"]] == tasks
    assert rows[0]["prompt"] == [{"role": "user", "content": tasks[0].prompt}]
    assert set(by_name(tmp_path / "preferences").column_names) == {
        "prompt", "chosen", "rejected", "task_id",
    }  # fmt: skip
    plain = tmp_path / "plain"
    export("trl", data=tables, out=plain, chat=False, levels=[1], families=None)
    assert isinstance(by_name(plain / "prompts")[0]["prompt"], str)


def test_the_environment_is_a_package_without_the_test_split(tables: Path, tmp_path: Path) -> None:
    write_environment(data=tables, out=tmp_path, name="assay-digits", **FEW)
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text())["project"]
    assert project["name"] == "assay-digits" and project["dependencies"] == ["verifiers>=0.4,<0.5"]
    code = (tmp_path / "assay_digits/__init__.py").read_text()
    compile(code, "package", "exec")
    lines = (tmp_path / "assay_digits/tasks.jsonl").read_text().splitlines()
    assert [task_of(json.loads(line)) for line in lines] == tasks_of(tables, "train", **FEW)
    for name in ("", "Assay", "a b", "a--b", "-a", "a/../b", "x" * 65):
        with pytest.raises(UsageError, match="expected small letters"):
            write_environment(data=tables, out=tmp_path / "no", name=name)
    with pytest.raises(UsageError, match="split 'test' is for evaluation"):
        write_environment(data=tables, out=tmp_path / "no", split="test")
    assert not (tmp_path / "no").exists()


def test_verifiers_loads_and_scores_it(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vf = pytest.importorskip("verifiers.v1")
    import asyncio

    write_environment(data=tables, out=tmp_path, name="assay-digits", **FEW)
    monkeypatch.syspath_prepend(str(tmp_path))
    config = vf.taskset_config_type("assay-digits")(id="assay-digits", levels=[2])
    tasks = list(vf.load_taskset(config))
    assert len(tasks) == len(tasks_of(tables, "train", families=["digit_sum"], levels=[2]))
    assert all(asyncio.run(task.validate(None)) for task in tasks)
    reply = type("Trace", (), {"last_reply": "Answer: -1"})()
    assert asyncio.run(tasks[0].verifier(reply)) == 0.0
    row = json.loads(tasks[0].data.task_json)
    row["answer"]["value"] = ")("
    broken = tasks[0].with_data(task_json=json.dumps(row))
    with pytest.raises(AssayError, match="no verdict on digit_sum"):
        asyncio.run(broken.verifier(reply))


def test_the_same_data_are_the_same_bytes(tables: Path, tmp_path: Path) -> None:
    for to in ("trl", "verl", "verifiers"):
        for name in ("a", "b"):
            export(to, data=tables, out=tmp_path / to / name)
        files = [sorted(p for p in (tmp_path / to / n).rglob("*") if p.is_file()) for n in "ab"]
        assert [p.name for p in files[0]] == [p.name for p in files[1]] and files[0]
        assert all(a.read_bytes() == b.read_bytes() for a, b in zip(*files, strict=True))


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["verl", "--families", "digit_sum", "--levels", "1,2"], 0, "train.parquet"),
        (["trl", "--plain", "--most-pairs", "1"], 0, "preferences/train.parquet"),
        (["verifiers", "--name", "assay-x"], 0, "tasks"),
        (["verl", "--name", "x"], 2, "the bridge to verl has no such option"),
        (["verifiers", "--plain"], 2, "chat: the bridge to verifiers has no such option"),
        (["verl", "--levels", "one"], 2, "expected numbers"),
        (["verl", "--families", "nosuch"], 2, "no tasks in"),
    ],
)
def test_the_command(argv: list[str], code: int, said: str, tables: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["bridge", *argv, "--data", str(tables), "--out", str(tmp_path / "o")]
    )
    error = done.exception
    assert (error.exit_code if isinstance(error, AssayError) else done.exit_code) == code
    assert said in (str(error) if code else done.output)
    assert (tmp_path / "o").exists() == (code == 0)


def test_pairs_need_labels_that_contrast(tables: Path, tmp_path: Path) -> None:
    for name in ("tasks", "solutions"):
        write_part(tmp_path, name, open_table(tables, name), name)
    assert export("trl", data=tmp_path, out=tmp_path / "o").keys() == {"prompts/train.parquet"}
    rows = [row for row in open_table(tables, "labels").to_pylist() if row["sample"] == 0]
    write_part(tmp_path, "labels", table_of("labels", rows), "l")
    with pytest.raises(UsageError, match="has a right and a wrong solution"):
        export("trl", data=tmp_path, out=tmp_path / "p")
    assert not (tmp_path / "p").exists()

"""Publishing without a network: what is laid out, the card, and what the user did wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from synthetic_run import make_run
from test_report_hostile import HOSTILE, hostile_run

from assay.core.errors import UsageError
from assay.core.store import open_table, write_part
from assay.core.tables import SCHEMAS, table_of
from assay.pipelines import publish_stage
from assay.pipelines.card import MARK
from assay.pipelines.publish import publish, summary_lines
from assay.pipelines.report import report

REPO = "org/name"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_run(tmp_path / "run")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **keywords: object) -> None:
        raise AssertionError("a dry run must not use the network")

    monkeypatch.setattr("socket.socket.connect", refuse)


def front_matter(folder: Path) -> dict:
    return yaml.safe_load((folder / "README.md").read_text().split("---\n")[1])


def test_dry_run_writes_what_would_go(folder: Path) -> None:
    summary = publish(folder, REPO, dry_run=True)
    assert summary["dry_run"] and summary["commit"] is None
    for name, size in summary["files"]:
        assert (folder / "publish" / name).stat().st_size == size
    lines = summary_lines(summary)
    assert lines[0].startswith("would upload to") and len(lines) == 1 + len(summary["files"])


def test_every_row_is_in_the_split_of_its_task(folder: Path) -> None:
    publish(folder, REPO, dry_run=True)
    tasks = open_table(folder, "tasks").to_pylist()
    split_of = {row["task_id"]: row["split"] for row in tasks}
    assert set(split_of.values()) == {"train", "validation", "test"}
    for name in ("tasks", "solutions", "labels"):
        rows = 0
        for file in (folder / "publish/data" / name).iterdir():
            found = pq.read_table(file)
            assert found.schema.equals(SCHEMAS[name])
            split = file.name.split("-")[0]
            assert {split_of[task] for task in found.column("task_id").to_pylist()} == {split}
            rows += found.num_rows
        assert rows == open_table(folder, name).num_rows


def test_front_matter_names_every_file(folder: Path) -> None:
    summary = publish(folder, REPO, dry_run=True)
    front = front_matter(folder / "publish")
    assert front["license"] == "apache-2.0"
    assert [c["config_name"] for c in front["configs"]] == ["tasks", "solutions", "labels"]
    assert [c.get("default") for c in front["configs"]] == [True, None, None]
    named = {
        str(file.relative_to(folder / "publish"))
        for config in front["configs"]
        for entry in config["data_files"]
        for file in (folder / "publish").glob(entry["path"])
    }
    assert named == {name for name, _ in summary["files"]} - {"README.md"}


def test_curated_goes_too(folder: Path) -> None:
    labels = open_table(folder, "labels").to_pylist()
    rows = [
        {**{key: row[key] for key in ("task_id", "sampler", "sample")}}
        | {"split": "train", "kept": True, "reason": None}
        for row in labels
    ]
    write_part(folder, "curated", table_of("curated", rows), "c")
    summary = publish(folder, REPO, dry_run=True)
    assert sum(summary["rows"]["curated"].values()) == len(rows)


def test_same_run_same_bytes(folder: Path, tmp_path: Path) -> None:
    publish(folder, REPO, dry_run=True)
    other = make_run(tmp_path / "elsewhere")
    report(other)
    publish(other, REPO, dry_run=True)
    publish(other, REPO, dry_run=True)
    for file in (folder / "publish").rglob("*"):
        if file.is_file():
            twin = other / "publish" / file.relative_to(folder / "publish")
            assert twin.read_bytes() == file.read_bytes()


def test_large_tables_are_cut_into_shards(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish_stage, "SHARD_ROWS", 20)
    summary = publish(folder, REPO, dry_run=True)
    train = summary["rows"]["solutions"]["train"]
    names = [name for name, _ in summary["files"] if name.startswith("data/solutions/train")]
    assert len(names) == -(-train // 20) > 1
    assert names[0].endswith(f"-00000-of-{len(names):05d}.parquet")


def test_card_says_what_a_reader_must_know(folder: Path) -> None:
    (folder / "recipe.yaml").write_text("seed: 7\n# ``` fence\n")
    publish(folder, REPO, dry_run=True)
    text = (folder / "publish/README.md").read_text()
    assert MARK in text
    for words in (
        "## What is synthetic",
        "| chain\\_symbols | 12 |",
        "kept out of every pass rate",
        "isolation: full 100.0%",
        "seed: 7",
        'load_dataset("org/name", "tasks")',
        "## Known limits",
    ):
        assert words in text
    assert "````yaml" in text
    assert str(folder) not in text


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_names_leave_the_card_whole(tmp_path: Path, kind: str) -> None:
    folder = hostile_run(tmp_path / "run", HOSTILE[kind])
    publish(folder, REPO, dry_run=True)
    text = (folder / "publish/README.md").read_text()
    assert front_matter(folder / "publish")["pretty_name"] == REPO
    assert "<script" not in text and "<style" not in text and "<img" not in text
    for block in text.split("\n\n"):
        if block.startswith("| "):
            lines = block.replace("\\|", "").splitlines()
            assert {line.count("|") for line in lines} == {lines[0].count("|")}
    assert not set(text) & set("\x00\x1b\u202e")


@pytest.mark.parametrize(
    "repo",
    [
        "",
        "name",
        "a/b/c",
        "org/",
        "/name",
        "org/na me",
        "org/n\u00e4me",
        "../x",
        "org/..",
        "a/b.git",
        "a/" + "x" * 5000,
        "org/name\n",
        "-a/b",
        "datasets/\x1b[31m",
    ],
)
def test_bad_names_are_the_users_error(folder: Path, repo: str) -> None:
    with pytest.raises(UsageError, match="expected ORG/NAME"):
        publish(folder, repo, dry_run=True)
    assert not (folder / "publish").exists()


def test_a_token_is_needed_before_anything_is_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("assay.pipelines.publish.get_token", lambda: None)
    with pytest.raises(UsageError, match="HF_TOKEN"):
        publish(folder, REPO)


def test_no_tasks_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table 'tasks'"):
        publish(tmp_path, REPO, dry_run=True)
    assert not list(tmp_path.iterdir())


def test_a_folder_of_the_users_own_is_not_emptied(folder: Path) -> None:
    (folder / "publish").mkdir()
    (folder / "publish/thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds other files"):
        publish(folder, REPO, dry_run=True)
    assert (folder / "publish/thesis.txt").read_text() == "mine"


def test_a_split_of_a_strangers_making_is_refused(folder: Path) -> None:
    rows = open_table(folder, "tasks").slice(0, 1).to_pylist()
    rows[0] |= {"task_id": "x", "split": "../../etc"}
    write_part(folder, "tasks", table_of("tasks", rows), "x")
    with pytest.raises(UsageError, match="allowed: train, validation, test"):
        publish(folder, REPO, dry_run=True)


LOAD = """
import sys, datasets
for name in ("tasks", "solutions", "labels"):
    loaded = datasets.load_dataset(sys.argv[1], name)
    print(name, {split: rows.num_rows for split, rows in loaded.items()})
"""


def test_load_dataset_reads_the_run_folder_itself(folder: Path, tmp_path: Path) -> None:
    report(folder)
    environment = {"PATH": os.environ["PATH"], "HF_HOME": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-c", LOAD, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "tasks {'unsplit': 60}",
        "solutions {'unsplit': 216}",
        "labels {'unsplit': 216}",
    ]

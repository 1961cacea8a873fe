"""A whole run: the same bytes again, with any workers and hash seed, and after any kill."""

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from assay.core.errors import UsageError
from assay.core.store import open_table
from assay.pipelines.recipe import read_recipe
from assay.pipelines.run import check_recipe, run

RECIPE = """
name: small
seed: 3
stages:
  generate:
    - {families: "digit_chain,letter_count", count: 40, phrasing: short}
    - {families: repair, count: 3}
  vet: {sandbox: local}
  mutants: {most: 2}
  label: {sandbox: local}
  curate: {}
"""
POLICY = """
  sft: {model: "builtin:tiny-char-0.1m", levels: [1, 2], steps: 6, batch: 8, checkpoint_every: 2}
  sample:
    model: "{out}/models/sft"
    n: 2
    batch: 8
    max_tokens: 24
    families: digit_chain
  rl:
    model: "{out}/models/sft"
    families: [digit_chain]
    steps: 3
    prompts: 4
    n: 4
    measure_every: 2
    measure_tasks: 4
    checkpoint_every: 1
  sft_continued: {model: "{out}/models/sft", levels: [1, 2], steps: 3, name: sft_continued}
  orm: {model: "{out}/models/sft", samplers: [model], steps: 3, batch: 4, checkpoint_every: 1}
  prm: {model: "{out}/models/sft", samplers: [model], steps: 3, batch: 4, checkpoint_every: 1}
  evaluate:
    - name: sft
      model: "{out}/models/sft"
      orm: "{out}/models/orm"
      prm: "{out}/models/prm"
      families: [digit_chain]
      n: 4
      curve_tasks: 2
    - {name: rl, model: "{out}/models/rl", train_log: "{out}/models/rl", n: 4, curve_tasks: 2}
"""
SAME = ("tasks", "vetted", "solutions", "labels", "curated")


def _recipe(folder: Path, text: str = RECIPE) -> Path:
    (folder / "small.yaml").write_text(text)
    return folder / "small.yaml"


def _bytes(out: Path) -> dict[str, str]:
    files = [p for table in SAME for p in sorted((out / table).rglob("*.parquet"))]
    return {str(p.relative_to(out)): sha256(p.read_bytes()).hexdigest() for p in files}


def _figures(out: Path) -> dict[str, object]:
    found = json.loads((out / "report.json").read_text())
    assert found["accuracy"].keys() == {"sft", "rl"} and found["train_curve"]
    return {key: value for key, value in found.items() if key != "seconds"}


def _command(recipe: Path, out: Path, workers: int) -> list[str]:
    command = [sys.executable, "-m", "assay.cli", "run", str(recipe), "--quiet"]
    return [*command, "--out", str(out), "--workers", str(workers)]


def test_twice_in_a_row_and_more_workers(tmp_path: Path) -> None:
    recipe = read_recipe(_recipe(tmp_path), [])
    run(recipe, out=tmp_path / "one", workers=1)
    run(recipe, out=tmp_path / "two", workers=2)
    before = _bytes(tmp_path / "one")
    assert before == _bytes(tmp_path / "two")
    assert {path.split("/")[0] for path in before} == set(SAME)
    again = run(recipe, out=tmp_path / "one")
    assert again == json.loads((tmp_path / "one" / "report.json").read_text())
    assert _bytes(tmp_path / "one") == before


def test_append_adds_a_batch_and_keeps_what_was(tmp_path: Path) -> None:
    recipe = read_recipe(_recipe(tmp_path), [])
    run(recipe, out=tmp_path / "run")
    before = _bytes(tmp_path / "run")
    run(recipe, out=tmp_path / "run", append=True)
    after = _bytes(tmp_path / "run")
    assert {name: after[name] for name in before} == before
    assert open_table(tmp_path / "run", "tasks").num_rows == 2 * (40 + 40 + 3)
    ids = open_table(tmp_path / "run", "tasks")["task_id"].to_pylist()
    assert len(set(ids)) == len(ids)


def test_another_recipe_is_refused(tmp_path: Path) -> None:
    run(read_recipe(_recipe(tmp_path), []), out=tmp_path / "run")
    with pytest.raises(UsageError, match="other settings"):
        run(read_recipe(_recipe(tmp_path), ["seed=4"]), out=tmp_path / "run")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("generate.0.families=nope", None),
        ("lable.workers=2", "did you mean label"),
        ("label.sandbox=dokcer", "one of 'docker', 'local', 'auto'"),
        ("curate.out=x", "unknown key"),
        ("rl.steps=x", None),
    ],
)
def test_a_recipe_is_checked_before_anything_is_made(
    tmp_path: Path, change: str, says: str | None
) -> None:
    with pytest.raises(UsageError, match=says):
        recipe = read_recipe(_recipe(tmp_path), [change])
        check_recipe(recipe, tmp_path / "run")
        run(recipe, out=tmp_path / "run")
    assert not (tmp_path / "run").exists() or not any((tmp_path / "run").rglob("*.parquet"))


@pytest.mark.slow
def test_the_policys_rows_too_with_other_hash_seeds_and_workers(tmp_path: Path) -> None:
    recipe = _recipe(tmp_path, RECIPE + POLICY)
    found = []
    for hash_seed, workers in (("0", 1), ("123", 2)):
        out = tmp_path / hash_seed
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        subprocess.run(_command(recipe, out, workers), env=environment, check=True)
        found.append((_bytes(out), _figures(out)))
    assert found[0] == found[1]
    assert any(name.startswith("solutions/") for name in found[0][0])


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_twenty_random_kills_change_nothing(tmp_path: Path) -> None:
    recipe = _recipe(tmp_path, RECIPE + POLICY)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    started = time.monotonic()
    subprocess.run(_command(recipe, whole, 2), check=True, capture_output=True)
    lasts, rng, ended = time.monotonic() - started, Random(1), 0
    for _ in range(20):
        process = subprocess.Popen(
            _command(recipe, killed, 2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            ended += process.wait(timeout=rng.uniform(0.05, 0.3) * lasts) == 0
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    subprocess.run(_command(recipe, killed, 1), check=True, capture_output=True)
    assert _bytes(killed) == _bytes(whole)
    assert _figures(killed) == _figures(whole)
    assert ended < 20

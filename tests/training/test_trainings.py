"""The trainings: what they read, that they are the same again, and that a kill changes nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from transformers import AutoModelForCausalLM, AutoModelForTokenClassification, AutoTokenizer

from assay.core.errors import AssayError, UsageError
from assay.training import fitting
from assay.training.data import demonstrations, held_out, judged_solutions, tasks_of
from assay.training.evaluate import evaluate
from assay.training.outcome_rm import train_orm
from assay.training.process_rm import train_prm
from assay.training.rl import train_rl
from assay.training.sft import train_sft

Stage = Callable[[Path], Any]


def stages(tables: Path, policy: Path) -> dict[str, Stage]:
    """Every training, small, as a function of its folder."""
    few: dict[str, Any] = {"steps": 6, "checkpoint_every": 2, "seed": 5}
    start = str(policy)
    rl: dict[str, Any] = {"prompts": 6, "n": 4, "measure_every": 2, "lr": 1e-3, "measure_tasks": 8}
    rl |= {"max_tokens": 24, "temperature": 1.5}
    return {
        "sft": lambda out: train_sft(data=tables, out=out, batch=8, levels=[1, 2], **few),
        "orm": lambda out: train_orm(data=tables, model=start, out=out, batch=8, **few),
        "prm": lambda out: train_prm(data=tables, model=start, out=out, batch=8, **few),
        "rl": lambda out: train_rl(data=tables, model=start, out=out, **few, **rl),
        "rl_lora": lambda out: train_rl(
            data=tables, model=start, out=out, rewards={"random": 1.0}, kl=0.5, lora=2,
            precision="bfloat16", **few, **rl,
        ),
    }  # fmt: skip


STAGES = ("sft", "orm", "prm", "rl", "rl_lora")


def weights(folder: Path) -> bytes:
    return (folder / "model.safetensors").read_bytes()


@pytest.mark.parametrize("stage", STAGES)
def test_a_training_that_was_killed_ends_with_the_same_bytes(
    stage: str, tables: Path, policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train = stages(tables, policy)[stage]
    train(tmp_path / "whole")
    note, seen = fitting.Fit.note, []

    def killed(self: fitting.Fit, line: dict[str, Any]) -> None:
        note(self, line)
        seen.append(line)
        if len(seen) in (4, 6):
            raise KeyboardInterrupt

    monkeypatch.setattr(fitting.Fit, "note", killed)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            train(tmp_path / "cut")
        assert not (tmp_path / "cut" / "training.json").exists()
    train(tmp_path / "cut")
    assert weights(tmp_path / "cut") == weights(tmp_path / "whole")
    logs = [(tmp_path / name / "log.jsonl").read_bytes() for name in ("cut", "whole")]
    assert logs[0] == logs[1]


@pytest.mark.parametrize("stage", STAGES)
def test_a_finished_training_is_left_alone_and_another_one_refused(
    stage: str, tables: Path, policy: Path, tmp_path: Path
) -> None:
    train = stages(tables, policy)[stage]
    first = train(tmp_path)
    before = weights(tmp_path)
    assert train(tmp_path) == first and weights(tmp_path) == before
    summary = json.loads((tmp_path / "training.json").read_text())
    summary["settings"]["lr"] = 0.5
    (tmp_path / "training.json").write_text(json.dumps(summary))
    with pytest.raises(UsageError, match="another lr"):
        train(tmp_path)


def test_checkpoints_are_ordinary_folders(tables: Path, policy: Path, tmp_path: Path) -> None:
    made = stages(tables, policy)
    made["rl"](tmp_path / "rl")
    made["prm"](tmp_path / "prm")
    assert AutoModelForCausalLM.from_pretrained(tmp_path / "rl").config.vocab_size > 90
    assert AutoModelForTokenClassification.from_pretrained(tmp_path / "prm").config.num_labels == 1
    assert AutoTokenizer.from_pretrained(tmp_path / "rl").sep_token == "<sep>"


def test_no_training_reads_the_test_split(tables: Path) -> None:
    test = {task.prompt for task in held_out(tables, most=None, families=None)}
    shown = {each.prompt for each in demonstrations(tables, levels=None, count=None)}
    judged = {each.prompt for each in judged_solutions(tables)}
    trained = {task.prompt for task in tasks_of(tables, "train")}
    assert test and not test & (shown | judged | trained)


def test_demonstrations_keep_to_their_levels_and_number(tables: Path) -> None:
    easy = {task.prompt for task in tasks_of(tables, "train", levels=[1, 2, 3])}
    shown = demonstrations(tables, levels=[1, 2, 3], count=20)
    assert len(shown) == 20 and {each.prompt for each in shown} <= easy


def test_a_loss_that_is_no_number_never_reaches_the_weights(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assay.training import sft

    original = sft.losses
    monkeypatch.setattr(
        sft, "losses", lambda *given: (loss * float("nan") for loss in original(*given))
    )
    with pytest.raises(AssayError, match="loss of step 0 is nan"):
        train_sft(data=tables, out=tmp_path, steps=2, batch=4)
    assert not (tmp_path / "model.safetensors").exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": 0}, "steps: 0"),
        ({"lr": float("nan")}, "lr: nan"),
        ({"lr": -1.0}, "lr: -1.0"),
        ({"threads": 0}, "threads: 0"),
        ({"model": "builtin:tiny-char-9b"}, "tiny-char-9b"),
        ({"model": "nowhere/at/all"}, "nowhere"),
        ({"levels": [77]}, "levels"),
        ({"families": ["gcd"]}, "gcd"),
        ({"data": Path("/nonexistent")}, "nonexistent"),
    ],
)
def test_odd_settings_are_one_clear_sentence(
    change: dict[str, Any], said: str, tables: Path, tmp_path: Path
) -> None:
    usual: dict[str, Any] = {"data": tables, "out": tmp_path, "steps": 2}
    with pytest.raises(UsageError, match=said):
        train_sft(**{**usual, **change})


def test_the_log_of_rl_says_what_a_reader_needs(tables: Path, policy: Path, tmp_path: Path) -> None:
    stages(tables, policy)["rl"](tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert all({"reward", "sound", "length", "signal", "tokens"} <= line.keys() for line in lines)
    assert [line["step"] for line in lines if "held_out" in line] == [2, 4, 6]
    assert "start" in lines[0]


def test_an_evaluation_holds_what_the_report_reads(
    tables: Path, policy: Path, tmp_path: Path
) -> None:
    made = stages(tables, policy)
    for stage in ("rl", "orm", "prm"):
        made[stage](tmp_path / stage)
    usual: dict[str, Any] = {"tasks": tables, "out": tmp_path, "most": 12, "curve_tasks": 6}
    evaluate(model=str(policy), name="sft", n=2, **usual)
    found = evaluate(
        model=str(tmp_path / "rl"), name="rl", n=4, orm=str(tmp_path / "orm"),
        prm=str(tmp_path / "prm"), train_log=tmp_path / "rl", **usual,
    )  # fmt: skip
    assert found == json.loads((tmp_path / "evaluation.json").read_text())
    assert found["accuracy"].keys() == {"sft", "rl"} and found["accuracy"]["rl"]["n"] == 12
    curves = found["test_curve"]
    assert set(curves["rl"]) == {"majority", "orm", "prm", "oracle", "orm_best", "prm_best"}
    assert [point["n"] for point in curves["rl"]["prm"]] == [1, 2, 4]
    assert found["train_curve"][0]["tokens"] == 0
    assert "rl - sft" in found["differences"]


def test_judges_beside_an_evaluation_change_nothing(
    tables: Path, policy: Path, tmp_path: Path
) -> None:
    asked: dict[str, Any] = {"model": str(policy), "tasks": tables, "most": 8, "curve_tasks": 4}
    asked |= {"n": 2, "name": "p", "precision": "bfloat16", "at_once": 4}
    for judges in (0, 1):
        evaluate(out=tmp_path / str(judges), judges=judges, **asked)
    found = [(tmp_path / n / "evaluations" / "p.json").read_bytes() for n in ("0", "1")]
    assert found[0] == found[1]


def test_a_budget_of_tokens_ends_a_training(tables: Path, policy: Path, tmp_path: Path) -> None:
    """In the step that reaches it, whatever the steps allow; the last step is measured."""
    start: dict[str, Any] = {"data": tables, "model": str(policy), "seed": 5}
    rl: dict[str, Any] = {"prompts": 4, "n": 4, "measure_tasks": 4, "max_tokens": 16}
    trained = {
        "rl": train_rl(
            out=tmp_path / "rl", tokens=600, steps=90, measure_every=50, temperature=1.5,
            **start, **rl,
        ),
        "sft": train_sft(
            out=tmp_path / "sft", tokens=600, steps=90, batch=4, measure_every=50,
            measure_tasks=4, max_tokens=16, **start,
        ),
    }  # fmt: skip
    for name, done in trained.items():
        lines = [
            json.loads(line) for line in (tmp_path / name / "log.jsonl").read_text().splitlines()
        ]
        assert len(lines) == done.steps < 90 and lines[-1]["tokens"] == done.tokens
        assert lines[-2]["tokens"] < 600 <= done.tokens
        assert "held_out" in lines[-1] and lines[-1]["flops"] > lines[-2]["flops"] > 0
        summary = json.loads((tmp_path / name / "training.json").read_text())
        assert summary["flops"] == lines[-1]["flops"]
